//! What is typed about a person, and what is read of it (PRODUCT §4.1).

use super::*;

const ID: &str = "500228199203041221";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
}

fn typed(more: impl FnOnce(&mut PersonForm)) -> PersonForm {
    let mut form = PersonForm { name: "周小燕".into(), ..PersonForm::default() };
    more(&mut form);
    form
}

fn read(form: &PersonForm, on_file: IdKind) -> Result<(Facts, Document), Problems> {
    let mut problems = Problems::default();
    let read = form.parse(on_file, today(), &mut problems);
    problems.or(read)
}

fn problem(form: &PersonForm, on_file: IdKind) -> Option<Problem> {
    let problems = read(form, on_file).err()?;
    let all = [
        Problem::Required,
        Problem::NotAChoice,
        Problem::InFuture,
        Problem::TooLongAgo,
        Problem::IdCheckDigit,
        Problem::DocumentShape,
    ];
    all.into_iter().find(|one| {
        ["id_number", "birth_on", "sex", "education", "relation"]
            .iter()
            .any(|field| problems == Problems::one(field, *one))
    })
}

#[test]
fn a_name_is_enough() {
    let (facts, document) = read(&typed(|_| {}), IdKind::None).expect("a person");
    assert_eq!((facts.sex, facts.birth_on, document), (Sex::Unknown, None, Document::Kept));
    assert_eq!((facts.legal_basis, facts.priority, facts.is_settled), (LegalBasis::Duty, None, false));
}

#[test]
fn birth_date_and_sex_are_taken_from_the_number_where_they_are_not_typed() {
    let of_id = NaiveDate::from_ymd_opt(1992, 3, 4);
    let (facts, _) = read(&typed(|form| form.id_number = ID.into()), IdKind::None).expect("a person");
    assert_eq!((facts.sex, facts.birth_on), (Sex::Female, of_id));
    let form = typed(|form| {
        (form.id_number, form.sex, form.birth_on) = (ID.into(), "male".into(), "1992年3月5日".into());
    });
    let (facts, _) = read(&form, IdKind::None).expect("a person");
    assert_eq!(
        (facts.sex, facts.birth_on),
        (Sex::Male, NaiveDate::from_ymd_opt(1992, 3, 5)),
        "typed, it stands"
    );
}

#[test]
fn a_number_not_typed_again_stays_and_another_kind_needs_its_own() {
    use IdKind::*;
    let chosen = |kind: &str, number: &str| {
        typed(|form| (form.id_kind, form.id_number) = (kind.into(), number.into()))
    };
    let document = |kind: &str, number: &str, on_file| {
        read(&chosen(kind, number), on_file).map(|(_, document)| document).ok()
    };
    assert_eq!(document("resident_id", "", ResidentId), Some(Document::Kept));
    assert_eq!(document("none", "", ResidentId), Some(Document::None));
    assert_eq!(document("none", "", None), Some(Document::Kept));
    assert_eq!(document("resident_id", "", None), Some(Document::Kept), "chosen by nobody, it says nothing");
    assert!(matches!(document("none", ID, None), Some(Document::New(ResidentId, _))));
    assert!(matches!(document("passport", "E12345678", ResidentId), Some(Document::New(Passport, _))));
    assert_eq!(problem(&chosen("passport", ""), ResidentId), Some(Problem::Required));
    assert_eq!(
        problem(&chosen("resident_id", "500228199203041222"), ResidentId),
        Some(Problem::IdCheckDigit)
    );
    assert_eq!(problem(&chosen("hk_mo_permit", ID), None), Some(Problem::DocumentShape));
    assert_eq!(problem(&chosen("bank_card", ""), None), Some(Problem::NotAChoice));
}

#[test]
fn days_and_codes_that_cannot_be_are_named() {
    let cases = [
        (typed(|form| form.birth_on = "2026-11-24".into()), Problem::InFuture),
        (typed(|form| form.birth_on = "1899-12-31".into()), Problem::TooLongAgo),
        (typed(|form| form.sex = "x".into()), Problem::NotAChoice),
        (typed(|form| form.education = "1".into()), Problem::NotAChoice),
        (typed(|form| form.relation = "98".into()), Problem::NotAChoice),
    ];
    for (form, expected) in cases {
        assert_eq!(problem(&form, IdKind::None), Some(expected), "{form:?}");
    }
}

#[test]
fn a_form_filled_with_what_stands_reads_back_as_that() {
    let form = typed(|form| {
        (form.sex, form.birth_on, form.education) = ("female".into(), "1992-03-04".into(), "70".into());
        (form.relation, form.hours, form.note) = ("30".into(), "晚上 7 点后".into(), "两行\n字".into());
        (form.priority, form.settled) = ("老人多病".into(), "1".into());
        (form.legal_basis, form.informed_on) = ("consent".into(), "2026-11-20".into());
    });
    let (facts, _) = read(&form, IdKind::Passport).expect("a person");
    let (again, document) =
        read(&PersonForm::of(&facts, IdKind::Passport), IdKind::Passport).expect("a person");
    assert_eq!((again, document), (facts, Document::Kept));
}

#[test]
fn counts_are_read_as_people_write_them() {
    assert_eq!((count(""), count("2 个"), count("３位")), (Ok(0), Ok(2), Ok(3)));
    assert_eq!(
        (count("31"), count("-1"), count("两")),
        (Err(Problem::NotANumber(0, 30)), Err(Problem::NotANumber(0, 30)), Err(Problem::NotANumber(0, 30)))
    );
}

#[test]
fn the_head_need_not_be_named_twice_and_everybody_else_needs_one() {
    let village = VillageCode::parse("500155001001").expect("a village");
    let parse = |head: &str, relation: &str| {
        let facts = read(&typed(|form| form.relation = relation.into()), IdKind::None).expect("a person").0;
        let form = HouseForm { head_name: head.into(), ..HouseForm::default() };
        let mut problems = Problems::default();
        let read = form.parse(village, (&facts.relation, Some(&facts)), &mut problems);
        problems.or(read).map(|house| house.head_name)
    };
    assert_eq!(parse("", HEAD), Ok("周小燕".to_owned()));
    assert_eq!(parse("", "30"), Err(Problems::one("head_name", Problem::Required)));
    assert_eq!(parse("买买提•艾力江", "30"), Ok("买买提·艾力江".to_owned()));
}
