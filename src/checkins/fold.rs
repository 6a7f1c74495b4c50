//! Folds the check-ins of one record into its summary (PRODUCT §4.2, §4.3).

use super::{
    channel_life::{ChannelLife, exhausted_on, has_channel, offered},
    event::{Call, ChannelFact, Closure, Event, in_order},
};
use crate::{
    clock::{county_day, days_after},
    domain::{CheckInKind, ClosedBy, Outcome, Rules},
    residents::{LastContact, StandingCall, Summary},
};
use chrono::{NaiveDate, NaiveDateTime};

/// The day after, on which the next channel is tried.
const NEXT_DAY: i32 = 1;

/// Folds check-ins, in any order, into what the record's row says (PRODUCT §4.2). Withdrawn ones are left
/// out by the caller.
pub fn fold(
    events: &[Event],
    channels: &[ChannelFact],
    call: Option<Call>,
    closure: &Closure,
    rules: &Rules,
) -> Summary {
    let mut folding = Folding::new(channels, *rules);
    let ordered = in_order(events);
    for event in &ordered {
        folding.take(event);
    }
    let closed = closing(&ordered, closure);
    Summary {
        closed: closed.as_ref().map(|closing| (closing.by, closing.on)),
        contested_on: closed.and_then(|closing| contested_on(&closing, &ordered, closure)),
        ..folding.summary(call.and_then(|call| still_stands(call, &ordered)))
    }
}

/// What closes a record, and since when.
struct Closing {
    by: ClosedBy,
    on: NaiveDate,
    /// The moment it was written down (UTC).
    at: NaiveDateTime,
}

/// The last closing check-in that no later ruling opened again; else the registration that was taken back.
fn closing(ordered: &[&Event], closure: &Closure) -> Option<Closing> {
    let stands = |at: NaiveDateTime| closure.reopened_at.is_none_or(|reopened_at| at > reopened_at);
    let by_check_in = |event: &&Event| {
        let by = event.outcome.closed_by().filter(|_| stands(event.written_at))?;
        Some(Closing { by, on: event.held_on, at: event.written_at })
    };
    let taken_back = || {
        let at = closure.taken_back_at.filter(|at| stands(*at))?;
        Some(Closing { by: ClosedBy::TakenBack, on: county_day(at), at })
    };
    ordered.iter().rev().find_map(by_check_in).or_else(taken_back)
}

/// The day of the first own report written after the closing, and after the township last ruled on it.
fn contested_on(closing: &Closing, ordered: &[&Event], closure: &Closure) -> Option<NaiveDate> {
    let since = closure.ruled_at.map_or(closing.at, |ruled_at| ruled_at.max(closing.at));
    let reports =
        ordered.iter().filter(|event| event.outcome == Outcome::SelfReport && event.written_at > since);
    reports.map(|event| event.held_on).min()
}

/// The state while check-ins are gone through in their order.
struct Folding {
    rules: Rules,
    lives: Vec<ChannelLife>,
    summary: Summary,
    /// The last failed attempt since the last contact.
    last_failure: Option<Event>,
}

impl Folding {
    fn new(channels: &[ChannelFact], rules: Rules) -> Folding {
        let mut lives: Vec<ChannelLife> = channels.iter().map(|fact| ChannelLife::new(*fact)).collect();
        lives.sort_by_key(ChannelLife::id);
        Folding { rules, lives, summary: Summary::default(), last_failure: None }
    }

    fn take(&mut self, event: &Event) {
        let used = if event.outcome == Outcome::SelfReport { event.confirmed } else { event.channel };
        if let Some(life) = self.lives.iter_mut().find(|life| Some(life.id()) == used) {
            life.take(event, &self.rules);
        }
        if event.outcome.is_contact() {
            self.take_contact(event);
        } else if event.outcome.is_failure() {
            self.summary.failed_attempts += 1;
            self.summary.last_tried_on = Some(event.held_on);
            self.last_failure = Some(*event);
        }
    }

    fn take_contact(&mut self, event: &Event) {
        let Event { id, held_on, outcome, .. } = *event;
        self.summary.declined_on = self.refusal_after(event);
        self.summary.last_contact = Some(LastContact { id, held_on, outcome });
        self.summary.last_tried_on = Some(held_on);
        self.summary.failed_attempts = 0;
        self.last_failure = None;
    }

    /// Another refusal renews it; the resident's own contact ends it, and so does being reached once the
    /// days for which it is respected are over.
    fn refusal_after(&self, event: &Event) -> Option<NaiveDate> {
        let is_over = |on: NaiveDate| event.held_on >= days_after(on, self.rules.declined_days.into());
        match event.outcome {
            Outcome::Declined => Some(event.held_on),
            Outcome::SelfReport => None,
            Outcome::Reached => self.summary.declined_on.filter(|on| !is_over(*on)),
            _ => self.summary.declined_on,
        }
    }

    fn summary(self, call: Option<StandingCall>) -> Summary {
        Summary {
            retry_on: self.retry_on(),
            call,
            has_channel: has_channel(&self.lives),
            exhausted_on: exhausted_on(&self.lives),
            offered: offered(&self.lives, &self.rules),
            channels: self.lives.iter().map(|life| life.summary(&self.rules)).collect(),
            ..self.summary
        }
    }

    fn retry_on(&self) -> Option<NaiveDate> {
        let last = self.last_failure?;
        Some(days_after(last.held_on, self.wait_after(&last).into()))
    }

    /// Days from a failed attempt to the next: tomorrow, where it left its channel spent, dead or wrong and
    /// another one is left; else as long as its outcome asks for.
    fn wait_after(&self, last: &Event) -> i32 {
        let went_by = self.lives.iter().find(|life| Some(life.id()) == last.channel);
        let left_it_shut = went_by.is_some_and(|life| !life.state(&self.rules).is_open());
        let is_another_left = self.lives.iter().any(|life| life.is_left(&self.rules));
        match last.outcome {
            _ if left_it_shut && is_another_left => NEXT_DAY,
            Outcome::DeadNumber | Outcome::WrongPerson => NEXT_DAY,
            Outcome::RejectedCall => self.rules.rejected_wait_days,
            _ => self.rules.no_answer_wait_days,
        }
    }
}

/// A call stands until staff log contact: written after it was asked for, held not before its day.
fn still_stands(call: Call, ordered: &[&Event]) -> Option<StandingCall> {
    let since = county_day(call.since);
    let mut answers = ordered.iter().filter(|event| {
        event.kind != CheckInKind::Resident && event.written_at > call.since && event.held_on >= since
    });
    let is_answered = answers.clone().any(|event| event.outcome.is_contact());
    let last_attempt = answers.rfind(|event| event.outcome.is_failure()).map(|event| event.held_on);
    (!is_answered).then_some(StandingCall { reason: call.reason, since, last_attempt })
}
