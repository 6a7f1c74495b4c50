//! What may be right but is worth a second look before it is kept (PRODUCT §4.1): warnings, never errors.

use super::person_form::HEAD;
use crate::{
    domain::Sex,
    residents::{Document, Facts},
    web::stamp,
};
use chrono::NaiveDate;

/// Something to look at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The number begins with the code of no area.
    Area,
    /// The number carries another birth date.
    Birth(NaiveDate),
    /// The number carries another sex.
    Sex(Sex),
    /// They are the head of a household whose head bears another name.
    Head(String),
    /// A household like this is on file in the village, and nobody said whether it is meant.
    KnownHousehold,
    /// No household like this is on file: a new one will be made.
    NewHousehold,
}

/// What there is to doubt about a person: `on_file` is what the number that stays says, where it was not doubted before.
pub fn doubts(
    facts: &Facts,
    document: &Document,
    on_file: Option<(Option<NaiveDate>, Sex)>,
    head_name: &str,
) -> Vec<Doubt> {
    let (birth_on, sex, is_known) = match document {
        Document::New(kind, number) => (number.birth_on(), number.sex(), number.has_known_area(*kind)),
        Document::Kept => {
            let (birth_on, sex) = on_file.unwrap_or((None, Sex::Unknown));
            (birth_on, sex, true)
        }
        Document::None => (None, Sex::Unknown, true),
    };
    let area = (!is_known).then_some(Doubt::Area);
    let birth = birth_on.filter(|day| facts.birth_on.is_some_and(|typed| typed != *day)).map(Doubt::Birth);
    let differs = sex != Sex::Unknown && facts.sex != Sex::Unknown && sex != facts.sex;
    let is_other_head = facts.relation == HEAD && head_name != facts.name.as_str();
    [
        area,
        birth,
        differs.then_some(Doubt::Sex(sex)),
        is_other_head.then(|| Doubt::Head(head_name.to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the form sends back once its doubts, and whoever is alike, were looked at: others are asked about again.
pub fn looked_at(doubts: &[Doubt], alike: &[String]) -> String {
    let mut words: Vec<String> = doubts.iter().map(|doubt| format!("{doubt:?}")).collect();
    words.extend_from_slice(alike);
    stamp(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{IdKind, IdNumber, LegalBasis, PersonName};

    fn facts(birth_on: Option<NaiveDate>, sex: Sex) -> Facts {
        Facts {
            name: PersonName::parse("周小燕").expect("a name"),
            sex,
            birth_on,
            education: None,
            relation: "30".into(),
            hours: String::new(),
            note: String::new(),
            priority: None,
            is_settled: false,
            legal_basis: LegalBasis::Duty,
            informed_on: None,
        }
    }

    fn number(text: &str) -> Document {
        Document::New(IdKind::ResidentId, IdNumber::parse(IdKind::ResidentId, text).expect("a number"))
    }

    #[test]
    fn a_contradiction_and_an_unknown_area_are_doubts_and_nothing_else_is() {
        let of_id = NaiveDate::from_ymd_opt(1992, 3, 4);
        let other = NaiveDate::from_ymd_opt(1992, 4, 3);
        let on_file = Some((of_id, Sex::Female));
        let known = "500228199203041221";
        let rows = [
            (facts(of_id, Sex::Female), number(known), None, vec![]),
            (facts(None, Sex::Unknown), number(known), None, vec![]),
            (
                facts(other, Sex::Male),
                number(known),
                None,
                vec![Doubt::Birth(of_id.unwrap_or_default()), Doubt::Sex(Sex::Female)],
            ),
            (facts(None, Sex::Unknown), number("999999800101001"), None, vec![Doubt::Area]),
            (
                facts(other, Sex::Female),
                Document::Kept,
                on_file,
                vec![Doubt::Birth(of_id.unwrap_or_default())],
            ),
            (facts(other, Sex::Male), Document::Kept, None, vec![]),
            (facts(other, Sex::Male), Document::None, on_file, vec![]),
        ];
        for (facts, document, on_file, expected) in rows {
            assert_eq!(doubts(&facts, &document, on_file, "周德福"), expected, "{facts:?}");
        }
    }

    #[test]
    fn a_head_whose_household_names_another_is_a_doubt() {
        let head = Facts { relation: HEAD.into(), ..facts(None, Sex::Unknown) };
        assert_eq!(doubts(&head, &Document::Kept, None, "周德福"), [Doubt::Head("周德福".into())]);
        assert_eq!(doubts(&head, &Document::Kept, None, "周小燕"), []);
    }

    #[test]
    fn other_doubts_are_asked_about_again() {
        let looked = |doubt: &[Doubt]| looked_at(doubt, &[]);
        assert_ne!(looked(&[Doubt::Area]), looked(&[Doubt::Sex(Sex::Male)]));
        assert_ne!(looked(&[]), looked(&[Doubt::Area]));
        assert_eq!(looked(&[Doubt::Area]), looked(&[Doubt::Area]));
        assert_ne!(looked(&[]), looked_at(&[], &["somebody alike".to_owned()]));
    }
}
