//! A pair of records, and what was decided of it.

use crate::{
    db::schema::likely_pairs,
    domain::{AccountId, PairId, ResidentId, Scope, TownshipCode, VillageCode, words},
};
use chrono::NaiveDateTime;
use diesel::prelude::*;

words! {
    /// What somebody who saw both records decided.
    Verdict {
        /// Two people: never asked again.
        Different = "different",
        /// One person: kept until records can be merged.
        Same = "same",
    }
}

/// Two records of one township that may be of one person.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = likely_pairs)]
pub struct Pair {
    pub id: PairId,
    pub township_code: TownshipCode,
    /// The village both are in; none across villages, and then only the township learns of the pair.
    pub village_code: Option<VillageCode>,
    /// The record that was there first.
    pub first_id: ResidentId,
    pub second_id: ResidentId,
    /// As [`Evidence::of_line`](crate::residents::Evidence::of_line) reads it.
    pub evidence: String,
    pub found_at: NaiveDateTime,
    pub verdict: Option<Verdict>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<AccountId>,
}

impl Pair {
    /// Whether whoever reads in this scope decides it.
    pub fn is_decided_in(&self, scope: Scope) -> bool {
        match scope {
            Scope::Village(village) => self.village_code == Some(village),
            Scope::Township(township) => self.township_code == township,
            Scope::County => false,
        }
    }

    /// Whether its records are of two villages.
    pub fn is_across(&self) -> bool {
        self.village_code.is_none()
    }

    /// Whether lists cover its second record: of another village, until somebody has looked at both and decided.
    pub fn is_covered(&self) -> bool {
        self.is_across() && self.verdict.is_none()
    }

    /// The other record of the pair.
    pub fn other(&self, own: ResidentId) -> ResidentId {
        if self.first_id == own { self.second_id } else { self.first_id }
    }
}
