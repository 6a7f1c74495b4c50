//! Rows of the register as pages and rules read them.

use super::Cadence;
use crate::{
    db::{
        MaybeDay,
        schema::{channels, destinations, households, residents},
    },
    domain::{
        CallReason, ChannelId, ChannelKind, ChannelState, CheckInId, ClosedBy, DestinationId, HouseholdId,
        IdKind, IdNumber, LegalBasis, Outcome, PhoneNumber, PostId, ResidentId, Scope, Sex, VillageCode,
        words,
    },
    seal::{Place, Sealed},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

words! {
    /// Whether a record is kept going (PRODUCT §4.3).
    State {
        Open = "open",
        Closed = "closed",
        Locked = "locked",
    }
}

words! {
    /// Who told us a fact that can go stale (PRODUCT §4.1).
    Source {
        Staff = "staff",
        Resident = "resident",
        Relative = "relative",
        Roster = "roster",
        Sample = "sample",
    }
}

/// What lists and the worklist show of a resident.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = residents)]
pub struct Person {
    pub id: ResidentId,
    pub village_code: VillageCode,
    pub name: String,
    pub name_key: String,
    pub relation: String,
    pub hours: String,
    pub state: State,
    pub owner_id: Option<PostId>,
    pub backup_id: Option<PostId>,
    #[diesel(deserialize_as = MaybeDay)]
    pub due_on: Option<NaiveDate>,
    #[diesel(deserialize_as = MaybeDay)]
    pub try_on: Option<NaiveDate>,
    pub cadence: Cadence,
    #[diesel(deserialize_as = MaybeDay)]
    pub lost_on: Option<NaiveDate>,
    pub call_reason: Option<CallReason>,
    pub call_since: Option<NaiveDateTime>,
    pub call_stands: bool,
    #[diesel(deserialize_as = MaybeDay)]
    pub last_contact_on: Option<NaiveDate>,
    pub last_contact_outcome: Option<Outcome>,
    #[diesel(deserialize_as = MaybeDay)]
    pub last_tried_on: Option<NaiveDate>,
    pub failed_attempts: i32,
    pub has_channel: bool,
    pub open_requests: i32,
}

/// What lists show of the household: the second identifier of a person. Read from the person's own row, where the
/// database keeps it in step.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = residents)]
pub struct Home {
    #[diesel(column_name = listed_group_no)]
    pub group_no: Option<i32>,
    #[diesel(column_name = listed_head)]
    pub head_name: String,
}

/// Where somebody is, in the words of who told us: the destination that has not ended, from the person's own row.
#[derive(Debug, Clone, Queryable)]
pub struct Whereabouts {
    pub place: String,
    pub employer: String,
    pub occupation: String,
}

/// The channel to dial now, from the person's own row.
#[derive(Debug, Clone, Queryable)]
pub struct Offered {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub value: Sealed<PhoneNumber>,
    pub holder: String,
    pub relation: String,
}

/// A row of a list: the person, the home, where they are, and how to call.
pub type Row = (Person, Home, Option<Whereabouts>, Option<Offered>);

/// The rest of the record, beyond what lists show.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = residents)]
pub struct Details {
    pub household_id: HouseholdId,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub id_kind: IdKind,
    pub id_number: Option<Sealed<IdNumber>>,
    pub education: Option<String>,
    pub note: String,
    pub priority_reason: Option<String>,
    pub priority_on: Option<NaiveDate>,
    pub is_settled: bool,
    pub legal_basis: LegalBasis,
    pub informed_on: Option<NaiveDate>,
    pub closed_by: Option<ClosedBy>,
    pub closed_on: Option<NaiveDate>,
    /// The day of an own report since, which the township has not ruled on.
    pub contested_on: Option<NaiveDate>,
    pub locked_on: Option<NaiveDate>,
    pub first_due_on: NaiveDate,
    pub requests_since: Option<NaiveDate>,
    pub last_contact_id: Option<CheckInId>,
    pub offered_channel_id: Option<ChannelId>,
    pub version: i32,
    pub created_at: NaiveDateTime,
}

/// A household as the record shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = households)]
pub struct Household {
    pub id: HouseholdId,
    pub group_no: Option<i32>,
    pub number: String,
    pub head_name: String,
    pub address: String,
    pub children_left: i32,
    pub elderly_left: i32,
    pub adults_left: i32,
    pub unaccompanied_since: Option<NaiveDate>,
    pub version: i32,
}

/// A channel with its life.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = channels)]
pub struct Channel {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub value: Sealed<String>,
    pub holder: String,
    pub relation: String,
    pub is_preferred: bool,
    pub source: Source,
    pub source_on: NaiveDate,
    pub checkin_id: Option<CheckInId>,
    pub ended_on: Option<NaiveDate>,
    pub state: ChannelState,
    pub verified_on: Option<NaiveDate>,
    pub last_success_on: Option<NaiveDate>,
    pub last_tried_on: Option<NaiveDate>,
    pub failed_days: i32,
}

/// A spell away.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = destinations)]
pub struct Destination {
    pub id: DestinationId,
    pub place: String,
    pub place_code: Option<String>,
    pub employer: String,
    pub industry: Option<String>,
    pub occupation: String,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    pub source: Source,
    pub source_on: NaiveDate,
    pub checkin_id: Option<CheckInId>,
    pub ended_by: Option<CheckInId>,
}

impl Person {
    /// The territory of the village this person belongs to.
    pub fn scope(&self) -> Scope {
        Scope::Village(self.village_code)
    }
}

/// Where the value of a channel is sealed.
pub fn channel_place(id: ChannelId) -> Place {
    Place { column: "channels.value", row: id.0 }
}

/// Where a resident's ID number is sealed.
pub fn id_number_place(id: ResidentId) -> Place {
    Place { column: "residents.id_number", row: id.0 }
}
