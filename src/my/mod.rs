//! The resident's own pages (PRODUCT §4.5): opening the personal link, how the registration stands, the record as it is
//! kept, who looked, and the one-tap check-ins.
//!
//! - Whoever opens these pages is a [`Visitor`](crate::links::Visitor); without one they answer 401 and say how to come in.
//! - Opening a page changes nothing; only forms do.

mod actions;
mod checkin_pages;
mod facts;
mod open_pages;
mod pages;
mod sent_pages;
mod text;

use crate::web::Route;

/// The routes of this slice; the token stands last, so that the other words are none.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [pages::ROUTES, sent_pages::ROUTES, checkin_pages::ROUTES, open_pages::ROUTES].into_iter().flatten()
}
