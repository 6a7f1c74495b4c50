//! Who stands on which list, in which order, page after page (PRODUCT §2, §4.2, §4.3).

use crate::{
    both,
    support::{Client, Page, TestApp, cast, people, people::Someone},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    db::schema::{posts, residents as rows},
    domain::{ChannelKind, ResidentId},
};
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
};

/// Those of these names that a page shows, in its order.
fn shown<'a>(page: &Page, names: &[&'a str]) -> Vec<&'a str> {
    let mut places: Vec<(usize, &str)> =
        names.iter().filter_map(|name| Some((page.body.find(&format!(">{name}<"))?, *name))).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, name)| name).collect()
}

/// Removes the cast from every list but its own rows: nothing of it is owed.
fn put_off_the_cast(app: &TestApp) {
    for cast in [cast::XIAOYAN, cast::DAJUN, cast::NUMBERLESS, cast::FAR] {
        let id = cast::id(app, &cast);
        people::set(app, id, |tx, id| {
            let later = tx.today + TimeDelta::days(60);
            diesel::update(rows::table.find(id)).set(rows::first_due_on.eq(later)).execute(tx.conn)
        });
    }
}

/// Asks for a call at once.
fn call(app: &TestApp, id: ResidentId, reason: &'static str) {
    people::set(app, id, move |tx, id| {
        let since = tx.now - TimeDelta::hours(2);
        diesel::update(rows::table.find(id))
            .set((rows::call_reason.eq(reason), rows::call_since.eq(since)))
            .execute(tx.conn)
    });
}

fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    assert_eq!(client.post(&format!("/residents/{id}/check-ins"), &fields).status, 303, "{key}");
}

/// Where the next page of a list begins.
fn next_page(page: &Page) -> Option<String> {
    let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut plain = links.map(|link| link.replace("&amp;", "&").replace("&#38;", "&"));
    plain.find(|link| link.starts_with("/residents?") && link.contains("&id="))
}

/// The bytes in which a page comes over the network, its head included.
fn packed(app: &TestApp, path: &str, cookie: &str) -> usize {
    let place = app.origin.trim_start_matches("http://");
    let mut socket = TcpStream::connect(place).expect("the server listens");
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {place}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).expect("a question");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("an answer");
    let head = String::from_utf8_lossy(&answer[..answer.len().min(900)]).to_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("content-encoding: gzip"), "{path}: {head}");
    answer.len()
}

/// Everybody a list shows, page after page.
fn walk(client: &Client, first: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let page = client.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let ids = page.body.split("href=\"/residents/").skip(1).filter_map(|rest| rest.split('"').next());
        pages.push(ids.filter(|id| id.len() == 13).map(str::to_owned).collect());
        next = next_page(&page);
        assert!(pages.len() < 20, "a list that never ends");
    }
    pages
}

