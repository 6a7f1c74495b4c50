//! A check-in as it is typed, kept and shown.

use crate::{
    db::{
        Moment,
        schema::{accounts, checkins},
    },
    domain::{
        AccountId, ChannelId, CheckInId, CheckInKind, Outcome, PhoneNumber, ResidentId, Rules, Whither,
    },
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// A check-in somebody of the staff wants to log: parsed, every part within its rules.
#[derive(Debug, Clone)]
pub struct NewCheckIn {
    pub kind: CheckInKind,
    pub outcome: Outcome,
    pub held_on: NaiveDate,
    /// The channel used; the one offered if none was named.
    pub channel: Option<ChannelId>,
    /// Who answered, where it was not the resident.
    pub answered_by: String,
    pub note: String,
    /// The sentence was read out and understood (PRODUCT §4.1).
    pub was_informed: bool,
    pub number: Option<NewNumber>,
    pub destination: Option<NewDestination>,
}

impl NewCheckIn {
    /// Whether they are at home now: by the outcome, or by what was told of the place.
    pub fn came_home(&self) -> bool {
        let is_home = |new: &NewDestination| new.whither == Whither::Home;
        self.outcome == Outcome::CameHome || self.destination.as_ref().is_some_and(is_home)
    }
}

/// A number learnt during a check-in.
#[derive(Debug, Clone)]
pub struct NewNumber {
    pub value: PhoneNumber,
    /// Empty: the resident's own.
    pub holder: String,
}

/// A destination learnt during a check-in.
#[derive(Debug, Clone)]
pub struct NewDestination {
    /// Home again, or where.
    pub whither: Whither,
    pub work: String,
}

/// A check-in as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = checkins)]
pub struct CheckIn {
    pub id: CheckInId,
    pub resident_id: ResidentId,
    pub kind: CheckInKind,
    pub outcome: Outcome,
    pub held_on: NaiveDate,
    #[diesel(deserialize_as = Moment)]
    pub written_at: NaiveDateTime,
    pub account_id: Option<AccountId>,
    pub channel_id: Option<ChannelId>,
    pub is_confirmed: bool,
    pub answered_by: String,
    pub note: String,
    pub withdrawn_at: Option<NaiveDateTime>,
    /// Whether the resident asked for help with it.
    pub asks_help: bool,
}

/// A check-in with the name of who wrote it down.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Author {
    pub name: String,
}

impl CheckIn {
    /// Whether its author may still withdraw it (PRODUCT §4.3: 24 hours).
    pub fn is_fresh(&self, now: NaiveDateTime, rules: &Rules) -> bool {
        now - self.written_at < TimeDelta::hours(i64::from(rules.withdraw_hours))
    }
}
