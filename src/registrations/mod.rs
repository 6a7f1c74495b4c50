//! Self-registration (自主登记, PRODUCT §4.5): what a resident sent by the form, until a cadre decides.
//!
//! - A stranger learns nothing from sending: nothing is matched then, and everybody gets the same answer.
//! - The same form sent again is the same registration, with the same answer and the same visit.
//! - Each consent is kept with the words it was given to, their language and the day.

mod actions;
mod consents;
mod model;
mod opening;
mod queries;
mod relocate;

pub use actions::send;
pub use consents::{Purpose, consents_of};
pub use model::{
    NewRegistration, Registration, RegistrationState, registration_id_number_place, registration_phone_place,
    registration_wechat_place,
};
pub use opening::opening;
pub use queries::{count_waiting, find, late, waiting};
pub use relocate::{became, count_of_village, move_to_village, of_village};
