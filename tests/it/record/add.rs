//! Adding somebody (PRODUCT §2, §4.1).

use super::{check, send, shown, trail};
use crate::{
    both,
    support::{Client, Page, TestApp, cast},
};
use diesel::prelude::*;
use kith::{db::schema::residents::dsl, domain::ResidentId};

const NEW: &str = "/residents/new";
/// A number of somebody nobody else is.
const OTHER_ID: &str = "500228198501010023";

/// A form that can be kept as it is.
fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("idempotency_key", "new-key-1"),
        ("name", "谭永秀"),
        ("head_name", "谭世荣"),
        ("group_no", "3"),
        ("relation", "30"),
    ];
    for (name, value) in more {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = value,
            None => fields.push((*name, *value)),
        }
    }
    fields
}

fn add(client: &Client, more: &[(&str, &str)]) -> Page {
    client.post(NEW, &fields(more))
}

/// The one who was added, from the address it led to.
fn added(page: &Page) -> ResidentId {
    assert_eq!(page.status, 303, "{}", page.words());
    let to = page.location().expect("it leads on");
    to["/residents/".len()..][..13].parse().expect("an id")
}

type Row = (String, String, Option<chrono::NaiveDate>, String, Option<i64>, String, Option<String>);

fn row(app: &TestApp, id: ResidentId) -> Row {
    app.read(move |conn| {
        let columns = (
            dsl::name,
            dsl::sex,
            dsl::birth_on,
            dsl::id_kind,
            dsl::owner_id,
            dsl::village_code,
            dsl::education,
        );
        Ok(dsl::residents.find(id).select(columns).first(conn)?)
    })
}

fn day(year: i32, month: u32, day: u32) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(year, month, day)
}

