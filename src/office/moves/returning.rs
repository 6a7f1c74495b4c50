//! The way back: exactly what had moved and is still in the successor returns, with whatever was changed since. Who
//! came to a household of theirs meanwhile stays, in a household alike; who left it for another one returns to one alike.

use super::{
    model::{Move, RowKind},
    queries,
    work::{FORMS_A_STEP, PEOPLE_A_STEP},
};
use crate::db::schema::division_move_rows;
use crate::{
    accounts,
    db::Tx,
    domain::{HouseholdId, PostId, RegistrationId, ResidentId, Scope},
    error::Error,
    registrations,
    residents::{self, Person},
    seal::Keys,
};
use diesel::prelude::*;

/// Looks at what comes next of what had moved; how many rows returned, or none if all were looked at.
pub fn back(tx: &mut Tx<'_>, keys: &Keys, moving: &Move) -> Result<Option<usize>, Error> {
    for (kind, limit, part) in [
        (RowKind::Post, FORMS_A_STEP, post as Part),
        (RowKind::Household, PEOPLE_A_STEP as i64, household),
        (RowKind::Resident, PEOPLE_A_STEP as i64, resident),
        (RowKind::Registration, FORMS_A_STEP, registration),
    ] {
        let rows = queries::rows(tx.conn, moving.id, kind, limit)?;
        if !rows.is_empty() {
            return Ok(Some(some(tx, keys, moving, (kind, rows), part)?));
        }
    }
    Ok(None)
}

/// Brings one row back where it is still in the successor, with no more people than there is room for in this step; how
/// many rows returned with it.
type Part = fn(&mut Tx<'_>, &Keys, &Move, i64, usize) -> Result<usize, Error>;

fn some(
    tx: &mut Tx<'_>,
    keys: &Keys,
    moving: &Move,
    (kind, rows): (RowKind, Vec<i64>),
    part: Part,
) -> Result<usize, Error> {
    hold(tx, moving, kind, &rows)?;
    let mut returned = 0;
    for row in rows {
        // A row may have returned together with one before it.
        if queries::is_kept(tx.conn, moving.id, kind, row)? {
            forget(tx, moving, kind, row)?;
            returned += part(tx, keys, moving, row, PEOPLE_A_STEP - returned)?;
        }
        if returned >= PEOPLE_A_STEP {
            break;
        }
    }
    Ok(returned)
}

/// Holds what a step may bring back, before the first of it is read.
fn hold(tx: &mut Tx<'_>, moving: &Move, kind: RowKind, rows: &[i64]) -> Result<(), Error> {
    let there = Scope::Village(moving.to_code);
    let mut households = Vec::new();
    for row in rows {
        match kind {
            RowKind::Household => households.push(HouseholdId(*row)),
            RowKind::Resident => {
                let home = residents::lives_in(tx.conn, there, ResidentId(*row))?;
                households.extend(home.map(|(_, household)| household));
            }
            RowKind::Post | RowKind::Registration => return Ok(()),
        }
    }
    residents::hold(tx.conn, moving.scopes(), households)
}

fn post(tx: &mut Tx<'_>, _: &Keys, moving: &Move, row: i64, _: usize) -> Result<usize, Error> {
    Ok(usize::from(accounts::move_post(tx, PostId(row), moving.to_code, moving.from_code)?))
}

fn household(tx: &mut Tx<'_>, keys: &Keys, moving: &Move, row: i64, room: usize) -> Result<usize, Error> {
    let (there, id) = (Scope::Village(moving.to_code), HouseholdId(row));
    if !residents::move_household(tx, there, id, moving.from_code)? {
        return Ok(0);
    }
    let (mut own, others) = parted(tx, moving, id)?;
    // Of a large household the rest follow, one by one, as people whose household stands at home.
    own.truncate(room);
    if !others.is_empty() {
        let alike = residents::copy_household(tx, there, id)?;
        for person in &others {
            residents::rehouse(tx, person, alike)?;
        }
    }
    Ok(1 + bring(tx, keys, moving, &own, id)?)
}

fn resident(tx: &mut Tx<'_>, keys: &Keys, moving: &Move, row: i64, _: usize) -> Result<usize, Error> {
    let there = Scope::Village(moving.to_code);
    let Some((person, household)) = residents::lives_in(tx.conn, there, ResidentId(row))? else {
        return Ok(0);
    };
    if residents::stands_in(tx.conn, Scope::Village(moving.from_code), household)? {
        return bring(tx, keys, moving, &[person], household);
    }
    let (mut own, _) = parted(tx, moving, household)?;
    own.push(person);
    let alike = residents::copy_household(tx, Scope::Village(moving.from_code), household)?;
    bring(tx, keys, moving, &own, alike)
}

/// Those of a household in the successor who had moved and have not returned yet, and the others.
fn parted(
    tx: &mut Tx<'_>,
    moving: &Move,
    household: HouseholdId,
) -> Result<(Vec<Person>, Vec<Person>), Error> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for person in residents::members(tx.conn, Scope::Village(moving.to_code), household)? {
        let had_moved = queries::is_kept(tx.conn, moving.id, RowKind::Resident, person.id.0)?;
        if had_moved { own.push(person) } else { others.push(person) }
    }
    Ok((own, others))
}

fn bring(
    tx: &mut Tx<'_>,
    keys: &Keys,
    moving: &Move,
    people: &[Person],
    household: HouseholdId,
) -> Result<usize, Error> {
    for person in people {
        residents::move_person(tx, keys, person, household, moving.from_code)?;
        forget(tx, moving, RowKind::Resident, person.id.0)?;
    }
    Ok(people.len())
}

/// A registration goes with whom it became; one that led to nobody returns by itself.
fn registration(tx: &mut Tx<'_>, keys: &Keys, moving: &Move, row: i64, _: usize) -> Result<usize, Error> {
    let (there, id) = (Scope::Village(moving.to_code), RegistrationId(row));
    let became = match registrations::became(tx.conn, there, id) {
        Err(Error::NotFound) => return Ok(0),
        found => found?,
    };
    if let Some(resident) = became {
        let home = Scope::Village(moving.from_code);
        if residents::lives_in(tx.conn, home, resident)?.is_none() {
            return Ok(0);
        }
    }
    Ok(usize::from(registrations::move_to_village(tx, keys, there, id, moving.from_code)?))
}

/// Whoever stays in the successor no longer belongs to posts that have returned.
pub fn part(tx: &mut Tx<'_>, moving: &Move) -> Result<(), Error> {
    for post in accounts::posts_of_village(tx.conn, moving.from_code)? {
        residents::release(tx, Scope::Village(moving.to_code), post)?;
    }
    Ok(())
}

fn forget(tx: &mut Tx<'_>, moving: &Move, kind: RowKind, row: i64) -> Result<(), Error> {
    diesel::delete(division_move_rows::table.find((moving.id.0, kind, row))).execute(tx.conn)?;
    Ok(())
}
