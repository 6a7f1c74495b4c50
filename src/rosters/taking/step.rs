//! One step of taking in: some rows, made ready outside the writer, written in one go with the place where it ends.

use super::{before::Before, newcomers::Homes};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    checkins,
    db::{
        Conn, Tx,
        bulk::{self, RosterChangeRow},
        schema::rosters,
    },
    domain::{ResidentId, RosterId, Rules},
    error::Error,
    residents::{self, Arrival, Filled, State},
    rosters::{
        batch::{self, Batch, KeptRow, RosterState, RowCode, RowVerdict},
        check::{self, Match, Wanted},
        facts::Facts,
    },
    seal::Keys,
    territories,
};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// What a portion may cost, in rows of newcomers: about 20 ms of writing, after which others have their turn.
pub const PORTION: usize = 250;
/// What a step may cost while nobody waits. Rows of a file touch the same pages of the indexes again and again, and each
/// commit writes them: few large ones cost half of many small ones.
pub const MOST: usize = 1500;
/// What a row costs of somebody who is on file.
const ON_FILE: usize = 8;

/// What one row becomes.
#[derive(Debug)]
enum Deed {
    Add(Box<Arrival>, RosterChangeRow),
    /// The record it says more of, and what it says.
    Change(ResidentId, Box<Facts>),
    Refuse(RowCode),
}

/// A step that is ready to be written.
#[derive(Debug)]
pub struct Step {
    /// The row at which the last step ended.
    after: i32,
    portions: Vec<Portion>,
}

/// A part of a step, after which it may end.
#[derive(Debug)]
struct Portion {
    /// The row at which it ends.
    until: i32,
    /// What it costs.
    weight: usize,
    deeds: Vec<(i32, bool, Deed)>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    All,
    /// After so much of it others had their turn: the rest is to be made ready afresh.
    Part(usize),
    /// The file is not being taken in any more, or another process has taken this step.
    Meanwhile,
}

/// Makes the next step of a file ready; none if no row is left. Who is on file is looked up afresh: somebody may have
/// been added since the dry run.
pub fn prepare(
    conn: &mut Conn,
    keys: &Keys,
    batch: &Batch,
    homes: &mut Homes,
    (now, rules): (NaiveDateTime, &Rules),
    (most, next_id): (usize, &dyn Fn() -> i64),
) -> Result<Option<Step>, Error> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows = batch::next_rows(conn, keys, batch, batch.done, limit)?;
    let mut weight = 0;
    rows.retain(|row| {
        let fits = weight < most;
        weight += weight_of(row);
        fits
    });
    if rows.is_empty() {
        return Ok(None);
    }
    let today = crate::clock::county_day(now);
    homes.read(conn, today, rows.iter().map(|row| &row.facts))?;
    let matches = matches(conn, keys, batch, &rows)?;
    let mut portions: Vec<Portion> = Vec::new();
    for (row, found) in rows.into_iter().zip(matches) {
        let deeds = begun(&mut portions, &row);
        let (number, was_new) = (row.number, row.verdict == RowVerdict::New);
        let deed = match found {
            Some(Match::One(id)) => Deed::Change(id, Box::new(row.facts)),
            Some(Match::Several(..)) => Deed::Refuse(RowCode::MatchesSeveral),
            Some(Match::Closed(_)) => Deed::Refuse(RowCode::RecordClosed),
            Some(Match::Withheld) => Deed::Refuse(RowCode::Withheld),
            // Who repeats an earlier row of this file is changed in its record, which that row has made.
            Some(Match::Nobody(_)) if !was_new => match row.resident {
                Some(id) => Deed::Change(id, Box::new(row.facts)),
                None => continue,
            },
            Some(Match::Nobody(_)) => {
                let id = row.resident.unwrap_or_else(|| ResidentId(next_id()));
                let Some(newcomer) = homes.newcomer(id, &row.facts, (today, rules), next_id) else {
                    continue;
                };
                let brought_home = newcomer.household.is_some();
                let change =
                    change(keys, batch.id, number, id, &Before { brought_home, ..Before::default() })?;
                Deed::Add(Box::new(Arrival::of(keys, &newcomer, now, next_id)), change)
            }
            None => Deed::Refuse(RowCode::OutsideTerritory),
        };
        deeds.push((number, was_new, deed));
    }
    Ok(Some(Step { after: batch.done, portions }))
}

