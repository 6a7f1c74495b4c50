//! Bad input gets a clear sentence and never makes the house stumble (PRODUCT §4.1, issue of the house).

use crate::{
    both,
    support::{Client, TestApp, cast},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use kith::{
    app::routes,
    db::schema::{destinations, residents::dsl},
    domain::{ResidentId, Role},
    web::{Method, Route, Who},
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// What nobody types and machines send: bytes no text has, odd numbers, endless words.
const ODD: [&str; 9] = [
    "%00",
    "a%00b-12345678",
    "%ED%A0%80",
    "%E2%80%8B%E2%80%AE",
    "99999999999999999999999999",
    "-1",
    "'%22%3E%3Cscript%3E",
    "%F0%A0%AE%B7",
    "%25%5F%5C",
];

/// Every field any form has.
const FIELDS: [&str; 37] = [
    "idempotency_key",
    "outcome",
    "kind",
    "held_on",
    "channel",
    "answered_by",
    "note",
    "new_number",
    "new_number_holder",
    "place",
    "work",
    "next",
    "value",
    "holder",
    "source",
    "source_on",
    "end",
    "employer",
    "from_on",
    "home_on",
    "reason",
    "username",
    "password",
    "name",
    "phone",
    "role",
    "until",
    "vacant",
    "code",
    "list",
    "act",
    "population",
    "back",
    "waiting_path",
    "waiting_form",
    "office_phone",
    "seen",
];

fn address(app: &TestApp, path: &str, odd: &str) -> String {
    let id = cast::id(app, &cast::XIAOYAN).to_string();
    let parts = path.split('/').map(|part| match part {
        "{id}" if path.starts_with("/residents") => id.as_str(),
        part if part.starts_with('{') => odd,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Every room of this kind, each with somebody who has a key to it.
fn rooms(app: &TestApp, method: Method) -> Vec<(std::rc::Rc<Client>, &'static Route)> {
    let keepers = [("owner", Role::Cadre), ("county", Role::County), ("township", Role::Township)];
    let keepers = keepers.map(|(username, role)| (std::rc::Rc::new(app.sign_in(username)), role));
    let all = routes().filter(|route| route.method == method && route.path != "/sign-out");
    all.map(|route| {
        let has_key = |role: Role| !matches!(route.who, Who::Roles(roles) if !roles.contains(&role));
        let keeper = keepers.iter().find(|(_, role)| has_key(*role)).unwrap_or(&keepers[0]);
        (keeper.0.clone(), route)
    })
    .collect()
}

fn send(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> crate::support::Page {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    client.post(&format!("/residents/{id}/check-ins"), &fields)
}

both! {
    fn no_address_makes_the_house_stumble(app) {
        for (client, route) in rooms(app, Method::Get) {
            for odd in ODD {
                let path = address(app, route.path, odd);
                for path in [path.clone(), format!("{path}?q={odd}&after={odd}&id={odd}&which={odd}&whose={odd}&filter={odd}&done={odd}&next={odd}&all={odd}")] {
                    let answer = client.try_get(&path);
                    assert!(answer.is_none_or(|page| page.status < 500), "{path}");
                }
            }
        }
    }

    fn no_form_makes_the_house_stumble(app) {
        for (client, route) in rooms(app, Method::Post) {
            let send = |path: &str, body: &str| client.send(path, &[FORM, ("Origin", app.origin.as_str())], body.as_bytes()).status;
            for odd in ODD {
                let body: Vec<String> = FIELDS.iter().map(|field| format!("{field}={odd}")).collect();
                let status = send(&address(app, route.path, odd), &body.join("&"));
                assert!(status < 500, "{} {odd}: {status}", route.path);
            }
            let keyed = format!("idempotency_key=odd-key-{}&name=a%00&note=%00", route.path.len());
            let status = send(&address(app, route.path, "x"), &keyed);
            assert!(status < 500, "{}: {status}", route.path);
        }
    }

    fn a_key_nobody_can_see_is_no_key(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for key in ["", "1234567", &"k".repeat(65), "\0\0\0\0\0\0\0\0", "12345678\u{7}"] {
            let page = send(&owner, id, key, &[("outcome", "reached"), ("note", "厂里放假")]);
            assert_eq!(page.status, 422, "{key:?}");
            assert!(page.has("厂里放假"), "nothing typed is lost");
            assert!(page.value("idempotency_key").is_some_and(|fresh| (8..=64).contains(&fresh.len())), "and the form can be sent again");
        }
        for key in ["12345678", &"k".repeat(64), "记-记-记-记-记"] {
            assert_eq!(send(&owner, id, key, &[("outcome", "no_answer")]).status, 303, "{key}");
        }
    }

    fn characters_nobody_sees_are_named_in_every_text(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (number, odd) in ['\u{200b}', '\u{202e}', '\u{2067}', '\u{feff}', '\u{61c}', '\u{e0041}', '\u{1}', '\u{ad}'].into_iter().enumerate() {
            for field in ["note", "place", "answered_by", "new_number_holder"] {
                let key = format!("invisible-{number}-{field}");
                let typed = format!("广东{odd}深圳");
                let page = send(&owner, id, &key, &[("outcome", "reached"), ("new_number", "15400001234"), (field, &typed)]);
                assert!(page.status == 422 && page.has("看不见的符号"), "{odd:?} in {field}: {}", page.status);
            }
        }
        let page = send(&owner, id, "visible-1", &[("outcome", "reached"), ("note", "第一行\r\n第二行 👍")]);
        assert_eq!(page.status, 303, "lines and pictures are no such characters");
    }

    fn what_is_too_long_is_said_with_its_limit(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (field, most) in [("note", 500), ("place", 60), ("answered_by", 60), ("new_number_holder", 40)] {
            let send = |length: usize| {
                let (text, key) = ("字".repeat(length), format!("long-{field}-{length}"));
                send(&owner, id, &key, &[("outcome", "reached"), ("new_number", "15400001234"), (field, &text)])
            };
            let page = send(most + 1);
            assert!(page.status == 422 && page.has(&format!("{most}")) && page.has(&"字".repeat(most + 1)), "{field}");
            assert_eq!(send(most).status, 303, "{field}");
        }
    }

    fn a_day_is_read_however_it_is_written_and_only_if_it_is_one(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let days = ["2026-11-20", "2026/11/20", "2026.11.20", "20261120", "2026年11月20日", " ２０２６－１１－２０ ", "2026-11-2", "2026 11 20"];
        for (number, day) in days.into_iter().enumerate() {
            assert_eq!(send(&owner, id, &format!("day-key-{number}"), &[("outcome", "reached"), ("held_on", day)]).status, 303, "{day}");
        }
        for (number, day) in ["2026-02-30", "昨天", "11-20", "2026-13-01", "20-11-2026", "2026-11-20T10:00", "2026-11-20-1", "0000-00-00"].into_iter().enumerate() {
            let page = send(&owner, id, &format!("no-day-{number}"), &[("outcome", "reached"), ("held_on", day)]);
            assert!(page.status == 422 && page.has("没有这一天") && page.value("held_on").as_deref() == Some(day), "{day}: {}", page.status);
        }
    }

    fn every_kind_of_wrong_number_has_its_own_sentence(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let mut said = std::collections::BTreeSet::new();
        for (number, typed) in ["1380000", "一三八零零", "5555218", "+86", "+12", "99"].into_iter().enumerate() {
            let page = send(&owner, id, &format!("number-{number}"), &[("outcome", "reached"), ("new_number", typed)]);
            assert_eq!((page.status, page.value("new_number").as_deref()), (422, Some(typed)));
            let from = page.body.find("id=\"new_number-err\"").expect("a sentence beside the field");
            said.insert(page.body[from..from + page.body[from..].find("</p>").expect("its end")].to_owned());
        }
        assert!(said.len() >= 4, "{said:?}");
    }

    fn a_place_is_kept_as_typed_beside_the_code_it_has(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/destinations");
        for (number, place) in ["广东省深圳市", " 老姨家那边 "].into_iter().enumerate() {
            let form = [("place", place), ("from_on", "2026-10-01"), ("source", "relative"), ("idempotency_key", &format!("place-{number}-key"))];
            assert_eq!(owner.post(&path, &form).status, 303);
        }
        type Kept = (String, Option<String>, String, NaiveDate);
        let kept: Vec<Kept> = app.read(move |conn| {
            let all = destinations::table.filter(destinations::resident_id.eq(id)).order(destinations::id);
            Ok(all.select((destinations::place, destinations::place_code, destinations::source, destinations::source_on)).load(conn)?)
        });
        let today = app.today();
        assert_eq!(kept[1..], [
            ("广东省深圳市".to_owned(), Some("440300".to_owned()), "relative".to_owned(), today),
            ("老姨家那边".to_owned(), None, "relative".to_owned(), today),
        ]);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("老姨家那边") && record.has("11月23日，家里人"), "each fact shows its source and day: {}", record.words());
    }

    fn a_body_too_large_is_refused_though_nobody_said_how_large_it_is(app) {
        let place = app.origin.trim_start_matches("http://");
        let mut socket = TcpStream::connect(place).expect("the server listens");
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a patient socket");
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {place}\r\nOrigin: {}\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
            app.origin, FORM.1
        );
        socket.write_all(head.as_bytes()).expect("a head");
        let chunk = |bytes: usize| [format!("{bytes:x}\r\n").as_bytes(), &vec![b'a'; bytes], b"\r\n"].concat();
        (0..8).for_each(|_| socket.write_all(&chunk(64 * 1024)).expect("as much as a form may have"));
        socket.write_all(&chunk(1)).expect("and one byte more");
        let mut answer = [0; 12];
        socket.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 413");
    }

    fn another_form_under_a_used_key_is_told_what_was_kept(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        send(&owner, id, "used-key-1", &[("outcome", "no_answer")]);
        let page = send(&owner, id, "used-key-1", &[("outcome", "no_answer"), ("note", "x")]);
        assert!(page.status == 409 && page.has("这张表已经用过了"));
        let path = format!("/residents/{id}/channels");
        let form = |value| [("kind", "mobile"), ("value", value), ("idempotency_key", "used-key-2")];
        assert_eq!((owner.post(&path, &form("15400001111")).status, owner.post(&path, &form("15400001111")).status), (303, 303));
        assert_eq!(owner.post(&path, &form("15400002222")).status, 409);
        assert_eq!(send(&app.sign_in("colleague"), id, "used-key-1", &[("outcome", "reached")]).status, 303, "keys are each sender's own");
    }

    fn ending_a_number_twice_ends_it_once(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let channel = crate::support::people::channel_ids(app, id)[0].clone();
        let path = format!("/residents/{id}/channels");
        for _ in 0..2 {
            let answer = owner.post(&path, &[("end", &channel)]);
            assert_eq!(answer.location(), Some(format!("/residents/{id}")), "{}", answer.status);
        }
        assert_eq!(ended(app, "channel_ended"), 1);
        for odd in ["0000000000000", "zzzzzzzzzzzzz"] {
            assert!(matches!(owner.post(&path, &[("end", odd)]).status, 404 | 422), "{odd}");
        }
        let path = format!("/residents/{id}/destinations");
        for _ in 0..2 {
            assert_eq!(owner.post(&path, &[("home", "1")]).location(), Some(format!("/residents/{id}")));
        }
        assert_eq!(ended(app, "destination_ended"), 1);
        let now: NaiveDate = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::due_on.assume_not_null()).first(conn)?));
        assert_eq!(now, app.today());
    }
}

fn ended(app: &TestApp, kind: &'static str) -> i64 {
    use kith::db::schema::audit;
    app.read(move |conn| Ok(audit::table.filter(audit::kind.eq(kind)).count().get_result(conn)?))
}
