//! Answers: pages and redirects.

use crate::error::Error;
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use askama::Template;

/// A page, 200.
pub fn page(template: &impl Template) -> Result<HttpResponse, Error> {
    page_with(StatusCode::OK, template)
}

/// A page under another status (a form with problems: 422).
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Error> {
    let html = template.render().map_err(Error::internal)?;
    Ok(HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(html))
}

/// Whether a text is a path of ours: to be led there leads to no other site.
pub fn is_own_path(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && !text.contains(char::is_control)
}

/// Sends the browser on after a form was taken.
pub fn see_other(address: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.as_ref()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}
