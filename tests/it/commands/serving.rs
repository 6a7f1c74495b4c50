//! `kith serve` and `kith migrate`.

use crate::{
    on_both,
    support::{Kind, program::Site},
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    time::Duration,
};

const FOUNDER: [(&str, &str); 4] =
    [("name", "王建国"), ("username", "wang"), ("password", "horse-battery"), ("again", "horse-battery")];

/// The one-time link somebody was given, if any.
fn link(site: &Site) -> Option<String> {
    let printed = site.printed();
    let at = printed.find("/set-up/")?;
    Some(printed[at..].split_whitespace().next()?.to_owned())
}

/// Takes the tables back by the last migration.
fn set_back(site: &Site) {
    let folder = match site.kind {
        Kind::Sqlite => "sqlite",
        Kind::Postgres => "postgres",
    };
    let all = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let names = std::fs::read_dir(all).expect("the migrations").flatten().map(|entry| entry.path());
    let last = names.max().expect("a migration").join("down.sql");
    site.execute(&std::fs::read_to_string(last).expect("the way back"));
    let table = "__diesel_schema_migrations";
    site.execute(&format!("DELETE FROM {table} WHERE version = (SELECT max(version) FROM {table})"));
}

/// Somebody of a list that is shown.
fn first_on(list: &str) -> &str {
    let ids = list.split("\"/residents/").skip(1).filter_map(|rest| rest.split('"').next());
    ids.into_iter().find(|id| id.len() == 13).expect("somebody is on the list")
}

on_both! {
    fn an_empty_database_is_served_with_a_link_that_makes_the_first_administrator_once(site) {
        let served = site.start(&[]);
        let path = link(site).expect("the link is printed");
        assert!(site.printed().contains(&format!("{}{path}", served.origin)), "it can be opened as it stands");
        let client = served.stranger();
        assert_eq!((client.get(&path).status, client.post(&path, &FOUNDER).status), (200, 303));
        assert_eq!(client.get(&path).status, 404);
        drop(served);
        let again = site.serve();
        assert_eq!(link(site), None, "nobody is shown it any more");
        let form = [("username", "wang"), ("password", "horse-battery")];
        assert_eq!(again.stranger().post("/sign-in", &form).location().as_deref(), Some("/"));
    }

    fn a_database_that_is_behind_is_refused_until_it_is_migrated(site) {
        assert!(!site.run(&["migrate"]).well().starts_with("0 "));
        set_back(site);
        for command in [&["serve"][..], &["demo"], &["check"], &["generate"]] {
            let said = site.run(command).refused();
            assert!(said.contains("1 migrations behind: run `kith migrate`"), "{command:?}: {said}");
        }
        assert!(site.run(&["migrate"]).well().starts_with("1 "));
        assert!(site.run(&["migrate"]).well().starts_with("0 "));
        site.serve();
    }

    fn a_foreign_key_file_is_refused_and_a_missing_one_is_not_made(site) {
        site.generate("20");
        let own = std::fs::read(&site.keys).expect("the keys");
        std::fs::write(&site.keys, "17".repeat(32)).expect("other keys");
        for command in ["serve", "check", "demo"] {
            assert!(site.run(&[command]).refused().contains("not the one this database was sealed with"), "{command}");
        }
        std::fs::remove_file(&site.keys).expect("no keys");
        for command in ["serve", "check", "demo"] {
            assert!(site.run(&[command]).refused().contains("the key file is not there"), "{command}");
            assert!(!site.keys.exists(), "{command}");
        }
        std::fs::write(&site.keys, own).expect("the keys again");
        site.serve();
    }

    fn sigterm_finishes_what_was_begun_and_ends_well(site) {
        site.generate("40");
        let mut served = site.serve();
        let form = [("username", "cadre"), ("password", crate::support::program::SAMPLE_PASSWORD)];
        let client = served.stranger();
        let signed_in = client.post("/sign-in", &form);
        let cookie = signed_in.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a session");
        let list = client.get("/residents").body;
        let place = served.origin.trim_start_matches("http://").to_owned();
        let body = "outcome=reached&idempotency_key=begun-before&note=begun-before";
        let head = format!(
            "POST /residents/{}/check-ins HTTP/1.1\r\nHost: {place}\r\nOrigin: {}\r\nCookie: {cookie}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            first_on(&list), served.origin, body.len()
        );
        let mut socket = TcpStream::connect(&place).expect("the server listens");
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a patient socket");
        let (first, rest) = body.split_at(20);
        socket.write_all((head + first).as_bytes()).expect("half a form");
        let go_on = b"HTTP/1.1 100 Continue\r\n\r\n";
        let mut told = vec![0; go_on.len()];
        socket.read_exact(&mut told).expect("it has begun");
        assert_eq!(told, go_on);
        served.terminate();
        std::thread::sleep(Duration::from_millis(150));
        socket.write_all(rest.as_bytes()).expect("the other half");
        let mut answer = [0; 12];
        socket.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 303");
        assert_eq!(served.end().code(), Some(0));
        assert!(TcpStream::connect(&place).is_err(), "nobody is let in any more");
        assert_eq!(site.count("checkins WHERE note = 'begun-before'"), 1);
        assert!(site.run(&["check"]).well().contains("0 faults"));
    }

    fn the_log_has_one_line_for_each_request_and_nothing_of_people(site) {
        site.generate("40");
        let served = site.serve();
        let client = served.sign_in("cadre");
        let id = first_on(&client.get("/residents").body).to_owned();
        let own: Vec<String> = site.lines("SELECT name AS line FROM residents");
        for path in [format!("/residents/{id}?all=zhouxiaoyan"), "/residents?q=zhouxiaoyan".into(), format!("/nobody/{id}"), "/residents/zzzzzzzzzzzzz".into()] {
            client.get(&path);
        }
        client.post(&format!("/residents/{id}/check-ins"), &[("outcome", "reached"), ("idempotency_key", "logged-key-1"), ("note", "厂里放假")]);
        client.post("/sign-in", &[("username", "zhouxiaoyan"), ("password", "wrong-pass-1")]);
        drop(served);
        let log = site.log();
        for line in log.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
        for route in ["/residents/{id}", "/residents/{id}/check-ins", "/residents", "/sign-in"] {
            assert!(log.contains(&format!("\"route\":\"{route}\"")), "{route}");
        }
        for secret in [id.as_str(), "zhouxiaoyan", "厂里放假", "wrong-pass", "logged-key", "?q", "127.0.0.1:"].into_iter().chain(own.iter().map(String::as_str)) {
            let told = log.lines().filter(|line| !line.contains("\"serving\"") && !line.contains("actix_server")).any(|line| line.contains(secret));
            assert!(!told, "the log tells {secret}");
        }
    }
}

