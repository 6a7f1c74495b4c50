//! What the common connection cannot say, as named functions: upserts, batches, row locks.

mod among;
mod coming_in;
mod likeness;

pub use among::{IsAmong, is_among};
pub use coming_in::{
    ConsentRow, RegistrationRow, VisitRow, add_registration_keys, insert_consents, insert_registration,
    lock_link, lock_registration, put_visit, remember_shape,
};
pub use likeness::{PairRow, add_match_keys, insert_pair, lock_likeness};

use super::{Conn, conn::each_db, schema, submissions::Submission};
use crate::domain::{HouseholdId, ResidentId, VillageCode};
use chrono::{NaiveDate, NaiveDateTime};
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

/// What changes so seldom that one transaction after the other may do it, each seeing what the one before left.
#[derive(Debug, Clone, Copy)]
pub enum Turn {
    /// Accounts and posts ("acct" in ASCII).
    Staff = 0x6163_6374,
    /// The county's own row, divisions, departments ("cnty").
    County = 0x636e_7479,
    /// Steps of files that are taken in ("rost").
    Rosters = 0x726f_7374,
}

/// Waits for this transaction's turn and keeps it to its end; on SQLite the writer is alone anyway.
pub fn take_turn(conn: &mut Conn, turn: Turn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => {
            let wait = format!("SELECT pg_advisory_xact_lock({})", turn as i64);
            diesel::sql_query(wait).execute(c).map(drop)
        }
    }
}

/// The day a division ended and its successor, none while it stands. One that stands goes on standing until the
/// transaction ends (on SQLite the writer is alone anyway); one that has ended is not held: whoever follows it holds its
/// successor alone, so that nobody who holds one division waits for another.
pub fn hold_division(conn: &mut Conn, code: &str) -> QueryResult<(Option<NaiveDate>, Option<String>)> {
    use schema::divisions::dsl;
    let row = dsl::divisions.find(code).select((dsl::ended_on, dsl::successor_code));
    match conn {
        Conn::Sqlite(c) => row.first(c),
        Conn::Pg(c) => {
            let standing = dsl::divisions.find(code).filter(dsl::ended_on.is_null()).select(dsl::code);
            match standing.for_share().first::<String>(c).optional()? {
                Some(_) => Ok((None, None)),
                None => row.first(c),
            }
        }
    }
}

/// Locks divisions until the transaction ends, always in the order of their codes; on SQLite the writer is alone anyway.
/// Who only refers to one, such as a person who moves there, need not wait.
pub fn lock_divisions(conn: &mut Conn, codes: &[&str]) -> QueryResult<()> {
    use schema::divisions::dsl;
    let rows = dsl::divisions.filter(dsl::code.eq_any(codes)).order(dsl::code).select(dsl::code);
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => rows.for_no_key_update().load::<String>(c).map(drop),
    }
}

/// Key of the advisory lock of moves between villages ("move" in ASCII).
const MOVES_LOCK: i64 = 0x6d6f_7665;

/// Makes this transaction the only one that moves people between villages; false if another is at it.
pub fn lock_moves(conn: &mut Conn) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Pg(c) => diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
            "pg_try_advisory_xact_lock({MOVES_LOCK})"
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

/// Locks a resident's row until the transaction ends; on SQLite the writer is alone anyway. Who only refers to it, such
/// as a pair found by saving the other record, need not wait.
pub fn lock_resident(conn: &mut Conn, id: ResidentId) -> QueryResult<()> {
    use schema::residents::dsl;
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => dsl::residents.find(id).select(dsl::id).for_no_key_update().first::<i64>(c).map(drop),
    }
}

/// Locks a household's row until the transaction ends, if there is one; on SQLite the writer is alone anyway.
pub fn lock_household(conn: &mut Conn, id: HouseholdId) -> QueryResult<()> {
    use schema::households::dsl;
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => {
            dsl::households.find(id).select(dsl::id).for_update().first::<i64>(c).optional().map(drop)
        }
    }
}

/// Locks everybody of households, as [`lock_resident`] does, in the order of their ids; on SQLite the writer is alone
/// anyway.
pub fn lock_people_of(conn: &mut Conn, households: &[HouseholdId]) -> QueryResult<()> {
    use schema::residents::dsl;
    let rows = dsl::residents.filter(dsl::household_id.eq_any(households)).order(dsl::id).select(dsl::id);
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => rows.for_no_key_update().load::<i64>(c).map(drop),
    }
}

/// A term by which a resident is found.
#[derive(Insertable)]
#[diesel(table_name = schema::search_terms, treat_none_as_default_value = false)]
pub struct TermRow<'a> {
    pub township_code: &'a str,
    pub term: &'a str,
    pub village_code: &'a str,
    pub resident_id: i64,
}

/// Adds search terms of a resident; those already there stay.
pub fn add_terms(
    conn: &mut Conn,
    village: VillageCode,
    resident: ResidentId,
    terms: &[String],
) -> QueryResult<()> {
    let township = village.township();
    let row = |term| TermRow {
        township_code: township.as_str(),
        term,
        village_code: village.as_str(),
        resident_id: resident.0,
    };
    let rows: Vec<TermRow<'_>> = terms.iter().map(|term| row(term.as_str())).collect();
    let table = schema::search_terms::table;
    each_db!(conn, |c| diesel::insert_into(table).values(&rows).on_conflict_do_nothing().execute(c)).map(drop)
}
