//! What waits, for whom, in which order, and what opening it leaves behind.

use super::{STRANGER, Sender, XIAOYAN, arrive};
use crate::{
    both,
    support::{TestApp, cast, visitors},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::{audit as trail, channels, posts, residents},
    domain::{IdKind, IdNumber},
};

/// The kinds of looks at one id.
fn looks(app: &TestApp, id: i64) -> i64 {
    app.read(move |conn| {
        let own = trail::table.filter(trail::subject_id.eq(id)).filter(trail::look_hour.is_not_null());
        Ok(own.count().get_result(conn)?)
    })
}

both! {
    fn what_waits_stands_oldest_first_with_a_line_above_every_worklist(app) {
        let owner = app.sign_in("owner");
        assert!(owner.get("/registrations").has("没有登记等您核对"));
        assert!(!owner.get("/worklist").has("登记等您核对"));
        arrive(app, &STRANGER);
        app.pass(TimeDelta::minutes(1));
        arrive(app, &XIAOYAN);
        let page = owner.get("/registrations");
        assert!(page.has("2 份登记等您核对") && page.has("新来的") && page.has("很像簿上的周小燕"));
        let words = page.words();
        assert!(words.find("陶正明") < words.find("周小燕"), "{words}");
        for username in ["owner", "backup", "colleague"] {
            assert!(app.sign_in(username).get("/worklist").has("2 份登记等您核对"), "{username}");
        }
    }

    fn a_number_shared_under_another_name_is_said_and_nobody_is_joined_by_default(app) {
        let id = arrive(app, &Sender { phone: cast::DAJUN.numbers[0], ..STRANGER });
        let owner = app.sign_in("owner");
        let list = owner.get("/registrations");
        assert!(list.has("和簿上的罗大军同一个号码，名字不一样") && !list.has("很像"), "{}", list.words());
        let page = owner.get(&format!("/registrations/{id}"));
        assert!(page.has("一家人常合用一个号码"), "{}", page.words());
        let filled = |words: &str| {
            let at = page.body.find(words).expect("the button");
            !page.body[..at].rsplit("<button").next().expect("a button").contains("alt")
        };
        assert!(filled("不是，记成新的一位") && !filled("是同一个人，合到一起"));
    }

    fn a_village_is_passed_on_to_by_its_spoken_name(app) {
        let id = arrive(app, &STRANGER);
        let passed = app.sign_in("owner").post(&format!("/registrations/{id}/pass-on"), &[("village", "白云")]);
        assert_eq!(passed.status, 303, "白云 is 白云村: {}", passed.words());
        assert!(app.sign_in("township").get("/registrations").has("陶正明"), "白云村 has no cadre");
    }

    fn registrations_of_elsewhere_do_not_exist(app) {
        let id = arrive(app, &STRANGER);
        for username in ["other", "far-township"] {
            let client = app.sign_in(username);
            assert!(!client.get("/registrations").has("陶正明"), "{username}");
            for path in ["", "/turn-down", "/pass-on"] {
                assert_eq!(client.get(&format!("/registrations/{id}{path}")).status, 404, "{username} {path}");
            }
            for way in ["accept", "join", "turn-down", "pass-on", "take-back", "undo"] {
                let form = [("reason", "不是我们村的"), ("village", "白云村"), ("resident", "0000000000001")];
                let answer = client.post(&format!("/registrations/{id}/{way}"), &form);
                assert_eq!(answer.status, 404, "{username} {way}");
            }
        }
    }

    fn an_undo_that_is_refused_shows_the_form_again_and_is_a_look_at_it(app) {
        let id = arrive(app, &STRANGER);
        app.sign_in("owner").post(&format!("/registrations/{id}/accept"), &[]);
        app.pass(TimeDelta::days(31));
        let refused = app.sign_in("owner").post(&format!("/registrations/{id}/undo"), &[]);
        assert!(refused.status == 422 && refused.has("陶正明"), "{} {}", refused.status, refused.words());
        assert_eq!(looks(app, id.0), 1);
    }

    fn opening_one_is_a_look_at_it_and_at_the_record_beside_it(app) {
        let (id, kept) = (arrive(app, &XIAOYAN), cast::id(app, &cast::XIAOYAN));
        let owner = app.sign_in("owner");
        assert_eq!(looks(app, id.0), 0);
        let page = owner.get(&format!("/registrations/{id}"));
        assert!(page.has("这是同一个人吗？") && page.has("证件号一样，名字读音一样，户主一样。"), "{}", page.words());
        assert!(page.has("154****6304") && page.has("tel:15400006304"), "whoever decides may call");
        assert!(!page.has("15400004471") && !page.has(cast::ID_NUMBER));
        owner.get(&format!("/registrations/{id}"));
        assert_eq!((looks(app, id.0), looks(app, kept.0)), (1, 1));
    }

    fn a_name_alone_does_not_propose_to_join(app) {
        let namesake = Sender { name: "罗大军", phone: "15400007799", ..STRANGER };
        let (namesake, same) = (arrive(app, &namesake), arrive(app, &XIAOYAN));
        let owner = app.sign_in("owner");
        let main = |path: &str, words: &str| owner.get(path).body.contains(&format!("<button class=\"btn\">{words}"));
        let (alike, other) = (format!("/registrations/{namesake}"), format!("/registrations/{same}"));
        assert!(main(&alike, "不是，记成新的一位") && !main(&alike, "是同一个人"));
        assert!(main(&other, "是同一个人") && !main(&other, "不是，记成新的一位"));
        let picked = format!("{alike}?with={}", cast::id(app, &cast::DAJUN));
        assert!(main(&picked, "是同一个人"), "whom the reviewer picked");
        assert!(owner.get(&picked).has("只有名字读音一样"));
        let unlike = owner.get(&format!("{alike}?with={}", cast::id(app, &cast::NUMBERLESS)));
        assert!(unlike.has("和您找出来的查小月对着看") && !unlike.has("相像") && !unlike.has("很像"), "nothing is called alike that is not: {}", unlike.words());
    }

    fn looking_somebody_up_beyond_ones_own_is_recorded_as_any_search_is(app) {
        let path = format!("/registrations/{}?q=ldj", arrive(app, &STRANGER));
        let recorded = || -> Vec<(Option<i64>, String)> {
            app.read(|conn| {
                let searched = trail::table.filter(trail::kind.eq("searched"));
                Ok(searched.select((trail::amount, trail::fields)).load(conn)?)
            })
        };
        assert!(app.sign_in("owner").get(&path).has("罗大军"));
        assert_eq!(recorded(), [], "one's own residents are one's own");
        assert!(app.sign_in("colleague").get(&path).has("罗大军"));
        assert_eq!(recorded(), [(Some(1), String::new())], "how many, not what was typed");
    }

    fn the_township_sees_what_waits_too_long(app) {
        let id = arrive(app, &STRANGER);
        let township = app.sign_in("township");
        assert!(!township.get("/registrations").has("陶正明"));
        app.pass(TimeDelta::days(3));
        assert!(!township.get("/registrations").has("陶正明"), "Thursday is the last of three working days");
        app.pass(TimeDelta::days(1));
        let page = app.sign_in("township").get("/registrations");
        assert!(page.has("陶正明") && page.has("晚了") && page.has("青龙村"), "{}", page.words());
        let township = app.sign_in("township");
        assert!(township.get("/worklist").has("1 份登记等您核对"));
        assert_eq!(township.post(&format!("/registrations/{id}/accept"), &[]).status, 303);
    }

    fn a_village_without_a_cadre_falls_to_the_township(app) {
        arrive(app, &Sender { village: cast::NEXT_VILLAGE, ..STRANGER });
        arrive(app, &Sender { name: "石长青", phone: "15400007788", ..STRANGER });
        let page = app.sign_in("township").get("/registrations");
        assert!(page.has("陶正明") && !page.has("石长青"), "{}", page.words());
        app.write(|tx| {
            let of_village = posts::table.filter(posts::village_code.eq(cast::VILLAGE));
            diesel::update(of_village).set(posts::account_id.eq(None::<i64>)).execute(tx.conn)?;
            Ok(())
        });
        assert!(app.sign_in("township").get("/registrations").has("石长青"));
    }

    fn those_nobody_is_like_are_accepted_together(app) {
        let ids = [STRANGER, Sender { name: "石长青", phone: "15400007788", ..STRANGER }, XIAOYAN].map(|sender| arrive(app, &sender));
        let owner = app.sign_in("owner");
        let page = owner.get("/registrations");
        assert_eq!(page.body.matches("type=\"checkbox\"").count(), 2, "who is like somebody is decided by itself");
        let refused = owner.post("/registrations/accept", &[]);
        assert!(refused.status == 422 && refused.has("一个都没有打勾"));
        let ticked = [ids[0].to_string(), ids[1].to_string()];
        let form = [("registration", ticked[0].as_str()), ("registration", ticked[1].as_str())];
        let done = owner.submit("/registrations/accept", &form);
        assert!(done.has("2 位记到簿上了") && done.has("1 份登记等您核对"), "{}", done.words());
        let again = owner.submit("/registrations/accept", &form);
        assert!(again.has("另有 2 份别人刚办过"), "{}", again.words());
        assert!(owner.get("/residents?whose=all").has("石长青"));
    }

    fn numbers_that_look_the_same_behind_their_masks_are_told_apart(app) {
        let sent = [("name", "罗大军"), ("phone", "154 1111 0417"), ("wechat", "ldj_8812")];
        visitors::register(app, &sent);
        let (id, kept) = (visitors::latest(app).id, cast::id(app, &cast::DAJUN));
        let page = app.sign_in("owner").get(&format!("/registrations/{id}?with={kept}"));
        assert!(page.body.contains("id=\"phone-sent\""), "{}", page.words());
        assert!(page.has("微信") && page.has("ldj****12") && !page.has("ldj_8812"), "{}", page.words());
        assert!(page.has("本人同意的") && page.has("存资料、保持联系，11月23日"), "{}", page.words());
    }

    fn every_decision_of_thirty_days_can_be_found(app) {
        let first = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        let reason = [("reason", "是填错了村")];
        owner.post(&format!("/registrations/{first}/turn-down"), &reason);
        let others: Vec<_> = (0..20).map(|n| {
            app.pass(TimeDelta::minutes(1));
            let id = arrive(app, &Sender { name: "石长青", phone: "15400007788", ..STRANGER });
            assert_eq!(owner.post(&format!("/registrations/{id}/turn-down"), &reason).status, 303, "{n}");
            id
        }).collect();
        let page = owner.get("/registrations/decided");
        let next = format!("/registrations/decided?after={}", others[0]);
        assert!(!page.has("陶正明") && page.body.contains(&next), "{}", page.words());
        assert!(owner.get(&next).has("陶正明"));
    }

    fn several_forms_of_one_person_are_one_entry_that_says_how_many(app) {
        let first = arrive(app, &STRANGER);
        arrive(app, &Sender { name: "石长青", phone: "15400007788", ..STRANGER });
        let newest = arrive(app, &Sender { place: "福建省厦门市", ..STRANGER });
        let owner = app.sign_in("owner");
        let page = owner.get("/registrations");
        assert!(page.has("3 份登记等您核对") && page.has("同一个人交了 2 份，一起办"), "{}", page.words());
        assert_eq!(page.body.matches("<h3>").count(), 2, "{}", page.words());
        assert!(page.body.contains(&first.to_string()) && !page.body.contains(&newest.to_string()));
        app.pass(TimeDelta::days(4));
        let late = app.sign_in("township").get("/registrations");
        assert_eq!(late.body.matches("<h3>").count(), 2, "{}", late.words());
    }

    fn a_flood_in_one_name_hides_nobody_behind_it(app) {
        for _ in 0..45 {
            arrive(app, &STRANGER);
        }
        arrive(app, &Sender { name: "石长青", phone: "15400007788", ..STRANGER });
        let page = app.sign_in("owner").get("/registrations");
        assert!(page.has("石长青") && page.has("同一个人交了 45 份") && !page.has("后面的登记"), "{}", page.words());
    }

    fn a_township_turns_the_pages_of_all_that_waits_for_it_and_of_all_it_passed_on(app) {
        let many = |village: &'static str| -> Vec<_> {
            (0..25).map(|n| {
                let phone: &'static str = format!("154000050{n:02}").leak();
                arrive(app, &Sender { village, phone, ..STRANGER })
            }).collect()
        };
        let ids = many(cast::NEXT_VILLAGE);
        let township = app.sign_in("township");
        let page = township.get("/registrations");
        let next = format!("/registrations?after={}", ids[19]);
        assert!(page.has("25 份登记等您核对") && page.body.contains(&next), "{}", page.words());
        let rest = township.get(&next);
        assert_eq!((page.body.matches("<h3>").count(), rest.body.matches("<h3>").count()), (20, 5));
        assert!(!rest.body.contains("?after="));
        for id in &ids {
            assert_eq!(township.post(&format!("/registrations/{id}/pass-on"), &[("village", "屏锦镇远山村")]).status, 303);
            app.pass(TimeDelta::seconds(1));
        }
        let page = township.get("/registrations/decided");
        let next = format!("/registrations/decided?passed={}", ids[5]);
        assert!(page.body.contains(&next), "{}", page.words());
        let rest = township.get(&next);
        assert_eq!((page.body.matches("/take-back").count(), rest.body.matches("/take-back").count()), (20, 5));
    }

    fn id_numbers_that_look_the_same_behind_their_masks_are_not_called_the_same(app) {
        let alike = (0..1000)
            .map(|n| format!("50022819910304{n:03}"))
            .filter(|digits| digits.ends_with('2'))
            .map(|digits| format!("{digits}1"))
            .find(|number| IdNumber::parse(IdKind::ResidentId, number).is_ok())
            .expect("another number that begins and ends like hers");
        let id = arrive(app, &Sender { id_number: Some(alike.leak()), ..XIAOYAN });
        let kept = cast::id(app, &cast::XIAOYAN);
        let page = app.sign_in("owner").get(&format!("/registrations/{id}?with={kept}"));
        assert_eq!(page.body.matches("5***************21").count(), 2, "{}", page.words());
        assert!(page.has("不同，留簿上的") && !page.has("证件号一样"), "{}", page.words());
    }

    fn another_number_of_the_record_is_known_to_be_one(app) {
        let id = arrive(app, &Sender { phone: cast::XIAOYAN.numbers[1], ..XIAOYAN });
        let kept = cast::id(app, &cast::XIAOYAN).to_string();
        let owner = app.sign_in("owner");
        let page = owner.get(&format!("/registrations/{id}"));
        assert!(page.body.contains("id=\"phone-sent\"") && page.has("本人电话一样"), "{}", page.words());
        owner.post(&format!("/registrations/{id}/join"), &[("resident", &kept), ("phone", "sent")]);
        let numbers: i64 = app.read(|conn| {
            let own = channels::table.inner_join(residents::table).filter(residents::name.eq(cast::XIAOYAN.name));
            Ok(own.count().get_result(conn)?)
        });
        assert_eq!(numbers, 2, "nothing is added twice");
        assert!(owner.get(&format!("/residents/{kept}/call")).body.find("tel:023").is_some());
    }
}
