//! The first of the resident's own pages: how the registration stands; once there is a record, the record.

use super::{
    facts::{self, Fact, Kept, Reading},
    sent_pages::registration,
    text::MyWords,
};
use crate::{
    accounts,
    audit::{self, Look},
    checkins::{self, Author, CheckIn},
    clock::{county_day, county_time},
    db::Conn,
    domain::CallReason,
    error::Error,
    i18n::Lang,
    links::Visitor,
    registrations,
    residents::{self, Channel, Destination, Details, Row, State as Standing},
    territories::{self, Offices},
    web::{Frame, Help, Route, State, Who, fresh_key, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query, route},
};
use askama::Template;
use chrono::NaiveDate;

pub const ROUTES: &[Route] = &[Route::get("/my", Who::Everybody, || route().to(show))];

/// Looks shown at first, and when all are asked for.
pub(super) const LOOKS: i64 = 3;
const ALL_LOOKS: i64 = 200;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: String,
    all: String,
}

impl Asked {
    pub(super) fn looks(&self) -> i64 {
        if self.all.is_empty() { LOOKS } else { ALL_LOOKS }
    }
}

async fn show(by: Visitor, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    match by.resident() {
        Some(_) => record(&by, &state, &asked).await,
        None => registration(&by, &state, &asked).await,
    }
}

/// The frame of a page for somebody who visits: the nearest office is whom to ring, and one can leave.
pub(super) fn frame(offices: &Offices, lang: Lang) -> Frame {
    Frame { is_visit: true, ..offices.frame(lang, "/my") }
}

/// Looks as a table of day and who.
pub(super) fn look_rows(looks: Vec<Look>, most: i64, lang: Lang, today: NaiveDate) -> Vec<(String, String)> {
    let t = MyWords(lang);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let row = |look: Look| {
        let role = look.role.map_or("", |role| lang.role(role));
        let who = match look.place.is_empty() {
            true => t.look_short(look.reader, role),
            false => t.look(look.reader, look.place, role),
        };
        let who = match &look.revealed {
            Some(seen) => t.revealed(who, seen.what(lang), &seen.reason),
            None => who,
        };
        (lang.moment(county_time(look.at), today), who)
    };
    looks.into_iter().take(most).map(row).collect()
}

/// Everything the page of a record reads.
struct Read {
    row: Row,
    details: Details,
    channels: Vec<Channel>,
    destinations: Vec<Destination>,
    offices: Offices,
    owner: Option<String>,
    /// Whether the township rings, because nobody serves in the village now.
    is_townships: bool,
    last: Option<(CheckIn, Option<Author>)>,
    looks: Vec<Look>,
}

fn read(conn: &mut Conn, by: &Visitor, today: NaiveDate, looks: i64) -> Result<Read, Error> {
    let row = residents::of_visitor(conn, by)?;
    let person = &row.0;
    let details = residents::details(conn, person)?;
    let mut seen = registrations::ids_of(conn, person)?;
    seen.push(person.id.0);
    Ok(Read {
        channels: residents::channels_of(conn, person)?,
        destinations: residents::destinations_of(conn, person)?,
        offices: territories::offices(conn, person.village_code)?,
        owner: accounts::holder(conn, person.owner_id, today)?,
        is_townships: accounts::cadre_posts(conn, person.village_code, today)?.is_empty(),
        last: checkins::last_contact(conn, person, &details)?,
        looks: audit::looks_in(conn, &seen, looks)?,
        details,
        row,
    })
}

#[derive(Template)]
#[template(path = "my/show.html")]
struct MyPage {
    frame: Frame,
    t: MyWords,
    name: String,
    key: String,
    /// What was just noted; and the number to ring if it is urgent.
    done: Option<(String, Option<Help>)>,
    /// What stands on top: a call that was asked for, a record that is closed.
    says: Vec<String>,
    /// The number they can confirm: its channel, and its ends.
    number: Option<(String, String)>,
    last: Option<String>,
    owner: String,
    ring: Help,
    facts: Vec<Fact>,
    looks: Vec<(String, String)>,
    has_more: bool,
}

