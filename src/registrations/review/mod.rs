//! Review: a cadre decides what came in by itself (PRODUCT §4.5): a new record, joined to one that is there, passed on
//! to another village, or turned down with a reason the sender reads.
//!
//! - Matching is done here, for the reviewer, never while a form is sent.
//! - Several forms of one person are one entry of the list and one decision; only the one that was opened enters the record.
//! - Every decision can be undone for 30 days; undoing deletes nobody.

mod actions;
mod compare;
mod decided_pages;
mod done_pages;
mod entering;
mod form;
mod list_pages;
mod lists;
mod model;
mod other_ways;
mod pages;
mod queries;
mod reading;
mod same_person;
mod text;
mod undo;
mod ways_pages;

use crate::web::Route;

pub use actions::{accept, join};
pub use lists::waiting_for_township;
pub use model::{Choices, Decider};
pub use other_ways::turn_down;
pub use same_person::COUNTED;
pub use text::ReviewWords;
pub use undo::undo;

/// The routes of review.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [list_pages::ROUTES, decided_pages::ROUTES, pages::ROUTES, done_pages::ROUTES, ways_pages::ROUTES]
        .into_iter()
        .flatten()
}
