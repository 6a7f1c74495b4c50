//! The page of one person.

use super::{
    life::{Axis, LifeLine},
    looks_pages::may_see_looks,
    text::RecordWords,
    timeline::{Entry, Telling},
};
use crate::{
    accounts::Keeper,
    audit::{self, Look},
    checkins::{self, Author, CallWords, CheckIn, Done, Logger},
    clock::county_time,
    db::Conn,
    domain::{IdNumber, PhoneNumber, PostId, ResidentId, Role, Rules},
    error::Error,
    i18n::Lang,
    residents::{
        self, Cadence, Channel, Destination, Details, Household, Mark, Reading, Row, RowView, Source,
        channel_place, id_number_place,
    },
    seal::Keys,
    settings,
    web::{Frame, Route, State, Who, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, Query, route},
};
use askama::Template;
use chrono::NaiveDate;

pub const ROUTES: &[Route] =
    &[Route::get("/residents/{id}", Who::Roles(&[Role::Cadre, Role::Township]), || route().to(show))];

/// Check-ins shown at first, and when all are asked for.
const SHOWN: i64 = 10;
const ALL: i64 = 200;
const LOOKS: i64 = 5;
/// Looks counted.
const LOOKS_COUNTED: i64 = 100;

/// A channel on the record.
pub struct ChannelView {
    pub value: String,
    pub is_gone: bool,
    pub mark: Mark,
    pub whose: String,
    pub life: LifeLine,
    pub words: String,
    /// Where the number can be seen with a reason.
    pub reveal: Option<String>,
}

/// A destination in words.
struct Spell {
    when: String,
    place: String,
    work: String,
    told: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "record/show.html")]
