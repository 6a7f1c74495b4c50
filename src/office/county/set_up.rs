//! The one-time link on which a county's first administrator is made.

use super::text::SetUpWords;
use crate::{
    accounts::{self, FounderForm, Passwords},
    domain::{Actor, Problem},
    error::Error,
    seal::Keys,
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;
use subtle::ConstantTimeEq;

pub const SET_UP: &[Route] = &[
    Route::get("/set-up/{token}", Who::Everybody, || route().to(show)),
    Route::post("/set-up/{token}", Who::Everybody, || route().to(create)),
];

/// What only a holder of the key file can have printed: stored nowhere, dead as soon as there is an account.
fn token(keys: &Keys) -> String {
    keys.mac(&[b"set-up link"]).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The address of the page on which the first administrator is made; none once there is an account.
pub async fn set_up_address(state: &State) -> Result<Option<String>, Error> {
    let has_any = state.db.read(accounts::roll::has_any).await?;
    Ok((!has_any).then(|| format!("{}/set-up/{}", state.config.origin(), token(&state.keys))))
}

#[derive(Template)]
#[template(path = "office/set_up.html")]
struct SetUpPage {
    frame: Frame,
    t: SetUpWords,
    form: FounderForm,
    said: Said,
}

/// The page exists for this token, and only while there is no account.
async fn is_open(state: &State, typed: &str) -> Result<(), Error> {
    let is_right: bool = token(&state.keys).as_bytes().ct_eq(typed.as_bytes()).into();
    let has_any = state.db.read(accounts::roll::has_any).await?;
    if is_right && !has_any { Ok(()) } else { Err(Error::NotFound) }
}

async fn show(req: HttpRequest, state: Data<State>, typed: Path<String>) -> Result<HttpResponse, Error> {
    is_open(&state, &typed).await?;
    let frame = accounts::public_frame(&req, &state).await?;
    let form = FounderForm { username: "county".into(), ..FounderForm::default() };
    page(&SetUpPage { t: SetUpWords(frame.lang), frame, form, said: Said::default() })
}

async fn create(
    req: HttpRequest,
    state: Data<State>,
    passwords: Data<Passwords>,
    typed: Path<String>,
    form: Form<FounderForm>,
) -> Result<HttpResponse, Error> {
    is_open(&state, &typed).await?;
    let founder = match form.fields.parse() {
        Ok(founder) => founder,
        Err(problems) => return again(&req, &state, form.fields, &problems).await,
    };
    let hash = match passwords.hash(founder.password).await {
        Err(Error::Busy(_)) => {
            return again(&req, &state, form.fields, &Problems::one("password", Problem::Busy)).await;
        }
        hashed => hashed?,
    };
    let device = accounts::device(&req);
    let token = state
        .db
        .write(Actor::System, move |tx| {
            accounts::staffing::found(tx, &founder.name, &founder.username, &hash, device)
        })
        .await?;
    let mut answer = see_other("/settings");
    answer.add_cookie(&accounts::session_cookie(&state, &token, false)).map_err(Error::internal)?;
    Ok(answer)
}

/// The page once more, with what was typed but the password.
async fn again(
    req: &HttpRequest,
    state: &State,
    form: FounderForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let frame = accounts::public_frame(req, state).await?;
    let said = problems.said(frame.lang);
    let page = SetUpPage { t: SetUpWords(frame.lang), frame, form, said };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
