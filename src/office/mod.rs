//! The offices' own pages: setting up a county, its divisions and departments, and who works there.

mod accounts;
mod county;
mod divisions;
mod moves;
mod trail;

pub use county::set_up_address;
pub use moves::JOB as MOVES;

use crate::web::Route;

/// The routes of the offices.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [
        county::SET_UP,
        county::ROUTES,
        divisions::ROUTES,
        moves::ROUTES,
        divisions::DEPARTMENTS,
        accounts::MAKING,
        accounts::ROUTES,
        trail::ROUTES,
    ]
    .into_iter()
    .flatten()
}
