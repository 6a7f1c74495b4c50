//! What the common connection cannot say, as named functions: upserts, batches, row locks.

use super::{Conn, conn::each_db, schema, submissions::Submission};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Writes a submission unless its key is taken; true if it was written.
pub fn remember_submission(
    conn: &mut Conn,
    form: &Submission,
    address: &str,
    at: NaiveDateTime,
) -> QueryResult<bool> {
    use schema::submissions::dsl;
    let row = (
        dsl::actor.eq(&form.actor),
        dsl::key.eq(&form.key),
        dsl::digest.eq(&form.digest),
        dsl::address.eq(address),
        dsl::at.eq(at),
    );
    let written = each_db!(conn, |c| diesel::insert_into(dsl::submissions)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c));
    written.map(|rows| rows == 1)
}
