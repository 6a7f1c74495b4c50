//! Bodies: every form is read whole before anything else looks at it, within a size and a time.

use super::upload;
use crate::error::Error;
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::{Payload, ServiceRequest},
    http::{Method, header},
    web::Bytes,
};
use serde::de::DeserializeOwned;
use std::{
    future::{Ready, ready},
    time::Duration,
};
use tokio::time::timeout;

/// The largest form, in bytes: a list of all cadres of a county, percent-encoded.
const LARGEST: usize = 512 * 1024;

/// A form's body as it came, kept while the request is answered.
#[derive(Clone)]
pub struct Typed(pub Bytes);

/// A form that met a session's end: it is carried through sign-in and offered again.
#[derive(Clone)]
pub struct HalfWritten {
    pub path: String,
    pub body: Bytes,
}

/// Reads the body of a form into the request; other requests have none that matters, and one with a file is read by whoever
/// takes it.
pub async fn read_body(req: &mut ServiceRequest, seconds: u64) -> Result<(), Error> {
    if req.method() != Method::POST || upload::carries_file(req) {
        return Ok(());
    }
    let declared = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > LARGEST) {
        return Err(Error::TooLarge);
    }
    let reading = actix_web::body::to_bytes_limited(body_of(req), LARGEST);
    let read = timeout(Duration::from_secs(seconds), reading).await.map_err(|_| Error::TooSlow)?;
    let bytes = read.map_err(|_| Error::TooLarge)?.map_err(|_| Error::BadRequest)?;
    req.extensions_mut().insert(Typed(bytes));
    Ok(())
}

fn body_of(req: &mut ServiceRequest) -> actix_web::body::BodyStream<Payload> {
    actix_web::body::BodyStream::new(req.take_payload())
}

/// A form, read by its field names; unreadable bytes are a bad request, wrong values are not: those are parsed later.
pub struct Form<T> {
    pub fields: T,
    /// The bytes as sent: what makes two submissions the same.
    pub raw: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req))
    }
}

fn parse<T: DeserializeOwned>(req: &HttpRequest) -> Result<Form<T>, Error> {
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let raw = req.extensions().get::<Typed>().map(|typed| typed.0.clone()).ok_or(Error::BadRequest)?;
    // A form in which nothing was chosen is no bytes at all, and some say of no bytes no kind.
    if !raw.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Error::BadRequest);
    }
    if !is_utf8_form(&raw) {
        return Err(Error::BadRequest);
    }
    let fields = serde_html_form::from_bytes(&raw).map_err(|_| Error::BadRequest)?;
    Ok(Form { fields, raw })
}

/// Whether the percent-decoded form is UTF-8; the decoder itself would replace what is not.
fn is_utf8_form(raw: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    std::str::from_utf8(&decoded).is_ok()
}
