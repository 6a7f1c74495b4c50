//! The resident's own pages: how the registration stands, the record as it is kept, the one-tap check-ins.

use crate::{
    both,
    support::{
        TestApp, cast,
        visitors::{form, latest, link_of_registration, register, visit},
    },
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::db::schema::{audit, checkins, residents};

/// A tap under a key of its own.
const HELP: [(&str, &str); 2] = [("tap", "help"), ("idempotency_key", "my-tap-key-1")];

fn own_reports(app: &TestApp) -> Vec<(String, String, bool)> {
    app.read(|conn| {
        let rows = checkins::table.filter(checkins::kind.eq("resident")).order(checkins::id);
        Ok(rows.select((checkins::kind, checkins::outcome, checkins::is_confirmed)).load(conn)?)
    })
}

both! {
    fn a_registration_that_waits_shows_how_it_stands_and_what_was_sent(app) {
        let client = register(app, &[("note", "老屋漏雨"), ("id_number", "500228199005060018"), ("consent_id", "1")]);
        let page = client.get("/my");
        for words in ["张晓勇，您好", "等青龙村核对", "11月26日（星期四）前", "154****8812", "老屋漏雨", "5***************18", "还没有人看过"] {
            assert!(page.has(words), "{words}");
        }
        assert!(!page.has("500228199005060018"));
        assert_eq!(client.post("/my/check-ins", &HELP).status, 404, "there is no record to check in on");
        app.pass(TimeDelta::days(4));
        assert!(client.get("/my").has("镇上也在看了"), "past its day");
    }

    fn where_nobody_serves_the_township_is_said_to_ring(app) {
        let client = register(app, &[("village", cast::NEXT_VILLAGE)]);
        for path in ["/my/registered", "/my"] {
            let page = client.get(path);
            assert!(page.has("村里现在没有干部，镇上会在") && !page.has("村干部会在"), "{path}: {}", page.words());
        }
    }

    fn the_call_screen_of_a_closed_record_offers_no_number(app) {
        let path = format!("/residents/{}", cast::id(app, &cast::DAJUN));
        let owner = app.sign_in("owner");
        assert!(owner.get(&format!("{path}/call")).has("tel:15400000417"));
        let closing = [("outcome", "deceased"), ("confirmed", "1"), ("note", "邻居说的"), ("idempotency_key", "closing-key-9")];
        assert_eq!(owner.post(&format!("{path}/check-ins"), &closing).status, 303);
        let page = owner.get(&format!("{path}/call"));
        assert!(page.status == 200 && !page.has("tel:15400000417") && page.has("已经注销") && !page.body.contains("class=\"calls\""), "{}", page.words());
    }

    fn one_that_was_turned_down_gives_its_reason_and_the_way_on(app) {
        let client = register(app, &[]);
        let path = format!("/registrations/{}/turn-down", latest(app).id);
        assert_eq!(app.sign_in("owner").post(&path, &[("reason", "不是本村的人，请问问白云村")]).status, 303);
        let page = client.get("/my");
        assert!(page.has("青龙村没有收下") && page.has("不是本村的人，请问问白云村") && page.has("href=\"/register\""));
        assert!(page.has("owner同志，青龙村，村干部"), "who looked at it");
        assert_eq!(client.get("/my/registered").location().as_deref(), Some("/my"));
    }

    fn one_that_was_accepted_becomes_the_record_as_it_is_kept(app) {
        let client = register(app, &[("birth_on", "1990-05-06"), ("work", "快递"), ("head_name", "张大山")]);
        let path = format!("/registrations/{}/accept", latest(app).id);
        assert_eq!(app.sign_in("owner").post(&path, &[]).status, 303);
        let page = client.get("/my");
        assert_eq!(page.status, 200);
        for words in ["张晓勇，您好", "都好，没变化", "有事要家里帮忙", "154****8812", "广东惠州", "张大山", "1990年5月6日", "聚奎镇 青龙村", "青龙村 owner同志"] {
            assert!(page.has(words), "{words} in {}", page.words());
        }
        assert!(!page.has("15400008812"));
        assert!(link_of_registration(app, latest(app).id).resident_id.is_some());
    }

    fn the_record_shows_masked_numbers_who_answers_whom_to_ring_and_who_looked(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        for who in ["colleague", "township", "owner", "backup"] {
            app.sign_in(who).get(&format!("/residents/{id}"));
            app.pass(TimeDelta::hours(1));
        }
        let client = visit(app, &cast::XIAOYAN);
        let page = client.get("/my");
        for words in [
            "154****4471", "023-****2218", "5***************21", "广东省东莞市", "流水线组长", "周德福的女儿",
            "青龙村 owner同志", "tel:02355550123", "backup同志，青龙村，村干部", "township同志，聚奎镇，镇街工作人员", "看全部",
        ] {
            assert!(page.has(words), "{words} in {}", page.words());
        }
        for hidden in ["15400004471", "02355552218", cast::ID_NUMBER, "colleague同志"] {
            assert!(!page.has(hidden), "{hidden}");
        }
        let words = page.words();
        assert!(words.find("backup同志，青龙村") < words.find("township同志，聚奎镇"), "the latest first");
        assert!(client.get("/my?all=1").has("colleague同志，青龙村，村干部"));
        assert!(page.body.len() < 14_000, "{} bytes", page.body.len());
    }

    fn all_well_is_contact_and_once_however_often_it_is_sent(app) {
        let (client, id) = (visit(app, &cast::XIAOYAN), cast::id(app, &cast::XIAOYAN));
        let form = [("tap", "fine"), ("idempotency_key", "my-tap-key-1")];
        for _ in 0..3 {
            let page = client.post("/my/check-ins", &form);
            assert_eq!((page.status, page.location().as_deref()), (303, Some("/my?done=fine")));
        }
        assert_eq!(own_reports(app), [("resident".into(), "self".into(), false)]);
        assert_eq!(client.post("/my/check-ins", &[("tap", "help"), ("idempotency_key", "my-tap-key-1")]).status, 409);
        let (due_on, last): (Option<chrono::NaiveDate>, Option<String>) = app.read(move |conn| {
            Ok(residents::table.find(id).select((residents::due_on, residents::last_contact_outcome)).first(conn)?)
        });
        assert_eq!((due_on, last.as_deref()), (Some(app.today() + TimeDelta::days(90)), Some("self")));
        assert!(client.get("/my?done=fine").has("记下了，您报了平安") && client.get("/my").has("本人自报"));
        assert!(!app.sign_in("owner").get("/worklist").has("周小燕"), "not owed any more");
        let told: Vec<(String, Option<i64>)> = app.read(|conn| {
            let rows = audit::table.filter(audit::kind.eq("checked_in"));
            Ok(rows.select((audit::actor, audit::subject_id)).load(conn)?)
        });
        assert_eq!(told, [("resident".into(), Some(id.0))]);
    }

    fn the_number_they_say_still_works_is_verified_and_only_one_of_their_own(app) {
        let client = visit(app, &cast::XIAOYAN);
        let page = client.get("/my");
        assert!(page.has("154****4471 还打得通"));
        let channel = page.value("confirmed").expect("the number to confirm");
        let form = [("tap", "fine"), ("idempotency_key", "my-tap-key-1"), ("confirmed", channel.as_str())];
        assert_eq!(client.post("/my/check-ins", &form).status, 303);
        assert_eq!(own_reports(app), [("resident".into(), "self".into(), true)]);
        assert!(app.sign_in("owner").get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN))).has("能打通"));
        let other = visit(app, &cast::DAJUN);
        let theirs = [("tap", "fine"), ("idempotency_key", "my-tap-key-2"), ("confirmed", channel.as_str())];
        assert_eq!(other.post("/my/check-ins", &theirs).status, 404, "a number of somebody else");
        assert_eq!(own_reports(app).len(), 1);
    }

    fn i_need_help_puts_them_on_top_of_the_list_until_somebody_has_spoken_with_them(app) {
        let client = visit(app, &cast::DAJUN);
        client.post("/my/check-ins", &[("tap", "fine"), ("idempotency_key", "my-tap-key-0")]);
        let owner = app.sign_in("owner");
        assert!(!owner.get("/worklist").has("罗大军"));
        assert_eq!(client.post("/my/check-ins", &HELP).location().as_deref(), Some("/my?done=help"));
        let page = client.get("/my?done=help");
        assert!(page.has("owner同志会尽快打给您") && page.has("tel:02355550123"));
        assert!(client.get("/my").has("您11月23日说有事要帮忙"));
        let list = owner.get("/worklist").words();
        assert!(list.contains("要人帮忙"));
        assert!(list.find("罗大军") < list.find("周小燕"), "help comes first");
        let call = format!("/residents/{}/check-ins", cast::id(app, &cast::DAJUN));
        app.pass(TimeDelta::minutes(5));
        assert_eq!(owner.post(&call, &[("outcome", "reached"), ("idempotency_key", "the-call-key-1")]).status, 303);
        assert!(!owner.get("/worklist").has("罗大军") && !client.get("/my").has("说有事要帮忙"));
        let record = owner.get(&format!("/residents/{}", cast::id(app, &cast::DAJUN))).words();
        assert_eq!(record.matches("本人说有事要帮忙").count(), 1, "the record remembers what the call was for: {record}");
        assert_eq!(record.matches("本人自报").count(), 1, "and the other report is said once: {record}");
    }

    fn whoever_nobody_answers_for_and_asks_for_help_comes_first_before_the_township(app) {
        let client = visit(app, &cast::DAJUN);
        app.write(|tx| {
            let owned = residents::table.filter(residents::owner_id.eq(cast::OWNER));
            diesel::update(owned).set((residents::owner_id.eq(None::<i64>), residents::backup_id.eq(None::<i64>))).execute(tx.conn)?;
            Ok(())
        });
        let township = app.sign_in("township");
        let names = |page: &str| (page.find("罗大军"), page.find("周小燕"));
        let before = township.get("/worklist").words();
        assert!(matches!(names(&before), (Some(help), Some(other)) if other < help), "{before}");
        assert_eq!(client.post("/my/check-ins", &HELP).status, 303);
        let list = township.get("/worklist").words();
        assert!(list.contains("要人帮忙"));
        assert!(matches!(names(&list), (Some(help), Some(other)) if help < other), "{list}");
    }

    fn a_closed_record_says_so_and_their_check_in_goes_before_the_township(app) {
        let client = visit(app, &cast::FAR);
        let path = format!("/residents/{}/check-ins", cast::id(app, &cast::FAR));
        let closing = [("outcome", "household_moved"), ("confirmed", "1"), ("note", "邻居说的"), ("idempotency_key", "closing-key-1")];
        assert_eq!(app.sign_in("other").post(&path, &closing).status, 303);
        assert!(client.get("/my").has("在11月23日注销了"));
        app.pass(TimeDelta::minutes(5));
        assert_eq!(client.post("/my/check-ins", &[("tap", "fine"), ("idempotency_key", "my-tap-key-1")]).status, 303);
        assert!(client.get("/my").has("镇上正在看"));
        let id = cast::id(app, &cast::FAR);
        let (state, contested): (String, Option<chrono::NaiveDate>) = app.read(move |conn| {
            Ok(residents::table.find(id).select((residents::state, residents::contested_on)).first(conn)?)
        });
        assert_eq!((state.as_str(), contested), ("closed", Some(app.today())));
    }

    fn a_locked_record_says_so_and_takes_nothing(app) {
        let (client, id) = (visit(app, &cast::DAJUN), cast::id(app, &cast::DAJUN));
        app.write(move |tx| {
            diesel::update(residents::table.find(id))
                .set((
                    residents::state.eq("locked"),
                    residents::locked_on.eq(tx.today),
                    residents::due_on.eq(None::<chrono::NaiveDate>),
                    residents::try_on.eq(None::<chrono::NaiveDate>),
                ))
                .execute(tx.conn)?;
            Ok(())
        });
        let page = client.get("/my");
        assert!(page.status == 200 && page.has("您的资料停用了") && page.has("陈敏") && page.has("tel:02355550188"));
        assert!(!page.has("罗大军") && !page.has("154****0417"));
        assert_eq!(client.post("/my/check-ins", &HELP).status, 403);
        assert!(own_reports(app).is_empty());
    }

    fn whatever_else_is_sent_makes_nobody_stumble(app) {
        let client = visit(app, &cast::XIAOYAN);
        for fields in [
            vec![], vec![("tap", "x")], vec![("tap", "fine"), ("idempotency_key", "x")],
            vec![("tap", "fine"), ("idempotency_key", "my-tap-key-1"), ("confirmed", "x")],
        ] {
            assert_eq!(client.post("/my/check-ins", &fields).status, 400, "{fields:?}");
        }
        assert!(own_reports(app).is_empty());
        assert_eq!(register(app, &form(&[])).get("/my?all=1&done=nonsense").status, 200);
    }
}