fn weight_of(row: &KeptRow) -> usize {
    if row.verdict == RowVerdict::New { 1 } else { ON_FILE }
}

/// The deeds of the portion a row belongs to.
fn begun<'p>(portions: &'p mut Vec<Portion>, row: &KeptRow) -> &'p mut Vec<(i32, bool, Deed)> {
    if portions.last().is_none_or(|portion| portion.weight >= PORTION) {
        portions.push(Portion { until: row.number, weight: 0, deeds: Vec::new() });
    }
    let last = portions.len() - 1;
    let portion = &mut portions[last];
    (portion.until, portion.weight) = (row.number, portion.weight + weight_of(row));
    &mut portion.deeds
}

fn change(
    keys: &Keys,
    roster: RosterId,
    number: i32,
    resident: ResidentId,
    before: &Before,
) -> Result<RosterChangeRow, Error> {
    Ok(RosterChangeRow {
        roster_id: roster.0,
        number,
        resident_id: resident.0,
        is_new: true,
        version: 1,
        mark: 0,
        // Where nothing stood before, nothing is kept.
        before: match before == &Before::default() {
            true => None,
            false => Some(batch::seal_before(keys, roster, number, before)?),
        },
    })
}

/// Who on file each row is; none if it is outside the territory.
fn matches(
    conn: &mut Conn,
    keys: &Keys,
    batch: &Batch,
    rows: &[KeptRow],
) -> Result<Vec<Option<Match>>, Error> {
    let wanted: Vec<Option<Wanted>> = rows.iter().map(|row| Wanted::of(&row.facts)).collect();
    let own = rows.iter().zip(&wanted);
    let sought: Vec<_> =
        own.filter_map(|(row, wanted)| Some(check::sought(keys, &row.facts, wanted.as_ref()?))).collect();
    let mut found = residents::on_file(conn, batch.scope(), &sought)?.into_iter();
    let decide = |wanted: &Option<Wanted>| {
        let wanted = wanted.as_ref()?;
        let on_file = found.next()?;
        batch.scope().covers(wanted.village).then(|| check::decide(wanted, &on_file))
    };
    Ok(wanted.iter().map(decide).collect())
}

/// Writes a step, or its first portions if others wait.
pub fn take(tx: &mut Tx<'_>, keys: &Keys, batch: &Batch, step: Step) -> Result<Taken, Error> {
    let (mut after, mut taken) = (step.after, 0);
    for portion in step.portions {
        if taken > 0 && tx.others_wait() {
            return Ok(Taken::Part(taken));
        }
        let own = rosters::table
            .find(batch.id)
            .filter(rosters::state.eq(RosterState::Taking))
            .filter(rosters::done.eq(after));
        if diesel::update(own).set(rosters::done.eq(portion.until)).execute(tx.conn)? == 0 {
            return Ok(Taken::Meanwhile);
        }
        (after, taken) = (portion.until, taken + portion.weight);
        write(tx, keys, batch, portion.deeds)?;
    }
    Ok(Taken::All)
}

