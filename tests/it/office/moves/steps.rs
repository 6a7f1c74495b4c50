//! The way to the successor.

use super::{
    crowd, end,
    everything::{Everything, assert_match_keys},
    finish, register, take_back, work,
};
use crate::{
    both,
    support::{
        cast,
        doubles::{self, STRANGER, Somebody},
    },
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, division_move_rows, division_moves, divisions, likely_pairs, residents},
    domain::VillageCode,
    territories,
};

both! {
    fn the_county_sees_what_would_move_before_it_says_the_word(app) {
        crowd(app, cast::VILLAGE);
        register(app, cast::VILLAGE, 71, None);
        let county = app.sign_in("county");
        assert!(county.get("/divisions/500155001001").has("这个村并到别的村了"));
        let choice = county.get("/divisions/500155001001/end");
        assert!(choice.has("青龙村并到哪个村") && choice.has("白云村") && !choice.has("into=500155001001"));
        let far = county.get("/divisions/500155001001/end?township=500155002");
        assert!(far.has("屏锦镇的村") && far.has("into=500155002001"));
        let asked = county.get("/divisions/500155001001/end?into=500155002001");
        assert!(asked.has("把青龙村并到远山村") && asked.words().contains("乡亲19"), "{}", asked.words());
        assert!(asked.words().contains("岗位3") && asked.words().contains("登记不到 5"), "{}", asked.words());
        assert!(county.get("/divisions/500155001001").has("记下来"), "looking changes nothing");
    }

    fn a_large_household_moves_some_at_a_time_and_stays_one(app) {
        let people = crowd(app, cast::VILLAGE);
        let home = Everything::of(app).people[&people[0].0].1;
        app.write(move |tx| {
            let crowd = residents::table.filter(residents::id.eq_any(people));
            diesel::update(crowd).set(residents::household_id.eq(home)).execute(tx.conn)?;
            Ok(())
        });
        let before = Everything::of(app);
        let turn = |to: &str| {
            let mut there = Everything::of(app).in_village(to);
            while work(app, 1) > 0 {
                let now = Everything::of(app);
                now.assert_lost_nothing_of(&before);
                assert!(now.in_village(to) <= there + 13, "a step is short, however large the household");
                there = now.in_village(to);
            }
        };
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        turn(cast::NEXT_VILLAGE);
        let after = Everything::of(app);
        after.assert_at_rest();
        let homes = |all: &Everything| all.people.iter().map(|(id, person)| (*id, person.1)).collect::<Vec<_>>();
        assert_eq!((homes(&after), after.households.len()), (homes(&before), before.households.len()), "nobody is parted");
        take_back(app, cast::VILLAGE);
        turn(cast::VILLAGE);
        let back = Everything::of(app);
        back.assert_at_rest();
        assert_eq!((&back.people, &back.households), (&before.people, &before.households));
    }

    fn what_moves_is_all_of_the_village_and_it_belongs_to_one_village_at_any_moment(app) {
        crowd(app, cast::VILLAGE);
        register(app, cast::VILLAGE, 71, None);
        register(app, cast::VILLAGE, 72, Some(cast::id(app, &cast::XIAOYAN)));
        let before = Everything::of(app);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        let mut steps = 0;
        while work(app, 1) > 0 {
            steps += 1;
            let now = Everything::of(app);
            now.assert_consistent();
            now.assert_lost_nothing_of(&before);
            assert_eq!(now.in_village(cast::VILLAGE) + now.in_village(cast::FAR_VILLAGE), 20);
        }
        assert!(steps > 3, "in several steps: {steps}");
        let after = Everything::of(app);
        after.assert_at_rest();
        assert_match_keys(app);
        assert_eq!(after.in_village(cast::VILLAGE), 0);
        assert!(after.households.values().all(|village| village == cast::FAR_VILLAGE));
        assert!(after.registrations.values().all(|village| village == cast::FAR_VILLAGE));
        assert_eq!(after.posts[&cast::OWNER].as_deref(), Some(cast::FAR_VILLAGE));
        let owner = |all: &Everything, id| all.people.get(&id).map(|person| (person.2, person.3));
        assert!(before.people.keys().all(|id| owner(&before, *id) == owner(&after, *id)), "owners stay owners");
        assert_eq!(after.channels, before.channels, "sealed values stay as they are");
    }

    fn the_cadres_day_goes_on_in_the_successor(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        let (owner, far) = (app.sign_in("owner"), app.sign_in("far-township"));
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        assert!(owner.get("/worklist").has("周小燕"));
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.status == 200 && record.has("154****4471"), "{}", record.status);
        assert!(owner.get(&format!("/residents/{id}/call")).has("15400004471"), "the number opens");
        let form = [("outcome", "reached"), ("idempotency_key", "after-the-move")];
        assert_eq!(owner.post(&format!("/residents/{id}/check-ins"), &form).status, 303);
        assert!(owner.get("/account").has("远山村"));
        for typed in ["zxy", "4471", "1221"] {
            assert!(far.get(&format!("/residents?q={typed}")).has(">周小燕</a>"), "{typed}");
            assert!(!app.sign_in("township").get(&format!("/residents?q={typed}")).has(">周小燕</a>"), "{typed}");
        }
        assert_eq!(app.sign_in("township").get(&format!("/residents/{id}")).status, 404);
    }

    fn people_on_the_way_are_seen_by_their_township_and_worklists_answer(app) {
        crowd(app, cast::VILLAGE);
        let (owner, township) = (app.sign_in("owner"), app.sign_in("township"));
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        work(app, 2);
        let id = cast::id(app, &cast::XIAOYAN);
        assert_eq!(township.get(&format!("/residents/{id}")).status, 200);
        assert_eq!((owner.get("/worklist").status, township.get("/worklist").status), (200, 200));
        let page = app.sign_in("county").get("/divisions/500155001001");
        assert!(page.has("正在搬：") && page.has("data-reload") && page.has("还没搬"));
        assert!(app.sign_in("county").get("/divisions/500155001002").has("青龙村的人正在搬过来"));
        finish(app);
        let page = app.sign_in("county").get("/divisions/500155001001");
        assert!(page.has("并到了 <a href=\"/divisions/500155001002\">白云村</a>") && !page.has("data-reload"));
    }

    fn stopped_in_the_middle_it_goes_on_where_it_was(app) {
        crowd(app, cast::VILLAGE);
        let before = Everything::of(app);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        work(app, 2);
        let stopped = Everything::of(app);
        assert!(stopped.in_village(cast::VILLAGE) > 0 && stopped.in_village(cast::FAR_VILLAGE) > 1);
        finish(app);
        Everything::of(app).assert_lost_nothing_of(&before);
        let moved: (String, i32, i32) = app.read(|conn| {
            Ok(division_moves::table
                .select((division_moves::state, division_moves::total, division_moves::done))
                .first(conn)?)
        });
        let rows: i64 = app.read(|conn| Ok(division_move_rows::table.count().get_result(conn)?));
        assert_eq!((moved.0.as_str(), i64::from(moved.1), i64::from(moved.2)), ("moved", rows, rows), "each row once");
        let told: i64 = app.read(|conn| {
            let told = audit::table.filter(audit::kind.eq("people_moved")).filter(audit::subject.eq("resident"));
            Ok(told.count().get_result(conn)?)
        });
        assert_eq!(told, 19, "one row of the trail for each person");
    }

    fn two_processes_do_not_move_anybody_twice(app) {
        crowd(app, cast::VILLAGE);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..30 {
                        work(app, 1);
                    }
                });
            }
        });
        finish(app);
        let all = Everything::of(app);
        all.assert_at_rest();
        let told: i64 = app.read(|conn| {
            let told = audit::table.filter(audit::kind.eq("people_moved")).filter(audit::subject.eq("resident"));
            Ok(told.count().get_result(conn)?)
        });
        assert_eq!((all.in_village(cast::FAR_VILLAGE), told), (20, 19));
    }

    fn nobody_is_added_to_a_village_that_has_ended(app) {
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        let keys = app.state.keys.clone();
        app.write(move |tx| doubles::add(tx, &keys, &Somebody { name: "龙向前", ..STRANGER }));
        finish(app);
        let all = Everything::of(app);
        all.assert_consistent();
        assert_eq!((all.in_village(cast::VILLAGE), all.in_village(cast::NEXT_VILLAGE)), (0, 4));
        let account = [("name", "陈新来"), ("role", "cadre"), ("place", cast::VILLAGE), ("idempotency_key", "late-account")];
        assert_eq!(app.sign_in("county").post("/accounts", &account).status, 422);
    }

    fn a_list_does_not_open_it_again_and_its_form_is_gone(app) {
        let county = app.sign_in("county");
        let seen = county.get("/divisions/500155001001").value("seen").expect("a stamp");
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        let list = "500155001001,青龙村,1200\n500155001002,白云村,2200\n";
        let looked = county.post("/divisions/list", &[("list", list), ("act", "check")]);
        assert!(looked.has("另外 1 行是已经并掉的村") && looked.has("收下这 1 行"), "{}", looked.words());
        assert!(county.submit("/divisions/list", &[("list", list), ("act", "take")]).has("收进来 1 行"));
        let fields = [("name", "青龙大村"), ("population", "5"), ("office_phone", ""), ("seen", seen.as_str())];
        let answer = county.post("/divisions/500155001001", &fields);
        assert_eq!(answer.location().as_deref(), Some("/divisions/500155001001"));
        assert!(county.get("/divisions/500155001001").has("并掉了") && !county.get("/divisions/500155001").has("青龙大村"));
        assert!(county.get("/divisions/500155001").has("并到了白云村"));
        assert!(county.get("/divisions").has("2 个镇街，2 个村"), "what has ended does not count");
    }

    fn an_old_code_leads_to_the_last_successor(app) {
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        end(app, cast::NEXT_VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        for code in [cast::VILLAGE, cast::NEXT_VILLAGE, cast::FAR_VILLAGE] {
            let found = app.read(move |conn| territories::successor_of(conn, code));
            assert_eq!(found.map(|division| division.code).as_deref(), Some(cast::FAR_VILLAGE), "{code}");
            let standing = app.write(move |tx| territories::standing(tx, VillageCode::parse(code).expect("a code")));
            assert_eq!(standing.as_str(), cast::FAR_VILLAGE);
        }
        assert!(app.read(|conn| territories::successor_of(conn, "500155009009")).is_none());
        assert_eq!(Everything::of(app).in_village(cast::FAR_VILLAGE), 4, "those of both have come along");
    }

    fn a_village_ends_only_towards_another_one_that_stands(app) {
        let county = app.sign_in("county");
        let refused = |village: &str, into: &str| {
            let answer = county.post(&format!("/divisions/{village}/end"), &[("into", into)]);
            assert_eq!(answer.status, 422, "{village} {into}");
        };
        for into in ["", "x", cast::VILLAGE, "500155001", "500155009009"] {
            refused(cast::VILLAGE, into);
        }
        for code in [cast::TOWNSHIP, cast::COUNTY, "500155009009"] {
            assert_eq!(county.get(&format!("/divisions/{code}/end")).status, 404, "{code}");
            assert_eq!(county.post(&format!("/divisions/{code}/end"), &[("into", cast::VILLAGE)]).status, 404, "{code}");
        }
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        refused(cast::NEXT_VILLAGE, cast::VILLAGE);
        assert_eq!(county.post("/divisions/500155001001/end", &[("into", cast::FAR_VILLAGE)]).status, 303, "it has ended");
        let answer = county.post("/divisions/500155001002/end", &[("into", cast::FAR_VILLAGE)]);
        assert!(answer.status == 422 && answer.has("还在搬"), "not while people are on the way to it");
        let ended: Vec<Option<String>> = app.read(|conn| {
            let ended = divisions::table.filter(divisions::ended_on.is_not_null());
            Ok(ended.select(divisions::successor_code).load(conn)?)
        });
        assert_eq!(ended, [Some(cast::NEXT_VILLAGE.to_owned())]);
    }

    fn pairs_go_along_and_new_ones_are_found_in_the_other_township(app) {
        let keys = app.state.keys.clone();
        let (one, other) = (
            Somebody { phone: Some("15400003333"), ..STRANGER },
            Somebody { name: "谭永修", phone: Some("15400003333"), village: cast::NEXT_VILLAGE, ..STRANGER },
        );
        let twin = Somebody { name: "郑学英", phone: Some("15400009999"), ..STRANGER };
        app.write(move |tx| {
            doubles::add(tx, &keys, &one)?;
            doubles::add(tx, &keys, &other)?;
            doubles::add(tx, &keys, &twin)
        });
        app.write(|tx| {
            let decided = (
                likely_pairs::verdict.eq("different"),
                likely_pairs::decided_at.eq(tx.now),
                likely_pairs::decided_by.eq(cast::OWNER),
            );
            diesel::update(likely_pairs::table).set(decided).execute(tx.conn)?;
            Ok(())
        });
        let before = Everything::of(app).pairs;
        assert_eq!(before.len(), 1);
        let (pair, township) = (*before.keys().next().expect("the pair"), cast::TOWNSHIP.to_owned());
        assert_eq!(before[&pair], (township.clone(), None, Some("different".to_owned())));
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        let moved = Everything::of(app).pairs;
        assert_eq!(moved[&pair], (cast::COUNTY.to_owned(), None, Some("different".to_owned())), "in two townships: nobody's");
        assert!(moved.values().any(|pair| pair.1.as_deref() == Some(cast::FAR_VILLAGE) && pair.2.is_none()));
        take_back(app, cast::VILLAGE);
        finish(app);
        assert_eq!(Everything::of(app).pairs[&pair], (township, None, Some("different".to_owned())), "decided once for all");
        end(app, cast::NEXT_VILLAGE, cast::VILLAGE);
        finish(app);
        assert_eq!(Everything::of(app).pairs[&pair].1.as_deref(), Some(cast::VILLAGE), "both in one village");
    }
}