both! {
    fn a_cadre_adds_somebody_to_their_village_and_answers_for_them(app) {
        let owner = app.sign_in("owner");
        assert!(owner.get("/residents?q=zzz").has("href=\"/residents/new\""), "who is not found can be added");
        let page = add(&owner, &[
            ("sex", "female"), ("id_kind", "resident_id"), ("id_number", OTHER_ID), ("phone", "15400003333"), ("place", "广东省深圳市"),
            ("work", "鞋厂"), ("hours", "晚上"), ("education", "70"), ("note", "爱唱歌"), ("adults_left", "2"), ("informed_on", "2026-11-20"),
        ]);
        let id = added(&page);
        let record = owner.get(&page.location().unwrap());
        for words in ["谭永秀记到簿上了", "41 岁", "三组", "谭世荣的女儿", "154****3333", "广东省深圳市", "爱唱歌", "初中", "11月20日当面或电话里说过", "owner同志", "法定职责", "5***************23"] {
            assert!(record.has(words), "{words}: {}", record.words());
        }
        assert!(!record.has(OTHER_ID));
        assert_eq!(row(app, id).4, Some(cast::OWNER));
        assert!(owner.get("/residents?q=tyx").has("谭永秀"), "and is found");
        assert!(owner.get("/residents?q=0023").has("谭永秀") && owner.get("/residents?q=3333").has("谭永秀"));
        assert_eq!(trail(app, id.0)[0].0, "resident_added");
        check(app, id);
    }

    fn a_name_and_a_head_are_enough_and_the_first_day_owed_is_within_ninety(app) {
        let id = added(&add(&app.sign_in("colleague"), &[]));
        let due: chrono::NaiveDate = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::due_on.assume_not_null()).first(conn)?));
        assert!((0..90).contains(&(due - app.today()).num_days()));
        assert_eq!(row(app, id), ("谭永秀".into(), "unknown".into(), None, "none".into(), Some(3), cast::VILLAGE.into(), None));
        check(app, id);
    }

    fn every_kind_of_document_is_kept_and_birth_date_and_sex_are_taken_from_it(app) {
        let owner = app.sign_in("owner");
        let cases = [
            ("resident_id", "500228850101001", "male", day(1985, 1, 1), "5***************15"),
            ("hk_mo_permit", "H0123456700", "unknown", None, "港澳居民来往内地通行证 H********00"),
            ("tw_permit", "01234567", "unknown", None, "台湾居民来往大陆通行证 0*****67"),
            ("hmt_residence", "810000199408230021", "female", day(1994, 8, 23), "港澳台居民居住证 8***************21"),
            ("foreign_residence", "911124198108030024", "female", day(1981, 8, 3), "外国人永久居留证 9***************24"),
            ("passport", "E12345678", "unknown", None, "护照 E******78"),
            ("none", "", "unknown", None, "还没有"),
        ];
        for (at, (kind, number, sex, born, mask)) in cases.into_iter().enumerate() {
            let (key, head) = (format!("kind-key-{at}"), ["赵一平", "钱二平", "孙三平", "李四平", "周五平", "吴六平", "郑七平"][at]);
            let page = add(&owner, &[("idempotency_key", &key), ("id_kind", kind), ("id_number", number), ("head_name", head), ("name", head)]);
            let id = added(&page);
            let (_, kept_sex, kept_birth, kept_kind, ..) = row(app, id);
            assert_eq!((kept_sex.as_str(), kept_birth, kept_kind.as_str()), (sex, born, kind), "{kind}");
            assert!(owner.get(&format!("/residents/{id}")).has(mask), "{kind}");
            check(app, id);
        }
    }

    fn names_with_dots_and_rare_characters_are_kept_and_found(app) {
        let owner = app.sign_in("owner");
        for (at, (typed, kept)) in [("买买提•艾力江", "买买提·艾力江"), ("张𬸚", "张𬸚"), ("㐂子", "㐂子"), ("欧阳 娜娜", "欧阳娜娜")].into_iter().enumerate() {
            let key = format!("name-key-{at}");
            let id = added(&add(&owner, &[("idempotency_key", &key), ("name", typed), ("head_name", kept)]));
            assert_eq!(row(app, id).0, kept);
            let found = owner.submit("/residents/search", &[("q", kept)]);
            assert!(found.has(&format!("/residents/{id}")), "{kept}");
        }
    }

    fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(app) {
        let page = add(&app.sign_in("owner"), &[
            ("name", "谭"), ("head_name", ""), ("id_number", "500228198501010016"), ("id_kind", "resident_id"), ("birth_on", "2030-01-01"), ("group_no", "一百"),
            ("adults_left", "99"), ("phone", "1540000"), ("work", "鞋厂"), ("note", "爱\u{200b}唱歌"), ("hours", "晚上"),
        ]);
        assert_eq!(page.status, 422);
        for field in ["name", "head_name", "id_number", "birth_on", "group_no", "adults_left", "phone", "place", "note"] {
            assert!(page.has(&format!("id=\"{field}-err\"")) && page.has(&format!("href=\"#{field}\"")), "{field}");
        }
        for (field, value) in [("name", "谭"), ("id_number", "500228198501010016"), ("group_no", "一百"), ("work", "鞋厂"), ("hours", "晚上"), ("idempotency_key", "new-key-1")] {
            assert_eq!(shown(&page, field), value);
        }
        assert_eq!(app.read(|conn| Ok(dsl::residents.filter(dsl::name.eq("谭")).count().get_result::<i64>(conn)?)), 0);
    }

    fn a_head_who_need_not_be_named_twice_is_not_asked_for_where_something_else_is_wrong(app) {
        let page = add(&app.sign_in("owner"), &[("relation", "02"), ("head_name", ""), ("informed_on", "2030-01-01")]);
        assert_eq!(page.status, 422);
        assert!(page.has("href=\"#informed_on\"") && !page.has("href=\"#head_name\""), "{}", page.words());
        let page = add(&app.sign_in("owner"), &[("name", ""), ("head_name", "")]);
        assert!(page.has("姓名：这一项要填") && page.has("户主：这一项要填"), "the summary says which: {}", page.words());
    }

    fn an_unknown_area_and_a_contradiction_are_warnings_shown_before_saving(app) {
        let owner = app.sign_in("owner");
        let wrong = [("id_number", "999999198501010018"), ("birth_on", "1985-01-02"), ("sex", "female"), ("id_kind", "resident_id")];
        let asked = add(&owner, &wrong);
        assert_eq!(asked.status, 200);
        for words in ["先看一眼", "查不到是哪里的", "1985年1月1日，跟填的不一样", "性别是男，跟填的不一样", "没写错，照样记"] {
            assert!(asked.has(words), "{words}");
        }
        assert!(!owner.get("/residents?q=tyx").has("谭永秀"), "nothing is kept before it is confirmed");
        let again = send(&owner, &asked, NEW, &[("sex", "male")]);
        assert_eq!(again.status, 200, "other doubts are asked about again");
        assert!(again.has("查不到是哪里的") && !again.has("性别是男"));
        let id = added(&send(&owner, &again, NEW, &[]));
        assert_eq!(row(app, id).2, day(1985, 1, 2), "what was typed stands");
    }

    fn somebody_alike_is_shown_before_saving_with_what_agrees(app) {
        let owner = app.sign_in("owner");
        let asked = add(&owner, &[("id_number", cast::ID_NUMBER), ("id_kind", "resident_id"), ("phone", "15400000417")]);
        assert_eq!(asked.status, 200);
        for words in ["证件号一样", "本人电话一样", "周小燕", "罗大军", "不是同一个人，照样记"] {
            assert!(asked.has(words), "{words}: {}", asked.words());
        }
        assert!(asked.has(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN))), "and can be opened");
        let id = added(&send(&owner, &asked, NEW, &[]));
        let pairs: i64 = app.read(|conn| Ok(kith::db::schema::likely_pairs::table.count().get_result(conn)?));
        assert_eq!(pairs, 2, "both become pairs");
        check(app, id);
    }

    fn nobody_of_another_territory_is_shown_as_alike(app) {
        let id = added(&add(&app.sign_in("owner"), &[("phone", "15400009999")]));
        check(app, id);
    }

    fn a_household_of_that_head_is_asked_about_and_can_be_joined_or_not(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let household: i64 = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::household_id).first(conn)?));
        let joining = [("head_name", "周德福"), ("group_no", "二组")];
        let asked = add(&owner, &joining);
        assert_eq!(asked.status, 200);
        assert!(asked.has("簿上有这样的户") && asked.has("簿上有罗大军") && asked.has("都不是，另立一户"), "{}", asked.words());
        assert_eq!(send(&owner, &asked, NEW, &[]).status, 200, "it must be chosen");
        let chosen = kith::domain::HouseholdId(household).to_string();
        let joined = added(&send(&owner, &asked, NEW, &[("household", &chosen)]));
        assert!(owner.get(&format!("/residents/{joined}/edit")).has("还有罗大军在簿上"));
        let asked = add(&owner, &[&joining[..], &[("idempotency_key", "new-key-2"), ("name", "谭永芳")]].concat());
        let apart = added(&send(&owner, &asked, NEW, &[("household", "new")]));
        assert!(owner.get(&format!("/residents/{apart}/edit")).has("只有本人在簿上"));
        let foreign = add(&owner, &[("household", "0000000000001"), ("idempotency_key", "new-key-3"), ("name", "谭永梅")]);
        assert_eq!(foreign.status, 303, "a household that is not among them is not joined");
    }

    fn the_head_need_not_be_named_twice(app) {
        let owner = app.sign_in("owner");
        let id = added(&add(&owner, &[("relation", "02"), ("head_name", "")]));
        assert!(owner.get(&format!("/residents/{id}")).has("户主"));
        let asked = add(&owner, &[("relation", "02"), ("idempotency_key", "new-key-2"), ("name", "谭永芳")]);
        assert!(asked.status == 200 && asked.has("户主却写的是谭世荣"));
    }

    fn children_alone_at_home_are_a_reason_to_call_more_often(app) {
        let owner = app.sign_in("owner");
        let id = added(&add(&owner, &[("children_left", "1"), ("place", "广东省深圳市")]));
        assert!(owner.get(&format!("/residents/{id}")).has("家里老小没人照看"));
        let id = added(&add(&owner, &[("idempotency_key", "new-key-2"), ("priority", "独居"), ("place", "广东省深圳市"), ("name", "谭永芳"), ("head_name", "谭世林")]));
        assert!(owner.get(&format!("/residents/{id}")).has("原因：独居"));
        check(app, id);
    }

    fn a_form_sent_twice_is_one_person_and_another_form_under_its_key_is_refused(app) {
        let owner = app.sign_in("owner");
        let (first, again) = (add(&owner, &[]), add(&owner, &[]));
        assert_eq!(first.location(), again.location());
        assert_eq!(add(&owner, &[("name", "谭永芳")]).status, 409);
        assert_eq!(add(&owner, &[("idempotency_key", "x")]).status, 400);
        assert_eq!(app.read(|conn| Ok(dsl::residents.filter(dsl::name.eq("谭永秀")).count().get_result::<i64>(conn)?)), 1);
    }

    fn a_township_picks_the_village_and_who_answers_or_nobody_yet(app) {
        let township = app.sign_in("township");
        let villages = township.get(NEW);
        assert!(villages.has("青龙村") && villages.has("白云村") && !villages.has("远山村"));
        let form = township.get(&format!("{NEW}?village={}", cast::VILLAGE));
        assert!(form.has("owner同志，负责 3 位") && form.has("colleague同志，负责 0 位") && form.has("先不定") && !form.has("other同志"), "{}", form.words());
        let backup = kith::domain::PostId(cast::BACKUP).to_string();
        let here = [("village", cast::VILLAGE), ("owner", backup.as_str())];
        let id = added(&add(&township, &here));
        assert_eq!((row(app, id).4, row(app, id).5), (Some(cast::BACKUP), cast::VILLAGE.to_owned()));
        let id = added(&add(&township, &[("village", cast::NEXT_VILLAGE), ("owner", ""), ("idempotency_key", "new-key-2"), ("name", "谭永芳")]));
        assert_eq!((row(app, id).4, row(app, id).5), (None, cast::NEXT_VILLAGE.to_owned()));
        assert!(township.get("/worklist").has("谭永芳"), "without an owner they are the township's to give away");
        let stranger = kith::domain::PostId(cast::OTHER).to_string();
        let refused = add(&township, &[("village", cast::VILLAGE), ("owner", &stranger), ("idempotency_key", "new-key-3"), ("name", "谭永梅"), ("head_name", "谭世林")]);
        assert_eq!(refused.status, 422, "a post of another village answers for nobody here");
    }

    fn nobody_is_added_outside_ones_territory(app) {
        let township = app.sign_in("township");
        assert_eq!(township.get(&format!("{NEW}?village={}", cast::FAR_VILLAGE)).status, 404);
        assert_eq!(add(&township, &[("village", cast::FAR_VILLAGE)]).status, 404);
        let owner = app.sign_in("owner");
        let id = added(&add(&owner, &[("village", cast::FAR_VILLAGE)]));
        assert_eq!(row(app, id).5, cast::VILLAGE, "a cadre adds to their own village whatever the form says");
        app.write(|tx| {
            use kith::db::schema::divisions;
            let ended = divisions::table.find(cast::NEXT_VILLAGE);
            diesel::update(ended).set(divisions::ended_on.eq(tx.today)).execute(tx.conn)?;
            Ok(())
        });
        assert!(!township.get(NEW).has("白云村"));
        assert_eq!(township.get(&format!("{NEW}?village={}", cast::NEXT_VILLAGE)).status, 404, "a village that ended takes nobody in");
    }

    fn sealed_values_stay_sealed(app) {
        let owner = app.sign_in("owner");
        let id = added(&add(&owner, &[("id_kind", "resident_id"), ("id_number", OTHER_ID)]));
        let sealed: Vec<u8> = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::id_number.assume_not_null()).first(conn)?));
        assert!(!sealed.windows(8).any(|part| part == &OTHER_ID.as_bytes()[..8]));
    }
}
