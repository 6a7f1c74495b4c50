//! The one-tap check-ins, and leaving.

use super::actions::{self, Tap};
use crate::{
    db::submissions::Submission,
    domain::CheckInId,
    error::Error,
    links::{self, Visitor, visit_cookie},
    web::{Form, Route, State, Who, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, route},
};

pub const ROUTES: &[Route] = &[
    Route::post("/my/check-ins", Who::Everybody, || route().to(check_in)),
    Route::post("/my/leave", Who::Everybody, || route().to(leave)),
];

/// What was tapped.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct TapForm {
    idempotency_key: String,
    tap: String,
    /// The channel whose number still works, if that was ticked.
    confirmed: String,
}

async fn check_in(by: Visitor, state: Data<State>, form: Form<TapForm>) -> Result<HttpResponse, Error> {
    let typed = form.fields;
    let tap = Tap::parse(&typed.tap).ok_or(Error::BadRequest)?;
    let confirmed = match typed.confirmed.as_str() {
        "" => None,
        channel => Some(channel.parse().map_err(|_| Error::BadRequest)?),
    };
    let (id, leads_to) = (CheckInId(state.db.next_id()), format!("/my?done={}", tap.as_str()));
    let (sent, to) = (Submission::new(by.link, &typed.idempotency_key, &form.raw), leads_to.clone());
    let what = (tap, confirmed);
    state.db.write(by.actor(), move |tx| actions::check_in(tx, &by, id, what, &sent, &to)).await?;
    Ok(see_other(leads_to))
}

/// "Not me", or a telephone that is not one's own: the visit ends, the link stays.
async fn leave(req: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    if let Some(by) = links::visitor_of(&req).await? {
        state.db.write(by.actor(), move |tx| links::end(tx, &by)).await?;
    }
    let mut answer = see_other("/");
    answer.add_cookie(&visit_cookie(&state, None)).map_err(Error::internal)?;
    Ok(answer)
}
