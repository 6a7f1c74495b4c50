//! What the common connection cannot say, as named functions: upserts, batches, row locks.

use super::{Conn, conn::each_db, schema, submissions::Submission};
use crate::domain::{ResidentId, TownshipCode, VillageCode};
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

/// Key of the advisory lock of the first account ("frst" in ASCII).
const FIRST_ACCOUNT_LOCK: i64 = 0x6672_7374;

/// Lets one transaction after the other ask whether there is any account yet.
pub fn lock_accounts(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => diesel::sql_query(format!("SELECT pg_advisory_xact_lock({FIRST_ACCOUNT_LOCK})"))
            .execute(c)
            .map(drop),
    }
}

/// The day a division ended and its successor, none while it stands. Until the transaction ends it stays as it is; on
/// SQLite the writer is alone anyway.
pub fn hold_division(conn: &mut Conn, code: &str) -> QueryResult<(Option<NaiveDate>, Option<String>)> {
    use schema::divisions::dsl;
    let row = dsl::divisions.find(code).select((dsl::ended_on, dsl::successor_code));
    match conn {
        Conn::Sqlite(c) => row.first(c),
        Conn::Pg(c) => row.for_share().first(c),
    }
}

/// Locks divisions until the transaction ends, always in the order of their codes; on SQLite the writer is alone anyway.
pub fn lock_divisions(conn: &mut Conn, codes: &[&str]) -> QueryResult<()> {
    use schema::divisions::dsl;
    let rows = dsl::divisions.filter(dsl::code.eq_any(codes)).order(dsl::code).select(dsl::code);
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => rows.for_update().load::<String>(c).map(drop),
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

/// Locks a resident's row until the transaction ends; on SQLite the writer is alone anyway.
pub fn lock_resident(conn: &mut Conn, id: ResidentId) -> QueryResult<()> {
    use schema::residents::dsl;
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => dsl::residents.find(id).select(dsl::id).for_update().first::<i64>(c).map(drop),
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

/// Lets one transaction after the other write match keys of a township, so that of two records saved at once the
/// later one sees the earlier.
pub fn lock_likeness(conn: &mut Conn, township: TownshipCode) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => {
            let lock = diesel::sql_query("SELECT pg_advisory_xact_lock(hashtext('alike'), $1)");
            let number: i32 = township.as_str().parse().unwrap_or_default();
            lock.bind::<diesel::sql_types::Integer, _>(number).execute(c).map(drop)
        }
    }
}

/// A term that a record shares with whoever is alike.
#[derive(Insertable)]
#[diesel(table_name = schema::match_keys, treat_none_as_default_value = false)]
struct MatchKeyRow {
    term: i64,
    resident_id: i64,
}

/// Adds match keys of a resident.
pub fn add_match_keys(conn: &mut Conn, resident: ResidentId, terms: &[i64]) -> QueryResult<()> {
    let row = |term: &i64| MatchKeyRow { term: *term, resident_id: resident.0 };
    let rows: Vec<MatchKeyRow> = terms.iter().map(row).collect();
    each_db!(conn, |c| diesel::insert_into(schema::match_keys::table)
        .values(&rows)
        .on_conflict_do_nothing()
        .execute(c))
    .map(drop)
}

/// A pair as it is found.
#[derive(Insertable)]
#[diesel(table_name = schema::likely_pairs, treat_none_as_default_value = false)]
pub struct PairRow<'a> {
    pub id: i64,
    pub township_code: &'a str,
    pub village_code: Option<&'a str>,
    pub first_id: i64,
    pub second_id: i64,
    pub evidence: &'a str,
    pub found_at: NaiveDateTime,
}

/// Writes a pair unless its two records are one already; true if it was written.
pub fn insert_pair(conn: &mut Conn, pair: &PairRow<'_>) -> QueryResult<bool> {
    let table = schema::likely_pairs::table;
    let written =
        each_db!(conn, |c| diesel::insert_into(table).values(pair).on_conflict_do_nothing().execute(c));
    written.map(|rows| rows == 1)
}

/// A registration as it enters the database.
#[derive(Insertable)]
#[diesel(table_name = schema::registrations, treat_none_as_default_value = false)]
pub struct RegistrationRow<'a> {
    pub id: i64,
    pub reference: String,
    pub village_code: &'a str,
    pub township_code: &'a str,
    pub name: &'a str,
    pub name_key: &'a str,
    pub sex: &'static str,
    pub birth_on: Option<NaiveDate>,
    pub id_kind: &'static str,
    pub id_number: Option<Vec<u8>>,
    pub phone: Vec<u8>,
    pub wechat: Option<Vec<u8>>,
    pub group_no: Option<i32>,
    pub head_name: &'a str,
    pub place: &'a str,
    pub place_code: Option<&'a str>,
    pub work: &'a str,
    pub hours: &'a str,
    pub note: &'a str,
    pub language: &'static str,
    pub sent_at: NaiveDateTime,
    pub decide_by: NaiveDate,
    pub state: &'static str,
}

/// Writes a registration unless its reference is taken; true if it was written.
pub fn insert_registration(conn: &mut Conn, row: &RegistrationRow<'_>) -> QueryResult<bool> {
    let written = each_db!(conn, |c| diesel::insert_into(schema::registrations::table)
        .values(row)
        .on_conflict(schema::registrations::reference)
        .do_nothing()
        .execute(c));
    written.map(|rows| rows == 1)
}

/// A consent given with a registration.
#[derive(Insertable)]
#[diesel(table_name = schema::consents)]
pub struct ConsentRow {
    pub id: i64,
    pub registration_id: i64,
    pub wording_id: i64,
    pub given_on: NaiveDate,
}

/// Writes the consents of one registration.
pub fn insert_consents(conn: &mut Conn, rows: &[ConsentRow]) -> QueryResult<()> {
    each_db!(conn, |c| diesel::insert_into(schema::consents::table).values(rows).execute(c)).map(drop)
}
