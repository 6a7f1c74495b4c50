//! Changing a record, and two people at it (PRODUCT §2, §4.1; DESIGN §4).

use super::{check, close, log, send, shown, trail, versions};
use crate::{
    both,
    support::{Client, Page, TestApp, cast},
};
use diesel::prelude::*;
use kith::{db::schema::residents::dsl, domain::ResidentId};

fn path(id: ResidentId) -> String {
    format!("/residents/{id}/edit")
}

/// Opens the form and sends it with what is typed.
fn edit(client: &Client, id: ResidentId, typed: &[(&str, &str)]) -> Page {
    send(client, &client.get(&path(id)), &path(id), typed)
}

fn xiaoyan(app: &TestApp) -> ResidentId {
    cast::id(app, &cast::XIAOYAN)
}

both! {
    fn what_is_changed_is_on_the_record_and_the_rest_stays(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let saved = edit(&owner, id, &[
            ("education", "60"), ("hours", "中午"), ("note", "女儿在县城上学"), ("legal_basis", "consent"), ("informed_on", "2026-11-01"),
            ("relation", "38"), ("settled", "1"),
        ]);
        assert_eq!(saved.status, 303);
        let record = owner.get(&saved.location().unwrap());
        for words in ["改好了", "普通高中", "女儿在县城上学", "本人同意", "11月1日当面或电话里说过", "周德福的儿媳", "中午", "在外安稳", "5***************21", "154****4471"] {
            assert!(record.has(words), "{words}: {}", record.words());
        }
        assert_eq!(versions(app, id), (2, 1), "the version of what changed rises");
        let told = trail(app, id.0);
        assert_eq!(told.last().unwrap(), &("resident_edited".to_owned(), "education relation hours note settled legal_basis informed_on".to_owned()));
        check(app, id);
        assert_eq!(edit(&owner, id, &[]).status, 303);
        assert_eq!((versions(app, id), trail(app, id.0).len()), ((2, 1), told.len()), "nothing changed, nothing rises");
    }

    fn a_new_name_is_found_and_the_old_one_is_not(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        assert_eq!(edit(&owner, id, &[("name", "周晓艳")]).status, 303);
        assert!(owner.submit("/residents/search", &[("q", "晓艳")]).has("周晓艳") && !owner.submit("/residents/search", &[("q", "小燕")]).has("周晓艳"));
        check(app, id);
    }

    fn the_number_on_file_shows_a_mask_and_is_replaced_by_a_new_one(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let page = owner.get(&path(id));
        assert!(page.has("5***************21") && !page.has(cast::ID_NUMBER) && page.has("要换才填新的"));
        assert_eq!(shown(&page, "id_number"), "");
        assert_eq!(edit(&owner, id, &[("id_number", "500228199203041248")]).status, 303);
        assert!(owner.get("/residents?q=1248").has("周小燕") && !owner.get("/residents?q=1221").has("周小燕"));
        check(app, id);
        assert_eq!(edit(&owner, id, &[("id_kind", "none")]).status, 303);
        let record = owner.get(&format!("/residents/{id}"));
        assert!(!owner.get("/residents?q=1248").has("周小燕") && record.has("<dt>证件号</dt><dd>还没有</dd>"));
        let told = trail(app, id.0);
        let fields: Vec<&str> = told.iter().map(|(_, fields)| fields.as_str()).collect();
        assert_eq!(fields, ["birth_on id_number", "id_number"], "field names, never values");
        check(app, id);
    }

    fn a_birth_date_that_contradicts_the_number_on_file_is_doubted_once(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let asked = edit(&owner, id, &[("birth_on", "1992-04-03"), ("note", "新的话")]);
        assert!(asked.status == 200 && asked.has("出生日期是 1992年3月4日") && asked.has("新的话"), "{}", asked.words());
        assert_eq!(send(&owner, &asked, &path(id), &[]).status, 303);
        assert_eq!(edit(&owner, id, &[("note", "再改")]).status, 303, "it is not asked about with every later change");
    }

    fn who_becomes_alike_is_shown_and_who_was_alike_before_is_not_shown_again(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let asked = edit(&owner, id, &[("id_kind", "resident_id"), ("id_number", cast::ID_NUMBER)]);
        assert!(asked.status == 200 && asked.has("证件号一样") && asked.has("不是周小燕，照样记"), "{}", asked.words());
        assert_eq!(send(&owner, &asked, &path(id), &[]).status, 303);
        assert_eq!(edit(&owner, id, &[("note", "再改")]).status, 303);
        check(app, id);
    }

    fn a_mark_with_its_reason_begins_the_day_it_is_made_and_ends_when_it_goes(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        log(&owner, id, "mark-key-1", &[("outcome", "reached")]);
        let since = |app: &TestApp| app.read(move |conn| Ok(dsl::residents.find(id).select((dsl::priority_on, dsl::due_on)).first::<(Option<chrono::NaiveDate>, Option<chrono::NaiveDate>)>(conn)?));
        assert_eq!(edit(&owner, id, &[("priority", "老人多病")]).status, 303);
        let first = app.today();
        assert_eq!(since(app), (Some(first), first.checked_add_days(chrono::Days::new(30))));
        app.pass(chrono::TimeDelta::days(5));
        let owner = app.sign_in("owner");
        edit(&owner, id, &[("priority", "老人多病，独居")]);
        assert_eq!(since(app).0, Some(first), "another reason is the same mark");
        edit(&owner, id, &[("priority", "")]);
        assert_eq!(since(app), (None, first.checked_add_days(chrono::Days::new(90))));
        check(app, id);
    }

    fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let page = edit(&owner, id, &[("name", "周1"), ("id_number", "1234"), ("informed_on", "2027-01-01"), ("note", "话\u{7}"), ("hours", "中午")]);
        assert_eq!(page.status, 422);
        for field in ["name", "id_number", "informed_on", "note"] {
            assert!(page.has(&format!("id=\"{field}-err\"")), "{field}");
        }
        assert_eq!((shown(&page, "name"), shown(&page, "id_number"), shown(&page, "hours")), ("周1".into(), "1234".into(), "中午".into()));
        assert_eq!(versions(app, id), (1, 1));
    }

    fn a_stale_form_shows_both_versions_with_a_choice_for_each_field_and_loses_nothing(app) {
        let (owner, township, id) = (app.sign_in("owner"), app.sign_in("township"), xiaoyan(app));
        let mine = owner.get(&path(id));
        assert_eq!(edit(&township, id, &[("hours", "上午"), ("note", "镇上写的"), ("id_number", "500228199203041248")]).status, 303);
        let page = send(&owner, &mine, &path(id), &[("note", "村里写的"), ("education", "70"), ("id_number", "500228199203041221")]);
        assert_eq!(page.status, 409);
        for words in ["别人也改了", "村里写的", "镇上写的", "上午", "晚上 7 点后", "初中", "不清楚", "5***************21", "5***************48"] {
            assert!(page.has(words), "{words}: {}", page.words());
        }
        assert!(!page.words().contains("500228199203041248"), "theirs stays masked");
        assert_eq!((shown(&page, "note"), shown(&page, "education")), ("村里写的".into(), "70".into()), "mine is chosen where I changed it");
        assert_eq!(shown(&page, "hours"), "上午", "theirs where only they did");
        let saved = send(&owner, &page, &path(id), &[("note", "镇上写的"), ("id_number", "")]);
        assert_eq!(saved.status, 303, "{}", saved.words());
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("镇上写的") && record.has("初中") && record.has("上午"));
        assert!(owner.get("/residents?q=1248").has("周小燕"), "the number that stands was chosen");
        assert_eq!(versions(app, id).0, 3);
    }

    fn the_same_form_twice_is_one_change(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let form = owner.get(&path(id));
        for _ in 0..2 {
            assert_eq!(send(&owner, &form, &path(id), &[("note", "一句话")]).status, 303);
        }
        assert_eq!(versions(app, id).0, 2);
        let bare = owner.post(&path(id), &[("name", "周小燕"), ("head_name", "周德福")]);
        assert_eq!(bare.status, 409, "a form that does not say what it was shown with is stale");
    }

    fn check_ins_and_looks_do_not_raise_the_version(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let form = owner.get(&path(id));
        log(&owner, id, "quiet-key-1", &[("outcome", "no_answer")]);
        app.sign_in("township").get(&format!("/residents/{id}"));
        assert_eq!(send(&owner, &form, &path(id), &[("note", "一句话")]).status, 303);
    }

    fn a_colleague_may_log_but_not_edit_and_is_told_whom_to_ask(app) {
        let (colleague, id) = (app.sign_in("colleague"), xiaoyan(app));
        let record = colleague.get(&format!("/residents/{id}"));
        for room in ["edit", "household", "channels\"", "destinations", "owner", "close", "lock", "reopen"] {
            assert!(!record.has(&format!("/residents/{id}/{room}")), "{room} is not offered");
        }
        assert!(record.has(&format!("/residents/{id}/call")));
        for room in ["edit", "household", "channels", "destinations", "close"] {
            let shut = colleague.get(&format!("/residents/{id}/{room}"));
            assert_eq!(shut.status, 403, "{room}");
            assert!(shut.has("owner同志负责") && shut.has(&format!("/residents/{id}/call")), "with a way on: {}", shut.words());
            if room != "close" {
                assert_eq!(colleague.post(&format!("/residents/{id}/{room}"), &[("name", "周小燕"), ("head_name", "周德福")]).status, 403, "{room}");
            }
        }
        for who in ["owner", "backup", "township"] {
            let client = app.sign_in(who);
            assert!(client.get(&format!("/residents/{id}")).has(&path(id)), "{who}");
            assert_eq!(edit(&client, id, &[("note", who)]).status, 303, "{who}");
        }
        assert_eq!(app.sign_in("other").get(&path(id)).status, 404);
        assert_eq!(app.sign_in("far-township").get(&path(id)).status, 404);
        assert_eq!(app.sign_in("county").get(&path(id)).status, 403);
    }

    fn opening_the_edit_form_is_a_look(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        app.sign_in("township").get(&path(id));
        assert!(owner.get(&format!("/residents/{id}")).has("township同志，镇街工作人员"));
    }

    fn a_closed_record_takes_no_changes(app) {
        let (owner, id) = (app.sign_in("owner"), xiaoyan(app));
        let form = owner.get(&path(id));
        close(&owner, id, "shut-key-1");
        for room in ["edit", "household", "channels", "destinations", "close"] {
            let page = owner.get(&format!("/residents/{id}/{room}"));
            assert!(page.status == 409 && page.has("已经注销"), "{room}");
        }
        assert_eq!(send(&owner, &form, &path(id), &[("note", "一句话")]).status, 409);
        assert_eq!(versions(app, id).0, 1);
    }
}
