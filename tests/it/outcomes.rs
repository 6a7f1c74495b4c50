//! What comes of a contact (PRODUCT §4.2, §4.3), where the day's own story (day.rs) does not tell it.

use crate::{
    both,
    support::{Client, Page, TestApp, cast, people},
};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use kith::{
    checkins::refold,
    db::schema::{audit, checkins, destinations, residents::dsl},
    domain::{ChannelKind, CheckInId, Outcome, ResidentId},
};

/// Who stands in which state: contact owed, next try, lost since.
fn dates(app: &TestApp, id: ResidentId) -> (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) {
    app.read(move |conn| {
        Ok(dsl::residents.find(id).select((dsl::due_on, dsl::try_on, dsl::lost_on)).first(conn)?)
    })
}

fn in_days(app: &TestApp, days: i64) -> Option<NaiveDate> {
    Some(app.today() + TimeDelta::days(days))
}

fn send(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    client.post(&format!("/residents/{id}/check-ins"), &fields)
}

/// Logs a check-in; its own id.
fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> String {
    let answer = send(client, id, key, more);
    assert_eq!(answer.status, 303, "{key}: {}", answer.words());
    let to = answer.location().expect("it leads on");
    to.split_once("done=").expect("it names the check-in").1.to_owned()
}

fn withdraw(client: &Client, id: ResidentId, checkin: &str) -> u16 {
    client.post(&format!("/residents/{id}/check-ins/{checkin}/withdraw"), &[]).status
}

/// A report of the resident's own, as their own pages will write it.
fn own_report(app: &TestApp, id: ResidentId) {
    app.write(move |tx| {
        let row = (
            (checkins::id.eq(tx.next_id()), checkins::resident_id.eq(id)),
            (checkins::kind.eq("resident"), checkins::outcome.eq("self"), checkins::held_on.eq(tx.today)),
            (checkins::written_at.eq(tx.now), checkins::is_confirmed.eq(false)),
            (checkins::answered_by.eq(""), checkins::note.eq("")),
        );
        diesel::insert_into(checkins::table).values(row).execute(tx.conn)?;
        refold(tx, id)
    });
}

