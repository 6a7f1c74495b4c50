//! A file on its way into the register: sent, checked, taken in, undone (issue 4; PRODUCT §2, §4.1, §4.6).

mod columns;
mod failing;
mod giving;
mod matching;
mod sending;
mod taking;
mod territory;
mod undoing;

use crate::support::{Client, TestApp};
use diesel::prelude::*;
use kith::{
    db::schema::{residents, rosters},
    domain::check_digit,
    rosters as files,
};

/// An ID number that adds up, of somebody born on a day; of a man if the serial is odd.
pub fn id_number(born: &str, serial: u32) -> String {
    let digits = format!("512224{born}{serial:03}");
    format!("{digits}{}", char::from(check_digit(digits.as_bytes())))
}

/// The header of the rosters sent here.
pub const HEADER: &str = "姓名,性别,身份证号,联系电话,村,组,去向,务工单位,外出时间";

/// A roster as text.
pub fn roster(rows: &[&str]) -> String {
    let mut text = format!("{HEADER}\n");
    rows.iter().for_each(|row| text.push_str(&format!("{row}\n")));
    text
}

/// So many people of one village.
pub fn crowd(count: u32, village: &str) -> String {
    let letters: Vec<char> = "伟芳娜秀敏静强磊洋艳勇军杰娟涛明超兰霞平".chars().collect();
    let row = |at: u32| {
        let pick = |by: u32| letters[(at / by) as usize % letters.len()];
        let id = id_number(&format!("{}0{}{:02}", 1970 + at % 30, 1 + at % 9, 1 + at / 90), 900 + at % 90);
        format!(
            "陈{}{},,{id},154{:08},{village},{}组,广东省深圳市,鞋厂,2024年3月",
            pick(1),
            pick(20),
            70_000_000 + at,
            1 + at % 8
        )
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    roster(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Sends a file; the address of its page.
pub fn send(client: &Client, name: &str, bytes: &[u8]) -> String {
    let key = client.get("/rosters").value("idempotency_key").expect("a key");
    let answer = client.post_file("/rosters", (name, bytes), &[("idempotency_key", &key)]);
    assert_eq!(answer.status, 303, "{}", answer.words());
    answer.location().expect("its page")
}

/// Lets the background take up to `most` steps of one file; whether there was one.
pub fn work(app: &TestApp, most: usize) -> bool {
    actix_web::rt::System::new().block_on(files::work(&app.state, most)).expect("the work goes on")
}

/// Lets the background finish.
pub fn finish(app: &TestApp) {
    for _ in 0..50 {
        if !work(app, usize::MAX) {
            return;
        }
    }
    panic!("the work has no end");
}

/// Sends a file, has it checked and taken in; its page.
pub fn take_in(app: &TestApp, who: &str, name: &str, text: &str) -> String {
    let client = app.sign_in(who);
    let page = send(&client, name, text.as_bytes());
    finish(app);
    let answer = client.post(&format!("{page}/take"), &[]);
    assert_eq!(answer.status, 303, "{}", client.get(&page).words());
    finish(app);
    page
}

/// The counts of the last file: new, changed, same, refused, skipped; and its state.
pub fn counts(app: &TestApp) -> ([i32; 5], String) {
    app.read(|conn| {
        let columns = (
            rosters::rows_new,
            rosters::rows_changed,
            rosters::rows_same,
            rosters::rows_refused,
            rosters::rows_skipped,
        );
        let last = rosters::table.order(rosters::id.desc());
        let (new, changed, same, refused, skipped): (i32, i32, i32, i32, i32) =
            last.select(columns).first(conn)?;
        let state = last.select(rosters::state).first(conn)?;
        Ok(([new, changed, same, refused, skipped], state))
    })
}

/// How many people are on file.
pub fn people(app: &TestApp) -> i64 {
    app.read(|conn| Ok(residents::table.count().get_result(conn)?))
}
