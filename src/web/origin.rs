//! Forms from other sites are refused: Fetch-Metadata first, then Origin, then Referer (no tokens).

use actix_web::http::{Method, header::HeaderMap};

/// Whether a request may change something: safe methods may always be sent, forms only from our own pages.
pub fn is_same_site(method: &Method, headers: &HeaderMap, origin: &str) -> bool {
    if method.is_safe() {
        return true;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return site == "same-origin";
    }
    let ours = host(origin);
    match header("origin") {
        Some(theirs) => ours.is_some() && host(theirs) == ours,
        None => header("referer").is_some_and(|theirs| ours.is_some() && host(theirs) == ours),
    }
}

fn host(url: &str) -> Option<&str> {
    url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(""))
}
