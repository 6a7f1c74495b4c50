//! Personal links (个人链接, PRODUCT §4.5): the one key a resident has, stored nowhere and printable again.
//!
//! - A link opens one registration or one resident; joining or accepting moves the row and sets the resident's own opening.
//! - Its token is the id and 80 bits of HMAC over id and serial; raising the serial makes the old token and all visits dead.
//! - Link previews, HEAD and GET change nothing; only the form that opens it counts tries, and begins a visit.

mod actions;
mod card;
mod guard;
mod model;
mod opening;
mod queries;
mod token;
mod visits;

pub use actions::{erase, follow, lead_to, make_for, make_for_registration, replace, replace_all};
pub use card::{Card, CardPage, LinkForm, LinkWords};
pub use guard::{Visitor, visit_cookie, visitor_of};
pub use model::{Link, Opening, OpensBy, Whom};
pub use opening::{Attempt, Key, open};
pub use queries::{all_of_resident, find, of_registration, of_resident, of_token};
pub use token::{code, token};
pub use visits::{VisitToken, begin, end, forget_ended};
