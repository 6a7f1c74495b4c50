//! Undoing a file, person by person: whom it added and nobody has touched goes; whom it changed is as before, where the
//! record still says what the file brought (DESIGN §4).

use super::{before::Before, step::settle};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx,
        schema::{roster_changes, roster_rows, rosters},
    },
    domain::{ChannelId, DestinationId, ResidentId},
    error::Error,
    residents::{self, Person},
    rosters::{
        batch::{self, Batch, RosterState},
        check,
    },
    seal::{Keys, Sealed},
};
use diesel::prelude::*;

/// People undone by one step: below 20 ms of writing.
const PEOPLE: i64 = 12;

/// How a step of undoing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// The last person it looked at.
    More(ResidentId),
    /// Nobody is left.
    All,
    /// The file is not being undone any more.
    Meanwhile,
}

/// Undoes the next people of a file after one. Those who stay are counted and kept among its changes.
pub fn undo(tx: &mut Tx<'_>, keys: &Keys, id: &Batch, after: ResidentId) -> Result<Undone, Error> {
    let own = rosters::table.find(id.id).filter(rosters::state.eq(RosterState::Undoing));
    // Touched first, so that one process after the other takes a step.
    if diesel::update(own).set(rosters::kept.eq(rosters::kept)).execute(tx.conn)? == 0 {
        return Ok(Undone::Meanwhile);
    }
    let people = batch::next_changed(tx.conn, id, after, PEOPLE)?;
    let Some(last) = people.last().copied() else { return Ok(Undone::All) };
    let (mut done, mut kept) = (0, 0);
    for person in people {
        match undo_person(tx, keys, id, person)? {
            true => done += 1,
            false => kept += 1,
        }
    }
    let counted = (rosters::done.eq(rosters::done + done), rosters::kept.eq(rosters::kept + kept));
    diesel::update(rosters::table.find(id.id)).set(counted).execute(tx.conn)?;
    Ok(Undone::More(last))
}

/// Undoes what a file changed of one person; false if they stay because somebody has worked on their record.
fn undo_person(tx: &mut Tx<'_>, keys: &Keys, batch: &Batch, id: ResidentId) -> Result<bool, Error> {
    residents::lock(tx.conn, id)?;
    let changes = batch::changes_of(tx.conn, batch, id)?;
    let Ok((person, ..)) = residents::find(tx.conn, batch.scope(), id) else { return Ok(false) };
    let Some(latest) = changes.first() else { return Ok(true) };
    let is_new = changes.iter().any(|change| change.is_new);
    if is_new && residents::is_touched(tx.conn, &person, latest.version, latest.mark)? {
        return Ok(false);
    }
    for change in &changes {
        let before: Before = match &change.before {
            Some(sealed) => batch::open_before(keys, batch.id, change.number, sealed)?,
            None => Before::default(),
        };
        if change.is_new {
            residents::remove(tx, keys, &person, before.brought_home)?;
        } else if !is_new {
            restore(tx, keys, batch, (&person, change.number), &before)?;
        }
    }
    let own = roster_changes::table
        .filter(roster_changes::roster_id.eq(batch.id))
        .filter(roster_changes::resident_id.eq(id));
    diesel::delete(own).execute(tx.conn)?;
    Ok(true)
}

/// Takes back what a row brought into a record that was there before.
fn restore(
    tx: &mut Tx<'_>,
    keys: &Keys,
    batch: &Batch,
    (person, number): (&Person, i32),
    before: &Before,
) -> Result<(), Error> {
    let sealed: Sealed<Vec<u8>> =
        roster_rows::table.find((batch.id.0, number)).select(roster_rows::facts).first(tx.conn)?;
    let told = check::told(&batch::open_facts(keys, batch.id, number, &sealed)?);
    let mut fields = vec!["roster"];
    if before.filled != residents::Filled::default() {
        residents::unfill(tx, keys, person, &before.filled, &told)?;
        fields.extend(before.filled.fields());
    }
    restore_place(tx, person, before)?;
    let channels = residents::channels_of(tx.conn, person)?;
    for id in before.channels.iter().map(|id| ChannelId(*id)) {
        // A number somebody has tried belongs to the record's history.
        let is_unused = |one: &&residents::Channel| one.last_tried_on.is_none() && one.ended_on.is_none();
        if channels.iter().filter(is_unused).any(|one| one.id == id) {
            residents::drop_channel(tx, keys, person, id)?;
        }
    }
    settle(tx, keys, person, &before.filled)?;
    let fields = fields.join(" ");
    record(tx, Entry::new(AuditKind::ResidentEdited).on(Subject::Resident, person.id.0).fields(&fields))
}

/// Takes back the place, if it is still the open one, and opens the one before it again.
fn restore_place(tx: &mut Tx<'_>, person: &Person, before: &Before) -> Result<(), Error> {
    let Some(added) = before.destination.map(DestinationId) else { return Ok(()) };
    let spells = residents::destinations_of(tx.conn, person)?;
    if !spells.iter().any(|spell| spell.id == added && spell.until_on.is_none()) {
        return Ok(());
    }
    residents::drop_destination(tx, person, added)?;
    match before.ended {
        Some(ended) => residents::reopen_destination(tx, person, DestinationId(ended)),
        None => Ok(()),
    }
}

/// Notes that a file is taken in, or undone, to its end.
pub fn finish(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Error> {
    let own = rosters::table.find(batch.id).filter(rosters::state.eq(batch.state));
    let is_undone = batch.state == RosterState::Undoing;
    let changed = if is_undone {
        let end = (rosters::state.eq(RosterState::Undone), rosters::ended_at.eq(tx.now));
        diesel::update(own).set(end).execute(tx.conn)?
    } else {
        let end = (
            rosters::state.eq(RosterState::Taken),
            rosters::taken_at.eq(tx.now),
            rosters::ended_at.eq(tx.now),
            rosters::done.eq(batch.total),
        );
        diesel::update(own).set(end).execute(tx.conn)?
    };
    if changed == 0 {
        return Ok(());
    }
    let kind = if is_undone { AuditKind::RosterUndone } else { AuditKind::RosterTaken };
    let amount = if is_undone { batch.done } else { batch.rows_new + batch.rows_changed };
    record(tx, Entry::new(kind).on(Subject::Roster, batch.id.0).amount(i64::from(amount)))
}
