//! A registration that is decided: what became of it, and undoing that.

use super::{
    model::{Decider, Since},
    pages::opened,
    queries,
    text::ReviewWords,
    undo::{self, may_undo},
};
use crate::{
    accounts::Keeper,
    clock::county_time,
    domain::{RegistrationId, Role},
    error::{Error, Refusal},
    registrations::{self, RegistrationState},
    residents,
    web::{Frame, Route, Said, State, Who, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;

pub const ROUTES: &[Route] =
    &[Route::post("/registrations/{registration}/undo", Who::Roles(&[Role::Cadre, Role::Township]), || {
        route().to(undo_decision)
    })];

#[derive(Template)]
#[template(path = "registrations/done.html")]
struct DonePage {
    frame: Frame,
    t: ReviewWords,
    id: String,
    name: String,
    lead: String,
    reason: Option<String>,
    record: Option<String>,
    may_undo: bool,
    undo: String,
    said: Said,
}

pub(super) async fn decided_page(
    by: &Keeper,
    state: &State,
    id: RegistrationId,
    said: Said,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let (scope, now, today) = (by.scope()?, state.db.clock().now(), state.db.clock().today());
    let (found, who, person, since) = state
        .db
        .read(move |conn| {
            let found = registrations::find(conn, scope, id)?;
            let who = queries::decided_by(conn, &found)?.unwrap_or_default();
            let person = match found.resident_id.map(|resident| residents::find(conn, scope, resident)) {
                Some(Ok((person, ..))) => Some(person),
                Some(Err(Error::NotFound)) | None => None,
                Some(Err(error)) => return Err(error),
            };
            let since = match &person {
                Some(person) => queries::since(conn, person, &found, &undo::image(&found)?)?,
                None => Since::default(),
            };
            Ok::<_, Error>((found, who, person, since))
        })
        .await?;
    let (lang, t) = (by.lang, ReviewWords(by.lang));
    let (what, undoing) = match found.state {
        RegistrationState::Joined => (t.state_joined(), t.undo_join().to_owned()),
        RegistrationState::TurnedDown => (t.state_turned_down(), t.undo_turn_down().to_owned()),
        _ if since.is_nothing() => (t.state_accepted(), t.undo_accept().to_owned()),
        _ => (t.state_accepted(), t.undo_accept_used(since.check_ins)),
    };
    let at = found.decided_at.map(|at| lang.moment(county_time(at), today)).unwrap_or_default();
    let shown = DonePage {
        frame: by.frame("/registrations"),
        t,
        id: id.to_string(),
        name: found.name.clone(),
        lead: t.decided_lead(what, t.decided_by(who, at)),
        reason: found.reason.as_ref().map(|reason| t.told_reason(reason)),
        record: person.map(|person| format!("/residents/{}", person.id)),
        may_undo: may_undo(&found, now),
        undo: undoing,
        said,
    };
    page_with(status, &shown)
}

async fn undo_decision(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
) -> Result<HttpResponse, Error> {
    let (id, decider, keys) = (*path, Decider::of(&by)?, state.keys.clone());
    let done = state.db.write(by.actor(), move |tx| undo::undo(tx, &keys, decider, id)).await;
    match done {
        Ok(()) => Ok(see_other(format!("/registrations?done={id}"))),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Problems(problems)) => {
            opened(&by, &state, id).await?;
            decided_page(&by, &state, id, problems.said(by.lang), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
