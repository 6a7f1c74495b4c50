//! The pages and the cadre's day in a browser: on a cheap phone's window, with scripts and without.

mod coming_in;
mod day;
mod keyboard;
mod pages;
mod places;
mod rosters;

use crate::support::{TestApp, cast};
use diesel::prelude::*;

/// The outcomes logged for a resident of the cast, oldest first, with whether each was withdrawn.
fn logged(app: &TestApp, cast: &cast::Cast) -> Vec<(String, bool)> {
    use kith::db::schema::checkins;
    let id = cast::id(app, cast);
    app.read(move |conn| {
        Ok(checkins::table
            .filter(checkins::resident_id.eq(id))
            .order(checkins::id)
            .select((checkins::outcome, checkins::withdrawn_at.is_not_null()))
            .load(conn)?)
    })
}

/// The same, briefly, for what was not withdrawn.
fn outcomes(app: &TestApp, cast: &cast::Cast) -> Vec<String> {
    logged(app, cast)
        .into_iter()
        .filter(|(_, is_withdrawn)| !is_withdrawn)
        .map(|(outcome, _)| outcome)
        .collect()
}
