//! Pairs are looked at and decided by whoever may see both records.

use super::pairs;
use crate::{
    both,
    support::{
        Page, TestApp, cast,
        doubles::{STRANGER, Somebody, enter},
    },
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, likely_pairs, residents},
    domain::{PairId, ResidentId},
};

/// Somebody who looks like 周小燕: the name by its sound, and the household.
const DOUBLE: Somebody = Somebody { name: "周晓艳", head: "周德福", ..STRANGER };
/// The same in another village of the township: the document.
const ACROSS: Somebody = Somebody {
    village: cast::NEXT_VILLAGE,
    name: "周筱雁",
    id_number: Some(cast::ID_NUMBER),
    phone: Some("15400005555"),
    ..STRANGER
};
const LIST: &str = "/residents/pairs";

fn last_pair(app: &TestApp) -> PairId {
    app.read(|conn| {
        Ok(likely_pairs::table.order(likely_pairs::id.desc()).select(likely_pairs::id).first(conn)?)
    })
}

/// The page of the pair found last.
fn page_of(app: &TestApp) -> String {
    format!("{LIST}/{}", last_pair(app))
}

fn set_state(app: &TestApp, id: ResidentId, state: &'static str) {
    app.write(move |tx| {
        let closed = (state == "closed").then_some(tx.today);
        diesel::update(residents::table.find(id))
            .set((
                residents::state.eq(state),
                residents::closed_by.eq(closed.map(|_| "deceased")),
                residents::closed_on.eq(closed),
                residents::locked_on.eq((state == "locked").then_some(tx.today)),
                residents::due_on.eq((state == "open").then_some(tx.today)),
                residents::try_on.eq((state == "open").then_some(tx.today)),
            ))
            .execute(tx.conn)?;
        Ok(())
    });
}

/// Rows of the trail of one kind, as the ids they are about.
fn trail(app: &TestApp, kind: &'static str) -> Vec<Option<i64>> {
    app.read(move |conn| {
        let rows = audit::table.filter(audit::kind.eq(kind)).order(audit::id);
        Ok(rows.select(audit::subject_id).load(conn)?)
    })
}

fn waits(page: &Page) -> bool {
    page.has("有 1 对可能是同一个人，等您看")
}

