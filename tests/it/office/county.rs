//! From an empty database to a county that can be staffed.

use crate::{
    both,
    support::{Client, Page, TestApp},
};
use diesel::prelude::*;
use kith::{db::schema::audit, office};

const FOUNDER: [(&str, &str); 4] =
    [("name", "王建国"), ("username", "wang"), ("password", "horse-battery"), ("again", "horse-battery")];
const COUNTY: [(&str, &str); 7] = [
    ("name", "重庆市梁平区"),
    ("code", "500155"),
    ("office", "乡联簿办公室"),
    ("office_phone", "023-5322 0100"),
    ("data_contact", "陈敏"),
    ("data_contact_phone", "023-5322 0188"),
    ("purpose", "和在外的乡亲保持联系"),
];

/// The path of the one-time link, while there is one.
fn link(app: &TestApp) -> Option<String> {
    let address =
        actix_web::rt::System::new().block_on(office::set_up_address(&app.state)).expect("an answer");
    address.map(|address| address[address.find("/set-up").expect("the path")..].to_owned())
}

/// An empty county whose first administrator has just been made.
fn founded(kind: crate::support::Kind) -> (TestApp, Client) {
    let app = TestApp::bare(kind);
    let client = app.stranger();
    let answer = client.post(&link(&app).expect("a link"), &FOUNDER);
    assert_eq!(answer.location().as_deref(), Some("/settings"), "{}", answer.status);
    (app, client)
}

/// A form as it was shown, with some of its fields typed over.
fn filled<'a>(
    page: &'a Page,
    seen: &'a mut String,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    *seen = page.value("seen").expect("a stamp");
    let mut all = fields.to_vec();
    all.push(("seen", seen));
    all
}

fn recorded(app: &TestApp, kind: &'static str) -> i64 {
    app.read(move |conn| Ok(audit::table.filter(audit::kind.eq(kind)).count().get_result(conn)?))
}

