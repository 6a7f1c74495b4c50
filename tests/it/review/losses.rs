//! Whatever is decided, undone and decided again: no number, no check-in, no person and no row of the trail is lost.

use super::{STRANGER, Sender, XIAOYAN, arrive};
use crate::support::{Kind, TestApp, cast};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    accounts::Passwords,
    db::schema::{audit, channels, checkins, registrations as sent, residents},
    domain::{AccountId, PostId, RegistrationId, ResidentId, Role, Scope, VillageCode},
    registrations::{self, Choices, Decider, registration_phone_place},
    residents::channel_place,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// One step of a story, about one of the registrations there are.
#[derive(Debug, Clone, Copy)]
enum Step {
    Send(u8),
    Accept(u8),
    Join(u8, u8),
    TurnDown(u8),
    Undo(u8),
    Call(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0u8..4).prop_map(Step::Send),
        (0u8..6).prop_map(Step::Accept),
        ((0u8..6), (0u8..3)).prop_map(|(form, person)| Step::Join(form, person)),
        (0u8..6).prop_map(Step::TurnDown),
        (0u8..6).prop_map(Step::Undo),
        (0u8..3).prop_map(Step::Call),
    ]
}

/// What must never become less.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    people: i64,
    check_ins: i64,
    trail: i64,
    numbers: BTreeSet<String>,
}

impl Kept {
    fn holds(&self, before: &Kept) -> bool {
        self.people >= before.people
            && self.check_ins >= before.check_ins
            && self.trail >= before.trail
            && self.numbers.is_superset(&before.numbers)
    }
}

/// Every number there is, masked but for what tells the invented ones apart, and how many rows of each kind.
fn kept(app: &TestApp) -> Kept {
    let keys = app.state.keys.clone();
    app.read(move |conn| {
        let own: Vec<(i64, kith::seal::Sealed<kith::domain::PhoneNumber>)> =
            channels::table.select((channels::id, channels::value)).load(conn)?;
        let came: Vec<(RegistrationId, kith::seal::Sealed<kith::domain::PhoneNumber>)> =
            sent::table.select((sent::id, sent::phone)).load(conn)?;
        let mask = |number: &kith::domain::PhoneNumber| number.last_four();
        let own = own
            .into_iter()
            .filter_map(|(id, value)| value.masked(&keys, channel_place(kith::domain::ChannelId(id)), mask));
        let came = came
            .into_iter()
            .filter_map(|(id, value)| value.masked(&keys, registration_phone_place(id), mask));
        Ok(Kept {
            people: residents::table.count().get_result(conn)?,
            check_ins: checkins::table.count().get_result(conn)?,
            trail: audit::table.count().get_result(conn)?,
            numbers: own.chain(came).collect(),
        })
    })
}

/// A decision, to be written.
type Work = dyn FnOnce(&mut kith::db::Tx<'_>) -> Result<(), kith::error::Refusal<kith::web::Problems>> + Send;

fn take(app: &TestApp, step: Step, forms: &mut Vec<RegistrationId>) {
    let village = VillageCode::parse(cast::VILLAGE).expect("a village");
    let by =
        Decider { account: AccountId(1), post: PostId(1), role: Role::Cadre, scope: Scope::Village(village) };
    let actor = kith::domain::Actor::Staff { account: by.account, post: Some(by.post) };
    let keys = app.state.keys.clone();
    let form = |at: u8| forms.get(usize::from(at)).copied();
    let person = |at: u8| cast::id(app, [&cast::XIAOYAN, &cast::DAJUN, &cast::NUMBERLESS][usize::from(at)]);
    let run = |work: Box<Work>| {
        let written = actix_web::rt::System::new().block_on(app.state.db.write(actor, work));
        // What is refused changes nothing, which is as good here as what is done.
        if let Err(kith::error::Refusal::Error(error)) = written {
            assert!(matches!(error, kith::error::Error::NotFound | kith::error::Error::Forbidden), "{error}");
        }
    };
    match step {
        Step::Send(which) => {
            let senders = [
                STRANGER,
                XIAOYAN,
                Sender { phone: "15400000417", ..STRANGER },
                Sender { phone: "15400002468", ..XIAOYAN },
            ];
            forms.push(arrive(app, &senders[usize::from(which)]));
        }
        Step::Accept(at) => {
            if let Some(id) = form(at) {
                run(Box::new(move |tx| registrations::accept(tx, &keys, by, id).map(drop)));
            }
        }
        Step::Join(at, who) => {
            if let Some(id) = form(at) {
                let person = person(who);
                run(Box::new(move |tx| {
                    registrations::join(tx, &keys, by, id, person, Choices::NEWEST).map(drop)
                }));
            }
        }
        Step::TurnDown(at) => {
            if let Some(id) = form(at) {
                run(Box::new(move |tx| registrations::turn_down(tx, by, id, "不是本村的人")));
            }
        }
        Step::Undo(at) => {
            if let Some(id) = form(at) {
                run(Box::new(move |tx| registrations::undo(tx, &keys, by, id)));
            }
        }
        Step::Call(who) => call(app, person(who)),
    }
    app.pass(TimeDelta::minutes(7));
}

fn call(app: &TestApp, person: ResidentId) {
    let key = format!("call-{}", app.state.db.next_id());
    app.sign_in("owner").post(
        &format!("/residents/{person}/check-ins"),
        &[("outcome", "reached"), ("idempotency_key", &key)],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_decision_and_no_undo_ever_loses_anything(steps in prop::collection::vec(step(), 1..14)) {
        let app = TestApp::bare(Kind::Sqlite);
        cast::enter(&app, &Passwords::new(8).expect("a cheap hash"));
        let mut forms = Vec::new();
        let mut before = kept(&app);
        for step in steps {
            take(&app, step, &mut forms);
            let now = kept(&app);
            prop_assert!(now.holds(&before), "{step:?}: {before:?} became {now:?}");
            before = now;
        }
        let broken = app.read(|conn| {
            let rules = kith::domain::Rules::default();
            let all: Vec<ResidentId> = residents::table.select(residents::id).load(conn)?;
            let mut broken = Vec::new();
            for id in all {
                let computed = kith::checkins::compute(conn, id, &rules)?;
                broken.extend(kith::checkins::differs(conn, &computed)?);
            }
            Ok(broken)
        });
        prop_assert!(broken.is_empty(), "{broken:?}");
    }
}
