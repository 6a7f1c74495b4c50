//! The registrations decided within the days for which it can be undone, and those passed on that still wait elsewhere.

use super::{list_pages::Item, lists, model::Decider, queries, text::ReviewWords};
use crate::{
    accounts::Keeper,
    clock::{county_day, county_time},
    db::Conn,
    domain::{RegistrationId, Role},
    error::Error,
    registrations::{Registration, RegistrationState},
    territories,
    web::{Frame, PAGE_ROWS, Page, Route, State, Who, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] =
    &[Route::get("/registrations/decided", Who::Roles(&[Role::Cadre, Role::Township]), || {
        route().to(decided)
    })];

#[derive(Template)]
#[template(path = "registrations/decided.html")]
struct DecidedPage {
    frame: Frame,
    t: ReviewWords,
    items: Vec<Item>,
    passed: Vec<Item>,
    next: Option<String>,
    next_passed: Option<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    /// The last one of the page before.
    after: String,
    /// The last one of the page before among those passed on.
    passed: String,
}

async fn decided(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let after = asked.after.parse::<RegistrationId>().ok();
    let after_passed = asked.passed.parse::<RegistrationId>().ok();
    let (decider, now, today) = (Decider::of(&by)?, state.db.clock().now(), state.db.clock().today());
    let (decided, passed, has_more, next_passed) = state
        .db
        .report(move |conn| {
            let with_place = |conn: &mut Conn, found: Registration| {
                let village = territories::division(conn, found.village_code.as_str())?;
                let who = queries::decided_by(conn, &found)?.unwrap_or_default();
                Ok::<_, Error>((found, village.map(|division| division.name).unwrap_or_default(), who))
            };
            let found = lists::decided(conn, decider.scope, now, after, PAGE_ROWS as i64 + 1)?;
            let Page { rows, has_more } = Page::from_rows(found);
            // Each list has its own pages: whoever turns those of one reads the other from its start.
            let (passed, next_passed) = lists::passed_on(conn, decider.scope, now, after_passed)?;
            let mut named = |rows: Vec<Registration>| {
                rows.into_iter().map(|row| with_place(conn, row)).collect::<Result<Vec<_>, Error>>()
            };
            Ok::<_, Error>((named(rows)?, named(passed)?, has_more, next_passed))
        })
        .await?;
    let (lang, t) = (by.lang, ReviewWords(by.lang));
    let item = |(found, village, who): &(Registration, String, String), is_passed: bool| {
        let words = match found.state {
            RegistrationState::Accepted => ("ok", t.state_accepted()),
            RegistrationState::Joined => ("ok", t.state_joined()),
            RegistrationState::TurnedDown => ("dead", t.state_turned_down()),
            RegistrationState::Waiting => ("due", t.state_waiting()),
        };
        let at = found.decided_at.map(|at| lang.moment(county_time(at), today)).unwrap_or_default();
        let passed_on = found.passed_at.map(|at| lang.day(county_day(at), today)).unwrap_or_default();
        Item {
            id: found.id.to_string(),
            name: found.name.clone(),
            mark: (words.0, words.1.to_owned()),
            about: if is_passed { String::new() } else { village.clone() },
            when: if is_passed { t.passed_to(village, passed_on) } else { t.decided_by(who, at) },
            forms: None,
            phone: None,
            is_new: false,
            take_back: is_passed.then(|| format!("/registrations/{}/take-back", found.id)),
        }
    };
    page(&DecidedPage {
        frame: by.frame("/registrations"),
        t,
        items: decided.iter().map(|row| item(row, false)).collect(),
        passed: passed.iter().map(|row| item(row, true)).collect(),
        next: decided
            .last()
            .filter(|_| has_more)
            .map(|(found, ..)| format!("/registrations/decided?after={}", found.id)),
        next_passed: next_passed.map(|id| format!("/registrations/decided?passed={id}#passed")),
    })
}
