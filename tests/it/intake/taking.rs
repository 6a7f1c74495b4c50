//! Taking a checked file in.

use super::{counts, crowd, finish, id_number, people, roster, send, take_in, work};
use crate::{both, support::cast};
use diesel::prelude::*;
use kith::{
    checkins,
    db::schema::{audit, channels, destinations, households, residents, rosters, search_terms},
    domain::ResidentId,
    residents::match_keys_differ,
    settings,
};

both! {
    fn whoever_is_new_is_on_file_with_all_the_row_says(app) {
        let id = id_number("19850304", 901);
        let row = format!("陈大明,男,{id},15470000001、15470000009（空号）,青龙村,3组,广东省深圳市,鞋厂,2024年3月");
        let page = take_in(app, "township", "花名册.csv", &roster(&[&row]));
        let client = app.sign_in("township");
        assert!(client.get(&page).has("收完了"), "{}", client.get(&page).words());
        type Found = (ResidentId, String, Option<chrono::NaiveDate>, Option<i64>, bool, i64);
        let found: Found = app.read(|conn| {
            let columns = (residents::id, residents::sex, residents::birth_on, residents::owner_id, residents::has_channel, residents::household_id);
            Ok(residents::table.filter(residents::name.eq("陈大明")).select(columns).first(conn)?)
        });
        assert_eq!((found.1.as_str(), found.2), ("male", chrono::NaiveDate::from_ymd_opt(1985, 3, 4)));
        assert!(found.3.is_some() && found.4, "an owner, and a number to call");
        let numbers: Vec<(String, bool)> = app.read(move |conn| {
            let own = channels::table.filter(channels::resident_id.eq(found.0)).order(channels::id);
            Ok(own.select((channels::source, channels::ended_on.is_null())).load(conn)?)
        });
        assert_eq!(numbers, [("roster".to_owned(), true), ("roster".to_owned(), false)]);
        let place: (String, Option<String>, String) = app.read(move |conn| {
            let own = destinations::table.filter(destinations::resident_id.eq(found.0));
            Ok(own.select((destinations::place, destinations::place_code, destinations::employer)).first(conn)?)
        });
        assert_eq!(place, ("广东省深圳市".to_owned(), Some("440300".to_owned()), "鞋厂".to_owned()));
        let home: (Option<i32>, String) = app.read(move |conn| {
            Ok(households::table.find(found.5).select((households::group_no, households::head_name)).first(conn)?)
        });
        assert_eq!(home, (Some(3), "陈大明".to_owned()));
        for typed in ["chendaming", "cdm", "0001"] {
            assert!(client.get(&format!("/residents?q={typed}")).has("陈大明"), "{typed}");
        }
        let keys = app.state.keys.clone();
        app.read(move |conn| {
            let rules = settings::rules(conn)?;
            let computed = checkins::compute(conn, found.0, &rules)?;
            assert_eq!(checkins::differs(conn, &computed)?, None, "the plan is what the fold makes");
            assert!(!match_keys_differ(conn, &keys, found.0)?);
            Ok(())
        });
        let kinds: Vec<String> = app.read(|conn| {
            let own = audit::table.filter(audit::kind.like("roster%").or(audit::subject_id.is_not_null().and(audit::fields.eq("roster"))));
            Ok(own.order(audit::id).select(audit::kind).load(conn)?)
        });
        assert_eq!(kinds, ["roster_sent", "roster_begun", "resident_added", "roster_taken"]);
    }

    fn a_file_stopped_in_the_middle_is_taken_in_exactly_once(app) {
        let client = app.sign_in("township");
        let before = people(app);
        let page = send(&client, "多.csv", crowd(400, "青龙村").as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [400, 0, 0, 0, 0], "{}", client.get(&page).words());
        assert_eq!(client.post(&format!("{page}/take"), &[]).status, 303);
        work(app, 1);
        let some = people(app) - before;
        assert!(some > 0 && some < 400, "{some}");
        assert!(client.get(&page).has("正在收"), "{}", client.get(&page).words());
        work(app, 1);
        finish(app);
        assert_eq!(people(app) - before, 400);
        let terms: i64 = app.read(|conn| Ok(search_terms::table.filter(search_terms::term.eq("pchenweiwei")).count().get_result(conn)?));
        assert!(terms <= 1);
        // The same file once more brings nothing new.
        send(&client, "多.csv", crowd(400, "青龙村").as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [0, 0, 400, 0, 0]);
    }

    fn a_check_that_was_stopped_begins_again(app) {
        let client = app.sign_in("township");
        let page = send(&client, "多.csv", crowd(50, "青龙村").as_bytes());
        app.write(|tx| {
            use kith::db::schema::roster_rows::dsl;
            let id: i64 = rosters::table.select(rosters::id).first(tx.conn)?;
            let row = (
                (dsl::roster_id.eq(id), dsl::number.eq(1), dsl::sheet.eq(0), dsl::sheet_row.eq(2)),
                (dsl::verdict.eq("new"), dsl::is_likely.eq(false), dsl::codes.eq(""), dsl::facts.eq(vec![1u8])),
            );
            diesel::insert_into(dsl::roster_rows).values(row).execute(tx.conn)?;
            Ok(())
        });
        finish(app);
        assert_eq!(counts(app).0, [50, 0, 0, 0, 0], "{}", client.get(&page).words());
    }

    fn stopping_in_the_middle_undoes_what_was_taken_in(app) {
        let client = app.sign_in("township");
        let before = people(app);
        let page = send(&client, "多.csv", crowd(300, "白云村").as_bytes());
        finish(app);
        client.post(&format!("{page}/take"), &[]);
        work(app, 1);
        assert!(people(app) > before);
        assert_eq!(client.post(&format!("{page}/cancel"), &[]).status, 303);
        finish(app);
        assert_eq!((people(app), counts(app).1), (before, "undone".to_owned()));
    }

    fn those_who_share_a_household_and_an_owner_stay_together(app) {
        let text = "姓名,户主,和户主关系,联系电话,村,组,去向\n陈大明,陈大明,户主,15470000001,青龙村,3,深圳\n陈小明,陈大明,儿子,15470000002,青龙村,3,东莞\n";
        take_in(app, "township", "户.csv", text);
        let homes: Vec<(i64, Option<i64>, String)> = app.read(|conn| {
            let own = residents::table.filter(residents::name.like("陈%明")).order(residents::id);
            Ok(own.select((residents::household_id, residents::owner_id, residents::relation)).load(conn)?)
        });
        assert_eq!(homes.len(), 2);
        assert_eq!((homes[0].0, homes[0].1), (homes[1].0, homes[1].1));
        assert_eq!((homes[0].2.as_str(), homes[1].2.as_str()), ("02", "20"));
        assert!(cast::VILLAGE.len() == 12);
    }
}
