//! Undoing a decision within its days: the registration waits again, and the record gives back what it brought, unless
//! somebody has used it since. Nobody and nothing is deleted that is not still in the registration (DESIGN §4).

use super::{
    super::{
        brought::brought,
        model::{Registration, RegistrationState},
        opening, queries as sent,
    },
    actions::told,
    model::{BeforeImage, Choices, Decider, UNDO_DAYS},
    queries,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    checkins,
    db::{
        Tx, dialect,
        schema::{consents, registrations},
    },
    domain::{AccountId, ChannelId, Problem, RegistrationId, ResidentId},
    error::{Error, Refusal},
    links,
    residents::{self, Person},
    seal::Keys,
    web::Problems,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Whether a decision can still be undone.
pub fn may_undo(found: &Registration, now: NaiveDateTime) -> bool {
    found.decided_at.is_some_and(|at| now - at <= TimeDelta::days(UNDO_DAYS))
}

/// Undoes the decision on a registration: it waits again.
pub fn undo(tx: &mut Tx<'_>, keys: &Keys, by: Decider, id: RegistrationId) -> Result<(), Refusal<Problems>> {
    dialect::lock_registration(tx.conn, id).map_err(Error::from)?;
    let found = sent::find(tx.conn, by.scope, id)?;
    if found.state == RegistrationState::Waiting {
        return Ok(());
    }
    if !may_undo(&found, tx.now) {
        return Err(Refusal::Problems(Problems::one("decision", Problem::TooLateToUndo)));
    }
    if let Some(resident) = found.resident_id.filter(|_| found.state != RegistrationState::TurnedDown) {
        give_back(tx, keys, by, &found, resident)?;
    }
    wait_again(tx, &found)?;
    Ok(record(tx, Entry::new(AuditKind::RegistrationUndone).on(Subject::Registration, id.0))?)
}

/// What was kept of the record when the registration went into it.
pub fn image(found: &Registration) -> Result<BeforeImage, Error> {
    found.before_image.as_deref().map_or_else(
        || Ok(BeforeImage::default()),
        |image| serde_json::from_str(image).map_err(Error::internal),
    )
}

fn give_back(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    found: &Registration,
    resident: ResidentId,
) -> Result<(), Refusal<Problems>> {
    residents::lock(tx.conn, resident)?;
    let (person, ..) = residents::find(tx.conn, by.scope, resident)?;
    let before = image(found)?;
    let since = queries::since(tx.conn, &person, found, &before)?;
    if let Some(report) = found.checkin_id {
        checkins::withdraw_report(tx, keys, by.account, &person, report)?;
    }
    restore(tx, keys, found, &person, &before)?;
    if found.state == RegistrationState::Accepted && since.is_nothing() {
        residents::take_back(tx, &person, Some(tx.today))?;
    }
    if let Some(link) = links::of_registration(tx.conn, found.id)? {
        links::move_back(tx, keys, &link, &opening(keys, found))?;
    }
    checkins::refold(tx, resident)?;
    residents::write_match_keys(tx, keys, &person)?;
    Ok(record(tx, Entry::new(AuditKind::RegistrationUndone).on(Subject::Resident, resident.0))?)
}

/// Which number is called first, what was filled, and the call that was asked for: as they stood before, where they
/// still stand as the registration left them.
fn restore(
    tx: &mut Tx<'_>,
    keys: &Keys,
    found: &Registration,
    person: &Person,
    before: &BeforeImage,
) -> Result<(), Error> {
    let first_now = residents::called_first(tx, person)?;
    if first_now.is_none() && before.called_first.is_some() {
        residents::call_first(tx, person, before.called_first.map(ChannelId))?;
    }
    if found.state == RegistrationState::Joined {
        residents::unfill(tx, keys, person, &before.filled, &told(found, &brought(keys, found), Choices::NEWEST))?;
    }
    residents::withdraw_call(tx, person, found.sent_at)
}

fn wait_again(tx: &mut Tx<'_>, found: &Registration) -> Result<(), Error> {
    let own = consents::table.filter(consents::registration_id.eq(found.id));
    diesel::update(own).set(consents::resident_id.eq(None::<ResidentId>)).execute(tx.conn)?;
    diesel::update(registrations::table.find(found.id))
        .set((
            registrations::state.eq(RegistrationState::Waiting),
            registrations::reason.eq(None::<String>),
            registrations::decided_at.eq(None::<NaiveDateTime>),
            registrations::decided_by.eq(None::<AccountId>),
            registrations::before_image.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}
