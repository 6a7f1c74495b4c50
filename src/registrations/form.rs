//! What somebody types to register (PRODUCT §4.5, §6).

use super::{consents::Purpose, model::NewRegistration, text::ConsentWords};
use crate::{
    domain::{
        IdKind, IdNumber, PersonName, PhoneNumber, Problem, Sex, VillageCode, Whither, is_form_key, note,
        optional_line, parse_day, parse_group, plain,
    },
    i18n::Lang,
    web::Problems,
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// Whoever is younger registers through a guardian (PRODUCT §4.5).
const LEAST_AGE: u32 = 14;
/// The earliest year of birth that is no slip of the finger.
const EARLIEST_BIRTH: i32 = 1900;

/// The form as it was typed. Required are `name`, `village`, `phone`, `destination` and the consent to keeping in touch.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RegisterForm {
    pub idempotency_key: String,
    /// Which words the form showed beside its ticks ([`wording`](super::view::wording)); a form sent by no page of ours
    /// names none, and is taken as one that showed today's.
    pub wording: String,
    /// Whether the words have changed since, and the ticks were taken out.
    #[serde(skip)]
    pub is_reworded: bool,
    pub village: String,
    pub name: String,
    pub phone: String,
    pub destination: String,
    /// The answer to which place was meant ([`Whither::parse`]).
    pub destination_code: String,
    pub work: String,
    pub hours: String,
    pub group_no: String,
    pub head_name: String,
    pub sex: String,
    pub birth_on: String,
    pub id_kind: String,
    pub id_number: String,
    pub wechat: String,
    pub note: String,
    pub consent_contact: String,
    pub consent_id: String,
    pub consent_requests: String,
}

impl RegisterForm {
    /// Whether the form showed other words than these.
    pub fn showed_other_than(&self, words: &str) -> bool {
        !self.wording.is_empty() && self.wording != words
    }

    /// Takes the ticks out: nobody has agreed to words they have not read.
    pub fn untick(&mut self) {
        self.is_reworded = true;
        for consent in [&mut self.consent_contact, &mut self.consent_id, &mut self.consent_requests] {
            consent.clear();
        }
    }

    /// Reads the form for a village found; every problem is named, with its field.
    pub fn parse(
        &self,
        village: VillageCode,
        today: NaiveDate,
        lang: Lang,
    ) -> Result<NewRegistration, Problems> {
        let mut problems = Problems::default();
        if !is_form_key(&self.idempotency_key) {
            problems.add("name", Problem::FormExpired);
        }
        let name = problems.keep("name", PersonName::parse(&self.name));
        let phone = problems.keep("phone", PhoneNumber::parse(&self.phone));
        let place = problems.keep("destination", self.place(village));
        let work = problems.keep("work", optional_line(&self.work, 60));
        let hours = problems.keep("hours", optional_line(&self.hours, 60));
        let group_no = problems.keep("group_no", parse_group(&self.group_no));
        let head_name = problems.keep("head_name", self.head_name());
        let wechat = problems.keep("wechat", optional_line(&self.wechat, 60));
        let words = problems.keep("note", note(&self.note, 500));
        let document = problems.keep("id_number", self.document());
        let person = self.sex_and_birth(document.as_ref().and_then(Option::as_ref), today, &mut problems);
        let consents = self.consents(document.as_ref().is_some_and(Option::is_some), lang, &mut problems);
        let parsed = (|| {
            let (sex, birth_on) = person?;
            let (place, place_code) = place?;
            Some(NewRegistration {
                village,
                name: name?,
                phone: phone?,
                place,
                place_code,
                work: work?,
                hours: hours?,
                group_no: group_no?,
                head_name: head_name?,
                sex,
                birth_on,
                document: document?,
                wechat: wechat.filter(|name| !name.is_empty()),
                note: words?,
                lang,
                consents,
            })
        })();
        problems.or(parsed)
    }

