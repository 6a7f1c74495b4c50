//! The tests that tell the story: the real server over HTTP, one database each, on both databases.

mod support;

mod day;
mod doors;
mod html;
mod journeys;
mod likeness;
mod matrix;
mod office;
mod privacy;
mod shell;
mod sign_in;
mod tidy;
