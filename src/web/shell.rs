//! The shell round every request: body, origin, error page, headers, one line in the log.

use super::{
    State,
    body::{self, HalfWritten, Typed},
    errors, is_same_site,
};
use crate::{error::Error, i18n::Lang};
use actix_web::{
    HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use std::time::Instant;

/// The cookie that keeps the reader's language.
pub const LANGUAGE_COOKIE: &str = "lang";

/// Answers a request inside the shell; always an answer, never an error.
pub async fn shell(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let began = Instant::now();
    let mut answer = match admit(&mut req).await {
        Ok(()) => next.call(req).await?.map_into_boxed_body(),
        Err(error) => req.error_response(error),
    };
    if let Some(page) = errors::page_for(&answer) {
        answer = answer.into_response(page);
    }
    let http = answer.request().clone();
    dress(&http, answer.headers_mut());
    log(&http, answer.status(), began);
    Ok(answer)
}

/// What every request must pass before a handler sees it.
async fn admit(req: &mut ServiceRequest) -> Result<(), Error> {
    let state = req.app_data::<web::Data<State>>().cloned().ok_or_else(|| Error::internal("no state"))?;
    if !is_same_site(req.method(), req.headers(), &state.config.origin()) {
        return Err(Error::OtherSite);
    }
    if req.query_string().contains("%00") {
        return Err(Error::BadRequest); // no text has such a character, and PostgreSQL keeps none
    }
    if req.path().contains("%00") {
        return Err(Error::NotFound);
    }
    body::read_body(req, state.config.body_seconds).await
}

/// The form of a request that nobody was signed in for.
pub fn half_written(req: &HttpRequest) -> Option<HalfWritten> {
    if req.method() != Method::POST {
        return None;
    }
    let body = req.extensions().get::<Typed>()?.0.clone();
    Some(HalfWritten { path: req.path().to_owned(), body })
}

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Security headers on every answer; pages are kept nowhere unless they say otherwise.
fn dress(req: &HttpRequest, headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let is_https = req.app_data::<web::Data<State>>().is_some_and(|state| state.config.is_https());
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

/// One line: what was asked by its pattern (paths and queries can carry names), how it ended, how long it took.
fn log(req: &HttpRequest, status: StatusCode, began: Instant) {
    let route = req.match_pattern().unwrap_or_else(|| "-".to_owned());
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(method = %req.method(), route, status = status.as_u16(), micros, "request");
}

/// The reader's language: as chosen, else as the browser asks.
pub fn language(req: &HttpRequest) -> Lang {
    let chosen = req.cookie(LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value()));
    let asked = || {
        req.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Lang::accepted)
    };
    chosen.or_else(asked).unwrap_or_default()
}

/// The address a request comes from; a proxy's word is taken only where the settings say there is one.
pub fn client_address(req: &HttpRequest, state: &State) -> String {
    let forwarded = req.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let said = forwarded
        .and_then(|list| list.rsplit(',').next())
        .map(str::trim)
        .filter(|_| state.config.behind_proxy);
    match said {
        Some(address) => address.to_owned(),
        None => req.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default(),
    }
}
