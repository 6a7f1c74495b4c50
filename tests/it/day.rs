//! The cadre's day (PRODUCT §4.2, §4.3).

use crate::{
    both,
    support::{Client, Page, TestApp, cast},
};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use kith::{db::schema::residents::dsl, domain::ResidentId};

/// The dates kept of a resident: owed, tried, lost since.
fn dates(app: &TestApp, id: ResidentId) -> (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) {
    app.read(move |conn| {
        Ok(dsl::residents.find(id).select((dsl::due_on, dsl::try_on, dsl::lost_on)).first(conn)?)
    })
}

fn in_days(app: &TestApp, days: i64) -> Option<NaiveDate> {
    Some(app.today() + TimeDelta::days(days))
}

fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("idempotency_key", key)];
    fields.extend_from_slice(more);
    client.post(&format!("/residents/{id}/check-ins"), &fields)
}

both! {
    fn the_worklist_says_who_is_due_why_and_which_number(app) {
        let page = app.sign_in("owner").get("/worklist");
        assert_eq!(page.status, 200);
        assert!(page.has("周小燕") && page.has("今天到期") && page.has("154****4471") && page.has("晚上 7 点后"));
        assert!(page.has("tel:15400004471"), "the owner taps to call");
        assert!(!page.has("郑学英"), "nobody of another village");
    }

    fn logging_no_answer_takes_one_form_and_puts_the_next_try_three_days_on(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let page = owner.submit(&format!("/residents/{id}/check-ins"), &[("outcome", "no_answer"), ("idempotency_key", "one-two-three")]);
        assert_eq!(page.status, 200);
        assert!(page.has("记下了：周小燕，无人接听"), "the worklist tells what was noted");
        let (due_on, try_on, _) = dates(app, id);
        assert_eq!((due_on, try_on), (in_days(app, 0), in_days(app, 3)), "only contact moves the day owed");
    }

    fn each_outcome_has_its_effect_on_the_dates(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (outcome, due, next) in [
            ("no_answer", 0, 3),
            ("rejected_call", 0, 7),
            ("dead_number", 0, 1),
            ("reached", 90, 90),
            ("via_relative", 90, 90),
            ("declined", 180, 180),
        ] {
            let page = log(&owner, id, &format!("key-{outcome}"), &[("outcome", outcome)]);
            assert_eq!(page.status, 303, "{outcome}");
            let (due_on, try_on, _) = dates(app, id);
            assert_eq!((due_on, try_on), (in_days(app, due), in_days(app, next)), "{outcome}");
        }
    }

    fn coming_home_ends_the_destination_and_leaving_again_adds_one(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "key-home-1", &[("outcome", "came_home")]);
        assert!(owner.get(&format!("/residents/{id}/call")).has("已返乡，在家"));
        assert_eq!(dates(app, id).0, in_days(app, 180));
        log(&owner, id, "key-home-2", &[("outcome", "reached"), ("place", "广东省惠州市"), ("work", "玩具厂")]);
        assert!(owner.get(&format!("/residents/{id}")).has("广东省惠州市"));
        assert_eq!(dates(app, id).0, in_days(app, 90));
    }

    fn a_form_sent_twice_is_one_check_in_and_another_form_under_its_key_is_refused(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let first = log(&owner, id, "same-key-1", &[("outcome", "no_answer")]);
        let again = log(&owner, id, "same-key-1", &[("outcome", "no_answer")]);
        assert_eq!((first.status, first.location()), (again.status, again.location()));
        assert_eq!(log(&owner, id, "same-key-1", &[("outcome", "reached")]).status, 409);
        let record = owner.get(&format!("/residents/{id}"));
        assert_eq!(record.body.matches("<h3>无人接听</h3>").count(), 1);
    }

    fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let page = log(&owner, id, "bad-form-1", &[
            ("new_number", "138 1234"), ("note", "厂里放假"), ("held_on", "2026-02-30"), ("place", "广东\u{200b}深圳"),
        ]);
        assert_eq!(page.status, 422);
        for words in ["请点一个结果", "号码有 7 位，应该是 11 位", "没有这一天", "里面有看不见的符号", "138 1234", "厂里放假", "2026-02-30", "bad-form-1"] {
            assert!(page.has(words), "{words}");
        }
        assert!(page.has("id=\"new_number-err\"") && page.has("href=\"#new_number\""));
        assert_eq!(dates(app, id).1, in_days(app, 0), "nothing was written");
    }

    fn a_check_in_may_be_held_up_to_sixty_days_back_but_not_ahead(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (day, status) in [("2026-11-24", 422), ("2026-09-23", 422), ("2026-09-24", 303), ("2026-11-23", 303)] {
            assert_eq!(log(&owner, id, &format!("held-{day}"), &[("outcome", "reached"), ("held_on", day)]).status, status, "{day}");
        }
        log(&owner, id, "held-late", &[("outcome", "reached"), ("held_on", "2026-10-01")]);
        assert_eq!(dates(app, id).0, in_days(app, 90), "an entry written late does not undo a later contact");
    }

    fn each_kind_of_check_in_takes_only_its_own_outcomes(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (kind, outcome, status) in [
            ("visit", "reached", 303), ("visit", "no_answer", 303), ("visit", "dead_number", 422),
            ("message", "wrong_person", 303), ("message", "came_home", 422), ("reception", "no_answer", 422),
            ("reception", "reached", 303), ("call", "self", 422), ("resident", "self", 422), ("call", "moved", 422),
        ] {
            let key = format!("kind-{kind}-{outcome}");
            assert_eq!(log(&owner, id, &key, &[("kind", kind), ("outcome", outcome)]).status, status, "{key}");
        }
    }

    fn three_failures_on_different_days_spend_a_number_and_the_next_one_is_offered(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let channel = channel_of(&owner.get(&format!("/residents/{id}/call")), "154****4471");
        for day in 0..3 {
            assert!(owner.get(&format!("/residents/{id}/call")).has("tel:15400004471"), "day {day}");
            log(&owner, id, &format!("spend-{day}-key"), &[("outcome", "no_answer"), ("channel", &channel)]);
            app.pass(TimeDelta::days(1));
        }
        let call = owner.get(&format!("/residents/{id}/call"));
        assert!(call.has("tel:02355552218") && !call.has("tel:15400004471"));
    }

    fn who_has_no_number_left_is_marked_lost_and_any_contact_ends_it(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        log(&owner, id, "lost-key-1", &[("outcome", "dead_number")]);
        assert_eq!(dates(app, id).2, in_days(app, 0));
        app.pass(TimeDelta::days(1));
        assert!(owner.get("/worklist").has("失联第 2 天"));
        log(&owner, id, "lost-key-2", &[("outcome", "via_relative"), ("kind", "visit"), ("new_number", "15400000418")]);
        assert_eq!(dates(app, id).2, None);
        assert!(owner.get(&format!("/residents/{id}/call")).has("tel:15400000418"));
    }

    fn a_wrong_number_is_never_offered_again(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "wrong-key", &[("outcome", "wrong_person")]);
        let call = owner.get(&format!("/residents/{id}/call"));
        assert!(call.has("tel:02355552218") && !call.has("tel:15400004471"));
    }

    fn who_declines_is_left_alone_until_their_own_contact_or_their_day(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "decline-1", &[("outcome", "declined")]);
        assert!(!owner.get("/worklist").has("周小燕"));
        app.pass(TimeDelta::days(10));
        log(&owner, id, "decline-2", &[("outcome", "reached")]);
        assert_eq!(dates(app, id).0, in_days(app, 180), "reached too early does not end the refusal");
    }

    fn closing_is_confirmed_on_a_page_of_its_own_and_withdrawal_reopens(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let asked = log(&owner, id, "close-key-1", &[("outcome", "deceased")]);
        assert_eq!(asked.status, 200);
        assert!(asked.has("罗大军去世了？") && owner.get("/worklist").has("罗大军"), "nothing is written before it is confirmed");
        let done = log(&owner, id, "close-key-1", &[("outcome", "deceased"), ("confirmed", "1"), ("note", "他哥说的")]);
        assert_eq!(done.status, 303);
        assert!(!owner.get("/worklist").has("罗大军</a>"));
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("已注销"));
        assert_eq!(log(&owner, id, "close-key-2", &[("outcome", "reached")]).status, 422, "staff cannot log on a closed record");
        let undo = link(&record, "/withdraw");
        assert_eq!(owner.post(&undo, &[]).status, 303);
        assert!(owner.get("/worklist").has("罗大军"), "withdrawal reopens");
    }

    fn closing_is_not_for_a_colleague(app) {
        let (colleague, id) = (app.sign_in("colleague"), cast::id(app, &cast::DAJUN));
        assert!(!colleague.get(&format!("/residents/{id}/call")).has("value=\"deceased\""), "it is not offered");
        assert_eq!(log(&colleague, id, "close-key-3", &[("outcome", "deceased"), ("confirmed", "1"), ("note", "听说的")]).status, 403);
        assert_eq!(log(&app.sign_in("township"), id, "close-key-4", &[("outcome", "household_moved"), ("confirmed", "1"), ("note", "派出所说的")]).status, 303);
    }

    fn an_author_may_withdraw_for_a_day_and_a_township_officer_later(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "withdraw-1", &[("outcome", "reached")]);
        let undo = link(&owner.get(&format!("/residents/{id}")), "/withdraw");
        assert_eq!(app.sign_in("colleague").post(&undo, &[]).status, 403);
        app.pass(TimeDelta::hours(25));
        let owner = app.sign_in("owner");
        assert_eq!(owner.post(&undo, &[]).status, 403, "after a day the author may not");
        assert_eq!(app.sign_in("township").post(&undo, &[]).status, 303);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("<s>本人接通</s>") && record.has("已撤回"), "it stays, struck through");
        assert_eq!(dates(app, id).0, in_days(app, -1), "the day owed is as before");
    }

    fn what_was_entered_with_a_check_in_goes_with_it_unless_touched_since(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "along-key-1", &[("outcome", "reached"), ("new_number", "15400007777"), ("place", "福建省厦门市")]);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("154****7777") && record.has("福建省厦门市"), "{}", record.words());
        let undo = link(&record, "/withdraw");
        let asked = owner.get(&undo);
        assert!(asked.has("一起记下的新号码也撤回") && asked.has("一起记下的新去处也撤回"), "it is said beforehand");
        owner.post(&undo, &[]);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(!record.has("154****7777") && !record.has("福建省厦门市") && record.has("广东省东莞市"));
        assert!(!owner.submit("/residents/search", &[("q", "15400007777")]).has("周小燕"), "search has forgotten it too");

        log(&owner, id, "along-key-2", &[("outcome", "dead_number"), ("new_number", "15400008888")]);
        let undo = link(&owner.get(&format!("/residents/{id}")), "/withdraw");
        app.pass(TimeDelta::hours(1));
        let channel = channel_of(&owner.get(&format!("/residents/{id}/call")), "154****8888");
        log(&owner, id, "along-key-3", &[("outcome", "reached"), ("channel", &channel)]);
        owner.post(&undo, &[]);
        assert!(owner.get(&format!("/residents/{id}")).has("154****8888"), "a number used since stays");
    }

    fn saving_leads_on_to_the_next_person(app) {
        let (owner, id, next) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
        let page = owner.submit(&format!("/residents/{id}/check-ins"), &[
            ("outcome", "reached"), ("idempotency_key", "next-key-1"), ("then", "next"), ("next", &next.to_string()),
        ]);
        assert!(page.has("记下了：周小燕") && page.has("<h1 class=\"name\">罗大军</h1>"));
    }

    fn a_finished_day_is_thanked_and_shows_what_comes(app) {
        let owner = app.sign_in("owner");
        for (cast, key) in [(&cast::XIAOYAN, "fin-key-1"), (&cast::DAJUN, "fin-key-2"), (&cast::NUMBERLESS, "fin-key-3")] {
            log(&owner, cast::id(app, cast), key, &[("outcome", "reached"), ("kind", "visit")]);
        }
        let page = owner.get("/worklist");
        assert!(page.has("今天都联系完了") && page.has("跟 3 位乡亲说上了话") && page.has("接下来"));
    }

    fn the_backup_sees_them_only_while_the_owners_post_is_vacant(app) {
        let backup = app.sign_in("backup");
        assert!(!backup.get("/worklist").has("周小燕"));
        app.write(|tx| {
            use kith::db::schema::posts;
            diesel::update(posts::table.find(cast::OWNER)).set(posts::account_id.eq(None::<i64>)).execute(tx.conn)?;
            Ok(())
        });
        assert!(backup.get("/worklist").has("周小燕"));
    }

    fn the_sentence_is_read_out_until_the_person_was_informed(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        assert!(owner.get(&format!("/residents/{id}/call")).has("接通了先念一遍"));
        log(&owner, id, "informed-1", &[("outcome", "reached"), ("informed", "1")]);
        assert!(!owner.get(&format!("/residents/{id}/call")).has("接通了先念一遍"));
        assert!(owner.get(&format!("/residents/{id}")).has("11月23日当面或电话里说过"));
    }

    fn channels_and_destinations_are_added_and_ended_on_the_record(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/channels");
        let bad = owner.post(&path, &[("kind", "relative"), ("value", "555"), ("idempotency_key", "chan-key-0")]);
        assert_eq!(bad.status, 422);
        assert!(bad.has("认不出这个号码") || bad.has("这一项要填"));
        let added = owner.submit(&path, &[
            ("kind", "wechat"), ("value", "zxy_198888"), ("idempotency_key", "chan-key-1"), ("source", "resident"),
        ]);
        assert!(added.has("zxy****88"));
        let channel = channel_of(&owner.get(&path), "154****4471");
        owner.post(&path, &[("end", &channel)]);
        let record = owner.get(&format!("/residents/{id}")); assert!(record.has("<s>154****4471</s>"), "{}", record.body);
        let moved = owner.submit(&format!("/residents/{id}/destinations"), &[
            ("place", "浙江省温州市"), ("employer", "金鹿鞋厂"), ("from_on", "2026-10-01"), ("idempotency_key", "dest-key-1"),
        ]);
        assert!(moved.has("浙江省温州市") && moved.has("金鹿鞋厂") && moved.has("以前去过的 1 个地方"));
    }
}

/// The first link on a page that ends like this.
fn link(page: &Page, ending: &str) -> String {
    let end = page.body.find(&format!("{ending}\"")).expect("the link is there") + ending.len();
    let start = page.body[..end].rfind('"').expect("a link begins") + 1;
    page.body[start..end].to_owned()
}

/// The id of the channel shown under a mask.
fn channel_of(page: &Page, mask: &str) -> String {
    let body = &page.body;
    if let Some(at) = body.find(&format!(">{mask} ")) {
        let start = body[..at].rfind("value=\"").expect("an option") + 7;
        return body[start..start + 13].to_owned();
    }
    let at = body.find(&format!(">{mask}<")).expect("the number is there");
    let start = at + body[at..].find("value=\"").expect("a button") + 7;
    body[start..start + 13].to_owned()
}
