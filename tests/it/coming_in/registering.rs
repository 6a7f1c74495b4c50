//! Registering: what it asks, what it keeps, what it refuses (PRODUCT §4.5).

use crate::{
    both,
    support::{
        TestApp, cast,
        visitors::{self, form, latest, register},
    },
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, consent_wordings, consents, county, divisions, registration_keys, registrations},
    registrations::RegistrationState,
};

/// How many registrations there are.
fn count(app: &TestApp) -> i64 {
    app.read(|conn| Ok(registrations::table.count().get_result(conn)?))
}

/// What was agreed to: purpose, language, the words, the day; in order.
fn agreed(app: &TestApp) -> Vec<(String, String, String, chrono::NaiveDate)> {
    app.read(|conn| {
        let rows = consents::table.inner_join(consent_wordings::table).order(consents::id);
        let columns = (
            consent_wordings::purpose,
            consent_wordings::language,
            consent_wordings::wording,
            consents::given_on,
        );
        Ok(rows.select(columns).load(conn)?)
    })
}

const EVERYTHING: [(&str, &str); 13] = [
    ("work", "电子厂普工"),
    ("hours", "晚上 8 点后"),
    ("group_no", "3"),
    ("head_name", "张大山"),
    ("sex", "male"),
    ("birth_on", "1990-05-06"),
    ("id_kind", "passport"),
    ("id_number", "E12345678"),
    ("wechat", "zxy_8812"),
    ("note", "老屋漏雨，想请村里看看"),
    ("consent_id", "1"),
    ("consent_requests", "1"),
    ("destination", "江苏昆山"),
];

