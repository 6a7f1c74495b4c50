//! The personal link: what opens it, how often it may be wrong, when it is over (PRODUCT §4.5).

use crate::{
    both,
    support::{
        TestApp, cast,
        visitors::{self, address, form, key, latest, link, link_of_registration, open, register, visit},
    },
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::{audit, personal_links, visits},
    links::{self, Link, Opening},
};

/// The wrong tries of a link, and how many visits there are.
fn tries_and_visits(app: &TestApp, of: &Link) -> (i32, i64) {
    let id = of.id;
    app.read(move |conn| {
        let tries = personal_links::table.find(id).select(personal_links::wrong_tries).first(conn)?;
        Ok((tries, visits::table.count().get_result(conn)?))
    })
}

/// The kinds of the trail that tell of links.
fn told(app: &TestApp) -> Vec<String> {
    let kinds: Vec<String> =
        app.read(|conn| Ok(audit::table.order(audit::id).select(audit::kind).load(conn)?));
    kinds.into_iter().filter(|kind| kind.starts_with("link_") || kind.starts_with("visit_")).collect()
}

fn replace(app: &TestApp, of: &Link) {
    let (of, keys) = (of.clone(), app.state.keys.clone());
    app.write(move |tx| links::replace(tx, &keys, &of, &Opening::Code).map(drop));
}