#[derive(Template)]
#[template(path = "my/locked.html")]
struct LockedPage {
    frame: Frame,
    t: MyWords,
    ring: Help,
}

/// Nobody finds or opens a locked record, its owner neither: whom to ring about it.
pub(super) fn locked(offices: &Offices, lang: Lang) -> Result<HttpResponse, Error> {
    let county = &offices.county;
    let ring = Help { office: county.data_contact.clone(), phone: county.data_contact_phone.clone() };
    page(&LockedPage { frame: frame(offices, lang), t: MyWords(lang), ring })
}

async fn record(by: &Visitor, state: &State, asked: &Asked) -> Result<HttpResponse, Error> {
    let (lang, today) = (by.lang, state.db.clock().today());
    let (visitor, most) = (by.clone(), asked.looks());
    let read = state.db.read(move |conn| read(conn, &visitor, today, most + 1)).await?;
    let (t, offices, person) = (MyWords(lang), &read.offices, &read.row.0);
    if person.state == Standing::Locked {
        return locked(offices, lang);
    }
    let (row, details) = (&read.row, &read.details);
    let (channels, destinations) = (&read.channels, &read.destinations);
    let kept = Kept { row, details, channels, destinations, offices };
    let reading = Reading { lang, keys: &state.keys, today };
    page(&MyPage {
        frame: frame(offices, lang),
        t,
        name: t.hello(&person.name),
        key: fresh_key(),
        done: done(&asked.done, &read, t),
        says: says(&read, lang, today),
        number: facts::own_number(&kept, reading),
        last: read.last.as_ref().map(|last| t.last(last_words(last, lang, today))),
        owner: match &read.owner {
            Some(name) => t.owned_by(name, &offices.village.name),
            None => t.unowned(&offices.village.name),
        },
        ring: offices.nearest(),
        facts: facts::of_record(&kept, reading),
        has_more: read.looks.len() as i64 > most,
        looks: look_rows(read.looks, most, lang, today),
    })
}

/// Who will ring: the owner by name, else the village, or the township where nobody serves in it.
fn whom(read: &Read) -> &str {
    let office = if read.is_townships { &read.offices.township } else { &read.offices.village };
    read.owner.as_deref().unwrap_or(&office.name)
}

fn done(said: &str, read: &Read, t: MyWords) -> Option<(String, Option<Help>)> {
    match said {
        "fine" => Some((t.done_fine().to_owned(), None)),
        "help" => Some((t.done_help(whom(read)), Some(read.offices.nearest()))),
        _ => None,
    }
}

fn says(read: &Read, lang: Lang, today: NaiveDate) -> Vec<String> {
    let (t, person) = (MyWords(lang), &read.row.0);
    if person.state == Standing::Closed {
        let day = read.details.closed_on.unwrap_or(today);
        let what = if read.details.contested_on.is_some() { t.contested() } else { t.closed_what() };
        return vec![t.closed(lang.day(day, today)), what.to_owned()];
    }
    let asked =
        person.call_since.filter(|_| person.call_stands && person.call_reason == Some(CallReason::Help));
    asked.map(|at| t.help_stands(lang.day(county_day(at), today), whom(read))).into_iter().collect()
}

/// The last contact: when, how, and with whom if somebody of the staff noted it.
fn last_words((entry, author): &(CheckIn, Option<Author>), lang: Lang, today: NaiveDate) -> String {
    let t = MyWords(lang);
    let kind = match author {
        Some(author) => format!("{} {}", author.name, lang.checkin_kind(entry.kind)),
        None => lang.checkin_kind(entry.kind).to_owned(),
    };
    t.last_words(lang.day(entry.held_on, today), kind)
}
