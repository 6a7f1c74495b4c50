//! A village is merged into another one, with all it has, and can come back (PRODUCT §3; DESIGN §4).

mod at_once;
mod everything;
mod steps;
mod undo;

use crate::support::{
    TestApp, cast,
    doubles::{self, STRANGER, Somebody},
};
use diesel::prelude::*;
use kith::{app::JOBS, db::schema::registrations, domain::ResidentId, jobs};

/// Names of the people of a village, so many that they move in several steps.
const NAMES: [&str; 16] = [
    "谭永秀",
    "冉光碧",
    "陈大明",
    "向开会",
    "石祖华",
    "田应菊",
    "彭水清",
    "龚学文",
    "莫少云",
    "蒋国珍",
    "汪小梅",
    "杜长江",
    "谢天香",
    "万德福",
    "游成林",
    "古月明",
];

/// Adds more people to a village, one household each.
fn crowd(app: &TestApp, village: &'static str) -> Vec<ResidentId> {
    let keys = app.state.keys.clone();
    app.write(move |tx| {
        let person = |name| Somebody { village, name, head: name, ..STRANGER };
        NAMES.iter().map(|name| doubles::add(tx, &keys, &person(name))).collect()
    })
}

/// Puts a registration into a village, as the form does.
fn register(app: &TestApp, village: &'static str, number: i64, became: Option<ResidentId>) {
    app.write(move |tx| {
        use registrations::*;
        let row = (
            (id.eq(number), reference.eq(format!("2611{number:08}")), village_code.eq(village)),
            (
                township_code.eq(&village[..9]),
                name.eq("谭永秀"),
                name_key.eq("tanyongxiu"),
                sex.eq("unknown"),
            ),
            (
                id_kind.eq("none"),
                phone.eq(vec![1u8]),
                head_name.eq(""),
                place.eq("广东省东莞市"),
                work.eq(""),
            ),
            (hours.eq(""), note.eq(""), language.eq("zh"), sent_at.eq(tx.now), decide_by.eq(tx.today)),
            (
                state.eq(if became.is_some() { "accepted" } else { "waiting" }),
                resident_id.eq(became),
                decided_at.eq(became.map(|_| tx.now)),
                decided_by.eq(became.map(|_| cast::OWNER)),
            ),
        );
        diesel::insert_into(table).values(row).execute(tx.conn)?;
        Ok(())
    });
}

/// Lets the background take up to `most` steps; how many there were to take.
fn work(app: &TestApp, most: usize) -> usize {
    let job = JOBS.iter().find(|job| job.name == "division moves").expect("the job");
    actix_web::rt::System::new().block_on(jobs::work(&app.state, job, most)).expect("the steps")
}

/// Lets the background finish.
fn finish(app: &TestApp) {
    while work(app, 100) > 0 {}
}

/// The county's administrator ends a village.
fn end(app: &TestApp, village: &str, into: &str) {
    let answer = app.sign_in("county").post(&format!("/divisions/{village}/end"), &[("into", into)]);
    let page = format!("/divisions/{village}?done=ended");
    assert_eq!((answer.status, answer.location()), (303, Some(page)), "{}", answer.words());
}

/// The county's administrator takes it back.
fn take_back(app: &TestApp, village: &str) {
    let answer = app.sign_in("county").post(&format!("/divisions/{village}/restore"), &[]);
    assert_eq!(answer.status, 303, "{}", answer.words());
}
