//! The long work on files: reading and checking, taking in, undoing. What computes runs beside the writer; what writes is
//! short, and ends with how far it came.

use super::{
    Choices, Person, Request, Roster, Unreadable,
    batch::{self, Batch, Counts, Findings, RosterState},
    check::{self, Checking, Judged},
    people::Divisions,
    read,
    taking::{self, Homes, Taken, Undone},
};
use crate::{
    db::{Tx, bulk::RosterRow, dialect},
    domain::{Actor, ResidentId, RosterId},
    error::Error,
    jobs::{Long, Turn},
    settings,
    web::State,
};
use tokio::sync::mpsc;

/// Reads, takes in and undoes whatever waits.
pub const WORK: Long = Long { name: "rosters", turn };

/// People handed on at once by the reader.
const AT_ONCE: usize = 400;
/// Steps of one file before others have their turn: all of them.
const ALL: usize = usize::MAX;

fn turn(state: State) -> Turn {
    Box::pin(async move { work(&state, ALL).await })
}

/// Takes up to `most` steps of the oldest file at work; whether there was one. What fails is tried again behind others,
/// some times; a database that is busy is no failure of the file.
pub async fn work(state: &State, most: usize) -> Result<bool, Error> {
    let Some(found) = state.db.report(batch::at_work).await? else { return Ok(false) };
    let id = found.id;
    match go_on(state, found, most).await {
        Ok(()) => {}
        Err(error @ Error::Busy(_)) => return Err(error),
        Err(error) => {
            tracing::error!(%error, roster = id.0, "the work on a file failed");
            state.db.write(Actor::System, move |tx| batch::count_failure(tx, id)).await?;
        }
    }
    Ok(true)
}

/// Goes on with a file where it stands, for up to `most` steps.
pub async fn go_on(state: &State, found: Batch, most: usize) -> Result<(), Error> {
    match found.state {
        RosterState::Reading => check_file(state, found).await,
        RosterState::Taking => take_in(state, found, most).await,
        RosterState::Undoing => undo(state, found, most).await,
        _ => Ok(()),
    }
}

/// Reads a file and keeps each row with its verdict. Begun again, it begins at the beginning.
async fn check_file(state: &State, found: Batch) -> Result<(), Error> {
    let (id, keys) = (found.id, state.keys.clone());
    loop {
        let again = found.clone();
        if !state.db.write(Actor::System, move |tx| batch::restart_check(tx, &again)).await? {
            break;
        }
    }
    let whole = found.clone();
    let bytes = state.db.report(move |conn| batch::file_of(conn, &keys, &whole)).await?;
    let keep = |rows: Vec<Judged>| keep(state, id, rows);
    let mut checking = Checking::new(found.scope(), state.db.clock().today());
    let sent =
        Sent { file_name: found.file_name.clone(), bytes, choices: batch::choices_from(&found.choices) };
    match check(state, sent, &mut checking, keep).await? {
        Ended::Read(counts, roster) => end_check(state, found, counts, &roster).await,
        Ended::Unreadable(why) => state.db.write(Actor::System, move |tx| batch::give_up(tx, id, why)).await,
        Ended::Stopped => Ok(()),
    }
}

/// A file of a shape somebody decided about is read once more as they said; others have their verdicts.
async fn end_check(state: &State, found: Batch, counts: Counts, roster: &Roster) -> Result<(), Error> {
    let (findings, keys) = (Findings::from(roster), state.keys.clone());
    let shape = findings.shape();
    let is_undecided = batch::choices_from(&found.choices) == Choices::default();
    let place = found.place();
    let known = state.db.read(move |conn| batch::remembered(conn, &place, &shape)).await?;
    let choices = known.filter(|_| is_undecided).map(|text| batch::choices_from(&text));
    let write = move |tx: &mut Tx<'_>| match choices.filter(|known| *known != Choices::default()) {
        Some(choices) => match batch::choose(tx, &found, &choices, false) {
            Err(crate::error::Refusal::Error(error)) => Err(error),
            // Dropped meanwhile: nothing is left to be read.
            Err(crate::error::Refusal::Problems(_)) | Ok(()) => Ok(()),
        },
        None => batch::finish_check(tx, &keys, &found, counts, &findings),
    };
    state.db.write(Actor::System, write).await
}

/// Keeps judged rows; false if the file is not being read any more.
async fn keep(state: &State, id: RosterId, rows: Vec<Judged>) -> Result<bool, Error> {
    let keys = state.keys.clone();
    let row = |row: Judged| {
        Ok(RosterRow {
            roster_id: id.0,
            number: row.number,
            sheet: i32::try_from(row.person.sheet).unwrap_or(i32::MAX),
            sheet_row: i32::try_from(row.person.row).unwrap_or(i32::MAX),
            verdict: row.verdict.as_str(),
            is_likely: row.is_likely,
            codes: row.line(),
            resident_id: row.resident.map(|id| id.0),
            other_id: row.other.map(|id| id.0),
            facts: batch::seal_facts(&keys, id, row.number, &row.facts)?,
        })
    };
    let rows: Vec<RosterRow> = rows.into_iter().map(row).collect::<Result<_, Error>>()?;
    state.db.write(Actor::System, move |tx| batch::keep_rows(tx, id, &rows)).await
}

/// A file to be checked.
pub struct Sent {
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub choices: Choices,
}

/// How a dry run ended.
pub enum Ended {
    Read(Counts, Roster),
    Unreadable(Unreadable),
    /// Whoever keeps the rows wants no more of them.
    Stopped,
}

