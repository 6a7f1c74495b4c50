//! Who works here: accounts by form and by list, slips, resets, closing, posts.

use crate::{
    both,
    support::{Page, TestApp, cast},
};
use diesel::prelude::*;
use kith::db::schema::{accounts, audit, posts};

/// What stands behind a label on a slip.
fn on_slip(page: &Page, tag: &str) -> Option<String> {
    let at = page.body.find(tag)? + tag.len();
    Some(page.body[at..at + page.body[at..].find('<')?].to_owned())
}

fn code(page: &Page) -> String {
    on_slip(page, "class=\"code\">").expect("a start code")
}

fn username(page: &Page) -> String {
    on_slip(page, "<dd><b>").expect("a user name")
}

/// The address of an account's page.
fn page_of(app: &TestApp, username: &str) -> String {
    let username = username.to_owned();
    let id: i64 = app.read(move |conn| {
        Ok(accounts::table.filter(accounts::username.eq(username)).select(accounts::id).first(conn)?)
    });
    format!("/accounts/{}", kith::domain::AccountId(id))
}

fn post_address(app: &TestApp, username: &str, post: i64) -> String {
    format!("{}/posts/{}/end", page_of(app, username), kith::domain::PostId(post))
}

fn new_cadre<'a>(name: &'a str, key: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("phone", "154 0000 0001"), ("place", cast::VILLAGE), ("idempotency_key", key)]
}