both! {
    fn a_worklist_is_help_then_overdue_lost_and_new_then_due(app) {
        put_off_the_cast(app);
        let enter = |days, name| Someone::due_in(days, name).enter(app);
        let owner = app.sign_in("owner");
        call(app, enter(50, "求助人"), "help");
        let lost = enter(-9, "失联人");
        log(&owner, lost, "worklist-1", &[("outcome", "dead_number")]);
        enter(-20, "很晚人");
        call(app, enter(80, "新登记"), "new");
        enter(-3, "到期人");
        enter(0, "今天人");
        enter(1, "明天人");
        let order = ["求助人", "很晚人", "失联人", "新登记", "到期人", "今天人"];
        let all = [&order[..], &["明天人"]].concat();
        assert_eq!(shown(&owner.get("/worklist"), &all), order[..2].iter().chain(&order[3..]).copied().collect::<Vec<_>>(), "who was tried today is not tried again today");
        app.pass(TimeDelta::days(1));
        let page = owner.get("/worklist");
        assert_eq!(shown(&page, &all), all);
        for words in ["要人帮忙", "晚 21 天", "失联第 2 天", "到期 4 天", "到期 1 天", "今天到期", "新登记"] {
            assert!(page.has(words), "{words}");
        }
        assert!(page.has("要人帮忙 1 位，晚了 1 位，失联 1 位，新登记 1 位，到期 3 位。"));
    }

    fn on_one_day_the_stricter_cadence_comes_first_then_who_is_longer_on_file(app) {
        put_off_the_cast(app);
        let ids = ["甲某", "乙某", "丙某"].map(|name| Someone::due_in(0, name).enter(app));
        people::set(app, ids[2], |tx, id| {
            let mark = (rows::priority_reason.eq("大病初愈"), rows::priority_on.eq(tx.today));
            diesel::update(rows::table.find(id)).set(mark).execute(tx.conn)
        });
        people::set(app, ids[0], |tx, id| diesel::update(rows::table.find(id)).set(rows::is_settled.eq(true)).execute(tx.conn));
        let page = app.sign_in("owner").get("/worklist");
        assert_eq!(shown(&page, &["甲某", "乙某", "丙某"]), ["丙某", "乙某", "甲某"]);
        assert!(page.has("重点关心，30 天一次") && page.has("在外安稳，180 天一次") && page.has("该 90 天一次"));
    }

    fn contact_is_due_for_seven_days_and_overdue_beyond_on_the_countys_own_days(app) {
        put_off_the_cast(app);
        Someone::due_in(1, "明天人").enter(app);
        let owner = app.sign_in("owner");
        // Ten in the morning: fourteen hours until the county's midnight, which is four in the afternoon UTC.
        app.pass(TimeDelta::hours(14) - TimeDelta::minutes(1));
        assert!(owner.get("/worklist").has("今天没有要联系的人"));
        app.pass(TimeDelta::minutes(1));
        assert!(owner.get("/worklist").has("今天到期"));
        app.pass(TimeDelta::days(6));
        assert!(owner.get("/worklist").has("到期 6 天"));
        app.pass(TimeDelta::days(1));
        assert!(owner.get("/worklist").has("晚 7 天"));
    }

    fn a_township_sees_who_has_no_owner_who_is_lost_past_fifteen_days_and_who_is_longest_overdue(app) {
        put_off_the_cast(app);
        let township = app.sign_in("township");
        assert!(township.get("/worklist").has("镇上现在没有要接手的"));
        Someone { owner: None, ..Someone::due_in(3, "没人管") }.enter(app);
        Someone { owner: Some(3), ..Someone::due_in(3, "岗位空") }.enter(app);
        app.write(|tx| Ok(diesel::update(posts::table.find(3)).set(posts::account_id.eq(None::<i64>)).execute(tx.conn)?));
        let lost = Someone::due_in(0, "失联人").enter(app);
        log(&app.sign_in("owner"), lost, "township-1", &[("outcome", "dead_number")]);
        Someone { village: cast::NEXT_VILLAGE, ..Someone::due_in(-7, "晚七天") }.enter(app);
        Someone::due_in(-6, "到期六天").enter(app);
        Someone { village: cast::FAR_VILLAGE, owner: None, ..Someone::due_in(-70, "外镇人") }.enter(app);
        let names = ["没人管", "岗位空", "失联人", "晚七天", "到期六天", "外镇人"];
        assert_eq!(shown(&township.get("/worklist"), &names), ["没人管", "岗位空", "晚七天"]);
        app.pass(TimeDelta::days(14));
        let lost_under = |page: &Page| {
            let (from, to) = (page.body.find("失联超过 15 天的").expect("a heading"), page.body.find("晚得最久的").expect("a heading"));
            page.body[from..to].contains(">失联人<")
        };
        assert!(!lost_under(&township.get("/worklist")), "the fifteenth day is the cadre's");
        app.pass(TimeDelta::days(1));
        assert!(lost_under(&township.get("/worklist")));
        let page = township.get("/worklist");
        let overdue = &page.body[page.body.find("晚得最久的").expect("a heading")..];
        let places = ["晚七天", "到期六天", "失联人"].map(|name| overdue.find(&format!(">{name}<")).expect("overdue"));
        assert!(places.is_sorted(), "the longest overdue first");
        assert_eq!(shown(&app.sign_in("far-township").get("/worklist"), &names), ["外镇人"]);
    }

    fn every_list_shows_whom_it_names_and_nobody_else(app) {
        put_off_the_cast(app);
        let owner = app.sign_in("owner");
        let enter = |days, name| Someone::due_in(days, name).enter(app);
        enter(-30, "很晚人");
        enter(-2, "到期人");
        enter(20, "正常人");
        log(&owner, enter(-1, "失联人"), "lists-key-1", &[("outcome", "dead_number")]);
        Someone { numbers: Vec::new(), ..Someone::due_in(9, "无号人") }.enter(app);
        log(&owner, enter(9, "收起人"), "lists-key-2", &[("outcome", "household_moved"), ("confirmed", "1"), ("note", "邻居说的")]);
        Someone { owner: Some(3), ..Someone::due_in(9, "同事的") }.enter(app);
        Someone { village: cast::NEXT_VILLAGE, owner: None, ..Someone::due_in(9, "邻村人") }.enter(app);
        let names = ["很晚人", "到期人", "正常人", "失联人", "无号人", "收起人", "同事的", "邻村人"];
        for (list, expected) in [
            ("whose=mine", &["很晚人", "到期人", "正常人", "失联人", "无号人"][..]),
            ("whose=mine&filter=overdue", &["很晚人"]),
            ("whose=mine&filter=due", &["到期人", "失联人"]),
            ("whose=mine&filter=lost", &["失联人"]),
            ("whose=mine&filter=in_order", &["正常人", "无号人"]),
            ("whose=mine&filter=number_missing", &["无号人"]),
            ("whose=mine&filter=closed", &["收起人"]),
            ("whose=all", &["很晚人", "到期人", "正常人", "失联人", "无号人", "同事的"]),
        ] {
            let page = owner.get(&format!("/residents?{list}"));
            let found: BTreeSet<&str> = shown(&page, &names).into_iter().collect();
            assert_eq!(found, expected.iter().copied().collect(), "{list}");
        }
        assert_eq!(shown(&app.sign_in("township").get("/residents"), &names).len(), 7, "a township's own is all of it");
        assert_eq!(shown(&app.sign_in("other").get("/residents?whose=all"), &names), [""; 0]);
        assert!(owner.get("/residents?q=shouqiren").has("已注销"), "search finds a closed record, as closed");
    }

    fn lists_go_on_page_after_page_and_lose_or_repeat_nobody(app) {
        put_off_the_cast(app);
        // Several of one name and of one day, so that the id alone tells where a page ended.
        for number in 0..46_u32 {
            let letter = char::from_u32(0x4e00 + number / 3).expect("a letter");
            let days = if number % 2 == 0 { -30 - i64::from(number / 8) } else { -3 };
            let numbers = if number < 23 { Vec::new() } else { vec![format!("154000020{number:02}")] };
            Someone { numbers, ..Someone::due_in(days, &format!("王{letter}")) }.enter(app);
        }
        for (username, list, people) in [
            ("owner", "whose=mine&filter=all", 49),
            ("owner", "whose=mine&filter=overdue", 23),
            ("owner", "whose=mine&filter=due", 23),
            ("owner", "whose=mine&filter=number_missing", 24),
            ("owner", "whose=all&filter=all", 49),
            ("township", "filter=all", 49),
            ("township", "filter=overdue", 23),
        ] {
            let client = app.sign_in(username);
            let pages = walk(&client, &format!("/residents?{list}"));
            assert!(pages.iter().rev().skip(1).all(|page| page.len() == 20), "{list}");
            let all = pages.concat();
            assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (people, people), "{username} {list}");
        }
    }

    fn a_township_s_list_by_day_runs_through_all_its_villages_in_one_order(app) {
        put_off_the_cast(app);
        let mut entered: Vec<(i64, String)> = Vec::new();
        for number in 0..50_i64 {
            let (days, village) = (number % 9, [cast::VILLAGE, cast::NEXT_VILLAGE, cast::FAR_VILLAGE][number as usize % 3]);
            let owner = (village == cast::VILLAGE).then_some(cast::OWNER);
            let due_in = if number % 2 == 0 { -60 + days } else { 3 + days };
            let id = Someone { village, owner, ..Someone::due_in(due_in, "王一") }.enter(app);
            if village != cast::FAR_VILLAGE {
                entered.push((due_in, id.to_string()));
            }
        }
        entered.sort();
        let township = app.sign_in("township");
        let in_order = |is_overdue: bool| entered.iter().filter(|(due, _)| (*due < 0) == is_overdue).map(|(_, id)| id.clone()).collect::<Vec<_>>();
        assert_eq!(walk(&township, "/residents?filter=overdue").concat(), in_order(true));
        let cast: BTreeSet<String> = walk(&app.sign_in("owner"), "/residents?whose=all&filter=in_order").concat().into_iter().collect();
        let own = |id: &String| entered.iter().any(|(_, entered)| entered == id);
        let walked = walk(&township, "/residents?filter=in_order").concat();
        let found: Vec<String> = walked.iter().filter(|id| own(id)).cloned().collect();
        assert_eq!(found, in_order(false));
        assert!(cast.iter().all(|id| walked.contains(id)), "whoever a village's list shows is on the township's");
    }

    fn a_page_asked_for_after_somebody_who_is_not_on_the_list_is_the_first_one(app) {
        people::lock(app, cast::id(app, &cast::NUMBERLESS));
        let outsiders = [cast::id(app, &cast::NUMBERLESS), cast::id(app, &cast::FAR), ResidentId(1)];
        let names = [cast::DAJUN.name, cast::XIAOYAN.name];
        for (username, list) in [("owner", "whose=mine"), ("colleague", "whose=all"), ("township", "whose=all")] {
            let client = app.sign_in(username);
            for outsider in outsiders {
                let page = client.get(&format!("/residents?{list}&filter=all&id={outsider}"));
                assert_eq!(shown(&page, &names), names, "{username}: where a stranger would stand is told to nobody");
            }
        }
        let next = format!("/residents?whose=mine&filter=all&id={}", cast::id(app, &cast::DAJUN));
        assert_eq!(shown(&app.sign_in("owner").get(&next), &names), [cast::XIAOYAN.name]);
    }

    fn whoever_is_locked_is_not_counted_among_those_found(app) {
        let ids: Vec<ResidentId> = (0..21_u32).map(|number| {
            let letter = char::from_u32(0x4e00 + number).expect("a letter");
            Someone::due_in(-3, &format!("王{letter}")).enter(app)
        }).collect();
        let owner = app.sign_in("owner");
        assert!(owner.submit("/residents/search", &[("q", "王")]).has("找到的多于 20 位"));
        people::lock(app, ids[4]);
        let page = owner.submit("/residents/search", &[("q", "王")]);
        assert!(page.has("找到 20 位") && !page.has("多于"), "{}", page.words());
    }

    fn a_page_goes_on_where_it_ended_though_somebody_was_added_before(app) {
        for number in 0..25_u32 {
            let letter = char::from_u32(0x4e00 + number).expect("a letter");
            Someone::due_in(-30, &format!("王{letter}")).enter(app);
        }
        let owner = app.sign_in("owner");
        let before = walk(&owner, "/residents?whose=mine&filter=overdue");
        let first = owner.get("/residents?whose=mine&filter=overdue");
        let next = next_page(&first).expect("a second page");
        Someone::due_in(-90, "插队人").enter(app);
        assert_eq!(walk(&owner, &next)[0], before[1], "nobody moves to another page");
    }

    fn a_full_days_pages_fit_a_slow_network(app) {
        for number in 0..60_u32 {
            let letter = char::from_u32(0x4e00 + number).expect("a letter");
            Someone::due_in(i64::from(number) - 50, &format!("王{letter}")).enter(app);
        }
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for number in 0..15 {
            let (day, note) = (format!("2026-11-{:02}", 5 + number), format!("厂里效益不好，九月的工资还没发，第 {number} 次"));
            log(&owner, id, &format!("weight-{number}"), &[("outcome", "reached"), ("held_on", &day), ("note", &note)]);
        }
        let form = [("username", "owner"), ("password", cast::PASSWORD)];
        let answer = app.stranger().post("/sign-in", &form);
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a session");
        for path in ["/worklist".to_owned(), "/residents?whose=all".into(), format!("/residents/{id}"), format!("/residents/{id}/call"), format!("/residents/{id}/channels"), "/account".into()] {
            let bytes = packed(app, &path, cookie);
            assert!((500..14_000).contains(&bytes), "{path}: {bytes} bytes");
        }
    }

    fn names_are_sorted_as_they_are_read(app) {
        for name in ["曾一", "赵一", "阿一", "欧阳一", "单一"] {
            Someone::due_in(30, name).enter(app);
        }
        let page = app.sign_in("owner").get("/residents?whose=mine");
        let names = ["阿一", "罗大军", "欧阳一", "单一", "曾一", "查小月", "赵一", "周小燕"];
        assert_eq!(shown(&page, &names), names, "曾 is zeng, 单 is shan, 查 is zha");
    }

    fn who_has_no_number_is_asked_for_one_in_their_turn_and_is_not_lost(app) {
        let owner = app.sign_in("owner");
        let page = owner.get("/worklist");
        assert!(page.has("查小月") && page.has("没有号码，见面时问一问"));
        let id = cast::id(app, &cast::NUMBERLESS);
        log(&owner, id, "numberless-1", &[("outcome", "no_answer"), ("kind", "visit")]);
        app.pass(TimeDelta::days(20));
        assert!(owner.get("/residents?whose=mine&filter=number_missing").has("查小月"));
        assert!(!owner.get("/residents?whose=mine&filter=lost").has("查小月"));
        people::add_channel(app, id, ChannelKind::Mobile, "15400003333");
        assert!(!owner.get("/residents?whose=mine&filter=number_missing").has("查小月"));
    }
}
