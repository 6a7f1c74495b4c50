//! Throttling sign-in: each further failure costs a wait, which always ends.

use crate::{
    db::{Conn, Tx, dialect, schema::sign_in_failures},
    error::Error,
    seal::Keys,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// What failures are counted by: how many are free, and the longest wait after one, in minutes.
#[derive(Debug, Clone, Copy)]
struct Kind {
    name: &'static str,
    free: i32,
    longest: i64,
}

/// One account from one address: a guesser waits soon and long, its owner elsewhere does not wait with him.
const PAIR: Kind = Kind { name: "pair", free: 5, longest: 15 };
/// One account from anywhere: many addresses together are slowed, the owner waits a minute at most.
const ACCOUNT: Kind = Kind { name: "account", free: 50, longest: 1 };
/// One address for any account: a township hall is one address.
const ADDRESS: Kind = Kind { name: "address", free: 60, longest: 15 };
/// Failures older than this are forgotten.
const FORGOTTEN_HOURS: i64 = 24;

/// What is counted for one try, as keyed terms: neither names nor addresses are kept.
#[derive(Debug, Clone)]
pub struct Subjects([(Kind, String); 3]);

impl Subjects {
    pub fn new(keys: &Keys, username: &str, address: &str) -> Subjects {
        let term = |kind: Kind, value: &str| (kind, keys.blind(kind.name, value));
        let pair = format!("{username}\n{address}");
        Subjects([term(PAIR, &pair), term(ACCOUNT, username), term(ADDRESS, address)])
    }
}

/// Seconds to wait before the next try; none if it may be made now.
pub fn wait(conn: &mut Conn, subjects: &Subjects, now: NaiveDateTime) -> Result<Option<u32>, Error> {
    let mut longest = None;
    for (kind, subject) in &subjects.0 {
        let found = sign_in_failures::table
            .find(subject)
            .select((sign_in_failures::failures, sign_in_failures::last_at))
            .first::<(i32, NaiveDateTime)>(conn)
            .optional()?;
        let Some((failures, last_at)) = found else { continue };
        longest = longest.max(remaining(*kind, failures, now - last_at));
    }
    Ok(longest)
}

fn remaining(kind: Kind, failures: i32, since: TimeDelta) -> Option<u32> {
    let over = failures - kind.free;
    if over < 0 || since > TimeDelta::hours(FORGOTTEN_HOURS) {
        return None;
    }
    let minutes = 2_i64.saturating_pow(over.unsigned_abs().min(10)).min(kind.longest);
    u32::try_from((TimeDelta::minutes(minutes) - since).num_seconds()).ok().filter(|seconds| *seconds > 0)
}

/// Counts a failed try.
pub fn failed(tx: &mut Tx<'_>, subjects: &Subjects) -> Result<(), Error> {
    let forgotten = tx.now - TimeDelta::hours(FORGOTTEN_HOURS);
    for (_, subject) in &subjects.0 {
        dialect::count_failure(tx.conn, subject, tx.now, forgotten)?;
    }
    Ok(())
}

/// After success the account's own counts begin anew; the address keeps its own.
pub fn succeeded(tx: &mut Tx<'_>, subjects: &Subjects) -> Result<(), Error> {
    let own = subjects.0.iter().filter(|(kind, _)| kind.name != ADDRESS.name);
    for (_, subject) in own {
        diesel::delete(sign_in_failures::table.find(subject)).execute(tx.conn)?;
    }
    Ok(())
}
