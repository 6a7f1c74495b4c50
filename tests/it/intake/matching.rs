//! Whoever is on file: found by ID, else by name with telephone or birth date; filled, never blanked.

use super::{counts, finish, people, roster, send, take_in};
use crate::{
    both,
    support::{TestApp, cast, people as others},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::db::schema::{channels, destinations, residents};

fn record(app: &TestApp, name: &'static str) -> (String, Option<chrono::NaiveDate>, bool) {
    app.read(move |conn| {
        let own = residents::table.filter(residents::name.eq(name));
        Ok(own
            .select((residents::sex, residents::birth_on, residents::id_number.is_not_null()))
            .first(conn)?)
    })
}

both! {
    fn by_the_id_number_whatever_else_is_written(app) {
        let (id, before) = (cast::ID_NUMBER, people(app));
        app.pass(TimeDelta::days(10));
        let row = format!("周小雁,女,{id},15479990001,白云村,1组,福建省厦门市,,2026年12月");
        take_in(app, "township", "a.csv", &roster(&[&row]));
        assert_eq!((people(app), counts(app).0), (before, [0, 1, 0, 0, 0]));
        let resident = cast::id(app, &cast::XIAOYAN);
        let page = app.sign_in("township").get(&format!("/residents/{resident}"));
        assert!(page.has("周小燕") && !page.has("周小雁"), "a name on file stays");
        assert!(page.has("154****4471") && page.has("154****0001"), "the new number stands beside the old one");
        let open: Vec<String> = app.read(move |conn| {
            let own = destinations::table.filter(destinations::resident_id.eq(resident)).filter(destinations::until_on.is_null());
            Ok(own.select(destinations::place).load(conn)?)
        });
        assert_eq!(open, ["福建省厦门市"]);
    }

    fn by_the_name_with_a_telephone_and_only_what_is_empty_is_filled(app) {
        let number = "15479990124";
        others::Someone { numbers: vec![number.to_owned()], ..others::Someone::due_in(5, "石大川") }.enter(app);
        let before = people(app);
        let id = crate::intake::id_number("19800102", 901);
        take_in(app, "township", "a.csv", &roster(&[&format!("石大川,男,{id},{number},青龙村,,,,")]));
        assert_eq!(people(app), before, "{:?}", counts(app));
        let (sex, birth, has_id) = record(app, "石大川");
        assert!(has_id && birth.is_some() && !sex.is_empty());
        let count: i64 = app.read(|conn| {
            let own = channels::table.inner_join(residents::table).filter(residents::name.eq("石大川"));
            Ok(own.count().get_result(conn)?)
        });
        assert_eq!(count, 1, "the same number is one channel");
        // Empty cells blank nothing.
        take_in(app, "township", "b.csv", &roster(&[&format!("石大川,,,{number},青龙村,,,,")]));
        assert_eq!(record(app, "石大川"), (sex, birth, true));
    }

    fn a_namesake_is_somebody_else_and_worth_a_question(app) {
        let before = people(app);
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", roster(&["查小月,女,,15479990001,青龙村,,深圳,,"]).as_bytes());
        finish(app);
        let likely = client.get(&format!("{page}/rows?which=likely"));
        assert!(likely.has("簿上本村有同名的人") && likely.has("看簿上的人"), "{}", likely.words());
        client.post(&format!("{page}/take"), &[]);
        finish(app);
        assert_eq!(people(app), before + 1);
    }

    fn a_row_that_fits_two_is_refused_with_both_named(app) {
        let number = "15479990123";
        let one = |name: &str| others::Someone { numbers: vec![number.to_owned()], ..others::Someone::due_in(5, name) };
        let ids = [one("石大川").enter(app), one("石大川").enter(app)];
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", roster(&[&format!("石大川,男,,{number},青龙村,,深圳,,")]).as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [0, 0, 0, 1, 0]);
        let refused = client.get(&format!("{page}/rows?which=refused"));
        assert!(refused.has("有两个人对得上"), "{}", refused.words());
        for id in ids {
            assert!(refused.has(&format!("/residents/{id}")), "both are named to whoever may see them");
        }
    }

    fn closed_and_locked_records_stay_as_they_are(app) {
        let number = "15479990125";
        let id = others::Someone { numbers: vec![number.to_owned()], ..others::Someone::due_in(5, "石大川") }.enter(app);
        others::lock(app, id);
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", roster(&[&format!("石大川,,,{number},青龙村,,深圳,,")]).as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [0, 0, 0, 1, 0], "{}", client.get(&page).words());
        let refused = client.get(&format!("{page}/rows?which=refused"));
        assert!(refused.has("请问镇里的资料联系人"), "{}", refused.words());
    }

    fn who_stands_in_a_file_twice_is_shown_with_the_row_before_and_by_what(app) {
        let client = app.sign_in("township");
        let id = crate::intake::id_number("19850304", 901);
        let page = send(&client, "a.csv", roster(&[
            &format!("陈大明,男,{id},15470000001,青龙村,3组,深圳,,"),
            "石长青,男,,15470000002,青龙村,3组,深圳,,",
            &format!("陈大明,男,{id},15470000003,青龙村,3组,重庆,,"),
            "石长青,男,,15470000002,青龙村,3组,重庆,,",
        ]).as_bytes());
        finish(app);
        assert!(client.get(&page).has("看可能重复的 2 行"));
        let likely = client.get(&format!("{page}/rows?which=likely"));
        for words in ["身份证号和前面一行一样", "前面那行：第 2 行", "姓名、电话和前面一行一样", "前面那行：第 3 行"] {
            assert!(likely.has(words), "{words}: {}", likely.words());
        }
    }
}
