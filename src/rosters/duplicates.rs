//! Who stands in rosters more than once, and by what evidence. Namesakes are not joined.

use super::Person;
use crate::domain::Sex;
use std::collections::HashMap;

/// What tells that two rows are one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// The same valid ID number.
    Id,
    /// The same name and a telephone number of both.
    NameAndPhone,
    /// The same name in the same village: worth a question, no more.
    NameAndVillage,
}

impl Evidence {
    /// Its name in reports.
    pub const fn code(self) -> &'static str {
        match self {
            Evidence::Id => "id",
            Evidence::NameAndPhone => "name+phone",
            Evidence::NameAndVillage => "name+village",
        }
    }

    /// Whether it is enough to say that both are one person.
    pub const fn is_enough(self) -> bool {
        !matches!(self, Evidence::NameAndVillage)
    }
}

/// A row that tells of somebody who was told of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The place of this row among those given, and of the earlier one.
    pub of: usize,
    pub earlier: usize,
    pub evidence: Evidence,
    /// Fields in which both say something, and not the same: phones, dest_code, left_on.
    pub conflicts: Vec<&'static str>,
}

/// What is compared of a person: less than a person, for many thousands of them at once.
#[derive(Clone, PartialEq)]
pub struct Known {
    id: Option<String>,
    name: Option<String>,
    village: Option<String>,
    phones: Vec<String>,
    sex: Option<Sex>,
    birth: Option<String>,
    dest_code: Option<&'static str>,
    left_on: Option<String>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Known")
    }
}

impl From<&Person> for Known {
    fn from(person: &Person) -> Known {
        Known {
            id: person.id_number.as_ref().map(|id| id.as_str().to_owned()),
            name: person.name.as_ref().map(|name| name.as_str().to_owned()),
            village: person.village.clone(),
            phones: person.phones.iter().map(|phone| phone.number.canonical().to_owned()).collect(),
            sex: person.sex,
            birth: person.birth.filter(|birth| birth.is_exact()).map(|birth| birth.to_string()),
            dest_code: person.dest_code,
            left_on: person.left_on.map(|day| day.to_string()),
        }
    }
}

/// Finds for each row the earliest one that tells of the same person, by the strongest evidence there is.
pub fn duplicates(people: &[Known]) -> Vec<Duplicate> {
    let mut earlier = Earlier::default();
    let mut found = Vec::new();
    for (of, person) in people.iter().enumerate() {
        if let Some((at, evidence)) = earlier.find(person) {
            let conflicts = people.get(at).map(|other| conflicts(person, other)).unwrap_or_default();
            found.push(Duplicate { of, earlier: at, evidence, conflicts });
        }
        earlier.add(person.clone());
    }
    found
}

/// The people of the rows before, to be asked for one more at a time.
#[derive(Debug, Default)]
pub struct Earlier {
    people: Vec<Known>,
    ids: HashMap<String, usize>,
    phones: HashMap<(String, String), Vec<usize>>,
    villages: HashMap<(String, String), Vec<usize>>,
}

impl Earlier {
    /// The earliest one who is this person, by the strongest evidence there is.
    pub fn find(&self, person: &Known) -> Option<(usize, Evidence)> {
        let name = person.name.as_deref();
        let fitting =
            |earlier: &&usize| self.people.get(**earlier).is_some_and(|other| may_be_one(person, other));
        let by_id = || {
            let earlier = self.ids.get(person.id.as_deref()?)?;
            Some((*earlier, Evidence::Id))
        };
        let by_phone = || {
            let keys = person.phones.iter().filter_map(|phone| Some((name?.to_owned(), phone.clone())));
            let earlier = keys.filter_map(|key| self.phones.get(&key)).flatten().filter(fitting).min();
            earlier.map(|earlier| (*earlier, Evidence::NameAndPhone))
        };
        let by_village = || {
            let key = (name?.to_owned(), person.village.clone()?);
            let earlier = self.villages.get(&key)?.iter().find(fitting)?;
            Some((*earlier, Evidence::NameAndVillage))
        };
        by_id().or_else(by_phone).or_else(by_village)
    }

    /// Adds the next one; their place.
    pub fn add(&mut self, person: Known) -> usize {
        let at = self.people.len();
        if let Some(id) = person.id.clone() {
            self.ids.entry(id).or_insert(at);
        }
        if let Some(name) = &person.name {
            for phone in &person.phones {
                self.phones.entry((name.clone(), phone.clone())).or_default().push(at);
            }
            if let Some(village) = &person.village {
                self.villages.entry((name.clone(), village.clone())).or_default().push(at);
            }
        }
        self.people.push(person);
        at
    }
}

/// Whether nothing speaks against two namesakes being one: no other number, birth date or sex.
fn may_be_one(one: &Known, other: &Known) -> bool {
    fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.zip(other).is_none_or(|(one, other)| one == other)
    }
    agree(one.id.as_ref(), other.id.as_ref())
        && agree(one.birth.as_ref(), other.birth.as_ref())
        && agree(one.sex.as_ref(), other.sex.as_ref())
}

fn conflicts(one: &Known, other: &Known) -> Vec<&'static str> {
    let differ = |one: &Option<String>, other: &Option<String>| match (one, other) {
        // 2023 and 2023-05 say the same, one of them more.
        (Some(one), Some(other)) => !one.starts_with(other.as_str()) && !other.starts_with(one.as_str()),
        _ => false,
    };
    let both_call = !one.phones.is_empty() && !other.phones.is_empty();
    let mut conflicts = Vec::new();
    if both_call && !one.phones.iter().any(|phone| other.phones.contains(phone)) {
        conflicts.push("phones");
    }
    if one.dest_code.zip(other.dest_code).is_some_and(|(one, other)| one != other) {
        conflicts.push("dest_code");
    }
    if differ(&one.left_on, &other.left_on) {
        conflicts.push("left_on");
    }
    conflicts
}
