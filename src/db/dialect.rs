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

/// A look as it enters the trail.
#[derive(Insertable)]
#[diesel(table_name = schema::audit)]
pub struct LookRow {
    pub id: i64,
    pub at: NaiveDateTime,
    pub kind: &'static str,
    pub actor: &'static str,
    pub account_id: i64,
    pub post_id: Option<i64>,
    pub subject: &'static str,
    pub subject_id: i64,
    pub fields: &'static str,
    pub look_hour: i64,
}

/// Writes a look unless there is one of the same reader, resident and hour.
pub fn insert_look(conn: &mut Conn, look: &LookRow) -> QueryResult<()> {
    each_db!(conn, |c| diesel::insert_into(schema::audit::table)
        .values(look)
        .on_conflict_do_nothing()
        .execute(c))
    .map(drop)
}

/// Key of the advisory lock of the chain ("link" in ASCII).
const CHAIN_LOCK: i64 = 0x6c69_6e6b;

/// Makes this transaction the only one that links; false if another is at it.
pub fn lock_chain(conn: &mut Conn) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Pg(c) => diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
            "pg_try_advisory_xact_lock({CHAIN_LOCK})"
        )))
        .get_result(c),
    }
}

/// Counts one more failure of `subject`; a count last touched before `forgotten` starts again at one.
pub fn count_failure(
    conn: &mut Conn,
    subject: &str,
    at: NaiveDateTime,
    forgotten: NaiveDateTime,
) -> QueryResult<()> {
    use schema::sign_in_failures::dsl;
    let row = (dsl::subject.eq(subject), dsl::failures.eq(1), dsl::last_at.eq(at));
    let stale = dsl::sign_in_failures.filter(dsl::subject.eq(subject)).filter(dsl::last_at.lt(forgotten));
    each_db!(conn, |c| {
        diesel::delete(stale).execute(c)?;
        diesel::insert_into(dsl::sign_in_failures)
            .values(row)
            .on_conflict(dsl::subject)
            .do_update()
            .set((dsl::failures.eq(dsl::failures + 1), dsl::last_at.eq(at)))
            .execute(c)
    })
    .map(drop)
}
