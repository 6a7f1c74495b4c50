//! Giving out: the reader's own list as xlsx or csv, masked unless there is a right and a reason.

mod actions;
mod by_command;
mod columns;
mod empty_form;
mod listed;
mod pages;
#[cfg(test)]
mod read_back_tests;
mod sheets;
mod streaming;
mod taker;
mod text;

pub use by_command::{Asked as AskedList, OnRecord, OutFormat, Withheld, asked_for};
pub use pages::ROUTES;