/// The dry run of a file: reads it in a thread of its own, judges some rows at a time, and hands them to `keep`.
pub async fn check<K, F>(
    state: &State,
    sent: Sent,
    checking: &mut Checking,
    mut keep: K,
) -> Result<Ended, Error>
where
    K: FnMut(Vec<Judged>) -> F,
    F: Future<Output = Result<bool, Error>>,
{
    let divisions = state.db.report(check::divisions).await?;
    let today = state.db.clock().today();
    let (hand_on, mut handed_on) = mpsc::channel::<Vec<Person>>(2);
    let reader = tokio::task::spawn_blocking(move || read_all(&sent, &divisions, today, &hand_on));
    let mut counts = Counts::default();
    let mut is_wanted = true;
    while let Some(people) = handed_on.recv().await {
        let rows = judge(state, checking, people).await?;
        rows.iter().for_each(|row| counts.add(row.verdict));
        is_wanted = keep(rows).await?;
        if !is_wanted {
            break;
        }
    }
    drop(handed_on);
    // A file the reader trips over is broken to it: it may not hold up those behind it.
    let read = reader.await.unwrap_or(Err(Unreadable::Broken));
    Ok(match read {
        _ if !is_wanted => Ended::Stopped,
        Ok(roster) => Ended::Read(counts, roster),
        Err(why) => Ended::Unreadable(why),
    })
}

fn read_all(
    sent: &Sent,
    divisions: &Divisions,
    today: chrono::NaiveDate,
    hand_on: &mpsc::Sender<Vec<Person>>,
) -> Result<Roster, Unreadable> {
    let request = Request { file_name: &sent.file_name, choices: &sent.choices, divisions, today };
    let mut waiting = Vec::with_capacity(AT_ONCE);
    let roster = read(&sent.bytes, request, &mut |person| {
        waiting.push(person);
        if waiting.len() >= AT_ONCE {
            // Nobody takes them any more once the file was dropped; then the rest is read for nothing.
            let _ = hand_on.blocking_send(std::mem::take(&mut waiting));
        }
    })?;
    let _ = hand_on.blocking_send(waiting);
    Ok(roster)
}

/// Judges some rows against what is on file now.
async fn judge(state: &State, checking: &mut Checking, people: Vec<Person>) -> Result<Vec<Judged>, Error> {
    let (keys, db) = (state.keys.clone(), state.db.clone());
    let mut own = std::mem::replace(checking, Checking::new(checking.scope(), checking.today()));
    let read = move |conn: &mut crate::db::Conn| {
        let rows = own.judge(conn, &keys, people, &|| db.next_id())?;
        Ok::<_, Error>((own, rows))
    };
    let (own, rows) = state.db.report(read).await?;
    *checking = own;
    Ok(rows)
}

/// Takes the rows of a file in, step by step.
async fn take_in(state: &State, found: Batch, most: usize) -> Result<(), Error> {
    let (id, actor) = (found.id, found.actor());
    let rules = state.db.report(settings::rules).await?;
    let (mut homes, mut size) = (Homes::default(), taking::PORTION);
    for _ in 0..most {
        let (keys, db, mut own) = (state.keys.clone(), state.db.clone(), std::mem::take(&mut homes));
        let now = state.db.clock().now();
        let read = move |conn: &mut crate::db::Conn| {
            let found = batch::reload(conn, id)?;
            let next = || db.next_id();
            let step = taking::prepare(conn, &keys, &found, &mut own, (now, &rules), (size, &next))?;
            Ok::<_, Error>((found, own, step, batch::others_so_far(conn, id)?))
        };
        let (found, own, step, others) = state.db.report(read).await?;
        homes = own;
        if found.state != RosterState::Taking {
            return Ok(());
        }
        let Some(step) = step else {
            return state.db.write(actor, move |tx| taking::finish(tx, &found)).await;
        };
        let keys = state.keys.clone();
        let write = move |tx: &mut Tx<'_>| {
            dialect::take_turn(tx.conn, dialect::Turn::Rosters)?;
            if batch::others_so_far(tx.conn, id)? != others {
                return Err(Error::Stale);
            }
            taking::take(tx, &keys, &found, step)
        };
        match state.db.write_alone(actor, write).await {
            Ok(Taken::All) => size = (size * 2).min(taking::MOST),
            // The households of those who were not written were not either.
            Ok(Taken::Part(taken)) => (homes, size) = (Homes::default(), taken.max(taking::PORTION)),
            Ok(Taken::Meanwhile) => return Ok(()),
            // A village ended, or another file has brought people meanwhile: what is known is read afresh.
            Err(Error::Stale) => (homes, size) = (Homes::default(), taking::PORTION),
            Err(error) => return Err(error),
        }
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Undoes a file, some people at a time.
async fn undo(state: &State, found: Batch, most: usize) -> Result<(), Error> {
    let (id, actor) = (found.id, found.actor());
    let mut after = ResidentId(0);
    for _ in 0..most {
        let (keys, found) = (state.keys.clone(), found.clone());
        match state.db.write(actor, move |tx| taking::undo(tx, &keys, &found, after)).await? {
            Undone::More(last) => after = last,
            Undone::Meanwhile => return Ok(()),
            Undone::All => {
                let found = state.db.report(move |conn| batch::reload(conn, id)).await?;
                return state.db.write(actor, move |tx| taking::finish(tx, &found)).await;
            }
        }
    }
    Ok(())
}
