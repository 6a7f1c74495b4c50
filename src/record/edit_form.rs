//! What is typed where a record is changed, and how two people's versions of it compare.

use super::{
    choices::Choices,
    edit::Seen,
    keep_text::KeepWords,
    person_form::{HouseForm, PersonForm},
};
use crate::{
    domain::{IdKind, VillageCode},
    i18n::Lang,
    residents::{Document, Facts, NewHousehold},
    web::{Problems, Versions, stamp},
};
use chrono::NaiveDate;
use serde::Deserialize;

/// A record as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EditForm {
    #[serde(flatten)]
    pub person: PersonForm,
    #[serde(flatten)]
    pub house: HouseForm,
    /// The versions the form was shown with.
    pub seen: String,
    /// A stamp of each value the form was shown with, so that a later choice knows who changed what.
    pub base: String,
    /// The stamp of the doubts that were looked at.
    pub warned: String,
}

/// A record read and understood.
#[derive(Debug, Clone)]
pub struct Edit {
    pub facts: Facts,
    pub document: Document,
    pub house: NewHousehold,
}

impl EditForm {
    /// The form filled with what stands.
    pub fn of(facts: &Facts, kind: IdKind, house: HouseForm, seen: Seen) -> EditForm {
        let form = EditForm {
            person: PersonForm::of(facts, kind),
            house,
            seen: seen.to_string(),
            ..EditForm::default()
        };
        EditForm { base: form.stamps().join(","), ..form }
    }

    /// Reads the form; every problem is named, with its field. `on_file` is the kind of document that stands.
    pub fn parse(&self, village: VillageCode, on_file: IdKind, today: NaiveDate) -> Result<Edit, Problems> {
        let mut problems = Problems::default();
        let person = self.person.parse(on_file, today, &mut problems);
        let house = self.house.parse(
            village,
            (&self.person.relation, person.as_ref().map(|(facts, _)| facts)),
            &mut problems,
        );
        let parsed = person.zip(house).map(|((facts, document), house)| Edit { facts, document, house });
        problems.or(parsed)
    }

    /// Every field with its value, always in this order.
    fn values(&self) -> [(&'static str, &str); 20] {
        let (person, house) = (&self.person, &self.house);
        [
            ("name", &person.name),
            ("sex", &person.sex),
            ("id_kind", &person.id_kind),
            ("id_number", &person.id_number),
            ("birth_on", &person.birth_on),
            ("group_no", &house.group_no),
            ("head_name", &house.head_name),
            ("relation", &person.relation),
            ("number", &house.number),
            ("address", &house.address),
            ("adults_left", &house.adults_left),
            ("elderly_left", &house.elderly_left),
            ("children_left", &house.children_left),
            ("hours", &person.hours),
            ("education", &person.education),
            ("priority", &person.priority),
            ("settled", &person.settled),
            ("legal_basis", &person.legal_basis),
            ("informed_on", &person.informed_on),
            ("note", &person.note),
        ]
        .map(|(field, value)| (field, value.as_str()))
    }

    fn stamps(&self) -> Vec<String> {
        self.values().iter().map(|(_, value)| stamp(&[value]).chars().take(6).collect()).collect()
    }

    /// What was typed, beside what stands now. `numbers` are the masks of the ID number typed and of the one on file.
    pub fn versions(&self, theirs: &EditForm, numbers: (String, String), lang: Lang) -> Vec<Versions> {
        let (mine, base) = (self.stamps(), self.base.split(',').collect::<Vec<_>>());
        let is_untouched = |at: usize| base.get(at).is_some_and(|before| **before == mine[at]);
        let pairs = self.values().into_iter().zip(theirs.values()).enumerate();
        pairs
            .map(|(at, ((field, mine), (_, theirs)))| {
                let versions = Versions::new(field, label(field, lang), mine.to_owned(), theirs.to_owned());
                let versions = versions.untouched(is_untouched(at));
                match field {
                    "id_number" => versions.told(numbers.0.clone(), numbers.1.clone()),
                    _ => versions.told(told(field, mine, lang), told(field, theirs, lang)),
                }
            })
            .collect()
    }
}

/// A value in words, where it says nothing to people by itself.
fn told(field: &str, value: &str, lang: Lang) -> String {
    let (t, choices) = (KeepWords(lang), Choices::new(lang));
    match field {
        "sex" => Choices::word(&choices.sexes, value),
        "id_kind" => Choices::word(&choices.kinds, value),
        "relation" => Choices::word(&choices.relations, value),
        "education" => Choices::word(&choices.educations, value),
        "legal_basis" => Choices::word(&choices.bases, value),
        "settled" => if value.is_empty() { t.no() } else { t.yes() }.to_owned(),
        _ => value.to_owned(),
    }
}

fn label(field: &str, lang: Lang) -> &'static str {
    let t = KeepWords(lang);
    match field {
        "name" => t.name(),
        "sex" => t.sex(),
        "id_kind" => t.id_kind(),
        "id_number" => t.id_number(),
        "birth_on" => t.birth_on(),
        "group_no" => t.group_no(),
        "head_name" => t.head_name(),
        "relation" => t.relation(),
        "number" => t.number(),
        "address" => t.address(),
        "adults_left" => t.adults_left(),
        "elderly_left" => t.elderly_left(),
        "children_left" => t.children_left(),
        "hours" => t.hours(),
        "education" => t.education(),
        "priority" => t.priority(),
        "settled" => t.settled(),
        "legal_basis" => t.basis(),
        "informed_on" => t.informed_on(),
        _ => t.note(),
    }
}
