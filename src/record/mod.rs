//! One person's page: who they are, how to reach them, where they have been, what was said, who answers, who looked.

use crate::web::Route;

mod actions;
mod channel_pages;
mod destination_pages;
mod form;
mod life;
mod looks_pages;
mod number_pages;
mod pages;
mod text;
mod timeline;

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [
        pages::ROUTES,
        channel_pages::ROUTES,
        destination_pages::ROUTES,
        looks_pages::ROUTES,
        number_pages::ROUTES,
    ]
    .into_iter()
    .flatten()
}
