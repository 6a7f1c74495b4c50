use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn village() -> VillageCode {
    VillageCode::parse("500155001001").unwrap()
}

fn good() -> RegisterForm {
    RegisterForm {
        idempotency_key: "0123456789abcdef".into(),
        name: "张晓勇".into(),
        phone: "154 0000 8812".into(),
        destination: "广东惠州".into(),
        consent_contact: "1".into(),
        ..RegisterForm::default()
    }
}

fn problems(form: &RegisterForm) -> Vec<(&'static str, String)> {
    let Err(problems) = form.parse(village(), day("2026-11-23"), Lang::Zh) else { return Vec::new() };
    problems.said(Lang::Zh).iter().map(|(field, words)| (field, words.to_owned())).collect()
}

/// The form with some fields typed otherwise.
fn with(change: impl Fn(&mut RegisterForm)) -> RegisterForm {
    let mut form = good();
    change(&mut form);
    form
}

#[test]
fn name_phone_place_and_one_tick_are_enough() {
    let new = good().parse(village(), day("2026-11-23"), Lang::Zh).ok().unwrap();
    assert_eq!(
        (new.name.as_str(), new.phone.canonical(), new.place.as_str()),
        ("张晓勇", "15400008812", "广东惠州")
    );
    assert_eq!(new.consents, [(Purpose::Contact, ConsentWords(Lang::Zh).contact().to_owned())]);
    assert_eq!((new.sex, new.birth_on, new.group_no), (Sex::Unknown, None, None));
}

#[test]
fn an_id_number_tells_sex_and_birth_and_needs_its_own_consent() {
    let id = with(|form| form.id_number = "500228199203041221".into());
    assert_eq!(
        problems(&id),
        [("consent_id", "要留证件号，请打这个勾；不想留，把证件号删掉就行".to_owned())]
    );
    let form = RegisterForm { consent_id: "1".into(), ..id };
    let new = form.parse(village(), day("2026-11-23"), Lang::En).ok().unwrap();
    assert_eq!((new.sex, new.birth_on), (Sex::Female, Some(day("1992-03-04"))));
    let purposes: Vec<Purpose> = new.consents.iter().map(|(purpose, _)| *purpose).collect();
    assert_eq!(purposes, [Purpose::Contact, Purpose::IdNumber]);
    let unasked = with(|form| form.consent_id = "1".into()).parse(village(), day("2026-11-23"), Lang::Zh);
    assert_eq!(unasked.ok().unwrap().consents.len(), 1, "no consent is kept to what was not given");
}

#[test]
fn every_rule_names_its_field() {
    type Case = (fn(&mut RegisterForm), &'static str);
    let cases: [Case; 19] = [
        (|form| form.name = "张".into(), "name"),
        (|form| form.idempotency_key = String::new(), "name"),
        (|form| form.phone = "1540000881".into(), "phone"),
        (|form| form.destination = "  ".into(), "destination"),
        (|form| form.destination = "深\u{200b}圳".into(), "destination"),
        (|form| form.work = "电".repeat(61), "work"),
        (|form| form.hours = "晚\u{7}上".into(), "hours"),
        (|form| form.group_no = "0".into(), "group_no"),
        (|form| form.group_no = "很多".into(), "group_no"),
        (|form| form.head_name = "Zhang".into(), "head_name"),
        (|form| form.sex = "x".into(), "sex"),
        (|form| form.birth_on = "2026-02-30".into(), "birth_on"),
        (|form| form.birth_on = "1892-03-04".into(), "birth_on"),
        (|form| form.birth_on = "2027-01-01".into(), "birth_on"),
        (|form| form.birth_on = "2012-11-24".into(), "birth_on"),
        (|form| form.id_number = "500228199203041222".into(), "id_number"),
        (|form| form.wechat = "w".repeat(61), "wechat"),
        (|form| form.note = "字".repeat(501), "note"),
        (|form| form.consent_contact = String::new(), "consent_contact"),
    ];
    for (number, (change, field)) in cases.into_iter().enumerate() {
        let found = problems(&with(change));
        assert!(found.len() == 1 && found[0].0 == field, "case {number}, {field}: {found:?}");
    }
}

#[test]
fn under_fourteen_is_refused_by_birth_date_and_by_id_number() {
    let young = "不满 14 岁不能自己登记，请监护人打电话给村里";
    for (birth_on, is_young) in [("2012-11-23", false), ("2012-11-24", true), ("20150101", true)] {
        let found = problems(&with(|form| form.birth_on = birth_on.into()));
        assert_eq!(found.iter().any(|(_, words)| words.ends_with(young)), is_young, "{birth_on}");
    }
    let child = with(|form| (form.id_number, form.consent_id) = ("500228201503041223".into(), "1".into()));
    let found = problems(&child);
    assert_eq!(found, [("id_number", format!("证件号：{young}"))]);
    let other = with(|form| {
        form.id_number = "500228199203041221".into();
        (form.birth_on, form.consent_id) = ("1992-03-05".into(), "1".into());
    });
    assert_eq!(problems(&other)[0].0, "birth_on");
}

#[test]
fn a_place_with_several_meanings_is_asked_back_and_home_is_home() {
    let place = |words: &str, answer: &str| {
        let form = with(|form| (form.destination, form.destination_code) = (words.into(), answer.into()));
        form.parse(village(), day("2026-11-23"), Lang::Zh).map(|new| (new.place, new.place_code))
    };
    let kept = |words: &str, code: Option<&str>| Ok((words.to_owned(), code.map(str::to_owned)));
    assert_eq!(place("深圳宝安", ""), kept("深圳宝安", Some("440306")));
    assert_eq!(place("不清楚", ""), kept("不清楚", None));
    assert_eq!(place("朝阳", ""), Err(Problems::one("destination", Problem::WhichPlace)));
    assert_eq!(place("朝阳", "211300"), kept("朝阳", Some("211300")));
    assert_eq!(place("朝阳", "as_typed"), kept("朝阳", None));
    assert_eq!(place("老家", ""), kept("老家", Some("home")));
}

#[test]
fn a_group_is_read_with_and_without_its_word() {
    for text in ["3", "3组", " ３ 组"] {
        let new = with(|form| form.group_no = text.into()).parse(village(), day("2026-11-23"), Lang::Zh);
        assert_eq!(new.ok().and_then(|new| new.group_no), Some(3), "{text}");
    }
}