both! {
    fn an_account_is_made_opened_by_its_slip_and_given_a_password(app) {
        let slip = app.sign_in("township").post("/accounts", &new_cadre("谭永秀", "make-one-1"));
        assert_eq!(slip.status, 200);
        assert!(slip.has("谭永秀") && slip.has("青龙村 村干部"));
        let (username, code) = (username(&slip), code(&slip));
        assert_eq!(username, format!("{}-1", cast::VILLAGE));
        let cadre = app.stranger();
        let answer = cadre.post("/sign-in", &[("username", &username), ("password", &code.to_lowercase().replace('-', " "))]);
        assert_eq!(answer.status, 303);
        assert_eq!(cadre.get("/worklist").location().as_deref(), Some("/account/password"), "first a password");
        cadre.post("/account/password", &[("password", "mountain-road-7"), ("again", "mountain-road-7")]);
        assert_eq!(cadre.get("/worklist").status, 200);
        let again = app.stranger().post("/sign-in", &[("username", &username), ("password", &code)]);
        assert_eq!(again.status, 422, "a start code opens once");
    }

    fn the_same_form_makes_one_account(app) {
        let township = app.sign_in("township");
        let first = township.post("/accounts", &new_cadre("谭永秀", "twice-1234"));
        let second = township.submit("/accounts", &new_cadre("谭永秀", "twice-1234"));
        assert!(second.has("没有再办一遍") && !second.has(&code(&first)));
        let made: i64 = app.read(|conn| Ok(accounts::table.filter(accounts::name.eq("谭永秀")).count().get_result(conn)?));
        assert_eq!(made, 1);
        assert_eq!(township.post("/accounts", &new_cadre("谭永芳", "twice-1234")).status, 409);
    }

    fn a_telephone_number_of_staff_is_sealed_and_masked(app) {
        app.sign_in("township").post("/accounts", &new_cadre("谭永秀", "sealed-123"));
        let page = app.sign_in("township").get(&page_of(app, &format!("{}-1", cast::VILLAGE)));
        assert!(page.has("154****0001") && !page.has("15400000001"));
    }

    fn a_township_staffs_its_own_villages_and_nothing_else(app) {
        let township = app.sign_in("township");
        for (role, place) in [("township", "聚奎镇"), ("cadre", cast::FAR_VILLAGE), ("county", ""), ("department", "D27")] {
            let answer = township.post("/accounts", &[("name", "谭永秀"), ("role", role), ("place", place), ("idempotency_key", "not-ours-1")]);
            assert_eq!(answer.status, 422, "{role} {place}");
        }
        let list = township.get("/accounts");
        assert!(list.has("owner同志") && !list.has("other同志") && !list.has("county同志") && !list.has("township同志"));
        assert!(!township.get("/accounts?q=other").has("other同志"));
        for username in ["other", "county", "township", "far-township", "auditor"] {
            let page = page_of(app, username);
            assert_eq!(township.get(&page).status, 404, "{username}");
            for action in ["reset", "close", "reopen", "posts"] {
                let answer = township.post(&format!("{page}/{action}"), &[("idempotency_key", "far-12345"), ("place", cast::VILLAGE)]);
                assert_eq!(answer.status, 404, "{username} {action}");
            }
        }
        assert_eq!(township.post(&post_address(app, "other", cast::OTHER), &[]).status, 404);
        assert_eq!(app.sign_in("far-township").post(&post_address(app, "owner", cast::OWNER), &[]).status, 404);
    }

    fn an_account_that_also_has_a_post_elsewhere_is_the_countys(app) {
        let county = app.sign_in("county");
        county.post(&format!("{}/posts", page_of(app, "owner")), &[("role", "cadre"), ("place", "屏锦镇远山村")]);
        assert_eq!(app.sign_in("township").get(&page_of(app, "owner")).status, 404);
        assert_eq!(county.get(&page_of(app, "owner")).status, 200);
    }

    fn a_list_is_looked_through_then_made_and_the_wrong_rows_wait(app) {
        let county = app.sign_in("county");
        let list = "姓名\t电话\t村\n谭永秀\t15400000001\t青龙村\n冉光全\t\t聚奎镇\n陈大明\t1540000\t青龙村\n张三\t\t没有的村\n李四\t\t人社局\n王五\t\t县\n谭永秀\t\t青龙村\n";
        let looked = county.post("/accounts/list", &[("list", list), ("act", "check")]);
        assert!(looked.has("4 个能开，3 行要改"), "{}", looked.words());
        assert!(looked.has("第 4 行：号码有 7 位") && looked.has("第 8 行：这个地方已经有叫这个名字的账号"));
        let before: i64 = app.read(|conn| Ok(accounts::table.count().get_result(conn)?));
        let slips = county.post("/accounts/list", &[("list", list), ("act", "make"), ("idempotency_key", "list-12345")]);
        assert!(slips.has("另有 3 行没开") && slips.has("县里和部门"));
        assert_eq!(slips.body.matches("class=\"code\"").count(), 4);
        let after: i64 = app.read(|conn| Ok(accounts::table.count().get_result(conn)?));
        assert_eq!(after - before, 4);
        let again = county.post("/accounts/list", &[("list", list), ("act", "check")]);
        assert!(again.has("0 个能开，7 行要改"), "the same list makes nobody twice");
        assert_eq!(county.post("/accounts/list", &[("list", ""), ("act", "make")]).status, 422);
        let many: String = (0..201).map(|n| format!("赵{}\t\t青龙村\n", char::from_u32(0x4e00 + n).expect("a letter"))).collect();
        assert!(county.post("/accounts/list", &[("list", &many), ("act", "make")]).has("一次最多 200 行"));
    }

    fn slips_are_printed_anew_by_village_for_those_who_have_not_signed_in(app) {
        let township = app.sign_in("township");
        let old = township.post("/accounts", &new_cadre("谭永秀", "slips-1234"));
        township.post("/accounts", &[("name", "冉光全"), ("place", cast::NEXT_VILLAGE), ("idempotency_key", "slips-1235")]);
        let slips = township.post("/accounts/slips", &[("idempotency_key", "slips-1236")]);
        assert!(slips.has("谭永秀") && slips.has("冉光全") && !slips.has("owner同志"));
        assert_eq!(slips.body.matches("class=\"sheet\"").count(), 2, "a sheet a village");
        assert!(!slips.has(&code(&old)));
        let with = |password: &str| app.stranger().post("/sign-in", &[("username", &username(&old)), ("password", password)]).status;
        assert_eq!((with(&code(&old)), with(&code(&slips))), (422, 303), "the older slip opens nothing");
        assert!(app.sign_in("far-township").post("/accounts/slips", &[("idempotency_key", "slips-1237")]).has("没有人在等"));
        assert!(app.sign_in("county").post("/accounts/slips", &[("idempotency_key", "slips-1238"), ("place", "500155001")]).has("冉光全"));
    }

    fn a_reset_ends_password_and_sessions_and_gives_a_slip_once(app) {
        let owner = app.sign_in("owner");
        let township = app.sign_in("township");
        let reset = format!("{}/reset", page_of(app, "owner"));
        let slip = township.post(&reset, &[("idempotency_key", "reset-1234")]);
        assert_eq!(slip.status, 200);
        assert_eq!(owner.get("/worklist").status, 303, "signed out everywhere");
        let with = |password: &str| app.stranger().post("/sign-in", &[("username", "owner"), ("password", password)]).status;
        assert_eq!((with(cast::PASSWORD), with(&code(&slip))), (422, 303));
        assert!(township.submit(&reset, &[("idempotency_key", "reset-1234")]).has("没有再办一遍"));
        let county = app.sign_in("county");
        let own = county.post(&format!("{}/reset", page_of(app, "county")), &[("idempotency_key", "reset-1235")]);
        assert_eq!(own.status, 422, "one's own password is changed under one's own account");
    }

    fn a_closed_account_is_signed_out_leaves_its_post_vacant_and_can_open_again(app) {
        let owner = app.sign_in("owner");
        let township = app.sign_in("township");
        let page = page_of(app, "owner");
        assert!(township.get(&format!("{page}/close")).has("他名下的 3 位乡亲"));
        assert!(township.submit(&format!("{page}/close"), &[]).has("停用了"));
        assert_eq!(owner.get("/worklist").status, 303);
        assert_eq!(app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]).status, 422);
        assert!(app.sign_in("backup").get("/worklist").has("周小燕"), "the backup stands in");
        assert!(township.get("/worklist").has("周小燕"), "and the township sees them as nobody's");
        assert!(township.get("/accounts?which=closed").has("owner同志"));
        assert!(township.submit(&format!("{page}/reopen"), &[]).has("又能登录了"));
        assert_eq!(app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]).status, 303);
    }

    fn whoever_takes_over_a_vacant_post_takes_over_its_residents(app) {
        let township = app.sign_in("township");
        township.post(&format!("{}/close", page_of(app, "owner")), &[]);
        let vacant = kith::domain::PostId(cast::OWNER).to_string();
        let slip = township.post("/accounts", &[("name", "谭永秀"), ("vacant", &vacant), ("idempotency_key", "heir-12345")]);
        let heir = app.stranger();
        heir.post("/sign-in", &[("username", &username(&slip)), ("password", &code(&slip))]);
        heir.post("/account/password", &[("password", "mountain-road-7"), ("again", "mountain-road-7")]);
        assert!(heir.get("/worklist").has("周小燕"));
        let second = township.post("/accounts", &[("name", "谭永芳"), ("vacant", &vacant), ("idempotency_key", "heir-12346")]);
        assert_eq!(second.status, 422);
        assert!(second.has("这个岗位已经有人了") && second.value("name").as_deref() == Some("谭永芳"));
    }

    fn a_stand_ins_post_ends_with_its_day(app) {
        let county = app.sign_in("county");
        let posts_page = format!("{}/posts", page_of(app, "backup"));
        assert_eq!(county.post(&posts_page, &[("role", "cadre"), ("place", "白云村"), ("until", "2026-11-20")]).status, 422);
        assert!(county.submit(&posts_page, &[("role", "cadre"), ("place", "白云村"), ("until", "2026-11-25")]).has("白云村，村干部，到11月25日"));
        let backup = app.sign_in("backup");
        assert!(backup.get("/account").has("换到 白云村"));
        app.pass(chrono::TimeDelta::days(3));
        assert!(!backup.get("/account").has("换到 白云村"));
    }

    fn posts_are_given_and_ended(app) {
        let county = app.sign_in("county");
        let page = page_of(app, "colleague");
        assert!(county.submit(&format!("{page}/posts"), &[("role", "township"), ("place", "聚奎镇")]).has("岗位给好了"));
        assert_eq!(county.post(&format!("{page}/posts"), &[("role", "township"), ("place", "聚奎镇")]).status, 422, "held already");
        assert!(county.submit(&post_address(app, "colleague", 3), &[]).has("这个岗位空出来了"));
        let held: i64 = app.read(|conn| Ok(posts::table.filter(posts::account_id.eq(3)).count().get_result(conn)?));
        assert_eq!(held, 1);
        assert_eq!(county.post(&post_address(app, "colleague", 3), &[]).status, 404, "it is not theirs any more");
    }

    fn the_last_administrator_of_the_county_stays(app) {
        let county = app.sign_in("county");
        let page = page_of(app, "county");
        let answer = county.post(&format!("{page}/close"), &[]);
        assert_eq!(answer.status, 422);
        assert!(answer.has("只剩这一位"));
        assert_eq!(county.post(&post_address(app, "county", 8), &[]).status, 422);
        county.post("/accounts", &[("name", "谭永秀"), ("role", "county"), ("idempotency_key", "second-123")]);
        assert_eq!(county.post(&format!("{page}/close"), &[]).status, 422, "a successor who has not signed in yet is none");
    }

    fn what_is_wrong_with_an_account_stands_beside_its_field(app) {
        let county = app.sign_in("county");
        let answer = county.post("/accounts", &[
            ("name", "谭\u{200b}永秀"), ("phone", "1380"), ("role", "king"), ("place", "远山村"), ("until", "2026-13-01"), ("idempotency_key", "wrong-1234"),
        ]);
        assert_eq!(answer.status, 422);
        assert!(answer.has("号码有 4 位") && answer.has("请从给出的几项里选一个"));
        assert_eq!(answer.value("place").as_deref(), Some("远山村"));
        let several = county.post("/accounts", &[("name", "谭永秀"), ("role", "cadre"), ("place", "没有的村"), ("idempotency_key", "wrong-1235")]);
        assert!(several.has("没有找到这一个"));
    }

    fn every_change_of_staff_is_in_the_trail(app) {
        let county = app.sign_in("county");
        let page = page_of(app, "owner");
        county.post("/accounts", &new_cadre("谭永秀", "trail-1234").map(|(k, v)| (k, v)).into_iter().chain([("role", "cadre")]).collect::<Vec<_>>());
        county.post(&format!("{page}/reset"), &[("idempotency_key", "trail-1235")]);
        county.post(&format!("{page}/close"), &[]);
        county.post(&format!("{page}/reopen"), &[]);
        county.post(&format!("{page}/posts"), &[("role", "cadre"), ("place", "白云村")]);
        let kinds: Vec<String> = app.read(|conn| Ok(audit::table.filter(audit::account_id.eq(8)).order(audit::id).select(audit::kind).load(conn)?));
        let wanted = ["signed_in", "account_made", "post_given", "account_reset", "post_ended", "account_closed", "account_reopened", "post_given"];
        assert_eq!(kinds, wanted);
    }
}
