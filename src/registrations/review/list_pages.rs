//! The registrations that wait, oldest first, and those decided lately.

use super::{
    actions,
    form::ManyForm,
    model::Decider,
    queries,
    text::{CompareWords, ReviewWords},
};
use crate::{
    accounts::Keeper,
    clock::{county_day, county_time},
    db::Conn,
    domain::{PhoneNumber, RegistrationId, Role},
    error::{Error, Refusal},
    registrations::{self, Registration, RegistrationState, registration_phone_place},
    residents::Alike,
    seal::Keys,
    territories,
    web::{Form, Frame, PAGE_ROWS, Page, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query, route},
};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/registrations", KEEPERS, || route().to(waiting)),
    Route::get("/registrations/decided", KEEPERS, || route().to(decided)),
    Route::post("/registrations/accept", KEEPERS, || route().to(accept_many)),
];

/// Most registrations named as passed on and not decided yet.
const PASSED: i64 = 100;

/// A registration as a list shows it.
struct Item {
    id: String,
    name: String,
    /// The shape and words of its mark.
    mark: (&'static str, String),
    about: String,
    when: String,
    /// The number: to dial, and as it shows.
    phone: Option<(String, String)>,
    /// Whether it may be accepted together with others: somebody nobody on file is like.
    is_new: bool,
    /// Where it is taken back, for one that was passed on.
    take_back: Option<String>,
}

#[derive(Template)]
#[template(path = "registrations/index.html")]
struct WaitingPage {
    frame: Frame,
    t: ReviewWords,
    title: String,
    lead: &'static str,
    items: Vec<Item>,
    may_tick: bool,
    next: Option<String>,
    done: Option<(String, Option<String>)>,
    said: Said,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    /// What was just done: the registration, or how many.
    done: String,
    /// `passed` where it was passed on, `back` where it was taken back; else it was decided, or that was undone.
    act: String,
    many: String,
    missed: String,
}

/// A registration with what a list says of it.
struct Listed {
    registration: Registration,
    alike: Vec<Alike>,
    village: String,
}

fn listed(conn: &mut Conn, keys: &Keys, by: &Decider, registration: Registration) -> Result<Listed, Error> {
    let alike = queries::candidates(conn, keys, by.scope, &registration)?;
    let village = territories::division(conn, registration.village_code.as_str())?;
    Ok(Listed { registration, alike, village: village.map(|division| division.name).unwrap_or_default() })
}

async fn waiting(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    page(&waiting_page(&by, &state, asked.into_inner(), Said::default()).await?)
}

async fn waiting_page(by: &Keeper, state: &State, asked: Asked, said: Said) -> Result<WaitingPage, Error> {
    let (decider, keys, now) = (Decider::of(by)?, state.keys.clone(), state.db.clock().now());
    let today = county_day(now);
    let after = asked.after.parse::<RegistrationId>().ok();
    let done = asked.done.parse::<RegistrationId>().ok();
    let (rows, has_more, count, done) = state
        .db
        .report(move |conn| {
            let limit = PAGE_ROWS as i64 + 1;
            let found = match decider.role {
                Role::Township => queries::waiting_for_township(conn, decider.scope, today, limit)?,
                _ => registrations::waiting(conn, decider.scope, after, limit)?,
            };
            let Page { rows, has_more } = Page::from_rows(found);
            let rows: Vec<Listed> = rows
                .into_iter()
                .map(|row| listed(conn, &keys, &decider, row))
                .collect::<Result<_, Error>>()?;
            let count = count(conn, &decider, today)?;
            let done = done.map(|id| just_done(conn, &decider, id, now)).transpose()?.flatten();
            Ok::<_, Error>((rows, has_more, count, done))
        })
        .await?;
    let t = ReviewWords(by.lang);
    let last = rows.last().filter(|_| has_more && decider.role == Role::Cadre);
    let next = last.map(|row| format!("/registrations?after={}", row.registration.id));
    let items: Vec<Item> = rows.iter().map(|row| item(row, by, state, today)).collect();
    Ok(WaitingPage {
        frame: by.frame("/registrations"),
        t,
        title: title(count, t),
        lead: if decider.role == Role::Township { t.township_lead() } else { t.lead() },
        may_tick: items.iter().filter(|item| item.is_new).count() > 1,
        items,
        next,
        done: done.map(|found| done_words(&found, &asked.act, t)).or_else(|| many_words(&asked, t)),
        said,
    })
}

/// How many wait for this reader; counting stops above a hundred.
fn count(conn: &mut Conn, by: &Decider, today: NaiveDate) -> Result<i64, Error> {
    match by.role {
        Role::Township => {
            Ok(queries::waiting_for_township(conn, by.scope, today, queries::COUNTED + 1)?.len() as i64)
        }
        _ => registrations::count_waiting(conn, by.scope, queries::COUNTED + 1),
    }
}

fn title(count: i64, t: ReviewWords) -> String {
    match count {
        0 => t.nothing_title().to_owned(),
        1 => t.waiting_one().to_owned(),
        n if n > queries::COUNTED => t.waiting_more(queries::COUNTED),
        n => t.waiting_title(n),
    }
}

/// A registration this reader has just decided or passed on, and the village it is in now.
struct JustDone {
    registration: Registration,
    village: String,
    is_passed_on: bool,
}

fn just_done(
    conn: &mut Conn,
    by: &Decider,
    id: RegistrationId,
    now: NaiveDateTime,
) -> Result<Option<JustDone>, Error> {
    let (found, is_passed_on) = match registrations::find(conn, by.scope, id) {
        Ok(found) => (found, false),
        Err(Error::NotFound) => match queries::find_passed_on(conn, by.scope, id, now) {
            Ok(found) => (found, true),
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        },
        Err(error) => return Err(error),
    };
    let village = territories::division(conn, found.village_code.as_str())?;
    let village = village.map(|division| division.name).unwrap_or_default();
    Ok(Some(JustDone { registration: found, village, is_passed_on }))
}

fn done_words(done: &JustDone, act: &str, t: ReviewWords) -> (String, Option<String>) {
    let (name, id) = (&done.registration.name, done.registration.id);
    let see = Some(format!("/registrations/{id}"));
    match done.registration.state {
        state if done.is_passed_on || state == RegistrationState::Waiting && act == "passed" => {
            (t.passed(name, &done.village), Some("/registrations/decided".to_owned()))
        }
        RegistrationState::Accepted => (t.accepted(name), see),
        RegistrationState::Joined => (t.joined(name), see),
        RegistrationState::TurnedDown => (t.turned_down(name), see),
        RegistrationState::Waiting if act == "back" => (t.taken_back(name), None),
        RegistrationState::Waiting => (t.undone(name), None),
    }
}

fn many_words(asked: &Asked, t: ReviewWords) -> Option<(String, Option<String>)> {
    let many: usize = asked.many.parse().ok()?;
    let missed: usize = asked.missed.parse().unwrap_or(0);
    let missed = if missed > 0 { t.some_decided(missed) } else { String::new() };
    Some((t.accepted_many(many) + &missed, Some("/registrations/decided".to_owned())))
}

fn item(listed: &Listed, by: &Keeper, state: &State, today: NaiveDate) -> Item {
    let (found, lang, t) = (&listed.registration, by.lang, ReviewWords(by.lang));
    let like = listed.alike.iter().find(|other| !other.evidence.is_empty()).or(listed.alike.first());
    let mark = match like {
        Some(other) => ("due", t.looks_like(&other.row.0.name)),
        None => ("new", t.looks_new().to_owned()),
    };
    let at = lang.moment(county_time(found.sent_at), today);
    let by_day = lang.day(found.decide_by, today);
    let deadline = if found.decide_by < today { t.is_late(by_day) } else { t.until(by_day) };
    let village = if by.role() == Some(Role::Township) { listed.village.as_str() } else { "" };
    let about = [village, &found.place, &found.work].into_iter().filter(|part| !part.is_empty());
    Item {
        id: found.id.to_string(),
        name: found.name.clone(),
        mark,
        about: about.collect::<Vec<_>>().join(CompareWords(lang).and()),
        when: [t.sent(at), deadline].join(if lang == crate::i18n::Lang::Zh { "，" } else { ", " }),
        phone: phone(found, state),
        is_new: like.is_none(),
        take_back: None,
    }
}

fn phone(found: &Registration, state: &State) -> Option<(String, String)> {
    let shown = found.phone.masked(&state.keys, registration_phone_place(found.id), PhoneNumber::masked)?;
    let number = registrations::dial(&state.keys, found)?;
    Some((number.canonical().to_owned(), shown))
}

async fn accept_many(by: Keeper, state: Data<State>, form: Form<ManyForm>) -> Result<HttpResponse, Error> {
    let ids = match form.fields.parse() {
        Ok(ids) => ids,
        Err(problems) => return many_again(&by, &state, problems).await,
    };
    let (decider, keys) = (Decider::of(&by)?, state.keys.clone());
    let (mut many, mut missed) = (0, 0);
    for id in ids.into_iter().take(PAGE_ROWS) {
        let keys = keys.clone();
        let accepted =
            state.db.write(by.actor(), move |tx| actions::accept(tx, &keys, decider, id).map(drop)).await;
        match accepted {
            Ok(()) => many += 1,
            Err(Refusal::Problems(_) | Refusal::Error(Error::NotFound)) => missed += 1,
            Err(Refusal::Error(error)) => return Err(error),
        }
    }
    Ok(see_other(format!("/registrations?many={many}&missed={missed}")))
}

async fn many_again(by: &Keeper, state: &State, problems: Problems) -> Result<HttpResponse, Error> {
    let shown = waiting_page(by, state, Asked::default(), problems.said(by.lang)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

#[derive(Template)]
#[template(path = "registrations/decided.html")]
struct DecidedPage {
    frame: Frame,
    t: ReviewWords,
    items: Vec<Item>,
    passed: Vec<Item>,
    next: Option<String>,
}

async fn decided(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let after = asked.after.parse::<RegistrationId>().ok();
    let (decider, now, today) = (Decider::of(&by)?, state.db.clock().now(), state.db.clock().today());
    let (decided, passed, has_more) = state
        .db
        .report(move |conn| {
            let with_place = |conn: &mut Conn, found: Registration| {
                let village = territories::division(conn, found.village_code.as_str())?;
                let who = queries::decided_by(conn, &found)?.unwrap_or_default();
                Ok::<_, Error>((found, village.map(|division| division.name).unwrap_or_default(), who))
            };
            let found = queries::decided(conn, decider.scope, now, after, PAGE_ROWS as i64 + 1)?;
            let Page { rows, has_more } = Page::from_rows(found);
            let passed = match after {
                None => queries::passed_on(conn, decider.scope, now, PASSED)?,
                Some(_) => Vec::new(),
            };
            let mut named = |rows: Vec<Registration>| {
                rows.into_iter().map(|row| with_place(conn, row)).collect::<Result<Vec<_>, Error>>()
            };
            Ok::<_, Error>((named(rows)?, named(passed)?, has_more))
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
    })
}
