//! The fold: all check-ins of a record, in order of the day they were held, become its summary (PRODUCT §4.2, §4.3).
//!
//! Because the whole is computed afresh each time, an entry written late, two on one day and a withdrawal
//! need no rules of their own.

use crate::{
    clock::{county_day, days_after},
    domain::{CallReason, ChannelId, ChannelKind, ChannelState, CheckInId, CheckInKind, Outcome, Rules},
    residents::{ChannelSummary, LastContact, StandingCall, Summary},
};
use chrono::{NaiveDate, NaiveDateTime};
use std::cmp::Reverse;

/// A check-in, as far as the fold looks at it. Withdrawn ones are left out by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub id: CheckInId,
    pub held_on: NaiveDate,
    /// UTC.
    pub written_at: NaiveDateTime,
    pub kind: CheckInKind,
    pub outcome: Outcome,
    pub channel: Option<ChannelId>,
    /// The number a resident confirmed with their own check-in.
    pub confirmed: Option<ChannelId>,
}

/// A channel, as far as the fold looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelFact {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub is_preferred: bool,
    /// Whether it is the resident's own.
    pub is_own: bool,
    pub ended_on: Option<NaiveDate>,
}

/// A call as it was made: it stands until staff log contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub reason: CallReason,
    /// UTC.
    pub since: NaiveDateTime,
}

/// Folds check-ins, given in any order, into the summary of a record.
pub fn fold(events: &[Event], channels: &[ChannelFact], call: Option<Call>, rules: &Rules) -> Summary {
    let mut events = events.to_vec();
    // On one day contact beats failure, so it comes last and stands; between equals the later entry wins.
    events.sort_unstable_by_key(|event| (event.held_on, !event.outcome.is_failure(), event.id));
    let mut summary = Summary { channels: channels.iter().map(untried).collect(), ..Summary::default() };
    for event in &events {
        take(&mut summary, event, rules);
    }
    summary.call = call.and_then(|call| standing_call(call, &events));
    weigh_channels(&mut summary, channels);
    summary.retry_on = retry_on(&summary, &events, rules);
    summary
}

fn untried(fact: &ChannelFact) -> ChannelSummary {
    let (state, failed_days) = (ChannelState::Untried, 0);
    ChannelSummary {
        id: fact.id,
        state,
        verified_on: None,
        last_success_on: None,
        last_tried_on: None,
        failed_days,
    }
}

fn take(summary: &mut Summary, event: &Event, rules: &Rules) {
    if event.outcome.closes() {
        summary.closed = Some((event.outcome, event.held_on));
    }
    if event.outcome.is_contact() {
        take_contact(summary, event, rules);
    }
    if event.outcome.is_failure() {
        summary.failed_attempts += 1;
        summary.last_tried_on = Some(event.held_on);
    }
    take_channel(summary, event, rules);
}

fn take_contact(summary: &mut Summary, event: &Event, rules: &Rules) {
    let (id, held_on, outcome) = (event.id, event.held_on, event.outcome);
    summary.last_contact = Some(LastContact { id, held_on, outcome });
    summary.failed_attempts = 0;
    summary.last_tried_on = Some(held_on);
    summary.declined_on = match (outcome, summary.declined_on) {
        (Outcome::Declined, _) => Some(held_on),
        (Outcome::SelfReport, _) => None,
        // A refusal ends when the person is reached once contact is owed again, not before.
        (Outcome::Reached, Some(declined_on))
            if held_on >= days_after(declined_on, i64::from(rules.declined_days)) =>
        {
            None
        }
        (_, declined_on) => declined_on,
    };
}

fn take_channel(summary: &mut Summary, event: &Event, rules: &Rules) {
    let used = if event.outcome == Outcome::SelfReport { event.confirmed } else { event.channel };
    let Some(channel) = summary.channels.iter_mut().find(|channel| Some(channel.id) == used) else { return };
    if event.outcome.closes() {
        return;
    }
    let is_new_day = channel.last_tried_on != Some(event.held_on) || channel.failed_days == 0;
    channel.last_tried_on = Some(event.held_on);
    if channel.state == ChannelState::Wrong {
        return; // somebody else's number stays somebody else's
    }
    if event.outcome.is_contact() {
        channel.state = ChannelState::Works;
        channel.failed_days = 0;
        channel.last_success_on = Some(event.held_on);
        if matches!(event.outcome, Outcome::Reached | Outcome::SelfReport) {
            channel.verified_on = Some(event.held_on);
        }
        return;
    }
    channel.failed_days += i32::from(is_new_day);
    channel.state = match event.outcome {
        Outcome::DeadNumber => ChannelState::Dead,
        Outcome::WrongPerson => ChannelState::Wrong,
        _ if channel.state == ChannelState::Dead => ChannelState::Dead,
        _ if channel.failed_days >= rules.spent_after => ChannelState::Spent,
        _ => ChannelState::Silent,
    };
}

/// A call stands until staff log contact held and written since.
fn standing_call(call: Call, events: &[Event]) -> Option<StandingCall> {
    let since = county_day(call.since);
    let later = |event: &&Event| {
        event.kind != CheckInKind::Resident && event.written_at > call.since && event.held_on >= since
    };
    if events.iter().filter(later).any(|event| event.outcome.is_contact()) {
        return None;
    }
    let last_attempt = events.iter().filter(later).map(|event| event.held_on).max();
    Some(StandingCall { reason: call.reason, since, last_attempt })
}

/// Which channel to dial now, and since when none is left.
fn weigh_channels(summary: &mut Summary, facts: &[ChannelFact]) {
    let known: Vec<(&ChannelFact, ChannelSummary)> =
        facts.iter().zip(summary.channels.iter().copied()).collect();
    let open: Vec<_> =
        known.iter().filter(|(fact, state)| fact.ended_on.is_none() && state.state.is_open()).collect();
    summary.has_channel =
        known.iter().any(|(fact, state)| fact.ended_on.is_none() || state.last_tried_on.is_some());
    summary.offered = open
        .iter()
        .filter(|(fact, _)| fact.kind.is_phone())
        .min_by_key(|(fact, state)| {
            let is_silent = state.state == ChannelState::Silent && state.verified_on.is_none();
            (!fact.is_preferred, Reverse(state.verified_on), is_silent, !fact.is_own, fact.id)
        })
        .map(|(fact, _)| fact.id);
    if open.is_empty() && summary.has_channel {
        let gone = known
            .iter()
            .filter_map(|(fact, state)| fact.ended_on.into_iter().chain(state.last_tried_on).min());
        summary.exhausted_on = gone.max();
    }
}

/// When to try again after a failed attempt that no contact followed.
fn retry_on(summary: &Summary, events: &[Event], rules: &Rules) -> Option<NaiveDate> {
    let last = events.last().filter(|event| event.outcome.is_failure())?;
    let own_wait = match last.outcome {
        Outcome::RejectedCall => rules.rejected_wait_days,
        Outcome::DeadNumber | Outcome::WrongPerson => 1,
        _ => rules.no_answer_wait_days,
    };
    let used = summary.channels.iter().find(|channel| Some(channel.id) == last.channel);
    let is_used_up = used.is_some_and(|channel| !channel.state.is_open());
    let wait = if is_used_up && summary.offered.is_some() { 1 } else { own_wait };
    Some(days_after(last.held_on, i64::from(wait)))
}
