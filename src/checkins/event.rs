//! What the fold is told: check-ins, channels, a call that was asked for.

use crate::domain::{CallReason, ChannelId, ChannelKind, CheckInId, CheckInKind, Outcome};
use chrono::{NaiveDate, NaiveDateTime};

/// One check-in that is not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub id: CheckInId,
    /// The county day it took place.
    pub held_on: NaiveDate,
    /// The moment it was written down (UTC).
    pub written_at: NaiveDateTime,
    pub kind: CheckInKind,
    pub outcome: Outcome,
    /// The channel it went by, if any.
    pub channel: Option<ChannelId>,
    /// The number a resident confirmed with their own check-in.
    pub confirmed: Option<ChannelId>,
}

/// One channel of the record, ended ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelFact {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub is_preferred: bool,
    /// Whether its holder is the resident.
    pub is_own: bool,
    pub ended_on: Option<NaiveDate>,
}

/// A call to be made at once, from the moment it was asked for (PRODUCT §4.2, `call_since`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub reason: CallReason,
    /// UTC.
    pub since: NaiveDateTime,
}

/// What bears on whether a record is closed, besides its check-ins (PRODUCT §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closure {
    /// The moment the registration it came of was taken back (UTC).
    pub taken_back_at: Option<NaiveDateTime>,
    /// The moment of the township's last ruling that opened it again (UTC).
    pub reopened_at: Option<NaiveDateTime>,
    /// The moment of the township's last ruling, of either verdict (UTC).
    pub ruled_at: Option<NaiveDateTime>,
}

/// The check-ins in the order in which they count: by the day they took place; on one day failures, then
/// contact, so that contact stands, then what closes the record; between equals the later entry wins.
pub(super) fn in_order(events: &[Event]) -> Vec<&Event> {
    let mut ordered: Vec<&Event> = events.iter().collect();
    ordered.sort_by_key(|event| (event.held_on, weight(event.outcome), event.id));
    ordered
}

fn weight(outcome: Outcome) -> u8 {
    u8::from(!outcome.is_failure()) + u8::from(outcome.closes())
}
