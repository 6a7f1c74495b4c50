//! Slips: start codes to cut out and hand over, by village, shown once.

use super::text::SlipWords;
use crate::{
    accounts::{Reader, Seat, staffing::Slip},
    error::Error,
    web::{Frame, State, page},
};
use actix_web::HttpResponse;
use askama::Template;

/// One slip of paper.
struct SlipView {
    name: String,
    post: String,
    username: String,
    code: String,
    until: String,
}

/// The slips of one place: a sheet of their own.
struct Sheet {
    place: String,
    slips: Vec<SlipView>,
}

#[derive(Template)]
#[template(path = "office/slips.html")]
struct SlipsPage {
    frame: Frame,
    t: SlipWords,
    how: String,
    sheets: Vec<Sheet>,
    /// Rows of a list that were not made, to be mended: how many, and the rows.
    rest: usize,
    left: String,
}

/// The page of slips: the only time their codes are seen.
pub fn slips_page(
    by: &Reader,
    state: &State,
    slips: Vec<Slip>,
    rest: usize,
    left: String,
) -> Result<HttpResponse, Error> {
    let t = SlipWords(by.lang);
    let origin = state.config.origin();
    let host = origin.split("://").last().unwrap_or_default();
    let how = t.how(host);
    page(&SlipsPage { frame: by.frame("/accounts"), t, how, sheets: sheets(by, state, slips), rest, left })
}

fn sheets(by: &Reader, state: &State, mut slips: Vec<Slip>) -> Vec<Sheet> {
    slips.sort_by_cached_key(|slip| (slip.seat.as_ref().map(Seat::stem), slip.username.clone()));
    let t = SlipWords(by.lang);
    let today = state.db.clock().today();
    let mut sheets: Vec<Sheet> = Vec::new();
    for slip in slips {
        let role = slip.seat.as_ref().map_or("", |seat| by.lang.role(seat.role()));
        let place = if slip.place.is_empty() { t.offices().to_owned() } else { slip.place };
        let view = SlipView {
            name: slip.name,
            post: format!("{place} {role}"),
            username: slip.username,
            code: slip.code.shown(),
            until: t.until(by.lang.day(slip.until, today)),
        };
        match sheets.last_mut() {
            Some(sheet) if sheet.place == place => sheet.slips.push(view),
            _ => sheets.push(Sheet { place, slips: vec![view] }),
        }
    }
    sheets
}
