//! What the page of one registration reads, and the facts that stand on top of it.

use super::{
    super::consents::consents_of,
    compare,
    model::Decider,
    queries,
    same_person::{self, Likeness},
    text::{CompareWords, ReviewWords},
};
use crate::{
    clock::county_time,
    db::Conn,
    domain::{RegistrationId, ResidentId, Rules, Search},
    error::Error,
    i18n::Lang,
    registrations::{self, Purpose, Registration},
    residents::{self, Alike, Channel, Details, Found},
    seal::Keys,
    settings,
    web::State,
};
use chrono::NaiveDate;

/// What the page reads.
pub struct Read {
    pub registration: Registration,
    pub forms: usize,
    /// The record beside it, with the channels it has in use.
    pub chosen: Option<(Alike, Details, Vec<Channel>)>,
    /// What the sender agreed to, and when.
    pub consents: Vec<(Purpose, NaiveDate)>,
    pub others: Vec<Alike>,
    pub household: Option<String>,
    /// Whom the reviewer looked up.
    pub found: Found,
    pub rules: Rules,
}

impl Read {
    /// How the record beside it is alike, if it is.
    pub fn likeness(&self) -> Option<Likeness> {
        let (chosen, ..) = self.chosen.as_ref()?;
        same_person::likeness(&self.registration, chosen)
    }
}

/// Reads a registration of the reviewer's territory, with the record they chose (`with`) or the likeliest, and whom they
/// look up (`q`).
pub fn read(
    conn: &mut Conn,
    keys: &Keys,
    by: &Decider,
    id: RegistrationId,
    (with, q): (&str, &str),
) -> Result<Read, Error> {
    let registration = registrations::find(conn, by.scope, id)?;
    let mut alike = queries::candidates(conn, keys, by.scope, &registration)?;
    if let Ok(with) = with.parse::<ResidentId>() {
        let at = alike.iter().position(|other| other.row.0.id == with);
        let chosen = match at {
            Some(at) => alike.remove(at),
            None => Alike { row: residents::find(conn, by.scope, with)?, evidence: Vec::new() },
        };
        alike.insert(0, chosen);
    }
    let mut alike = alike.into_iter();
    let chosen = match alike.next() {
        Some(first) => {
            let details = residents::details(conn, &first.row.0)?;
            let channels = residents::channels_of(conn, &first.row.0)?;
            Some((first, details, channels))
        }
        None => None,
    };
    let found = match Search::parse(q) {
        wanted @ (Search::Name(_) | Search::Pinyin(_)) => residents::search(conn, keys, by.scope, &wanted)?,
        _ => Found::default(),
    };
    let household = queries::household_named(conn, &registration)?;
    let consents = consents_of(conn, &registration)?;
    Ok(Read {
        consents: consents.into_iter().map(|(purpose, _, day)| (purpose, day)).collect(),
        forms: same_person::count_forms(conn, &registration)?,
        household: household.map(|_| registration.head_name.clone()),
        registration,
        chosen,
        others: alike.collect(),
        found,
        rules: settings::rules(conn)?,
    })
}

/// When it was sent, what is alike, until when, what was agreed to; and for somebody new what they told.
pub fn facts(read: &Read, state: &State, lang: Lang) -> Vec<(&'static str, String)> {
    let (t, found, today) = (ReviewWords(lang), &read.registration, state.db.clock().today());
    let mut facts = vec![(t.registered(), t.by_code(lang.moment(county_time(found.sent_at), today)))];
    if let Some(words) = same_person::forms_said(read.forms, t) {
        facts.push((t.how_many(), t.only_this(words)));
    }
    if let Some((chosen, ..)) = read.chosen.as_ref().filter(|_| read.likeness().is_some()) {
        facts.push((t.likeness(), residents::evidence_words(&chosen.evidence, lang)));
    }
    facts.push((t.deadline(), t.call_by(lang.day(found.decide_by, today))));
    facts.push((t.reference(), found.reference_in_groups()));
    if read.chosen.is_none() {
        facts.extend(told(found, state, lang));
    }
    facts.extend(read.consents.iter().map(|(purpose, day)| {
        let what = match purpose {
            Purpose::Contact => t.agreed_contact(),
            Purpose::IdNumber => t.agreed_id_number(),
            Purpose::Requests => t.agreed_requests(),
        };
        (t.agreed(), t.agreed_on(what, lang.day(*day, today)))
    }));
    if !found.note.is_empty() {
        facts.push((t.note(), found.note.clone()));
    }
    facts
}

fn told(found: &Registration, state: &State, lang: Lang) -> Vec<(&'static str, String)> {
    let t = CompareWords(lang);
    let group = found.group_no.map(|number| residents::RowWords(lang).group(number)).unwrap_or_default();
    let all = [
        (t.place(), found.place.clone()),
        (t.work(), found.work.clone()),
        (t.house(), t.household(&found.head_name, group).trim().to_owned()),
        (t.sex(), compare::sex(found.sex, t)),
        (t.born(), found.birth_on.map(|day| lang.long_day(day)).unwrap_or_default()),
        (t.id_number(), compare::id_sent(found, &state.keys)),
        (t.wechat(), compare::wechat_sent(found, &state.keys)),
        (t.hours(), found.hours.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
