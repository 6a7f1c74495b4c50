//! What only some files have: numbers as numbers, days from 1904, headers of three rows, OpenDocument, choices.

use super::{
    divisions,
    made::{Maker, Page, Value},
    people, today,
    written::{ods, repacked, text, xlsx},
};
use kith::rosters::{Choices, Field, FieldChoice, Hidden, IssueCode, Person, Request, Sure, Verdict, read};

const HEAD: [&str; 6] = ["姓名", "身份证号", "联系电话", "外出时间", "务工地点", "村"];

/// A page of one row under the usual headers.
fn page(cells: [Value; 6]) -> Page {
    let mut page = Page::named("名单");
    page.row(HEAD);
    page.rows.push(cells.to_vec());
    page
}

fn row(id: Value, phone: Value, left: Value) -> [Value; 6] {
    ["谭永秀".into(), id, phone, left, "深圳".into(), "南华社区".into()]
}

fn only(bytes: &[u8]) -> Person {
    let (_, people) = people(bytes, "1", &divisions()).expect("a roster");
    assert_eq!(people.len(), 1, "{people:?}");
    people.into_iter().next().expect("one")
}

fn left(person: &Person) -> String {
    person.left_on.map(|day| day.to_string()).unwrap_or_default()
}

#[test]
fn numbers_that_were_typed_as_numbers_are_judged_by_their_type() {
    let lost =
        page(row(Value::Number(5.12224198204229e17), Value::Number(15400000001.0), Value::Number(45455.0)));
    let person = only(&xlsx(&[lost]));
    assert!(
        person.has(IssueCode::IdPrecisionLost)
            && person.id_number.is_none()
            && person.verdict() == Verdict::Error
    );
    assert_eq!((person.phones[0].number.canonical(), left(&person).as_str()), ("15400000001", "2024-06-12"));
    let old = page(row(Value::Number(512224760319992.0), Value::Blank, Value::Number(2020.1)));
    let person = only(&xlsx(&[old]));
    assert_eq!(person.id_number.as_ref().map(|id| id.as_str()), Some("512224197603199924"));
    for code in [IssueCode::Id15Upgraded, IssueCode::PhoneMissing, IssueCode::DateAmbiguous] {
        assert!(person.has(code), "{code:?}");
    }
}

#[test]
fn a_workbook_that_counts_its_days_from_1904_is_read_by_it() {
    let bytes = xlsx(&[page(row("512224196607029260".into(), Value::Blank, Value::Number(43993.0)))]);
    assert_eq!(left(&only(&bytes)), "2020-06-11");
    let changed = repacked(&bytes, |name, text| match name {
        "xl/workbook.xml" => text.replace("<workbookPr ", "<workbookPr date1904=\"1\" "),
        _ => text,
    });
    assert_eq!(left(&only(&changed)), "2024-06-12");
}

#[test]
fn open_document_workbooks_are_read_with_joined_cells_and_hidden_sheets() {
    let mut maker = Maker::new(11);
    let people_made = maker.people(6);
    let mut page = Page::named("名单");
    page.row(["村（社区）", "姓名", "身份证号码", "联系电话"]);
    for (at, somebody) in people_made.iter().enumerate() {
        let village = if at == 0 { super::made::short(somebody.village.name) } else { "" };
        page.row([village, &somebody.name, &somebody.id, &somebody.phone]);
    }
    page.merges.push((1, 0, 6, 0));
    let mut old = page.clone();
    (old.name, old.is_hidden) = ("旧表".to_owned(), true);
    let (roster, found) = people(&ods(&[page, old]), "1.ods", &divisions()).expect("a roster");
    let hidden: Vec<Hidden> = roster.sheets.iter().map(|sheet| sheet.hidden).collect();
    assert_eq!(hidden, [Hidden::Shown, Hidden::Hidden]);
    let shown: Vec<&Person> = found.iter().filter(|person| person.sheet == 0).collect();
    assert_eq!(shown.len(), 6);
    for (person, somebody) in shown.iter().zip(&people_made) {
        assert_eq!(person.village.as_deref(), Some(somebody.village.code), "{person:?}");
        assert_eq!(person.name.as_ref().map(|name| name.as_str()), Some(somebody.name.as_str()));
        assert_eq!(person.id_number.as_ref().map(|id| id.as_str()), Some(somebody.id.as_str()));
    }
    assert!(found.iter().filter(|person| person.sheet == 1).all(|person| person.verdict() == Verdict::Skip));
}

