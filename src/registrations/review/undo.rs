//! Undoing a decision within its days: the registration waits again, and the record gives back what it brought, unless
//! somebody has used it since. Nobody and nothing is deleted that is not still in the registration (DESIGN §4).

use super::{
    super::{
        brought::brought,
        model::{Registration, RegistrationState},
        opening, queries as sent,
    },
    actions::lock_all,
    entering::told,
    model::{BeforeImage, Choices, Decider, UNDO_DAYS},
    queries, same_person,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    checkins,
    db::{
        Tx,
        schema::{consents, registrations},
    },
    domain::{AccountId, CallReason, ChannelId, CheckInId, Problem, RegistrationId, ResidentId},
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

/// Undoes a decision: the registration waits again, and so do the other forms of the same person that were decided
/// with it.
pub fn undo(tx: &mut Tx<'_>, keys: &Keys, by: Decider, id: RegistrationId) -> Result<(), Refusal<Problems>> {
    let seen = sent::find(tx.conn, by.scope, id)?;
    let together = same_person::decided_with(tx.conn, &seen)?;
    lock_all(tx, &together)?;
    let found = sent::find(tx.conn, by.scope, id)?;
    // Whoever undid it first may have decided it anew meanwhile: that is another decision.
    if found.state == RegistrationState::Waiting || found.decided_at != seen.decided_at {
        return Ok(());
    }
    if !may_undo(&found, tx.now) {
        return Err(Refusal::Problems(Problems::one("decision", Problem::TooLateToUndo)));
    }
    let together = same_person::decided_with(tx.conn, &found)?;
    if let Some(resident) = found.resident_id.filter(|_| found.state != RegistrationState::TurnedDown) {
        give_back(tx, keys, by, &together, resident)?;
    }
    for form in &together {
        wait_again(tx, form)?;
        if form.state == RegistrationState::Joined {
            part(tx, form)?;
        }
        record(tx, Entry::new(AuditKind::RegistrationUndone).on(Subject::Registration, form.id.0))?;
    }
    Ok(())
}

/// What was kept of the record when the registration went into it.
pub fn image(found: &Registration) -> Result<BeforeImage, Error> {
    found.before_image.as_deref().map_or_else(
        || Ok(BeforeImage::default()),
        |image| serde_json::from_str(image).map_err(Error::internal),
    )
}

/// Gives back what the forms brought, the last one first. A record they made closes, unless somebody used it since.
fn give_back(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    together: &[Registration],
    resident: ResidentId,
) -> Result<(), Error> {
    residents::lock(tx.conn, resident)?;
    let (person, ..) = residents::find(tx.conn, by.scope, resident)?;
    let made = together.iter().find(|form| form.state == RegistrationState::Accepted);
    let is_unused = match made {
        Some(form) => queries::since(tx.conn, &person, form, &image(form)?)?.is_nothing(),
        None => false,
    };
    for form in together.iter().rev() {
        if let Some(report) = form.checkin_id {
            checkins::withdraw_report(tx, keys, by.account, &person, report)?;
        }
        restore(tx, keys, form, &person)?;
    }
    call_for_others(tx, by, together, resident)?;
    if is_unused {
        residents::take_back(tx, &person, Some(tx.now))?;
    }
    checkins::refold(tx, resident)?;
    residents::links_follow(tx, keys, &person)?;
    residents::write_match_keys(tx, keys, &person)?;
    residents::find_pairs(tx, keys, &person)?;
    record(tx, Entry::new(AuditKind::RegistrationUndone).on(Subject::Resident, resident.0))
}

/// The call of these forms may have stood for others too that came before or after: whoever is still joined is called,
/// unless somebody has spoken to them since. The caller folds the record.
fn call_for_others(
    tx: &mut Tx<'_>,
    by: Decider,
    together: &[Registration],
    resident: ResidentId,
) -> Result<(), Error> {
    let (person, ..) = residents::find(tx.conn, by.scope, resident)?;
    match queries::last_sent_of(tx.conn, &person, together)? {
        Some(sent_at) if person.call_since.is_none() => {
            residents::ask_for_call(tx, &person, CallReason::New, sent_at).map(drop)
        }
        _ => Ok(()),
    }
}

/// Which number is called first, what was filled, the call that was asked for and the link: as they stood before,
/// where they still stand as the registration left them.
fn restore(tx: &mut Tx<'_>, keys: &Keys, form: &Registration, person: &Person) -> Result<(), Error> {
    let before = image(form)?;
    let first = residents::called_first(tx, person)?.map(|id| id.0);
    if before.put_first.is_some() && (first.is_none() || first == before.put_first) {
        residents::call_first(tx, person, before.called_first.map(ChannelId))?;
    }
    if form.state == RegistrationState::Joined {
        residents::unfill(
            tx,
            keys,
            person,
            &before.filled,
            &told(form, &brought(keys, form), Choices::NEWEST),
        )?;
    }
    residents::withdraw_call(tx, person, form.sent_at, before.call())?;
    for (channel, checkin) in &before.told_again {
        residents::belongs_again(tx, person, ChannelId(*channel), CheckInId(*checkin))?;
    }
    match links::of_registration(tx.conn, form.id)? {
        Some(link) => links::lead_to(tx, keys, &link, None, &opening(keys, form)),
        None => Ok(()),
    }
}

/// A form that was joined has nothing to do with that record any more. One that had made its record keeps it, for
/// whoever accepts it again.
fn part(tx: &mut Tx<'_>, form: &Registration) -> Result<(), Error> {
    diesel::update(registrations::table.find(form.id))
        .set((
            registrations::resident_id.eq(None::<ResidentId>),
            registrations::checkin_id.eq(None::<CheckInId>),
        ))
        .execute(tx.conn)?;
    Ok(())
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
