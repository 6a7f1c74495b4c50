//! The tests that tell the story: the real server over HTTP, one database each, on both databases.

mod support;

mod at_once;
mod commands;
mod day;
mod doors;
mod html;
mod input;
mod journeys;
mod kill;
mod lists;
mod matrix;
mod office;
mod outage;
mod outcomes;
mod places;
mod privacy;
mod shell;
mod sign_in;
mod tidy;
