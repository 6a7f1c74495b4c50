//! Undoing a decision within thirty days.

use super::{STRANGER, Sender, XIAOYAN, arrive, people, state};
use crate::{
    both,
    support::{TestApp, cast, visitors},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::{channels, destinations, likely_pairs, personal_links, residents},
    domain::ResidentId,
};

fn record_state(app: &TestApp, id: ResidentId) -> (String, Option<String>) {
    app.read(move |conn| {
        Ok(residents::table.find(id).select((residents::state, residents::closed_by)).first(conn)?)
    })
}

both! {
    fn undoing_an_acceptance_puts_the_record_away_and_accepting_again_brings_it_back(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let resident = state(app, id).1.expect("the record");
        assert!(owner.get(&format!("/registrations/{id}")).has("刚建的记录收起来，不删"));
        let undone = owner.submit(&format!("/registrations/{id}/undo"), &[]);
        assert!(undone.has("撤回了，陶正明的登记重新等着核对") && undone.has("1 份登记等您核对"), "{}", undone.words());
        assert_eq!(state(app, id).0, "waiting");
        assert_eq!(record_state(app, resident), ("closed".to_owned(), Some("taken_back".to_owned())));
        assert!(!owner.get("/worklist").has("陶正明"));
        let link: (Option<ResidentId>, Option<i64>) = app.read(move |conn| {
            let own = personal_links::table.filter(personal_links::registration_id.eq(id.0));
            Ok(own.select((personal_links::resident_id, personal_links::registration_id)).first(conn)?)
        });
        assert_eq!(link, (None, Some(id.0)), "the link opens the registration again");
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        assert_eq!(state(app, id), ("accepted".to_owned(), Some(resident)));
        assert_eq!((record_state(app, resident), people(app)), (("open".to_owned(), None), 5));
        assert!(owner.get("/worklist").has("陶正明"));
    }

    fn what_is_undone_opened_again_accepted_and_undone_on_one_day_is_put_away(app) {
        let id = arrive(app, &STRANGER);
        let (owner, township) = (app.sign_in("owner"), app.sign_in("township"));
        let minutes = |minutes| app.pass(TimeDelta::minutes(minutes));
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let resident = state(app, id).1.expect("the record");
        minutes(5);
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        minutes(5);
        let reopen = format!("/residents/{resident}/reopen");
        assert_eq!(township.post(&reopen, &[("verdict", "reopened"), ("reason", "是本村的人")]).status, 303);
        assert_eq!(record_state(app, resident).0, "open");
        minutes(10);
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        assert_eq!((state(app, id).0.as_str(), record_state(app, resident).0.as_str()), ("accepted", "open"));
        minutes(10);
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(record_state(app, resident), ("closed".to_owned(), Some("taken_back".to_owned())));
    }

    fn a_record_somebody_has_used_stays_when_its_acceptance_is_undone(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let resident = state(app, id).1.expect("the record");
        app.pass(TimeDelta::hours(1));
        owner.post(&format!("/residents/{resident}/check-ins"), &[("outcome", "reached"), ("idempotency_key", "used-since-1")]);
        assert!(owner.get(&format!("/registrations/{id}")).has("联系过 1 次（本人自己报的也算）或改过"));
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(record_state(app, resident), ("open".to_owned(), None));
        let record = owner.get(&format!("/residents/{resident}"));
        assert!(record.has("154****8812") && record.has("本人接通"), "the number that was called stays");
    }

    fn a_call_for_help_since_an_acceptance_is_not_lost_when_it_is_undone(app) {
        let sender = visitors::register(app, &[]);
        let (owner, id) = (app.sign_in("owner"), visitors::latest(app).id);
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let resident = state(app, id).1.expect("the record");
        assert!(owner.get(&format!("/registrations/{id}")).has("刚建的记录收起来，不删"), "what came with the form is no use of it");
        app.pass(TimeDelta::hours(9));
        assert_eq!(sender.post("/my/check-ins", &[("tap", "help"), ("idempotency_key", "help-since-1")]).status, 303);
        app.pass(TimeDelta::hours(15));
        let owner = app.sign_in("owner");
        assert!(owner.get(&format!("/registrations/{id}")).has("联系过 1 次（本人自己报的也算）"));
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(record_state(app, resident), ("open".to_owned(), None));
        let worklist = owner.get("/worklist");
        assert!(worklist.has("张晓勇") && worklist.has("要人帮忙"), "{}", worklist.words());
    }

    fn undoing_a_join_takes_off_what_it_brought(app) {
        let (id, kept) = (arrive(app, &XIAOYAN), cast::id(app, &cast::XIAOYAN));
        let owner = app.sign_in("owner");
        let resident = kept.to_string();
        owner.post(&format!("/registrations/{id}/join"), &[("resident", &resident)]);
        assert!(owner.get(&format!("/residents/{kept}")).has("浙江省宁波市"));
        app.pass(TimeDelta::days(29));
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        let left: (i64, Vec<(String, Option<chrono::NaiveDate>)>, String, bool) = app.read(move |conn| {
            let spells = destinations::table.filter(destinations::resident_id.eq(kept));
            let row = residents::table.find(kept).select((residents::hours, residents::call_stands));
            let (hours, stands) = row.first(conn)?;
            Ok((
                channels::table.filter(channels::resident_id.eq(kept)).count().get_result(conn)?,
                spells.select((destinations::place, destinations::until_on)).load(conn)?,
                hours,
                stands,
            ))
        });
        assert_eq!(left, (2, vec![("广东省东莞市".to_owned(), None)], "晚上 7 点后".to_owned(), false));
        let record = owner.get(&format!("/residents/{kept}"));
        assert!(record.has("已撤回") && !record.has("宁波"), "the report stays, struck through");
        assert_eq!(state(app, id).0, "waiting");
    }

    fn what_was_joined_by_mistake_leaves_nothing_at_the_record(app) {
        let (id, dajun) = (arrive(app, &XIAOYAN), cast::id(app, &cast::DAJUN));
        let owner = app.sign_in("owner");
        let pairs = || app.read(|conn| Ok(likely_pairs::table.count().get_result::<i64>(conn)?));
        let before = pairs();
        owner.post(&format!("/registrations/{id}/join"), &[("resident", &dajun.to_string())]);
        assert_eq!(pairs(), before + 1, "one ID number at two records");
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(pairs(), before);
        assert_eq!(state(app, id), ("waiting".to_owned(), None));
        crate::record::lock(app, dajun);
        assert_eq!(owner.get(&format!("/registrations/{id}")).status, 200, "another one's lock does not hide it");
    }

    fn what_staff_have_worked_on_since_stays_on_file(app) {
        let works = [
            ("15400001111", "channels", vec![("kind", "mobile"), ("value", "15400003333"), ("idempotency_key", "since-key-1")]),
            ("15400001112", "destinations", vec![("place", "江苏昆山"), ("idempotency_key", "since-key-2")]),
        ];
        let owner = app.sign_in("owner");
        for (phone, what, form) in works {
            let id = arrive(app, &Sender { phone, ..STRANGER });
            owner.post(&format!("/registrations/{id}/accept"), &[]);
            let resident = state(app, id).1.expect("the record");
            assert!(owner.get(&format!("/registrations/{id}")).has("刚建的记录收起来，不删"), "{what}");
            app.pass(TimeDelta::minutes(1));
            let path = format!("/residents/{resident}/{what}");
            let seen = owner.get(&path).value("seen");
            let seen: Vec<(&str, &str)> = seen.iter().map(|seen| ("seen", seen.as_str())).collect();
            let done = owner.post(&path, &[form, seen].concat());
            assert!(done.status == 303, "{what}: {}", done.words());
            assert!(owner.get(&format!("/registrations/{id}")).has("撤回以后它会留在簿上"), "{what}");
            owner.post(&format!("/registrations/{id}/undo"), &[]);
            assert_eq!(record_state(app, resident).0, "open", "{what}");
        }
    }

    fn the_sender_of_a_form_whose_record_is_locked_does_not_wait(app) {
        let client = visitors::register(app, &[]);
        let id = visitors::latest(app).id;
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let resident = state(app, id).1.expect("the record");
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert!(client.get("/my").has("等青龙村核对"));
        crate::record::lock(app, resident);
        let page = client.get("/my");
        assert!(page.status == 200 && page.has("您的资料停用了") && page.has("陈敏") && !page.has("核对"), "{}", page.words());
        assert_eq!(client.get("/my/registered").location().as_deref(), Some("/my"));
        assert_eq!(owner.get(&format!("/registrations/{id}")).status, 404, "and nobody decides it");
    }

    fn the_call_of_one_form_stays_when_another_one_is_undone(app) {
        let kept = cast::id(app, &cast::XIAOYAN);
        let (owner, resident) = (app.sign_in("owner"), kept.to_string());
        let join = || {
            let id = arrive(app, &XIAOYAN);
            owner.post(&format!("/registrations/{id}/join"), &[("resident", &resident)]);
            app.pass(TimeDelta::minutes(5));
            id
        };
        let (first, second) = (join(), join());
        let stands = || app.read(move |conn| Ok(residents::table.find(kept).select(residents::call_stands).first::<bool>(conn)?));
        assert!(stands());
        owner.post(&format!("/registrations/{first}/undo"), &[]);
        assert!(stands(), "the other form still asks for it");
        owner.post(&format!("/registrations/{second}/undo"), &[]);
        assert!(!stands());
    }

    fn after_thirty_days_a_decision_stands(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/turn-down"), &[("reason", "不是本县的人")]);
        assert!(owner.get("/registrations/decided").has("陶正明"));
        app.pass(TimeDelta::days(31));
        let owner = app.sign_in("owner");
        assert!(!owner.get("/registrations/decided").has("陶正明"));
        assert!(owner.get(&format!("/registrations/{id}")).has("超过 30 天，不能撤回了"));
        let refused = owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert!(refused.status == 422 && refused.has("超过 30 天"));
        assert_eq!(state(app, id).0, "turned_down");
    }

    fn a_turned_down_one_waits_again_when_it_is_undone(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/turn-down"), &[("reason", "不是本县的人")]);
        owner.post(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(state(app, id).0, "waiting");
        let again = owner.submit(&format!("/registrations/{id}/undo"), &[]);
        assert_eq!(again.status, 200, "undoing twice changes nothing");
    }
}