both! {
    fn the_last_four_of_the_id_number_open_it_and_the_token_leaves_the_address_bar(app) {
        let own = link(app, &cast::XIAOYAN);
        let (client, address) = (app.stranger(), address(app, &own));
        assert_eq!(address.len(), "/my/".len() + 29);
        let asks = client.get(&address);
        assert!(asks.status == 200 && asks.has("您证件号的后四位") && !asks.has("周小燕"), "a stranger learns no name");
        let opened = client.post(&address, &[("opening", "1221")]);
        assert_eq!((opened.status, opened.location().as_deref()), (303, Some("/my")));
        let cookie = opened.header("set-cookie").expect("a visit");
        assert!(cookie.starts_with("kith-my=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=2592000"), "{cookie}");
        assert!(client.get("/my").has("周小燕，您好"));
        assert_eq!(client.get(&address).location().as_deref(), Some("/my"), "opened once, it leads straight in");
        assert_eq!(told(app), ["link_made", "link_opened"]);
    }

    fn a_birth_date_opens_it_where_no_id_is_known_and_else_six_printed_digits(app) {
        register(app, &[("birth_on", "1990-05-06")]);
        let by_birth = link_of_registration(app, latest(app).id);
        let client = app.stranger();
        assert!(client.get(&address(app, &by_birth)).has("您的出生日期"));
        assert_eq!(client.post(&address(app, &by_birth), &[("opening", "1990年5月7日")]).status, 422);
        assert_eq!(client.post(&address(app, &by_birth), &[("opening", "1990年5月6日")]).status, 303);
        let sent = register(app, &[("idempotency_key", "by-code-key-1")]);
        let by_code = link_of_registration(app, latest(app).id);
        let digits = links::code(&app.state.keys, &by_code).expect("six digits");
        assert!(sent.get("/my/registered").has(&format!("{} {}", &digits[..3], &digits[3..])));
        assert_eq!(app.stranger().post(&address(app, &by_code), &[("opening", &digits)]).status, 303);
    }

    fn previews_and_head_change_nothing(app) {
        let own = link(app, &cast::XIAOYAN);
        let address = address(app, &own);
        let before: i64 = app.read(|conn| Ok(audit::table.count().get_result(conn)?));
        for _ in 0..30 {
            assert_eq!(app.stranger().head(&address).status, 200);
            assert_eq!(app.stranger().get(&address).status, 200);
        }
        assert_eq!(tries_and_visits(app, &own), (0, 0));
        let after: i64 = app.read(|conn| Ok(audit::table.count().get_result(conn)?));
        assert_eq!(before, after);
        assert_eq!(app.stranger().post(&address, &[("opening", "1221")]).status, 303);
    }

    fn five_wrong_tries_an_hour_then_it_waits_whatever_is_typed(app) {
        let own = link(app, &cast::XIAOYAN);
        let (client, address) = (app.stranger(), address(app, &own));
        app.pass(TimeDelta::minutes(45));
        let wrong = || {
            let wrong = client.post(&address, &[("opening", "0000")]);
            assert!(wrong.status == 422 && wrong.has("对不上，请再看一眼") && !wrong.has("value=\"0000\""));
        };
        wrong();
        // The clock strikes the next hour: that is no new hour for who guesses.
        app.pass(TimeDelta::minutes(20));
        for _ in 0..4 {
            wrong();
        }
        let waits = client.post(&address, &[("opening", "1221")]);
        assert_eq!((waits.status, waits.header("retry-after")), (429, Some("2400")));
        assert!(waits.has("请过 40 分钟再来"));
        app.pass(TimeDelta::minutes(40));
        wrong();
        assert_eq!(client.post(&address, &[("opening", "1221")]).header("retry-after"), Some("1200"), "four of them still count");
        app.pass(TimeDelta::minutes(20));
        assert_eq!(client.post(&address, &[("opening", "1221")]).status, 303);
        assert_eq!(told(app).iter().filter(|kind| *kind == "link_refused").count(), 6, "each is on record");
    }

    fn twenty_wrong_tries_in_all_and_it_is_dead_until_it_is_replaced(app) {
        let own = link(app, &cast::XIAOYAN);
        let (client, old) = (app.stranger(), address(app, &own));
        for hour in 0..4 {
            for number in 0..5 {
                let last = (hour, number) == (3, 4);
                assert_eq!(client.post(&old, &[("opening", "0000")]).status, if last { 410 } else { 422 });
            }
            app.pass(TimeDelta::hours(1));
        }
        for answer in [client.post(&old, &[("opening", "1221")]), client.get(&old)] {
            assert!(answer.status == 410 && answer.has("这个链接停用了"));
        }
        let page = app.sign_in("owner").submit(&format!("/residents/{}/link", cast::id(app, &cast::XIAOYAN)), &[("act", "replace")]);
        let fresh = link(app, &cast::XIAOYAN);
        assert!(page.has(&address(app, &fresh)) && fresh.wrong_tries == 0);
        assert_eq!(client.post(&address(app, &fresh), &[("opening", "1221")]).status, 303);
    }

    fn what_cannot_be_a_key_is_no_try(app) {
        let own = link(app, &cast::XIAOYAN);
        for typed in ["", "1", "12345", "一二三四"] {
            assert_eq!(app.stranger().post(&address(app, &own), &[("opening", typed)]).status, 422, "{typed}");
        }
        assert_eq!(tries_and_visits(app, &own), (0, 0));
        assert_eq!(app.stranger().post(&address(app, &own), &[("opening", " 500228199203041221 ")]).status, 303, "the whole number is as good");
    }

    fn replacing_it_shuts_the_old_address_and_every_visit_at_once(app) {
        let (own, client) = (link(app, &cast::XIAOYAN), visit(app, &cast::XIAOYAN));
        let old = address(app, &own);
        replace(app, &own);
        assert_eq!(client.get("/my").status, 401);
        for answer in [client.get(&old), client.post(&old, &[("opening", "1221")])] {
            assert!(answer.status == 404 && answer.has("这个链接打不开"));
        }
        let fresh = link(app, &cast::XIAOYAN);
        assert_eq!((fresh.id, fresh.serial), (own.id, 2));
        assert_ne!(address(app, &fresh), old);
    }

    fn a_token_is_as_good_as_its_last_letter(app) {
        let own = address(app, &link(app, &cast::XIAOYAN));
        let other = if own.ends_with('0') { "1" } else { "0" };
        let nearly = format!("{}{other}", &own[..own.len() - 1]);
        for path in [nearly.as_str(), &own[..own.len() - 1], "/my/x", "/my/0000000000000", "/my/00000000000000000000000000000"] {
            assert_eq!(app.stranger().get(path).status, 404, "{path}");
            assert_eq!(app.stranger().post(path, &[("opening", "1221")]).status, 404, "{path}");
        }
    }

    fn a_visit_lasts_thirty_days_and_not_me_ends_it_before(app) {
        let (client, other) = (visit(app, &cast::XIAOYAN), visit(app, &cast::XIAOYAN));
        let left = client.post("/my/leave", &[]);
        assert_eq!((left.status, left.location().as_deref()), (303, Some("/")));
        assert_eq!(client.get("/my").status, 401);
        assert_eq!(other.get("/my").status, 200, "another telephone stays");
        app.pass(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(other.get("/my").status, 200);
        app.pass(TimeDelta::seconds(1));
        assert_eq!(other.get("/my").status, 401);
        assert_eq!(tries_and_visits(app, &link(app, &cast::XIAOYAN)).1, 1);
        app.write(links::forget_ended);
        assert_eq!(tries_and_visits(app, &link(app, &cast::XIAOYAN)).1, 0, "what is over is forgotten");
        assert_eq!(told(app), ["link_made", "link_opened", "link_opened", "visit_ended"]);
    }

    fn a_link_that_moves_to_somebody_else_has_to_be_opened_by_what_their_record_knows(app) {
        let sender = register(app, &[("name", cast::XIAOYAN.name)]);
        let (id, keys) = (cast::id(app, &cast::XIAOYAN), app.state.keys.clone());
        let moved = link_of_registration(app, latest(app).id);
        let own = Opening::of(Some(&cast::ID_NUMBER.parse().expect("an ID number")), None);
        let (given, to) = (moved.clone(), own.clone());
        app.write(move |tx| links::lead_to(tx, &keys, &given, Some(id), &to));
        assert_eq!(sender.get("/my").status, 401, "whoever sent it shows first that they are this person");
        assert!(sender.get(&address(app, &moved)).has("您证件号的后四位"), "the address stays the same");
        assert_eq!(sender.post(&address(app, &moved), &[("opening", "1221")]).status, 303);
        assert!(sender.get("/my").has("周小燕，您好"));
        let (keys, given) = (app.state.keys.clone(), moved.clone());
        app.write(move |tx| {
            let now = links::find(tx.conn, given.id)?;
            links::lead_to(tx, &keys, &now, None, &Opening::Code)
        });
        assert_eq!(sender.get("/my").status, 401, "and back: nothing of the record stays open");
        let back = link_of_registration(app, latest(app).id);
        assert_eq!(sender.post(&address(app, &back), &[("opening", &key(app, &back))]).status, 303);
        assert!(sender.get("/my").has("等青龙村核对"));
    }

    fn a_link_that_moves_to_a_record_which_opens_alike_keeps_its_visits(app) {
        let sender = register(app, &[("id_number", cast::ID_NUMBER), ("consent_id", "1")]);
        let (id, keys) = (cast::id(app, &cast::XIAOYAN), app.state.keys.clone());
        let moved = link_of_registration(app, latest(app).id);
        let own = Opening::of(Some(&cast::ID_NUMBER.parse().expect("an ID number")), None);
        app.write(move |tx| links::lead_to(tx, &keys, &moved, Some(id), &own));
        assert!(sender.get("/my").has("周小燕，您好"));
    }

    fn whoever_opened_their_link_finds_their_page_behind_the_first_door(app) {
        assert!(app.stranger().get("/").has("href=\"/register\""));
        let client = app.stranger();
        assert_eq!(open(app, &client, &cast::XIAOYAN).status, 303);
        assert!(client.get("/").has("href=\"/my\""));
        assert_eq!(visitors::register(app, &form(&[])).get("/my").status, 200);
    }
}
