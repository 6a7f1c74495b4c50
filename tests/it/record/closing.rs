//! Closing with a reason, opening again, and own reports on closed records (PRODUCT §2, §4.3).

use super::{check, close, log, report, trail};
use crate::{
    both,
    support::{TestApp, cast},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::residents::dsl,
    domain::{CheckInKind, Outcome, ResidentId},
};

fn state(app: &TestApp, id: ResidentId) -> (String, Option<String>, Option<chrono::NaiveDate>) {
    app.read(move |conn| {
        Ok(dsl::residents.find(id).select((dsl::state, dsl::closed_by, dsl::contested_on)).first(conn)?)
    })
}

/// Closed by its owner an hour ago.
fn closed(app: &TestApp) -> ResidentId {
    let id = cast::id(app, &cast::DAJUN);
    close(&app.sign_in("owner"), id, "closed-key");
    app.pass(TimeDelta::hours(1));
    id
}

both! {
    fn closing_asks_how_it_became_known_and_keeps_it_with_the_check_in(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let asked = log(&owner, id, "why-key-1", &[("outcome", "deceased")]);
        assert!(asked.status == 200 && asked.has("怎么知道的") && !asked.has("id=\"note-err\""));
        let refused = log(&owner, id, "why-key-1", &[("outcome", "deceased"), ("confirmed", "1"), ("note", " ")]);
        assert!(refused.status == 422 && refused.has("请写一句怎么知道的") && refused.has("罗大军去世了？"));
        assert_eq!(state(app, id).0, "open");
        assert_eq!(log(&owner, id, "why-key-1", &[("outcome", "deceased"), ("confirmed", "1"), ("note", "他哥打电话来说的")]).status, 303);
        assert_eq!(state(app, id).1.as_deref(), Some("deceased"));
        assert!(owner.get(&format!("/residents/{id}")).has("“他哥打电话来说的”"));
    }

    fn the_record_leads_to_a_page_on_which_it_is_closed(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let path = format!("/residents/{id}/close");
        assert!(owner.get(&format!("/residents/{id}")).has(&path));
        let page = owner.get(&path);
        assert!(page.has("罗大军这页要注销？") && page.has("户口迁出") && page.has("上门走访") && !page.has("发消息"));
        let key = page.value("idempotency_key").unwrap();
        let sent = log(&owner, id, &key, &[("outcome", "household_moved"), ("kind", "visit"), ("held_on", "2026-11-20"), ("confirmed", "1"), ("note", "全家迁到万州")]);
        assert_eq!(sent.status, 303);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("11月20日 注销了：户口迁出") && record.has("全家迁到万州"), "{}", record.words());
        check(app, id);
    }

    fn a_township_opens_a_closed_record_again_with_a_reason_in_the_timeline(app) {
        let id = closed(app);
        let (township, path) = (app.sign_in("township"), format!("/residents/{id}/reopen"));
        assert!(township.get(&format!("/residents/{id}")).has(&path));
        let page = township.get(&path);
        assert!(page.has("他哥打电话来说的") && page.has("owner同志记的") && page.has("没有收到本人的消息") && !page.has("kept_closed"), "{}", page.words());
        let refused = township.post(&path, &[("verdict", "reopened"), ("reason", " ")]);
        assert!(refused.status == 422 && refused.has("id=\"reason-err\""));
        let done = township.post(&path, &[("verdict", "reopened"), ("reason", "认错人了，本人在惠州")]);
        assert_eq!(done.status, 303);
        assert_eq!(state(app, id), ("open".into(), None, None));
        let record = township.get(&done.location().unwrap());
        for words in ["重新启用了，照常联系", "<h3>重新启用</h3>", "“认错人了，本人在惠州”", "township同志定的", "<h3>去世</h3>"] {
            assert!(record.has(words), "{words}: {}", record.words());
        }
        assert!(app.sign_in("owner").get("/worklist").has("罗大军"));
        assert_eq!(trail(app, id.0).last().unwrap().0, "reopened");
        check(app, id);
        app.pass(TimeDelta::hours(1));
        close(&app.sign_in("owner"), id, "closed-again");
        assert_eq!(state(app, id).1.as_deref(), Some("deceased"), "a new closing closes it again");
        check(app, id);
    }

    fn an_own_report_on_a_closed_record_goes_before_the_township_until_it_rules(app) {
        let id = closed(app);
        report(app, id);
        assert_eq!(state(app, id), ("closed".into(), Some("deceased".into()), Some(app.today())));
        check(app, id);
        let township = app.sign_in("township");
        let work = township.get("/worklist");
        assert!(work.has("注销以后本人又报过到的") && work.has(&format!("href=\"/residents/{id}/reopen\"")));
        assert!(!app.sign_in("far-township").get("/worklist").has("罗大军"));
        let record = township.get(&format!("/residents/{id}"));
        assert!(record.has("本人自己报过到，要镇上定") && record.has("重新启用，或维持注销"));
        let path = format!("/residents/{id}/reopen");
        assert!(township.get(&path).has("kept_closed"));
        app.pass(TimeDelta::hours(1));
        assert_eq!(township.post(&path, &[("verdict", "kept_closed"), ("reason", "是他弟弟点错了")]).status, 303);
        assert_eq!(state(app, id), ("closed".into(), Some("deceased".into()), None));
        assert!(!township.get("/worklist").has("罗大军") && township.get(&format!("/residents/{id}")).has("<h3>维持注销</h3>"));
        check(app, id);
        app.pass(TimeDelta::hours(1));
        report(app, id);
        assert_eq!(state(app, id).2, Some(app.today()), "a later report goes before it again");
        app.pass(TimeDelta::hours(1));
        let seen = township.get(&path).value("seen").expect("the ruling before");
        assert_eq!(township.post(&path, &[("verdict", "reopened"), ("reason", "是他本人"), ("seen", &seen)]).status, 303);
        assert_eq!(state(app, id), ("open".into(), None, None));
        check(app, id);
    }

    fn a_ruling_over_one_made_meanwhile_is_shown_what_stands_now(app) {
        let id = closed(app);
        report(app, id);
        app.pass(TimeDelta::hours(1));
        let (township, path) = (app.sign_in("township"), format!("/residents/{id}/reopen"));
        let seen = township.get(&path).value("seen").expect("a stamp");
        let kept = [("verdict", "kept_closed"), ("reason", "是他弟弟点错了"), ("seen", &*seen)];
        for _ in 0..2 {
            assert_eq!(township.post(&path, &kept).status, 303);
            app.pass(TimeDelta::minutes(1));
        }
        assert_eq!(trail(app, id.0).iter().filter(|(kind, _)| kind == "kept_closed").count(), 1, "a double tap is one");
        let late = township.post(&path, &[("verdict", "reopened"), ("reason", "是他本人"), ("seen", &seen)]);
        assert!(late.status == 409 && late.has("别人改过这一页") && late.has("是他本人"), "{}", late.words());
        assert_eq!(state(app, id).0, "closed");
        let seen = late.value("seen").expect("what stands now");
        assert_eq!(township.post(&path, &[("verdict", "reopened"), ("reason", "是他本人"), ("seen", &seen)]).status, 303);
        assert_eq!(state(app, id).0, "open");
        assert_eq!(township.post(&path, &[("verdict", "reopened"), ("reason", "是他本人"), ("seen", "x")]).status, 422);
        check(app, id);
    }

    fn a_record_whose_registration_was_taken_back_is_closed_until_it_is_opened_again(app) {
        let id = cast::id(app, &cast::DAJUN);
        app.write(move |tx| {
            diesel::update(dsl::residents.find(id)).set(dsl::taken_back_at.eq(tx.now)).execute(tx.conn)?;
            kith::checkins::refold(tx, id)
        });
        assert_eq!(state(app, id).1.as_deref(), Some("taken_back"));
        let township = app.sign_in("township");
        assert!(township.get(&format!("/residents/{id}")).has("登记撤回了"));
        app.pass(TimeDelta::hours(1));
        assert_eq!(township.post(&format!("/residents/{id}/reopen"), &[("verdict", "reopened"), ("reason", "是本村的人")]).status, 303);
        assert_eq!(state(app, id).0, "open");
        check(app, id);
    }

    fn what_is_stored_of_a_closing_is_compared_with_what_comes_of_the_check_ins(app) {
        let id = closed(app);
        let differs = |app: &TestApp| app.read(move |conn| {
            let rules = kith::settings::rules(conn)?;
            let computed = kith::checkins::compute(conn, id, &rules)?;
            kith::checkins::differs(conn, &computed)
        });
        assert_eq!(differs(app), None);
        for (at, expected) in [(0, "closed_by"), (1, "closed_on"), (2, "contested_on")] {
            app.write(move |tx| {
                let row = dsl::residents.find(id);
                match at {
                    0 => diesel::update(row).set(dsl::closed_by.eq("taken_back")).execute(tx.conn)?,
                    1 => diesel::update(row).set(dsl::closed_on.eq(tx.today.pred_opt())).execute(tx.conn)?,
                    _ => diesel::update(row).set(dsl::contested_on.eq(tx.today)).execute(tx.conn)?,
                };
                Ok(())
            });
            assert_eq!(differs(app), Some(expected));
            app.write(move |tx| kith::checkins::refold(tx, id));
        }
    }

    fn opening_again_is_for_the_township_alone(app) {
        let id = closed(app);
        let (owner, path) = (app.sign_in("owner"), format!("/residents/{id}/reopen"));
        assert!(!owner.get(&format!("/residents/{id}")).has(&path));
        assert_eq!((owner.get(&path).status, owner.post(&path, &[]).status), (403, 403));
        assert_eq!(app.sign_in("far-township").post(&path, &[("verdict", "reopened"), ("reason", "想打开")]).status, 404);
        let (township, open) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        let page = township.get(&format!("/residents/{open}/reopen"));
        assert!(page.status == 200 && page.has("这页没有注销"));
        assert_eq!(township.post(&format!("/residents/{open}/reopen"), &[("verdict", "reopened"), ("reason", "想打开")]).status, 422);
    }

    fn a_closed_record_is_out_of_lists_and_worklists_and_found_by_search(app) {
        let id = closed(app);
        let owner = app.sign_in("owner");
        assert!(!owner.get("/worklist").has("罗大军</a>") && !owner.get("/residents").has("罗大军"));
        assert!(owner.get("/residents?filter=closed").has("罗大军") && owner.submit("/residents/search", &[("q", "罗大军")]).has("已注销"));
        assert_eq!(log(&owner, id, "on-closed", &[("outcome", "reached")]).status, 422);
    }
}

/// Every closing outcome is offered for the kinds of contact the page of closing offers.
#[test]
fn the_kinds_offered_with_a_closing_take_every_closing_outcome() {
    for kind in CheckInKind::ALL.iter().filter(|kind| kind.outcomes().contains(&Outcome::Deceased)) {
        assert!(Outcome::ALL.iter().filter(|one| one.closes()).all(|one| kind.outcomes().contains(one)));
    }
}
