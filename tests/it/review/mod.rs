//! Deciding what came in by itself (PRODUCT §4.5).

mod decisions;
mod giving_back;
mod losses;
mod queue;
mod undoing;

pub use crate::support::arrivals::{STRANGER, Sender, XIAOYAN, arrive};

use crate::support::TestApp;
use diesel::prelude::*;
use kith::{
    db::schema::{registrations as sent, residents},
    domain::{RegistrationId, ResidentId},
};

/// State and resident of a registration.
pub fn state(app: &TestApp, id: RegistrationId) -> (String, Option<ResidentId>) {
    app.read(move |conn| Ok(sent::table.find(id).select((sent::state, sent::resident_id)).first(conn)?))
}

/// How many records there are.
pub fn people(app: &TestApp) -> i64 {
    app.read(|conn| Ok(residents::table.count().get_result(conn)?))
}
