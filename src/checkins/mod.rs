//! Check-ins (联系记录): logging what came of each attempt at contact, and what follows from it.
//!
//! - A record's summary is the fold of its check-ins; every write here ends in [`refold`].
//! - Closing outcomes are for owner, backup and township, and confirmed on a page of their own.

mod actions;
mod call;
mod channel_life;
mod done;
mod erasing;
mod event;
mod faces;
mod fold;
mod form;
mod model;
mod pages;
mod queries;
mod refold;
mod report;
mod text;
mod withdrawal;
mod withdrawing;

use crate::web::Route;

pub use actions::{Logger, check_in, may_withdraw, withdraw};
pub use call::{about, home};
pub use done::{Done, done};
pub use erasing::erase;
pub use event::{Call, ChannelFact, Closure, Event};
pub use fold::fold;
pub use model::{Author, CheckIn, NewCheckIn};
pub use queries::{count, last_contact, last_words, tally, timeline};
pub use refold::{Computed, compute, differs, refold};
pub use report::{SelfReport, confirm, report, withdraw_report};
pub use text::CallWords;

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    pages::ROUTES.iter().chain(withdrawal::ROUTES)
}

#[cfg(test)]
mod tests;
