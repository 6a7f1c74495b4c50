//! Rosters made up in many layouts: other headers, other orders, villages elsewhere, several people in a row.

use super::{
    divisions,
    made::{FIELDS, Maker, Page, Somebody, short, township, value},
    people,
    written::{encoded, text, xlsx},
};
use kith::rosters::{Divisions, Person, Verdict};
use std::sync::LazyLock;

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(divisions);

fn said(person: &Person) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        text(person.name.as_ref().map(|name| name.as_str().to_owned())),
        text(person.id_number.as_ref().map(|id| id.as_str().to_owned())),
        person.phones.iter().map(|phone| phone.number.canonical()).collect::<Vec<_>>().join(" "),
        text(person.left_on.map(|day| day.to_string())),
        text(person.dest_code.map(str::to_owned)),
        text(person.village.clone()),
        text(person.group.map(|group| group.to_string())),
        format!("{:?}", person.verdict()),
    ]
    .join("|")
}

fn meant(somebody: &Somebody) -> String {
    let group = somebody.group.to_string();
    let all = [
        &somebody.name,
        &somebody.id,
        &somebody.phone,
        &somebody.left.1,
        somebody.place.1,
        somebody.village.code,
        &group,
        "Accept",
    ];
    all.join("|")
}

#[track_caller]
fn assert_read(bytes: &[u8], file: &str, wanted: &[Somebody], what: &str) {
    let (roster, mut found) =
        people(bytes, file, &DIVISIONS).unwrap_or_else(|error| panic!("{what}: {error:?}"));
    found.retain(|person| person.verdict() != Verdict::Skip);
    let (found, wanted): (Vec<String>, Vec<String>) =
        (found.iter().map(said).collect(), wanted.iter().map(meant).collect());
    assert_eq!(
        found,
        wanted,
        "{what}: {:#?}",
        roster.sheets.iter().map(|sheet| &sheet.tables).collect::<Vec<_>>()
    );
}