/// A table under headers of three rows, joined or not.
fn deep(is_joined: bool) -> Page {
    let mut page = Page::named("名单");
    page.row(["某镇外出务工人员花名册"]);
    page.row(["序号", "基本情况", "", "", "联系方式", "", "外出务工情况", "", "", "健康状况"]);
    page.row(["", "姓名", "身份证号", "村", "本人电话", "家属电话", "务工地点", "", "外出时间", ""]);
    page.row(["", "", "", "", "", "", "省", "市", "", ""]);
    page.row([
        "1",
        "谭永秀",
        "512224196604029260",
        "南华社区",
        "15400000001",
        "李四15400000002",
        "广东省",
        "深圳市",
        "2023年3月",
        "良好",
    ]);
    if is_joined {
        let down = (0..10).filter(|column| !(6..8).contains(column)).map(|column| {
            if matches!(column, 0 | 9) { (1, column, 3, column) } else { (2, column, 3, column) }
        });
        page.merges.extend(down.chain([
            (0, 0, 0, 9),
            (1, 1, 1, 3),
            (1, 4, 1, 5),
            (1, 6, 1, 8),
            (2, 6, 2, 7),
        ]));
    }
    page
}

#[test]
fn headers_of_three_rows_are_read_together_joined_or_not_and_what_is_forbidden_is_named_and_left_out() {
    for (what, bytes) in [
        ("joined", xlsx(&[deep(true)])),
        ("not joined", xlsx(&[deep(false)])),
        ("text", text(&deep(false), ",").into_bytes()),
    ] {
        let person = only(&bytes);
        assert_eq!(person.verdict(), Verdict::Accept, "{what}: {person:?}");
        assert_eq!(
            (person.dest_text.as_deref(), person.dest_code),
            (Some("广东省深圳市"), Some("440300")),
            "{what}"
        );
        assert_eq!(
            (person.phones.len(), person.kin_phones.len(), left(&person).as_str()),
            (1, 1, "2023-03"),
            "{what}"
        );
        let (roster, _) = people(&bytes, "1", &divisions()).expect("a roster");
        let health = roster.sheets[0].tables[0]
            .columns
            .iter()
            .find(|column| column.header == "健康状况")
            .expect("the column");
        let field = health.field.expect("a field");
        assert!(field.forbidden().is_some() && !field.is_read() && health.sure == Sure::Header);
    }
}

#[test]
fn what_somebody_chose_counts_before_what_was_recognised() {
    let mut page = Page::named("旧表");
    page.row(["名号", "电话", "电话", "务工地点"]);
    page.row(["谭永秀", "15400000001", "15400000002", "深圳"]);
    page.is_hidden = true;
    let mut first = Page::named("说明");
    first.row(["这是说明"]);
    let bytes = xlsx(&[first, page]);
    let field = |header: &str, nth, field| FieldChoice { header: header.to_owned(), nth, field };
    let choices = Choices {
        hidden_sheets: vec!["旧表".to_owned()],
        fields: vec![field("名号", 0, Field::named("name")), field("电话", 1, Field::named("contact_phone"))],
        village: Some("500155001001".to_owned()),
    };
    let divisions = divisions();
    let request = Request { file_name: "1.xlsx", choices: &choices, divisions: &divisions, today: today() };
    let mut found = Vec::new();
    let roster = read(&bytes, request, &mut |person| found.push(person)).expect("a roster");
    assert!(roster.sheets[1].is_taken && roster.people == 1);
    let person = &found[0];
    assert_eq!(
        (person.village.as_deref(), person.phones.len(), person.kin_phones.len()),
        (Some("500155001001"), 1, 1)
    );
    assert_eq!(person.verdict(), Verdict::Accept);
}
