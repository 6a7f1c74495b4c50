//! Locked records exist for the township's data contact alone (PRODUCT §4.3, §4.6).

use super::{check, close, send, share_household, trail};
use crate::{
    both,
    support::{
        TestApp,
        arrivals::{self, arrive},
        cast,
        past::OFFICER,
    },
};
use diesel::prelude::*;
use kith::{
    app::routes,
    db::schema::{consents, divisions, residents::dsl},
    domain::{PostId, ResidentId},
    web::Method,
};

fn name_contact(app: &TestApp) {
    let (county, path) = (app.sign_in("county"), format!("/divisions/{}", cast::TOWNSHIP));
    let page = county.get(&path);
    assert!(
        page.has("资料专员") && page.has("township同志") && !page.has("far-township同志"),
        "{}",
        page.words()
    );
    let contact = PostId(OFFICER).to_string();
    assert_eq!(send(&county, &page, &path, &[("data_contact", &contact)]).status, 303);
}

pub fn locked(app: &TestApp, id: ResidentId) {
    name_contact(app);
    let path = format!("/residents/{id}/lock");
    let done = app.sign_in("township").post(&path, &[("act", "lock"), ("reason", "本人电话里说不要了")]);
    assert_eq!(done.location().as_deref(), Some("/residents/locked"));
}

fn state(app: &TestApp, id: ResidentId) -> (String, bool) {
    app.read(move |conn| {
        Ok(dsl::residents.find(id).select((dsl::state, dsl::locked_on.is_not_null())).first(conn)?)
    })
}

