//! Everything that is kept, as a test compares it: nothing may be lost, and nothing may stand in two places.

use crate::support::TestApp;
use diesel::prelude::*;
use kith::{
    db::{
        Conn,
        schema::{
            audit, channels, checkins, destinations, households, likely_pairs, posts, registrations,
            residents, search_terms,
        },
    },
    domain::ResidentId,
    error::Error,
    residents as people,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is kept, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Everything {
    /// Resident: village, household, owner, backup.
    pub people: BTreeMap<i64, (String, i64, Option<i64>, Option<i64>)>,
    pub households: BTreeMap<i64, String>,
    pub posts: BTreeMap<i64, Option<String>>,
    pub registrations: BTreeMap<i64, String>,
    /// Channel: whose it is, and its sealed value.
    pub channels: BTreeMap<i64, (i64, Vec<u8>)>,
    pub checkins: BTreeMap<i64, i64>,
    pub destinations: BTreeMap<i64, i64>,
    /// Pair: township, village, verdict.
    pub pairs: BTreeMap<i64, (String, Option<String>, Option<String>)>,
    pub terms: BTreeSet<(String, String, String, i64)>,
    pub audit: BTreeSet<i64>,
}

impl Everything {
    /// All of a test's county.
    pub fn of(app: &TestApp) -> Everything {
        app.read(read)
    }

    /// What may never be lost, whatever moves where.
    pub fn assert_lost_nothing_of(&self, before: &Everything) {
        assert!(before.audit.is_subset(&self.audit), "a row of the trail is lost");
        let has_all = |now: Vec<&i64>, then: Vec<&i64>, what| {
            assert!(then.iter().all(|id| now.contains(id)), "{what} are lost");
        };
        has_all(self.people.keys().collect(), before.people.keys().collect(), "people");
        has_all(self.registrations.keys().collect(), before.registrations.keys().collect(), "registrations");
        has_all(self.posts.keys().collect(), before.posts.keys().collect(), "posts");
        has_all(self.pairs.keys().collect(), before.pairs.keys().collect(), "pairs");
        for (id, channel) in &before.channels {
            assert_eq!(self.channels.get(id), Some(channel), "a channel is lost or changed");
        }
        for (id, checkin) in &before.checkins {
            assert_eq!(self.checkins.get(id), Some(checkin), "a check-in is lost");
        }
        assert_eq!(self.destinations, before.destinations);
    }

    /// What holds at any moment: a person's household, owner and terms are where the person is.
    pub fn assert_consistent(&self) {
        for (id, (village, household, owner, backup)) in &self.people {
            assert_eq!(self.households.get(household), Some(village), "the household of {id}");
            let own: Vec<_> = self.terms.iter().filter(|term| term.3 == *id).collect();
            assert!(!own.is_empty(), "{id} is found by nothing");
            assert!(own.iter().all(|term| term.2 == *village && term.0 == village[..9]), "the terms of {id}");
            let _ = (owner, backup);
        }
    }

    /// What holds when nothing is on the way: nobody belongs to a post of another village.
    pub fn assert_at_rest(&self) {
        self.assert_consistent();
        for (id, (village, _, owner, backup)) in &self.people {
            for post in [owner, backup].into_iter().flatten() {
                assert_eq!(self.posts.get(post), Some(&Some(village.clone())), "whom {id} belongs to");
            }
        }
    }

    /// How many belong to a village.
    pub fn in_village(&self, village: &str) -> usize {
        self.people.values().filter(|(own, ..)| own == village).count()
    }
}

fn read(conn: &mut Conn) -> Result<Everything, Error> {
    type Person = (i64, String, i64, Option<i64>, Option<i64>);
    let rows: Vec<Person> = residents::table
        .select((
            residents::id,
            residents::village_code,
            residents::household_id,
            residents::owner_id,
            residents::backup_id,
        ))
        .load(conn)?;
    let pairs: Vec<(i64, String, Option<String>, Option<String>)> = likely_pairs::table
        .select((
            likely_pairs::id,
            likely_pairs::township_code,
            likely_pairs::village_code,
            likely_pairs::verdict,
        ))
        .load(conn)?;
    Ok(Everything {
        people: rows
            .into_iter()
            .map(|(id, village, house, one, other)| (id, (village, house, one, other)))
            .collect(),
        households: map(households::table.select((households::id, households::village_code)).load(conn)?),
        posts: map(posts::table.select((posts::id, posts::village_code)).load(conn)?),
        registrations: map(registrations::table
            .select((registrations::id, registrations::village_code))
            .load(conn)?),
        channels: channels::table
            .select((channels::id, channels::resident_id, channels::value))
            .load::<(i64, i64, Vec<u8>)>(conn)?
            .into_iter()
            .map(|(id, resident, value)| (id, (resident, value)))
            .collect(),
        checkins: map(checkins::table.select((checkins::id, checkins::resident_id)).load(conn)?),
        destinations: map(destinations::table
            .select((destinations::id, destinations::resident_id))
            .load(conn)?),
        pairs: pairs.into_iter().map(|(id, town, village, verdict)| (id, (town, village, verdict))).collect(),
        terms: search_terms::table
            .select((
                search_terms::township_code,
                search_terms::term,
                search_terms::village_code,
                search_terms::resident_id,
            ))
            .load::<(String, String, String, i64)>(conn)?
            .into_iter()
            .collect(),
        audit: audit::table.select(audit::id).load::<i64>(conn)?.into_iter().collect(),
    })
}

fn map<T>(rows: Vec<(i64, T)>) -> BTreeMap<i64, T> {
    rows.into_iter().collect()
}

/// Every record bears the match keys it must.
pub fn assert_match_keys(app: &TestApp) {
    let keys = app.state.keys.clone();
    app.read(move |conn| {
        let ids: Vec<ResidentId> = residents::table.select(residents::id).load(conn)?;
        for id in ids {
            assert!(!people::match_keys_differ(conn, &keys, id)?, "the match keys of {id}");
        }
        Ok(())
    });
}
