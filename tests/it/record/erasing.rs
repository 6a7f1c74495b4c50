//! What was locked at its owner's word is erased when its days are over (PRODUCT §4.6).

use super::lock;
use crate::{
    both,
    support::{
        TestApp, cast,
        visitors::{address, latest, link_of_registration, register},
    },
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    app::JOBS,
    db::schema::{
        audit, channels, checkins, consents, destinations, households, link_tries, match_keys,
        personal_links, registration_keys, registrations, residents, roster_changes, roster_rows,
        search_terms, visits,
    },
    domain::ResidentId,
    jobs,
};

/// How many records the job erases now.
fn erase(app: &TestApp) -> usize {
    let job = JOBS.iter().find(|job| job.name == "erasing").expect("the job");
    actix_web::rt::System::new().block_on(jobs::work(&app.state, job, 100)).expect("the steps")
}

/// Rows that tell of a person or of what they sent, by table.
fn left(app: &TestApp, id: ResidentId) -> Vec<(&'static str, i64)> {
    app.read(move |conn| {
        Ok(vec![
            ("residents", residents::table.filter(residents::id.eq(id)).count().get_result(conn)?),
            ("channels", channels::table.filter(channels::resident_id.eq(id)).count().get_result(conn)?),
            (
                "destinations",
                destinations::table.filter(destinations::resident_id.eq(id)).count().get_result(conn)?,
            ),
            ("checkins", checkins::table.filter(checkins::resident_id.eq(id)).count().get_result(conn)?),
            (
                "search_terms",
                search_terms::table.filter(search_terms::resident_id.eq(id.0)).count().get_result(conn)?,
            ),
            (
                "match_keys",
                match_keys::table.filter(match_keys::resident_id.eq(id)).count().get_result(conn)?,
            ),
            ("registrations", registrations::table.count().get_result(conn)?),
            ("registration_keys", registration_keys::table.count().get_result(conn)?),
            ("consents", consents::table.count().get_result(conn)?),
            ("personal_links", personal_links::table.count().get_result(conn)?),
            ("link_tries", link_tries::table.count().get_result(conn)?),
            ("visits", visits::table.count().get_result(conn)?),
        ])
    })
}

/// Somebody who registered and was taken in.
fn registered(app: &TestApp) -> ResidentId {
    let form = latest(app).id;
    app.sign_in("owner").post(&format!("/registrations/{form}/accept"), &[]);
    link_of_registration(app, form).resident_id.expect("the record")
}

both! {
    fn thirty_days_after_consent_was_withdrawn_nothing_is_left_but_the_trail(app) {
        let client = register(app, &[("wechat", "zxy_8812"), ("birth_on", "1990-05-06"), ("note", "老屋漏雨")]);
        let id = registered(app);
        let own = address(app, &link_of_registration(app, latest(app).id));
        assert_eq!(app.stranger().post(&own, &[("opening", "1990-05-07")]).status, 422);
        assert!(left(app, id).iter().all(|(_, rows)| *rows > 0), "{:?}", left(app, id));
        let home: i64 = app.read(move |conn| Ok(residents::table.find(id).select(residents::household_id).first(conn)?));
        lock(app, id);
        app.pass(TimeDelta::days(29));
        assert_eq!(erase(app), 0, "the days are not over");
        app.pass(TimeDelta::days(1));
        let told = |app: &TestApp| app.read(|conn| Ok(audit::table.count().get_result::<i64>(conn)?));
        let before = told(app);
        assert_eq!(erase(app), 1);
        assert!(left(app, id).iter().all(|(_, rows)| *rows == 0), "{:?}", left(app, id));
        assert_eq!(told(app), before + 1, "the trail grows by one row and loses none");
        let homes: i64 = app.read(move |conn| Ok(households::table.filter(households::id.eq(home)).count().get_result(conn)?));
        assert_eq!(homes, 0, "nobody lives there");
        assert_eq!((client.get("/my").status, app.stranger().get(&own).status), (401, 404));
        assert_eq!(app.sign_in("township").get(&format!("/residents/{id}/lock")).status, 404);
        assert!(app.sign_in("auditor").get(&format!("/audit?person={id}")).has("到期删掉资料"));
    }

    fn what_a_roster_keeps_of_them_goes_with_them(app) {
        use crate::intake::take_in;
        register(app, &[("birth_on", "1990-05-06")]);
        let id = registered(app);
        let header = "姓名,性别,出生日期,联系电话,村,组,去向";
        let rows = "张晓勇,男,1990-05-06,15470000001,青龙村,3组,重庆市\n陈大明,男,1990-05-06,15470000002,青龙村,3组,重庆市";
        take_in(app, "township", "a.csv", &format!("{header}\n{rows}\n"));
        let kept = |app: &TestApp| -> (i64, i64, i64) {
            app.read(move |conn| {
                let rows = roster_rows::table.filter(roster_rows::resident_id.eq(id));
                let changes = roster_changes::table.filter(roster_changes::resident_id.eq(id));
                Ok((
                    rows.count().get_result(conn)?,
                    changes.count().get_result(conn)?,
                    roster_rows::table.count().get_result(conn)?,
                ))
            })
        };
        assert_eq!(kept(app), (1, 1, 2));
        lock(app, id);
        app.pass(TimeDelta::days(30));
        assert_eq!(erase(app), 1);
        assert_eq!(kept(app), (0, 0, 1), "the rows of others stay");
    }

    fn whoever_lives_with_them_stays_and_is_no_longer_named_after_them(app) {
        register(app, &[]);
        let (id, dajun) = (registered(app), cast::id(app, &cast::DAJUN));
        let home = app.write(move |tx| {
            let home: i64 = residents::table.find(id).select(residents::household_id).first(tx.conn)?;
            diesel::update(residents::table.find(dajun)).set(residents::household_id.eq(home)).execute(tx.conn)?;
            Ok(home)
        });
        lock(app, id);
        app.pass(TimeDelta::days(30));
        assert_eq!(erase(app), 1);
        let head: String = app.read(move |conn| Ok(households::table.find(home).select(households::head_name).first(conn)?));
        assert_eq!(head, "");
        let page = app.sign_in("owner").get(&format!("/residents/{dajun}"));
        assert!(page.status == 200 && !page.has("张晓勇"), "{}", page.words());
        let keys = app.state.keys.clone();
        assert!(!app.read(move |conn| kith::residents::match_keys_differ(conn, &keys, dajun)));
    }

    fn what_a_duty_wants_kept_and_what_is_unlocked_in_time_stays(app) {
        register(app, &[]);
        let (id, duty) = (registered(app), cast::id(app, &cast::XIAOYAN));
        lock(app, id);
        lock(app, duty);
        app.pass(TimeDelta::days(20));
        let again = [("act", "unlock"), ("reason", "本人又来电话，想留着")];
        assert_eq!(app.sign_in("township").post(&format!("/residents/{id}/lock"), &again).status, 303);
        app.pass(TimeDelta::days(100));
        assert_eq!(erase(app), 0);
        assert!(app.sign_in("owner").get(&format!("/residents/{id}")).has("张晓勇"));
    }
}
