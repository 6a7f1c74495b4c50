//! Locked records, for the township's data contact alone: to everybody else these pages do not exist (PRODUCT §4.3).

use super::{closure, form::ReasonForm, keep_text::RulingWords};
use crate::{
    accounts::TownshipOfficer,
    checkins::{self, CallWords},
    domain::{ResidentId, Role},
    error::Error,
    residents::{self, Row, State as RecordState},
    territories,
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;
use serde::Deserialize;

pub const ROUTES: &[Route] = &[
    Route::get("/residents/locked", Who::Roles(&[Role::Township]), || route().to(index)),
    Route::get("/residents/{id}/lock", Who::Roles(&[Role::Township]), || route().to(show)),
    Route::post("/residents/{id}/lock", Who::Roles(&[Role::Township]), || route().to(update)),
];

/// Locked records on the page: most are erased after 30 days, so there are never many.
const MOST: i64 = 100;

/// A locked record in a list: its id, name, second identifier, and since when.
struct LockedRow {
    id: String,
    name: String,
    kin: String,
    since: String,
}

#[derive(Template)]
#[template(path = "record/locked.html")]
struct LockedPage {
    frame: Frame,
    t: RulingWords,
    rows: Vec<LockedRow>,
}

/// Only the township's data contact goes on.
async fn asked_by_contact(by: &TownshipOfficer, state: &State) -> Result<(), Error> {
    let (scope, post) = (by.scope()?, by.post_id()?);
    let is_contact = state.db.read(move |conn| territories::is_data_contact(conn, scope, post)).await?;
    if is_contact { Ok(()) } else { Err(Error::NotFound) }
}

async fn index(by: TownshipOfficer, state: Data<State>) -> Result<HttpResponse, Error> {
    asked_by_contact(&by, &state).await?;
    let (scope, t, today) = (by.scope()?, RulingWords(by.lang), state.db.clock().today());
    let found = state.db.read(move |conn| residents::locked_in(conn, scope, MOST)).await?;
    let rows = found.into_iter().map(|((person, home, ..), day)| LockedRow {
        id: person.id.to_string(),
        kin: residents::kin(&person, &home, by.lang),
        name: person.name,
        since: t.locked_on(by.lang.day(day, today)),
    });
    page(&LockedPage { frame: by.frame("/residents"), t, rows: rows.collect() })
}

#[derive(Template)]
#[template(path = "record/lock.html")]
struct LockPage {
    frame: Frame,
    t: RulingWords,
    id: String,
    name: String,
    about: String,
    village: String,
    is_locked: bool,
    lead: String,
    reason: String,
    said: Said,
}

/// The record, locked or not, with the look at it in the trail.
async fn open(by: &TownshipOfficer, state: &State, id: ResidentId) -> Result<Row, Error> {
    asked_by_contact(by, state).await?;
    match residents::open_locked(by, state, id).await {
        Err(Error::NotFound) => residents::open(by, state, id).await,
        other => other,
    }
}

async fn screen(
    by: &TownshipOfficer,
    state: &State,
    row: Row,
    reason: String,
    said: Said,
) -> Result<LockPage, Error> {
    let (t, lang, today, person) = (RulingWords(by.lang), by.lang, state.db.clock().today(), row.0.clone());
    let (details, village) = state
        .db
        .read(move |conn| {
            let village = territories::division(conn, person.village_code.as_str())?;
            Ok::<_, Error>((residents::details(conn, &person)?, village))
        })
        .await?;
    let is_locked = row.0.state == RecordState::Locked;
    let since = details.locked_on.filter(|_| is_locked).map(|day| t.unlock_lead(lang.day(day, today)));
    Ok(LockPage {
        frame: by.frame("/residents"),
        t,
        id: row.0.id.to_string(),
        about: checkins::about(&details, &residents::kin(&row.0, &row.1, lang), today, CallWords(lang)),
        village: village.map(|village| village.name).unwrap_or_default(),
        name: row.0.name,
        is_locked,
        lead: since.unwrap_or_else(|| t.lock_lead().to_owned()),
        reason,
        said,
    })
}

async fn show(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
) -> Result<HttpResponse, Error> {
    let row = open(&by, &state, *path).await?;
    page(&screen(&by, &state, row, String::new(), Said::default()).await?)
}

/// What is to be done, and why.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct LockForm {
    #[serde(flatten)]
    why: ReasonForm,
    /// `lock` or `unlock`: what the page offered, so that the same form twice does not undo itself.
    act: String,
}

async fn update(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<LockForm>,
) -> Result<HttpResponse, Error> {
    let (id, form) = (*path, form.fields);
    let row = open(&by, &state, id).await?;
    match form.why.parse() {
        Ok(reason) if form.act == "unlock" => {
            let (scope, post) = (by.scope()?, by.post_id()?);
            state.db.write(by.actor(), move |tx| closure::unlock(tx, scope, post, id, &reason)).await?;
            Ok(see_other(format!("/residents/{id}?done=unlocked")))
        }
        Ok(reason) => {
            let (scope, post) = (by.scope()?, by.post_id()?);
            state.db.write(by.actor(), move |tx| closure::lock(tx, scope, post, id, &reason)).await?;
            Ok(see_other("/residents/locked"))
        }
        Err(problems) => again(&by, &state, row, form, &problems).await,
    }
}

async fn again(
    by: &TownshipOfficer,
    state: &State,
    row: Row,
    form: LockForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let page = screen(by, state, row, form.why.reason, problems.said(by.lang)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
