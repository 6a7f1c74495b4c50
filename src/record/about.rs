//! Who answers for somebody, how often contact is owed, what else is kept, who looked: in words.

use super::{pages::Read, text::RecordWords};
use crate::{
    audit::Look,
    checkins::{self, CallWords},
    clock::county_time,
    domain::{IdKind, IdNumber, PostId},
    i18n::Lang,
    reference::education,
    residents::{self, Cadence, Details, Row, id_number_place},
    seal::Keys,
};
use chrono::NaiveDate;

/// Who answers for them, in a sentence.
pub fn owned(read: &Read, t: RecordWords) -> String {
    match (&read.owner, &read.backup) {
        (Some(owner), Some(backup)) => t.owned_by(owner, backup),
        (Some(owner), None) => t.owned_only(owner),
        (None, _) => t.unowned().to_owned(),
    }
}

/// That and why the record is closed.
pub fn closed(details: &Details, lang: Lang, today: NaiveDate) -> Option<String> {
    let (by, day) = details.closed_by.zip(details.closed_on)?;
    Some(RecordWords(lang).closed(lang.closed_by(by), lang.day(day, today)))
}

/// What is kept besides, as labels with their values.
pub fn facts(
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
    let id_number = id_number.map(|masked| match details.id_kind {
        IdKind::ResidentId => masked,
        kind => format!("{} {masked}", lang.id_kind(kind)),
    });
    let taught = details.education.as_deref().and_then(education);
    let basis = lang.legal_basis(details.legal_basis);
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
    if let Some((zh, en)) = taught {
        let word = if lang == Lang::Zh { zh } else { en };
        facts.push((t.education(), vec![word.to_owned()]));
    }
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

/// A look, in words: what was seen with a reason says so.
pub fn look_words(look: &Look, lang: Lang, today: NaiveDate) -> String {
    let (t, role) = (RecordWords(lang), look.role.map_or("", |role| lang.role(role)));
    let words = t.look(lang.moment(county_time(look.at), today), &look.reader, role);
    match &look.revealed {
        Some(seen) => t.revealed(words, seen.what(lang), &seen.reason),
        None => words,
    }
}
