//! On one roster, and on two that tell of the same people.

use super::{ROUNDS, both_at_once};
use crate::{
    both, intake,
    support::{TestApp, cast},
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit as trail, residents, rosters},
    i18n::Lang,
    rosters::{Importing, Reports, sender},
};
use std::time::Duration;

/// People of one file: several steps of taking in.
const MANY: u32 = 320;

/// How often this is in the trail.
fn recorded(app: &TestApp, kind: &'static str) -> i64 {
    app.read(move |conn| Ok(trail::table.filter(trail::kind.eq(kind)).count().get_result(conn)?))
}

/// So many people nobody knows yet, without ID numbers: their names tell of the round.
fn crowd(count: u32, round: usize) -> String {
    let signs: Vec<char> = "甲乙丙丁戊己庚辛".chars().collect();
    let name = format!("陈{}", signs[round % signs.len()]);
    let line = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if line.starts_with('陈') {
            cells[2] = "";
        }
        cells.join(",").replace('陈', &name) + "\n"
    };
    intake::crowd(count, "青龙村").lines().map(line).collect()
}

/// A file of the township's that waits to be taken in; its page.
fn checked(app: &TestApp, text: &str) -> String {
    let page = intake::send(&app.sign_in("township"), "多.csv", text.as_bytes());
    intake::finish(app);
    page
}

/// A file taken in by command, without the pages; whether it came to its end.
fn by_command(app: &TestApp, text: &str) -> bool {
    let today = app.today();
    let who = app.read(move |conn| sender(conn, "township", today)).expect("a sender");
    let reports = Reports::new(None, None, Lang::Zh).expect("no reports");
    let mut importing = Importing::new(app.state.clone(), who, false, reports);
    let done = actix_web::rt::System::new().block_on(importing.import("多.csv", text.as_bytes().to_vec()));
    done.is_ok()
}

/// How many people of such a name are on file.
fn named(app: &TestApp, like: String) -> i64 {
    app.read(move |conn| Ok(residents::table.filter(residents::name.like(like)).count().get_result(conn)?))
}

both! {
    fn taking_in_pressed_twice_takes_everybody_in_once(app) {
        let before = intake::people(app);
        let page = checked(app, &intake::crowd(MANY, "青龙村"));
        let (one, other) = (app.sign_in("township"), app.sign_in("township"));
        let take = |client: &crate::support::Client| client.post(&format!("{page}/take"), &[]).status;
        assert_eq!(both_at_once(|| take(&one), || take(&other)), [303, 303]);
        both_at_once(|| intake::work(app, usize::MAX), || intake::work(app, usize::MAX));
        intake::finish(app);
        assert_eq!(intake::people(app) - before, i64::from(MANY), "{:?}", intake::counts(app));
        let all = ["roster_begun", "roster_taken", "resident_added"].map(|kind| recorded(app, kind));
        assert_eq!(all, [1, 1, i64::from(MANY)]);
    }

    fn a_file_stopped_while_it_is_taken_in_leaves_nobody_behind(app) {
        for round in 0..ROUNDS {
            let before = intake::people(app);
            let page = checked(app, &crowd(MANY, round));
            let client = app.sign_in("township");
            assert_eq!(client.post(&format!("{page}/take"), &[]).status, 303);
            both_at_once(
                || { intake::work(app, usize::MAX); 0 },
                || {
                    std::thread::sleep(Duration::from_millis(15 * round as u64));
                    client.post(&format!("{page}/cancel"), &[]).status
                },
            );
            intake::finish(app);
            let (counts, state) = intake::counts(app);
            let wanted = if state == "undone" { 0 } else { i64::from(MANY) };
            assert!(matches!(state.as_str(), "undone" | "taken"), "{state}");
            assert_eq!(intake::people(app) - before, wanted, "{round}: {state} {counts:?}");
            if state == "taken" {
                let undo = || client.post(&format!("{page}/undo"), &[]).status;
                let answers = both_at_once(undo, undo);
                assert!(answers.contains(&303), "{answers:?}");
                both_at_once(|| intake::work(app, usize::MAX), || intake::work(app, usize::MAX));
                intake::finish(app);
                assert_eq!(intake::people(app), before, "{:?}", intake::counts(app));
            }
        }
        assert_eq!(recorded(app, "roster_undone"), ROUNDS as i64);
    }

    fn two_officers_who_send_one_file_have_everybody_in_it_once(app) {
        for round in 0..2 {
            let text = crowd(MANY, round);
            let page = checked(app, &text);
            let client = app.sign_in("township");
            assert_eq!(client.post(&format!("{page}/take"), &[]).status, 303);
            let [done, _] = both_at_once(|| by_command(app, &text), || intake::work(app, usize::MAX));
            // Who was in the way of the other begins again where it was.
            assert!(done || by_command(app, &text));
            intake::finish(app);
            let like = format!("陈{}%", if round == 0 { "甲" } else { "乙" });
            assert_eq!(named(app, like), i64::from(MANY), "{:?}", intake::counts(app));
            let states: Vec<String> = app.read(|conn| Ok(rosters::table.select(rosters::state).load(conn)?));
            assert!(states.iter().all(|state| state == "taken"), "{states:?}");
        }
    }

    fn columns_changed_while_a_file_is_read_have_it_read_as_they_are(app) {
        let text = intake::crowd(MANY, "").replace("青龙村", "");
        let client = app.sign_in("township");
        for round in 0..ROUNDS {
            let page = intake::send(&client, "名单.csv", text.as_bytes());
            intake::finish(app);
            assert_eq!(intake::counts(app).0, [0, 0, 0, MANY as i32, 0], "nobody has a village");
            let shown = client.get(&format!("{page}/columns"));
            assert_eq!(shown.status, 200);
            let columns: Vec<(String, &str)> = ["name", "sex", "id_number", "phone", "village", "village_group", "work_place", "employer", "departure_date"]
                .into_iter().enumerate().map(|(at, field)| (format!("c{at}"), field)).collect();
            let mut form: Vec<(&str, &str)> = columns.iter().map(|(name, field)| (name.as_str(), *field)).collect();
            form.push(("village", cast::VILLAGE));
            let choose = |form: &[(&str, &str)]| client.post(&format!("{page}/columns"), form).status;
            // Read again with nothing else decided, and while that goes on with the village.
            assert_eq!(choose(&form[..columns.len()]), 303);
            both_at_once(
                || { intake::work(app, usize::MAX); 0 },
                || {
                    std::thread::sleep(Duration::from_millis(10 * round as u64));
                    choose(&form)
                },
            );
            intake::finish(app);
            let (counts, state) = intake::counts(app);
            assert_eq!((state.as_str(), counts), ("checked", [MANY as i32, 0, 0, 0, 0]), "{round}");
            assert_eq!(client.post(&format!("{page}/cancel"), &[]).status, 303);
        }
    }
}