both! {
    fn the_county_names_a_townships_data_contact_among_its_officers(app) {
        name_contact(app);
        let code: i64 = cast::TOWNSHIP.parse().unwrap();
        assert_eq!(trail(app, code), [("data_contact_named".to_owned(), String::new())]);
        let (county, path) = (app.sign_in("county"), format!("/divisions/{}", cast::TOWNSHIP));
        let page = county.get(&path);
        for wrong in [PostId(6).to_string(), PostId(cast::OWNER).to_string(), "x".to_owned()] {
            assert_eq!(send(&county, &page, &path, &[("data_contact", &wrong)]).status, 422, "{wrong}");
        }
        assert!(!county.get(&format!("/divisions/{}", cast::VILLAGE)).has("资料专员"), "villages have none");
        assert_eq!(send(&county, &page, &path, &[("data_contact", "")]).status, 303);
        let stale = send(&county, &page, &path, &[("name", "聚奎")]);
        assert!(stale.status == 409 && stale.has("资料专员") && stale.has("township同志") && stale.has("还没有定"), "{}", stale.words());
        let named: Option<i64> = app.read(|conn| Ok(divisions::table.find(cast::TOWNSHIP).select(divisions::data_contact_id).first(conn)?));
        assert_eq!(named, None);
    }

    fn a_locked_record_exists_nowhere_for_anybody_but_the_data_contact(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        locked(app, id);
        assert_eq!(state(app, id), ("locked".into(), true));
        for who in ["owner", "backup", "colleague", "township"] {
            let client = app.sign_in(who);
            for path in ["/worklist", "/residents?whose=all", "/residents?whose=all&filter=closed", "/residents?whose=all&filter=lost", "/residents?q=zxy", "/residents?q=4471", "/residents?q=1221"] {
                assert!(!client.get(path).has("周小燕</a>"), "{who} {path}");
            }
            for wanted in ["15400004471", "周小燕"] {
                assert!(!client.submit("/residents/search", &[("q", wanted)]).has("周小燕</a>"), "{who} {wanted}");
            }
            for route in routes().filter(|route| route.path.starts_with("/residents/{id}")) {
                let path = route.path.replace("{id}", &id.to_string()).replace("{channel}", "0000000000000").replace("{checkin}", "0000000000000");
                let is_lock = path.ends_with("/lock");
                if who == "township" && is_lock {
                    continue;
                }
                let answer = match route.method {
                    Method::Get => client.get(&path),
                    Method::Post => client.post(&path, &[
                        ("outcome", "reached"), ("idempotency_key", "locked-1"), ("reason", "想看一看"), ("kind", "mobile"),
                        ("value", "15400001111"), ("place", "广东省深圳市"), ("verdict", "reopened"), ("name", "周小燕"), ("head_name", "周德福"),
                    ]),
                };
                let expected = if matches!(route.who, kith::web::Who::Roles(roles) if who != "township" && !roles.contains(&kith::domain::Role::Cadre)) { 403 } else { 404 };
                assert_eq!(answer.status, expected, "{who} {path}");
            }
        }
        check(app, id);
    }

    fn what_a_locked_person_sent_exists_for_no_reviewer(app) {
        let (id, sent) = (cast::id(app, &cast::XIAOYAN), arrive(app, &arrivals::XIAOYAN));
        let joined = app.sign_in("owner").post(&format!("/registrations/{sent}/join"), &[("resident", &id.to_string())]);
        assert_eq!(joined.status, 303);
        assert!(app.sign_in("owner").get("/registrations/decided").has("周小燕"));
        locked(app, id);
        for who in ["owner", "backup", "colleague", "township"] {
            let client = app.sign_in(who);
            for list in ["/registrations", "/registrations/decided"] {
                assert!(!client.get(list).has("周小燕"), "{who} {list}");
            }
            assert!(!client.get(&format!("/registrations?done={sent}")).has("周小燕"), "{who}");
            for route in routes().filter(|route| route.path.starts_with("/registrations/{registration}")) {
                let path = route.path.replace("{registration}", &sent.to_string());
                let answer = match route.method {
                    Method::Get => client.get(&path),
                    Method::Post => client.post(&path, &[("reason", "想看一看"), ("village", "远山村"), ("resident", &id.to_string()), ("act", "replace")]),
                };
                assert_eq!(answer.status, 404, "{who} {path}");
            }
        }
        app.sign_in("township").post(&format!("/residents/{id}/lock"), &[("act", "unlock"), ("reason", "本人改主意了")]);
        assert!(app.sign_in("owner").get(&format!("/registrations/{sent}")).has("合到簿上的记录"));
    }

    fn locking_withdraws_consent_and_unlocking_renews_what_it_withdrew(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        for at in 0..2 {
            let sent = arrive(app, &arrivals::XIAOYAN);
            let joined = app.sign_in("owner").post(&format!("/registrations/{sent}/join"), &[("resident", &id.to_string())]);
            assert_eq!(joined.status, 303);
            if at == 0 {
                app.write(|tx| {
                    diesel::update(consents::table).set(consents::withdrawn_on.eq(tx.today)).execute(tx.conn)?;
                    Ok(())
                });
            }
        }
        let today: Option<chrono::NaiveDate> = Some(app.state.db.clock().today());
        let withdrawn = || -> Vec<Option<chrono::NaiveDate>> {
            app.read(|conn| Ok(consents::table.order(consents::id).select(consents::withdrawn_on).load(conn)?))
        };
        assert_eq!(withdrawn(), [today, None]);
        app.pass(chrono::TimeDelta::days(2));
        locked(app, id);
        let since = Some(app.state.db.clock().today());
        assert_eq!(withdrawn(), [today, since], "what was withdrawn before keeps its day");
        app.pass(chrono::TimeDelta::days(2));
        app.sign_in("township").post(&format!("/residents/{id}/lock"), &[("act", "unlock"), ("reason", "本人改主意了")]);
        assert_eq!(withdrawn(), [today, None], "only what locking withdrew stands again");
    }

    fn the_page_of_locking_promises_nothing_that_is_not_done(app) {
        name_contact(app);
        let page = app.sign_in("township").get(&format!("/residents/{}/lock", cast::id(app, &cast::XIAOYAN)));
        assert!(page.has("同意算今天撤回") && page.has("凭同意存的，满 30 天簿子自己删掉"), "{}", page.words());
    }

    fn what_waits_of_somebody_locked_waits_for_nobody(app) {
        let owner = app.sign_in("owner");
        let sent = arrive(app, &arrivals::STRANGER);
        owner.post(&format!("/registrations/{sent}/accept"), &[]);
        let made: Option<ResidentId> = app.read(move |conn| {
            use kith::db::schema::registrations as sends;
            Ok(sends::table.find(sent).select(sends::resident_id).first(conn)?)
        });
        owner.post(&format!("/registrations/{sent}/undo"), &[]);
        assert!(owner.get("/registrations").has("陶正明") && owner.get("/worklist").has("1 份登记等您核对"));
        locked(app, made.expect("the record it made, put away"));
        assert!(!owner.get("/registrations").has("陶正明") && !owner.get("/worklist").has("登记等您核对"));
        assert_eq!(owner.get(&format!("/registrations/{sent}")).status, 404);
    }

    fn a_locked_record_is_in_no_household_no_count_and_nobody_alike(app) {
        share_household(app, &cast::DAJUN, &cast::XIAOYAN);
        let (id, dajun, owner) = (cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN), app.sign_in("owner"));
        assert!(owner.get(&format!("/residents/{dajun}/edit")).has("周小燕"));
        locked(app, id);
        let edit = owner.get(&format!("/residents/{dajun}/edit"));
        assert!(!edit.has("周小燕") && edit.has("只有本人在簿上"));
        assert!(owner.get("/worklist").has("我负责的全部 2 位"), "it is not counted");
        assert!(app.sign_in("township").get(&format!("/residents/{dajun}/owner")).has("owner同志，负责 2 位"));
        let added = owner.post("/residents/new", &[
            ("idempotency_key", "alike-key-1"), ("name", "周小燕"), ("head_name", "谭世荣"), ("id_kind", "resident_id"), ("id_number", cast::ID_NUMBER), ("phone", "15400004471"),
        ]);
        assert_eq!(added.status, 303, "nobody learns that there is one alike: {}", added.words());
    }

    fn the_data_contact_finds_opens_and_unlocks_them(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        locked(app, id);
        let (township, path) = (app.sign_in("township"), format!("/residents/{id}/lock"));
        assert!(township.get("/residents").has("/residents/locked"));
        let list = township.get("/residents/locked");
        assert!(list.has("周小燕") && list.has("11月23日停用") && list.has(&path));
        let page = township.get(&path);
        assert!(page.has("资料停用了") && page.has("青龙村") && !page.has("154"));
        assert!(township.post(&path, &[("act", "unlock"), ("reason", "")]).has("id=\"reason-err\""));
        assert_eq!(township.post(&path, &[("act", "lock"), ("reason", "再来一次")]).status, 303, "locked twice is locked");
        let done = township.post(&path, &[("act", "unlock"), ("reason", "本人改主意了")]);
        assert!(township.get(&done.location().unwrap()).has("这页恢复了"));
        assert_eq!(state(app, id), ("open".into(), false));
        let told: Vec<String> = trail(app, id.0).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(told, ["locked", "unlocked"]);
        assert!(app.sign_in("owner").get("/worklist").has("周小燕"));
        check(app, id);
    }

    fn a_closed_record_that_is_locked_is_closed_again_when_unlocked(app) {
        let id = cast::id(app, &cast::DAJUN);
        close(&app.sign_in("owner"), id, "lock-key-1");
        app.pass(chrono::TimeDelta::hours(1));
        locked(app, id);
        assert!(!app.sign_in("owner").get("/residents?filter=closed").has("罗大军"));
        check(app, id);
        app.sign_in("township").post(&format!("/residents/{id}/lock"), &[("act", "unlock"), ("reason", "本人改主意了")]);
        assert_eq!(state(app, id), ("closed".into(), false));
        check(app, id);
    }

    fn locking_is_for_the_data_contact_alone(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        let (township, path) = (app.sign_in("township"), format!("/residents/{id}/lock"));
        assert!(!township.get("/residents").has("/residents/locked") && !township.get(&format!("/residents/{id}")).has(&path));
        for path in [path.as_str(), "/residents/locked"] {
            assert_eq!(township.get(path).status, 404, "an officer who is not the data contact");
            assert_eq!(app.sign_in("owner").get(path).status, 403);
        }
        assert_eq!(township.post(&path, &[("act", "lock"), ("reason", "想停用")]).status, 404);
        name_contact(app);
        assert!(township.get(&format!("/residents/{id}")).has(&path));
        let far = cast::id(app, &cast::FAR);
        assert_eq!(township.post(&format!("/residents/{far}/lock"), &[("act", "lock"), ("reason", "想停用")]).status, 404);
        assert_eq!(app.sign_in("far-township").get(&path).status, 404);
        assert_eq!(state(app, id).0, "open");
    }
}
