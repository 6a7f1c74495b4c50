//! Finding pairs when a record is saved, and deciding them.

use super::{
    super::{
        actions::lock,
        likeness::Evidence,
        match_keys::{self, Sharing},
        model::{Person, State},
    },
    model::Verdict,
    queries,
};
use crate::{
    audit::{self, AuditKind, Entry, Subject},
    db::{
        Tx,
        dialect::{self, PairRow},
        schema::{likely_pairs, residents},
    },
    domain::{AccountId, Actor, PairId, ResidentId, Scope, VillageCode},
    error::Error,
    seal::Keys,
};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A pair that is there already.
#[derive(Queryable)]
pub(super) struct Known {
    pub(super) id: PairId,
    first: ResidentId,
    second: ResidentId,
    is_waiting: bool,
}

impl Known {
    pub(super) fn other(&self, own: ResidentId) -> ResidentId {
        if self.first == own { self.second } else { self.first }
    }
}

/// Brings the pairs of a record up to date with its match keys: new ones of its township are written, those that wait
/// with nothing in common any more go, and every one knows the village both records are in. What was decided stays.
pub fn find_pairs(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    let features = match_keys::features(tx.conn, keys, person)?;
    let scope = Scope::Township(person.village_code.township());
    let found = match_keys::sharing(tx.conn, keys, scope, &features, Some(person.id))?;
    let known = known(tx, person)?;
    for pair in &known {
        let other = pair.other(person.id);
        match found.iter().find(|sharing| sharing.id == other) {
            None if pair.is_waiting => {
                diesel::delete(likely_pairs::table.find(pair.id)).execute(tx.conn)?;
            }
            Some(sharing) => keep(tx, pair, person, sharing)?,
            None => {}
        }
    }
    for sharing in found.iter().filter(|one| known.iter().all(|pair| pair.other(person.id) != one.id)) {
        add(tx, person, sharing)?;
    }
    Ok(())
}

pub(super) fn known(tx: &mut Tx<'_>, person: &Person) -> Result<Vec<Known>, Error> {
    let columns =
        (likely_pairs::id, likely_pairs::first_id, likely_pairs::second_id, likely_pairs::verdict.is_null());
    let mut known: Vec<Known> =
        likely_pairs::table.filter(likely_pairs::first_id.eq(person.id)).select(columns).load(tx.conn)?;
    let second = likely_pairs::table.filter(likely_pairs::second_id.eq(person.id)).select(columns);
    known.extend(second.load::<Known>(tx.conn)?);
    Ok(known)
}

/// The village of a pair, if both are in one.
fn village_of(tx: &mut Tx<'_>, person: &Person, other: ResidentId) -> Result<Option<VillageCode>, Error> {
    let village: VillageCode = residents::table.find(other).select(residents::village_code).first(tx.conn)?;
    Ok((village == person.village_code).then_some(village))
}

fn keep(tx: &mut Tx<'_>, pair: &Known, person: &Person, sharing: &Sharing) -> Result<(), Error> {
    let village = village_of(tx, person, sharing.id)?;
    diesel::update(likely_pairs::table.find(pair.id))
        .set((
            likely_pairs::township_code.eq(person.village_code.township()),
            likely_pairs::village_code.eq(village),
            likely_pairs::evidence.eq(Evidence::line(&sharing.evidence)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn add(tx: &mut Tx<'_>, person: &Person, sharing: &Sharing) -> Result<(), Error> {
    let (id, evidence) = (tx.next_id(), Evidence::line(&sharing.evidence));
    let village = village_of(tx, person, sharing.id)?;
    let township = person.village_code.township();
    let row = PairRow {
        id,
        township_code: township.as_str(),
        village_code: village.as_ref().map(VillageCode::as_str),
        first_id: person.id.min(sharing.id).0,
        second_id: person.id.max(sharing.id).0,
        evidence: &evidence,
        found_at: tx.now,
    };
    if dialect::insert_pair(tx.conn, &row)? {
        audit::record(tx, Entry::new(AuditKind::PairFound).on(Subject::Pair, id).fields(&evidence))?;
    }
    Ok(())
}

/// How a decision ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    Kept,
    /// Somebody decided otherwise, or closed one of the records, while this reader was looking.
    Meanwhile,
}

/// Decides whether the records of a pair are of one person; the same decision twice is one. `NotFound` outside the scope.
pub fn decide(tx: &mut Tx<'_>, scope: Scope, id: PairId, verdict: Verdict) -> Result<Decided, Error> {
    let Actor::Staff { account, .. } = tx.actor else { return Err(Error::Forbidden) };
    let (found, ..) = queries::find(tx.conn, scope, id)?;
    lock(tx.conn, found.first_id)?;
    lock(tx.conn, found.second_id)?;
    let (pair, first, second) = queries::find(tx.conn, scope, id)?;
    if pair.verdict.is_some() {
        return Ok(if pair.verdict == Some(verdict) { Decided::Kept } else { Decided::Meanwhile });
    }
    if first.0.state != State::Open || second.0.state != State::Open {
        return Ok(Decided::Meanwhile);
    }
    diesel::update(likely_pairs::table.find(id))
        .set((
            likely_pairs::verdict.eq(verdict),
            likely_pairs::decided_at.eq(tx.now),
            likely_pairs::decided_by.eq(account),
        ))
        .execute(tx.conn)?;
    audit::record(tx, Entry::new(AuditKind::PairDecided).on(Subject::Pair, id.0).fields("verdict"))?;
    Ok(Decided::Kept)
}

/// Takes a decision back, so that the pair waits again; of one that waits nothing changes. `NotFound` outside the scope.
pub fn reopen(tx: &mut Tx<'_>, scope: Scope, id: PairId) -> Result<(), Error> {
    let (found, ..) = queries::find(tx.conn, scope, id)?;
    lock(tx.conn, found.first_id)?;
    lock(tx.conn, found.second_id)?;
    let decided = likely_pairs::table.find(id).filter(likely_pairs::verdict.is_not_null());
    let changed = diesel::update(decided)
        .set((
            likely_pairs::verdict.eq(None::<Verdict>),
            likely_pairs::decided_at.eq(None::<NaiveDateTime>),
            likely_pairs::decided_by.eq(None::<AccountId>),
        ))
        .execute(tx.conn)?;
    if changed == 1 {
        audit::record(tx, Entry::new(AuditKind::PairReopened).on(Subject::Pair, id.0).fields("verdict"))?;
    }
    Ok(())
}
