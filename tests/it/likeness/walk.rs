//! Whatever is edited in whatever order, match keys are those of the records as they stand, and pairs those of the keys.

use super::{Pair, pairs};
use crate::{
    both,
    support::{
        TestApp, cast,
        doubles::{STRANGER, Somebody, enter},
    },
};
use chrono::NaiveDate;
use diesel::prelude::*;
use kith::{
    db::schema::{households, residents as people},
    domain::{ChannelId, PersonName, PhoneNumber, ResidentId, Scope, TownshipCode, VillageCode},
    error::Error,
    residents::{self, Evidence, Features, NewChannel, Source},
};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 4] = ["周小燕", "周晓艳", "罗大军", "罗大均"];
const HEADS: [&str; 3] = ["周德福", "周得福", "罗正国"];
const PHONES: [&str; 4] = ["15400000001", "15400000002", "02355552218", "+85251234567"];
const STEPS: usize = 80;

/// A record as the walk knows it.
#[derive(Clone)]
struct Known {
    features: Features,
    channels: Vec<(ChannelId, PhoneNumber)>,
}

fn township() -> Scope {
    Scope::Township(TownshipCode::parse(cast::TOWNSHIP).expect("a township"))
}

fn day(number: usize) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1990, 1, 1 + u32::try_from(number).ok()?).filter(|_| number > 0)
}

/// What a step does to a record.
#[derive(Debug, Clone, Copy)]
enum Step {
    Named(usize),
    Born(usize),
    Headed(usize),
    Called(usize),
    Ended(usize),
    Dropped(usize),
}

fn step(rng: &mut fastrand::Rng) -> Step {
    match rng.usize(..9) {
        0 => Step::Named(rng.usize(..NAMES.len())),
        1 => Step::Born(rng.usize(..3)),
        2 => Step::Headed(rng.usize(..HEADS.len())),
        3..=5 => Step::Called(rng.usize(..PHONES.len())),
        6 | 7 => Step::Ended(rng.usize(..4)),
        _ => Step::Dropped(rng.usize(..4)),
    }
}

/// Takes a step, as the pages do: the change, then whatever compares.
fn take(app: &TestApp, id: ResidentId, known: &mut Known, step: Step) {
    let (keys, before) = (app.state.keys.clone(), known.clone());
    *known = app.write(move |tx| {
        let mut known = before;
        let (person, ..) = residents::find(tx.conn, township(), id)?;
        let row = people::table.find(id);
        match step {
            Step::Named(at) => {
                known.features.name = PersonName::parse(NAMES[at]).expect("a name");
                diesel::update(row).set(people::name.eq(NAMES[at])).execute(tx.conn)?;
            }
            Step::Born(at) => {
                known.features.birth_on = day(at);
                diesel::update(row).set(people::birth_on.eq(day(at))).execute(tx.conn)?;
            }
            Step::Headed(at) => {
                known.features.head_name = Some(HEADS[at].to_owned());
                let home = row.select(people::household_id).first::<i64>(tx.conn)?;
                let home = diesel::update(households::table.find(home));
                home.set(households::head_name.eq(HEADS[at])).execute(tx.conn)?;
            }
            Step::Called(at) => {
                let number = PhoneNumber::parse(PHONES[at]).expect("a number");
                let new = NewChannel::phone(&number, String::new(), Source::Staff, tx.today, None);
                let channel = residents::add_channel(tx, &keys, &person, &new)?;
                if known.channels.iter().all(|(one, _)| *one != channel) {
                    known.channels.push((channel, number));
                }
            }
            Step::Ended(at) if at < known.channels.len() => {
                residents::end_channel(tx, &keys, &person, known.channels.remove(at).0)?;
            }
            Step::Dropped(at) if at < known.channels.len() => {
                residents::drop_channel(tx, &keys, &person, known.channels.remove(at).0)?;
            }
            Step::Ended(_) | Step::Dropped(_) => {}
        }
        let (person, ..) = residents::find(tx.conn, township(), id)?;
        if matches!(step, Step::Named(_) | Step::Born(_) | Step::Headed(_)) {
            residents::write_match_keys(tx, &keys, &person)?;
            residents::find_pairs(tx, &keys, &person)?;
        }
        Ok(known)
    });
    known.features.phones = known.channels.iter().map(|(_, number)| number.clone()).collect();
}

/// The pairs there must be, by comparing all with all.
fn expected(app: &TestApp, all: &BTreeMap<i64, Known>) -> BTreeSet<(i64, i64, String)> {
    let mut found = BTreeSet::new();
    for (first, one) in all {
        for (second, other) in all.range(first + 1..) {
            let terms = other.features.terms(&app.state.keys);
            let shared = one.features.terms(&app.state.keys).into_iter().filter(|term| terms.contains(term));
            let mut evidence: Vec<Evidence> = shared.map(|(evidence, _)| evidence).collect();
            evidence.retain(|evidence| one.features.allows(*evidence, other.features.birth_on));
            evidence.dedup();
            if !evidence.is_empty() {
                found.insert((*first, *second, Evidence::line(&evidence)));
            }
        }
    }
    found
}

both! {
    fn match_keys_and_pairs_follow_every_edit(app) {
        let mut rng = fastrand::Rng::with_seed(20_261_123);
        let mut all = BTreeMap::new();
        for village in [cast::VILLAGE, cast::VILLAGE, cast::NEXT_VILLAGE, cast::NEXT_VILLAGE] {
            let id = enter(app, Somebody { village, ..STRANGER });
            let features = Features {
                village: VillageCode::parse(village).expect("a village"),
                name: PersonName::parse(STRANGER.name).expect("a name"),
                birth_on: None,
                id_number: None,
                phones: Vec::new(),
                head_name: Some(STRANGER.head.to_owned()),
            };
            all.insert(id.0, Known { features, channels: Vec::new() });
        }
        let ids: Vec<i64> = all.keys().copied().collect();
        let mut most = 0;
        for number in 0..STEPS {
            let id = ids[rng.usize(..ids.len())];
            let step = step(&mut rng);
            take(app, ResidentId(id), all.get_mut(&id).expect("a record"), step);
            let keys = app.state.keys.clone();
            let checked = ids.clone();
            let differ: Vec<bool> = app.read(move |conn| {
                checked.iter().map(|id| residents::match_keys_differ(conn, &keys, ResidentId(*id))).collect::<Result<_, Error>>()
            });
            assert_eq!(differ, [false; 4], "step {number}: {step:?}");
            let among = |pair: &Pair| all.contains_key(&pair.0) && all.contains_key(&pair.1);
            let stored = pairs(app).into_iter().filter(among).map(|pair| (pair.0, pair.1, pair.2));
            let stored: BTreeSet<_> = stored.collect();
            most = most.max(stored.len());
            assert_eq!(stored, expected(app, &all), "step {number}: {step:?}");
        }
        assert!(most > 2, "the walk makes pairs");
    }
}
