//! Opening the personal link: it asks for what only its owner knows, then leaves the address bar.

use super::text::OpenWords;
use crate::{
    accounts::public_frame,
    domain::{Actor, Problem},
    error::Error,
    links::{self, Attempt, Key, Link, OpensBy, VisitToken, visit_cookie, visitor_of},
    web::{Form, Frame, Problems, Route, Said, State, Who, page_with, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/my/{token}", Who::Everybody, || route().to(ask)),
    Route::post("/my/{token}", Who::Everybody, || route().to(open)),
];

#[derive(Template)]
#[template(path = "my/open.html")]
struct OpenPage {
    frame: Frame,
    t: OpenWords,
    token: String,
    label: &'static str,
    hint: &'static str,
    attrs: &'static str,
    /// Minutes to wait, after too many wrong tries.
    wait: Option<u32>,
    said: Said,
}

/// A link that opens no more: replaced, dead, or not written out in full.
#[derive(Template)]
#[template(path = "my/gone.html")]
struct GonePage {
    frame: Frame,
    t: OpenWords,
    title: &'static str,
    why: &'static str,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct OpenForm {
    opening: String,
}

/// The link behind a token; `None` for whatever is no token at its present serial.
async fn link_of(state: &State, token: &str) -> Result<Option<Link>, Error> {
    let (keys, token) = (state.keys.clone(), token.to_owned());
    state.db.read(move |conn| links::of_token(conn, &keys, &token)).await
}

async fn ask(req: HttpRequest, state: Data<State>, path: Path<String>) -> Result<HttpResponse, Error> {
    let Some(link) = link_of(&state, &path).await? else { return gone(&req, &state, false).await };
    if visitor_of(&req).await?.is_some_and(|visitor| visitor.link == link.id) {
        return Ok(see_other("/my"));
    }
    if link.is_dead() {
        return gone(&req, &state, true).await;
    }
    page_with(StatusCode::OK, &open_page(&req, &state, &path, link.opens_by).await?)
}

async fn open(
    req: HttpRequest,
    state: Data<State>,
    path: Path<String>,
    form: Form<OpenForm>,
) -> Result<HttpResponse, Error> {
    let Some(link) = link_of(&state, &path).await? else { return gone(&req, &state, false).await };
    let mut shown = open_page(&req, &state, &path, link.opens_by).await?;
    let key = match Key::parse(link.opens_by, &form.fields.opening) {
        Ok(key) => key,
        Err(problem) => return again(shown, problem),
    };
    let (keys, token, visit) = (state.keys.clone(), path.into_inner(), VisitToken::fresh());
    let cookie = visit_cookie(&state, Some(&visit));
    let tried = state
        .db
        .write(Actor::System, move |tx| links::open(tx, &keys, (link.id, &token), &key, &visit))
        .await?;
    match tried {
        Attempt::Opened => {
            let mut answer = see_other("/my");
            answer.add_cookie(&cookie).map_err(Error::internal)?;
            Ok(answer)
        }
        Attempt::Wrong => again(shown, Problem::KeyWrong),
        Attempt::Dead => gone(&req, &state, true).await,
        Attempt::Wait(seconds) => {
            shown.wait = Some(seconds.div_ceil(60));
            let mut answer = page_with(StatusCode::TOO_MANY_REQUESTS, &shown)?;
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
            Ok(answer)
        }
    }
}

fn again(mut shown: OpenPage, problem: Problem) -> Result<HttpResponse, Error> {
    shown.said = Problems::one("opening", problem).said(shown.frame.lang);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn open_page(req: &HttpRequest, state: &State, token: &str, by: OpensBy) -> Result<OpenPage, Error> {
    let frame = Frame { path: format!("/my/{token}"), ..public_frame(req, state).await? };
    let t = OpenWords(frame.lang);
    let (label, hint, attrs) = match by {
        OpensBy::IdNumber => {
            (t.id_number(), t.id_hint(), "autocomplete=\"off\" maxlength=\"18\" class=\"short\"")
        }
        OpensBy::BirthDate => (t.birth_date(), t.birth_hint(), "autocomplete=\"off\" class=\"short\""),
        OpensBy::Code => (
            t.code(),
            t.code_hint(),
            "autocomplete=\"off\" inputmode=\"numeric\" maxlength=\"7\" class=\"short\"",
        ),
    };
    Ok(OpenPage { frame, t, token: token.to_owned(), label, hint, attrs, wait: None, said: Said::default() })
}

async fn gone(req: &HttpRequest, state: &State, is_dead: bool) -> Result<HttpResponse, Error> {
    let frame = Frame { path: "/".to_owned(), ..public_frame(req, state).await? };
    let t = OpenWords(frame.lang);
    let (title, why) = if is_dead { (t.dead(), t.dead_why()) } else { (t.gone(), t.gone_why()) };
    let status = if is_dead { StatusCode::GONE } else { StatusCode::NOT_FOUND };
    page_with(status, &GonePage { frame, t, title, why })
}