struct RecordPage {
    frame: Frame,
    t: RecordWords,
    id: String,
    name: String,
    about: String,
    mark: Mark,
    why: String,
    owned: String,
    closed: Option<String>,
    may_dial: bool,
    years: Vec<i32>,
    channels: Vec<ChannelView>,
    gone: Vec<ChannelView>,
    timeline: Vec<Entry>,
    earlier: i64,
    is_long: bool,
    present: Vec<Spell>,
    past: Vec<Spell>,
    facts: Vec<(&'static str, Vec<String>)>,
    looks: Vec<String>,
    /// All of them, with how many there are, for whoever may read them.
    all_looks: Option<String>,
    done: Option<Done>,
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    all: String,
    #[serde(default)]
    done: String,
}

/// Everything the page reads, besides the person.
struct Read {
    details: Details,
    household: Household,
    channels: Vec<Channel>,
    destinations: Vec<Destination>,
    timeline: Vec<(CheckIn, Option<Author>)>,
    count: i64,
    owner: Option<String>,
    backup: Option<String>,
    looks: Vec<Look>,
    /// How many looks there are, where that is told.
    looks_count: Option<i64>,
    rules: Rules,
    done: Option<Done>,
}

fn read(conn: &mut Conn, by: &Keeper, row: &Row, today: NaiveDate, asked: &Asked) -> Result<Read, Error> {
    let person = &row.0;
    let details = residents::details(conn, person)?;
    let limit = if asked.all.is_empty() { SHOWN } else { ALL };
    let timeline = checkins::timeline(conn, person, limit)?;
    let shown = timeline.len() as i64;
    Ok(Read {
        household: residents::household(conn, &details)?,
        details,
        channels: residents::channels_of(conn, person)?,
        destinations: residents::destinations_of(conn, person)?,
        count: if shown < limit { shown } else { checkins::count(conn, person)? },
        timeline,
        owner: crate::accounts::holder(conn, person.owner_id, today)?,
        backup: crate::accounts::holder(conn, person.backup_id, today)?,
        looks: audit::looks_at(conn, person.id, LOOKS)?,
        looks_count: if may_see_looks(by, person)? {
            Some(audit::count_looks_at(conn, person.id, LOOKS_COUNTED + 1)?)
        } else {
            None
        },
        rules: settings::rules(conn)?,
        done: checkins::done(conn, by, &asked.done, today)?,
    })
}

async fn show(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    let (today, reader, asked) = (state.db.clock().today(), by.clone(), asked.into_inner());
    let is_long = !asked.all.is_empty();
    let (row, read) = state
        .db
        .read(move |conn| {
            let read = read(conn, &reader, &row, today, &asked)?;
            Ok::<_, Error>((row, read))
        })
        .await?;
    page(&record_page(&by, &state, &row, read, is_long)?)
}

fn record_page(
    by: &Keeper,
    state: &State,
    row: &Row,
    read: Read,
    is_long: bool,
) -> Result<RecordPage, Error> {
    let (keys, now, today) = (&state.keys, state.db.clock().now(), state.db.clock().today());
    let (lang, post) = (by.lang, by.post_id()?);
    let (t, person) = (RecordWords(lang), &row.0);
    let view = RowView::new(row, &Reading { lang, today, rules: &read.rules, keys, post });
    let axis = Axis::new(&read.channels, today);
    let entries: Vec<&CheckIn> = read.timeline.iter().map(|(entry, _)| entry).collect();
    let may_dial = residents::may_dial(post, person);
    let channels = read.channels.iter().map(|channel| {
        let mut shown = channel_view(channel, keys, lang, today);
        shown.life = axis.life(channel, &entries);
        let can_be_seen = channel.kind.is_phone() && !may_dial && channel.ended_on.is_none();
        shown.reveal =
            can_be_seen.then(|| format!("/residents/{}/channels/{}/number", person.id, channel.id));
        shown
    });
    let (gone, channels): (Vec<_>, Vec<_>) = channels.partition(|channel| channel.is_gone);
    let spells = read.destinations.iter().map(|spell| spell_view(spell, lang, today));
    let (present, past): (Vec<_>, Vec<_>) = spells.partition(|spell| spell.is_open);
    let logger = Logger { account: by.account, post, role: by.role().ok_or(Error::Forbidden)? };
    let telling = Telling { logger, now, rules: &read.rules, resident: person.id, lang, today };
    let timeline = read.timeline.iter().map(|(entry, author)| telling.entry(entry, author.as_ref()));
    Ok(RecordPage {
        frame: by.frame("/residents"),
        t,
        id: view.id,
        about: checkins::about(&read.details, &view.kin, today, CallWords(lang)),
        name: view.name,
        mark: view.mark,
        why: view.why,
        owned: owned(&read, t),
        closed: closed(&read.details, lang, today),
        may_dial,
        years: axis.years(),
        channels,
        gone,
        timeline: timeline.collect(),
        earlier: read.count - read.timeline.len() as i64,
        is_long,
        present,
        past,
        facts: facts(row, &read, keys, lang, today),
        all_looks: read.looks_count.filter(|count| *count > LOOKS).map(|count| all_looks(count, t)),
        looks: read.looks.iter().map(|look| look_words(look, lang, today)).collect(),
        done: read.done,
    })
}

fn owned(read: &Read, t: RecordWords) -> String {
    match (&read.owner, &read.backup) {
        (Some(owner), Some(backup)) => t.owned_by(owner, backup),
        (Some(owner), None) => t.owned_only(owner),
        (None, _) => t.unowned().to_owned(),
    }
}

fn closed(details: &Details, lang: Lang, today: NaiveDate) -> Option<String> {
    let (outcome, day) = details.closed_by.zip(details.closed_on)?;
    Some(RecordWords(lang).closed(lang.outcome(outcome), lang.day(day, today)))
}

/// A channel in words: masked, whose, how it is, since when.
pub fn channel_view(channel: &Channel, keys: &Keys, lang: Lang, today: NaiveDate) -> ChannelView {
    let (t, place) = (RecordWords(lang), channel_place(channel.id));
    let value = if channel.kind.is_phone() {
        channel.value.clone().cast::<PhoneNumber>().masked(keys, place, PhoneNumber::masked)
    } else {
        channel.value.masked(keys, place, |value| {
            format!("{} {}", lang.channel_kind(channel.kind), masked_handle(value))
        })
    };
    let day = |day: NaiveDate| lang.day(day, today);
    let last = match (channel.ended_on, channel.last_success_on, channel.last_tried_on) {
        (Some(on), ..) => t.ended_on(day(on)),
        (None, Some(on), _) => t.latest(day(on)),
        (None, None, Some(on)) => t.tried(day(on)),
        (None, None, None) => t.never_answered().to_owned(),
    };
    let whose = if channel.holder.is_empty() {
        lang.channel_kind(channel.kind).to_owned()
    } else {
        format!("{}{}", channel.relation, channel.holder)
    };
    let preferred = channel.is_preferred.then(|| t.preferred());
    ChannelView {
        value: value.unwrap_or_default(),
        is_gone: channel.ended_on.is_some() || !channel.state.is_open(),
        mark: Mark {
            shape: residents::channel_shape(channel.state),
            words: lang.channel_state(channel.state).to_owned(),
        },
        whose: [Some(whose.as_str()), preferred].into_iter().flatten().collect::<Vec<_>>().join(t.join()),
        life: LifeLine::default(),
        words: format!("{}{}{last}", t.since(lang.month(channel.source_on)), t.join()),
        reveal: None,
    }
}

/// WeChat, QQ and e-mail show their first three and last two characters (PRODUCT §4.6).
fn masked_handle(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    if letters.len() < 6 {
        return "*".repeat(letters.len());
    }
    let (first, last) =
        (letters[..3].iter().collect::<String>(), letters[letters.len() - 2..].iter().collect::<String>());
    format!("{first}****{last}")
}

/// Who told a fact, in words.
pub fn source(source: Source, t: RecordWords) -> &'static str {
    match source {
        Source::Staff => t.source_staff(),
        Source::Resident => t.source_resident(),
        Source::Relative => t.source_relative(),
        Source::Roster => t.source_roster(),
        Source::Sample => t.source_sample(),
    }
}

