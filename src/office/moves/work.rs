//! The way to the successor, in steps: posts, then household by household with its people, then registrations. What has
//! moved is no longer in the village, so that each step finds what the last one left.

use super::{
    model::{Move, MoveState, RowKind},
    queries, returning,
};
use crate::db::schema::{division_move_rows, division_moves};
use crate::{
    accounts,
    audit::{AuditKind, Entry, Subject, record},
    db::{Tx, dialect},
    domain::{HouseholdId, Scope},
    error::Error,
    jobs::Job,
    registrations, residents,
    seal::Keys,
    territories,
};
use diesel::prelude::*;

/// Moves people between villages.
pub const JOB: Job = Job { name: "division moves", step };

/// People moved by one step: below 20 ms of writing. Of a household of more (a home, a school) the rest follow.
pub const PEOPLE_A_STEP: usize = 12;
/// Registrations moved by one step.
pub const FORMS_A_STEP: i64 = 20;

/// One step of the oldest move at work; false if there is none, or another process is at it.
pub fn step(tx: &mut Tx<'_>, keys: &Keys) -> Result<bool, Error> {
    if !dialect::lock_moves(tx.conn)? {
        return Ok(false);
    }
    let Some(moving) = queries::at_work(tx.conn)? else { return forget_old(tx) };
    let done = match moving.state {
        MoveState::Moving => forward(tx, keys, &moving)?,
        _ => returning::back(tx, keys, &moving)?,
    };
    match done {
        Some(rows) => advance(tx, &moving, rows)?,
        None => finish(tx, &moving)?,
    }
    Ok(true)
}

/// Moves what comes next; how many rows, or none if nothing is left. A step is of one kind: whoever decides a
/// registration holds it when they wait for what is alike, so no step may hold that and wait for registrations.
fn forward(tx: &mut Tx<'_>, keys: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    for part in [posts, households, stragglers, forms] {
        let rows = part(tx, keys, moving)?;
        if rows.is_some() {
            return Ok(rows);
        }
    }
    Ok(None)
}

fn posts(tx: &mut Tx<'_>, _: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    let posts = accounts::posts_of_village(tx.conn, moving.from_code)?;
    for post in &posts {
        if accounts::move_post(tx, *post, moving.from_code, moving.to_code)? {
            keep(tx, moving, RowKind::Post, post.0)?;
        }
    }
    Ok(Some(posts.len()).filter(|rows| *rows > 0))
}

fn households(tx: &mut Tx<'_>, keys: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    let from = Scope::Village(moving.from_code);
    let next = next_households(tx, from)?;
    if next.is_empty() {
        return Ok(None);
    }
    residents::hold(tx.conn, moving.scopes(), next.iter().copied())?;
    let mut rows = 0;
    for household in next {
        if !residents::move_household(tx, from, household, moving.to_code)? {
            continue;
        }
        keep(tx, moving, RowKind::Household, household.0)?;
        let members = residents::members(tx.conn, from, household)?;
        for person in members.iter().take(PEOPLE_A_STEP) {
            residents::move_person(tx, keys, person, household, moving.to_code)?;
            keep(tx, moving, RowKind::Resident, person.id.0)?;
            rows += 1;
        }
        rows += 1;
    }
    Ok(Some(rows))
}

/// The households of one step, at least one if there is any; an empty one counts as a person.
fn next_households(tx: &mut Tx<'_>, from: Scope) -> Result<Vec<HouseholdId>, Error> {
    let (mut next, mut people) = (Vec::new(), 0);
    for household in residents::households_of(tx.conn, from, PEOPLE_A_STEP as i64)? {
        people += residents::members(tx.conn, from, household)?.len().max(1);
        if people > PEOPLE_A_STEP && !next.is_empty() {
            break;
        }
        next.push(household);
    }
    Ok(next)
}

/// People whose household stands elsewhere: where it went ahead of them they follow, else they come to one alike.
fn stragglers(tx: &mut Tx<'_>, keys: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    let from = Scope::Village(moving.from_code);
    let next = residents::people_of(tx.conn, from, PEOPLE_A_STEP as i64)?;
    if next.is_empty() {
        return Ok(None);
    }
    let held: Vec<HouseholdId> = next.iter().map(|(_, household)| *household).collect();
    residents::hold(tx.conn, moving.scopes(), held.iter().copied())?;
    let mut rows = 0;
    for (person, _) in next {
        let Some((person, household)) = residents::lives_in(tx.conn, from, person.id)? else { continue };
        // Whoever has changed households just before they were held is not held: the next step takes them.
        if !held.contains(&household) {
            continue;
        }
        let household = match queries::is_kept(tx.conn, moving.id, RowKind::Household, household.0)? {
            true => household,
            false => residents::copy_household(tx, Scope::Village(moving.to_code), household)?,
        };
        residents::move_person(tx, keys, &person, household, moving.to_code)?;
        keep(tx, moving, RowKind::Resident, person.id.0)?;
        rows += 1;
    }
    Ok(Some(rows))
}

fn forms(tx: &mut Tx<'_>, keys: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    let from = Scope::Village(moving.from_code);
    let forms = registrations::of_village(tx.conn, from, FORMS_A_STEP)?;
    for form in &forms {
        if registrations::move_to_village(tx, keys, from, *form, moving.to_code)? {
            keep(tx, moving, RowKind::Registration, form.0)?;
        }
    }
    Ok(Some(forms.len()).filter(|rows| *rows > 0))
}

/// Keeps a row for the way back.
fn keep(tx: &mut Tx<'_>, moving: &Move, kind: RowKind, row: i64) -> Result<(), Error> {
    let row = (
        division_move_rows::move_id.eq(moving.id),
        division_move_rows::kind.eq(kind),
        division_move_rows::row_id.eq(row),
    );
    diesel::insert_into(division_move_rows::table).values(row).execute(tx.conn)?;
    Ok(())
}

fn advance(tx: &mut Tx<'_>, moving: &Move, rows: usize) -> Result<(), Error> {
    let done = moving.done.saturating_add(i32::try_from(rows).unwrap_or(i32::MAX));
    diesel::update(division_moves::table.find(moving.id))
        .set((division_moves::done.eq(done), division_moves::total.eq(moving.total.max(done))))
        .execute(tx.conn)?;
    Ok(())
}

fn finish(tx: &mut Tx<'_>, moving: &Move) -> Result<(), Error> {
    let (state, village) = match moving.state {
        MoveState::Moving => (MoveState::Moved, moving.to_code),
        _ => (MoveState::Returned, moving.from_code),
    };
    if state == MoveState::Returned {
        returning::part(tx, moving)?;
    }
    diesel::update(division_moves::table.find(moving.id))
        .set((division_moves::state.eq(state), division_moves::ended_at.eq(tx.now)))
        .execute(tx.conn)?;
    let entry = Entry::new(AuditKind::PeopleMoved).on(Subject::Division, territories::number(village));
    record(tx, entry.amount(i64::from(moving.done)))
}

/// Forgets what was kept for the way back of a move that can no longer be taken back.
fn forget_old(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let Some(over) = queries::over(tx.conn, tx.now)? else { return Ok(false) };
    let rows = division_move_rows::table.filter(division_move_rows::move_id.eq(over));
    diesel::delete(rows).execute(tx.conn)?;
    Ok(true)
}
