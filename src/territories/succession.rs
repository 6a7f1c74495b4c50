//! Where an old code leads: a division that ended has a successor, which may have ended too. Chains have no cycles:
//! a division can only end towards one that stands, and whatever stands leads nowhere.

use super::queries::{Division, division};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Conn, Tx, dialect, schema::divisions},
    domain::VillageCode,
    error::{Error, Refusal},
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Most steps of a chain; each step is a year in which a village was merged again.
const LONGEST_CHAIN: usize = 64;

/// The division that stands for a code now: itself, or the last of its successors. None for a code nobody knows.
pub fn successor_of(conn: &mut Conn, code: &str) -> Result<Option<Division>, Error> {
    let mut found = division(conn, code)?;
    for _ in 0..LONGEST_CHAIN {
        let next = match &found {
            Some(ended) if ended.ended_on.is_some() => ended.successor_code.clone(),
            _ => return Ok(found),
        };
        found = match next {
            Some(next) => division(conn, &next)?,
            None => return Ok(None),
        };
    }
    Err(Error::internal("the successors of a division go round"))
}

/// The codes of a village under which something of it may have been entered: its own, and those of the villages that
/// were merged into it, however long ago.
pub fn codes_of(conn: &mut Conn, village: VillageCode) -> Result<Vec<VillageCode>, Error> {
    let (mut all, mut last) = (vec![village], vec![village]);
    for _ in 0..LONGEST_CHAIN {
        let merged = divisions::table
            .filter(divisions::successor_code.eq_any(last))
            .filter(divisions::ended_on.is_not_null())
            .order(divisions::code)
            .select(divisions::code);
        last = merged.load(conn)?;
        if last.is_empty() {
            return Ok(all);
        }
        all.extend(&last);
    }
    Err(Error::internal("the successors of a division go round"))
}

/// The village to which something entered under a code belongs now, kept standing until this write ends: whoever adds
/// to a village asks this first. `NotFound` for a code nobody knows.
pub fn standing(tx: &mut Tx<'_>, village: VillageCode) -> Result<VillageCode, Error> {
    let mut code = village;
    for _ in 0..LONGEST_CHAIN {
        match dialect::hold_division(tx.conn, code.as_str())? {
            (None, _) => return Ok(code),
            (Some(_), Some(next)) => code = VillageCode::parse(&next).map_err(|_| Error::NotFound)?,
            (Some(_), None) => return Err(Error::NotFound),
        }
    }
    Err(Error::internal("the successors of a division go round"))
}

/// Why a division cannot end towards another one, or come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It has ended already.
    Ended,
    /// What should follow it is no standing village other than itself.
    NoSuccessor,
}

/// Ends a village: from now on everything under its code belongs to `into`. Both must stand, so that no chain of
/// successors ever comes back to where it began. `NotFound` for a code nobody knows.
pub fn end(tx: &mut Tx<'_>, village: VillageCode, into: VillageCode) -> Result<(), Refusal<Obstacle>> {
    dialect::lock_divisions(tx.conn, &[village.as_str(), into.as_str()])?;
    if division(tx.conn, village.as_str())?.ok_or(Error::NotFound)?.ended_on.is_some() {
        return Err(Refusal::Problems(Obstacle::Ended));
    }
    if village == into || !stands(tx.conn, into)? {
        return Err(Refusal::Problems(Obstacle::NoSuccessor));
    }
    diesel::update(divisions::table.find(village.as_str()))
        .set((divisions::ended_on.eq(tx.today), divisions::successor_code.eq(into.as_str())))
        .execute(tx.conn)?;
    Ok(record(tx, Entry::new(AuditKind::DivisionEnded).on(Subject::Division, number(village)))?)
}

/// Lets a village stand again, under its own code; its successor must stand.
pub fn restore(tx: &mut Tx<'_>, village: VillageCode, from: VillageCode) -> Result<(), Refusal<Obstacle>> {
    dialect::lock_divisions(tx.conn, &[village.as_str(), from.as_str()])?;
    if !stands(tx.conn, from)? {
        return Err(Refusal::Problems(Obstacle::NoSuccessor));
    }
    let ended = divisions::table.find(village.as_str()).filter(divisions::successor_code.eq(from.as_str()));
    let none = (divisions::ended_on.eq(None::<NaiveDate>), divisions::successor_code.eq(None::<String>));
    if diesel::update(ended).set(none).execute(tx.conn)? == 0 {
        return Err(Refusal::Problems(Obstacle::Ended));
    }
    Ok(record(tx, Entry::new(AuditKind::DivisionRestored).on(Subject::Division, number(village)))?)
}

fn stands(conn: &mut Conn, village: VillageCode) -> Result<bool, Error> {
    Ok(division(conn, village.as_str())?.is_some_and(|division| division.ended_on.is_none()))
}

/// The number a village's code is, by which the trail knows it.
pub fn number(village: VillageCode) -> i64 {
    village.as_str().parse().unwrap_or_default() // twelve digits
}
