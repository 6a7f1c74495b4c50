//! What makes two records look like one person (PRODUCT §2, §4.1, §4.5): a pure rule over what each record says.
//!
//! Whatever may agree becomes a keyed term; equal terms are what two records have in common. Names count by their
//! sound, because the same name is written with other characters by whoever only heard it.

use super::model::Row;
use crate::{
    domain::{IdNumber, PersonName, PhoneNumber, VillageCode, words},
    seal::Keys,
};
use chrono::NaiveDate;

words! {
    /// What two records have in common.
    Evidence {
        IdNumber = "id_number",
        Phone = "phone",
        /// Names that sound alike, and the birth date.
        NameAndBirth = "name_and_birth",
        /// Names that sound alike, and the head of the household, in one village.
        NameAndHousehold = "name_and_household",
    }
}

impl Evidence {
    /// How much it says: a document most, then name with birth date (numbers are shared in families, and passed on).
    const fn weight(self) -> u8 {
        match self {
            Evidence::IdNumber => 8,
            Evidence::NameAndBirth => 4,
            Evidence::Phone => 3,
            Evidence::NameAndHousehold => 2,
        }
    }

    /// How much all of it says together.
    pub fn strength(all: &[Evidence]) -> u8 {
        all.iter().map(|evidence| evidence.weight()).sum()
    }

    /// The words by which evidence is stored, in one line.
    pub fn line(all: &[Evidence]) -> String {
        all.iter().map(|evidence| evidence.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The evidence of a stored line.
    pub fn of_line(line: &str) -> Vec<Evidence> {
        line.split(' ').filter_map(Evidence::parse).collect()
    }
}

/// What of a record may agree with another one.
#[derive(Debug, Clone)]
pub struct Features {
    pub village: VillageCode,
    pub name: PersonName,
    pub birth_on: Option<NaiveDate>,
    pub id_number: Option<IdNumber>,
    /// The person's own numbers that have not ended.
    pub phones: Vec<PhoneNumber>,
    pub head_name: Option<String>,
}

/// An open record that looks like the same person, and why.
#[derive(Debug, Clone)]
pub struct Alike {
    pub row: Row,
    pub evidence: Vec<Evidence>,
}

impl Features {
    /// A term for each thing that may agree, keyed so that nobody can read them back, the strongest kind first.
    pub fn terms(&self, keys: &Keys) -> Vec<(Evidence, i64)> {
        let term = |evidence: Evidence, parts: &[&str]| {
            let hash =
                keys.mac(&[b"alike:", evidence.as_str().as_bytes(), b":", parts.join("\n").as_bytes()]);
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&hash[..8]);
            (evidence, i64::from_be_bytes(bytes))
        };
        let name = self.name.reading();
        let mut terms = Vec::new();
        if let Some(number) = &self.id_number {
            terms.push(term(Evidence::IdNumber, &[number.as_str()]));
        }
        for phone in &self.phones {
            // A landline rings for a whole household: it counts together with the name.
            let whose = if is_of_one(phone) { "" } else { name.as_str() };
            terms.push(term(Evidence::Phone, &[phone.canonical(), whose]));
        }
        if let Some(born) = self.birth_on {
            terms.push(term(Evidence::NameAndBirth, &[&name, &born.to_string()]));
        }
        if let Some(head) = self.head() {
            terms.push(term(Evidence::NameAndHousehold, &[self.village.as_str(), &name, &head]));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// How the head's name sounds; a head who bears no name of ours counts as written.
    fn head(&self) -> Option<String> {
        let head = self.head_name.as_deref()?.trim();
        let sound = PersonName::parse(head).map_or_else(|_| head.to_owned(), |name| name.reading());
        (!head.is_empty()).then_some(sound)
    }

    /// Whether what agrees still speaks for one person: two heads of the same name who were born on different days
    /// are namesakes, because their household says no more than their name.
    pub fn allows(&self, evidence: Evidence, other_birth_on: Option<NaiveDate>) -> bool {
        let are_namesakes = self.head().is_some_and(|head| head == self.name.reading())
            && self.birth_on.zip(other_birth_on).is_some_and(|(own, other)| own != other);
        evidence != Evidence::NameAndHousehold || !are_namesakes
    }
}

/// Whether a number is carried by one person: mobiles, and whatever is of another country.
fn is_of_one(phone: &PhoneNumber) -> bool {
    phone.is_mobile() || phone.canonical().starts_with('+')
}

#[cfg(test)]
#[path = "likeness_tests.rs"]
mod tests;
