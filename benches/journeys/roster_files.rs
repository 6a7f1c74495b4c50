//! Rosters as a county sends them: everybody in them is new, in the villages of the sample county.

use crate::http::post_bytes;
use chrono::NaiveDate;
use fastrand::Rng;
use kith::{
    domain::check_digit,
    reference::{county, samples},
};
use rust_xlsxwriter::Workbook;

/// A file as it is sent.
pub struct File {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

const HEADERS: [&str; 13] = [
    "序号",
    "乡镇",
    "村",
    "组",
    "户主",
    "与户主关系",
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "外出地点",
    "外出时间",
    "工作单位",
];

/// Where they are, as people write it.
const PLACES: [&str; 8] = [
    "广东省深圳市",
    "广东省东莞市",
    "浙江省温州市",
    "福建省泉州市",
    "江苏省苏州市",
    "重庆 渝北",
    "四川省成都市",
    "新疆 库尔勒",
];
const EMPLOYERS: [&str; 6] = ["永盛五金厂", "恒利鞋业", "", "鑫达电子厂", "宏图建筑劳务公司", ""];
/// What the people of a household are to its head.
const RELATIONS: [&str; 3] = ["户主", "妻", "长子"];
/// The area of their ID numbers: not the sample county's, so that nobody of it has one of them.
const AREA: &str = "500101";
/// Days within which they were born.
const DAYS: usize = 14_000;

type Row = [String; 13];

/// The rows of so many people, village by village, three to a household.
fn rows(people: usize) -> Vec<Row> {
    let townships: Vec<_> = county::townships().collect();
    let villages: Vec<_> = county::villages().collect();
    let township = |code: &str| {
        townships.iter().find(|one| code.starts_with(one.code)).map_or("", |township| township.name)
    };
    let mut rng = Rng::with_seed(7);
    let each = people.div_ceil(villages.len()).max(1);
    let mut head = String::new();
    let row = |n: usize| {
        let (village, relation) = (villages[n / each % villages.len()], RELATIONS[n % RELATIONS.len()]);
        let is_man = relation != "妻";
        let name = name(&mut rng, is_man);
        if n.is_multiple_of(each) || relation == "户主" {
            head.clone_from(&name);
        }
        [
            (n + 1).to_string(),
            township(village.code).to_owned(),
            village.name.to_owned(),
            format!("{}组", 1 + n % each / 60),
            head.clone(),
            if name == head { "户主" } else { relation }.to_owned(),
            name,
            if is_man { "男" } else { "女" }.to_owned(),
            id_number(n, is_man),
            format!("143{n:08}"),
            PLACES[rng.usize(..PLACES.len())].to_owned(),
            format!("20{:02}-{:02}-{:02}", 10 + n % 15, 1 + n % 12, 1 + n % 28),
            EMPLOYERS[rng.usize(..EMPLOYERS.len())].to_owned(),
        ]
    };
    (0..people).map(row).collect()
}

fn name(rng: &mut Rng, is_man: bool) -> String {
    let letters = if is_man { &samples::GIVEN.0 } else { &samples::GIVEN.1 };
    let surname = samples::SURNAMES[rng.usize(..samples::SURNAMES.len())].0;
    let mut one = || letters[rng.usize(..letters.len())];
    format!("{surname}{}{}", one(), one())
}

/// An ID number that adds up, another for each.
fn id_number(n: usize, is_man: bool) -> String {
    let born =
        NaiveDate::from_ymd_opt(1955, 1, 1).expect("a day") + chrono::TimeDelta::days((n % DAYS) as i64);
    let serial = n / DAYS * 2 + usize::from(is_man);
    let digits = format!("{AREA}{}{serial:03}", born.format("%Y%m%d"));
    let check = char::from(check_digit(digits.as_bytes()));
    format!("{digits}{check}")
}

/// Comma-separated text.
pub fn csv(people: usize) -> File {
    let mut text = HEADERS.join(",");
    text.push('\n');
    for row in rows(people) {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    File { name: "roster.csv", bytes: text.into_bytes() }
}

/// A workbook with one sheet.
pub fn xlsx(people: usize) -> File {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADERS).expect("the headers fit");
    for (at, row) in (1..).zip(rows(people)) {
        sheet.write_row(at, 0, row).expect("the row fits");
    }
    File { name: "roster.xlsx", bytes: book.save_to_buffer().expect("the workbook is written") }
}

/// The form that sends a file.
pub fn upload(file: &File, cookie: &str) -> Vec<u8> {
    let boundary = "kith-bench-7d1c";
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"idempotency_key\"\r\n\r\nbench-roster-1\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        file.name
    )
    .into_bytes();
    body.extend_from_slice(&file.bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    post_bytes("/rosters", cookie, &format!("multipart/form-data; boundary={boundary}"), &body)
}
