//! The page of one person.

use super::{
    about::{closed, facts, look_words, owned},
    keep_text::{LooksWords, RulingWords},
    life::{Axis, LifeLine},
    link_pages::may_link,
    looks_pages::may_see_looks,
    text::RecordWords,
    timeline::{Entry, Telling, told},
};
use crate::{
    accounts::Keeper,
    audit::{self, Look},
    checkins::{self, Author, CallWords, CheckIn, Done, Logger},
    db::Conn,
    domain::{AuditId, ResidentId, Role, Rules},
    error::Error,
    i18n::Lang,
    reference::places,
    residents::{
        self, Channel, Destination, Details, Household, Mark, Pair, PairLine, Reading, Row, RowView, Ruling,
        Source,
    },
    seal::Keys,
    territories,
    web::{Frame, Route, State, Who, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, Query, route},
};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

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
    /// The full name of the place meant, where it was typed otherwise.
    full: Option<String>,
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
    /// Others that may be the same person.
    pairs: Vec<PairLine>,
    closed: Option<String>,
    /// That the person has been in touch since, for the township to decide.
    contested: Option<String>,
    may: May,
    may_link: bool,
    hours: String,
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
    /// What was just changed, in words.
    changed: Option<String>,
}

/// What the reader may do here; nothing else is offered.
struct May {
    dial: bool,
    /// Edit and close.
    keep: bool,
    /// Hand over, open again.
    rule: bool,
    lock: bool,
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    all: String,
    #[serde(default)]
    done: String,
}

/// Everything the page reads, besides the person.
pub struct Read {
    pub details: Details,
    pub household: Household,
    channels: Vec<Channel>,
    destinations: Vec<Destination>,
    timeline: Vec<(CheckIn, Option<Author>)>,
    rulings: Vec<Ruling>,
    count: i64,
    pub owner: Option<String>,
    pub backup: Option<String>,
    looks: Vec<Look>,
    /// How many looks there are, where that is told.
    looks_count: Option<i64>,
    pub rules: Rules,
    is_contact: bool,
    pairs: Vec<(Pair, Row)>,
    done: Option<Done>,
    /// The word of what was just done, from the address.
    changed: String,
}

fn read(conn: &mut Conn, by: &Keeper, row: &Row, today: NaiveDate, asked: &Asked) -> Result<Read, Error> {
    let person = &row.0;
    let (details, household) = residents::details_at_home(conn, person)?;
    let limit = if asked.all.is_empty() { SHOWN } else { ALL };
    let timeline = checkins::timeline(conn, person, limit)?;
    let shown = timeline.len() as i64;
    Ok(Read {
        household,
        details,
        channels: residents::channels_of(conn, person)?,
        destinations: residents::destinations_of(conn, person)?,
        count: if shown < limit { shown } else { checkins::count(conn, person)? },
        timeline,
        rulings: residents::rulings_on(conn, person)?,
        owner: crate::accounts::holder(conn, person.owner_id, today)?,
        backup: crate::accounts::holder(conn, person.backup_id, today)?,
        looks: audit::looks_at(conn, person.id, LOOKS)?,
        looks_count: if may_see_looks(by, person)? {
            Some(audit::count_looks_at(conn, person.id, LOOKS_COUNTED + 1)?)
        } else {
            None
        },
        rules: by.rules,
        pairs: residents::pairs_of(conn, by.scope()?, person)?,
        is_contact: territories::is_data_contact(conn, by.scope()?, by.post_id()?)?,
        done: checkins::done(conn, by, &asked.done, today)?,
        changed: asked.done.clone(),
    })
}

async fn show(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (today, reader, asked) = (state.db.clock().today(), by.clone(), asked.into_inner());
    let is_long = !asked.all.is_empty();
    let more = move |conn: &mut Conn, row: &Row| read(conn, &reader, row, today, &asked);
    let (row, mut read, is_first) = residents::open_with(&by, &state, *path, more).await?;
    if is_first {
        read.looks.insert(0, own_look(&by, state.db.clock().now()));
        read.looks.truncate(LOOKS as usize);
        read.looks_count = read.looks_count.map(|count| count + 1);
    }
    page(&record_page(&by, &state, &row, read, is_long)?)
}

