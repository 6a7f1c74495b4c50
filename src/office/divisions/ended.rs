//! A village that has ended: where it went, how far its people are, and the way back.

use super::text::DivisionWords;
use crate::{
    accounts::CountyAdministrator,
    error::Error,
    office::moves::{KindRow, MoveWords, Story},
    territories::Division,
    web::{Frame, State, page},
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "office/division_ended.html")]
struct EndedPage {
    frame: Frame,
    t: DivisionWords,
    m: MoveWords,
    division: Division,
    back: (String, String),
    ended: String,
    successor: Option<Division>,
    /// How far the background is, while it is at it.
    progress: Option<String>,
    kinds: Vec<KindRow>,
    moved_in_all: Option<String>,
    undo_until: Option<String>,
    notice: Option<&'static str>,
}

/// The page of a village that has ended.
pub fn ended_page(
    by: &CountyAdministrator,
    state: &State,
    division: Division,
    back: (String, String),
    story: Story,
    done: &str,
) -> Result<HttpResponse, Error> {
    let (lang, m, now) = (by.lang, MoveWords(by.lang), state.db.clock().now());
    let today = state.db.clock().today();
    let ended = division.ended_on.map(|day| m.ended(lang.day(day, today))).unwrap_or_default();
    page(&EndedPage {
        frame: by.frame("/divisions"),
        t: DivisionWords(lang),
        m,
        ended,
        back,
        progress: story.progress(by.lang),
        kinds: story.kinds(lang),
        moved_in_all: story.moved_in_all(lang),
        undo_until: story.undo_until(now).map(|day| m.until(lang.day(day, today))),
        notice: (done == "ended").then(|| m.begun()),
        successor: story.successor,
        division,
    })
}