both! {
    fn the_one_time_link_makes_the_first_administrator_and_opens_nothing_more(app) {
        let (bare, client) = {
            let bare = TestApp::bare(app.kind);
            let path = link(&bare).expect("an empty county has a link");
            let stranger = bare.stranger();
            assert_eq!(stranger.get("/set-up/00000000000000000000000000000000").status, 404);
            assert!(stranger.get(&path).has("第一个管理员账号"));
            let wrong = stranger.post(&path, &[("name", "王"), ("username", "王"), ("password", "12345678"), ("again", "x")]);
            assert_eq!(wrong.status, 422);
            assert!(wrong.has("还有 4 处要改"), "{}", wrong.words());
            assert!(!wrong.has("12345678"), "a password is never sent back");
            let answer = stranger.post(&path, &FOUNDER);
            assert_eq!((answer.status, answer.location().as_deref()), (303, Some("/settings")));
            assert_eq!(stranger.get(&path).status, 404, "once");
            assert_eq!(bare.stranger().post(&path, &FOUNDER).status, 404, "once");
            assert_eq!(link(&bare), None);
            (bare, stranger)
        };
        assert!(client.get("/settings").has("还有 4 步就能用了"));
        assert_eq!(recorded(&bare, "account_made"), 1);
        assert_eq!(link(app), None, "a county with accounts has no link");
    }

    fn two_who_use_the_link_at_once_make_one_administrator(app) {
        let bare = TestApp::bare(app.kind);
        let path = link(&bare).expect("a link");
        let clients = [bare.stranger(), bare.stranger()];
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let threads = clients.map(|client| {
                let path = &path;
                scope.spawn(move || client.post(path, &FOUNDER).status)
            });
            threads.map(|thread| thread.join().expect("an answer")).to_vec()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
        assert_eq!(recorded(&bare, "account_made"), 1);
    }

    fn a_county_is_set_up_step_by_step(app) {
        let (bare, client) = founded(app.kind);
        assert!(client.get("/divisions").has("先填县名和代码"));
        assert_eq!(client.post("/settings/county", &COUNTY).status, 303);
        assert!(client.get("/settings").has("还有 3 步就能用了"));
        let list = "500155001,聚奎镇,27418\n500155001001,青龙村村民委员会,1200\n500155001002,白云社区居民委员会,900\n";
        let looked = client.post("/divisions/list", &[("list", list), ("act", "check")]);
        assert!(looked.has("收下这 3 行") && client.get("/divisions").has("还没有镇街和村"), "looking changes nothing");
        let taken = client.submit("/divisions/list", &[("list", list), ("act", "take")]);
        assert!(taken.has("收进来 3 行") && taken.has("1 个镇街，2 个村") && taken.has("27,418"));
        assert!(client.get("/divisions/500155001").has("青龙村</a>"), "villages bear their everyday names");
        let departments = "code,name_zh,name_en,short_zh\nD27,人力资源和社会保障局,HR,人社局\n";
        assert!(client.submit("/departments/list", &[("list", departments), ("act", "take")]).has("人社局"));
        assert!(client.get("/settings").has("1 个镇街里，0 个有人了"));
        client.post("/accounts", &[("name", "谭永秀"), ("role", "township"), ("place", "聚奎镇"), ("idempotency_key", "first-officer")]);
        assert!(client.get("/settings").has("都填好了"));
        assert!(client.get("/privacy").has("陈敏") && client.get("/").location().as_deref() == Some("/accounts"));
        assert_eq!((recorded(&bare, "county_set"), recorded(&bare, "divisions_taken"), recorded(&bare, "departments_taken")), (1, 1, 1));
    }

    fn what_is_wrong_with_the_county_stands_beside_its_field_and_loses_nothing(app) {
        let (_bare, client) = founded(app.kind);
        let answer = client.post("/settings/county", &[
            ("name", "梁平\u{200b}区"), ("code", "50015"), ("office", "办公室"), ("office_phone", "五五五"), ("purpose", "保持联系"),
        ]);
        assert_eq!(answer.status, 422);
        for words in ["6 位数字", "看不见的符号", "这一项要填", "保持联系"] {
            assert!(answer.has(words), "{words}");
        }
        assert_eq!(answer.value("office").as_deref(), Some("办公室"));
        assert!(client.get("/settings").has("还有 4 步"));
    }

    fn two_who_change_the_county_see_both_versions_and_choose(app) {
        let client = app.sign_in("county");
        let shown = client.get("/settings/county");
        let (mut one, mut other) = (String::new(), String::new());
        let mine = filled(&shown, &mut one, &COUNTY);
        let mut theirs = filled(&shown, &mut other, &COUNTY);
        theirs[2].1 = "外出人员服务办公室";
        theirs[4].1 = "陈小敏";
        assert_eq!(client.post("/settings/county", &theirs).status, 303);
        let stale = client.post("/settings/county", &mine);
        assert_eq!(stale.status, 409);
        for words in ["外出人员服务办公室", "乡联簿办公室", "陈小敏", "留哪个"] {
            assert!(stale.has(words), "{words}");
        }
        assert!(!stale.has("和在外的乡亲保持联系</b>"), "what is the same needs no choice");
        let mut again = String::new();
        let chosen = filled(&stale, &mut again, &mine[..7]);
        assert_eq!(client.post("/settings/county", &chosen).status, 303);
        assert_eq!(client.get("/settings/county").value("office").as_deref(), Some("乡联簿办公室"));
    }

    fn a_countys_code_stands_once_there_are_townships(app) {
        let client = app.sign_in("county");
        let shown = client.get("/settings/county");
        let mut seen = String::new();
        let mut fields = filled(&shown, &mut seen, &COUNTY);
        fields[1].1 = "500156";
        let answer = client.post("/settings/county", &fields);
        assert_eq!(answer.status, 422);
        assert!(answer.has("代码不能再改"));
    }

    fn wrong_rows_of_a_list_are_named_and_the_good_ones_need_not_wait(app) {
        let client = app.sign_in("county");
        let list = "500155003,新镇,10\n500156001,别县的镇,10\n500155004001,没有镇的村,10\n500155001,聚奎镇,1000\n";
        let looked = client.post("/divisions/list", &[("list", list), ("act", "check")]);
        assert!(looked.has("1 行能收，2 行要改") && looked.has("第 2 行：代码不是本县的") && looked.has("第 3 行：没有它的镇街"));
        assert!(looked.has("另外 1 行和簿上的一样"));
        assert!(client.submit("/divisions/list", &[("list", list), ("act", "take")]).has("收进来 1 行"));
        assert_eq!(client.post("/divisions/list", &[("list", " \n"), ("act", "check")]).status, 422);
        let many = "500155001,聚奎镇,1\n".repeat(1_001);
        assert!(client.post("/divisions/list", &[("list", &many), ("act", "take")]).has("一次最多 1000 行"));
    }

    fn a_townships_number_stands_at_the_foot_of_its_cadres_pages(app) {
        let county = app.sign_in("county");
        let shown = county.get("/divisions/500155001");
        let mut seen = String::new();
        let fields = [("name", "聚奎镇"), ("population", "27,418"), ("office_phone", "023-5555 0177")];
        let fields = filled(&shown, &mut seen, &fields);
        assert!(county.submit("/divisions/500155001", &fields).has("记好了"));
        assert_eq!(county.post("/divisions/500155001", &fields).status, 409, "the same stamp is stale now");
        assert!(app.sign_in("owner").get("/worklist").has("023-5555 0177"));
        assert_eq!(county.get("/divisions/500155099").status, 404);
        assert_eq!(county.post("/divisions/500155001", &[("name", ""), ("population", "很多")]).status, 422);
    }
}
