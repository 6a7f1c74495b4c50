//! What is typed about a person and their household, on the page that adds one and on those that change one.

use super::form::past_day;
use crate::{
    domain::{
        IdKind, IdNumber, LegalBasis, PersonName, Problem, Sex, VillageCode, note, optional_line, parse_day,
        parse_group, plain,
    },
    reference::{education, relation},
    residents::{Document, Facts, Household, NewHousehold},
    web::Problems,
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// The code of the head of a household (GB/T 4761).
pub const HEAD: &str = "02";
/// Most people of one kind who stayed behind in a household.
const MOST_LEFT: u32 = 30;
/// The first year anybody alive may be born in.
const FIRST_YEAR: i32 = 1900;

/// A person as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub name: String,
    pub sex: String,
    pub birth_on: String,
    pub id_kind: String,
    /// A new number; empty: the one on file stays.
    pub id_number: String,
    pub education: String,
    pub relation: String,
    pub hours: String,
    pub note: String,
    /// Why they are called more often; empty: they are not.
    pub priority: String,
    pub settled: String,
    pub legal_basis: String,
    pub informed_on: String,
}

/// A household as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HouseForm {
    pub group_no: String,
    pub number: String,
    pub head_name: String,
    pub address: String,
    pub adults_left: String,
    pub elderly_left: String,
    pub children_left: String,
}

