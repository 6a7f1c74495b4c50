//! The pages of rosters: sending a file, what was found, taking in, undoing.

mod columns;
mod listing;
mod marking;
mod sending;
mod show;
mod undo;

use crate::{
    domain::Role,
    web::{Route, Who},
};
use actix_web::web::route;

pub use sending::keep_pieces;

/// Whoever may send a roster (PRODUCT §2: the township imports, the county imports).
const SENDERS: Who = Who::Roles(&[Role::Township, Role::County]);

const ROUTES: &[Route] = &[
    Route::get("/rosters", SENDERS, || route().to(sending::index)),
    Route::post("/rosters", SENDERS, || route().to(sending::send)),
    Route::get("/rosters/{roster}", SENDERS, || route().to(show::show)),
    Route::post("/rosters/{roster}/take", SENDERS, || route().to(show::take)),
    Route::post("/rosters/{roster}/again", SENDERS, || route().to(show::again)),
    Route::post("/rosters/{roster}/cancel", SENDERS, || route().to(show::cancel)),
    Route::get("/rosters/{roster}/rows", SENDERS, || route().to(listing::rows)),
    Route::get("/rosters/{roster}/columns", SENDERS, || route().to(columns::show)),
    Route::post("/rosters/{roster}/columns", SENDERS, || route().to(columns::choose)),
    Route::get("/rosters/{roster}/marked.xlsx", SENDERS, || route().to(marking::download)),
    Route::get("/rosters/{roster}/undo", SENDERS, || route().to(undo::ask)),
    Route::post("/rosters/{roster}/undo", SENDERS, || route().to(undo::undo)),
];

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    // Addresses with words of their own come before those of a file.
    super::giving::ROUTES.iter().chain(ROUTES)
}
