//! What is typed about somebody who is new to the register.

use super::person_form::{HouseForm, PersonForm};
use crate::{
    domain::{HouseholdId, IdKind, PhoneNumber, PostId, Problem, VillageCode, Whither, optional_line},
    residents::{Document, Facts, Features, NewChannel, NewDestination, NewHousehold, NewResident, Source},
    web::Problems,
};
use chrono::NaiveDate;
use serde::Deserialize;

/// Somebody new, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    #[serde(flatten)]
    pub person: PersonForm,
    #[serde(flatten)]
    pub house: HouseForm,
    pub idempotency_key: String,
    /// The village, where a township adds somebody.
    pub village: String,
    /// The household chosen where one like it is on file.
    pub household: String,
    /// The post that will answer for them, where a township adds somebody.
    pub owner: String,
    pub phone: String,
    pub phone_holder: String,
    pub place: String,
    /// The answer to which place was meant (`Whither::parse`).
    pub place_code: String,
    pub work: String,
    /// The stamp of the doubts that were looked at.
    pub warned: String,
}

/// Somebody new, read and understood.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub facts: Facts,
    pub document: Document,
    pub house: NewHousehold,
    pub owner: Option<PostId>,
    pub channel: Option<NewChannel>,
    pub destination: Option<NewDestination>,
}

impl NewForm {
    /// Reads the form; every problem is named, with its field.
    pub fn parse(&self, village: VillageCode, today: NaiveDate) -> Result<NewPerson, Problems> {
        let mut problems = Problems::default();
        let person = self.person.parse(IdKind::None, today, &mut problems);
        let house = self.house.parse(
            village,
            (&self.person.relation, person.as_ref().map(|(facts, _)| facts)),
            &mut problems,
        );
        let owner = problems.keep("owner", self.owner());
        let channel = self.channel(today, &mut problems);
        let destination = self.destination(village, today, &mut problems);
        let parsed = (|| {
            let (facts, document) = person?;
            Some(NewPerson { facts, document, house: house?, owner: owner?, channel, destination })
        })();
        problems.or(parsed)
    }

    fn owner(&self) -> Result<Option<PostId>, Problem> {
        match self.owner.as_str() {
            "" => Ok(None),
            post => post.parse().map(Some).map_err(|_| Problem::NotAChoice),
        }
    }

    fn channel(&self, today: NaiveDate, problems: &mut Problems) -> Option<NewChannel> {
        if self.phone.trim().is_empty() {
            return None;
        }
        let number = problems.keep("phone", PhoneNumber::parse(&self.phone));
        let holder = problems.keep("phone_holder", optional_line(&self.phone_holder, 40));
        Some(NewChannel::phone(&number?, holder?, Source::Staff, today, None))
    }

    fn destination(
        &self,
        village: VillageCode,
        today: NaiveDate,
        problems: &mut Problems,
    ) -> Option<NewDestination> {
        let work = problems.keep("work", optional_line(&self.work, 40))?;
        if self.place.trim().is_empty() {
            if !work.is_empty() {
                problems.add("place", Problem::Required);
            }
            return None;
        }
        match problems.keep("place", Whither::parse(&self.place, &self.place_code, village.county()))? {
            Whither::Home => None,
            // Since when is not asked: whoever adds somebody seldom knows.
            Whither::Away(place) => Some(NewDestination {
                from_on: None,
                ..NewDestination::told(place, &work, Source::Staff, today)
            }),
        }
    }
}

impl NewPerson {
    /// What of them may agree with somebody on file.
    pub fn features(&self) -> Features {
        let own = self.channel.iter().filter(|channel| channel.holder.is_empty());
        Features {
            village: self.house.village,
            name: self.facts.name.clone(),
            birth_on: self.facts.birth_on,
            id_number: match &self.document {
                Document::New(_, number) => Some(number.clone()),
                Document::Kept | Document::None => None,
            },
            phones: own.filter_map(|channel| PhoneNumber::parse(&channel.value).ok()).collect(),
            head_name: Some(self.house.head_name.clone()),
        }
    }

    /// The record to be made, in a household that is found or made with it.
    pub fn record(self) -> NewResident {
        let facts = self.facts;
        NewResident {
            village: self.house.village,
            household: HouseholdId(0),
            relation: facts.relation,
            name: facts.name,
            sex: facts.sex,
            birth_on: facts.birth_on,
            document: match self.document {
                Document::New(kind, number) => Some((kind, number)),
                Document::Kept | Document::None => None,
            },
            education: facts.education,
            hours: facts.hours,
            note: facts.note,
            priority: facts.priority,
            is_settled: facts.is_settled,
            owner: self.owner,
            backup: None,
            legal_basis: facts.legal_basis,
            informed_on: facts.informed_on,
            channels: self.channel.into_iter().collect(),
            destination: self.destination,
        }
    }
}