#[test]
fn a_port_that_is_taken_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let bind = taken.local_addr().expect("its address").to_string();
    let said = Site::new(Kind::Sqlite).run(&["serve", "--bind", &bind]).refused();
    assert!(said.contains(&bind) && said.contains("in use"), "{said}");
}

#[test]
fn a_proxys_word_on_addresses_counts_only_where_there_is_one() {
    for (arguments, last) in [(&["serve"][..], 429), (&["serve", "--behind-proxy"], 422)] {
        let site = Site::new(Kind::Sqlite);
        site.generate("20");
        let served = site.start(arguments);
        let guess = |number: u8| {
            let from = format!("192.0.2.{number}");
            let headers = [
                ("Origin", served.origin.as_str()),
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("X-Forwarded-For", &from),
            ];
            served.stranger().send("/sign-in", &headers, b"username=cadre&password=wrong-pass-1").status
        };
        let statuses: Vec<u16> = (1..=7).map(guess).collect();
        assert_eq!(statuses.last(), Some(&last), "{arguments:?}: {statuses:?}");
    }
}

#[test]
fn where_people_come_by_https_cookies_are_bound_to_the_host() {
    let site = Site::new(Kind::Sqlite);
    site.generate("20");
    let served = site.start(&["serve", "--public-url", "https://kith.example/"]);
    let form: &[u8] = b"username=cadre&password=test-pass-1";
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let refused = served.stranger().send("/sign-in", &[("Origin", served.origin.as_str()), kind], form);
    assert_eq!(refused.status, 403, "the origin is the one people type");
    let answer = served.stranger().send("/sign-in", &[("Origin", "https://kith.example"), kind], form);
    assert_eq!(answer.status, 303);
    let cookie = answer.header("set-cookie").expect("a session");
    for part in ["__Host-kith=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(answer.header("strict-transport-security").is_some());
}