both! {
    fn an_outcome_and_a_key_are_enough(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "enough-1", &[("outcome", "no_answer")]);
        type Kept = (String, NaiveDate, Option<i64>, Option<i64>, Option<i64>);
        let (kind, held_on, channel, account, post): Kept = app.read(|conn| {
            let all = checkins::table.select((checkins::kind, checkins::held_on, checkins::channel_id, checkins::account_id, checkins::post_id));
            Ok(all.first(conn)?)
        });
        assert_eq!((kind.as_str(), held_on, account, post), ("call", app.today(), Some(cast::OWNER), Some(cast::OWNER)));
        let offered: Option<i64> = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::offered_channel_id).first(conn)?));
        assert!(channel.is_some() && channel != offered, "by the one that was offered; after it the other one is");
    }

    fn a_refused_call_is_tried_again_in_seven_days_with_a_message_first(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        assert!(owner.get(&format!("/residents/{id}/call")).has("7 天后再打，先发个信息"));
        log(&owner, id, "refused-1", &[("outcome", "rejected_call")]);
        assert_eq!(dates(app, id).1, in_days(app, 7));
    }

    fn a_spent_number_is_followed_by_the_next_one_tomorrow(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let first = people::channel_ids(app, id)[0].clone();
        for day in 0..3 {
            assert_eq!(dates(app, id).1 <= in_days(app, 0), day == 0, "a failed attempt waits");
            log(&owner, id, &format!("spent-{day}-1"), &[("outcome", "no_answer"), ("channel", &first)]);
            log(&owner, id, &format!("spent-{day}-2"), &[("outcome", "rejected_call"), ("channel", &first)]);
            app.pass(TimeDelta::days(1));
        }
        assert_eq!(people::channels_of(app, id)[0].1, "spent");
        assert_eq!(dates(app, id).1, in_days(app, 0), "tomorrow has come");
        assert!(owner.get(&format!("/residents/{id}/call")).has("tel:02355552218"));
        log(&owner, id, "spent-again", &[("outcome", "via_relative"), ("channel", &first)]);
        assert_eq!(people::channels_of(app, id)[0].1, "works", "any success revives it");
    }

    fn any_success_revives_a_dead_number_but_never_a_wrong_one(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let all = people::channel_ids(app, id);
        log(&owner, id, "revive-1", &[("outcome", "dead_number"), ("channel", &all[0])]);
        log(&owner, id, "revive-2", &[("outcome", "wrong_person"), ("channel", &all[1])]);
        assert!(dates(app, id).2.is_some(), "no number is left");
        app.pass(TimeDelta::days(1));
        log(&owner, id, "revive-3", &[("outcome", "reached"), ("channel", &all[0])]);
        log(&owner, id, "revive-4", &[("outcome", "reached"), ("channel", &all[1])]);
        let states: Vec<String> = people::channels_of(app, id).into_iter().map(|(_, state)| state).collect();
        assert_eq!(states, ["works", "wrong"]);
        assert!(!owner.get(&format!("/residents/{id}/call")).has("02355552218"));
    }

    fn a_message_goes_by_wechat_and_a_wechat_that_is_left_keeps_one_from_being_lost(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let wechat = people::add_channel(app, id, ChannelKind::Wechat, "ldj_198888");
        log(&owner, id, "wechat-1", &[("outcome", "dead_number")]);
        app.pass(TimeDelta::days(1));
        assert_eq!(dates(app, id).2, None, "one way is left");
        let call = owner.get(&format!("/residents/{id}/call"));
        assert!(call.has("簿上没有能打的号码"));
        assert!(call.has(&format!("<option value=\"{wechat}\">微信 ldj****88")), "it can be named as the way the message went: {}", call.body);
        assert!(!call.has("ldj_198888"));
        for day in 0..3 {
            log(&owner, id, &format!("wechat-no-{day}"), &[("outcome", "no_answer"), ("kind", "message"), ("channel", &wechat)]);
            app.pass(TimeDelta::days(1));
        }
        assert_eq!(people::channels_of(app, id)[1].1, "spent");
        assert_eq!(dates(app, id).2, in_days(app, -1), "lost from the day the last way was spent");
        log(&owner, id, "wechat-2", &[("outcome", "reached"), ("kind", "message"), ("channel", &wechat)]);
        assert_eq!((people::channels_of(app, id)[1].1.as_str(), dates(app, id).2), ("works", None));
    }

    fn lost_begins_no_sooner_than_contact_is_owed_and_moves_no_date(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        log(&owner, id, "owed-key-1", &[("outcome", "reached")]);
        app.pass(TimeDelta::days(10));
        log(&owner, id, "owed-key-2", &[("outcome", "dead_number")]);
        let owed = in_days(app, 80);
        assert_eq!(dates(app, id), (owed, owed, owed), "contact is owed on day 90, and lost from then on");
        assert!(!owner.get("/residents?whose=mine&filter=lost").has("罗大军"));
        app.pass(TimeDelta::days(85));
        let owner = app.sign_in("owner");
        assert!(owner.get("/residents?whose=mine&filter=lost").has("失联第 6 天"));
        log(&owner, id, "owed-key-3", &[("outcome", "no_answer"), ("kind", "visit")]);
        assert_eq!((dates(app, id).0, dates(app, id).2), (owed, owed), "only contact moves it");
        log(&owner, id, "owed-key-4", &[("outcome", "via_relative"), ("kind", "visit"), ("answered_by", "岳母 谭永秀")]);
        assert_eq!(dates(app, id).0, in_days(app, 90));
        assert!(!owner.get("/residents?whose=mine&filter=lost").has("罗大军"), "any contact ends it");
        assert!(owner.get(&format!("/residents/{id}")).has("岳母 谭永秀接的"), "who answered is kept");
    }

    fn ones_own_report_is_contact_and_ends_a_refusal(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "refusal-1", &[("outcome", "declined")]);
        assert!(owner.get("/residents?whose=mine").has("不愿联系"));
        app.pass(TimeDelta::days(5));
        own_report(app, id);
        assert_eq!(dates(app, id).0, in_days(app, 90));
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("本人自报") && !record.has("本人不愿联系"));
        let own: i64 = app.read(|conn| Ok(checkins::table.filter(checkins::kind.eq("resident")).select(checkins::id).first(conn)?));
        let own = CheckInId(own).to_string();
        for username in ["owner", "township"] {
            assert_eq!(withdraw(&app.sign_in(username), id, &own), 403, "it is not {username}'s to withdraw");
        }
    }

    fn a_refusal_stands_180_days_whatever_the_tags_and_being_reached_on_its_day_ends_it(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "refusal-2", &[("outcome", "declined")]);
        people::set(app, id, |tx, id| {
            let marked = (dsl::priority_reason.eq("大病初愈"), dsl::priority_on.eq(tx.today), dsl::open_requests.eq(1), dsl::requests_since.eq(tx.today));
            diesel::update(dsl::residents.find(id)).set(marked).execute(tx.conn)
        });
        assert_eq!(dates(app, id).0, in_days(app, 180));
        app.pass(TimeDelta::days(180));
        let owner = app.sign_in("owner");
        assert!(owner.get("/worklist").has("周小燕"));
        log(&owner, id, "refusal-3", &[("outcome", "reached")]);
        assert_eq!(dates(app, id).0, in_days(app, 30), "the mark counts again");
    }

    fn what_a_tag_a_request_or_a_family_at_home_asks_for_is_planned_from_the_row(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "tags-key-1", &[("outcome", "reached")]);
        let due_after = |change: fn(&mut kith::db::Tx<'_>, ResidentId) -> QueryResult<usize>| {
            people::set(app, id, change);
            (dates(app, id).0.expect("a day") - app.today()).num_days()
        };
        assert_eq!(due_after(|tx, id| diesel::update(dsl::residents.find(id)).set(dsl::is_settled.eq(true)).execute(tx.conn)), 180);
        assert_eq!(due_after(|tx, id| diesel::update(dsl::residents.find(id)).set((dsl::open_requests.eq(1), dsl::requests_since.eq(tx.today))).execute(tx.conn)), 30);
        assert_eq!(due_after(|tx, id| diesel::update(dsl::residents.find(id)).set((dsl::open_requests.eq(0), dsl::requests_since.eq(None::<NaiveDate>))).execute(tx.conn)), 180);
        assert_eq!(due_after(|tx, id| {
            use kith::db::schema::households;
            let home = dsl::residents.find(id).select(dsl::household_id).first::<i64>(tx.conn)?;
            let alone = (households::adults_left.eq(0), households::unaccompanied_since.eq(tx.today));
            diesel::update(households::table.find(home)).set(alone).execute(tx.conn)
        }), 30);
        assert!(owner.get(&format!("/residents/{id}")).has("家里老小没人照看"));
    }

    fn contact_beats_failure_on_one_day_in_whatever_order_they_were_written(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "one-day-1", &[("outcome", "reached"), ("held_on", "2026-11-20")]);
        log(&owner, id, "one-day-2", &[("outcome", "no_answer"), ("held_on", "2026-11-20")]);
        assert_eq!(dates(app, id).1, in_days(app, 87), "contact on the 20th stands");
        log(&owner, id, "one-day-3", &[("outcome", "no_answer"), ("held_on", "2026-11-18")]);
        assert_eq!(dates(app, id).1, in_days(app, 87), "an attempt before it, written late, changes nothing");
        log(&owner, id, "one-day-4", &[("outcome", "declined"), ("held_on", "2026-11-20")]);
        assert_eq!(dates(app, id).0, in_days(app, 177), "between equals the later entry wins");
    }

    fn a_call_that_stands_is_tried_daily_until_staff_log_contact(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        log(&owner, id, "help-key-1", &[("outcome", "reached"), ("held_on", "2026-11-22")]);
        app.pass(TimeDelta::minutes(5));
        people::set(app, id, |tx, id| {
            diesel::update(dsl::residents.find(id)).set((dsl::call_reason.eq("help"), dsl::call_since.eq(tx.now))).execute(tx.conn)
        });
        assert_eq!(dates(app, id).1, in_days(app, 0));
        assert!(owner.get("/worklist").has("要人帮忙"));
        app.pass(TimeDelta::minutes(5));
        log(&owner, id, "help-key-2", &[("outcome", "rejected_call")]);
        assert_eq!(dates(app, id).1, in_days(app, 1), "tomorrow, not in seven days");
        own_report(app, id);
        assert_eq!(dates(app, id).1, in_days(app, 1), "their own report does not answer it");
        log(&owner, id, "help-key-3", &[("outcome", "via_relative")]);
        assert_eq!(dates(app, id).1, in_days(app, 90));
        assert!(!owner.get("/residents?whose=mine").has("要人帮忙"));
    }

    fn withdrawing_twice_is_withdrawing_once(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let checkin = log(&owner, id, "twice-key-1", &[("outcome", "reached")]);
        assert_eq!((withdraw(&owner, id, &checkin), withdraw(&owner, id, &checkin)), (303, 303));
        let told: i64 = app.read(|conn| Ok(audit::table.filter(audit::kind.eq("checkin_withdrawn")).count().get_result(conn)?));
        assert_eq!(told, 1);
        assert_eq!(withdraw(&owner, cast::id(app, &cast::DAJUN), &checkin), 404, "it is not of this person");
    }

    fn a_colleague_logs_and_withdraws_what_is_their_own(app) {
        let (colleague, id) = (app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        let own = log(&colleague, id, "colleague-1", &[("outcome", "reached"), ("kind", "reception")]);
        assert_eq!(withdraw(&app.sign_in("owner"), id, &own), 403, "not another's");
        app.pass(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert_eq!(withdraw(&app.sign_in("colleague"), id, &own), 303, "to the last second");
        let other = log(&colleague, id, "colleague-2", &[("outcome", "no_answer")]);
        app.pass(TimeDelta::hours(24));
        assert_eq!(withdraw(&app.sign_in("colleague"), id, &other), 403);
    }

    fn a_number_told_twice_stays_when_one_of_the_two_is_withdrawn(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let first = log(&owner, id, "told-key-1", &[("outcome", "reached"), ("new_number", "154 0000 7777")]);
        log(&app.sign_in("colleague"), id, "told-key-2", &[("outcome", "reached"), ("kind", "visit"), ("new_number", "15400007777")]);
        let record = || owner.get(&format!("/residents/{id}"));
        assert_eq!(record().body.matches(">154****7777<").count(), 1, "the same number is one channel");
        withdraw(&owner, id, &first);
        assert!(record().has("154****7777"), "somebody else told it too");
    }

    fn a_number_of_somebody_else_or_one_that_ended_is_no_way_it_went(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let foreign = people::channel_ids(app, cast::id(app, &cast::DAJUN))[0].clone();
        let own = people::channel_ids(app, id)[1].clone();
        let channels = format!("/residents/{id}/channels");
        assert_eq!(owner.post(&channels, &[("end", &foreign)]).status, 404, "nobody ends another's number here");
        assert_eq!(owner.post(&channels, &[("end", &own)]).status, 303);
        for (number, channel) in [foreign.as_str(), &own, "0000000000000", "x"].into_iter().enumerate() {
            let page = send(&owner, id, &format!("way-key-{number}"), &[("outcome", "no_answer"), ("channel", channel)]);
            assert!(page.status == 422 && page.has("请从给出的几项里选一个"), "{channel}: {}", page.status);
        }
        assert_eq!(people::channels_of(app, cast::id(app, &cast::DAJUN))[0].1, "untried");
    }

    fn a_known_number_can_be_made_the_first_one_to_call(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        assert!(owner.get(&format!("/residents/{id}/call")).has("class=\"btn call\" href=\"tel:15400004471\""));
        let form = [("kind", "landline"), ("value", "023-5555 2218"), ("first", "1"), ("idempotency_key", "first-key-1")];
        assert_eq!(owner.post(&format!("/residents/{id}/channels"), &form).status, 303);
        assert!(owner.get(&format!("/residents/{id}/call")).has("class=\"btn call\" href=\"tel:02355552218\""));
        assert_eq!(people::channel_ids(app, id).len(), 2);
    }

    fn a_place_left_since_stays_when_its_check_in_is_withdrawn(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let first = log(&owner, id, "place-key-1", &[("outcome", "reached"), ("place", "福建省厦门市")]);
        log(&owner, id, "place-key-2", &[("outcome", "reached"), ("place", "浙江省温州市")]);
        withdraw(&owner, id, &first);
        let open: Vec<(String, bool)> = app.read(move |conn| {
            let all = destinations::table.filter(destinations::resident_id.eq(id)).order(destinations::id);
            Ok(all.select((destinations::place, destinations::until_on.is_null())).load(conn)?)
        });
        let open: Vec<(&str, bool)> = open.iter().map(|(place, is_open)| (place.as_str(), *is_open)).collect();
        assert_eq!(open, [("广东省东莞市", false), ("福建省厦门市", false), ("浙江省温州市", true)]);
    }

    fn check_ins_looks_and_plans_are_no_new_version_of_a_record(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let version = || -> i32 { app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::version).first(conn)?)) };
        let before = version();
        let checkin = log(&owner, id, "version-1", &[("outcome", "came_home"), ("new_number", "15400001111")]);
        owner.get(&format!("/residents/{id}"));
        withdraw(&owner, id, &checkin);
        assert_eq!(version(), before);
    }

    fn that_somebody_was_informed_is_a_change_of_the_record_and_goes_with_its_check_in(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let told = || -> (i32, Option<NaiveDate>) {
            app.read(move |conn| Ok(dsl::residents.find(id).select((dsl::version, dsl::informed_on)).first(conn)?))
        };
        let (version, edit) = (told().0, format!("/residents/{id}/edit"));
        let seen = owner.get(&edit).value("seen").expect("a stamp");
        let checkin = log(&owner, id, "informed-key-1", &[("outcome", "reached"), ("informed", "1")]);
        assert_eq!(told(), (version + 1, in_days(app, 0)));
        let typed = [("seen", &*seen), ("name", "周小燕"), ("head_name", "周德福"), ("id_kind", "resident_id")];
        let stale = owner.post(&edit, &typed);
        assert!(stale.status == 409 && told().1.is_some(), "a form opened before does not blank it");
        app.pass(TimeDelta::minutes(1));
        let again = log(&owner, id, "informed-key-2", &[("outcome", "reached"), ("informed", "1")]);
        assert!(!owner.get(&format!("/residents/{id}/check-ins/{again}/withdraw")).has("告知过的那句"));
        withdraw(&owner, id, &again);
        assert_eq!(told(), (version + 1, in_days(app, 0)), "the first time counts");
        assert!(owner.get(&format!("/residents/{id}/check-ins/{checkin}/withdraw")).has("告知过的那句也撤回"));
        withdraw(&owner, id, &checkin);
        assert_eq!(told(), (version + 2, None));
        assert!(owner.get(&format!("/residents/{id}/call")).has("接通了先念一遍"), "the sentence is read out once more");
    }

    fn a_closed_record_is_out_of_every_list_and_takes_nothing_more(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let closing = log(&owner, id, "closed-1", &[("outcome", "household_moved"), ("confirmed", "1"), ("note", "邻居说的")]);
        assert_eq!(dates(app, id), (None, None, None));
        for (path, form) in [
            ("channels", &[("kind", "mobile"), ("value", "15400001234"), ("idempotency_key", "closed-2")][..]),
            ("destinations", &[("place", "广东省深圳市"), ("idempotency_key", "closed-3")]),
            ("destinations", &[("home", "1")]),
            ("check-ins", &[("outcome", "no_answer"), ("idempotency_key", "closed-4")]),
        ] {
            let answer = owner.post(&format!("/residents/{id}/{path}"), form);
            assert!(matches!(answer.status, 409 | 422), "{path}: {}", answer.status);
        }
        assert!(owner.get("/residents?q=luodajun").has("已注销"));
        app.pass(TimeDelta::days(3));
        assert_eq!(withdraw(&owner, id, &closing), 403);
        assert_eq!(withdraw(&app.sign_in("township"), id, &closing), 303, "the township reopens it later");
        assert!(dates(app, id).0.is_some());
    }

    fn what_residents_alone_report_and_what_only_rosters_say_is_never_stored_by_staff(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (number, outcome) in [Outcome::SelfReport.as_str(), "moved", "", "REACHED", "reached "].into_iter().enumerate() {
            for kind in ["call", "message", "visit", "reception", "resident", "phone"] {
                let key = format!("never-{number}-{kind}");
                assert_eq!(send(&owner, id, &key, &[("outcome", outcome), ("kind", kind)]).status, 422, "{kind} {outcome}");
            }
        }
        assert_eq!(dates(app, id).1, in_days(app, 0));
    }
}
