//! Who has a key to which room, from the table of routes itself (PRODUCT §2).

use crate::{
    both,
    support::{TestApp, cast},
};
use kith::{
    app::routes,
    domain::Role,
    web::{Method, Who},
};

/// An address of a route, about somebody of the first village.
fn address(app: &TestApp, path: &str) -> String {
    let id = cast::id(app, &cast::XIAOYAN).to_string();
    let nobody = "0000000000000";
    path.replace("{id}", &id)
        .replace("{channel}", nobody)
        .replace("{checkin}", nobody)
        .replace("{pair}", nobody)
        .replace("{post}", nobody)
        .replace("{roster}", nobody)
        .replace("{layout}", nobody)
        .replace("{registration}", nobody)
        .replace("{code}", cast::VILLAGE)
        .replace("{village_code}", cast::VILLAGE)
        .replace("{registration}", nobody)
        .replace("{hash}", "0")
        .replace("{name}", "x")
        .replace("{token}", "x")
}

const ROLES: [(&str, Role); 5] = [
    ("owner", Role::Cadre),
    ("township", Role::Township),
    ("department", Role::Department),
    ("county", Role::County),
    ("auditor", Role::Auditor),
];

both! {
    fn every_role_finds_every_room_open_or_shut_as_the_table_says(app) {
        for (username, role) in ROLES {
            for route in routes().filter(|route| route.path != "/sign-out") {
                let client = app.sign_in(username);
                let path = address(app, route.path);
                let answer = match route.method {
                    Method::Get => client.get(&path),
                    Method::Post => client.post(&path, &[]),
                };
                let is_shut = matches!(route.who, Who::Roles(roles) if !roles.contains(&role));
                assert_eq!(answer.status == 403, is_shut, "{role:?} {:?} {}: {}", route.method, route.path, answer.status);
                assert!(answer.status < 500, "{role:?} {:?} {}: {}", route.method, route.path, answer.status);
            }
        }
    }

    fn a_stranger_is_asked_to_sign_in_wherever_a_key_is_needed(app) {
        let stranger = app.stranger();
        for route in routes().filter(|route| route.who != Who::Everybody) {
            let path = address(app, route.path);
            match route.method {
                Method::Get => {
                    let answer = stranger.get(&path);
                    assert_eq!(answer.status, 303, "{path}");
                    assert!(answer.location().is_some_and(|to| to.starts_with("/sign-in")), "{path}");
                }
                Method::Post => assert_eq!(stranger.post(&path, &[]).status, 401, "{path}"),
            }
        }
    }

    fn a_residents_own_pages_open_to_nobody_without_their_link(app) {
        let own = || routes().filter(|route| route.path.starts_with("/my") && !route.path.contains("{token}"));
        assert!(own().count() >= 4);
        for who in [None, Some("owner"), Some("county"), Some("auditor")] {
            let client = who.map_or_else(|| app.stranger(), |who| app.sign_in(who));
            for route in own().filter(|route| route.path != "/my/leave") {
                let answer = match route.method {
                    Method::Get => client.get(route.path),
                    Method::Post => client.post(route.path, &[("tap", "help"), ("idempotency_key", "stranger-1")]),
                };
                assert_eq!(answer.status, 401, "{who:?} {}", route.path);
                assert!(answer.has("请打开您自己的链接") && !answer.has("周小燕"), "{who:?} {}", route.path);
            }
            assert_eq!(client.post("/my/leave", &[]).status, 303, "leaving harms nobody");
        }
    }

    fn what_lies_outside_ones_territory_does_not_exist(app) {
        let far = cast::id(app, &cast::FAR);
        let near = cast::id(app, &cast::XIAOYAN);
        let (cadre, officer) = (Role::Cadre, Role::Township);
        for (username, role, id) in [("owner", cadre, far), ("colleague", cadre, far), ("township", officer, far), ("other", cadre, near), ("far-township", officer, near)] {
            let client = app.sign_in(username);
            for route in routes().filter(|route| route.path.starts_with("/residents/{id}")) {
                let path = route.path.replace("{id}", &id.to_string()).replace("{channel}", "0000000000000").replace("{checkin}", "0000000000000");
                let answer = match route.method {
                    Method::Get => client.get(&path),
                    Method::Post => client.post(&path, &[
                        ("outcome", "reached"), ("idempotency_key", "outside-1"), ("reason", "想看一看"), ("kind", "mobile"),
                        ("value", "15400001111"), ("place", "广东省深圳市"), ("name", "周小燕"), ("head_name", "周德福"), ("verdict", "reopened"),
                    ]),
                };
                // Role first, then territory.
                let has_key = matches!(route.who, Who::Roles(roles) if roles.contains(&role));
                assert_eq!(answer.status, if has_key { 404 } else { 403 }, "{username} {path}");
            }
            assert!(!client.get("/residents?whose=all").has(if id == far { "郑学英" } else { "周小燕" }));
        }
    }
}
