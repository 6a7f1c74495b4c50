//! Where somebody is, as people say it (PRODUCT §4.1).

use crate::{
    both,
    support::{Client, Page, TestApp, cast},
};
use diesel::prelude::*;
use kith::{db::schema::destinations::dsl, domain::ResidentId};

/// The destinations of a resident, the first one first: place, code, whether it has ended.
fn destinations(app: &TestApp, id: ResidentId) -> Vec<(String, Option<String>, bool)> {
    app.read(move |conn| {
        let rows = dsl::destinations.filter(dsl::resident_id.eq(id)).order(dsl::id);
        Ok(rows.select((dsl::place, dsl::place_code, dsl::until_on.is_not_null())).load(conn)?)
    })
}

fn latest(app: &TestApp, id: ResidentId) -> (String, Option<String>, bool) {
    destinations(app, id).pop().expect("a destination")
}

fn away(place: &str, code: Option<&str>) -> (String, Option<String>, bool) {
    (place.to_owned(), code.map(str::to_owned), false)
}

fn go(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    client.post(&format!("/residents/{id}/destinations"), &fields)
}

fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    client.post(&format!("/residents/{id}/check-ins"), &fields)
}

both! {
    fn a_place_is_kept_as_typed_with_its_code_and_the_record_says_what_it_means(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (number, (place, code, said)) in [
            ("广东 深圳", Some("440300"), Some("广东省深圳市")),
            ("深圳宝安区西乡街道某某厂", Some("440306"), Some("广东省深圳市宝安区")),
            ("迪拜", Some("AE"), Some("阿联酋")),
            ("区内", Some("500155"), Some("重庆市梁平区")),
            ("福建省厦门市", Some("350200"), None),
            ("不清楚", None, None),
            ("某个厂", None, None),
        ].into_iter().enumerate() {
            assert_eq!(go(&owner, id, &format!("said-{number}-key"), &[("place", place)]).status, 303, "{place}");
            assert_eq!(latest(app, id), away(place, code), "{place}");
            let record = owner.get(&format!("/residents/{id}"));
            let beside = said.map_or_else(String::new, |said| format!("<p class=\"soft\">{said}</p>"));
            assert!(record.has(&format!("<h3>{place}</h3>{beside}")), "{place}");
        }
    }

    fn a_place_with_several_meanings_is_asked_back_and_nothing_typed_is_lost(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let typed = [("place", "朝阳"), ("employer", "金鹿鞋厂"), ("occupation", "鞋工"), ("from_on", "2026-10-01"), ("source", "relative")];
        let asked = go(&owner, id, "which-key-1", &typed);
        assert_eq!(asked.status, 200, "a question is no mistake");
        for words in ["这样写可以是好几个地方，是哪一个？", "“朝阳”是指", "北京市朝阳区", "辽宁省朝阳市", "辽宁省朝阳市朝阳县",
            "吉林省长春市朝阳区", "按我写的记，不分", "value=\"朝阳\"", "金鹿鞋厂", "鞋工", "2026-10-01", "which-key-1", "value=\"relative\" selected"] {
            assert!(asked.has(words), "{words}");
        }
        assert!(!asked.has("aria-invalid") && !asked.has("checked"), "nothing is wrong, and nothing is guessed");
        assert_eq!(destinations(app, id).len(), 1, "nothing was written");
        let chosen = [&typed[..], &[("place_code", "211300")]].concat();
        assert_eq!(go(&owner, id, "which-key-1", &chosen).status, 303);
        assert_eq!(latest(app, id), away("朝阳", Some("211300")));
        assert!(owner.get(&format!("/residents/{id}")).has("<h3>朝阳</h3><p class=\"soft\">辽宁省朝阳市</p>"));
    }

    fn only_one_of_the_places_asked_about_can_be_chosen(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for other in ["440300", "home", "x", "999999"] {
            let asked = go(&owner, id, "other-key-1", &[("place", "朝阳"), ("place_code", other)]);
            assert_eq!(asked.status, 200, "{other}");
            assert!(asked.has("是哪一个？") && destinations(app, id).len() == 1, "{other}");
        }
        go(&owner, id, "other-key-2", &[("place", "深圳"), ("place_code", "211300")]);
        assert_eq!(latest(app, id), away("深圳", Some("440300")), "an answer to another question is none");
        go(&owner, id, "other-key-3", &[("place", "某地"), ("place_code", "211300")]);
        assert_eq!(latest(app, id), away("某地", None));
    }

    fn a_place_may_be_kept_as_typed_without_deciding(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        go(&owner, id, "typed-key-1", &[("place", "朝阳"), ("place_code", "as_typed")]);
        assert_eq!(latest(app, id), away("朝阳", None));
        go(&owner, id, "typed-key-2", &[("place", "老家"), ("place_code", "as_typed")]);
        assert_eq!(latest(app, id), away("老家", None));
    }

    fn a_question_beside_a_mistake_is_a_mistake_and_keeps_the_answer(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let page = go(&owner, id, "both-key-1", &[("place", "朝阳"), ("from_on", "2026-02-30")]);
        assert_eq!(page.status, 422);
        assert!(page.has("还有 2 处要改") && page.has("北京市朝阳区") && page.has("没有这一天"));
        let page = go(&owner, id, "both-key-1", &[("place", "朝阳"), ("place_code", "110105"), ("from_on", "2026-02-30")]);
        assert_eq!(page.status, 422);
        assert!(page.has("还有 1 处要改") && page.has("value=\"110105\" checked"), "the answer is kept");
    }

    fn home_as_a_place_is_asked_back_and_ends_the_spell_away(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let asked = go(&owner, id, "home-key-1", &[("place", "老家"), ("from_on", "2026-11-20")]);
        assert_eq!(asked.status, 200);
        assert!(asked.has("写的是在家：人回家了吗？") && asked.has("回家了：去处到头") && asked.has("没回家，照我写的记"));
        assert_eq!(destinations(app, id), [away("广东省东莞市", Some("441900"))]);
        let done = go(&owner, id, "home-key-1", &[("place", "老家"), ("place_code", "home"), ("from_on", "2026-11-20")]);
        assert_eq!(done.status, 303);
        assert_eq!(destinations(app, id), [("广东省东莞市".to_owned(), Some("441900".to_owned()), true)]);
        assert!(owner.get(&format!("/residents/{id}/call")).has("已返乡，在家"));
    }

    fn the_call_screen_asks_back_too(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let typed = [("outcome", "reached"), ("place", "西湖区"), ("work", "饭店"), ("note", "换了活路")];
        let asked = log(&owner, id, "call-key-1", &typed);
        assert_eq!(asked.status, 200);
        for words in ["是哪一个？", "浙江省杭州市西湖区", "江西省南昌市西湖区", "饭店", "换了活路", "value=\"reached\" data-next"] {
            assert!(asked.has(words), "{words}");
        }
        assert!(asked.has("id=\"o-reached\" name=\"outcome\" value=\"reached\"") && destinations(app, id).len() == 1);
        assert_eq!(log(&owner, id, "call-key-1", &[&typed[..], &[("place_code", "330106")]].concat()).status, 303);
        assert_eq!(latest(app, id), away("西湖区", Some("330106")));
        assert!(owner.get(&format!("/residents/{id}")).has("浙江省杭州市西湖区"));
    }

    fn home_told_on_the_telephone_ends_the_spell_and_withdrawal_opens_it_again(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        assert!(log(&owner, id, "phone-key-1", &[("outcome", "reached"), ("place", "回老家了")]).has("人回家了吗？"));
        log(&owner, id, "phone-key-1", &[("outcome", "reached"), ("place", "回老家了"), ("place_code", "home")]);
        assert!(destinations(app, id).iter().all(|(_, _, has_ended)| *has_ended));
        let record = owner.get(&format!("/residents/{id}"));
        let undo = record.body.split('"').find(|part| part.ends_with("/withdraw")).expect("the undo").to_owned();
        owner.post(&undo, &[]);
        assert_eq!(destinations(app, id), [away("广东省东莞市", Some("441900"))]);
    }

    fn who_came_home_may_be_said_to_be_at_home_but_not_elsewhere(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for (number, place) in ["深圳", "朝阳", "不清楚"].into_iter().enumerate() {
            let page = log(&owner, id, &format!("came-{number}-key"), &[("outcome", "came_home"), ("place", place)]);
            assert_eq!(page.status, 422, "{place}");
            assert!(page.has("已返乡和换地方只能选一个"), "{place}");
        }
        assert_eq!(log(&owner, id, "came-home-1", &[("outcome", "came_home"), ("place", "老家")]).status, 303);
        assert!(destinations(app, id).iter().all(|(_, _, has_ended)| *has_ended));
    }

    fn the_confirmation_of_a_closing_carries_the_answer_along(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let page = log(&owner, id, "carry-key-1", &[("outcome", "household_moved"), ("place", "朝阳"), ("place_code", "110105")]);
        assert!(page.has("name=\"place_code\" value=\"110105\""));
    }

    fn places_are_suggested_to_anybody_as_a_list_that_may_be_kept(app) {
        let stranger = app.stranger();
        let page = stranger.get("/places?q=%E6%98%86%E5%B1%B1");
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), Some("application/json"));
        assert_eq!(page.header("cache-control"), Some("public, max-age=86400"));
        let names: Vec<String> = serde_json::from_str(&page.body).expect("a list");
        assert_eq!(names.first().map(String::as_str), Some("江苏省苏州市昆山市"));
        assert_eq!(stranger.head("/places?q=shenz").status, 200);
        for nothing in ["/places", "/places?q=", "/places?q=%3Cscript%3E"] {
            assert_eq!(stranger.get(nothing).body, "[]", "{nothing}");
        }
    }
}
