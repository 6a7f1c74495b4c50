//! A person as lists show one: who, how it stands, where, why due, which number (PRODUCT §4.3).

use super::{
    model::{Channel, Home, Offered, Person, Row, Whereabouts, channel_place},
    plan::Cadence,
    standing::{Standing, standing},
    text::RowWords,
};
use crate::{
    domain::{ChannelState, Outcome, PhoneNumber, PostId, Rules},
    i18n::Lang,
    reference::relation,
    seal::Keys,
};
use chrono::NaiveDate;

/// The state mark: its shape and its word.
#[derive(Debug, Clone)]
pub struct Mark {
    pub shape: &'static str,
    pub words: String,
}

/// A number as a page shows it: masked, and to dial where the reader may.
#[derive(Debug, Clone)]
pub struct PhoneView {
    pub shown: String,
    pub dial: Option<String>,
    pub whose: String,
}

/// A row of a list, in words.
#[derive(Debug, Clone)]
pub struct RowView {
    pub id: String,
    pub name: String,
    pub mark: Mark,
    pub kin: String,
    pub place: String,
    pub why: String,
    pub phone: Option<PhoneView>,
    pub hours: String,
    pub standing: Standing,
}

/// Who reads a list, and when.
pub struct Reading<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    pub rules: &'a Rules,
    pub keys: &'a Keys,
    pub post: PostId,
}

impl RowView {
    pub fn new(row: &Row, reading: &Reading<'_>) -> RowView {
        let (person, home, away, offered) = row;
        let t = RowWords(reading.lang);
        let standing = standing(person, reading.today, reading.rules);
        RowView {
            id: person.id.to_string(),
            name: person.name.clone(),
            mark: mark(person, standing, t),
            kin: kin(person, home, reading.lang),
            place: place(away.as_ref(), standing, t),
            why: why(person, reading),
            phone: offered.as_ref().and_then(|offered| phone(person, offered, reading)),
            hours: person.hours.clone(),
            standing,
        }
    }
}

/// How a person stands, as shape and word.
pub fn mark(person: &Person, standing: Standing, t: RowWords) -> Mark {
    let (shape, words) = match standing {
        Standing::Help => ("late", t.help().to_owned()),
        Standing::New => ("new", t.new().to_owned()),
        Standing::Lost(days) => ("lost", t.lost(days)),
        Standing::Overdue(days) => ("late", t.late(days)),
        Standing::Due(0) => ("due", t.due_today().to_owned()),
        Standing::Due(days) => ("due", t.due(days)),
        Standing::InOrder if person.cadence == Cadence::Declined => ("fine", t.declined().to_owned()),
        Standing::InOrder if person.cadence == Cadence::AtHome => ("fine", t.at_home().to_owned()),
        Standing::InOrder => ("fine", t.in_order().to_owned()),
        Standing::Closed => ("dead", t.closed().to_owned()),
    };
    Mark { shape, words }
}

/// The second identifier: group, and relation to the head of the household.
pub fn kin(person: &Person, home: &Home, lang: Lang) -> String {
    let t = RowWords(lang);
    let group = group(home, lang);
    let related = match relation(&person.relation) {
        _ if person.name == home.head_name => Some(t.head_self().to_owned()),
        // Nobody is named as its head any more.
        _ if home.head_name.is_empty() => None,
        Some((zh, en)) => {
            Some(t.of_head(&home.head_name, if lang == Lang::Zh { zh.to_owned() } else { en.to_lowercase() }))
        }
        None => None,
    };
    [group, related].into_iter().flatten().collect::<Vec<_>>().join(t.join())
}

/// The village group of a household.
pub fn group(home: &Home, lang: Lang) -> Option<String> {
    home.group_no.map(|number| RowWords(lang).group(numeral(number, lang)))
}

/// Groups are counted in characters up to ten, as they are spoken.
fn numeral(number: i32, lang: Lang) -> String {
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match usize::try_from(number - 1).ok().and_then(|at| digits.get(at)) {
        Some(word) if lang == Lang::Zh => (*word).to_owned(),
        _ => number.to_string(),
    }
}