both! {
    fn township_then_village_then_a_form_whose_village_stands_fixed(app) {
        let stranger = app.stranger();
        let townships = stranger.get("/register");
        assert!(townships.has("您老家在哪个镇") && townships.has("href=\"/register?township=500155001\""));
        let villages = stranger.get("/register?township=500155001");
        assert!(villages.has("您老家在哪个村") && villages.has(&format!("href=\"/register/{}\"", cast::VILLAGE)));
        assert!(!villages.has("远山村"), "only villages of that township");
        let page = stranger.get(&format!("/register/{}", cast::VILLAGE));
        assert_eq!(page.value("village").as_deref(), Some(cast::VILLAGE));
        assert!(page.has("聚奎镇 青龙村") && page.has("交给青龙村") && page.has("023-5555 0123"));
        assert!(page.body.len() < 14_000, "{} bytes", page.body.len());
        for missing in ["/register/500155001", "/register/999999999999", "/register/x", "/villages/500155", "/villages/x"] {
            assert_eq!(stranger.get(missing).status, 404, "{missing}");
        }
        assert_eq!(count(app), 0, "opening pages writes nothing");
    }

    fn before_sending_it_says_who_keeps_it_what_for_how_long_and_whom_to_ring_and_nothing_is_ticked(app) {
        let page = app.stranger().get(&format!("/register/{}", cast::VILLAGE));
        for words in ["乡联簿办公室、聚奎镇和青龙村", "保持联系", "满 30 天删掉", "资料的事问陈敏", "023-5555 0188", "我满 14 岁了", "href=\"/privacy\""] {
            assert!(page.has(words), "{words}");
        }
        assert!(!page.has(" checked"), "no consent is given beforehand");
    }

    fn name_village_phone_place_and_one_tick_are_enough(app) {
        let client = register(app, &[]);
        let kept = latest(app);
        assert_eq!((kept.name.as_str(), kept.place.as_str(), kept.place_code.as_deref()), ("张晓勇", "广东惠州", Some("441300")));
        assert_eq!((kept.state, kept.village_code.as_str()), (RegistrationState::Waiting, cast::VILLAGE));
        assert_eq!(kept.decide_by.to_string(), "2026-11-26", "three working days after Monday");
        let page = client.get("/my/registered");
        assert_eq!(page.status, 200);
        for words in ["张晓勇，已经交给青龙村了", "11月26日（星期四）前", "154****8812", "打开用的 6 位数字", "/my/"] {
            assert!(page.has(words), "{words}");
        }
        assert!(page.has(&kept.reference_in_groups()) && kept.reference.starts_with("2611") && kept.reference.len() == 12);
        assert!(!page.has("15400008812") && !page.has("154 0000 8812"));
        assert!(page.body.len() < 14_000, "{} bytes", page.body.len());
        let told: Vec<(String, String, Option<String>, Option<i64>)> = app.read(move |conn| {
            let rows = audit::table.filter(audit::kind.eq("registration_sent"));
            Ok(rows.select((audit::kind, audit::actor, audit::subject, audit::subject_id)).load(conn)?)
        });
        assert_eq!(told, [("registration_sent".into(), "resident".into(), Some("registration".into()), Some(kept.id.0))]);
        let keys: i64 = app.read(|conn| Ok(registration_keys::table.count().get_result(conn)?));
        assert!(keys > 0, "so that several forms of one person are seen as one");
    }

    fn all_that_is_optional_is_kept_and_each_consent_with_its_words_language_and_day(app) {
        register(app, &EVERYTHING);
        let kept = latest(app);
        assert_eq!((kept.work.as_str(), kept.hours.as_str(), kept.head_name.as_str()), ("电子厂普工", "晚上 8 点后", "张大山"));
        assert_eq!((kept.group_no, kept.note.as_str()), (Some(3), "老屋漏雨，想请村里看看"));
        assert_eq!(kept.birth_on.map(|day| day.to_string()).as_deref(), Some("1990-05-06"));
        assert!(kept.id_number.is_some() && kept.wechat.is_some());
        let agreed = agreed(app);
        let purposes: Vec<&str> = agreed.iter().map(|(purpose, ..)| purpose.as_str()).collect();
        assert_eq!(purposes, ["contact", "id_number", "requests"]);
        assert!(agreed.iter().all(|(_, language, words, day)| language == "zh" && !words.is_empty() && *day == app.today()));
    }

    fn whoever_reads_english_agrees_to_english_words_and_a_wording_is_kept_once(app) {
        let english = app.stranger();
        english.post("/language", &[("lang", "en"), ("back", "/register")]);
        let page = english.get(&format!("/register/{}", cast::VILLAGE));
        assert!(page.has("I am 14 or older"));
        for key in ["english-key-1", "english-key-2"] {
            assert_eq!(english.post("/register", &form(&[("idempotency_key", key)])).status, 303);
        }
        let agreed = agreed(app);
        assert_eq!(agreed.len(), 2);
        assert!(agreed.iter().all(|(_, language, words, _)| language == "en" && page.has(words)));
        let wordings: i64 = app.read(|conn| Ok(consent_wordings::table.count().get_result(conn)?));
        assert_eq!(wordings, 1);
    }

    fn mistakes_are_named_beside_their_field_and_nothing_typed_is_lost(app) {
        let client = app.stranger();
        let fields = form(&[("phone", "1540000881"), ("name", "张"), ("birth_on", "1990-02-30"), ("work", "快递"), ("consent_contact", "")]);
        let page = client.post("/register", &fields);
        assert_eq!(page.status, 422);
        for words in ["还有 4 处要改", "姓名要 2 到 30 个字", "号码有 10 位，应该是 11 位", "没有这一天", "打了勾才能交"] {
            assert!(page.has(words), "{words}");
        }
        for kept in ["value=\"1540000881\"", "value=\"快递\"", "value=\"广东惠州\"", "value=\"1990-02-30\"", "value=\"registrant-key-1\""] {
            assert!(page.has(kept), "{kept}");
        }
        assert_eq!(count(app), 0);
        assert_eq!(client.post("/register", &form(&[])).status, 303, "the mended form goes through under the same key");
    }

    fn whoever_is_under_fourteen_is_refused_with_the_way_that_is_open_to_a_guardian(app) {
        for more in [[("birth_on", "2013-01-01"), ("x", "")], [("id_number", "50022820150101001X"), ("consent_id", "1")]] {
            let page = app.stranger().post("/register", &form(&more));
            assert!(page.status == 422 && page.has("请监护人打电话给村里") && page.has("023-5555 0123"), "{}", page.words());
        }
        assert_eq!(count(app), 0);
    }

    fn an_id_number_needs_a_consent_of_its_own(app) {
        let id = [("id_number", "500228199005060018")];
        let page = app.stranger().post("/register", &form(&id));
        assert!(page.status == 422 && page.has("要留证件号，请打这个勾"), "{}", page.words());
        assert_eq!(count(app), 0);
    }

    fn the_same_form_again_is_the_same_answer_and_the_same_visit_and_another_form_under_the_key_is_refused(app) {
        let (first, second) = (app.stranger(), app.stranger());
        let (one, again) = (first.post("/register", &form(&[])), second.post("/register", &form(&[])));
        assert_eq!((one.status, one.location()), (again.status, again.location()));
        assert!(one.header("set-cookie").is_some() && one.header("set-cookie") == again.header("set-cookie"));
        assert_eq!(count(app), 1);
        assert_eq!(first.get("/my/registered").body, second.get("/my/registered").body);
        assert_eq!(first.post("/register", &form(&[("name", "张晓明")])).status, 409);
        assert_eq!(first.post("/register", &form(&[("idempotency_key", "another-key-1")])).status, 303);
        assert_eq!(count(app), 2, "the same person by another form is a second registration");
    }

    fn a_form_sent_again_after_it_was_forgotten_is_taken_once_more(app) {
        register(app, &[]);
        app.pass(chrono::TimeDelta::hours(49));
        app.write(kith::db::submissions::forget_old);
        register(app, &[]);
        assert_eq!(count(app), 2);
    }

    fn a_form_without_its_key_comes_back_with_one(app) {
        let client = app.stranger();
        let page = client.post("/register", &form(&[("idempotency_key", "")]));
        assert!(page.status == 422 && page.has("value=\"广东惠州\""));
        let key = page.value("idempotency_key").expect("a fresh key");
        assert!(key.len() >= 8);
        assert_eq!(client.post("/register", &form(&[("idempotency_key", &key)])).status, 303);
    }

    fn a_village_that_is_not_there_is_asked_for_and_nothing_typed_is_lost(app) {
        for village in ["", "500155001999", "500155001", "<b>"] {
            let page = app.stranger().post("/register", &form(&[("village", village)]));
            assert_eq!(page.status, 422, "{village}");
            assert!(page.has("聚奎镇 青龙村") && page.has("屏锦镇 远山村") && page.has("value=\"张晓勇\""), "{village}");
            assert!(page.has("<select id=\"village\""), "{village}");
            assert!(page.has("<option value=\"\">请选一个村") || page.has("<option value=\"\" selected>请选一个村"), "{village}");
        }
        assert_eq!(count(app), 0);
    }

    fn a_place_with_several_meanings_is_asked_back_and_nothing_is_kept_until_it_is_answered(app) {
        let client = app.stranger();
        let page = client.post("/register", &form(&[("destination", "朝阳")]));
        assert!(page.status == 200 && page.has("是哪一个") && page.has("name=\"destination_code\" value=\"211300\""));
        assert_eq!(count(app), 0);
        let answered = form(&[("destination", "朝阳"), ("destination_code", "211300")]);
        assert_eq!(client.post("/register", &answered).status, 303);
        let kept = latest(app);
        assert_eq!((kept.place.as_str(), kept.place_code.as_deref()), ("朝阳", Some("211300")));
    }

    fn the_code_of_an_ended_village_leads_to_its_successor(app) {
        app.write(|tx| {
            let ended = divisions::table.find(cast::NEXT_VILLAGE);
            diesel::update(ended)
                .set((divisions::ended_on.eq(tx.today), divisions::successor_code.eq(cast::VILLAGE)))
                .execute(tx.conn)?;
            Ok(())
        });
        let client = app.stranger();
        for (old, new) in [("/register/{}", "/register/{}"), ("/villages/{}", "/villages/{}"), ("/villages/{}/poster", "/villages/{}/poster")] {
            let answer = client.get(&old.replace("{}", cast::NEXT_VILLAGE));
            assert_eq!((answer.status, answer.location()), (303, Some(new.replace("{}", cast::VILLAGE))), "{old}");
        }
        assert!(!client.get("/register?township=500155001").has("白云村"));
        let open = client.post("/register", &form(&[("village", cast::NEXT_VILLAGE)]));
        assert_eq!(open.status, 422, "a form that was open meanwhile comes back");
        assert!(open.has("青龙村") && open.has(&format!("value=\"{}\"", cast::VILLAGE)) && count(app) == 0, "with who keeps it now: {}", open.words());
        register(app, &[]);
        assert_eq!(latest(app).village_code.as_str(), cast::VILLAGE, "and what was read again is taken there");
    }

    fn nothing_is_taken_before_the_county_has_said_who_keeps_it_and_whom_to_ring(app) {
        app.write(|tx| {
            diesel::update(county::table.find(1)).set(county::data_contact.eq("")).execute(tx.conn)?;
            Ok(())
        });
        let client = app.stranger();
        for path in ["/register".to_owned(), format!("/register/{}", cast::VILLAGE)] {
            let page = client.get(&path);
            assert!(page.status == 200 && page.has("网上登记还没有开") && page.has("023-5555 0100"), "{path}");
            assert!(!page.has("name=\"phone\""), "{path}");
        }
        assert_eq!(client.post("/register", &form(&[])).status, 503);
        assert_eq!(count(app), 0);
        let village = client.get(&format!("/villages/{}", cast::VILLAGE));
        assert!(village.status == 200 && !village.has("/register/"), "the office and its numbers stay");
    }

    fn whoever_read_other_words_than_stand_now_reads_them_again_and_agrees_anew(app) {
        let client = app.stranger();
        let path = format!("/register/{}", cast::VILLAGE);
        let read = client.get(&path).value("wording").expect("which words are shown");
        let typed = [("wording", read.as_str()), ("work", "快递"), ("consent_requests", "1")];
        app.write(|tx| {
            diesel::update(county::table.find(1)).set(county::purpose.eq("办证")).execute(tx.conn)?;
            Ok(())
        });
        let again = client.post("/register", &form(&typed));
        assert!(again.status == 422 && again.has("说明改过了") && again.has("办证"), "{}", again.words());
        assert!(again.has("张晓勇") && again.has("快递") && !again.body.contains("value=\"1\" data-private checked"), "what was typed is kept, the ticks are not");
        assert_eq!(count(app), 0);
        let fresh = again.value("wording").expect("which words are shown");
        assert_ne!(fresh, read);
        let unticked = client.post("/register", &form(&[("wording", &fresh), ("consent_contact", "")]));
        assert!(unticked.status == 422 && unticked.has("打了勾才能交"));
        register(app, &[("wording", &fresh)]);
        assert_eq!(count(app), 1);
        // The very form that was taken is answered as before, whatever reads otherwise since.
        app.write(|tx| {
            diesel::update(county::table.find(1)).set(county::purpose.eq("")).execute(tx.conn)?;
            Ok(())
        });
        register(app, &[("wording", &fresh)]);
        let other = client.post("/register", &form(&[("wording", &fresh), ("idempotency_key", "another-form-1")]));
        assert_eq!((other.status, count(app)), (422, 1));
    }

    fn words_in_another_language_than_the_answer_are_read_again(app) {
        let client = app.stranger();
        let read = client.get(&format!("/register/{}", cast::VILLAGE)).value("wording").expect("which words");
        client.post("/language", &[("lang", "en"), ("back", "/")]);
        let again = client.post("/register", &form(&[("wording", &read)]));
        assert!(again.status == 422 && again.has("has changed since you opened the form"), "{}", again.words());
    }

    fn the_poster_leads_to_the_villages_form_and_shows_its_number(app) {
        let stranger = app.stranger();
        let village = stranger.get(&format!("/villages/{}", cast::VILLAGE));
        for words in ["青龙村", "聚奎镇", "tel:02355550123", "乡联簿办公室", "/poster\""] {
            assert!(village.has(words), "{words}");
        }
        let poster = stranger.get(&format!("/villages/{}/poster", cast::VILLAGE));
        for words in ["青龙村乡亲，扫一扫", "<svg viewBox", "023-5555 0123", &format!("/register/{}", cast::VILLAGE)] {
            assert!(poster.has(words), "{words}");
        }
        assert!(poster.body.len() < 14_000, "{} bytes", poster.body.len());
        for (who, path) in [("owner", format!("/villages/{}", cast::VILLAGE)), ("township", "/villages/500155001".to_owned())] {
            let staff = app.sign_in(who);
            assert!(staff.get("/account").has(&format!("href=\"{path}\"")), "{who}");
            assert!(staff.get(&path).has("青龙村"), "{who}");
        }
    }

    fn numbers_are_sealed_and_neither_they_nor_the_name_stand_in_an_address(app) {
        let client = app.stranger();
        let answer = client.post("/register", &form(&EVERYTHING));
        assert_eq!(answer.location().as_deref(), Some("/my/registered"));
        let page = visitors::register(app, &[("idempotency_key", "another-key-2")]).get("/my");
        assert!(page.has("154****8812") && !page.has("15400008812"));
        let Some(file) = app.file() else { return };
        app.state.db.close();
        let log = std::fs::read(file.with_extension("db-wal")).unwrap_or_default();
        let bytes = [std::fs::read(file).expect("the database file"), log].concat();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        for secret in ["15400008812", "E12345678", "zxy_8812"] {
            assert!(!holds(secret), "a number stands in the file");
        }
        assert!(holds("张晓勇"), "names stand in clear");
    }
}
