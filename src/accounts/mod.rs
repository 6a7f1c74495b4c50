//! Accounts of staff: posts, sessions, sign-in, and the guards that let a handler act for somebody.
//!
//! - The handler's parameter is the permission: whoever holds a [`Keeper`] may act in that scope.
//! - Unknown account and wrong password cannot be told apart by words, status or time.
//! - A session is a row: it can be seen and ended from everywhere.

mod account_form;
mod actions;
mod cadres;
mod form;
mod guard;
mod model;
mod moving;
mod pages;
mod password;
mod queries;
pub mod roll;
mod seat;
mod sessions;
mod sign_in;
pub mod staffing;
mod start_code;
mod text;
mod throttle;

pub use account_form::{
    AccountForm, Appointment, FounderForm, ListedAccount, MOST_ACCOUNTS, PostAsked, check_list,
};
pub use cadres::{cadre_posts, villages_without_cadre};
pub use guard::{
    Auditor, Cadre, CountyAdministrator, DepartmentOfficer, Keeper, Office, Staff, TownshipOfficer, reader_of,
};
pub use model::{NewPassword, Post, Reader};
pub use moving::{move_post, posts_of_village};
pub use pages::{ROUTES, device, public_frame, session_cookie};
pub use password::Passwords;
pub use queries::{account_of, holder, name_of, posts_at, unsound};
pub use seat::{Places, Seat};
pub use sessions::{forget_old_sessions, posts_of};
