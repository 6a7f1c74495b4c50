//! What happens to a file: it arrives, is read and checked, taken in, undone, dropped, forgotten.

use super::{
    choices::choices_text,
    findings::Findings,
    model::{Batch, Counts, FILE_DAYS, MOST_TRIES, NewBatch, RosterState, UNDO_DAYS},
    sealed::{seal_found, seal_piece},
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx,
        bulk::{self, RosterRow},
        dialect,
        schema::{roster_changes, roster_pieces, roster_rows, rosters},
    },
    domain::{Actor, RosterId},
    error::{Error, Refusal},
    rosters::{Choices, Unreadable},
    seal::Keys,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::{dsl::exists, prelude::*};

/// Rows taken away by one step.
const ROWS_A_STEP: i32 = 1000;
/// Most files forgotten in one round.
const FORGOTTEN_A_ROUND: i64 = 3;

/// Why a file cannot be taken in, undone or dropped now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is not in the state for it any more.
    Meanwhile,
    /// More days have passed than it can be undone for.
    TooLate,
}

/// Notes that a file has begun to arrive.
pub fn made(tx: &mut Tx<'_>, id: RosterId, new: &NewBatch) -> Result<(), Error> {
    let Actor::Staff { account, post: Some(post) } = tx.actor else { return Err(Error::Forbidden) };
    let state = if new.by_command { RosterState::Reading } else { RosterState::Arriving };
    let row = (
        (
            rosters::id.eq(id),
            rosters::account_id.eq(account),
            rosters::post_id.eq(post),
            rosters::township_code.eq(new.township),
            rosters::file_name.eq(&new.file_name),
            rosters::size.eq(i32::try_from(new.size).unwrap_or(i32::MAX)),
            rosters::digest.eq(&new.digest),
            rosters::choices.eq(choices_text(&Choices::default())),
            rosters::state.eq(state),
            rosters::by_command.eq(new.by_command),
        ),
        rosters::made_at.eq(tx.now),
    );
    diesel::insert_into(rosters::table).values(row).execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::RosterSent).on(Subject::Roster, id.0))
}