fn day_or_empty(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl PersonForm {
    /// The form filled with what stands; the ID number stays sealed.
    pub fn of(facts: &Facts, kind: IdKind) -> PersonForm {
        PersonForm {
            name: facts.name.to_string(),
            sex: facts.sex.as_str().to_owned(),
            birth_on: day_or_empty(facts.birth_on),
            id_kind: kind.as_str().to_owned(),
            id_number: String::new(),
            education: facts.education.clone().unwrap_or_default(),
            relation: facts.relation.clone(),
            hours: facts.hours.clone(),
            note: facts.note.clone(),
            priority: facts.priority.clone().unwrap_or_default(),
            settled: if facts.is_settled { "1".to_owned() } else { String::new() },
            legal_basis: facts.legal_basis.as_str().to_owned(),
            informed_on: day_or_empty(facts.informed_on),
        }
    }

    /// Reads the form; `on_file` is the kind of document that stands. Birth date and sex are taken from the number where
    /// they are not typed (PRODUCT §4.1).
    pub fn parse(
        &self,
        on_file: IdKind,
        today: NaiveDate,
        problems: &mut Problems,
    ) -> Option<(Facts, Document)> {
        let name = problems.keep("name", PersonName::parse(&self.name));
        let document = problems.keep("id_number", self.document(on_file));
        let sex = problems.keep("sex", self.sex());
        let birth_on = problems.keep("birth_on", self.birth_on(today));
        let education =
            problems.keep("education", code_of(&self.education, |code| education(code).is_some()));
        let related = problems.keep("relation", code_of(&self.relation, |code| relation(code).is_some()));
        let hours = problems.keep("hours", optional_line(&self.hours, 60));
        let note = problems.keep("note", note(&self.note, 500));
        let priority = problems.keep("priority", optional_line(&self.priority, 100));
        let basis = if self.legal_basis.is_empty() {
            Some(LegalBasis::Duty)
        } else {
            LegalBasis::parse(&self.legal_basis)
        };
        let basis = problems.keep("legal_basis", basis.ok_or(Problem::NotAChoice));
        let told = if self.informed_on.trim().is_empty() {
            Ok(None)
        } else {
            past_day(&self.informed_on, today).map(Some)
        };
        let informed_on = problems.keep("informed_on", told);
        let document = document?;
        let said = match &document {
            Document::New(_, number) => (number.birth_on(), number.sex()),
            Document::Kept | Document::None => (None, Sex::Unknown),
        };
        let facts = Facts {
            name: name?,
            sex: Some(sex?).filter(|sex| *sex != Sex::Unknown).unwrap_or(said.1),
            birth_on: birth_on?.or(said.0.filter(|day| *day <= today)),
            education: education?,
            relation: related?.unwrap_or_default(),
            hours: hours?,
            note: note?,
            priority: Some(priority?).filter(|reason| !reason.is_empty()),
            is_settled: !self.settled.is_empty(),
            legal_basis: basis?,
            informed_on: informed_on?,
        };
        Some((facts, document))
    }

    fn sex(&self) -> Result<Sex, Problem> {
        if self.sex.is_empty() { Ok(Sex::Unknown) } else { Sex::parse(&self.sex).ok_or(Problem::NotAChoice) }
    }

    fn birth_on(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
        if self.birth_on.trim().is_empty() {
            return Ok(None);
        }
        match parse_day(&self.birth_on)? {
            day if day > today => Err(Problem::InFuture),
            day if day.year() < FIRST_YEAR => Err(Problem::TooLongAgo),
            day => Ok(Some(day)),
        }
    }

    /// A number typed replaces what stands; none typed keeps it, unless another kind was chosen.
    fn document(&self, on_file: IdKind) -> Result<Document, Problem> {
        let kind = if self.id_kind.is_empty() { Some(on_file) } else { IdKind::parse(&self.id_kind) };
        let kind = kind.ok_or(Problem::NotAChoice)?;
        let is_typed = !self.id_number.trim().is_empty();
        match kind {
            IdKind::None if is_typed => {
                let number = IdNumber::parse(IdKind::ResidentId, &self.id_number);
                number.map(|number| Document::New(IdKind::ResidentId, number))
            }
            IdKind::None if on_file == IdKind::None => Ok(Document::Kept),
            IdKind::None => Ok(Document::None),
            kind if is_typed => {
                IdNumber::parse(kind, &self.id_number).map(|number| Document::New(kind, number))
            }
            kind if kind == on_file => Ok(Document::Kept),
            // The kind most people have stands there unasked: without a number it says nothing.
            IdKind::ResidentId if on_file == IdKind::None => Ok(Document::Kept),
            _ => Err(Problem::Required),
        }
    }
}

/// A code chosen from a list, or nothing.
fn code_of(text: &str, is_known: impl Fn(&str) -> bool) -> Result<Option<String>, Problem> {
    match text {
        "" => Ok(None),
        code if is_known(code) => Ok(Some(code.to_owned())),
        _ => Err(Problem::NotAChoice),
    }
}

impl HouseForm {
    /// The form filled with what was read of it.
    pub fn of_new(house: &NewHousehold) -> HouseForm {
        HouseForm {
            group_no: house.group_no.map(|group| group.to_string()).unwrap_or_default(),
            number: house.number.clone(),
            head_name: house.head_name.clone(),
            address: house.address.clone(),
            adults_left: house.adults_left.to_string(),
            elderly_left: house.elderly_left.to_string(),
            children_left: house.children_left.to_string(),
        }
    }

    /// The form filled with what stands of a village's household.
    pub fn of(house: &Household, village: VillageCode) -> HouseForm {
        HouseForm::of_new(&NewHousehold {
            village,
            group_no: house.group_no,
            number: house.number.clone(),
            head_name: house.head_name.clone(),
            address: house.address.clone(),
            children_left: house.children_left,
            elderly_left: house.elderly_left,
            adults_left: house.adults_left,
        })
    }

    /// Reads the form; who is the head themselves need not be named twice. `relation` is what was chosen, whether or not the
    /// rest could be read as a person.
    pub fn parse(
        &self,
        village: VillageCode,
        (relation, person): (&str, Option<&Facts>),
        problems: &mut Problems,
    ) -> Option<NewHousehold> {
        let group_no = problems.keep("group_no", parse_group(&self.group_no));
        let number = problems.keep("number", optional_line(&self.number, 20));
        let address = problems.keep("address", optional_line(&self.address, 100));
        let head = if relation == HEAD && self.head_name.trim().is_empty() {
            person.map(|facts| facts.name.clone())
        } else {
            problems.keep("head_name", PersonName::parse(&self.head_name))
        };
        let adults = problems.keep("adults_left", count(&self.adults_left));
        let elderly = problems.keep("elderly_left", count(&self.elderly_left));
        let children = problems.keep("children_left", count(&self.children_left));
        Some(NewHousehold {
            village,
            group_no: group_no?,
            number: number?,
            head_name: head?.to_string(),
            address: address?,
            children_left: children?,
            elderly_left: elderly?,
            adults_left: adults?,
        })
    }
}

/// How many stayed behind; nothing typed is nobody.
fn count(text: &str) -> Result<i32, Problem> {
    match plain(text).trim_end_matches(['个', '位', '人', '名']).trim() {
        "" => Ok(0),
        digits => match digits.parse::<u32>() {
            Ok(number) if number <= MOST_LEFT => Ok(number as i32),
            _ => Err(Problem::NotANumber(0, MOST_LEFT)),
        },
    }
}

#[cfg(test)]
#[path = "person_form_tests.rs"]
mod tests;
