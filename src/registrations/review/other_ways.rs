//! The other ways a registration can go: turned down with a reason, passed on to another village, taken back from it.

use super::{
    super::{
        actions::decide_by,
        model::{Registration, RegistrationState},
        rekey,
    },
    actions::waiting,
    lists,
    model::Decider,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Tx, dialect, schema::registrations},
    domain::{Problem, RegistrationId, Scope, VillageCode},
    error::{Error, Refusal},
    seal::Keys,
    territories::standing,
    web::Problems,
};
use diesel::prelude::*;

/// Turns a registration down, and other forms of the same person; the sender reads the reason.
pub fn turn_down(
    tx: &mut Tx<'_>,
    by: Decider,
    id: RegistrationId,
    reason: &str,
) -> Result<(), Refusal<Problems>> {
    let (found, mut all) = waiting(tx, by.scope, id)?;
    all.push(found);
    for form in all {
        diesel::update(registrations::table.find(form.id))
            .set((
                registrations::state.eq(RegistrationState::TurnedDown),
                registrations::reason.eq(reason),
                registrations::decided_at.eq(tx.now),
                registrations::decided_by.eq(by.account),
            ))
            .execute(tx.conn)?;
        record(tx, Entry::new(AuditKind::RegistrationTurnedDown).on(Subject::Registration, form.id.0))?;
    }
    Ok(())
}

/// Passes a registration on to the village it belongs to, which has its own working days to decide; other forms of
/// the same person go along.
pub fn pass_on(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    id: RegistrationId,
    to: VillageCode,
) -> Result<(), Refusal<Problems>> {
    let to = standing(tx, to)?;
    let (found, mut all) = waiting(tx, by.scope, id)?;
    if found.village_code == to {
        return Err(Refusal::Problems(Problems::one("village", Problem::SameVillage)));
    }
    all.push(found);
    for form in all {
        send_to(tx, keys, &form, to, Some(form.village_code))?;
        record(tx, Entry::new(AuditKind::RegistrationPassedOn).on(Subject::Registration, form.id.0))?;
    }
    Ok(())
}

/// Takes back what this village passed on, as long as the other one has not decided it and the days for it last; it
/// comes to the village that stands for the one that passed it on.
pub fn take_back(tx: &mut Tx<'_>, keys: &Keys, by: Decider, id: RegistrationId) -> Result<(), Error> {
    let seen = lists::find_passed_on(tx.conn, by.scope, id, tx.now)?;
    let home = standing(tx, seen.passed_from.ok_or(Error::NotFound)?)?;
    dialect::lock_registration(tx.conn, id)?;
    let found = lists::find_passed_on(tx.conn, by.scope, id, tx.now)?;
    send_to(tx, keys, &found, home, None)?;
    record(tx, Entry::new(AuditKind::RegistrationUndone).on(Subject::Registration, id.0).fields("village"))
}

fn send_to(
    tx: &mut Tx<'_>,
    keys: &Keys,
    form: &Registration,
    to: VillageCode,
    from: Option<VillageCode>,
) -> Result<(), Error> {
    diesel::update(registrations::table.find(form.id))
        .set((
            registrations::village_code.eq(to),
            registrations::township_code.eq(to.township()),
            registrations::passed_from.eq(from),
            registrations::passed_at.eq(from.map(|_| tx.now)),
            registrations::decide_by.eq(decide_by(tx.today)),
        ))
        .execute(tx.conn)?;
    rekey(tx, keys, Scope::Village(to), form.village_code, form.id)
}
