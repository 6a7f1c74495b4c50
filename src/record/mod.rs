//! One person's page: who they are, how to reach them, where they have been, what was said, who answers, who looked.

use crate::web::Route;

mod about;
mod actions;
mod channel_pages;
mod choices;
mod closure;
mod closure_pages;
mod destination_pages;
mod doubts;
mod edit;
mod edit_form;
mod edit_pages;
mod erasing;
mod fields;
mod form;
mod household_pages;
mod keep_text;
mod life;
mod link_pages;
mod lock_pages;
mod looks_pages;
mod new_form;
mod new_pages;
mod number_pages;
mod owner_pages;
mod pages;
mod person_form;
mod refused;
mod text;
mod timeline;

pub use erasing::JOB as ERASING;

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [
        // Before the page of one person, whose id might be anything.
        new_pages::ROUTES,
        lock_pages::ROUTES,
        pages::ROUTES,
        edit_pages::ROUTES,
        household_pages::ROUTES,
        owner_pages::ROUTES,
        closure_pages::ROUTES,
        channel_pages::ROUTES,
        destination_pages::ROUTES,
        looks_pages::ROUTES,
        number_pages::ROUTES,
        link_pages::ROUTES,
    ]
    .into_iter()
    .flatten()
}
