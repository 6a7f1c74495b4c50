//! Places whose names begin as somebody types: the same for everybody, so that anybody may ask and keep the answer.

use super::{Route, Who};
use crate::{error::Error, reference::places};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Query, route},
};

/// The route of the suggestions.
pub const ROUTES: &[Route] = &[Route::get("/places", Who::Everybody, || route().to(suggest))];

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// The full names of a few places, the likeliest first, as a JSON list.
async fn suggest(asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let names: Vec<String> = places::suggest(&asked.q).into_iter().map(|(_, name)| name).collect();
    let list = serde_json::to_string(&names).map_err(Error::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(list))
}
