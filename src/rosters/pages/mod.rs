//! The pages of rosters.

use crate::web::Route;

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    std::iter::empty()
}
