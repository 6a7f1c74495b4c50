//! Likely the same person (PRODUCT §2, §4.1): match keys, pairs, and who learns of them.

mod keys;
mod lookups;
mod pairs;
mod sample;
mod walk;

use crate::support::TestApp;
use diesel::prelude::*;
use kith::{
    db::{Conn, schema::likely_pairs},
    error::Error,
};

/// All pairs: the two records, the evidence, the village if both are in one, and the verdict.
pub type Pair = (i64, i64, String, Option<String>, Option<String>);

pub fn pairs(app: &TestApp) -> Vec<Pair> {
    app.read(pairs_in)
}

pub fn pairs_in(conn: &mut Conn) -> Result<Vec<Pair>, Error> {
    let columns = (
        likely_pairs::first_id,
        likely_pairs::second_id,
        likely_pairs::evidence,
        likely_pairs::village_code,
        likely_pairs::verdict,
    );
    Ok(likely_pairs::table.order(likely_pairs::id).select(columns).load(conn)?)
}
