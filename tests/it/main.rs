//! The tests that tell the story: the real server over HTTP, one database each, on both databases.

mod support;

mod day;
mod matrix;
mod sign_in;
