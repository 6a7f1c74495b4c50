//! Undoing a file: the register is as it was before, but for whom somebody has worked on since.

use super::{counts, crowd, finish, people, roster, take_in};
use crate::{
    both,
    support::{TestApp, cast},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::db::schema::{
    channels, destinations, households, likely_pairs, match_keys, residents, search_terms,
};

/// All that is kept of people, but for the versions that make stale forms stale.
type Everything = (
    Vec<(i64, String, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>, Option<i64>, bool)>,
    Vec<(i64, Vec<u8>, Option<chrono::NaiveDate>)>,
    Vec<(i64, String, Option<chrono::NaiveDate>)>,
    Vec<(String, i64)>,
    Vec<(i64, i64)>,
    Vec<i64>,
    i64,
);

fn everything(app: &TestApp) -> Everything {
    app.read(|conn| {
        let own = (
            residents::id,
            residents::sex,
            residents::birth_on,
            residents::due_on,
            residents::offered_channel_id,
            residents::id_number.is_null(),
        );
        Ok((
            residents::table.order(residents::id).select(own).load(conn)?,
            channels::table
                .order(channels::id)
                .select((channels::id, channels::value, channels::ended_on))
                .load(conn)?,
            destinations::table
                .order(destinations::id)
                .select((destinations::id, destinations::place, destinations::until_on))
                .load(conn)?,
            search_terms::table
                .order((search_terms::resident_id, search_terms::term))
                .select((search_terms::term, search_terms::resident_id))
                .load(conn)?,
            match_keys::table
                .order((match_keys::resident_id, match_keys::term))
                .select((match_keys::term, match_keys::resident_id))
                .load(conn)?,
            households::table.order(households::id).select(households::id).load(conn)?,
            likely_pairs::table.count().get_result(conn)?,
        ))
    })
}

/// A file that adds many, and changes three who are on file.
fn file() -> String {
    let mut text = crowd(60, "青龙村");
    let id = super::id_number("19800102", 901);
    for row in [
        format!("周小燕,女,{},15479990001,青龙村,1组,福建省厦门市,,2026年11月", cast::ID_NUMBER),
        format!("罗大军,男,{id},{},青龙村,,成都,,2026年11月", cast::DAJUN.numbers[0]),
        "查小月,女,,15479990002,青龙村,,深圳,,".to_owned(),
        "陈伟伟,男,,15470000000,青龙村,1组,深圳,,2025年".to_owned(),
    ] {
        text.push_str(&format!("{row}\n"));
    }
    text
}

both! {
    fn undone_the_register_is_exactly_as_before(app) {
        let before = everything(app);
        let page = take_in(app, "township", "a.csv", &file());
        assert_ne!(everything(app), before);
        let client = app.sign_in("township");
        let asked = client.get(&format!("{page}/undo"));
        assert!(asked.has("没有人动过他们的记录"), "{}", asked.words());
        assert_eq!(client.post(&format!("{page}/undo"), &[]).status, 303);
        assert!(client.get(&page).has("正在撤回"));
        finish(app);
        let after = everything(app);
        assert_eq!(after.0, before.0);
        assert_eq!(after, before, "{:?}", counts(app));
        assert!(client.get(&page).has("变回了原来的样子"), "{}", client.get(&page).words());
    }

    fn whom_somebody_has_worked_on_stays(app) {
        let before = people(app);
        let page = take_in(app, "township", "a.csv", &roster(&[
            "陈大明,男,,15470000001,青龙村,3组,广东省深圳市,,",
            "陈大川,男,,15470000002,青龙村,3组,广东省深圳市,,",
        ]));
        let id: kith::domain::ResidentId = app.read(|conn| {
            Ok(residents::table.filter(residents::name.eq("陈大明")).select(residents::id).first(conn)?)
        });
        app.pass(TimeDelta::minutes(5));
        let logged = app.sign_in("township").post(
            &format!("/residents/{id}/check-ins"),
            &[("outcome", "reached"), ("idempotency_key", "touched-1")],
        );
        assert_eq!(logged.status, 303);
        let client = app.sign_in("township");
        let asked = client.get(&format!("{page}/undo"));
        assert!(asked.has("其中 1 位后来有人动过"), "{}", asked.words());
        client.post(&format!("{page}/undo"), &[]);
        finish(app);
        assert_eq!(people(app), before + 1);
        assert!(client.get(&page).has("1 位有人动过，留在簿上"), "{}", client.get(&page).words());
    }

    fn after_30_days_nothing_is_undone(app) {
        let page = take_in(app, "township", "a.csv", &roster(&["陈大明,男,,15470000001,青龙村,3组,深圳,,"]));
        let after = people(app);
        app.pass(TimeDelta::days(31));
        let client = app.sign_in("township");
        assert!(client.get(&format!("{page}/undo")).has("超过 30 天"));
        let answer = client.post(&format!("{page}/undo"), &[]);
        assert!(answer.status == 422 && answer.has("超过 30 天"), "{}", answer.status);
        finish(app);
        assert_eq!(people(app), after);
        app.pass(TimeDelta::days(1) + TimeDelta::hours(1));
        let forgotten = app.try_write(kith::domain::Actor::System, kith::rosters::forget_old).expect("forgetting");
        assert!(forgotten > 0);
        let rows: i64 = app.read(|conn| Ok(kith::db::schema::roster_rows::table.count().get_result(conn)?));
        assert_eq!(rows, 0);
    }
}
