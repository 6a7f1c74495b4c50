//! Limits: sixty a minute by address, three hundred an hour by village; then the village's number (PRODUCT §4.5).

use crate::{
    both,
    support::{
        Client, Page, TestApp, cast,
        visitors::{form, latest},
    },
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::registrations,
    domain::{Actor, PersonName, PhoneNumber, RegistrationId, Sex, VillageCode},
    i18n::Lang,
    registrations::{NewRegistration, send},
};

/// Sends a form from an address, under a key of its own.
fn from(app: &TestApp, client: &Client, address: &str, number: usize, village: &str) -> Page {
    let key = format!("{address}-key-{number:03}");
    let body: Vec<String> = form(&[("idempotency_key", &key), ("village", village)])
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", app.origin.as_str()),
        ("X-Forwarded-For", address),
    ];
    client.send("/register", &headers, body.join("&").as_bytes())
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn count(app: &TestApp) -> i64 {
    app.read(|conn| Ok(registrations::table.count().get_result(conn)?))
}

both! {
    fn an_address_sends_sixty_a_minute_and_then_hears_whom_to_ring(app) {
        let client = app.stranger();
        for number in 0..60 {
            assert_eq!(from(app, &client, "factory", number, cast::VILLAGE).status, 303, "{number}");
        }
        let full = from(app, &client, "factory", 60, cast::VILLAGE);
        assert_eq!(full.status, 429);
        assert_eq!(full.header("retry-after"), Some("60"));
        assert!(full.has("023-5555 0123") && full.has("您填的都还在") && full.has("value=\"张晓勇\""));
        assert_eq!(count(app), 60);
        assert_eq!(from(app, &client, "factory", 7, cast::VILLAGE).status, 303, "the same form again is answered as before");
        assert_eq!(from(app, &client, "elsewhere", 60, cast::VILLAGE).status, 303, "another address is not held up");
        app.pass(TimeDelta::seconds(60));
        assert_eq!(from(app, &client, "factory", 60, cast::VILLAGE).status, 303, "the page sent again a minute later");
        assert_eq!(count(app), 62);
    }

    fn a_village_takes_three_hundred_an_hour(app) {
        let keys = app.state.keys.clone();
        let new = NewRegistration {
            village: VillageCode::parse(cast::VILLAGE).expect("a village"),
            name: PersonName::parse("张晓勇").expect("a name"),
            phone: PhoneNumber::parse("15400008812").expect("a number"),
            place: "不清楚".into(),
            place_code: None,
            work: String::new(),
            hours: String::new(),
            group_no: None,
            head_name: String::new(),
            sex: Sex::Unknown,
            birth_on: None,
            document: None,
            wechat: None,
            note: String::new(),
            lang: Lang::Zh,
            consents: Vec::new(),
        };
        let sent = app.try_write(Actor::System, move |tx| {
            (0..299).try_for_each(|_| {
                let id = RegistrationId(tx.next_id());
                send(tx, &keys, &new, id).map(drop)
            })
        });
        sent.expect("299 are sent");
        app.pass(TimeDelta::minutes(10));
        let client = app.stranger();
        assert_eq!(from(app, &client, "phone", 1, cast::VILLAGE).status, 303, "the three hundredth");
        let full = from(app, &client, "phone", 2, cast::VILLAGE);
        assert_eq!((full.status, full.header("retry-after")), (429, Some("3000")));
        assert!(full.has("023-5555 0123"));
        assert_eq!(from(app, &client, "phone", 1, cast::VILLAGE).status, 303, "the same form again is answered as before");
        assert_eq!(from(app, &client, "phone", 3, cast::NEXT_VILLAGE).status, 303, "another village is not held up");
        assert_eq!(latest(app).village_code.as_str(), cast::NEXT_VILLAGE);
        app.pass(TimeDelta::minutes(51));
        assert_eq!(from(app, &client, "phone", 2, cast::VILLAGE).status, 303, "after the hour");
    }
}