/// Where somebody is and what they do, in one line.
pub fn whereabouts(away: &Whereabouts, t: RowWords) -> String {
    let parts = [&away.place, &away.employer, &away.occupation];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(t.join())
}

fn place(away: Option<&Whereabouts>, standing: Standing, t: RowWords) -> String {
    match (away, standing) {
        (Some(away), Standing::Lost(_)) => t.was_in(&away.place),
        (Some(away), _) => whereabouts(away, t),
        (None, _) => t.home_now().to_owned(),
    }
}

/// Why contact is owed, in words: when it last was, and how often it should be.
fn why(person: &Person, reading: &Reading<'_>) -> String {
    let t = RowWords(reading.lang);
    let day = |day: NaiveDate| reading.lang.day(day, reading.today);
    let last = match (person.last_contact_on, person.last_contact_outcome) {
        (Some(on), Some(Outcome::ViaRelative)) => t.relayed(day(on)),
        (Some(on), Some(Outcome::SelfReport)) => t.reported(day(on)),
        (Some(on), Some(Outcome::CameHome)) => t.came_home_on(day(on)),
        (Some(on), Some(Outcome::Declined)) => t.declined_on(day(on)),
        (Some(on), _) => t.spoke(day(on)),
        (None, _) => t.never().to_owned(),
    };
    let tried = person
        .last_tried_on
        .filter(|_| person.failed_attempts > 0)
        .map(|on| t.tried(day(on), person.failed_attempts));
    let days = person.cadence.days(reading.rules);
    let cadence = match person.cadence {
        Cadence::PriorityMark => t.because_mark(days),
        Cadence::OpenRequest => t.because_request(days),
        Cadence::FamilyAtHome => t.because_family(days),
        Cadence::Settled => t.because_settled(days),
        Cadence::Regular | Cadence::AtHome | Cadence::Declined => t.every(days),
    };
    let missing = (!person.has_channel).then(|| t.no_number().to_owned());
    [Some(last), tried, Some(cadence), missing].into_iter().flatten().collect::<Vec<_>>().join(t.join())
}

fn phone(person: &Person, offered: &Offered, reading: &Reading<'_>) -> Option<PhoneView> {
    let number = super::dial(reading.post, person, reading.keys, (offered.id, &offered.value));
    let shown = match &number {
        Some(number) => number.masked(),
        None => offered.value.masked(reading.keys, channel_place(offered.id), PhoneNumber::masked)?,
    };
    let whose = [&offered.relation, &offered.holder].into_iter().map(String::as_str).collect::<String>();
    Some(PhoneView { shown, dial: number.map(|number| number.canonical().to_owned()), whose })
}

/// The value of a channel as everybody may see it: a masked number, or the kind and a masked handle.
pub fn channel_value(channel: &Channel, keys: &Keys, lang: Lang) -> Option<String> {
    let place = channel_place(channel.id);
    if channel.kind.is_phone() {
        return channel.value.clone().cast::<PhoneNumber>().masked(keys, place, PhoneNumber::masked);
    }
    channel
        .value
        .masked(keys, place, |value| format!("{} {}", lang.channel_kind(channel.kind), masked_handle(value)))
}

/// WeChat, QQ and e-mail show their first three and last two characters (PRODUCT §4.6).
pub fn masked_handle(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    if letters.len() < 6 {
        return "*".repeat(letters.len());
    }
    let (first, last) =
        (letters[..3].iter().collect::<String>(), letters[letters.len() - 2..].iter().collect::<String>());
    format!("{first}****{last}")
}

/// The shape of the mark that tells how a channel is.
pub const fn channel_shape(state: ChannelState) -> &'static str {
    match state {
        ChannelState::Works => "ok",
        ChannelState::Untried | ChannelState::Silent => "due",
        ChannelState::Spent | ChannelState::Dead | ChannelState::Wrong => "dead",
    }
}
