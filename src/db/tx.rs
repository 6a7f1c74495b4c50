//! `Tx`: what an action works with: the connection inside a transaction, the time, and who acts.

use super::{Conn, IdSource};
use crate::{
    clock::{Clock, county_day},
    domain::Actor,
};
use chrono::{NaiveDate, NaiveDateTime};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A write in progress. It is given to the closure of `Db::write` and ends with it.
pub struct Tx<'a> {
    pub conn: &'a mut Conn,
    /// The moment of this write, UTC.
    pub now: NaiveDateTime,
    /// The county day of this write.
    pub today: NaiveDate,
    pub actor: Actor,
    ids: &'a IdSource,
    clock: &'a Clock,
    /// How many writes wait for this one; none where they need not.
    waiting: Option<&'a AtomicUsize>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(
        conn: &'a mut Conn,
        (clock, ids, waiting): (&'a Clock, &'a IdSource, &'a AtomicUsize),
        actor: Actor,
    ) -> Tx<'a> {
        let now = clock.now();
        let waiting = matches!(conn, Conn::Sqlite(_)).then_some(waiting);
        Tx { conn, now, today: county_day(now), actor, ids, clock, waiting }
    }

    /// Whether long work should end here because others wait for it: on SQLite if a write is queued, on PostgreSQL, where
    /// they wait for locks and nobody knows, always.
    pub fn others_wait(&self) -> bool {
        self.waiting.is_none_or(|waiting| waiting.load(Ordering::Relaxed) > 0)
    }

    /// A fresh id.
    pub fn next_id(&self) -> i64 {
        self.ids.next(self.clock)
    }
}
