//! One file: how far it is, what the dry run found, what to do next.

use crate::{
    accounts::Office,
    clock::county_day,
    domain::RosterId,
    error::{Error, Refusal},
    i18n::Lang,
    rosters::{
        Field, Unreadable,
        batch::{self, Batch, Findings, FoundColumn, Refused, RosterState, RowVerdict},
        text::RosterWords,
    },
    web::{Frame, State, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDateTime;

#[derive(Template)]
#[template(path = "rosters/show.html")]
struct ShowPage {
    frame: Frame,
    t: RosterWords,
    id: String,
    title: String,
    lead: String,
    /// Words, how far of how much (0: nobody knows), and what to press to stop it.
    progress: Option<(String, i32, i32, Option<&'static str>)>,
    counts: Vec<(&'static str, String)>,
    /// What can be taken in, as words of the button.
    take: Option<String>,
    has_nothing: bool,
    columns: Option<String>,
    refused: Option<String>,
    skipped: Option<String>,
    likely: Option<String>,
    notes: Vec<String>,
    is_markable: bool,
    undo_until: Option<String>,
    /// What has failed is tried again, and a file that waits is dropped, by these words.
    again: Option<&'static str>,
    drop: Option<&'static str>,
    /// Nothing is left to be done with it but to send another.
    is_over: bool,
}

/// Most rows that are counted one by one.
const MOST_COUNTED: i64 = 100;

/// A count that stops.
fn counted(rows: usize) -> String {
    let most = usize::try_from(MOST_COUNTED).unwrap_or(usize::MAX);
    if rows > most { format!("{most}+") } else { rows.to_string() }
}

/// Finds a file of this reader's.
pub async fn found(by: &Office, state: &State, id: RosterId) -> Result<Batch, Error> {
    let (account, scope) = (by.account, by.scope()?);
    state.db.read(move |conn| batch::find(conn, account, scope, id)).await
}

/// The page of a file.
pub async fn show(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let (whole, keys) = (found.clone(), state.keys.clone());
    let read = move |conn: &mut crate::db::Conn| {
        let likely = batch::rows_of(conn, &whole, batch::Listed::Likely, 0, MOST_COUNTED + 1)?;
        Ok::<_, Error>((batch::findings_of(&keys, &whole)?, likely.len()))
    };
    let (findings, likely) = state.db.report(read).await?;
    let now = state.db.clock().now();
    let likely = (likely > 0).then(|| RosterWords(by.lang).likely_rows(counted(likely)));
    page(&ShowPage { likely, ..show_page(&by, &found, &findings, now) })
}

fn show_page(by: &Office, found: &Batch, findings: &Findings, now: NaiveDateTime) -> ShowPage {
    let (lang, t) = (by.lang, RosterWords(by.lang));
    let (title, lead) = heading(found, lang);
    let is_checked = found.state == RosterState::Checked;
    let has_rows = matches!(found.state, RosterState::Checked | RosterState::Taken);
    let some = |count: i32| has_rows && count > 0;
    let number = |count: i32| lang.number(i64::from(count));
    let to_take = found.rows_new + found.rows_changed;
    let doubtful = columns(findings).filter(|column| column.is_doubtful()).count();
    ShowPage {
        frame: by.frame("/rosters"),
        t,
        id: found.id.to_string(),
        title,
        lead,
        progress: progress(found, lang),
        counts: if has_rows { counts(found, lang) } else { Vec::new() },
        take: (is_checked && to_take > 0).then(|| t.take(number(to_take))),
        has_nothing: is_checked && to_take == 0,
        columns: is_checked.then(|| match doubtful {
            0 => t.columns().to_owned(),
            _ => t.columns_doubtful(doubtful),
        }),
        refused: some(found.rows_refused).then(|| t.refused_rows(number(found.rows_refused))),
        skipped: some(found.rows_skipped).then(|| t.skipped_rows(number(found.rows_skipped))),
        likely: None,
        notes: if is_checked { notes(findings, t) } else { Vec::new() },
        is_markable: some(found.rows_refused) && found.has_file(now),
        undo_until: found
            .undo_until()
            .filter(|until| now <= *until)
            .map(|until| t.undo_until(lang.day(county_day(until), county_day(now)))),
        again: found.has_failed().then(|| t.try_again()),
        drop: drop_words(found, t),
        is_over: matches!(found.state, RosterState::Unreadable | RosterState::Cancelled),
    }
}

fn columns(findings: &Findings) -> impl Iterator<Item = &FoundColumn> {
    findings.sheets.iter().flat_map(|sheet| &sheet.tables).flat_map(|table| &table.columns)
}

/// What has become of the file, and the lead below it, which names it.
fn heading(found: &Batch, lang: Lang) -> (String, String) {
    let (t, name) = (RosterWords(lang), found.file_name.as_str());
    let number = |count: i32| lang.number(i64::from(count));
    if found.has_failed() {
        return (t.failed().to_owned(), t.of_file(name, fault(found, lang)));
    }
    let title = match found.state {
        RosterState::Arriving => t.arriving().to_owned(),
        RosterState::Reading => t.reading().to_owned(),
        RosterState::Checked => t.checked_title(number(found.total)),
        RosterState::Unreadable => t.unreadable().to_owned(),
        RosterState::Taking => t.taking().to_owned(),
        RosterState::Taken => t.taken_title(number(found.rows_new + found.rows_changed)),
        RosterState::Undoing => t.undoing().to_owned(),
        RosterState::Undone => t.undone_title().to_owned(),
        RosterState::Cancelled => t.cancelled_title().to_owned(),
    };
    let words = match found.state {
        RosterState::Checked => t.checked_lead().to_owned(),
        RosterState::Unreadable => {
            let why = found.problem.as_deref().and_then(Unreadable::parse).unwrap_or(Unreadable::Broken);
            why.sentence(lang).to_owned()
        }
        RosterState::Taken => t.taken_lead().to_owned(),
        RosterState::Undone => undone(found, lang),
        RosterState::Cancelled => t.cancelled_lead().to_owned(),
        _ => return (title, name.to_owned()),
    };
    (title, t.of_file(name, words))
}

fn fault(found: &Batch, lang: Lang) -> String {
    let t = RosterWords(lang);
    match (found.state, found.done) {
        (RosterState::Taking, done @ 1..) => {
            format!("{} {}", t.failed_taken(lang.number(i64::from(done))), t.failed_lead())
        }
        _ => t.failed_lead().to_owned(),
    }
}

/// By which words a file that waits for somebody is dropped.
fn drop_words(found: &Batch, t: RosterWords) -> Option<&'static str> {
    match found.state {
        RosterState::Checked => Some(t.stop()),
        RosterState::Reading if found.has_failed() => Some(t.stop()),
        RosterState::Taking if found.has_failed() => Some(t.stop_taking()),
        _ => None,
    }
}

fn undone(found: &Batch, lang: Lang) -> String {
    let (t, number) = (RosterWords(lang), |count: i32| lang.number(i64::from(count)));
    match found.kept {
        0 => t.undone_lead(number(found.done)),
        kept => format!("{} {}", t.undone_lead(number(found.done)), t.undone_kept(number(kept))),
    }
}

fn progress(found: &Batch, lang: Lang) -> Option<(String, i32, i32, Option<&'static str>)> {
    let (t, number) = (RosterWords(lang), |count: i32| lang.number(i64::from(count)));
    match found.state {
        _ if found.has_failed() => None,
        RosterState::Arriving | RosterState::Reading => {
            Some((t.read_so_far(number(found.done)), 0, 0, Some(t.stop())))
        }
        RosterState::Taking => {
            let words = t.taken_so_far(number(found.done), number(found.total));
            Some((words, found.done, found.total, Some(t.stop_taking())))
        }
        RosterState::Undoing => Some((t.undone_so_far(number(found.done)), 0, 0, None)),
        _ => None,
    }
}

/// The counts of the dry run: they add up to the rows read.
fn counts(found: &Batch, lang: Lang) -> Vec<(&'static str, String)> {
    let counts = found.counts();
    [
        (RowVerdict::New, counts.new),
        (RowVerdict::Changed, counts.changed),
        (RowVerdict::Same, counts.same),
        (RowVerdict::Refused, counts.refused),
        (RowVerdict::Skipped, counts.skipped),
    ]
    .into_iter()
    .map(|(verdict, count)| (lang.row_verdict(verdict), lang.number(i64::from(count))))
    .collect()
}

/// What was left out, by name.
fn notes(findings: &Findings, t: RosterWords) -> Vec<String> {
    let hidden: Vec<&str> = findings
        .sheets
        .iter()
        .filter(|sheet| sheet.is_hidden && !sheet.is_taken)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let mut forbidden: Vec<&str> = columns(findings)
        .filter(|column| column.field().and_then(Field::forbidden).is_some())
        .map(|column| column.header.as_str())
        .collect();
    forbidden.dedup();
    let hidden = (!hidden.is_empty()).then(|| t.hidden(hidden.join("、")));
    let forbidden = (!forbidden.is_empty()).then(|| t.forbidden(forbidden.join("、")));
    hidden.into_iter().chain(forbidden).collect()
}

/// Begins to take a checked file in.
pub async fn take(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let address = format!("/rosters/{}", found.id);
    went_on(state.db.write(by.actor(), move |tx| batch::begin_taking(tx, &found)).await, address)
}

/// Has a file tried again whose work failed.
pub async fn again(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let address = format!("/rosters/{}", found.id);
    went_on(state.db.write(by.actor(), move |tx| batch::try_again(tx, &found)).await, address)
}

/// Drops a file, or stops taking it in.
pub async fn cancel(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let address = format!("/rosters/{}", found.id);
    went_on(state.db.write(by.actor(), move |tx| batch::cancel(tx, &found)).await, address)
}

/// Whatever came of it, the page of the file tells how far it is.
fn went_on(done: Result<(), Refusal<Refused>>, address: String) -> Result<HttpResponse, Error> {
    match done {
        Ok(()) | Err(Refusal::Problems(_)) => Ok(see_other(address)),
        Err(Refusal::Error(error)) => Err(error),
    }
}
