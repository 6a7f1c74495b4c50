//! The way back.

use super::{
    crowd, end,
    everything::{Everything, assert_match_keys},
    finish, register, take_back, work,
};
use crate::{
    both,
    support::{
        Kind, TestApp, cast,
        doubles::{self, STRANGER, Somebody},
    },
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::{division_move_rows, households, residents},
    domain::{ResidentId, Scope},
    residents as people,
};

/// Puts somebody into the household of somebody else of the same village.
fn house(app: &TestApp, who: ResidentId, with: ResidentId) {
    let keys = app.state.keys.clone();
    app.write(move |tx| {
        let house: i64 = residents::table.find(with).select(residents::household_id).first(tx.conn)?;
        let row = residents::table.find(who);
        diesel::update(row).set(residents::household_id.eq(house)).execute(tx.conn)?;
        let (person, ..) = people::find(tx.conn, Scope::County, who)?;
        people::write_match_keys(tx, &keys, &person)
    });
}

both! {
    fn taken_back_everything_is_as_it_was(app) {
        crowd(app, cast::VILLAGE);
        register(app, cast::VILLAGE, 71, None);
        register(app, cast::VILLAGE, 72, Some(cast::id(app, &cast::XIAOYAN)));
        let before = Everything::of(app);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        let county = app.sign_in("county");
        let asked = county.get("/divisions/500155001001/restore");
        assert!(asked.has("让青龙村重新单独存在") && asked.words().contains("乡亲19"), "{}", asked.words());
        take_back(app, cast::VILLAGE);
        assert!(county.get("/divisions/500155001001").has("正在搬回来"));
        while work(app, 1) > 0 {
            let now = Everything::of(app);
            now.assert_consistent();
            now.assert_lost_nothing_of(&before);
        }
        let after = Everything::of(app);
        after.assert_at_rest();
        assert_match_keys(app);
        let audit = before.audit.clone();
        assert_eq!(Everything { audit: audit.clone(), ..after }, Everything { audit, ..before });
        assert!(county.get("/divisions/500155001001").has("记下来"), "it stands again, with its form");
        assert_eq!(county.get("/divisions/500155001001/restore").status, 404);
        assert_eq!(county.post("/divisions/500155001001/restore", &[]).status, 404, "once");
        assert!(app.sign_in("owner").get("/worklist").has("周小燕"));
    }

    fn stopped_on_the_way_back_it_goes_on(app) {
        crowd(app, cast::VILLAGE);
        let before = Everything::of(app);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        take_back(app, cast::VILLAGE);
        work(app, 2);
        assert!(Everything::of(app).in_village(cast::VILLAGE) < 19);
        finish(app);
        let after = Everything::of(app);
        assert_eq!((&after.people, &after.terms), (&before.people, &before.terms));
    }

    fn it_says_beforehand_how_many_were_changed_or_moved_on(app) {
        let people = crowd(app, cast::VILLAGE);
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        app.pass(TimeDelta::hours(1));
        let (owner, county) = (app.sign_in("owner"), app.sign_in("county"));
        let asked = county.get("/divisions/500155001001/restore");
        assert!(!asked.has("改过") && !asked.has("不会回来"));
        owner.get(&format!("/residents/{}", people[0]));
        assert!(!county.get("/divisions/500155001001/restore").has("改过"), "a look changes nothing");
        let xiaoyan = cast::id(app, &cast::XIAOYAN);
        let form = [("outcome", "reached"), ("idempotency_key", "since-the-move")];
        assert_eq!(owner.post(&format!("/residents/{xiaoyan}/check-ins"), &form).status, 303);
        assert!(county.get("/divisions/500155001001/restore").has("其中 不到 5 位的资料合并以后改过"));
        let moved_on = people[1];
        app.write(move |tx| {
            let house: i64 = households::table
                .filter(households::village_code.eq(cast::FAR_VILLAGE))
                .select(households::id)
                .first(tx.conn)?;
            let place = (
                residents::village_code.eq(cast::FAR_VILLAGE),
                residents::township_code.eq("500155002"),
                residents::household_id.eq(house),
                residents::owner_id.eq(None::<i64>),
                residents::backup_id.eq(None::<i64>),
            );
            diesel::update(residents::table.find(moved_on)).set(place).execute(tx.conn)?;
            Ok(())
        });
        assert!(county.get("/divisions/500155001001/restore").has("有 不到 5 位已经不在那里"));
        take_back(app, cast::VILLAGE);
        finish(app);
        let all = Everything::of(app);
        assert_eq!((all.people[&moved_on.0].0.as_str(), all.in_village(cast::VILLAGE)), (cast::FAR_VILLAGE, 18));
        assert!(all.checkins.values().any(|resident| *resident == xiaoyan.0), "what was noted since came along");
    }

    fn who_came_since_stays_and_households_part(app) {
        let people = crowd(app, cast::VILLAGE);
        let keys = app.state.keys.clone();
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        let newcomer = app.write(move |tx| {
            doubles::add(tx, &keys, &Somebody { name: "龙向前", village: cast::NEXT_VILLAGE, ..STRANGER })
        });
        let native = app.write({
            let keys = app.state.keys.clone();
            move |tx| doubles::add(tx, &keys, &Somebody { name: "马向东", village: cast::NEXT_VILLAGE, ..STRANGER })
        });
        house(app, newcomer, people[0]);
        house(app, people[1], native);
        let before = Everything::of(app);
        take_back(app, cast::VILLAGE);
        finish(app);
        let all = Everything::of(app);
        all.assert_consistent();
        all.assert_lost_nothing_of(&before);
        assert_match_keys(app);
        let village = |id: ResidentId| all.people[&id.0].0.as_str();
        assert_eq!(
            [newcomer, native, people[0], people[1]].map(village),
            [cast::NEXT_VILLAGE, cast::NEXT_VILLAGE, cast::VILLAGE, cast::VILLAGE]
        );
        let house = |all: &Everything, id: ResidentId| all.people[&id.0].1;
        assert_eq!(house(&all, people[0]), house(&before, people[0]), "the household itself returned");
        assert_ne!(house(&all, newcomer), house(&before, newcomer), "who stays has one alike");
    }

    fn nobody_belongs_to_a_post_of_another_village_afterwards(app) {
        let far = cast::id(app, &cast::FAR);
        end(app, cast::VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        let dajun = cast::id(app, &cast::DAJUN);
        app.write(move |tx| {
            let owner = |id: ResidentId, post: i64| diesel::update(residents::table.find(id)).set(residents::owner_id.eq(post));
            owner(far, cast::OWNER).execute(tx.conn)?;
            owner(dajun, cast::OTHER).execute(tx.conn)?;
            Ok(())
        });
        take_back(app, cast::VILLAGE);
        finish(app);
        let all = Everything::of(app);
        all.assert_at_rest();
        assert_eq!((all.people[&far.0].2, all.people[&dajun.0].2), (None, None), "their township gives them an owner");
        assert!(app.sign_in("far-township").get("/worklist").has("郑学英"));
    }

    fn a_chain_is_taken_back_from_its_end(app) {
        crowd(app, cast::VILLAGE);
        let before = Everything::of(app);
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        end(app, cast::NEXT_VILLAGE, cast::FAR_VILLAGE);
        finish(app);
        let county = app.sign_in("county");
        assert!(county.get("/divisions/500155001001/restore").has("要先撤回那一次"));
        assert_eq!(county.post("/divisions/500155001001/restore", &[]).status, 422);
        take_back(app, cast::NEXT_VILLAGE);
        finish(app);
        assert_eq!(Everything::of(app).in_village(cast::NEXT_VILLAGE), 19);
        take_back(app, cast::VILLAGE);
        finish(app);
        let after = Everything::of(app);
        after.assert_lost_nothing_of(&before);
        assert_eq!((after.people, after.posts, after.terms), (before.people, before.posts, before.terms));
    }

    fn after_thirty_days_it_stands_as_it_is(app) {
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        finish(app);
        app.pass(TimeDelta::days(29));
        assert!(app.sign_in("county").get("/divisions/500155001001").has("以前可以撤回"));
        app.pass(TimeDelta::days(2));
        let county = app.sign_in("county");
        assert!(!county.get("/divisions/500155001001").has("撤回"));
        let answer = county.post("/divisions/500155001001/restore", &[]);
        assert!(answer.status == 422 && answer.has("满 30 天"));
        finish(app);
        let kept: i64 = app.read(|conn| Ok(division_move_rows::table.count().get_result(conn)?));
        assert!(county.get("/divisions/500155001001").has("一共搬了 9 项"));
        assert_eq!(kept, 0, "what was kept for the way back is forgotten");
    }
}

/// Whatever is ended, stopped, gone on with and taken back in whatever order: nothing is lost, nobody is in two places.
#[test]
fn whatever_the_order_nothing_is_lost() {
    let villages = [cast::VILLAGE, cast::NEXT_VILLAGE, cast::FAR_VILLAGE];
    for seed in 0..12u64 {
        let app = TestApp::start(Kind::Sqlite);
        crowd(&app, cast::VILLAGE);
        register(&app, cast::VILLAGE, 71, None);
        register(&app, cast::FAR_VILLAGE, 72, Some(cast::id(&app, &cast::FAR)));
        let before = Everything::of(&app);
        let (county, mut dice) = (app.sign_in("county"), fastrand::Rng::with_seed(seed));
        for _ in 0..14 {
            let (one, other) = (villages[dice.usize(..3)], villages[dice.usize(..3)]);
            match dice.u8(..4) {
                0 => drop(county.post(&format!("/divisions/{one}/end"), &[("into", other)])),
                1 => drop(county.post(&format!("/divisions/{one}/restore"), &[])),
                2 => drop(work(&app, dice.usize(1..4))),
                _ => finish(&app),
            }
            let now = Everything::of(&app);
            now.assert_consistent();
            now.assert_lost_nothing_of(&before);
        }
        finish(&app);
        let after = Everything::of(&app);
        after.assert_at_rest();
        assert_match_keys(&app);
        assert_eq!(after.people.len(), before.people.len(), "seed {seed}");
        for village in villages {
            let stands = app.read(move |conn| kith::territories::successor_of(conn, village));
            assert!(stands.is_some_and(|one| one.ended_on.is_none()), "seed {seed}");
        }
    }
}
