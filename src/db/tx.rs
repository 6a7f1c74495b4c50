//! `Tx`: what an action works with: the connection inside a transaction, the time, and who acts.

use super::{Conn, IdSource};
use crate::{
    clock::{Clock, county_day},
    domain::Actor,
};
use chrono::{NaiveDate, NaiveDateTime};

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
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: &'a mut Conn, clock: &'a Clock, ids: &'a IdSource, actor: Actor) -> Tx<'a> {
        let now = clock.now();
        Tx { conn, now, today: county_day(now), actor, ids, clock }
    }

    /// A fresh id.
    pub fn next_id(&self) -> i64 {
        self.ids.next(self.clock)
    }
}
