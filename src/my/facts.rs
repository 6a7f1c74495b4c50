//! What is kept of somebody, as they see it themselves: numbers with their ends only.

use super::text::MyWords;
use crate::{
    domain::{IdNumber, PhoneNumber, Sex},
    i18n::Lang,
    registrations::{
        Registration, registration_id_number_place, registration_phone_place, registration_wechat_place,
    },
    residents::{self, Channel, Destination, Details, Row, channel_place, id_number_place, masked_handle},
    seal::Keys,
    territories::Offices,
};
use chrono::NaiveDate;

/// A label and what stands beside it.
pub type Fact = (&'static str, Vec<String>);

/// What the facts of a record are made of.
pub struct Kept<'a> {
    pub row: &'a Row,
    pub details: &'a Details,
    pub channels: &'a [Channel],
    pub destinations: &'a [Destination],
    pub offices: &'a Offices,
}

/// In which language, with which keys, on which day.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub lang: Lang,
    pub keys: &'a Keys,
    pub today: NaiveDate,
}

/// The facts of a record.
pub fn of_record(kept: &Kept<'_>, reading: Reading<'_>) -> Vec<Fact> {
    let (t, lang) = (MyWords(reading.lang), reading.lang);
    let ((person, ..), details) = (kept.row, kept.details);
    let numbers: Vec<String> = kept
        .channels
        .iter()
        .filter(|channel| channel.ended_on.is_none())
        .map(|one| number(one, reading))
        .collect();
    let away = kept.destinations.iter().find(|spell| spell.until_on.is_none());
    let place = away.map_or_else(|| t.at_home().to_owned(), |spell| told(spell, reading));
    let work = away.map(|spell| [&spell.employer, &spell.occupation]);
    let work = work.map(|parts| parts.into_iter().filter(|part| !part.is_empty()).cloned().collect());
    let informed = details.informed_on.map(|day| t.informed_on(lang.day(day, reading.today)));
    let basis =
        [Some(lang.legal_basis(details.legal_basis).to_owned()), informed].into_iter().flatten().collect();
    let priority = details.priority_reason.as_ref().map(|reason| t.priority(reason));
    let notes = [Some(details.note.clone()).filter(|note| !note.is_empty()), priority].into_iter().flatten();
    let masked = details.id_number.as_ref();
    let masked =
        masked.and_then(|sealed| sealed.masked(reading.keys, id_number_place(person.id), IdNumber::masked));
    let mut facts = vec![
        (t.home(), vec![home(kept.offices)]),
        (t.household(), household(kept.row, lang)),
        (t.sex(), sex(details.sex, lang)),
        (t.birth(), details.birth_on.map(|day| lang.long_day(day)).into_iter().collect()),
        (
            t.id_number(),
            masked.map(|number| document(lang.id_kind(details.id_kind), &number, lang)).into_iter().collect(),
        ),
        (t.reach(), if numbers.is_empty() { vec![t.none().to_owned()] } else { numbers }),
        (t.place(), vec![place]),
        (t.work(), work.unwrap_or_default()),
        (t.hours(), filled(&person.hours)),
        (t.note(), notes.collect()),
        (t.basis(), basis),
    ];
    facts.retain(|(_, values)| values.iter().any(|value| !value.is_empty()));
    facts
}

/// What somebody sent with their registration.
pub fn of_registration(sent: &Registration, offices: &Offices, reading: Reading<'_>) -> Vec<Fact> {
    let (t, lang, keys) = (MyWords(reading.lang), reading.lang, reading.keys);
    let phone = sent.phone.masked(keys, registration_phone_place(sent.id), PhoneNumber::masked);
    let wechat = sent.wechat.as_ref().and_then(|sealed| {
        sealed.masked(keys, registration_wechat_place(sent.id), |name| masked_handle(name))
    });
    let number = sent.id_number.as_ref();
    let number = number
        .and_then(|sealed| sealed.masked(keys, registration_id_number_place(sent.id), IdNumber::masked));
    let mut facts = vec![
        (t.name(), vec![sent.name.clone()]),
        (t.home(), vec![home(offices)]),
        (t.group(), sent.group_no.map(|group| group.to_string()).into_iter().collect()),
        (t.head(), filled(&sent.head_name)),
        (t.sex(), sex(sent.sex, lang)),
        (t.birth(), sent.birth_on.map(|day| lang.long_day(day)).into_iter().collect()),
        (
            t.id_number(),
            number.map(|number| document(lang.id_kind(sent.id_kind), &number, lang)).into_iter().collect(),
        ),
        (t.reach(), phone.into_iter().chain(wechat).collect()),
        (t.place(), filled(&sent.place)),
        (t.work(), filled(&sent.work)),
        (t.hours(), filled(&sent.hours)),
        (t.note(), filled(&sent.note)),
    ];
    facts.retain(|(_, values)| !values.is_empty());
    facts
}

/// The resident's own number, masked, that they can confirm: the one that is called, else the latest.
pub fn own_number(kept: &Kept<'_>, reading: Reading<'_>) -> Option<(String, String)> {
    let offered = kept.details.offered_channel_id;
    let own = || {
        let is_own = |channel: &&Channel| {
            channel.kind.is_phone() && channel.holder.is_empty() && channel.ended_on.is_none()
        };
        kept.channels.iter().filter(is_own)
    };
    let channel = own().find(|channel| Some(channel.id) == offered).or(own().next_back())?;
    let sealed = channel.value.clone().cast::<PhoneNumber>();
    let shown = sealed.masked(reading.keys, channel_place(channel.id), PhoneNumber::masked)?;
    Some((channel.id.to_string(), shown))
}

fn number(channel: &Channel, reading: Reading<'_>) -> String {
    let (lang, place) = (reading.lang, channel_place(channel.id));
    let shown = if channel.kind.is_phone() {
        channel.value.clone().cast::<PhoneNumber>().masked(reading.keys, place, PhoneNumber::masked)
    } else {
        channel.value.masked(reading.keys, place, |value| masked_handle(value))
    };
    let shown = shown.unwrap_or_default();
    let whose = if channel.holder.is_empty() {
        lang.channel_kind(channel.kind).to_owned()
    } else {
        format!("{}{}", channel.relation, channel.holder)
    };
    MyWords(lang).whose(shown, whose)
}

fn told(spell: &Destination, reading: Reading<'_>) -> String {
    MyWords(reading.lang).told(&spell.place, reading.lang.day(spell.source_on, reading.today))
}

fn home(offices: &Offices) -> String {
    format!("{} {}", offices.township.name, offices.village.name)
}

/// Group and kin as lists show them, and the head where those do not name one.
fn household((person, home, ..): &Row, lang: Lang) -> Vec<String> {
    let kin = residents::kin(person, home, lang);
    let is_named =
        home.head_name.is_empty() || home.head_name == person.name || kin.contains(&home.head_name);
    let head = (!is_named).then(|| MyWords(lang).head_is(&home.head_name));
    Some(kin).filter(|kin| !kin.is_empty()).into_iter().chain(head).collect()
}

fn sex(sex: Sex, lang: Lang) -> Vec<String> {
    if sex == Sex::Unknown { Vec::new() } else { vec![lang.sex(sex).to_owned()] }
}

fn document(kind: &str, number: &str, lang: Lang) -> String {
    MyWords(lang).whose(number, kind)
}

fn filled(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}
