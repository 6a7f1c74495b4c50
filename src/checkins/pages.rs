//! The call screen and logging what came of it.

use super::{
    actions::{self, Logger},
    call::{self, CallPage, about},
    form::CheckInForm,
    model::NewCheckIn,
    text::CallWords,
};
use crate::{
    accounts::Keeper,
    db::submissions::{Claim, Submission, claim},
    domain::{CheckInId, Outcome, Problem, ResidentId, Role},
    error::{Error, Refusal},
    residents::{self, Row},
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, Path, Query, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/call", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/check-ins", KEEPERS, || route().to(create)),
];

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

async fn show(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    let just_done = asked.into_inner().done;
    page(&screen(&by, &state, row, CheckInForm::default(), Said::default(), just_done).await?)
}

async fn screen(
    by: &Keeper,
    state: &State,
    row: Row,
    form: CheckInForm,
    said: Said,
    just_done: String,
) -> Result<CallPage, Error> {
    let (reader, today, asked) = (by.clone(), state.db.clock().today(), row.clone());
    let read = state.db.read(move |conn| call::read(conn, &reader, &asked, today, &just_done)).await?;
    CallPage::new(by, state, &row, read, form, said)
}

async fn create(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<CheckInForm>,
) -> Result<HttpResponse, Error> {
    let (id, today) = (*path, state.db.clock().today());
    match form.fields.parse(today, &by.rules, by.scope()?.county().ok_or(Error::Forbidden)?) {
        Ok(new) if new.outcome.closes() && !form.fields.is_confirmed() => {
            confirm(&by, &state, id, form.fields, new.outcome).await
        }
        Ok(new) => log(&by, &state, id, form.fields, &form.raw, new).await,
        Err(problems) => again(&by, &state, id, form.fields, &problems).await,
    }
}

/// The screen once more with everything that was typed, and what to mend: a look like any other.
async fn again(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: CheckInForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let row = residents::open(by, state, id).await?;
    let page = screen(by, state, row, form, problems.said(by.lang), String::new()).await?;
    page_with(problems.status(), &page)
}

async fn log(
    by: &Keeper,
    state: &State,
    resident: ResidentId,
    form: CheckInForm,
    raw: &Bytes,
    new: NewCheckIn,
) -> Result<HttpResponse, Error> {
    let (id, logger) = (CheckInId(state.db.next_id()), Logger::of(by)?);
    let submission = Submission::new(by.account, &form.idempotency_key, raw);
    let address = leads_to(&form, resident, id);
    let (keys, scope) = (state.keys.clone(), by.scope()?);
    let written = state
        .db
        .write(by.actor(), move |tx| {
            if let Claim::Again(before) = claim(tx, &submission, &address)? {
                return Ok(before);
            }
            actions::check_in(tx, &keys, logger, (scope, resident), id, &new)?;
            Ok(address)
        })
        .await;
    match written {
        Ok(address) => Ok(see_other(address)),
        Err(Refusal::Problems(problems)) => again(by, state, resident, form, &problems).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

/// Where the form leads: on to the next person, back to the list, or to the record it was opened from.
fn leads_to(form: &CheckInForm, resident: ResidentId, id: CheckInId) -> String {
    match (form.then.as_str(), form.next.parse::<ResidentId>()) {
        ("next", Ok(next)) if next != resident => format!("/residents/{next}/call?done={id}"),
        _ => format!("/worklist?done={id}"),
    }
}

/// Closing a record is confirmed on a page of its own (PRODUCT §4.3).
#[derive(Template)]
#[template(path = "checkins/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    t: CallWords,
    id: String,
    name: String,
    title: String,
    about: String,
    place: String,
    form: CheckInForm,
    said: Said,
}

async fn confirm(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: CheckInForm,
    outcome: Outcome,
) -> Result<HttpResponse, Error> {
    let row = residents::open(by, state, id).await?;
    if !Logger::of(by)?.may_close(&row.0) {
        return Err(Error::Forbidden);
    }
    let person = row.0.clone();
    let details = state.db.read(move |conn| residents::details(conn, &person)).await?;
    let t = CallWords(by.lang);
    let kin = residents::kin(&row.0, &row.1, by.lang);
    let title = if outcome == Outcome::Deceased {
        t.confirm_deceased(&row.0.name)
    } else {
        t.confirm_moved(&row.0.name)
    };
    // Asked for the first time, nothing is wrong with it yet.
    let is_asked_again = !form.confirmed.is_empty();
    let missing = Problems::one("note", Problem::ReasonMissing);
    let said = if is_asked_again { missing.said(by.lang) } else { Said::default() };
    let status = if is_asked_again { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ConfirmPage {
        frame: by.frame("/worklist"),
        t,
        id: row.0.id.to_string(),
        about: about(&details, &kin, state.db.clock().today(), t),
        name: row.0.name,
        title,
        place: by.place.clone(),
        form,
        said,
    };
    page_with(status, &page)
}
