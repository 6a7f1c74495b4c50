//! Finding pairs when a record is saved.

use super::super::{
    likeness::Evidence,
    match_keys::{self, Sharing},
    model::Person,
};
use crate::{
    audit::{self, AuditKind, Entry, Subject},
    db::{
        Tx,
        dialect::{self, PairRow},
        schema::{likely_pairs, residents},
    },
    domain::{PairId, ResidentId, Scope, VillageCode},
    error::Error,
    seal::Keys,
};
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
