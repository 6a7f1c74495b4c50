//! Accepting, joining, turning down, passing on.

use super::{STRANGER, Sender, XIAOYAN, arrive, people, state};
use crate::{
    both,
    support::{TestApp, cast, visitors},
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, channels, checkins, consents, destinations, personal_links, residents},
    domain::ResidentId,
};

type Kept = (Option<i64>, String, String, Option<String>, bool);

/// Owner, basis, hours, why a call is asked for, and whether it stands.
fn kept(app: &TestApp, id: ResidentId) -> Kept {
    app.read(move |conn| {
        let row = residents::table.find(id).select((
            residents::owner_id,
            residents::legal_basis,
            residents::hours,
            residents::call_reason,
            residents::call_stands,
        ));
        Ok(row.first(conn)?)
    })
}

/// Merges a village into another one, with all it has.
fn merge(app: &TestApp, village: &str, into: &str) {
    let answer = app.sign_in("county").post(&format!("/divisions/{village}/end"), &[("into", into)]);
    assert_eq!(answer.status, 303, "{}", answer.words());
    let job = kith::app::JOBS.iter().find(|job| job.name == "division moves").expect("the job");
    let step = || actix_web::rt::System::new().block_on(kith::jobs::work(&app.state, job, 100));
    while step().expect("the steps") > 0 {}
}

