//! Many rows at once: for taking in rosters, and for filling an empty database, whose indexes are made afterwards.

use super::{Address, Conn, address::Use, schema};
use crate::error::Error;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::{connection::SimpleConnection, prelude::*, sql_types::Text};
use std::borrow::Cow;

/// Most values bound by one statement on PostgreSQL: below its limit.
const BINDS: usize = 30_000;

/// Rows of one statement on SQLite where a trigger follows each: such a statement notes all pages it touches before it
/// changes them, so that it can be taken back by itself, and rows of one statement share most of theirs.
const WITH_TRIGGER: usize = 20;
/// Rows of one statement on SQLite where nothing follows: none has to be noted then.
const PLAIN: usize = 1;

/// Declares the rows of a table for bulk writing, and the function that writes them.
macro_rules! bulk {
    ($($table:ident $name:ident $write:ident $block:ident { $($field:ident: $type:ty),+ $(,)? })+) => { $(
        /// A row to be written in bulk.
        #[derive(Debug, Clone, Insertable)]
        #[diesel(table_name = schema::$table, treat_none_as_default_value = false)]
        pub struct $name { $(pub $field: $type),+ }

        /// Writes many rows: on SQLite by statements that stay prepared (one for as many rows as there are is another text
        /// each time, and reading it costs more than writing the rows), on PostgreSQL in few journeys.
        pub fn $write(conn: &mut Conn, rows: &[$name]) -> QueryResult<()> {
            let width = [$(stringify!($field)),+].len();
            let insert = || diesel::insert_into(schema::$table::table);
            match conn {
                Conn::Sqlite(c) => {
                    let (blocks, rest) = rows.as_chunks::<$block>();
                    for block in blocks {
                        insert().values(block).execute(c)?;
                    }
                    rest.iter().try_for_each(|row| insert().values(row).execute(c).map(drop))
                }
                Conn::Pg(c) => rows.chunks(BINDS / width).try_for_each(|some| insert().values(some).execute(c).map(drop)),
            }
        }
    )+ };
}

bulk! {
    divisions DivisionRow write_divisions PLAIN {
        code: String, parent_code: Option<String>, name: String, registered_population: i32, office_phone: String,
    }
    departments DepartmentRow write_departments PLAIN { code: String, name: String, short_name: String }
    accounts AccountRow write_accounts PLAIN {
        id: i64, username: String, name: String, password_hash: Option<String>, language: &'static str, created_at: NaiveDateTime,
    }
    posts PostRow write_posts PLAIN {
        id: i64, role: &'static str, township_code: Option<String>, village_code: Option<String>,
        department_code: Option<String>, account_id: Option<i64>, from_on: NaiveDate,
    }
    households HouseholdRow write_households PLAIN {
        id: i64, village_code: String, township_code: String, group_no: Option<i32>, number: String, head_name: String,
        address: String, children_left: i32, elderly_left: i32, adults_left: i32, unaccompanied_since: Option<NaiveDate>,
        version: i32, created_at: NaiveDateTime,
    }
    residents ResidentRow write_residents WITH_TRIGGER {
        id: i64, village_code: String, township_code: String, household_id: i64, relation: &'static str, name: String,
        name_key: String, sex: &'static str, birth_on: Option<NaiveDate>, id_kind: &'static str, id_number: Option<Vec<u8>>,
        hours: &'static str, note: &'static str, priority_reason: Option<&'static str>, priority_on: Option<NaiveDate>,
        is_settled: bool, owner_id: Option<i64>, backup_id: Option<i64>, legal_basis: &'static str,
        informed_on: Option<NaiveDate>, state: &'static str, closed_by: Option<&'static str>, closed_on: Option<NaiveDate>,
        first_due_on: NaiveDate, open_requests: i32, call_reason: Option<&'static str>, call_since: Option<NaiveDateTime>,
        call_stands: bool, due_on: Option<NaiveDate>, try_on: Option<NaiveDate>, cadence: &'static str,
        lost_on: Option<NaiveDate>, last_contact_id: Option<i64>, last_contact_on: Option<NaiveDate>,
        last_contact_outcome: Option<&'static str>, last_tried_on: Option<NaiveDate>, failed_attempts: i32,
        has_channel: bool, offered_channel_id: Option<i64>, version: i32, created_at: NaiveDateTime,
        listed_group_no: Option<i32>, listed_head: String, listed_place: Option<String>, listed_employer: Option<String>,
        listed_occupation: Option<Cow<'static, str>>, listed_channel_kind: Option<&'static str>,
        listed_channel_value: Option<Vec<u8>>, listed_channel_holder: Option<String>,
        listed_channel_relation: Option<&'static str>, listed_unaccompanied_since: Option<NaiveDate>,
    }
    channels ChannelRow write_channels WITH_TRIGGER {
        id: i64, resident_id: i64, kind: &'static str, value: Vec<u8>, holder: String, relation: &'static str,
        is_preferred: bool, source: &'static str, source_on: NaiveDate, ended_on: Option<NaiveDate>, state: &'static str,
        verified_on: Option<NaiveDate>, last_success_on: Option<NaiveDate>, last_tried_on: Option<NaiveDate>,
        failed_days: i32, created_at: NaiveDateTime,
    }
    destinations DestinationRow write_destinations WITH_TRIGGER {
        id: i64, resident_id: i64, place: String, place_code: Option<Cow<'static, str>>,
        employer: String, industry: Option<&'static str>, occupation: Cow<'static, str>, from_on: Option<NaiveDate>, until_on: Option<NaiveDate>,
        source: &'static str, source_on: NaiveDate, created_at: NaiveDateTime,
    }
    checkins CheckInRow write_checkins PLAIN {
        id: i64, resident_id: i64, kind: &'static str, outcome: &'static str, held_on: NaiveDate, written_at: NaiveDateTime,
        account_id: Option<i64>, post_id: Option<i64>, channel_id: Option<i64>, is_confirmed: bool, answered_by: String,
        note: &'static str,
    }
    search_terms TermRow write_terms PLAIN { township_code: String, term: String, village_code: String, resident_id: i64 }
    match_keys MatchKeyRow write_match_keys PLAIN { term: i64, resident_id: i64 }
    likely_pairs PairRow write_pairs PLAIN {
        id: i64, township_code: String, village_code: Option<String>, first_id: i64, second_id: i64, evidence: String,
        found_at: NaiveDateTime,
    }
    audit AuditRow write_audit PLAIN {
        id: i64, at: NaiveDateTime, kind: &'static str, actor: &'static str, account_id: Option<i64>, post_id: Option<i64>,
        subject: Option<&'static str>, subject_id: Option<i64>, fields: String, position: Option<i64>, hash: Option<Vec<u8>>,
    }
    audit_people AuditPersonRow write_audit_people PLAIN { resident_id: i64, audit_id: i64 }
    roster_rows RosterRow write_roster_rows PLAIN {
        roster_id: i64, number: i32, sheet: i32, sheet_row: i32, verdict: &'static str, is_likely: bool, codes: String,
        resident_id: Option<i64>, other_id: Option<i64>, facts: Vec<u8>,
    }
    roster_changes RosterChangeRow write_roster_changes PLAIN {
        roster_id: i64, number: i32, resident_id: i64, is_new: bool, version: i32, mark: i64, before: Option<Vec<u8>>,
    }
}

