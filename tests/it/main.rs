//! The tests that tell the story: the real server over HTTP, one database each, on both databases.

mod support;

mod at_once;
mod coming_in;
mod commands;
mod day;
mod doors;
mod html;
mod input;
mod intake;
mod journeys;
mod kill;
mod likeness;
mod lists;
mod matrix;
mod office;
mod outage;
mod outcomes;
mod places;
mod privacy;
mod record;
mod review;
mod rosters;
mod shell;
mod sign_in;
mod tidy;