both! {
    fn a_pair_of_a_village_waits_above_the_worklists_of_its_cadres_and_of_the_township(app) {
        assert!(!app.sign_in("owner").get("/worklist").has("可能是同一个人"));
        enter(app, DOUBLE);
        for (username, is_told) in [("owner", true), ("colleague", true), ("township", true), ("other", false), ("far-township", false)] {
            let client = app.sign_in(username);
            assert_eq!(waits(&client.get("/worklist")), is_told, "{username}");
            let list = client.get(LIST);
            assert_eq!((list.status, list.has("周小燕 和 周晓艳")), (200, is_told), "{username}");
            let status = client.get(&page_of(app)).status;
            assert_eq!(status, if is_told { 200 } else { 404 }, "{username}");
        }
        assert!(app.sign_in("owner").get(LIST).has("名字读音一样，户主一样。"));
    }

    fn a_pair_across_villages_is_the_townships_alone_and_its_second_side_is_covered_until_opened(app) {
        enter(app, ACROSS);
        for username in ["owner", "backup", "other", "far-township"] {
            let client = app.sign_in(username);
            assert!(!client.get("/worklist").has("可能是同一个人"), "{username}");
            let list = client.get(LIST);
            assert!(!list.has("周筱雁") && !list.has("周**") && list.has("现在没有要看的"), "{username}");
            for path in [page_of(app), format!("{}/reopen", page_of(app))] {
                assert_eq!(client.post(&path, &[("verdict", "same")]).status, 404, "{username}");
            }
            assert_eq!(client.get(&page_of(app)).status, 404, "{username}");
        }
        let record = app.sign_in("owner").get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN)));
        assert!(!record.has("可能和"), "nor does the record tell a cadre");
        let township = app.sign_in("township");
        assert!(waits(&township.get("/worklist")));
        let list = township.get(LIST);
        assert!(list.has("周小燕 和 周**") && list.has("白云村") && list.has("证件号一样"));
        assert!(!list.has("周筱雁") && !list.has("谭世荣") && !list.has("154"));
        let record = township.get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN)));
        assert!(record.has("可能和周**是同一个人") && !record.has("周筱雁"));
        let page = township.get(&page_of(app));
        assert!(page.has("周筱雁") && page.has("谭世荣") && page.has("154****5555") && page.has("白云村"));
        assert!(!page.has(cast::ID_NUMBER) && !page.has("15400005555"), "numbers stay masked");
    }

    fn once_decided_a_pair_across_villages_is_listed_with_both_names(app) {
        enter(app, ACROSS);
        let (township, pair) = (app.sign_in("township"), page_of(app));
        for verdict in ["different", "same"] {
            assert!(township.get(LIST).has("周小燕 和 周**") && township.get(LIST).has("名字先盖着"));
            let done = township.submit(&pair, &[("verdict", verdict)]);
            assert!(done.has("周小燕 和 周筱雁"), "{}", done.words());
            let decided = township.get(&format!("{LIST}?decided=1"));
            assert!(decided.has("周小燕 和 周筱雁") && !decided.has("周**") && !decided.has("名字先盖着"), "{}", decided.words());
            let record = township.get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN)));
            assert_eq!(record.has("周筱雁"), verdict == "same", "{}", record.words());
            let reopened = township.submit(&format!("{pair}/reopen"), &[]);
            assert!(reopened.has("周小燕 和 周**") && !reopened.has("周筱雁"), "{}", reopened.words());
        }
    }

    fn opening_a_pair_is_a_look_at_both_and_the_list_is_none(app) {
        let double = enter(app, DOUBLE);
        let owner = app.sign_in("owner");
        owner.get(LIST);
        assert_eq!(trail(app, "looked"), []);
        owner.get(&page_of(app));
        let mut looked = trail(app, "looked");
        looked.sort_unstable();
        assert_eq!(looked, [Some(cast::id(app, &cast::XIAOYAN).0), Some(double.0)]);
        owner.get(&page_of(app));
        assert_eq!(trail(app, "looked").len(), 2, "once an hour");
    }

    fn both_records_stand_side_by_side_with_what_differs_and_what_agrees(app) {
        let double = Somebody { phone: Some(cast::XIAOYAN.numbers[0]), born: Some((1992, 3, 4)), ..DOUBLE };
        enter(app, double);
        let page = app.sign_in("owner").get(&page_of(app));
        let words = page.words();
        for wanted in [
            "这两份是同一个人吗？", "本人电话一样，名字读音一样，户主一样。", "姓名 读音一样", "证件号 只一份有",
            "出生日期 只一份有", "号码 有一样的", "154****4471 没核实，两份都有", "村、组 不同", "先记的", "后记的",
        ] {
            assert!(words.contains(wanted), "{wanted}");
        }
        let (different, same) = page.body.split_once("<details").expect("what agrees is folded");
        assert!(same.contains("户主 <span") && !different.contains("户主 <span"));
        assert!(different.contains("11月23日记到簿上，owner同志负责") && different.contains("还没联系过"));
    }

    fn documents_are_compared_whole_and_shown_masked(app) {
        // Both masks read the same; the documents differ.
        let other = Somebody { id_number: Some("500228199504071221"), ..DOUBLE };
        enter(app, other);
        let page = app.sign_in("owner").get(&page_of(app));
        assert_eq!(page.body.matches("5***************21").count(), 2);
        assert!(page.words().contains("证件号 不同"));
    }

    fn not_the_same_person_is_remembered_and_never_asked_again(app) {
        let double = enter(app, DOUBLE);
        let (owner, path) = (app.sign_in("owner"), page_of(app));
        let done = owner.submit(&path, &[("verdict", "different")]);
        assert!(done.has("记下了：周小燕 和 周晓艳 不是同一个人，以后不再问。") && done.has("现在没有要看的"));
        assert!(!owner.get("/worklist").has("可能是同一个人"));
        assert!(!owner.get(&format!("/residents/{double}")).has("可能和"));
        let channel = [("kind", "mobile"), ("value", cast::XIAOYAN.numbers[0]), ("source", "staff"), ("idempotency_key", "again-key-1")];
        assert_eq!(owner.post(&format!("/residents/{double}/channels"), &channel).status, 303);
        assert_eq!(pairs(app).len(), 1, "even when more agrees");
        assert!(!owner.get("/worklist").has("可能是同一个人"));
        assert!(owner.get(&format!("{LIST}?decided=1")).has("定的：不是同一个人"));
        let page = owner.get(&path);
        assert!(page.has("owner同志定的：不是同一个人") && !page.has("name=\"verdict\""));
        assert_eq!(trail(app, "pair_decided"), [Some(last_pair(app).0)]);
    }

    fn the_same_person_waits_for_merging_and_both_records_say_so(app) {
        let double = enter(app, DOUBLE);
        let (owner, path) = (app.sign_in("owner"), page_of(app));
        let page = owner.get(&format!("/residents/{double}"));
        assert!(page.has("可能和周小燕（二组，周德福的女儿）是同一个人") && page.has(&format!("href=\"{path}\"")));
        assert_eq!(owner.post(&path, &[("verdict", "same")]).status, 303);
        assert!(owner.get(&path).has("现在还不能合并。两份都照旧用着"));
        for (id, words) in [(double, "和周小燕（二组，周德福的女儿）是同一个人，等合并"), (cast::id(app, &cast::XIAOYAN), "和周晓艳（三组，周德福的女儿）是同一个人，等合并")] {
            assert!(owner.get(&format!("/residents/{id}")).has(words), "{words}");
        }
        assert!(!owner.get("/worklist").has("可能是同一个人"));
    }

    fn a_page_of_decided_ones_asked_for_after_a_pair_not_among_them_is_the_first_one(app) {
        enter(app, DOUBLE);
        let owner = app.sign_in("owner");
        owner.post(&page_of(app), &[("verdict", "different")]);
        let own = last_pair(app);
        enter(app, ACROSS);
        let foreign = last_pair(app);
        app.sign_in("township").post(&page_of(app), &[("verdict", "different")]);
        for (after, is_shown) in [(foreign, true), (PairId(1), true), (own, false)] {
            let list = owner.get(&format!("{LIST}?decided=1&after={after}"));
            assert_eq!((list.status, list.has("周小燕 和 周晓艳")), (200, is_shown), "{after}");
        }
    }

    fn a_pair_one_side_of_which_is_out_of_sight_is_left_out_and_the_rest_is_shown(app) {
        enter(app, DOUBLE);
        enter(app, ACROSS);
        // As if one of them had just moved to the other village.
        app.write(|tx| {
            let village = likely_pairs::village_code.eq(cast::VILLAGE);
            diesel::update(likely_pairs::table).set(village).execute(tx.conn)?;
            Ok(())
        });
        let owner = app.sign_in("owner");
        let list = owner.get(LIST);
        assert!(list.status == 200 && list.has("周小燕 和 周晓艳") && !list.has("周筱雁"), "{}", list.words());
        let record = owner.get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN)));
        assert!(record.status == 200 && record.has("可能和周晓艳"), "{}", record.words());
    }

    fn a_decision_is_taken_back_and_the_pair_waits_again(app) {
        enter(app, DOUBLE);
        let (owner, path) = (app.sign_in("owner"), page_of(app));
        owner.post(&path, &[("verdict", "different")]);
        let back = app.sign_in("colleague").submit(&format!("{path}/reopen"), &[]);
        assert!(back.has("周小燕 和 周晓艳 放回来了") && back.has(&format!("href=\"{path}\"")));
        assert!(waits(&owner.get("/worklist")));
        assert_eq!(owner.post(&format!("{path}/reopen"), &[]).status, 303);
        assert_eq!(trail(app, "pair_reopened").len(), 1, "what waits already is left as it is");
    }

    fn two_who_decide_at_once_do_not_overrule_each_other(app) {
        enter(app, DOUBLE);
        let (owner, township, path) = (app.sign_in("owner"), app.sign_in("township"), page_of(app));
        assert_eq!(owner.post(&path, &[("verdict", "different")]).status, 303);
        assert_eq!(township.post(&path, &[("verdict", "different")]).status, 303, "the same decision twice is one");
        let late = township.post(&path, &[("verdict", "same")]);
        assert!(late.status == 409 && late.has("您看的时候，别人已经定了") && late.has("不是同一个人"));
        assert_eq!(trail(app, "pair_decided").len(), 1);
        assert_eq!(owner.post(&path, &[]).status, 422, "no decision is none");
    }

    fn a_pair_goes_while_one_of_its_records_is_closed_or_locked_and_comes_back(app) {
        let double = enter(app, DOUBLE);
        let (owner, path) = (app.sign_in("owner"), page_of(app));
        for (state, page_status) in [("closed", 200), ("locked", 404)] {
            set_state(app, double, state);
            assert!(!owner.get("/worklist").has("可能是同一个人"), "{state}");
            assert!(owner.get(LIST).has("现在没有要看的"), "{state}");
            assert!(!owner.get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN))).has("可能和"), "{state}");
            let page = owner.get(&path);
            assert_eq!((page.status, page.has("name=\"verdict\"")), (page_status, false), "{state}");
            let status = owner.post(&path, &[("verdict", "same")]).status;
            assert_eq!(status, if page_status == 200 { 409 } else { 404 }, "{state}");
        }
        set_state(app, double, "open");
        assert!(waits(&owner.get("/worklist")) && owner.get(LIST).has("周晓艳"));
    }

    fn the_list_is_paged_oldest_first(app) {
        let numbers = ["15400000601", "15400000602", "15400000603", "15400000604"];
        for number in numbers.into_iter().flat_map(|number| [number; 8]) {
            enter(app, Somebody { phone: Some(number), head: "", ..STRANGER });
        }
        let found = pairs(app).len();
        assert_eq!(found, 4 * 28, "everybody with everybody who has the number");
        let owner = app.sign_in("owner");
        assert!(owner.get("/worklist").has("有 100+ 对可能是同一个人"));
        let (mut next, mut seen) = (LIST.to_owned(), 0);
        loop {
            let page = owner.get(&next);
            seen += page.body.matches("class=\"person\"").count();
            let Some((_, after)) = page.body.split_once("href=\"/residents/pairs?after=") else { break };
            next = format!("{LIST}?after={}", &after[..13]);
        }
        assert_eq!(seen, found);
    }
}

#[test]
fn if_the_looks_cannot_be_written_the_pair_answers_503_and_the_list_goes_on() {
    let app = TestApp::start(crate::support::Kind::Sqlite);
    enter(&app, DOUBLE);
    let (owner, path) = (app.sign_in("owner"), page_of(&app));
    app.write(|tx| {
        use diesel::connection::SimpleConnection;
        Ok(tx.conn.batch_execute("ALTER TABLE audit RENAME TO audit_gone")?)
    });
    let page = owner.get(&path);
    assert!(page.status == 503 && !page.has("周晓艳"));
    assert!(owner.get(LIST).has("周晓艳"));
}
