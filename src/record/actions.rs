//! Keeping facts that go stale: each write folds the record afresh and enters the trail.

use crate::{
    audit::{self, AuditKind, Entry, Subject},
    checkins::refold,
    db::Tx,
    domain::{ChannelId, PhoneNumber, Problem, ResidentId, Scope},
    error::{Error, Refusal},
    residents::{self, NewChannel, NewDestination, Person, State, channel_place},
    seal::Keys,
    web::Problems,
};
use chrono::NaiveDate;

/// The resident, locked for this transaction; a closed record takes nothing more.
fn open_person(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: ResidentId,
    field: &'static str,
) -> Result<Person, Refusal<Problems>> {
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find(tx.conn, scope, id)?;
    if person.state == State::Open {
        Ok(person)
    } else {
        Err(Refusal::Problems(Problems::one(field, Problem::RecordClosed)))
    }
}

fn noted(tx: &mut Tx<'_>, id: ResidentId, kind: AuditKind) -> Result<(), Refusal<Problems>> {
    refold(tx, id)?;
    Ok(audit::record(tx, Entry::new(kind).on(Subject::Resident, id.0))?)
}

/// Adds a number or a handle to an open record; the same one twice is one channel.
pub fn add_channel(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: ResidentId,
    new: &NewChannel,
) -> Result<(), Refusal<Problems>> {
    let person = open_person(tx, scope, id, "value")?;
    residents::add_channel(tx, keys, &person, new)?;
    noted(tx, id, AuditKind::ChannelAdded)
}

/// Ends a channel of an open record; `NotFound` if it has none such or it has ended.
pub fn end_channel(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: ResidentId,
    channel: ChannelId,
) -> Result<(), Refusal<Problems>> {
    let person = open_person(tx, scope, id, "value")?;
    residents::end_channel(tx, keys, &person, channel)?;
    noted(tx, id, AuditKind::ChannelEnded)
}

/// Notes where somebody has gone, which ends the destination that was open.
pub fn add_destination(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: ResidentId,
    new: &NewDestination,
) -> Result<(), Refusal<Problems>> {
    let person = open_person(tx, scope, id, "place")?;
    residents::add_destination(tx, &person, new)?;
    noted(tx, id, AuditKind::DestinationAdded)
}

/// Ends the open destination on the day somebody came home, never before it began.
pub fn come_home(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: ResidentId,
    day: NaiveDate,
) -> Result<(), Refusal<Problems>> {
    let person = open_person(tx, scope, id, "home_on")?;
    residents::end_destination(tx, &person, day, None)?;
    noted(tx, id, AuditKind::DestinationEnded)
}

/// Shows a number to whoever gives a reason.
pub fn see_number(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: ResidentId,
    channel: ChannelId,
    reason: &str,
) -> Result<PhoneNumber, Error> {
    let (person, ..) = residents::find(tx.conn, scope, id)?;
    let all = residents::channels_of(tx.conn, &person)?;
    let found =
        all.into_iter().find(|found| found.id == channel && found.kind.is_phone()).ok_or(Error::NotFound)?;
    audit::reveal(tx, keys, id, (&found.value.cast::<PhoneNumber>(), channel_place(channel)), reason)
}