fn spell_view(spell: &Destination, lang: Lang, today: NaiveDate) -> Spell {
    let t = RecordWords(lang);
    let from = spell.from_on.map_or_else(|| t.unknown_from().to_owned(), |day| lang.month(day));
    let parts = [&spell.employer, &spell.occupation].into_iter().filter(|part| !part.is_empty());
    Spell {
        when: match spell.until_on {
            Some(until) => t.span(from, lang.month(until)),
            None => t.until_now(from),
        },
        place: spell.place.clone(),
        work: parts.map(String::as_str).collect::<Vec<_>>().join(t.join()),
        told: t.told(lang.day(spell.source_on, today), source(spell.source, t)),
        is_open: spell.until_on.is_none(),
    }
}

fn facts(
    row: &Row,
    read: &Read,
    keys: &Keys,
    lang: Lang,
    today: NaiveDate,
) -> Vec<(&'static str, Vec<String>)> {
    let (t, person, details) = (RecordWords(lang), &row.0, &read.details);
    let holder = |post: Option<PostId>, name: &Option<String>| match (post, name) {
        (None, _) => t.unowned().to_owned(),
        (Some(_), None) => t.vacant().to_owned(),
        (Some(_), Some(name)) => name.clone(),
    };
    let group = residents::group(&row.1, lang);
    let house = group
        .map_or_else(|| t.household_short(&row.1.head_name), |group| t.household_of(&row.1.head_name, group));
    let mut cadence = vec![t.every(person.cadence.days(&read.rules), cadence_words(person.cadence, t))];
    cadence.extend(details.priority_reason.as_ref().map(|words| t.reason(words)));
    let id_number = details
        .id_number
        .as_ref()
        .and_then(|sealed| sealed.masked(keys, id_number_place(person.id), IdNumber::masked));
    let basis = if details.legal_basis == "consent" { t.consent() } else { t.duty() };
    let informed = details
        .informed_on
        .map_or_else(|| t.not_informed().to_owned(), |day| t.informed_on(lang.day(day, today)));
    let mut facts = vec![
        (t.owner(), vec![holder(person.owner_id, &read.owner)]),
        (t.backup(), vec![holder(person.backup_id, &read.backup)]),
        (t.cadence(), cadence),
        (t.household(), vec![house, checkins::home(&read.household, CallWords(lang))]),
        (t.id_number(), vec![id_number.unwrap_or_else(|| t.no_id().to_owned())]),
        (t.basis(), vec![basis.to_owned()]),
        (t.informed(), vec![informed]),
    ];
    if !details.note.is_empty() {
        facts.push((t.note(), vec![details.note.clone()]));
    }
    facts
}

fn cadence_words(cadence: Cadence, t: RecordWords) -> &'static str {
    match cadence {
        Cadence::PriorityMark => t.why_mark(),
        Cadence::OpenRequest => t.why_request(),
        Cadence::FamilyAtHome => t.why_family(),
        Cadence::Regular => t.why_regular(),
        Cadence::Settled => t.why_settled(),
        Cadence::AtHome => t.why_home(),
        Cadence::Declined => t.why_declined(),
    }
}

fn all_looks(count: i64, t: RecordWords) -> String {
    if count > LOOKS_COUNTED { t.all_looks(format!("{LOOKS_COUNTED}+")) } else { t.all_looks(count) }
}

/// A look in words: when, who, in which role.
pub fn look_words(look: &Look, lang: Lang, today: NaiveDate) -> String {
    let role = look.role.map_or("", |role| lang.role(role));
    RecordWords(lang).look(lang.moment(county_time(look.at), today), &look.reader, role)
}