/// Keeps a piece of a file, sealed.
pub fn keep_piece(
    tx: &mut Tx<'_>,
    keys: &Keys,
    id: RosterId,
    number: i32,
    bytes: &[u8],
) -> Result<(), Error> {
    let row = (
        roster_pieces::roster_id.eq(id),
        roster_pieces::number.eq(number),
        roster_pieces::bytes.eq(seal_piece(keys, id, number, bytes)),
    );
    diesel::insert_into(roster_pieces::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Notes that all pieces are there: the background reads it next.
pub fn end_pieces(tx: &mut Tx<'_>, id: RosterId) -> Result<(), Error> {
    let own = rosters::table.find(id).filter(rosters::state.eq(RosterState::Arriving));
    diesel::update(own).set(rosters::state.eq(RosterState::Reading)).execute(tx.conn)?;
    Ok(())
}

/// Whether the state was one of those, and is the new one now.
fn set_state(tx: &mut Tx<'_>, id: RosterId, from: &[RosterState], to: RosterState) -> Result<bool, Error> {
    let row = rosters::table.find(id).filter(rosters::state.eq_any(from));
    let new = (rosters::state.eq(to), rosters::failures.eq(0));
    Ok(diesel::update(row).set(new).execute(tx.conn)? == 1)
}

/// Takes away the rows of a check that did not come to its end; whether more of them are left.
pub fn restart_check(tx: &mut Tx<'_>, batch: &Batch) -> Result<bool, Error> {
    let own = roster_rows::table.filter(roster_rows::roster_id.eq(batch.id));
    let first: Option<i32> =
        own.order(roster_rows::number).select(roster_rows::number).first(tx.conn).optional()?;
    let Some(first) = first else { return Ok(false) };
    diesel::delete(own.filter(roster_rows::number.lt(first + ROWS_A_STEP))).execute(tx.conn)?;
    Ok(true)
}

/// Keeps checked rows. False if the file is not being read any more.
pub fn keep_rows(tx: &mut Tx<'_>, id: RosterId, rows: &[RosterRow]) -> Result<bool, Error> {
    let done = rows.last().map_or(0, |row| row.number);
    let own = rosters::table.find(id).filter(rosters::state.eq(RosterState::Reading));
    if diesel::update(own).set(rosters::done.eq(done)).execute(tx.conn)? == 0 {
        return Ok(false);
    }
    bulk::write_roster_rows(tx.conn, rows)?;
    Ok(true)
}

/// Notes that every row has its verdict. Whoever decided otherwise while it was read has it read again.
pub fn finish_check(
    tx: &mut Tx<'_>,
    keys: &Keys,
    batch: &Batch,
    counts: Counts,
    findings: &Findings,
) -> Result<(), Error> {
    let id = batch.id;
    let own = rosters::table
        .find(id)
        .filter(rosters::state.eq(RosterState::Reading))
        .filter(rosters::choices.eq(&batch.choices));
    diesel::update(own)
        .set((
            rosters::state.eq(RosterState::Checked),
            rosters::shape.eq(findings.shape()),
            rosters::found.eq(seal_found(keys, id, findings)?),
            rosters::total.eq(counts.all()),
            rosters::done.eq(0),
            rosters::rows_new.eq(counts.new),
            rosters::rows_changed.eq(counts.changed),
            rosters::rows_same.eq(counts.same),
            rosters::rows_refused.eq(counts.refused),
            rosters::rows_skipped.eq(counts.skipped),
            rosters::failures.eq(0),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that the work on a file has failed once more.
pub fn count_failure(tx: &mut Tx<'_>, id: RosterId) -> Result<(), Error> {
    let more = rosters::failures.eq(rosters::failures + 1);
    diesel::update(rosters::table.find(id)).set(more).execute(tx.conn)?;
    Ok(())
}

/// Has a file tried again whose work failed too often.
pub fn try_again(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Refusal<Refused>> {
    let own = rosters::table.find(batch.id).filter(rosters::failures.ge(MOST_TRIES));
    if diesel::update(own).set(rosters::failures.eq(0)).execute(tx.conn)? == 0 {
        return Err(Refusal::Problems(Refused::Meanwhile));
    }
    Ok(record(tx, Entry::new(AuditKind::RosterTriedAgain).on(Subject::Roster, batch.id.0))?)
}

/// Notes why a file cannot be read; its bytes go.
pub fn give_up(tx: &mut Tx<'_>, id: RosterId, why: Unreadable) -> Result<(), Error> {
    let own = rosters::table.find(id).filter(rosters::state.eq(RosterState::Reading));
    let end = (
        rosters::state.eq(RosterState::Unreadable),
        rosters::problem.eq(why.code()),
        rosters::ended_at.eq(tx.now),
        rosters::done.eq(0),
    );
    diesel::update(own).set(end).execute(tx.conn)?;
    drop_pieces(tx, id)
}

fn drop_pieces(tx: &mut Tx<'_>, id: RosterId) -> Result<(), Error> {
    diesel::delete(roster_pieces::table.filter(roster_pieces::roster_id.eq(id))).execute(tx.conn)?;
    Ok(())
}

/// Decides about columns, hidden sheets, the village: the file is read again, and others of the same shape are read
/// like it.
pub fn choose(
    tx: &mut Tx<'_>,
    batch: &Batch,
    choices: &Choices,
    is_remembered: bool,
) -> Result<(), Refusal<Refused>> {
    let text = choices_text(choices);
    // What was checked is read again as long as its bytes are kept.
    let is_kept = rosters::made_at.gt(tx.now - TimeDelta::days(FILE_DAYS));
    let is_checked = rosters::state.eq(RosterState::Checked).and(is_kept);
    let own = rosters::table.find(batch.id).filter(rosters::state.eq(RosterState::Reading).or(is_checked));
    let again = (
        rosters::choices.eq(&text),
        rosters::state.eq(RosterState::Reading),
        rosters::total.eq(0),
        rosters::done.eq(0),
        rosters::rows_new.eq(0),
        rosters::rows_changed.eq(0),
        rosters::rows_same.eq(0),
        rosters::rows_refused.eq(0),
        rosters::rows_skipped.eq(0),
        rosters::failures.eq(0),
    );
    if diesel::update(own).set(again).execute(tx.conn)? == 0 {
        return Err(Refusal::Problems(Refused::Meanwhile));
    }
    if let Some(shape) = batch.shape.as_deref().filter(|_| is_remembered) {
        dialect::remember_shape(tx.conn, &batch.place(), shape, &text, tx.now)?;
    }
    Ok(())
}

/// Begins to take a checked file in.
pub fn begin_taking(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Refusal<Refused>> {
    if !set_state(tx, batch.id, &[RosterState::Checked], RosterState::Taking)? {
        return Err(Refusal::Problems(Refused::Meanwhile));
    }
    let amount = i64::from(batch.rows_new + batch.rows_changed);
    Ok(record(tx, Entry::new(AuditKind::RosterBegun).on(Subject::Roster, batch.id.0).amount(amount))?)
}

/// Drops a file before it was taken in; one that is being taken in is undone as far as it came.
pub fn cancel(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Refusal<Refused>> {
    use RosterState as S;
    let taking = rosters::table.find(batch.id).filter(rosters::state.eq(S::Taking));
    let back = (
        rosters::state.eq(S::Undoing),
        rosters::taken_at.eq(tx.now),
        rosters::done.eq(0),
        rosters::failures.eq(0),
    );
    if diesel::update(taking).set(back).execute(tx.conn)? == 1 {
        return Ok(record(tx, Entry::new(AuditKind::RosterUndoing).on(Subject::Roster, batch.id.0))?);
    }
    if !set_state(tx, batch.id, &[S::Arriving, S::Reading, S::Checked], S::Cancelled)? {
        return Err(Refusal::Problems(Refused::Meanwhile));
    }
    diesel::update(rosters::table.find(batch.id)).set(rosters::ended_at.eq(tx.now)).execute(tx.conn)?;
    drop_pieces(tx, batch.id)?;
    Ok(record(tx, Entry::new(AuditKind::RosterCancelled).on(Subject::Roster, batch.id.0))?)
}

/// Begins to undo a file that was taken in.
pub fn begin_undoing(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Refusal<Refused>> {
    if batch.undo_until().is_none_or(|until| tx.now > until) {
        let why = if batch.state == RosterState::Taken { Refused::TooLate } else { Refused::Meanwhile };
        return Err(Refusal::Problems(why));
    }
    if !set_state(tx, batch.id, &[RosterState::Taken], RosterState::Undoing)? {
        return Err(Refusal::Problems(Refused::Meanwhile));
    }
    diesel::update(rosters::table.find(batch.id)).set(rosters::done.eq(0)).execute(tx.conn)?;
    Ok(record(tx, Entry::new(AuditKind::RosterUndoing).on(Subject::Roster, batch.id.0))?)
}

/// Refuses a row after all: what it was to become cannot be any more.
pub fn set_refused(
    tx: &mut Tx<'_>,
    id: RosterId,
    number: i32,
    was_new: bool,
    codes: &str,
) -> Result<(), Error> {
    use super::model::RowVerdict;
    let row = (roster_rows::verdict.eq(RowVerdict::Refused), roster_rows::codes.eq(codes));
    diesel::update(roster_rows::table.find((id.0, number))).set(row).execute(tx.conn)?;
    let own = rosters::table.find(id);
    let refused = rosters::rows_refused.eq(rosters::rows_refused + 1);
    if was_new {
        diesel::update(own).set((refused, rosters::rows_new.eq(rosters::rows_new - 1))).execute(tx.conn)?;
    } else {
        let less = rosters::rows_changed.eq(rosters::rows_changed - 1);
        diesel::update(own).set((refused, less)).execute(tx.conn)?;
    }
    Ok(())
}

/// Forgets what is over: files that never arrived, the bytes of files after some days, rows and before-images once
/// nothing can be undone. How many files it concerned.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let ago = |days: i64| tx.now - TimeDelta::days(days);
    let (day, file, undo) = (ago(1), ago(FILE_DAYS), ago(UNDO_DAYS + 1));
    let never =
        rosters::table.filter(rosters::state.eq(RosterState::Arriving)).filter(rosters::made_at.lt(day));
    let end = (rosters::state.eq(RosterState::Cancelled), rosters::ended_at.eq(tx.now));
    diesel::update(never).set(end).execute(tx.conn)?;
    let over = rosters::table
        .filter(rosters::made_at.lt(file))
        .filter(rosters::state.ne_all([RosterState::Reading, RosterState::Taking, RosterState::Undoing]))
        .select(rosters::id);
    let gone = roster_pieces::table.filter(roster_pieces::roster_id.eq_any(over));
    let pieces = diesel::delete(gone).execute(tx.conn)?;
    Ok(pieces + forget_rows(tx, undo)?)
}

/// Takes away the rows of some files that were dropped, undone, or cannot be undone any more.
fn forget_rows(tx: &mut Tx<'_>, before: NaiveDateTime) -> Result<usize, Error> {
    let ended = [RosterState::Cancelled, RosterState::Undone];
    let rows = roster_rows::table.filter(roster_rows::roster_id.eq(rosters::id));
    let over = rosters::table
        .filter(rosters::made_at.lt(before).or(rosters::state.eq_any(ended)))
        .filter(exists(rows))
        .filter(rosters::state.ne_all([RosterState::Reading, RosterState::Taking, RosterState::Undoing]))
        .order(rosters::id)
        .limit(FORGOTTEN_A_ROUND)
        .select(rosters::id);
    let over: Vec<RosterId> = over.load(tx.conn)?;
    for id in &over {
        diesel::delete(roster_rows::table.filter(roster_rows::roster_id.eq(id))).execute(tx.conn)?;
        diesel::delete(roster_changes::table.filter(roster_changes::roster_id.eq(id))).execute(tx.conn)?;
        let nothing = rosters::found.eq(None::<Vec<u8>>);
        diesel::update(rosters::table.find(id)).set(nothing).execute(tx.conn)?;
    }
    Ok(over.len())
}
