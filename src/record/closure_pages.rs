//! Closing a record, and what the township decides of a closed one (PRODUCT §4.3).

use super::{
    closure::{self, Meant},
    form::ReasonForm,
    keep_text::{KeepWords, RulingWords},
    refused::refused,
};
use crate::{
    accounts::{Keeper, TownshipOfficer},
    checkins::{self, CallWords, CheckIn},
    domain::{CheckInKind, Outcome, Problem, ResidentId, Role, RulingId, Verdict},
    error::{Error, Refusal},
    residents::{self, Details, Row, State as RecordState},
    web::{Form, Frame, Problems, Route, Said, State, Who, fresh_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;
use serde::Deserialize;

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/close", Who::Roles(&[Role::Cadre, Role::Township]), || {
        route().to(ask_to_close)
    }),
    Route::get("/residents/{id}/reopen", Who::Roles(&[Role::Township]), || route().to(show)),
    Route::post("/residents/{id}/reopen", Who::Roles(&[Role::Township]), || route().to(decide)),
];

/// Check-ins looked through for what closed the record.
const LOOKED_THROUGH: i64 = 200;

/// Sent where the call screen sends its outcomes: closing is logging what came of a contact.
#[derive(Template)]
#[template(path = "record/close.html")]
struct ClosePage {
    frame: Frame,
    t: RulingWords,
    call: CallWords,
    id: String,
    name: String,
    about: String,
    outcomes: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
    today: String,
    key: String,
}

async fn ask_to_close(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    let (lang, today, person) = (by.lang, state.db.clock().today(), row.0.clone());
    let details = state.db.read(move |conn| residents::details(conn, &person)).await?;
    let kin = residents::kin(&row.0, &row.1, lang);
    let kinds = CheckInKind::ALL.iter().filter(|kind| kind.outcomes().contains(&Outcome::Deceased));
    page(&ClosePage {
        frame: by.frame("/residents"),
        t: RulingWords(lang),
        call: CallWords(lang),
        id: row.0.id.to_string(),
        about: checkins::about(&details, &kin, today, CallWords(lang)),
        name: row.0.name,
        outcomes: Outcome::ALL
            .iter()
            .filter(|outcome| outcome.closes())
            .map(|outcome| (outcome.as_str(), lang.outcome(*outcome)))
            .collect(),
        kinds: kinds.map(|kind| (kind.as_str(), lang.checkin_kind(*kind))).collect(),
        today: today.to_string(),
        key: fresh_key(),
    })
}

/// A ruling as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct RulingForm {
    #[serde(flatten)]
    why: ReasonForm,
    verdict: String,
    /// The last ruling there was when the form was shown; empty: none.
    seen: String,
}

impl RulingForm {
    fn parse(&self) -> Result<Meant, Problems> {
        let reason = self.why.parse()?;
        let not_a_choice = || Problems::one("reason", Problem::NotAChoice);
        let verdict = Verdict::parse(&self.verdict).ok_or_else(not_a_choice)?;
        let seen = match self.seen.as_str() {
            "" => None,
            ruling => Some(ruling.parse().map_err(|_| not_a_choice())?),
        };
        Ok(Meant { verdict, reason, seen })
    }
}

#[derive(Template)]
#[template(path = "record/reopen.html")]
struct ReopenPage {
    frame: Frame,
    t: RulingWords,
    id: String,
    name: String,
    about: String,
    is_closed: bool,
    /// What closed it, and what was noted then.
    closed: String,
    noted: String,
    /// What was heard of the person since.
    heard: String,
    is_contested: bool,
    seen: String,
    reason: String,
    changed: Option<&'static str>,
    said: Said,
}

/// What the page reads of a closed record.
struct Closed {
    row: Row,
    details: Details,
    /// The check-in that closed it, with the name of who wrote it.
    closing: Option<(CheckIn, String)>,
    /// What was ruled on it last.
    last: Option<RulingId>,
}

async fn read(state: &State, row: Row) -> Result<Closed, Error> {
    state
        .db
        .read(move |conn| {
            let details = residents::details(conn, &row.0)?;
            let all = checkins::timeline(conn, &row.0, LOOKED_THROUGH)?;
            let closing =
                all.into_iter().find(|(entry, _)| entry.outcome.closes() && entry.withdrawn_at.is_none());
            let named = |(entry, author): (CheckIn, Option<checkins::Author>)| {
                (entry, author.map(|author| author.name).unwrap_or_default())
            };
            let last = residents::rulings_on(conn, &row.0)?.first().map(|ruling| ruling.id);
            Ok(Closed { row, details, closing: closing.map(named), last })
        })
        .await
}

fn screen(by: &TownshipOfficer, state: &State, read: Closed, reason: String, said: Said) -> ReopenPage {
    let (t, lang, today) = (RulingWords(by.lang), by.lang, state.db.clock().today());
    let (person, details) = (&read.row.0, &read.details);
    let day = |day| lang.day(day, today);
    let kin = residents::kin(person, &read.row.1, lang);
    let closed = details.closed_by.zip(details.closed_on);
    let noted = read.closing.filter(|(entry, _)| !entry.note.is_empty());
    ReopenPage {
        frame: by.frame("/worklist"),
        t,
        id: person.id.to_string(),
        name: person.name.clone(),
        about: checkins::about(details, &kin, today, CallWords(lang)),
        is_closed: person.state == RecordState::Closed,
        closed: closed.map(|(by, on)| t.reopen_lead(day(on), lang.closed_by(by))).unwrap_or_default(),
        noted: noted.map(|(entry, who)| t.reopen_words(entry.note, who)).unwrap_or_default(),
        heard: details.contested_on.map_or_else(|| t.no_reports().to_owned(), |on| t.contested(day(on))),
        is_contested: details.contested_on.is_some(),
        seen: read.last.map(|ruling| ruling.to_string()).unwrap_or_default(),
        reason,
        changed: None,
        said,
    }
}

async fn show(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    let read = read(&state, row).await?;
    page(&screen(&by, &state, read, String::new(), Said::default()))
}

async fn decide(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<RulingForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope, form) = (*path, by.scope()?, form.fields);
    let row = residents::open(&by, &state, id).await?;
    let meant = match form.parse() {
        Ok(meant) => meant,
        Err(problems) => return again(&by, &state, row, form, &problems).await,
    };
    let (who, verdict) = ((by.account, by.post_id()?), meant.verdict);
    match state.db.write(by.actor(), move |tx| closure::rule(tx, scope, who, id, &meant)).await {
        Ok(()) => Ok(see_other(format!("/residents/{id}?done={}", verdict.as_str()))),
        Err(Refusal::Problems(problems)) => again(&by, &state, row, form, &problems).await,
        Err(Refusal::Error(Error::Stale)) => {
            let read = read(&state, residents::open(&by, &state, id).await?).await?;
            let mut shown = screen(&by, &state, read, form.why.reason, Said::default());
            shown.changed = Some(KeepWords(by.lang).changed_meanwhile());
            page_with(StatusCode::CONFLICT, &shown)
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}

async fn again(
    by: &TownshipOfficer,
    state: &State,
    row: Row,
    form: RulingForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let (read, said) = (read(state, row).await?, problems.said(by.lang));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &screen(by, state, read, form.why.reason, said))
}
