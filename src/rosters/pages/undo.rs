//! Undoing a file: what it touched, who has worked on it since, then the word.

use super::show::found;
use crate::{
    accounts::Office,
    domain::RosterId,
    error::{Error, Refusal},
    rosters::{
        batch::{self, Batch, Refused, RosterState},
        text::RosterWords,
    },
    web::{Frame, State, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

#[derive(Template)]
#[template(path = "rosters/undo.html")]
struct UndoPage {
    frame: Frame,
    t: RosterWords,
    id: String,
    lead: String,
    /// That somebody has worked on some of them since.
    warning: Option<String>,
    problem: Option<&'static str>,
}

/// What undoing means.
pub async fn ask(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let problem = hindrance(&by, &found, state.db.clock().now());
    undo_page(&by, &state, found, problem, StatusCode::OK).await
}

/// Why it cannot be undone.
fn hindrance(by: &Office, found: &Batch, now: chrono::NaiveDateTime) -> Option<&'static str> {
    let t = RosterWords(by.lang);
    match found.undo_until() {
        Some(until) if now <= until => None,
        Some(_) => Some(t.too_late()),
        None if found.state == RosterState::Taken => Some(t.too_late()),
        None => Some(t.meanwhile()),
    }
}

async fn undo_page(
    by: &Office,
    state: &State,
    found: Batch,
    problem: Option<&'static str>,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let (t, whole) = (RosterWords(by.lang), found.clone());
    let (all, touched) = state.db.report(move |conn| batch::count_touchable(conn, &whole)).await?;
    let shown = UndoPage {
        frame: by.frame("/rosters"),
        t,
        id: found.id.to_string(),
        lead: t.of_file(&found.file_name, t.undo_lead(by.lang.number(all))),
        warning: (touched > 0).then(|| t.undo_touched(by.lang.number(touched))),
        problem,
    };
    page_with(status, &shown)
}

/// Begins to undo it.
pub async fn undo(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let (t, whole) = (RosterWords(by.lang), found.clone());
    match state.db.write(by.actor(), move |tx| batch::begin_undoing(tx, &whole)).await {
        Ok(()) => Ok(see_other(format!("/rosters/{}", found.id))),
        Err(Refusal::Problems(why)) => {
            let why = if why == Refused::TooLate { t.too_late() } else { t.meanwhile() };
            undo_page(&by, &state, found, Some(why), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}
