//! On one resident.

use super::{ROUNDS, both_at_once, sorted};
use crate::{
    both,
    support::{Client, TestApp, cast, people},
};
use diesel::prelude::*;
use kith::{
    audit, checkins,
    db::schema::{audit as trail, channels, checkins as entries, destinations, residents::dsl},
    domain::{ResidentId, Rules},
    jobs,
};

/// Whether what is stored is what the check-ins add up to.
fn is_sound(app: &TestApp, id: ResidentId) -> bool {
    app.read(move |conn| {
        let computed = checkins::compute(conn, id, &Rules::default())?;
        checkins::differs(conn, &computed)
    })
    .is_none()
}

fn recorded(app: &TestApp, kind: &'static str) -> usize {
    let all: i64 =
        app.read(move |conn| Ok(trail::table.filter(trail::kind.eq(kind)).count().get_result(conn)?));
    usize::try_from(all).expect("a count")
}

fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> (u16, Option<String>) {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    let answer = client.post(&format!("/residents/{id}/check-ins"), &fields);
    (answer.status, answer.location())
}

both! {
    fn two_check_ins_both_count(app) {
        let (owner, colleague, id) = (app.sign_in("owner"), app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        for round in 0..ROUNDS {
            let (one, other) = (format!("both-key-{round}-1"), format!("both-key-{round}-2"));
            let answers = both_at_once(
                || log(&owner, id, &one, &[("outcome", "no_answer")]),
                || log(&colleague, id, &other, &[("outcome", "rejected_call")]),
            );
            assert_eq!(answers.map(|(status, _)| status), [303, 303]);
        }
        let failed: i32 = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::failed_attempts).first(conn)?));
        assert_eq!((failed as usize, recorded(app, "checked_in")), (2 * ROUNDS, 2 * ROUNDS));
        assert!(is_sound(app, id));
    }

    fn one_form_from_two_tabs_is_one_check_in(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for round in 0..ROUNDS {
            let key = format!("tabs-key-{round}");
            let send = || log(&owner, id, &key, &[("outcome", "no_answer"), ("new_number", "15400001234")]);
            let [one, other] = both_at_once(send, send);
            assert!(one.0 == 303 && one == other, "{one:?} {other:?}");
            let key = format!("tabs-key-{round}-others");
            let answers = both_at_once(
                || log(&owner, id, &key, &[("outcome", "no_answer")]).0,
                || log(&owner, id, &key, &[("outcome", "reached")]).0,
            );
            assert_eq!(sorted(answers), [303, 409], "another form under the same key");
        }
        assert_eq!(recorded(app, "checked_in"), 2 * ROUNDS);
        assert!(is_sound(app, id));
    }

    fn who_closes_and_who_logs_do_so_one_after_the_other(app) {
        let (township, owner) = (app.sign_in("township"), app.sign_in("owner"));
        for round in 0..ROUNDS {
            let id = people::Someone::due_in(0, "王建国").enter(app);
            let (one, other) = (format!("closing-{round}-1"), format!("closing-{round}-2"));
            let [closed, logged] = both_at_once(
                || log(&township, id, &one, &[("outcome", "deceased"), ("confirmed", "1"), ("note", "邻居说的")]).0,
                || log(&owner, id, &other, &[("outcome", "reached")]).0,
            );
            assert!(closed == 303 && matches!(logged, 303 | 422), "{closed} {logged}");
            let state: String = app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::state).first(conn)?));
            assert_eq!(state, "closed");
            assert!(is_sound(app, id));
        }
    }

    fn a_check_in_two_withdraw_is_withdrawn_once(app) {
        let (owner, township, id) = (app.sign_in("owner"), app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        for round in 0..ROUNDS {
            let key = format!("withdrawn-{round}");
            let (_, to) = log(&owner, id, &key, &[("outcome", "reached"), ("new_number", "15400004321"), ("place", "福建省厦门市")]);
            let checkin = to.as_deref().and_then(|to| to.split_once("done=")).expect("a check-in").1.to_owned();
            let path = format!("/residents/{id}/check-ins/{checkin}/withdraw");
            let answers = both_at_once(|| owner.post(&path, &[]).status, || township.post(&path, &[]).status);
            assert_eq!(answers, [303, 303]);
        }
        assert_eq!(recorded(app, "checkin_withdrawn"), ROUNDS);
        assert_eq!(people::channel_ids(app, id).len(), 2);
        assert!(is_sound(app, id));
    }

    fn a_number_two_add_is_one_and_one_two_end_is_ended_once(app) {
        let (owner, colleague, id) = (app.sign_in("owner"), app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/channels");
        for round in 0..ROUNDS {
            let number = format!("1540000500{round}");
            let (one, other) = (format!("number-{round}-1"), format!("number-{round}-2"));
            let answers = both_at_once(
                || owner.post(&path, &[("kind", "mobile"), ("value", &number), ("idempotency_key", &one)]).status,
                || log(&colleague, id, &other, &[("outcome", "reached"), ("new_number", &number)]).0,
            );
            assert_eq!(answers, [303, 303]);
            let all = people::channel_ids(app, id);
            assert_eq!(all.len(), 3 + round);
            let end = || owner.post(&path, &[("end", all.last().expect("a channel"))]).status;
            assert_eq!(both_at_once(end, end), [303, 303]);
        }
        assert_eq!(recorded(app, "channel_ended"), ROUNDS);
        let left: i64 = app.read(move |conn| {
            Ok(channels::table.filter(channels::resident_id.eq(id)).filter(channels::ended_on.is_null()).count().get_result(conn)?)
        });
        assert!(left == 2 && is_sound(app, id));
    }

    fn of_two_places_one_stands_and_coming_home_twice_is_once(app) {
        let (owner, colleague, id) = (app.sign_in("owner"), app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/destinations");
        for round in 0..ROUNDS {
            let (one, other) = (format!("place-{round}-1"), format!("place-{round}-2"));
            let answers = both_at_once(
                || owner.post(&path, &[("place", "广东省深圳市"), ("idempotency_key", &one)]).status,
                || log(&colleague, id, &other, &[("outcome", "reached"), ("place", "浙江省温州市")]).0,
            );
            assert_eq!(answers, [303, 303]);
            let open: i64 = app.read(move |conn| {
                Ok(destinations::table.filter(destinations::resident_id.eq(id)).filter(destinations::until_on.is_null()).count().get_result(conn)?)
            });
            assert_eq!(open, 1);
            let home = || owner.post(&path, &[("home", "1")]).status;
            assert_eq!(both_at_once(home, home), [303, 303]);
        }
        assert_eq!(recorded(app, "destination_ended"), ROUNDS);
        assert!(is_sound(app, id));
    }

    fn two_looks_in_an_hour_are_one_and_two_reveals_are_two(app) {
        let (colleague, id) = (app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        let number = format!("/residents/{id}/channels/{}/number", people::channel_ids(app, id)[0]);
        for round in 1..=ROUNDS {
            app.pass(chrono::TimeDelta::hours(1));
            let look = || colleague.get(&format!("/residents/{id}")).status;
            assert_eq!(both_at_once(look, look), [200, 200]);
            assert_eq!(recorded(app, "looked"), round);
            let reveal = || colleague.post(&number, &[("reason", "家里有急事")]).status;
            assert_eq!(both_at_once(reveal, reveal), [200, 200]);
        }
        assert_eq!(recorded(app, "revealed"), 2 * ROUNDS);
    }

    fn two_linkers_make_one_chain(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        for round in 0..ROUNDS {
            let link = || actix_web::rt::System::new().block_on(jobs::link_all(&app.state.db));
            let [one, other] = both_at_once(link, || {
                log(&owner, id, &format!("linked-{round}"), &[("outcome", "no_answer")]);
                link()
            });
            assert!(one.is_ok() && other.is_ok());
        }
        actix_web::rt::System::new().block_on(jobs::link_all(&app.state.db)).expect("the rest is linked");
        let now = app.state.db.clock().now();
        let (linked, faults) = app.read(move |conn| audit::check_chain(conn, now));
        let all: i64 = app.read(|conn| Ok(trail::table.count().get_result(conn)?));
        assert_eq!((linked, faults.len()), (all, 0));
        let written: i64 = app.read(|conn| Ok(entries::table.count().get_result(conn)?));
        assert_eq!(written as usize, ROUNDS);
    }
}
