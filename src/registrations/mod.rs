//! Self-registration (自主登记, PRODUCT §4.5): what a resident sent by the form, until a cadre decides.
//!
//! - A stranger learns nothing from sending: nothing is matched then, and everybody gets the same answer.
//! - The same form sent again is the same registration, with the same answer and the same visit.
//! - Each consent is kept with the words it was given to, their language and the day.

mod actions;
mod brought;
mod check;
mod consents;
mod erasing;
mod form;
mod gate;
mod limit;
mod link_pages;
mod keys;
mod model;
mod opening;
mod pages;
mod queries;
mod relocate;
mod review;
mod text;
mod view;
mod village_pages;

use crate::web::Route;

pub use actions::send;
pub use brought::dial;
pub use check::unsound;
pub use consents::{Purpose, renew_consents, withdraw_consents};
pub use erasing::{erase, hold_all_of};
pub use keys::rekey;
pub use limit::AddressLimit;
pub use model::{
    NewRegistration, Registration, RegistrationState, registration_id_number_place, registration_phone_place,
    registration_wechat_place,
};
pub use opening::opening;
pub use queries::{count_waiting, find, ids_of, is_locked, of_visitor};
pub use relocate::{became, count_of_village, move_to_village, of_village};
pub use review::{
    COUNTED, Choices, Decider, ReviewWords, accept, join, turn_down, undo, waiting_for_township,
};

/// The routes of this slice.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [pages::ROUTES, village_pages::ROUTES, link_pages::ROUTES].into_iter().flatten().chain(review::routes())
}