/// Whom a database with tables holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Nobody,
    /// The sample county.
    Sample,
    /// A county with people of its own, if only its first account.
    County,
}

/// Whom this database holds.
pub fn holds(address: &Address) -> Result<Holds, Error> {
    let mut conn = address.open(Use::Read)?;
    let county = schema::county::table.select(schema::county::is_sample);
    let is_sample = county.first::<bool>(&mut conn).optional()?;
    let accounts: i64 = schema::accounts::table.count().get_result(&mut conn)?;
    Ok(match (is_sample, accounts) {
        (Some(true), _) => Holds::Sample,
        (None, 0) => Holds::Nobody,
        _ => Holds::County,
    })
}

/// An index or a trigger: what takes it away and what makes it again.
#[derive(QueryableByName)]
struct Aside {
    #[diesel(sql_type = Text)]
    gone_by: String,
    #[diesel(sql_type = Text)]
    made_by: String,
}

/// A connection for filling an empty database: on SQLite without waiting for the disk, because a county that was
/// not finished is made anew. What is new need not be journalled; what was there is, so that a making that was
/// killed leaves nothing behind.
pub fn open(address: &Address) -> Result<Conn, Error> {
    let mut conn = address.open(Use::Write)?;
    if let Conn::Sqlite(c) = &mut conn {
        c.batch_execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000;")?;
    }
    Ok(conn)
}

/// Takes the indexes and triggers away and returns what makes them again. What a trigger would keep in step must be
/// written as it would have it.
pub fn set_aside(conn: &mut Conn) -> QueryResult<Vec<String>> {
    let all = match conn {
        Conn::Sqlite(_) => {
            "SELECT 'DROP ' || type || ' ' || name AS gone_by, sql AS made_by FROM sqlite_master \
             WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        }
        Conn::Pg(_) => {
            "SELECT 'DROP INDEX ' || quote_ident(indexname) AS gone_by, indexdef AS made_by FROM pg_indexes \
             WHERE schemaname = current_schema() \
             AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = (quote_ident(indexname))::regclass) \
             UNION ALL \
             SELECT 'DROP TRIGGER ' || quote_ident(tgname) || ' ON ' || tgrelid::regclass, pg_get_triggerdef(pg_trigger.oid) \
             FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid \
             WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        }
    };
    let asides: Vec<Aside> = diesel::sql_query(all).load(conn)?;
    for aside in &asides {
        conn.batch_execute(&aside.gone_by)?;
    }
    Ok(asides.into_iter().map(|aside| aside.made_by).collect())
}

/// Makes indexes and triggers again and tells the planner what it has.
pub fn put_back(conn: &mut Conn, made_by: &[String]) -> QueryResult<()> {
    for aside in made_by {
        conn.batch_execute(aside)?;
    }
    conn.batch_execute("ANALYZE")?;
    // A table that is empty or short today says nothing of how long it will be: SQLite would go on reading it from end
    // to end when it has grown. Without figures it trusts the indexes.
    match conn {
        Conn::Sqlite(c) => c.batch_execute("DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < 1000"),
        Conn::Pg(_) => Ok(()),
    }
}

/// Runs `f` as one transaction.
pub fn at_once<T>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    conn.transaction::<_, Wrapped, _>(|conn| f(conn).map_err(Wrapped)).map_err(|Wrapped(error)| error)
}

struct Wrapped(Error);

impl From<diesel::result::Error> for Wrapped {
    fn from(error: diesel::result::Error) -> Self {
        Wrapped(error.into())
    }
}
