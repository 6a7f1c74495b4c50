//! How a registration stands, for whoever sent it: right after sending, and while its link leads to no record.

use super::{
    facts::{self, Fact, Reading},
    pages::{Asked, LOOKS, frame, locked, look_rows},
    text::{MyWords, SentWords},
};
use crate::{
    accounts,
    audit::{self, Look},
    clock::county_day,
    domain::PhoneNumber,
    error::Error,
    i18n::Lang,
    links::{self, Card, Link, LinkWords, Visitor},
    registrations::{self, Registration, RegistrationState, registration_phone_place},
    territories::{self, Offices},
    web::{Frame, Help, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, route},
};
use askama::Template;
use chrono::NaiveDate;

pub const ROUTES: &[Route] = &[Route::get("/my/registered", Who::Everybody, || route().to(registered))];

/// What a registration is shown with.
struct Sent {
    sent: Registration,
    offices: Offices,
    link: Link,
    looks: Vec<Look>,
    /// Whether the township rings, because nobody serves in the village now.
    is_townships: bool,
    /// Whether what became of it is locked: then nothing of it is shown.
    is_locked: bool,
}

async fn sent(by: &Visitor, state: &State, looks: i64) -> Result<Sent, Error> {
    let (by, today) = (by.clone(), state.db.clock().today());
    state
        .db
        .read(move |conn| {
            let sent = registrations::of_visitor(conn, &by)?;
            let offices = territories::offices(conn, sent.village_code)?;
            let link = links::find(conn, by.link)?;
            let looks = audit::looks_in(conn, &[sent.id.0], looks)?;
            let is_locked = registrations::is_locked(conn, &sent)?;
            let is_townships = accounts::cadre_posts(conn, sent.village_code, today)?.is_empty();
            Ok(Sent { sent, offices, link, looks, is_townships, is_locked })
        })
        .await
}

#[derive(Template)]
#[template(path = "my/registered.html")]
struct RegisteredPage {
    frame: Frame,
    t: SentWords,
    l: LinkWords,
    title: String,
    next: String,
    from: String,
    reference: String,
    card: Card,
}

/// Right after sending: what comes next, a number to quote, the link to keep.
async fn registered(by: Visitor, state: Data<State>) -> Result<HttpResponse, Error> {
    if by.registration().is_none() {
        return Ok(see_other("/my"));
    }
    let Sent { sent, offices, link, is_townships, is_locked, .. } = sent(&by, &state, LOOKS).await?;
    if is_locked || sent.state != RegistrationState::Waiting {
        return Ok(see_other("/my"));
    }
    let (t, lang) = (SentWords(by.lang), by.lang);
    let phone = sent.phone.masked(&state.keys, registration_phone_place(sent.id), PhoneNumber::masked);
    let rings = if is_townships { &offices.township.name } else { &offices.village.name };
    page(&RegisteredPage {
        frame: frame(&offices, lang),
        t,
        l: LinkWords(lang),
        title: t.sent_to(&sent.name, &offices.village.name),
        next: will_ring(&sent, is_townships, phone.unwrap_or_default(), lang, state.db.clock().today()),
        from: t.will_ring_by(rings),
        reference: sent.reference_in_groups(),
        card: Card::new(&state, &link, lang)?,
    })
}

/// By when somebody rings, and who.
fn will_ring(
    sent: &Registration,
    is_townships: bool,
    number: String,
    lang: Lang,
    today: NaiveDate,
) -> String {
    let (t, day, weekday) = (SentWords(lang), lang.day(sent.decide_by, today), lang.weekday(sent.decide_by));
    if is_townships { t.township_will_ring(day, weekday, number) } else { t.will_ring(day, weekday, number) }
}

#[derive(Template)]
#[template(path = "my/registration.html")]
struct RegistrationPage {
    frame: Frame,
    t: SentWords,
    m: MyWords,
    name: String,
    /// The shape and the words of how it stands.
    mark: (&'static str, String),
    says: Vec<String>,
    /// What the village said when it turned the registration down, with who says so.
    reason: Option<(String, String)>,
    ring: Option<Help>,
    is_waiting: bool,
    reference: String,
    facts: Vec<Fact>,
    looks: Vec<(String, String)>,
    has_more: bool,
}

pub(super) async fn registration(by: &Visitor, state: &State, asked: &Asked) -> Result<HttpResponse, Error> {
    let Sent { sent, offices, looks, is_townships, is_locked, .. } =
        sent(by, state, asked.looks() + 1).await?;
    if is_locked {
        return locked(&offices, by.lang);
    }
    if sent.state.is_taken_in() {
        // It was decided along with another form of its sender, whose link leads to the record.
        return Err(Error::LinkRequired);
    }
    let (lang, today) = (by.lang, state.db.clock().today());
    let (t, village) = (SentWords(lang), &offices.village.name);
    let is_waiting = sent.state == RegistrationState::Waiting;
    let is_late = is_waiting && sent.decide_by < today;
    let phone = sent.phone.masked(&state.keys, registration_phone_place(sent.id), PhoneNumber::masked);
    let mut says = Vec::new();
    if is_waiting {
        says.extend(sent.passed_from.map(|_| t.passed_on(village)));
        says.push(match is_late {
            true => t.late().to_owned(),
            false => will_ring(&sent, is_townships, phone.unwrap_or_default(), lang, today),
        });
    } else {
        says.push(t.turned_down_next().to_owned());
    }
    let reading = Reading { lang, keys: &state.keys, today };
    let mut facts = facts::of_registration(&sent, &offices, reading);
    facts.push((t.sent_on(), vec![lang.day(county_day(sent.sent_at), today)]));
    page(&RegistrationPage {
        frame: frame(&offices, lang),
        t,
        m: MyWords(lang),
        name: t.hello(&sent.name),
        mark: if is_waiting { ("new", t.waiting(village)) } else { ("dead", t.turned_down(village)) },
        says,
        reason: sent.reason.clone().filter(|_| !is_waiting).map(|words| (t.turned_down_why(village), words)),
        ring: Some(offices.nearest()).filter(|_| is_late || !is_waiting),
        is_waiting,
        reference: sent.reference_in_groups(),
        facts,
        has_more: looks.len() as i64 > asked.looks(),
        looks: look_rows(looks, asked.looks(), lang, today),
    })
}
