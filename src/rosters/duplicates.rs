//! Who stands in rosters more than once, and by what evidence. Namesakes are not joined.

use super::Person;
use crate::domain::Sex;
use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

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
        earlier.add(person);
    }
    found
}

/// The people of the rows before, to be asked for one more at a time. Of each only hashes are held, keyed anew for each
/// file: a file of 200,000 rows is compared with itself in little memory.
#[derive(Debug, Default)]
pub struct Earlier {
    keys: RandomState,
    people: Vec<Traits>,
    ids: HashMap<u64, u32>,
    phones: Chains,
    villages: Chains,
}

/// What speaks against two namesakes being one.
#[derive(Debug, Clone, Copy)]
struct Traits {
    id: Option<u64>,
    birth: Option<u64>,
    sex: Option<Sex>,
}

/// For each key the people who have it, the latest first.
#[derive(Debug, Default)]
struct Chains {
    latest: HashMap<u64, u32>,
    /// Somebody, and the place of the one before them in the same chain.
    links: Vec<(u32, Option<u32>)>,
}

impl Chains {
    fn add(&mut self, key: u64, person: u32) {
        let here = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let before = self.latest.insert(key, here);
        self.links.push((person, before));
    }

    fn of(&self, key: u64) -> impl Iterator<Item = u32> {
        let first = self.latest.get(&key).and_then(|at| self.links.get(*at as usize));
        let links = std::iter::successors(first, |(_, before)| self.links.get((*before)? as usize));
        links.map(|(person, _)| *person)
    }
}

impl Earlier {
    /// The earliest one who is this person, by the strongest evidence there is.
    pub fn find(&self, person: &Known) -> Option<(usize, Evidence)> {
        let own = self.traits(person);
        let fitting =
            |earlier: &u32| self.people.get(*earlier as usize).is_some_and(|other| may_be_one(&own, other));
        let earliest = |chains: &Chains, key| chains.of(key).filter(fitting).min();
        let by_id = || self.ids.get(&own.id?).map(|at| (*at, Evidence::Id));
        let by_phone = || {
            let at = self.phone_keys(person).filter_map(|key| earliest(&self.phones, key)).min()?;
            Some((at, Evidence::NameAndPhone))
        };
        let by_village = || {
            let at = earliest(&self.villages, self.village_key(person)?)?;
            Some((at, Evidence::NameAndVillage))
        };
        by_id().or_else(by_phone).or_else(by_village).map(|(at, evidence)| (at as usize, evidence))
    }

    /// Adds the next one; their place.
    pub fn add(&mut self, person: &Known) -> usize {
        let (here, own) = (self.people.len(), self.traits(person));
        let at = u32::try_from(here).unwrap_or(u32::MAX);
        if let Some(id) = own.id {
            self.ids.entry(id).or_insert(at);
        }
        for key in self.phone_keys(person).collect::<Vec<_>>() {
            self.phones.add(key, at);
        }
        if let Some(key) = self.village_key(person) {
            self.villages.add(key, at);
        }
        self.people.push(own);
        here
    }

    fn traits(&self, person: &Known) -> Traits {
        Traits {
            id: person.id.as_ref().map(|id| self.keys.hash_one(id)),
            birth: person.birth.as_ref().map(|birth| self.keys.hash_one(birth)),
            sex: person.sex,
        }
    }

    fn phone_keys(&self, person: &Known) -> impl Iterator<Item = u64> {
        let of = move |name| person.phones.iter().map(move |phone| self.keys.hash_one((name, phone)));
        person.name.as_ref().into_iter().flat_map(of)
    }

    fn village_key(&self, person: &Known) -> Option<u64> {
        Some(self.keys.hash_one((person.name.as_ref()?, person.village.as_ref()?)))
    }
}

/// Whether nothing speaks against two namesakes being one: no other number, birth date or sex.
fn may_be_one(one: &Traits, other: &Traits) -> bool {
    fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
        one.zip(other).is_none_or(|(one, other)| one == other)
    }
    agree(one.id, other.id) && agree(one.birth, other.birth) && agree(one.sex, other.sex)
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
