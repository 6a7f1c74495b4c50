//! Signing in, sessions, one's own account.

use crate::{both, support::cast};
use chrono::TimeDelta;
use diesel::prelude::*;

both! {
    fn unknown_account_and_wrong_password_cannot_be_told_apart(app) {
        let client = app.stranger();
        let unknown = client.post("/sign-in", &[("username", "nobody-here"), ("password", "wrong-pass-1")]);
        let wrong = client.post("/sign-in", &[("username", "owner"), ("password", "wrong-pass-1")]);
        assert_eq!((unknown.status, wrong.status), (422, 422));
        let words = |page: &crate::support::Page| page.words();
        assert_eq!(words(&unknown), words(&wrong));
        assert!(wrong.has("用户名或密码不对") && wrong.value("username") == Some("owner".into()), "the user name is kept");
        assert!(!wrong.has("wrong-pass-1"));
    }

    fn a_guesser_waits_and_the_wait_ends(app) {
        let client = app.stranger();
        for _ in 0..5 {
            assert_eq!(client.post("/sign-in", &[("username", "owner"), ("password", "wrong-pass-1")]).status, 422);
        }
        let waits = client.post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]);
        assert_eq!(waits.status, 429);
        assert!(waits.header("retry-after").is_some());
        app.pass(TimeDelta::minutes(2));
        assert_eq!(client.post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]).status, 303);
    }

    fn a_victim_elsewhere_does_not_wait_with_the_guesser(app) {
        let guesser = app.stranger();
        for _ in 0..8 {
            let body = b"username=owner&password=wrong-pass-1";
            let headers = [("Origin", app.origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", "192.0.2.7")];
            guesser.send("/sign-in", &headers, body);
        }
        assert_eq!(app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]).status, 303);
    }

    fn an_address_that_guesses_at_many_accounts_waits_and_other_addresses_do_not(app) {
        let from = |address: &str, username: &str, password: &str| {
            let headers = [("Origin", app.origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", address)];
            app.stranger().send("/sign-in", &headers, format!("username={username}&password={password}").as_bytes()).status
        };
        for number in 0..60 {
            assert_eq!(from("192.0.2.9", &format!("nobody-{number}"), "wrong-pass-1"), 422, "a township hall is one address: {number}");
        }
        assert_eq!((from("192.0.2.9", "owner", cast::PASSWORD), from("192.0.2.10", "owner", cast::PASSWORD)), (429, 303));
        app.pass(TimeDelta::seconds(61));
        assert_eq!(from("192.0.2.9", "owner", cast::PASSWORD), 303, "the wait ends by itself");
    }

    fn one_account_tried_from_many_addresses_is_slowed_and_its_owner_waits_a_minute_at_most(app) {
        let from = |address: String, password: &str| {
            let headers = [("Origin", app.origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", address.as_str())];
            app.stranger().send("/sign-in", &headers, format!("username=owner&password={password}").as_bytes()).status
        };
        for number in 0..50 {
            assert_eq!(from(format!("198.51.100.{number}"), "wrong-pass-1"), 422, "{number}");
        }
        assert_eq!(from("203.0.113.5".into(), cast::PASSWORD), 429);
        app.pass(TimeDelta::seconds(61));
        assert_eq!(from("203.0.113.5".into(), cast::PASSWORD), 303, "nobody is locked out for ever");
        assert_eq!(from("198.51.100.60".into(), "wrong-pass-1"), 422, "after it the count begins anew");
    }

    fn each_further_failure_costs_a_longer_wait_up_to_a_quarter_of_an_hour(app) {
        let client = app.stranger();
        let guess = |password: &str| client.post("/sign-in", &[("username", "owner"), ("password", password)]);
        let mut waits = Vec::new();
        for _ in 0..4 {
            guess("wrong-pass-1");
        }
        for _ in 0..7 {
            assert_eq!(guess("wrong-pass-1").status, 422);
            let waiting = guess(cast::PASSWORD);
            assert_eq!(waiting.status, 429);
            let seconds: i64 = waiting.header("retry-after").and_then(|text| text.parse().ok()).expect("seconds");
            waits.push(seconds);
            app.pass(TimeDelta::seconds(seconds));
        }
        assert_eq!(waits, [60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(guess(cast::PASSWORD).status, 303);
    }

    fn the_hash_that_is_kept_is_argon2id_and_no_password(app) {
        let county = app.sign_in("county");
        county.post("/account/password", &[("present", cast::PASSWORD), ("password", "mountain-road-7"), ("again", "mountain-road-7")]);
        let kept: Option<String> = app.read(|conn| {
            use kith::db::schema::accounts;
            Ok(accounts::table.find(8).select(accounts::password_hash).first(conn)?)
        });
        let kept = kept.expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$") && !kept.contains("mountain"), "{kept}");
    }

    fn a_session_that_is_not_remembered_ends_after_twelve_hours_though_it_is_used(app) {
        let client = app.stranger();
        let answer = client.post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]);
        let cookie = answer.header("set-cookie").expect("a session").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Max-Age"), "{cookie}");
        for hour in 1..12 {
            app.pass(TimeDelta::hours(1));
            assert_eq!(client.get("/worklist").status, 200, "hour {hour}");
        }
        app.pass(TimeDelta::hours(1));
        assert_eq!(client.get("/worklist").status, 303);
    }

    fn one_device_among_several_can_be_signed_out(app) {
        let (here, there, third) = (app.sign_in("owner"), app.sign_in("owner"), app.sign_in("owner"));
        let own = here.get("/account");
        let sessions: Vec<i64> = app.read(|conn| {
            use kith::db::schema::sessions;
            Ok(sessions::table.order(sessions::id).select(sessions::id).load(conn)?)
        });
        assert!(own.has(&sessions[1].to_string()), "each can be ended by itself");
        assert_eq!(here.post("/account/sessions", &[("session", &sessions[1].to_string())]).status, 303);
        assert_eq!([&here, &there, &third].map(|client| client.get("/account").status), [200, 303, 200]);
        let other = app.sign_in("colleague");
        other.post("/account/sessions", &[("session", &sessions[0].to_string())]);
        assert_eq!(here.get("/account").status, 200, "nobody ends another's");
    }

    fn a_session_that_is_not_remembered_ends_when_idle(app) {
        let client = app.stranger();
        client.post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]);
        assert_eq!(client.get("/worklist").status, 200);
        app.pass(TimeDelta::minutes(125));
        assert_eq!(client.get("/worklist").status, 303);
    }

    fn a_remembered_session_lasts_thirty_days_and_no_longer(app) {
        let client = app.sign_in("owner");
        app.pass(TimeDelta::days(29));
        assert_eq!(client.get("/worklist").status, 200);
        app.pass(TimeDelta::days(2));
        assert_eq!(client.get("/worklist").status, 303);
    }

    fn sessions_elsewhere_can_be_ended(app) {
        let (here, there) = (app.sign_in("owner"), app.sign_in("owner"));
        assert_eq!(there.get("/account").status, 200);
        assert_eq!(here.post("/account/sessions", &[("session", "")]).status, 303);
        assert_eq!((here.get("/account").status, there.get("/account").status), (200, 303));
    }

    fn changing_the_password_asks_for_the_present_one_and_ends_other_sessions(app) {
        let (here, there) = (app.sign_in("owner"), app.sign_in("owner"));
        let wrong = here.post("/account/password", &[("present", "not-this"), ("password", "new-pass-77"), ("again", "new-pass-77")]);
        assert!(wrong.status == 422 && wrong.has("现在的密码不对"));
        let weak = here.post("/account/password", &[("present", cast::PASSWORD), ("password", "12345678"), ("again", "12345679")]);
        assert!(weak.status == 422 && weak.has("太好猜") && weak.has("两次填的不一样"));
        let done = here.post("/account/password", &[("present", cast::PASSWORD), ("password", "new-pass-77"), ("again", "new-pass-77")]);
        assert_eq!(done.status, 303);
        assert_eq!((here.get("/account").status, there.get("/account").status), (200, 303));
    }

    fn signing_out_ends_the_session_on_the_server(app) {
        let client = app.sign_in("owner");
        assert_eq!(client.post("/sign-out", &[]).status, 303);
        assert_eq!(client.get("/worklist").status, 303);
    }

    fn a_half_written_form_goes_through_sign_in(app) {
        let (client, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        app.pass(TimeDelta::days(31));
        let path = format!("/residents/{id}/check-ins");
        let asked = client.post(&path, &[("outcome", "reached"), ("idempotency_key", "half-key-1"), ("note", "都好 & 放心")]);
        assert!(asked.status == 401 && asked.has("您填的都还在"));
        let waiting = asked.value("waiting_form").expect("the form is carried").replace("&amp;", "&").replace("&#38;", "&");
        let waiting_path = asked.value("waiting_path").expect("its path is carried");
        assert_eq!(waiting_path, path);
        let offered = client.post("/sign-in", &[
            ("username", "owner"), ("password", cast::PASSWORD), ("waiting_path", &waiting_path), ("waiting_form", &waiting),
        ]);
        assert_eq!(offered.status, 200);
        assert_eq!(offered.value("outcome"), Some("reached".into()));
        assert!(offered.has("都好"));
        assert_eq!(client.post(&path, &[("outcome", "reached"), ("idempotency_key", "half-key-1"), ("note", "都好 & 放心")]).status, 303);
    }

    fn another_post_is_one_tap_away_and_only_ones_own(app) {
        app.write(|tx| {
            use kith::db::schema::posts;
            let row = (
                posts::id.eq(50), posts::role.eq("township"), posts::township_code.eq("500155001"),
                posts::account_id.eq(cast::OWNER), posts::from_on.eq(tx.today), posts::until_on.eq(tx.today),
            );
            diesel::insert_into(posts::table).values(row).execute(tx.conn)?;
            Ok(())
        });
        let client = app.sign_in("owner");
        let account = client.get("/account");
        let post = kith::domain::PostId(50).to_string();
        assert!(account.has(&post) && account.has("换到 聚奎镇"));
        assert_eq!(client.post("/account/post", &[("post", &kith::domain::PostId(cast::OTHER).to_string())]).status, 404);
        assert_eq!(client.post("/account/post", &[("post", &post)]).status, 303);
        assert!(client.get("/worklist").has("镇上要管的"));
        app.pass(TimeDelta::days(1));
        assert!(!client.get("/worklist").has("镇上要管的"), "a stand-in's post ends by itself");
    }

    fn where_sign_in_leads_is_always_a_page_of_ours(app) {
        for (next, expected) in [("/residents", "/residents"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/")] {
            let answer = app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD), ("next", next)]);
            assert_eq!(answer.location().as_deref(), Some(expected), "{next}");
        }
    }

    fn a_department_lands_on_its_account_page_and_the_auditor_on_the_trail(app) {
        let department = app.sign_in("department");
        assert_eq!(department.get("/").location().as_deref(), Some("/account"));
        assert!(department.get("/account").has("现在没有等您办的事"));
        let auditor = app.sign_in("auditor");
        assert_eq!(auditor.get("/").location().as_deref(), Some("/audit"));
        assert!(auditor.get("/audit").has("留痕") && !auditor.get("/account").has("现在没有等您办的事"));
    }
}