/// A table in some order of columns.
fn table(maker: &mut Maker, page: &mut Page, people: &[Somebody], fields: &[&'static str]) {
    let headers: Vec<&str> = fields.iter().map(|field| maker.header(field)).collect();
    page.row(headers);
    for somebody in people {
        let cells: Vec<String> = fields.iter().map(|field| value(somebody, field)).collect();
        page.row(cells.iter().map(String::as_str));
    }
}

fn shuffled(maker: &mut Maker, more: &[&'static str]) -> Vec<&'static str> {
    let mut fields: Vec<&str> = FIELDS.iter().chain(more).copied().collect();
    maker.dice.shuffle(&mut fields);
    fields
}

#[test]
fn tables_under_any_headers_in_any_order_are_read() {
    for seed in 0..150 {
        let mut maker = Maker::new(seed);
        let people = maker.people(8);
        let mut page = Page::named("名单");
        page.row(["外出务工人员名单"]);
        let fields = shuffled(&mut maker, &["village"]);
        table(&mut maker, &mut page, &people, &fields);
        page.row(["合计", "", "8"]);
        page.row(["填表人：", "", "审核人："]);
        let headers = format!("{seed} {:?}", page.rows[1]);
        assert_read(&xlsx(&[page.clone()]), "名单.xlsx", &people, &headers);
        assert_read(text(&page, ",").as_bytes(), "名单.csv", &people, &headers);
    }
}

#[test]
fn texts_are_read_in_every_encoding_with_any_sign_between_the_cells() {
    let mut maker = Maker::new(7);
    let people = maker.people(30);
    let mut page = Page::default();
    let fields = shuffled(&mut maker, &["village"]);
    table(&mut maker, &mut page, &people, &fields);
    for between in [",", "\t", ";", "|", "，"] {
        for (encoding, bytes) in encoded(&text(&page, between)) {
            assert_read(&bytes, "名单.txt", &people, &format!("{encoding} {between}"));
        }
    }
}

/// A page of people of one village that is named nowhere in the table.
fn without_village(maker: &mut Maker, people: &[Somebody], title: &str, name: &str) -> Page {
    let mut page = Page::named(name);
    page.row([title]);
    let fields = shuffled(maker, &[]);
    table(maker, &mut page, people, &fields);
    page
}

#[test]
fn the_village_is_found_in_the_title_the_sheet_and_the_file() {
    for seed in 0..40 {
        let mut maker = Maker::new(1000 + seed);
        let people = maker.people(5);
        let village = people[0].village;
        let (short, township) = (short(village.name), township(village));
        let in_title =
            without_village(&mut maker, &people, &format!("{township}{short}2026年外出人员花名册"), "Sheet1");
        assert_read(&xlsx(&[in_title]), "1.xlsx", &people, "title");
        let in_sheet = without_village(&mut maker, &people, "花名册", short);
        assert_read(&xlsx(&[in_sheet]), "1.xlsx", &people, "sheet");
        let in_file = without_village(&mut maker, &people, "花名册", "Sheet1");
        assert_read(
            &xlsx(std::slice::from_ref(&in_file)),
            &format!("{township}{short}名单.xlsx"),
            &people,
            "file",
        );
        assert_read(text(&in_file, ",").as_bytes(), &format!("05-{short}(1).csv"), &people, "file");
        let mut in_meta = in_file;
        in_meta.rows.insert(1, vec![format!("填报单位：{township}{}", village.name).as_str().into()]);
        assert_read(&xlsx(&[in_meta]), "1.xlsx", &people, "who reports");
    }
}

#[test]
fn the_village_is_found_in_bands_in_joined_cells_and_written_once() {
    for seed in 0..40 {
        let mut maker = Maker::new(2000 + seed);
        let groups: Vec<Vec<Somebody>> = (0..3).map(|_| maker.people(4)).collect();
        let all: Vec<Somebody> = groups.concat();
        let fields = shuffled(&mut maker, &[]);
        let headers: Vec<&str> = fields.iter().map(|field| maker.header(field)).collect();
        let cells =
            |somebody: &Somebody| fields.iter().map(|field| value(somebody, field)).collect::<Vec<_>>();
        let (mut bands, mut once) = (Page::named("一"), Page::named("一"));
        bands.row(headers.iter().copied());
        once.row(std::iter::once("村（社区）").chain(headers.iter().copied()));
        for (at, group) in groups.iter().enumerate() {
            let name = short(group[0].village.name);
            bands.row([["", "一、", "（二）"][at].to_owned() + name].iter().map(String::as_str));
            let first = once.rows.len();
            for (row, somebody) in group.iter().enumerate() {
                let cells = cells(somebody);
                bands.row(cells.iter().map(String::as_str));
                once.row(
                    std::iter::once(if row == 0 { name } else { "" }).chain(cells.iter().map(String::as_str)),
                );
            }
            once.merges.push((first, 0, once.rows.len() - 1, 0));
        }
        assert_read(&xlsx(&[bands]), "1.xlsx", &all, "bands");
        assert_read(text(&once, ",").as_bytes(), "1.csv", &all, "written once");
        assert_read(&xlsx(&[once]), "1.xlsx", &all, "joined");
    }
}

#[test]
fn people_side_by_side_are_each_read_with_their_cell() {
    for seed in 0..40 {
        let mut maker = Maker::new(3000 + seed);
        let (people, gap) = (maker.people(9), seed % 2 == 0);
        let fields = shuffled(&mut maker, &["village"]);
        let headers: Vec<&str> =
            std::iter::once("序号").chain(fields.iter().map(|field| maker.header(field))).collect();
        let mut page = Page::named("一");
        let beside = |cells: Vec<Vec<String>>| {
            let between: &[String] = if gap { &[String::new()] } else { &[] };
            cells.join(between)
        };
        let all = beside(vec![headers.iter().map(|header| (*header).to_owned()).collect(); 3]);
        page.row(all.iter().map(String::as_str));
        for row in people.chunks(3) {
            let one = |somebody: &Somebody| {
                std::iter::once("1".to_owned())
                    .chain(fields.iter().map(|field| value(somebody, field)))
                    .collect()
            };
            page.row(beside(row.iter().map(one).collect()).iter().map(String::as_str));
        }
        let bytes = xlsx(&[page]);
        assert_read(&bytes, "1.xlsx", &people, "side by side");
        let (_, found) = super::people(&bytes, "1.xlsx", &DIVISIONS).expect("people");
        let cells: Vec<&str> = found.iter().take(3).filter_map(|person| person.cell.as_deref()).collect();
        assert_eq!(cells, if gap { ["A2", "J2", "S2"] } else { ["A2", "I2", "Q2"] }, "{headers:?}");
    }
}

#[test]
fn the_members_of_a_household_in_one_row_are_each_read() {
    for seed in 0..40 {
        let mut maker = Maker::new(4000 + seed);
        let mut people = maker.people(9);
        // One row is one household: one village, one group.
        for at in 0..people.len() {
            people[at].group = people[at / 3 * 3].group;
        }
        let fields = ["name", "id_number", "phone", "departure_date", "work_place"];
        let mut page = Page::named("一");
        let numbered = |n: usize, field: &str| match field {
            "name" => format!("姓名{n}"),
            "id_number" => format!("身份证号{n}"),
            "phone" => format!("联系电话{n}"),
            "departure_date" => format!("外出时间{n}"),
            _ => format!("务工地点{n}"),
        };
        let members = (1..=3).flat_map(|n| fields.map(|field| numbered(n, field)));
        let headers: Vec<String> = ["序号", "村（社区）", "组", "户主姓名"]
            .map(str::to_owned)
            .into_iter()
            .chain(members)
            .chain(["备注".to_owned()])
            .collect();
        page.row(headers.iter().map(String::as_str));
        for row in people.chunks(3) {
            let first = &row[0];
            let shared =
                ["1".to_owned(), value(first, "village"), value(first, "village_group"), first.name.clone()];
            let members = row.iter().flat_map(|somebody| fields.map(|field| value(somebody, field)));
            let cells: Vec<String> = shared.into_iter().chain(members).chain(["无".to_owned()]).collect();
            page.row(cells.iter().map(String::as_str));
        }
        assert_read(&xlsx(&[page]), "1.xlsx", &people, "household");
    }
}

#[test]
fn several_tables_below_each_other_on_one_sheet_and_hidden_sheets() {
    for seed in 0..40 {
        let mut maker = Maker::new(5000 + seed);
        let groups: Vec<Vec<Somebody>> = (0..3).map(|_| maker.people(4)).collect();
        let mut page = Page::named("全镇");
        for group in &groups {
            let village = group[0].village;
            page.row(
                [format!("{}{}外出务工人员名单", township(village), short(village.name))]
                    .iter()
                    .map(String::as_str),
            );
            let fields = shuffled(&mut maker, &[]);
            table(&mut maker, &mut page, group, &fields);
            page.row(["小计", "4人"]);
            page.row([""]);
        }
        let mut old = Page::named("旧表");
        old.is_hidden = true;
        let fields = shuffled(&mut maker, &["village"]);
        table(&mut maker, &mut old, &groups[0], &fields);
        assert_read(&xlsx(&[page, old]), "1.xlsx", &groups.concat(), "tables below each other");
    }
}
