//! Any list we give out, we read back the same, whatever people are called and whatever was typed.

use super::{
    by_command::BUILT_IN,
    columns::{OutColumn, layout},
    listed::Listed,
    sheets::{Kind, write},
};
use crate::{
    domain::{IdKind, IdNumber, optional_line},
    reference::county,
    rosters::{Choices, County, Divisions, Person, ReadPhone, Request, people::days::is_nothing, read},
    territories::everyday_name,
};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tokio::sync::mpsc;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// Names with the rarest characters there are, and those of minorities.
fn name() -> impl Strategy<Value = String> {
    "[一-龥㐀-䶵𠀀-𪛖]{2,4}|[一-龥]{2,5}·[㐀-䶵𠀀-𪛖]{2,4}"
}

/// What people write into a line, with all that sheets make something of; as a record holds it, without control characters.
fn typed() -> impl Strategy<Value = String> {
    let any = prop_oneof![
        2 => Just(String::new()),
        3 => "[一-龥]{2,8}厂",
        3 => "[=+@＝＋－＠|'-]{1,2}[一-龥A-Z0-9(),;\"']{1,8}",
        2 => "[一-龥a-z,;\"'\\t|\n]{1,10}",
        1 => "[\\u{1f600}-\\u{1f64f}一-龥&<>]{1,6}",
    ];
    any.prop_filter_map("no line", |text| optional_line(&text.replace(['\t', '\n'], " "), 60).ok())
}

/// An ID number of a birth date, with its check digit.
fn id_number(birth: NaiveDate, order: u16) -> Option<IdNumber> {
    let body = format!("500155{}{order:03}", birth.format("%Y%m%d"));
    let with = |check: char| IdNumber::parse(IdKind::ResidentId, &format!("{body}{check}")).ok();
    "0123456789X".chars().find_map(with)
}

prop_compose! {
    fn somebody()(
        name in name(), birth in 0i64..20_000, order in 0u16..1000, has_id in any::<bool>(),
        phones in prop::collection::btree_set("1[3-9][0-9]{9}", 0..3), kin in prop::option::of("0(10|23|755)[2-8][0-9]{7}"),
        wechat in prop::option::of("[a-z][a-z0-9_-]{5,19}"), village in 0usize..343, group in prop::option::of(1i32..60),
        (head, place, employer, occupation) in (name(), typed(), typed(), typed()),
        left in prop::option::of(0i64..4000),
    ) -> Listed {
        let birth_on = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::TimeDelta::days(birth);
        let id = id_number(birth_on, order).filter(|_| has_id);
        let village = county::villages().nth(village % county::villages().count()).unwrap();
        let township = county::townships().find(|one| village.code.starts_with(one.code)).unwrap();
        Listed {
            name,
            sex: match &id { Some(_) => if order % 2 == 1 { "男" } else { "女" }, None => "" },
            birth_on: Some(birth_on),
            id_number: id.map(|id| id.as_str().to_owned()),
            relation: "01".into(),
            county: county::NAME.into(),
            township: everyday_name(township.name).into(),
            village: everyday_name(village.name).into(),
            group_no: group,
            head_name: head,
            phones: phones.into_iter().collect(),
            kin_phone: kin,
            wechat,
            place: Some(place).filter(|place| !place.is_empty()),
            employer,
            occupation,
            from_on: left.map(|days| NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + chrono::TimeDelta::days(days)),
            ..Listed::default()
        }
    }
}

/// What is written is kept where it can be looked at.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A list as it leaves.
fn given_out(kind: Kind, columns: &[OutColumn], people: Vec<Listed>) -> Vec<u8> {
    let (give, given) = mpsc::channel(1);
    give.blocking_send(people).unwrap();
    drop(give);
    let kept = Kept::default();
    write(kind, columns, given, kept.clone()).unwrap();
    kept.0.lock().unwrap().to_vec()
}

/// Everybody in it, as it is read.
fn read_back(bytes: &[u8]) -> Vec<Person> {
    let areas = county::townships().chain(county::villages());
    let own = County { code: county::CODE.into(), name: county::NAME.into(), area_code: "023".into() };
    let divisions = Divisions::new(own, areas.map(|area| (area.code.to_owned(), area.name.to_owned())));
    let (choices, mut people) = (Choices::default(), Vec::new());
    let request = Request { file_name: "list", choices: &choices, divisions: &divisions, today: today() };
    read(bytes, request, &mut |person| people.push(person)).unwrap();
    people
}

/// As a reader of lists has it: one line, and nothing where there is only a stroke.
fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line).filter(|line| !is_nothing(line))
}

/// Compares what was read with what was given out, as far as the list has columns for it.
fn compare(columns: &[OutColumn], one: &Listed, found: &Person) -> Result<(), TestCaseError> {
    let has = |field: &str| columns.iter().any(|column| column.field == field);
    let is_of = |fields: &[&str]| fields.iter().all(|field| has(field));
    prop_assert_eq!(found.name.as_ref().map(|name| name.as_str()), Some(one.name.as_str()));
    prop_assert_eq!(found.id_number.as_ref().map(IdNumber::as_str), one.id_number.as_deref());
    if has("birth_date") || one.id_number.is_some() {
        prop_assert_eq!(found.birth.map(|day| day.to_string()), one.birth_on.map(|day| day.to_string()));
    }
    let numbers =
        |all: &[ReadPhone]| all.iter().map(|one| one.number.canonical().to_owned()).collect::<Vec<_>>();
    let most = if has("phone_alt") { 2 } else { 1 };
    prop_assert_eq!(numbers(&found.phones), one.phones.iter().take(most).cloned().collect::<Vec<_>>());
    if has("contact_phone") {
        prop_assert_eq!(numbers(&found.kin_phones), one.kin_phone.iter().cloned().collect::<Vec<_>>());
    }
    if is_of(&["township", "village"]) {
        let village =
            found.village.as_deref().and_then(|code| county::villages().find(|one| one.code == code));
        prop_assert_eq!(village.map(|village| everyday_name(village.name)), Some(one.village.as_str()));
        let code = found.village.as_deref().unwrap_or_default();
        let township = county::townships().find(|one| code.starts_with(one.code));
        prop_assert_eq!(township.map(|township| everyday_name(township.name)), Some(one.township.as_str()));
    }
    if has("village_group") {
        prop_assert_eq!(found.group.map(i32::from), one.group_no);
    }
    if has("wechat") {
        prop_assert_eq!(found.wechat.as_deref(), one.wechat.as_deref());
    }
    if has("work_place") {
        prop_assert_eq!(found.dest_text.clone(), one.place.as_deref().and_then(line));
    }
    if is_of(&["employer", "occupation"]) {
        prop_assert_eq!(found.employer.clone(), line(&one.employer));
        prop_assert_eq!(found.occupation.clone(), line(&one.occupation));
    }
    if has("departure_date") {
        prop_assert_eq!(found.left_on.map(|day| day.to_string()), one.from_on.map(|day| day.to_string()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_list_we_give_out_we_read_back_the_same(people in prop::collection::vec(somebody(), 1..12)) {
        for name in BUILT_IN {
            let columns = layout(name).unwrap();
            for kind in [Kind::Xlsx, Kind::Csv] {
                let found = read_back(&given_out(kind, &columns, people.clone()));
                prop_assert_eq!(found.len(), people.len(), "{} {:?}", name, kind);
                for (one, found) in people.iter().zip(&found) {
                    compare(&columns, one, found)?;
                }
            }
        }
    }
}
