//! The sentences of PRODUCT §4.2 and §4.3, and what is true of every record.

mod channels;
mod closing;
mod contact;
mod properties;

use super::{Call, ChannelFact, Closure, Event};
use crate::{
    domain::{CallReason, ChannelId, ChannelKind, ChannelState, CheckInId, CheckInKind, Outcome, Rules},
    residents::{ChannelSummary, Plan, PlanInput, Summary, plan},
};
use chrono::{NaiveDate, NaiveDateTime};

const MOBILE: ChannelId = ChannelId(1);
const SECOND: ChannelId = ChannelId(2);
const WECHAT: ChannelId = ChannelId(3);

fn day(n: i64) -> NaiveDate {
    crate::clock::days_after(NaiveDate::default(), 20_000 + n)
}

/// Noon of the county day `n`, in UTC.
fn noon(n: i64) -> NaiveDateTime {
    crate::clock::day_begins(day(n)) + chrono::TimeDelta::hours(12)
}

/// A call by the mobile on day `n`, written down at its noon.
fn on(n: i64, outcome: Outcome) -> Event {
    let by_resident = outcome == Outcome::SelfReport;
    Event {
        id: CheckInId(n * 10),
        held_on: day(n),
        written_at: noon(n),
        kind: if by_resident { CheckInKind::Resident } else { CheckInKind::Call },
        outcome,
        channel: (!by_resident).then_some(MOBILE),
        confirmed: None,
    }
}

impl Event {
    fn by(self, channel: ChannelId) -> Event {
        Event { channel: Some(channel), ..self }
    }

    fn by_no_channel(self) -> Event {
        Event { channel: None, ..self }
    }

    fn confirming(self, channel: ChannelId) -> Event {
        Event { confirmed: Some(channel), ..self }
    }

    fn with_id(self, id: i64) -> Event {
        Event { id: CheckInId(id), ..self }
    }
}

fn channel(id: ChannelId) -> ChannelFact {
    let kind = if id == WECHAT { ChannelKind::Wechat } else { ChannelKind::Mobile };
    ChannelFact { id, kind, is_preferred: false, is_own: true, ended_on: None }
}

fn help_at(since: NaiveDateTime) -> Option<Call> {
    Some(Call { reason: CallReason::Help, since })
}

/// The fold of a record nobody has ruled on.
fn fold(events: &[Event], channels: &[ChannelFact], call: Option<Call>, rules: &Rules) -> Summary {
    super::fold(events, channels, call, &Closure::default(), rules)
}

/// The summary of check-ins on a record with one mobile.
fn folded(events: &[Event]) -> Summary {
    fold(events, &[channel(MOBILE)], None, &Rules::default())
}

/// The summary of check-ins on a record with two mobiles.
fn folded_with_two(events: &[Event]) -> Summary {
    fold(events, &[channel(MOBILE), channel(SECOND)], None, &Rules::default())
}

fn of(summary: &Summary, id: ChannelId) -> ChannelSummary {
    *summary.channels.iter().find(|channel| channel.id == id).expect("a summary of each channel")
}

fn state(summary: &Summary, id: ChannelId) -> ChannelState {
    of(summary, id).state
}

fn retry_on(summary: &Summary) -> Option<NaiveDate> {
    summary.retry_on
}

/// A record away from home without tags, first due on day 0.
fn away() -> PlanInput {
    PlanInput {
        first_due_on: day(0),
        priority: None,
        requests_since: None,
        is_settled: false,
        is_at_home: false,
    }
}

fn planned(summary: &Summary) -> Plan {
    plan(summary, &away(), &Rules::default())
}