/// The look that was written after the others were read.
fn own_look(by: &Keeper, at: NaiveDateTime) -> Look {
    let (reader, place) = (by.name.clone(), by.place.clone());
    Look { id: AuditId(i64::MAX), at, reader, role: by.role(), place, revealed: None }
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
    let role = by.role().ok_or(Error::Forbidden)?;
    let may = May {
        dial: residents::may_dial(post, person),
        keep: residents::may_keep(role, post, person),
        rule: role == Role::Township,
        lock: read.is_contact,
    };
    let channels = read.channels.iter().map(|channel| {
        let mut shown = channel_view(channel, keys, lang, today);
        shown.life = axis.life(channel, &entries);
        let can_be_seen = channel.kind.is_phone() && !may.dial && channel.ended_on.is_none();
        shown.reveal =
            can_be_seen.then(|| format!("/residents/{}/channels/{}/number", person.id, channel.id));
        shown
    });
    let (gone, channels): (Vec<_>, Vec<_>) = channels.partition(|channel| channel.is_gone);
    let spells = read.destinations.iter().map(|spell| spell_view(spell, lang, today));
    let (present, past): (Vec<_>, Vec<_>) = spells.partition(|spell| spell.is_open);
    let logger = Logger::of(by)?;
    let telling = Telling { logger, now, rules: &read.rules, resident: person.id, lang, today };
    let earlier = read.count - read.timeline.len() as i64;
    let timeline = told(&telling, &read.timeline, &read.rulings, earlier == 0);
    let ruling = RulingWords(lang);
    let contested = read.details.contested_on.map(|day| ruling.contested(lang.day(day, today)));
    Ok(RecordPage {
        frame: by.frame("/residents"),
        t,
        id: view.id,
        about: checkins::about(&read.details, &view.kin, today, CallWords(lang)),
        name: view.name,
        mark: view.mark,
        why: view.why,
        owned: owned(&read, t),
        pairs: read.pairs.iter().map(|(pair, other)| PairLine::new(pair, other, lang)).collect(),
        closed: closed(&read.details, lang, today),
        contested,
        may,
        may_link: may_link(by, person),
        hours: view.hours,
        years: axis.years(),
        channels,
        gone,
        timeline,
        earlier,
        is_long,
        present,
        past,
        facts: facts(row, &read, keys, lang, today),
        all_looks: read
            .looks_count
            .filter(|count| *count > LOOKS)
            .map(|count| all_looks(count, LooksWords(lang))),
        looks: read.looks.iter().map(|look| look_words(look, lang, today)).collect(),
        changed: changed(&read.changed, &person.name, t),
        done: read.done,
    })
}

/// What was just done on another page, in words; from the address, so that a reload says it again.
fn changed(done: &str, name: &str, t: RecordWords) -> Option<String> {
    Some(match done {
        "added" => t.added(name),
        "saved" => t.saved().to_owned(),
        "moved" => t.moved_house().to_owned(),
        "handed" => t.handed().to_owned(),
        "reopened" => t.reopened().to_owned(),
        "kept_closed" => t.kept_closed().to_owned(),
        "unlocked" => t.unlocked().to_owned(),
        _ => return None,
    })
}

/// A channel in words: masked, whose, how it is, since when.
pub fn channel_view(channel: &Channel, keys: &Keys, lang: Lang, today: NaiveDate) -> ChannelView {
    let (t, value) = (RecordWords(lang), residents::channel_value(channel, keys, lang));
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

fn full_name(spell: &Destination) -> Option<String> {
    let full = places::full_name(spell.place_code.as_deref()?);
    let typed: String = spell.place.chars().filter(|c| !c.is_whitespace()).collect();
    (!full.is_empty() && full != typed).then_some(full)
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
        full: full_name(spell),
        work: parts.map(String::as_str).collect::<Vec<_>>().join(t.join()),
        told: t.told(lang.day(spell.source_on, today), source(spell.source, t)),
        is_open: spell.until_on.is_none(),
    }
}

fn all_looks(count: i64, t: LooksWords) -> String {
    if count > LOOKS_COUNTED { t.all_looks(format!("{LOOKS_COUNTED}+")) } else { t.all_looks(count) }
}
