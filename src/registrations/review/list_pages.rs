//! The registrations that wait, oldest first, and those decided lately.

use super::{
    actions,
    form::ManyForm,
    lists,
    model::Decider,
    queries,
    same_person::{self, Likeness},
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
    Route::post("/registrations/accept", KEEPERS, || route().to(accept_many)),
];

/// Most pages of forms that are looked through for the entries of one: a stranger may send hundreds in one name.
const MOST_LOOKED_THROUGH: usize = 5;

/// A registration as a list shows it.
pub(super) struct Item {
    pub id: String,
    pub name: String,
    /// The shape and words of its mark.
    pub mark: (&'static str, String),
    pub about: String,
    pub when: String,
    /// How many forms of this person wait, where it is more than this one.
    pub forms: Option<String>,
    /// The number: to dial, and as it shows.
    pub phone: Option<(String, String)>,
    /// Whether it may be accepted together with others: somebody nobody on file is like.
    pub is_new: bool,
    /// Where it is taken back, for one that was passed on.
    pub take_back: Option<String>,
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
    forms: usize,
    alike: Vec<Alike>,
    village: String,
}

fn listed(conn: &mut Conn, keys: &Keys, by: &Decider, registration: Registration) -> Result<Listed, Error> {
    let alike = queries::candidates(conn, keys, by.scope, &registration)?;
    let village = territories::division(conn, registration.village_code.as_str())?;
    let village = village.map(|division| division.name).unwrap_or_default();
    let forms = same_person::count_forms(conn, &registration)?;
    Ok(Listed { registration, forms, alike, village })
}

/// The entries of one page after a registration, each person by the oldest of their forms; and after which one the next
/// page comes, if there is one.
fn entries(
    conn: &mut Conn,
    by: &Decider,
    today: NaiveDate,
    mut after: Option<RegistrationId>,
) -> Result<(Vec<Registration>, Option<RegistrationId>), Error> {
    let mut entries = Vec::new();
    for _ in 0..MOST_LOOKED_THROUGH {
        let found = lists::waiting_after(conn, by.scope, today, after, PAGE_ROWS as i64 + 1)?;
        let Page { rows, has_more } = Page::from_rows(found);
        for row in rows {
            if entries.len() == PAGE_ROWS {
                return Ok((entries, after));
            }
            after = Some(row.id);
            if same_person::is_oldest(conn, &row)? {
                entries.push(row);
            }
        }
        if !has_more {
            return Ok((entries, None));
        }
    }
    Ok((entries, after))
}

async fn waiting(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    page(&waiting_page(&by, &state, asked.into_inner(), Said::default()).await?)
}

async fn waiting_page(by: &Keeper, state: &State, asked: Asked, said: Said) -> Result<WaitingPage, Error> {
    let (decider, keys, now) = (Decider::of(by)?, state.keys.clone(), state.db.clock().now());
    let today = county_day(now);
    let after = asked.after.parse::<RegistrationId>().ok();
    let done = asked.done.parse::<RegistrationId>().ok();
    let (rows, next, count, done) = state
        .db
        .report(move |conn| {
            let (rows, next) = entries(conn, &decider, today, after)?;
            let rows: Vec<Listed> = rows
                .into_iter()
                .map(|row| listed(conn, &keys, &decider, row))
                .collect::<Result<_, Error>>()?;
            let count = count(conn, &decider, today)?;
            let done = done.map(|id| just_done(conn, &decider, id, now)).transpose()?.flatten();
            Ok::<_, Error>((rows, next, count, done))
        })
        .await?;
    let t = ReviewWords(by.lang);
    let next = next.map(|id| format!("/registrations?after={id}"));
    let mut items: Vec<Item> = rows.iter().map(|row| item(row, by, state, today)).collect();
    // One alone is accepted on its own page: there is nobody to tick it together with.
    let may_tick = items.iter().filter(|item| item.is_new).count() > 1;
    items.iter_mut().for_each(|item| item.is_new &= may_tick);
    Ok(WaitingPage {
        frame: by.frame("/registrations"),
        t,
        title: title(count, t),
        lead: if decider.role == Role::Township { t.township_lead() } else { t.lead() },
        may_tick,
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
            Ok(lists::waiting_for_township(conn, by.scope, today, same_person::COUNTED + 1)?.len() as i64)
        }
        _ => registrations::count_waiting(conn, by.scope, same_person::COUNTED + 1),
    }
}

fn title(count: i64, t: ReviewWords) -> String {
    match count {
        0 => t.nothing_title().to_owned(),
        1 => t.waiting_one().to_owned(),
        n if n > same_person::COUNTED => t.waiting_more(same_person::COUNTED),
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
        Err(Error::NotFound) => match lists::find_passed_on(conn, by.scope, id, now) {
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
    let like = listed.alike.first();
    let mark = match like.and_then(|other| Some((same_person::likeness(found, other)?, &other.row.0.name))) {
        Some((Likeness::Close, name)) => ("due", t.looks_like(name)),
        Some((Likeness::Namesake, name)) => ("due", t.has_namesake(name)),
        Some((Likeness::SharedNumber, name)) => ("due", t.shares_number(name)),
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
        forms: same_person::forms_said(listed.forms, t),
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
