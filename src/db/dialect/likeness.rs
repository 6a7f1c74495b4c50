//! Match keys and pairs as the common connection cannot write them.

use crate::{
    db::{Conn, conn::each_db, schema},
    domain::{ResidentId, TownshipCode},
};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Kind of the advisory locks of match keys ("like" in ASCII), one for each township.
const LIKENESS_LOCK: i32 = 0x6c69_6b65;

/// Lets one transaction after the other write match keys of a township, so that of two records saved at once the
/// later one sees the earlier.
pub fn lock_likeness(conn: &mut Conn, township: TownshipCode) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => {
            let lock = diesel::sql_query(format!("SELECT pg_advisory_xact_lock({LIKENESS_LOCK}, $1)"));
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
