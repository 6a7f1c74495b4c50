//! Giving out: the reader's own list, masked unless there is a right and a reason, on record before it leaves.

use super::{finish, roster, send, take_in};
use crate::{
    both,
    support::{TestApp, cast, visitors},
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, audit_people},
    rosters::{Choices, Request, read},
};

/// What was put on record of lists: amount, reason, fields.
fn lists(app: &TestApp) -> Vec<(Option<i64>, Option<String>, String)> {
    app.read(|conn| {
        let own = audit::table.filter(audit::kind.eq("list_taken")).order(audit::id);
        Ok(own.select((audit::amount, audit::reason, audit::fields)).load(conn)?)
    })
}

both! {
    fn a_list_is_masked_and_on_record(app) {
        let owner = app.sign_in("owner");
        for page in ["/account", "/residents"] {
            assert!(owner.get(page).has("/rosters/out"), "{page}");
        }
        for who in ["township", "county"] {
            assert!(app.sign_in(who).get("/account").has("href=\"/rosters\""), "{who} has a word of the menu for it");
        }
        assert_eq!(owner.get("/rosters/out").status, 200);
        let answer = owner.post("/rosters/out", &[("layout", "plain"), ("format", "csv")]);
        assert_eq!(answer.status, 200, "{}", answer.words());
        assert!(answer.body.starts_with('\u{feff}') && answer.has("周小燕") && answer.has("154****4471"));
        assert!(!answer.has("15400004471") && !answer.has(cast::ID_NUMBER) && !answer.has("郑学英"), "{}", answer.body);
        let on_record = lists(app);
        assert!(on_record.len() == 1 && on_record[0].0 > Some(0) && on_record[0].2.is_empty());
        let refused = owner.post("/rosters/out", &[("layout", "plain"), ("format", "csv"), ("full", "1"), ("reason", "报表")]);
        assert_eq!(refused.status, 403, "full values need the right");
    }

    fn full_values_need_a_reason_and_are_a_look_at_everybody(app) {
        let township = app.sign_in("township");
        let form = [("layout", "plain"), ("format", "csv"), ("full", "1")];
        let refused = township.post("/rosters/out", &form);
        assert!(refused.status == 422 && refused.has("这一项要填"), "{}", refused.words());
        let full = township.post("/rosters/out", &[&form[..], &[("reason", "人社局要的台账")]].concat());
        assert!(full.status == 200 && full.has("15400004471") && full.has(cast::ID_NUMBER), "{}", full.body);
        assert!(!full.has("郑学英"), "what lies outside the township is not in it");
        let people: i64 = app.read(|conn| Ok(audit_people::table.count().get_result(conn)?));
        let on_record = lists(app);
        assert_eq!(on_record.len(), 1);
        assert_eq!((on_record[0].0, on_record[0].1.as_deref(), on_record[0].2.as_str()), (Some(people), Some("人社局要的台账"), "full_values"));
        let id = cast::id(app, &cast::XIAOYAN);
        assert!(app.sign_in("owner").get(&format!("/residents/{id}/looks")).has("人社局要的台账"));
        assert!(visitors::visit(app, &cast::XIAOYAN).get("/my").has("人社局要的台账"), "the resident sees who looked");
    }

    fn the_county_gives_a_reason_for_every_list(app) {
        let county = app.sign_in("county");
        let form = [("layout", "labour_service"), ("format", "csv")];
        assert_eq!(county.post("/rosters/out", &form).status, 422);
        let list = county.post("/rosters/out", &[&form[..], &[("reason", "季度汇总")]].concat());
        assert!(list.status == 200 && list.has("公民身份号码") && list.has("周小燕") && list.has("郑学英"));
        assert_eq!(list.body.lines().next().map(|line| line.split(',').count()), Some(44));
    }

    fn what_a_sheet_would_run_is_text(app) {
        take_in(app, "township", "a.csv", &roster(&["陈大明,男,,15470000001,青龙村,3组,＝cmd|calc,=1+1,"]));
        let list = app.sign_in("township").post("/rosters/out", &[("layout", "plain"), ("format", "csv")]);
        assert!(list.has("'=1+1") && list.has("'＝cmd|calc"), "{}", list.body);
    }

    fn an_offices_own_columns_come_from_an_empty_form(app) {
        let client = app.sign_in("township");
        let form = "务工人员登记表\n序号,姓名,联系电话,血型\n";
        let kept = client.post_file("/rosters/out/layouts", ("就业局空表.csv", form.as_bytes()), &[]);
        assert_eq!(kept.status, 303, "{}", kept.words());
        let page = client.get("/rosters/out?done=kept");
        assert!(page.has("就业局空表") && page.has("4 栏，簿上有 2 栏"), "{}", page.words());
        let at = page.body.find("/rosters/out/layouts/").expect("its form") + "/rosters/out/layouts/".len();
        let id = &page.body[at..at + 13];
        let list = client.post("/rosters/out", &[("layout", id), ("format", "csv")]);
        assert!(list.body.starts_with("\u{feff}序号,姓名,联系电话,血型") && list.has("周小燕"), "{}", list.body);
        assert!(!app.sign_in("far-township").get("/rosters/out").has("就业局空表"));
        assert_eq!(app.sign_in("far-township").post(&format!("/rosters/out/layouts/{id}/drop"), &[]).status, 404);
        assert_eq!(client.post(&format!("/rosters/out/layouts/{id}/drop"), &[]).status, 303);
        assert!(!client.get("/rosters/out").has("就业局空表"));
    }

    fn what_is_given_out_is_read_back_as_it_is(app) {
        let id = crate::intake::id_number("19850304", 901);
        take_in(app, "township", "a.csv", &roster(&[&format!("陈大明,男,{id},15470000001,青龙村,3组,广东省深圳市,鞋厂,2024-03-05")]));
        let client = app.sign_in("township");
        let list = client.post("/rosters/out", &[("layout", "plain"), ("format", "csv"), ("full", "1"), ("reason", "核对")]);
        let page = send(&client, "再传.csv", list.body.as_bytes());
        finish(app);
        let shown = client.get(&page);
        // One has a name alone, and namesakes are never joined: she is new, with a question. One gets the birth date her ID says.
        assert_eq!(crate::intake::counts(app).0, [1, 1, 2, 0, 0], "{}", shown.words());
        let asked = client.get(&format!("{page}/rows?which=likely"));
        assert!(asked.has("查小月") && !asked.has("陈大明") && !asked.has("罗大军"), "{}", asked.words());
    }

    fn the_file_comes_back_with_its_faults_marked(app) {
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", roster(&["石长青,男,51222419850304901,15470000003,青龙村,3组,重庆,,", "陈大明,男,,15470000001,青龙村,3组,深圳,,"]).as_bytes());
        finish(app);
        assert!(client.get(&page).has("标好错处"), "{}", client.get(&page).words());
        let bytes = client.get_bytes(&format!("{page}/marked.xlsx"));
        let (choices, divisions, mut names) = (Choices::default(), crate::rosters::divisions(), Vec::new());
        let request = Request { file_name: "a.xlsx", choices: &choices, divisions: &divisions, today: app.today() };
        let found = read(&bytes, request, &mut |person| names.push((person.row, person.name.map(|name| name.to_string()))));
        assert!(found.is_ok(), "{found:?}");
        assert_eq!(names, [(2, Some("石长青".to_owned())), (3, Some("陈大明".to_owned()))], "the same cells in the same order");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut notes = String::new();
        let part = (0..archive.len()).find(|at| archive.by_index(*at).is_ok_and(|part| part.name().is_ok_and(|name| name.contains("comments"))));
        std::io::Read::read_to_string(&mut archive.by_index(part.expect("comments")).expect("comments"), &mut notes).expect("text");
        assert!(notes.contains("身份证号的位数不对") && notes.contains("ref=\"C2\""), "{notes}");
    }
}
