//! The stylesheet, the script and the pictures: embedded, compressed once, named by their hash.

use super::{Route, Who};
use crate::error::Error;
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{io::Write, sync::LazyLock};

struct Asset {
    name: &'static str,
    kind: &'static str,
    path: String,
    plain: &'static [u8],
    gzip: Vec<u8>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("app.css", "text/css; charset=utf-8", include_bytes!("../../templates/assets/app.css")),
        asset("app.js", "text/javascript; charset=utf-8", include_bytes!("../../templates/assets/app.js")),
        asset("icon.svg", "image/svg+xml", include_bytes!("../../templates/assets/icon.svg")),
    ]
});

fn asset(name: &'static str, kind: &'static str, plain: &'static [u8]) -> Asset {
    let hash: String = Sha256::digest(plain)[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; were it to, the plain bytes are served.
    let gzip = encoder.write_all(plain).and_then(|()| encoder.finish()).unwrap_or_default();
    Asset { name, kind, path: format!("/assets/{hash}/{name}"), plain, gzip }
}

/// The address of an asset, with its hash; `/` for a name that does not exist (a test opens each).
pub fn asset_path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/", |asset| asset.path.as_str())
}

/// The routes of this module.
pub const ROUTES: &[Route] = &[
    Route::get("/assets/{hash}/{name}", Who::Everybody, || web::route().to(show)),
    Route::get("/favicon.ico", Who::Everybody, || web::route().to(favicon)),
];

async fn show(req: HttpRequest) -> Result<HttpResponse, Error> {
    let asset = ASSETS.iter().find(|asset| asset.path == req.path()).ok_or(Error::NotFound)?;
    Ok(answer(&req, asset))
}

async fn favicon(req: HttpRequest) -> Result<HttpResponse, Error> {
    let asset = ASSETS.iter().find(|asset| asset.name == "icon.svg").ok_or(Error::NotFound)?;
    Ok(answer(&req, asset))
}

fn answer(req: &HttpRequest, asset: &'static Asset) -> HttpResponse {
    let accepted =
        req.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, asset.kind))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    if accepted.contains("gzip") && !asset.gzip.is_empty() {
        return answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(asset.gzip.as_slice());
    }
    answer.body(asset.plain)
}
