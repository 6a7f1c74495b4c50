//! Whatever is decided, undone and decided again: no number, no check-in, no person and no row of the trail is lost.

use super::{STRANGER, Sender, XIAOYAN, arrive};
use crate::support::{Kind, TestApp, cast, visitors};
use chrono::TimeDelta;
use diesel::prelude::*;
use kith::{
    accounts::Passwords,
    db::schema::{audit, channels, checkins, registrations as sent, residents},
    domain::{AccountId, PostId, RegistrationId, ResidentId, Role, Scope, TownshipCode},
    registrations::{self, Choices, Decider, registration_phone_place},
    residents::channel_place,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// One step of a story, about one of the registrations or people there are.
#[derive(Debug, Clone, Copy)]
enum Step {
    Send(u8),
    Accept(u8),
    Join(u8, u8),
    TurnDown(u8),
    PassOn(u8),
    TakeBack(u8),
    Undo(u8),
    Call(u8),
    /// *I am fine*, or *I need help*, on their own page.
    Tap(u8, bool),
    /// The village is merged into the next one, if it stands; and one step of the way is taken.
    Merge,
    /// It stands again, and all come back.
    Part,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0u8..4).prop_map(Step::Send),
        2 => (0u8..6).prop_map(Step::Accept),
        2 => ((0u8..6), (0u8..3)).prop_map(|(form, person)| Step::Join(form, person)),
        1 => (0u8..6).prop_map(Step::TurnDown),
        1 => (0u8..6).prop_map(Step::PassOn),
        1 => (0u8..6).prop_map(Step::TakeBack),
        2 => (0u8..6).prop_map(Step::Undo),
        1 => (0u8..3).prop_map(Step::Call),
        2 => ((0u8..3), any::<bool>()).prop_map(|(person, is_fine)| Step::Tap(person, is_fine)),
        2 => Just(Step::Merge),
        1 => Just(Step::Part),
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

/// People of the cast whose records a story is about.
const PEOPLE: [&cast::Cast; 3] = [&cast::XIAOYAN, &cast::DAJUN, &cast::NUMBERLESS];

fn take(app: &TestApp, step: Step, forms: &mut Vec<RegistrationId>) {
    let keys = app.state.keys.clone();
    let form = |at: u8| forms.get(usize::from(at)).copied();
    let who = |at: u8| PEOPLE[usize::from(at)];
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
                run(app, Box::new(move |tx| registrations::accept(tx, &keys, by(), id).map(drop)));
            }
        }
        Step::Join(at, person) => {
            if let Some(id) = form(at) {
                let person = cast::id(app, who(person));
                run(
                    app,
                    Box::new(move |tx| {
                        registrations::join(tx, &keys, by(), id, person, Choices::NEWEST).map(drop)
                    }),
                );
            }
        }
        Step::TurnDown(at) => {
            if let Some(id) = form(at) {
                run(app, Box::new(move |tx| registrations::turn_down(tx, by(), id, "不是本村的人")));
            }
        }
        Step::PassOn(at) => decide(app, form(at), "pass-on", &[("village", "白云村")]),
        Step::TakeBack(at) => decide(app, form(at), "take-back", &[]),
        Step::Undo(at) => {
            if let Some(id) = form(at) {
                run(app, Box::new(move |tx| registrations::undo(tx, &keys, by(), id)));
            }
        }
        Step::Call(at) => call(app, cast::id(app, who(at))),
        Step::Tap(at, is_fine) => tap(app, who(at), if is_fine { "fine" } else { "help" }),
        Step::Merge => {
            let county = app.sign_in("county");
            county.post(&format!("/divisions/{}/end", cast::VILLAGE), &[("into", cast::NEXT_VILLAGE)]);
            move_people(app, 1);
        }
        Step::Part => {
            while move_people(app, 100) > 0 {}
            app.sign_in("county").post(&format!("/divisions/{}/restore", cast::VILLAGE), &[]);
            while move_people(app, 100) > 0 {}
        }
    }
    app.pass(TimeDelta::minutes(7));
}

/// An officer of the township, who decides wherever the people of the village are just now.
fn by() -> Decider {
    let township = TownshipCode::parse(cast::TOWNSHIP).expect("a township");
    let scope = Scope::Township(township);
    Decider { account: AccountId(5), post: PostId(5), role: Role::Township, scope }
}

/// What is refused changes nothing, which is as good here as what is done.
fn run(app: &TestApp, work: Box<Work>) {
    let actor = kith::domain::Actor::Staff { account: by().account, post: Some(by().post) };
    let written = actix_web::rt::System::new().block_on(app.state.db.write(actor, work));
    if let Err(kith::error::Refusal::Error(error)) = written {
        assert!(matches!(error, kith::error::Error::NotFound | kith::error::Error::Forbidden), "{error}");
    }
}

fn decide(app: &TestApp, form: Option<RegistrationId>, how: &str, fields: &[(&str, &str)]) {
    let Some(id) = form else { return };
    let answer = app.sign_in("township").post(&format!("/registrations/{id}/{how}"), fields);
    assert!(answer.status < 500, "{how}: {}", answer.status);
}

fn call(app: &TestApp, person: ResidentId) {
    let key = format!("call-{}", app.state.db.next_id());
    let form = [("outcome", "reached"), ("idempotency_key", key.as_str())];
    let answer = app.sign_in("township").post(&format!("/residents/{person}/check-ins"), &form);
    assert!(answer.status < 500, "{}", answer.status);
}

/// A tap always goes in: nothing that was decided shuts somebody's own link.
fn tap(app: &TestApp, cast: &cast::Cast, tap: &str) {
    let key = format!("tap-{}", app.state.db.next_id());
    let answer = visitors::visit(app, cast).post("/my/check-ins", &[("tap", tap), ("idempotency_key", &key)]);
    assert_eq!(answer.status, 303, "{tap}: {}", answer.words());
}

fn move_people(app: &TestApp, most: usize) -> usize {
    let job = kith::app::JOBS.iter().find(|job| job.name == "division moves").expect("the job");
    actix_web::rt::System::new().block_on(kith::jobs::work(&app.state, job, most)).expect("the steps")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_decision_and_no_undo_ever_loses_anything(steps in prop::collection::vec(step(), 1..14)) {
        let app = TestApp::bare(Kind::Sqlite);
        cast::enter(&app, &Passwords::new(8).expect("a cheap hash"));
        for person in PEOPLE {
            visitors::link(&app, person);
        }
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
