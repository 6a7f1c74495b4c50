//! Giving out: the reader's own list as xlsx or csv, masked unless there is a right and a reason.

mod actions;
mod columns;
mod empty_form;
mod listed;
mod pages;
mod sheets;
mod text;

pub use pages::ROUTES;
