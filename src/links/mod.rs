//! Personal links (个人链接, PRODUCT §4.5): the one key a resident has, stored nowhere and printable again.
//!
//! - A link opens one registration or one resident; joining or accepting moves the row and sets the resident's own opening.
//! - Its token is the id and 80 bits of HMAC over id and serial; raising the serial makes the old token and all visits dead.
//! - Link previews, HEAD and GET change nothing; only the form that opens it counts tries.

mod actions;
mod model;
mod queries;
mod token;

pub use actions::{make_for, make_for_registration, move_back, move_to, replace};
pub use model::{Link, MOST_TRIES, Opening, OpensBy, TRIES_AN_HOUR};
pub use queries::{find, of_registration, of_resident};
pub use token::{code, id_of, is_token, token};
