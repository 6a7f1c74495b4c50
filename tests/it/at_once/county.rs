//! On the county itself.

use super::{ROUNDS, both_at_once, sorted};
use crate::{
    both,
    support::{Client, Page},
};
use diesel::prelude::*;
use kith::db::schema::{departments, divisions};

const COUNTY: [(&str, &str); 6] = [
    ("name", "重庆市梁平区"),
    ("code", "500155"),
    ("office_phone", "023-5555 0100"),
    ("data_contact", "陈敏"),
    ("data_contact_phone", "023-5555 0188"),
    ("purpose", "保持联系"),
];

fn seen(page: &Page) -> String {
    page.value("seen").expect("a stamp")
}

/// Taken in by one; by the other too, or shown as what stands already.
fn is_taken(answers: [u16; 2]) -> bool {
    answers.contains(&303) && answers.iter().all(|status| matches!(status, 200 | 303))
}

both! {
    fn of_two_who_change_the_county_one_is_shown_both_versions(app) {
        let county = app.sign_in("county");
        for round in 0..ROUNDS {
            let seen = seen(&county.get("/settings/county"));
            let change = |office: String| {
                let fields: Vec<_> = COUNTY.into_iter().chain([("office", office.as_str()), ("seen", seen.as_str())]).collect();
                county.post("/settings/county", &fields).status
            };
            let answers = both_at_once(|| change(format!("甲办公室{round}")), || change(format!("乙办公室{round}")));
            assert_eq!(sorted(answers), [303, 409], "round {round}");
        }
    }

    fn of_two_who_change_a_division_one_is_shown_both_versions(app) {
        let county = app.sign_in("county");
        for round in 0..ROUNDS {
            let seen = seen(&county.get("/divisions/500155001"));
            let change = |population: String| {
                county.post("/divisions/500155001", &[("name", "聚奎镇"), ("population", &population), ("office_phone", ""), ("seen", &seen)]).status
            };
            let answers = both_at_once(|| change(format!("10{round}1")), || change(format!("10{round}2")));
            assert_eq!(sorted(answers), [303, 409], "round {round}");
        }
    }

    fn a_list_two_take_in_is_taken_in(app) {
        let county = app.sign_in("county");
        let take = |client: &Client, path: &str, list: &str| client.post(path, &[("list", list), ("act", "take")]).status;
        for round in 0..ROUNDS {
            let list = format!("50015501{round},新镇{round},10\n50015501{round}001,新村{round},5\n");
            let answers = both_at_once(|| take(&county, "/divisions/list", &list), || take(&county, "/divisions/list", &list));
            assert!(is_taken(answers), "round {round}: {answers:?}");
            let list = format!("X{round},新部门{round},新{round}\n");
            let answers = both_at_once(|| take(&county, "/departments/list", &list), || take(&county, "/departments/list", &list));
            assert!(is_taken(answers), "round {round}: {answers:?}");
        }
        let made: i64 = app.read(|conn| Ok(divisions::table.filter(divisions::name.like("新%")).count().get_result(conn)?));
        let offices: i64 = app.read(|conn| Ok(departments::table.filter(departments::code.like("X%")).count().get_result(conn)?));
        assert_eq!((made as usize, offices as usize), (2 * ROUNDS, ROUNDS));
    }

    fn one_account_used_at_two_places_at_once_keeps_what_each_did(app) {
        let (here, there) = (app.sign_in("owner"), app.sign_in("owner"));
        for lang in ["en", "zh"] {
            let choose = |client: &Client| client.post("/language", &[("lang", lang), ("back", "/account")]).status;
            assert_eq!(both_at_once(|| choose(&here), || choose(&there)), [303, 303]);
        }
        let end = |client: &Client| client.post("/account/sessions", &[("session", "")]).status;
        let answers = both_at_once(|| end(&here), || end(&there));
        assert!(answers.iter().all(|status| matches!(status, 303 | 401)), "{answers:?}");
        let sign_out = |client: &Client| client.post("/sign-out", &[]).status;
        assert_eq!(both_at_once(|| sign_out(&here), || sign_out(&here)), [303, 303]);
        assert_eq!(here.get("/worklist").status, 303);
    }
}
