//! Who looks like whom in the sample county: match keys and pairs as saving each record would have made them, and a few
//! people who stand in the register twice, as in every real one.

use super::house::Rows;
use crate::{
    clock::days_after,
    db::bulk::{MatchKeyRow, PairRow},
    domain::{PersonName, PhoneNumber, ResidentId, Sex},
    reference::samples,
    residents::{Evidence, Features, MOST_SHARING},
    seal::Keys,
};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// Somebody made, as far as another record of theirs would agree.
#[derive(Debug, Clone)]
pub struct Made {
    pub head: PersonName,
    pub name: PersonName,
    pub sex: Sex,
    pub born: NaiveDate,
    pub number: Option<String>,
    pub phone: Option<PhoneNumber>,
    pub is_open: bool,
}

impl Made {
    /// Whether another record can agree with this one in every way.
    pub fn can_stand_twice(&self) -> bool {
        self.is_open && self.number.is_some() && self.phone.is_some()
    }

    /// Written down again from the document, the name by ear.
    pub fn by_document(&self) -> Made {
        Made { name: by_ear(&self.name, self.sex), phone: None, ..self.clone() }
    }

    /// Written down again from what the family said: number and household, no document, the birth date misheard.
    pub fn by_family(&self) -> Made {
        Made { born: days_after(self.born, 10), number: None, ..self.clone() }
    }

    /// Written down again elsewhere, where they married: name and birth date.
    pub fn by_marriage(&self, head: PersonName) -> Made {
        Made { head, number: None, phone: None, ..self.clone() }
    }
}

/// The name with other characters that sound the same, where there are any.
fn by_ear(name: &PersonName, sex: Sex) -> PersonName {
    let letters = if sex == Sex::Female { &samples::GIVEN.1 } else { &samples::GIVEN.0 };
    let mut stem: Vec<char> = name.as_str().chars().collect();
    let last = stem.pop();
    let spelt = |letter: &char| {
        let text: String = stem.iter().chain([letter]).collect();
        PersonName::parse(&text).ok().filter(|other| other != name && other.reading() == name.reading())
    };
    letters.iter().filter(|letter| Some(**letter) != last).find_map(spelt).unwrap_or_else(|| name.clone())
}

/// The match keys of a township's people, and the pairs among them: terms are sorted and equal ones lie side by side.
pub fn compare(
    keys: &Keys,
    people: &[(ResidentId, Features)],
    found_at: NaiveDateTime,
    mut next_id: impl FnMut() -> i64,
) -> (Vec<MatchKeyRow>, Vec<PairRow>) {
    let mut terms: Vec<(i64, Evidence, usize)> = Vec::with_capacity(people.len() * 5);
    for (at, (_, features)) in people.iter().enumerate() {
        terms.extend(features.terms(keys).into_iter().map(|(evidence, term)| (term, evidence, at)));
    }
    terms.sort_unstable();
    let mut found: BTreeMap<(i64, i64), Vec<Evidence>> = BTreeMap::new();
    for alike in terms
        .chunk_by(|one, next| one.0 == next.0)
        .filter(|alike| (2..=MOST_SHARING + 1).contains(&alike.len()))
    {
        for (place, (_, evidence, one)) in alike.iter().enumerate() {
            for (_, _, other) in &alike[place + 1..] {
                let ((first, one), (second, other)) = (&people[*one], &people[*other]);
                if one.allows(*evidence, other.birth_on) {
                    let pair = (first.0.min(second.0), first.0.max(second.0));
                    found.entry(pair).or_default().push(*evidence);
                }
            }
        }
    }
    let village = |id: i64| people.iter().find(|(one, _)| one.0 == id).map(|(_, features)| features.village);
    let pairs = found.into_iter().filter_map(|((first_id, second_id), mut evidence)| {
        evidence.sort_unstable();
        evidence.dedup();
        let (one, other) = (village(first_id)?, village(second_id)?);
        Some(PairRow {
            id: next_id(),
            township_code: one.township().to_string(),
            village_code: (one == other).then(|| one.to_string()),
            first_id,
            second_id,
            evidence: Evidence::line(&evidence),
            found_at,
        })
    });
    let pairs = pairs.collect();
    let key = |(term, _, at): (i64, Evidence, usize)| MatchKeyRow { term, resident_id: people[at].0.0 };
    (terms.into_iter().map(key).collect(), pairs)
}

/// The match keys of the whole county in the order of their table's key, so that its tree grows at its end.
pub fn in_order(mut all: Vec<MatchKeyRow>) -> Vec<MatchKeyRow> {
    all.sort_unstable_by_key(|row| (row.term, row.resident_id));
    all.dedup_by_key(|row| (row.term, row.resident_id));
    all
}

/// What of somebody made may agree with others: their own numbers are those of the channels that stayed.
pub fn features(rows: &Rows, first: usize, village: &str, made: &Made) -> Option<Features> {
    let is_kept = |channel: &i64| rows.channels[first..].iter().any(|row| row.id == *channel);
    let own = rows.numbers.iter().filter(|(channel, _)| is_kept(channel)).map(|(_, number)| number.clone());
    Some(Features {
        village: crate::domain::VillageCode::parse(village).ok()?,
        name: made.name.clone(),
        birth_on: Some(made.born),
        id_number: made.number.as_ref().and_then(|number| number.parse().ok()),
        phones: own.collect(),
        head_name: Some(made.head.to_string()),
    })
}