both! {
    fn somebody_new_becomes_a_record_to_be_called_soon(app) {
        let id = arrive(app, &STRANGER);
        let colleague = app.sign_in("colleague");
        let page = colleague.get(&format!("/registrations/{id}"));
        assert!(page.has("新来的一位，记到簿上吗？") && page.has("广东省惠州市"), "{}", page.words());
        let done = colleague.submit(&format!("/registrations/{id}/accept"), &[]);
        assert!(done.has("陶正明记到簿上了") && done.has("没有登记等您核对"), "{}", done.words());
        let (word, resident) = state(app, id);
        let resident = resident.expect("the record");
        assert_eq!(word, "accepted");
        let expected = (Some(3), "consent".to_owned(), "中午 12 点".to_owned(), Some("new".to_owned()), true);
        assert_eq!(kept(app, resident), expected, "whoever accepts answers for them");
        let worklist = colleague.get("/worklist");
        assert!(worklist.has("陶正明") && worklist.has("新登记") && worklist.has("tel:15400008812"));
        let record = colleague.get(&format!("/residents/{resident}"));
        assert!(record.has("本人自报") && record.has("换厂了") && record.has("能打通") && record.has("11月23日"), "{}", record.words());
        let along: (i64, i64) = app.read(move |conn| {
            let links = personal_links::table.filter(personal_links::resident_id.eq(resident)).count().get_result(conn)?;
            let consents = consents::table.filter(consents::resident_id.eq(resident)).count().get_result(conn)?;
            Ok((links, consents))
        });
        assert_eq!(along, (1, 1), "the link and what they agreed to go along");
    }

    fn joining_keeps_both_numbers_and_the_choice_is_which_is_called_first(app) {
        for (choice, first) in [("sent", "15400006304"), ("kept", "15400004471")] {
            let sender = if choice == "sent" { XIAOYAN } else { Sender { phone: "15400006305", ..XIAOYAN } };
            let (id, kept) = (arrive(app, &sender), cast::id(app, &cast::XIAOYAN));
            let owner = app.sign_in("owner");
            if choice == "kept" {
                app.write(move |tx| {
                    let first = channels::table.filter(channels::resident_id.eq(kept));
                    diesel::update(first).set(channels::is_preferred.eq(false)).execute(tx.conn)?;
                    let oldest: i64 = first.order(channels::id).select(channels::id).first(tx.conn)?;
                    diesel::update(channels::table.find(oldest)).set(channels::is_preferred.eq(true)).execute(tx.conn)?;
                    kith::checkins::refold(tx, kept)
                });
            }
            let form = [("resident", kept.to_string()), ("phone", choice.to_owned()), ("place", choice.to_owned()), ("hours", choice.to_owned())];
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let done = owner.submit(&format!("/registrations/{id}/join"), &form);
            assert!(done.has("周小燕的登记合到簿上了"), "{}", done.words());
            assert_eq!(state(app, id), ("joined".to_owned(), Some(kept)));
            let call = owner.get(&format!("/residents/{kept}/call"));
            let (at, other) = (call.body.find("tel:154"), call.body.find(&format!("tel:{first}")));
            assert!(other.is_some() && at == other, "{choice}: {first} is called first");
        }
        let kept = cast::id(app, &cast::XIAOYAN);
        let record = app.sign_in("owner").get(&format!("/residents/{kept}"));
        assert!(record.has("154****6304") && record.has("154****6305") && record.has("154****4471"));
        assert!(record.has("浙江省宁波市") && record.has("以前去过的 1 个地方"), "{}", record.words());
        assert_eq!(people(app), 4, "nobody is on file twice");
    }

    fn what_the_record_lacks_is_filled_and_what_it_has_stays(app) {
        let born = chrono::NaiveDate::from_ymd_opt(1992, 3, 4);
        let id = arrive(app, &Sender { birth_on: born, ..XIAOYAN });
        let kept_id = cast::id(app, &cast::XIAOYAN);
        let owner = app.sign_in("owner");
        let form = [("resident", kept_id.to_string()), ("hours", "kept".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        owner.post(&format!("/registrations/{id}/join"), &form);
        let (owner_id, basis, hours, reason, stands) = kept(app, kept_id);
        assert_eq!((owner_id, basis.as_str(), hours.as_str()), (Some(1), "duty", "晚上 7 点后"));
        assert_eq!((reason.as_deref(), stands), (Some("new"), true));
        let told: Option<chrono::NaiveDate> = app.read(move |conn| Ok(residents::table.find(kept_id).select(residents::birth_on).first(conn)?));
        assert_eq!(told, born);
    }

    fn several_forms_of_one_person_are_one_decision(app) {
        let first = arrive(app, &STRANGER);
        let second = arrive(app, &Sender { place: "福建省厦门市", ..STRANGER });
        let namesake = arrive(app, &Sender { phone: "15400001234", ..STRANGER });
        let owner = app.sign_in("owner");
        let page = owner.get(&format!("/registrations/{first}"));
        assert!(page.has("同一个人交了 2 份，一起办") && page.has("别的几份什么也不带到簿上"), "{}", page.words());
        owner.post(&format!("/registrations/{first}/accept"), &[]);
        let (word, resident) = state(app, first);
        assert_eq!((word.as_str(), state(app, second)), ("accepted", ("joined".to_owned(), resident)));
        assert_eq!(state(app, namesake), ("waiting".to_owned(), None), "a name alone makes nobody the same");
        let resident = resident.expect("the record");
        let counted: (i64, i64, i64) = app.read(move |conn| {
            Ok((
                checkins::table.filter(checkins::resident_id.eq(resident)).count().get_result(conn)?,
                channels::table.filter(channels::resident_id.eq(resident)).count().get_result(conn)?,
                destinations::table.filter(destinations::resident_id.eq(resident)).count().get_result(conn)?,
            ))
        });
        assert_eq!(counted, (1, 1, 1), "only the form that was opened brings something");
    }

    fn the_trail_names_only_what_entered(app) {
        let owner = app.sign_in("owner");
        let kept = cast::id(app, &cast::XIAOYAN);
        let fields = |resident: ResidentId| -> String {
            app.read(move |conn| {
                let rows = audit::table.filter(audit::subject_id.eq(resident.0)).filter(audit::kind.like("registration_%"));
                Ok(rows.order(audit::id.desc()).select(audit::fields).first(conn)?)
            })
        };
        let resident = kept.to_string();
        let join = |sender: &Sender, choice: &str| {
            let id = arrive(app, sender);
            let form = [("resident", &*resident), ("phone", choice), ("place", choice), ("hours", choice)];
            assert_eq!(owner.post(&format!("/registrations/{id}/join"), &form).status, 303);
            fields(kept)
        };
        let known = Sender { phone: cast::XIAOYAN.numbers[0], ..XIAOYAN };
        assert_eq!(join(&known, "kept"), "informed_on");
        assert_eq!(join(&known, "kept"), "", "nothing entered");
        assert_eq!(join(&XIAOYAN, "sent"), "channel destination hours");
        assert_eq!(join(&XIAOYAN, "sent"), "", "all of it stands there already");
        let new = arrive(app, &STRANGER);
        owner.post(&format!("/registrations/{new}/accept"), &[]);
        assert_eq!(fields(state(app, new).1.expect("the record")), "channel destination");
    }

    fn a_form_nobody_opened_brings_nothing_and_lets_nobody_in(app) {
        let own = visitors::register(app, &[]);
        let first = visitors::latest(app).id;
        let more = [("idempotency_key", "registrant-key-2"), ("destination", "福建厦门"), ("wechat", "moren-1"), ("birth_on", "1990-01-02"), ("note", "我换号了")];
        let other = visitors::register(app, &more);
        let second = visitors::latest(app).id;
        assert_eq!(other.get("/my").status, 200);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{first}/accept"), &[]);
        let resident = state(app, first).1.expect("the record");
        assert_eq!(state(app, second), ("joined".to_owned(), Some(resident)));
        let record = owner.get(&format!("/residents/{resident}"));
        assert!(!record.has("厦门") && !record.has("我换号了"), "{}", record.words());
        type Row = (Option<chrono::NaiveDate>, i64, i64);
        let brought: Row = app.read(move |conn| {
            let numbers = channels::table.filter(channels::resident_id.eq(resident)).count().get_result(conn)?;
            let links = personal_links::table.filter(personal_links::resident_id.eq(resident)).count().get_result(conn)?;
            Ok((residents::table.find(resident).select(residents::birth_on).first(conn)?, numbers, links))
        });
        assert_eq!(brought, (None, 1, 1));
        assert_eq!((own.get("/my").status, other.get("/my").status), (200, 401));
        let link = owner.post(&format!("/registrations/{second}/link"), &[("act", "replace")]);
        assert_eq!(link.location(), Some(format!("/residents/{resident}/link")), "there is no other link to it");
        owner.post(&format!("/registrations/{second}/undo"), &[]);
        assert_eq!(other.get("/my").status, 401, "the link leads back to its form, but stays replaced");
        assert_eq!((state(app, first).0.as_str(), state(app, second)), ("waiting", ("waiting".to_owned(), None)));
    }

    fn of_a_flood_of_forms_one_decision_takes_the_newest_and_the_rest_waits(app) {
        let forms: Vec<_> = (0..45).map(|_| arrive(app, &STRANGER)).collect();
        let waiting = |app: &TestApp| -> Vec<usize> {
            let left = |at: &usize| state(app, forms[*at]).0 == "waiting";
            (0..forms.len()).filter(left).collect()
        };
        let owner = app.sign_in("owner");
        let page = owner.get(&format!("/registrations/{}", forms[0]));
        assert!(page.has("同一个人交了 45 份：这一份和最新的 19 份一起办，其余的留在这里接着办"), "{}", page.words());
        owner.post(&format!("/registrations/{}/accept", forms[0]), &[]);
        assert_eq!(waiting(app), (1..26).collect::<Vec<_>>());
        let resident = state(app, forms[0]).1.expect("the record").to_string();
        assert!(owner.get("/registrations").has("25 份登记等您核对"));
        app.pass(chrono::TimeDelta::minutes(1));
        owner.post(&format!("/registrations/{}/join", forms[1]), &[("resident", &resident)]);
        assert_eq!(waiting(app), (2..7).collect::<Vec<_>>());
        assert!(owner.get(&format!("/registrations/{}", forms[2])).has("同一个人交了 5 份，一起办"));
        owner.post(&format!("/registrations/{}/undo", forms[44]), &[]);
        assert_eq!(waiting(app), [0].into_iter().chain(2..7).chain(26..45).collect::<Vec<_>>(), "undone as they were decided");
        let reason = [("reason", "一个人交一份就够了")];
        owner.post(&format!("/registrations/{}/turn-down", forms[2]), &reason);
        assert_eq!(waiting(app).len(), 5);
        assert_eq!(people(app), 5);
    }

    fn more_forms_than_are_counted_are_said_to_be_more(app) {
        let forms: Vec<_> = (0..105).map(|_| arrive(app, &STRANGER)).collect();
        let page = app.sign_in("owner").get(&format!("/registrations/{}", forms[50]));
        assert!(page.has("同一个人交了 100 份以上：这一份和最新的 19 份一起办"), "{}", page.words());
    }

    fn turning_down_needs_a_reason_the_sender_can_read(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        let refused = owner.post(&format!("/registrations/{id}/turn-down"), &[("reason", " ")]);
        assert!(refused.status == 422 && refused.has("这一项要填") && refused.has("不收陶正明的登记"));
        let done = owner.submit(&format!("/registrations/{id}/turn-down"), &[("reason", "打过电话，是填错了村")]);
        assert!(done.has("陶正明的登记没有收"));
        assert_eq!(state(app, id), ("turned_down".to_owned(), None));
        let page = owner.get(&format!("/registrations/{id}"));
        assert!(page.has("打过电话，是填错了村") && page.has("撤回，重新核对"));
    }

    fn one_of_another_village_is_passed_on_and_can_be_taken_back(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        for (typed, words) in [("", "这一项要填"), ("青龙村", "它就在这个村"), ("没有的村", "")] {
            let refused = owner.post(&format!("/registrations/{id}/pass-on"), &[("village", typed)]);
            assert!(refused.status == 422 && refused.has(words) && refused.has(typed), "{typed}");
        }
        let done = owner.submit(&format!("/registrations/{id}/pass-on"), &[("village", "屏锦镇远山村")]);
        assert!(done.has("陶正明的登记交给远山村了"), "{}", done.words());
        assert_eq!(owner.get(&format!("/registrations/{id}")).status, 404, "it is another village's now");
        let other = app.sign_in("other");
        assert!(other.get("/registrations").has("陶正明"));
        let page = owner.get("/registrations/decided");
        assert!(page.has("交给远山村") && page.has("拿回来"));
        let back = owner.submit(&format!("/registrations/{id}/take-back"), &[]);
        assert!(back.has("陶正明的登记拿回来了") && back.has("1 份登记等您核对"), "{}", back.words());
        assert_eq!(other.get(&format!("/registrations/{id}")).status, 404);
        owner.post(&format!("/registrations/{id}/pass-on"), &[("village", "远山村")]);
        other.post(&format!("/registrations/{id}/accept"), &[]);
        assert_eq!(owner.post(&format!("/registrations/{id}/take-back"), &[]).status, 404, "decided there, it stays there");
    }

    fn a_township_reads_what_it_passed_on_within_itself_and_takes_it_back(app) {
        let id = arrive(app, &STRANGER);
        let township = app.sign_in("township");
        let done = township.submit(&format!("/registrations/{id}/pass-on"), &[("village", "白云村")]);
        assert!(done.has("陶正明的登记交给白云村了"), "{}", done.words());
        let page = township.get("/registrations/decided");
        assert!(page.has("交给白云村") && page.has("拿回来"), "{}", page.words());
        let back = township.submit(&format!("/registrations/{id}/take-back"), &[]);
        assert!(back.has("陶正明的登记拿回来了"), "{}", back.words());
        assert!(!township.get("/registrations/decided").has("拿回来"));
    }

    fn what_a_village_passed_on_comes_back_to_its_successor(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{id}/pass-on"), &[("village", "屏锦镇远山村")]);
        merge(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        let owner = app.sign_in("owner");
        let page = owner.get("/registrations/decided");
        assert!(page.has("交给远山村") && page.has("拿回来"), "{}", page.words());
        let back = owner.submit(&format!("/registrations/{id}/take-back"), &[]);
        assert!(back.has("陶正明的登记拿回来了") || back.has("1 份登记等您核对"), "{}", back.words());
        let village: String = app.read(move |conn| {
            use kith::db::schema::registrations as sent;
            Ok(sent::table.find(id).select(sent::village_code).first(conn)?)
        });
        assert_eq!(village, cast::NEXT_VILLAGE);
        assert_eq!(app.sign_in("other").get(&format!("/registrations/{id}")).status, 404);
    }

    fn what_was_passed_on_to_the_successor_itself_is_at_home(app) {
        let id = arrive(app, &STRANGER);
        app.sign_in("owner").post(&format!("/registrations/{id}/pass-on"), &[("village", "白云村")]);
        merge(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        let owner = app.sign_in("owner");
        assert!(!owner.get("/registrations/decided").has("拿回来") && owner.get("/registrations").has("陶正明"));
        assert_eq!(owner.post(&format!("/registrations/{id}/take-back"), &[]).status, 404);
    }

    fn after_thirty_days_what_was_passed_on_stays_there(app) {
        let id = arrive(app, &STRANGER);
        app.sign_in("owner").post(&format!("/registrations/{id}/pass-on"), &[("village", "屏锦镇远山村")]);
        app.pass(chrono::TimeDelta::days(31));
        let owner = app.sign_in("owner");
        assert!(!owner.get("/registrations/decided").has("拿回来"));
        assert_eq!(owner.post(&format!("/registrations/{id}/take-back"), &[]).status, 404);
        assert!(app.sign_in("other").get("/registrations").has("陶正明"));
    }

    fn whoever_comes_second_sees_what_was_decided(app) {
        let id = arrive(app, &STRANGER);
        let (owner, colleague) = (app.sign_in("owner"), app.sign_in("colleague"));
        owner.post(&format!("/registrations/{id}/accept"), &[]);
        let late = colleague.post(&format!("/registrations/{id}/accept"), &[]);
        assert!(late.status == 409 && late.has("别人刚刚办过了") && late.has("记成新的一位"), "{}", late.words());
        assert_eq!(people(app), 5);
        assert_eq!(colleague.get(&format!("/registrations/{id}/turn-down")).status, 303);
    }

    fn two_who_accept_at_once_make_one_record(app) {
        let id = arrive(app, &STRANGER);
        let clients = ["owner", "colleague", "backup"].map(|username| app.sign_in(username));
        let path = format!("/registrations/{id}/accept");
        std::thread::scope(|scope| {
            for client in &clients {
                scope.spawn(|| client.post(&path, &[]));
            }
        });
        assert_eq!(people(app), 5);
    }

    fn somebody_else_can_be_looked_up_and_compared(app) {
        let id = arrive(app, &STRANGER);
        let owner = app.sign_in("owner");
        let found = owner.get(&format!("/registrations/{id}?q=ldj"));
        let dajun = cast::id(app, &cast::DAJUN);
        assert!(found.has("罗大军") && found.has(&format!("?with={dajun}")), "{}", found.words());
        let beside = owner.get(&format!("/registrations/{id}?with={dajun}"));
        assert!(beside.has("这是同一个人吗？") && beside.has("154****0417"), "{}", beside.words());
        let far = cast::id(app, &cast::FAR);
        assert_eq!(owner.get(&format!("/registrations/{id}?with={far}")).status, 404);
        assert!(owner.get(&format!("/registrations/{id}?q=zzz")).has("簿上没找到"));
        let form = [("resident", far.to_string())];
        let answer = owner.post(&format!("/registrations/{id}/join"), &[("resident", form[0].1.as_str())]);
        assert_eq!(answer.status, 404);
    }
}
