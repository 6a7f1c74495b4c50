//! Taking away again whom a roster added and nobody has touched since: as if they had never been there, but for the
//! trail.

use super::super::{model::Person, relocate::terms_of};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Conn, Tx,
        schema::{
            audit, channels, checkins, consents, destinations, households, likely_pairs, match_keys,
            personal_links, registrations, residents, search_terms,
        },
    },
    domain::{HouseholdId, ResidentId},
    error::Error,
    seal::Keys,
};
use diesel::{dsl::exists, prelude::*};

/// What may happen to a record without changing it.
const QUIET: [AuditKind; 4] =
    [AuditKind::Looked, AuditKind::Revealed, AuditKind::PeopleMoved, AuditKind::ResidentAdded];

/// Whether anybody has worked on a record since: changed it, logged a contact, decided about it. `version` is the one it
/// had then, and `mark` an id of that moment, after which others are later.
pub fn is_touched(conn: &mut Conn, person: &Person, version: i32, mark: i64) -> Result<bool, Error> {
    let now: i32 = residents::table.find(person.id).select(residents::version).first(conn)?;
    let changes = audit::table
        .filter(audit::subject_id.eq(person.id.0))
        .filter(audit::id.gt(mark))
        .filter(audit::kind.ne_all(QUIET));
    let changed: bool = diesel::select(exists(changes)).get_result(conn)?;
    let talks = checkins::table.filter(checkins::resident_id.eq(person.id));
    let talked: bool = diesel::select(exists(talks)).get_result(conn)?;
    Ok(now != version || changed || talked || is_referred_to(conn, person.id)?)
}

/// Whether something else leads to a record: a registration, a personal link, a consent, a decision on a pair.
fn is_referred_to(conn: &mut Conn, id: ResidentId) -> Result<bool, Error> {
    let form = registrations::table.filter(registrations::resident_id.eq(id));
    let link = personal_links::table.filter(personal_links::resident_id.eq(id));
    let consent = consents::table.filter(consents::resident_id.eq(id));
    let pair = likely_pairs::table
        .filter(likely_pairs::first_id.eq(id).or(likely_pairs::second_id.eq(id)))
        .filter(likely_pairs::verdict.is_not_null());
    let found: [bool; 4] = [
        diesel::select(exists(form)).get_result(conn)?,
        diesel::select(exists(link)).get_result(conn)?,
        diesel::select(exists(consent)).get_result(conn)?,
        diesel::select(exists(pair)).get_result(conn)?,
    ];
    Ok(found.contains(&true))
}

/// Takes a record away that nobody has touched, and the household that came with it once nobody lives there.
pub fn remove(tx: &mut Tx<'_>, keys: &Keys, person: &Person, brought_home: bool) -> Result<(), Error> {
    let id = person.id;
    let (village, township) = (person.village_code, person.village_code.township());
    for term in terms_of(tx.conn, keys, person)? {
        diesel::delete(search_terms::table.find((township, term, village, id.0))).execute(tx.conn)?;
    }
    diesel::delete(match_keys::table.filter(match_keys::resident_id.eq(id.0))).execute(tx.conn)?;
    diesel::delete(likely_pairs::table.filter(likely_pairs::first_id.eq(id))).execute(tx.conn)?;
    diesel::delete(likely_pairs::table.filter(likely_pairs::second_id.eq(id))).execute(tx.conn)?;
    diesel::delete(channels::table.filter(channels::resident_id.eq(id))).execute(tx.conn)?;
    diesel::delete(destinations::table.filter(destinations::resident_id.eq(id))).execute(tx.conn)?;
    let household: HouseholdId = residents::table.find(id).select(residents::household_id).first(tx.conn)?;
    diesel::delete(residents::table.find(id)).execute(tx.conn)?;
    if brought_home {
        let others = residents::table.filter(residents::household_id.eq(household));
        let is_lived_in: bool = diesel::select(exists(others)).get_result(tx.conn)?;
        if !is_lived_in {
            let own = households::table.find(household).filter(households::version.eq(1));
            diesel::delete(own).execute(tx.conn)?;
        }
    }
    record(tx, Entry::new(AuditKind::ResidentRemoved).on(Subject::Resident, id.0).fields("roster"))
}
