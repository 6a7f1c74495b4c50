//! The county itself: its first administrator, what is still to do, its name and its notice.

mod set_up;
mod settings;
mod text;

pub use set_up::{SET_UP, set_up_address};
pub use settings::ROUTES;