    /// The words as typed and what they mean: a code, [`Whither::HOME`] for whoever is at home, or nothing known.
    fn place(&self, village: VillageCode) -> Result<(String, Option<String>), Problem> {
        let parse = |answer: &str| Whither::parse(&self.destination, answer, village.county());
        let meant = match parse(&self.destination_code) {
            Err(Problem::CameHome) => parse(Whither::HOME)?,
            meant => meant?,
        };
        Ok(match meant {
            Whither::Away(place) => (place.words().to_owned(), place.code().map(str::to_owned)),
            Whither::Home => (plain(&self.destination), Some(Whither::HOME.to_owned())),
        })
    }

    fn head_name(&self) -> Result<String, Problem> {
        if self.head_name.trim().is_empty() {
            return Ok(String::new());
        }
        PersonName::parse(&self.head_name).map(|name| name.as_str().to_owned())
    }

    fn document(&self) -> Result<Option<(IdKind, IdNumber)>, Problem> {
        if self.id_number.trim().is_empty() {
            return Ok(None);
        }
        let kind = match self.id_kind.as_str() {
            "" => Some(IdKind::ResidentId),
            text => IdKind::parse(text).filter(|kind| *kind != IdKind::None),
        };
        let kind = kind.ok_or(Problem::NotAChoice)?;
        Ok(Some((kind, IdNumber::parse(kind, &self.id_number)?)))
    }

    /// Sex and birth date, as typed or as the ID number carries them; too young is refused.
    fn sex_and_birth(
        &self,
        document: Option<&(IdKind, IdNumber)>,
        today: NaiveDate,
        problems: &mut Problems,
    ) -> Option<(Sex, Option<NaiveDate>)> {
        let sex = match self.sex.as_str() {
            "" => Ok(Sex::Unknown),
            text => Sex::parse(text).ok_or(Problem::NotAChoice),
        };
        let sex = problems.keep("sex", sex)?;
        let typed = problems.keep("birth_on", self.birth_on(today))?;
        let carried = document.and_then(|(_, number)| number.birth_on());
        let sex = if sex == Sex::Unknown { document.map_or(sex, |(_, number)| number.sex()) } else { sex };
        let field = if typed.is_some() { "birth_on" } else { "id_number" };
        match (typed, carried) {
            (Some(typed), Some(carried)) if typed != carried => problems.add(field, Problem::BirthDiffers),
            (Some(day), _) | (None, Some(day)) if age(day, today) < LEAST_AGE => {
                problems.add(field, Problem::UnderFourteen);
            }
            _ => {}
        }
        Some((sex, typed.or(carried)))
    }

    fn birth_on(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
        if self.birth_on.trim().is_empty() {
            return Ok(None);
        }
        let day = parse_day(&self.birth_on)?;
        if day > today {
            Err(Problem::InFuture)
        } else if day.year() < EARLIEST_BIRTH {
            Err(Problem::TooLongAgo)
        } else {
            Ok(Some(day))
        }
    }

    /// What was agreed to, each with the words beside its tick.
    fn consents(&self, has_id: bool, lang: Lang, problems: &mut Problems) -> Vec<(Purpose, String)> {
        let t = ConsentWords(lang);
        if self.consent_contact.is_empty() {
            let problem = if self.is_reworded { Problem::WordsChanged } else { Problem::ConsentMissing };
            problems.add("consent_contact", problem);
        }
        if has_id && self.consent_id.is_empty() {
            problems.add("consent_id", Problem::IdConsentMissing);
        }
        let given = [
            (Purpose::Contact, !self.consent_contact.is_empty()),
            (Purpose::IdNumber, has_id && !self.consent_id.is_empty()),
            (Purpose::Requests, !self.consent_requests.is_empty()),
        ];
        given
            .into_iter()
            .filter(|(_, is)| *is)
            .map(|(purpose, _)| (purpose, t.of(purpose).to_owned()))
            .collect()
    }
}

/// Years somebody has completed on a day.
fn age(birth: NaiveDate, today: NaiveDate) -> u32 {
    today.years_since(birth).unwrap_or(0)
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
