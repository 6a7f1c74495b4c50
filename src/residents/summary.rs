//! What the check-ins of a record add up to. Computed by `checkins::fold`, never patched.

use crate::domain::{CallReason, ChannelId, ChannelState, CheckInId, ClosedBy, Outcome};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The last contact there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastContact {
    pub id: CheckInId,
    pub held_on: NaiveDate,
    pub outcome: Outcome,
}

/// A call that stands: somebody asked for help, or is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingCall {
    pub reason: CallReason,
    pub since: NaiveDate,
    /// The last attempt made since.
    pub last_attempt: Option<NaiveDate>,
}

/// What is known of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = crate::db::schema::channels)]
pub struct ChannelSummary {
    pub id: ChannelId,
    pub state: ChannelState,
    /// The last day the resident was spoken to over it.
    pub verified_on: Option<NaiveDate>,
    pub last_success_on: Option<NaiveDate>,
    pub last_tried_on: Option<NaiveDate>,
    /// Different days of failure since the last success.
    pub failed_days: i32,
}

/// All that the plan needs to know of the past.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    pub last_contact: Option<LastContact>,
    /// Failed attempts since the last contact.
    pub failed_attempts: i32,
    pub last_tried_on: Option<NaiveDate>,
    /// When to try again after the last failed attempt.
    pub retry_on: Option<NaiveDate>,
    /// The day of a refusal that still stands.
    pub declined_on: Option<NaiveDate>,
    /// What closed the record, and the day.
    pub closed: Option<(ClosedBy, NaiveDate)>,
    /// Closed, and the person has been in touch since: the day of their first own report the township has not ruled on.
    pub contested_on: Option<NaiveDate>,
    pub call: Option<StandingCall>,
    /// The day since which no unspent channel is left, though there was one.
    pub exhausted_on: Option<NaiveDate>,
    /// Whether any channel was ever known; without one the number is missing.
    pub has_channel: bool,
    /// The channel to dial now.
    pub offered: Option<ChannelId>,
    pub channels: Vec<ChannelSummary>,
}
