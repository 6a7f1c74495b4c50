//! A join that is undone gives back exactly the record that stood before, whatever it was and whatever was sent.

use super::{STRANGER, Sender, XIAOYAN, arrive};
use crate::support::{Kind, TestApp, cast, visitors};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    accounts::Passwords,
    db::schema::{audit, channels, checkins, match_keys, residents, search_terms},
    domain::{ResidentId, Scope, TownshipCode},
    residents::{Details, Person},
};
use proptest::prelude::*;

/// What happened to the record before the form came.
#[derive(Debug, Clone, Copy)]
enum Past {
    Nothing,
    AskedForHelp,
    HelpedSince,
    CameHome,
    ToldTheSameNumber,
    JoinedBefore,
}

const PASTS: [Past; 6] = [
    Past::Nothing,
    Past::AskedForHelp,
    Past::HelpedSince,
    Past::CameHome,
    Past::ToldTheSameNumber,
    Past::JoinedBefore,
];

const PEOPLE: [&cast::Cast; 3] = [&cast::XIAOYAN, &cast::DAJUN, &cast::NUMBERLESS];

fn senders() -> [Sender; 5] {
    let born = chrono::NaiveDate::from_ymd_opt(1990, 5, 6);
    [
        STRANGER,
        XIAOYAN,
        Sender { phone: cast::XIAOYAN.numbers[0], birth_on: born, ..STRANGER },
        Sender { phone: cast::DAJUN.numbers[0], place: "广东省东莞市", ..XIAOYAN },
        Sender { place: "老家", ..STRANGER },
    ]
}

fn live(app: &TestApp, past: Past, cast: &cast::Cast, sender: &Sender) {
    let id = cast::id(app, cast);
    let log = |form: &[(&str, &str)]| {
        let key = format!("past-{}", app.state.db.next_id());
        let form: Vec<(&str, &str)> =
            form.iter().copied().chain([("idempotency_key", key.as_str())]).collect();
        let answer = app.sign_in("owner").post(&format!("/residents/{id}/check-ins"), &form);
        assert_eq!(answer.status, 303, "{past:?}: {}", answer.words());
        app.pass(TimeDelta::minutes(3));
    };
    let help = || {
        let tap = [("tap", "help"), ("idempotency_key", "tap-before-the-form")];
        assert_eq!(visitors::visit(app, cast).post("/my/check-ins", &tap).status, 303);
        app.pass(TimeDelta::minutes(3));
    };
    match past {
        Past::Nothing => {}
        Past::AskedForHelp => help(),
        Past::HelpedSince => {
            help();
            log(&[("outcome", "reached")]);
        }
        Past::CameHome => log(&[("outcome", "came_home")]),
        Past::ToldTheSameNumber => log(&[("outcome", "reached"), ("new_number", sender.phone)]),
        Past::JoinedBefore => {
            join(app, id, &Sender { phone: sender.phone, ..XIAOYAN }, "sent");
        }
    }
}

/// A form comes in and is joined; its address.
fn join(app: &TestApp, id: ResidentId, sender: &Sender, choice: &str) -> String {
    let path = format!("/registrations/{}", arrive(app, sender));
    app.pass(TimeDelta::minutes(3));
    let resident = id.to_string();
    let form = [("resident", resident.as_str()), ("phone", choice), ("place", choice), ("hours", choice)];
    let answer = app.sign_in("owner").post(&format!("{path}/join"), &form);
    assert_eq!(answer.status, 303, "{}", answer.words());
    app.pass(TimeDelta::minutes(3));
    path
}

/// The record, as far as anybody can see it or find it: facts, numbers, where they are, what was said, how it is found.
fn record(app: &TestApp, id: ResidentId) -> Vec<String> {
    let keys = app.state.keys.clone();
    app.read(move |conn| {
        let scope = Scope::Township(TownshipCode::parse(cast::TOWNSHIP).expect("a township"));
        let (person, home, ..) = kith::residents::find(conn, scope, id)?;
        let row = residents::table.find(id);
        let mut details: Details = row.select(Details::as_select()).first(conn)?;
        // The version counts changes, there and back: it never returns.
        details.version = 0;
        let number = details.id_number.as_ref();
        let number = number.and_then(|number| {
            number.masked(&keys, kith::residents::id_number_place(id), |number| number.as_str().to_owned())
        });
        let person: Person = person;
        let mut all = vec![format!("{person:?}"), format!("{home:?}"), format!("{details:?} {number:?}")];
        for channel in kith::residents::channels_of(conn, &person)? {
            let place = kith::residents::channel_place(channel.id);
            all.push(format!("{channel:?} {:?}", channel.value.masked(&keys, place, String::clone)));
        }
        all.extend(kith::residents::destinations_of(conn, &person)?.iter().map(|spell| format!("{spell:?}")));
        let said = checkins::table
            .filter(checkins::resident_id.eq(id))
            .filter(checkins::withdrawn_at.is_null())
            .order(checkins::id)
            .select((checkins::id, checkins::outcome, checkins::channel_id, checkins::is_confirmed));
        let said: Vec<(i64, String, Option<i64>, bool)> = said.load(conn)?;
        all.extend(said.iter().map(|entry| format!("{entry:?}")));
        let terms = search_terms::table.filter(search_terms::resident_id.eq(id.0)).order(search_terms::term);
        all.extend(terms.select(search_terms::term).load::<String>(conn)?);
        let alike = match_keys::table.filter(match_keys::resident_id.eq(id)).order(match_keys::term);
        all.extend(alike.select(match_keys::term).load::<i64>(conn)?.iter().map(i64::to_string));
        Ok(all)
    })
}

/// How many rows there are of what is never deleted: the trail, and what was said; and all numbers.
fn rows(app: &TestApp) -> (i64, i64, i64) {
    app.read(|conn| {
        Ok((
            audit::table.count().get_result(conn)?,
            checkins::table.count().get_result(conn)?,
            channels::table.count().get_result(conn)?,
        ))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_join_that_is_undone_leaves_exactly_the_record_that_stood_before(
        past in prop::sample::select(PASTS.to_vec()), who in 0usize..3, form in 0usize..5, takes in any::<bool>(),
    ) {
        let app = TestApp::bare(Kind::Sqlite);
        cast::enter(&app, &Passwords::new(8).expect("a cheap hash"));
        let (cast, sender) = (PEOPLE[who], &senders()[form]);
        visitors::link(&app, cast);
        live(&app, past, cast, sender);
        let id = cast::id(&app, cast);
        let (before, counted) = (record(&app, id), rows(&app));
        let path = join(&app, id, sender, if takes { "sent" } else { "kept" });
        prop_assert_ne!(&record(&app, id), &before);
        let joined = rows(&app);
        prop_assert!(joined.0 > counted.0 && joined.1 == counted.1 + 1 && joined.2 >= counted.2);
        prop_assert_eq!(app.sign_in("owner").post(&format!("{path}/undo"), &[]).status, 303);
        prop_assert_eq!(record(&app, id), before);
        let undone = rows(&app);
        prop_assert!(undone.0 > joined.0 && undone.1 == joined.1 && undone.2 == counted.2);
    }
}