fn write(tx: &mut Tx<'_>, keys: &Keys, batch: &Batch, deeds: Vec<(i32, bool, Deed)>) -> Result<(), Error> {
    let (mut arrivals, mut changed, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for (number, was_new, deed) in deeds {
        match deed {
            Deed::Add(arrival, row) => {
                arrivals.push(*arrival);
                rows.push(row);
            }
            Deed::Change(id, facts) => changed.push((number, was_new, id, facts)),
            Deed::Refuse(code) => refuse(tx, batch.id, number, was_new, code)?,
        }
    }
    villages_stand(tx, &arrivals)?;
    residents::add_many(tx, arrivals)?;
    let mark = tx.next_id();
    rows.iter_mut().for_each(|row| row.mark = mark);
    bulk::write_roster_changes(tx.conn, &rows)?;
    for (number, was_new, id, facts) in changed {
        change_record(tx, keys, batch, (number, was_new), id, &facts)?;
    }
    Ok(())
}

/// Nobody is added to a village that ended while the step was made ready: then it is made ready afresh.
fn villages_stand(tx: &mut Tx<'_>, arrivals: &[Arrival]) -> Result<(), Error> {
    let mut villages: Vec<_> = arrivals.iter().map(Arrival::village).collect();
    villages.sort_unstable();
    villages.dedup();
    for village in villages {
        if territories::standing(tx, village)? != village {
            return Err(Error::Stale);
        }
    }
    Ok(())
}

fn refuse(tx: &mut Tx<'_>, id: RosterId, number: i32, was_new: bool, code: RowCode) -> Result<(), Error> {
    batch::set_refused(tx, id, number, was_new, &format!("{}:0", code.as_str()))
}

/// Brings what a row says into a record: as it stands now, not as it stood at the dry run.
fn change_record(
    tx: &mut Tx<'_>,
    keys: &Keys,
    batch: &Batch,
    (number, was_new): (i32, bool),
    id: ResidentId,
    facts: &Facts,
) -> Result<(), Error> {
    // Whoever was erased meanwhile is as closed: the file goes on without the row.
    let now = match residents::lock(tx.conn, id) {
        Ok(()) => residents::snapshots(tx.conn, keys, batch.scope(), &[id])?.remove(&id),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let Some(on_file) = now.filter(|record| record.state == State::Open) else {
        return refuse(tx, batch.id, number, was_new, RowCode::RecordClosed);
    };
    let (person, ..) = residents::find(tx.conn, batch.scope(), id)?;
    let brought = check::changes(facts, &on_file, tx.today);
    if brought.is_empty() {
        return Ok(());
    }
    let mut before = Before::default();
    let mut fields = vec!["roster"];
    if !brought.fills.is_empty() {
        before.filled = residents::fill(tx, keys, &person, &brought.told)?;
        fields.extend(before.filled.fields());
    }
    if let Some(destination) = &brought.destination {
        let day = destination.from_on.unwrap_or(destination.source_on);
        before.ended = residents::end_destination(tx, &person, day, None)?.map(|id| id.0);
        before.destination = Some(residents::add_destination(tx, &person, destination)?.0);
        fields.push("destination");
    }
    for channel in &brought.channels {
        before.channels.push(residents::add_channel(tx, keys, &person, channel)?.0);
    }
    if !brought.channels.is_empty() {
        fields.push("channel");
    }
    settle(tx, keys, &person, &before.filled)?;
    let fields = fields.join(" ");
    record(tx, Entry::new(AuditKind::ResidentEdited).on(Subject::Resident, id.0).fields(&fields))?;
    let details = residents::details(tx.conn, &person)?;
    let row = RosterChangeRow {
        is_new: false,
        version: details.version,
        mark: tx.next_id(),
        ..change(keys, batch.id, number, id, &before)?
    };
    Ok(bulk::write_roster_changes(tx.conn, &[row])?)
}

/// What follows from a changed record: its plan, its keys, what opens its links.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &residents::Person,
    filled: &Filled,
) -> Result<(), Error> {
    checkins::refold(tx, person.id)?;
    if filled.birth_on || filled.id_number {
        residents::links_follow(tx, keys, person)?;
        residents::write_match_keys(tx, keys, person)?;
        residents::find_pairs(tx, keys, person)?;
    }
    Ok(())
}
