//! When contact is owed (PRODUCT §4.2): a pure function of the summary and the facts of the record.
//!
//! It asks no clock. Standing is read from its dates and today alone.

use super::summary::Summary;
use crate::{
    clock::days_after,
    domain::{ResidentId, Rules, words},
};
use chrono::NaiveDate;

words! {
    /// How often contact is owed, and why. From the strictest to the most patient.
    Cadence {
        PriorityMark = "priority_mark",
        OpenRequest = "open_request",
        FamilyAtHome = "family_at_home",
        Regular = "regular",
        Settled = "settled",
        AtHome = "at_home",
        Declined = "declined",
    }
}

impl Cadence {
    /// Its length in days.
    pub const fn days(self, rules: &Rules) -> i32 {
        match self {
            Cadence::PriorityMark | Cadence::OpenRequest | Cadence::FamilyAtHome => rules.priority_days,
            Cadence::Regular => rules.regular_days,
            Cadence::Settled => rules.settled_days,
            Cadence::AtHome => rules.home_days,
            Cadence::Declined => rules.declined_days,
        }
    }
}

/// A reason to call more often, and the day it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priority {
    pub why: Cadence,
    pub since: NaiveDate,
}

/// The facts of a record that bear on when contact is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanInput {
    pub first_due_on: NaiveDate,
    /// The priority that began first, of those that stand.
    pub priority: Option<Priority>,
    pub is_settled: bool,
    pub is_at_home: bool,
    /// The day the first open request came.
    pub requests_since: Option<NaiveDate>,
}

/// The dates of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The day contact is owed; only contact, or a change of cadence, moves it.
    pub due_on: NaiveDate,
    /// The day of the next attempt.
    pub try_on: NaiveDate,
    pub cadence: Cadence,
    /// The day from which the person counts as lost.
    pub lost_on: Option<NaiveDate>,
}

/// Makes the dates.
pub fn plan(summary: &Summary, input: &PlanInput, rules: &Rules) -> Plan {
    let (cadence, since) = cadence(summary, input, rules);
    let due_on = due_on(summary, input, cadence, since, rules);
    let retry_on = summary.retry_on.map_or(due_on, |retry_on| retry_on.max(due_on));
    let try_on = match summary.call {
        Some(call) => call.last_attempt.map_or(call.since, |last| days_after(last, 1)),
        None => retry_on,
    };
    let lost_on = summary.exhausted_on.map(|exhausted_on| exhausted_on.max(due_on));
    Plan { due_on, try_on, cadence, lost_on }
}

/// The cadence that holds, and since when where it is a priority. A refusal beats everything; at home only an
/// open request shortens; else the strictest wins.
fn cadence(summary: &Summary, input: &PlanInput, rules: &Rules) -> (Cadence, Option<NaiveDate>) {
    if summary.declined_on.is_some() {
        return (Cadence::Declined, None);
    }
    if input.is_at_home {
        return match input.requests_since {
            Some(since) => (Cadence::OpenRequest, Some(since)),
            None => (Cadence::AtHome, None),
        };
    }
    match input.priority {
        Some(priority) => (strictest(priority.why, base(input), rules), Some(priority.since)),
        None => (base(input), None),
    }
}

/// The shorter of a priority and the cadence there would be without it; the county sets both.
fn strictest(priority: Cadence, base: Cadence, rules: &Rules) -> Cadence {
    if priority.days(rules) <= base.days(rules) { priority } else { base }
}

fn due_on(
    summary: &Summary,
    input: &PlanInput,
    cadence: Cadence,
    since: Option<NaiveDate>,
    rules: &Rules,
) -> NaiveDate {
    let Some(last) = summary.last_contact else {
        return since.map_or(input.first_due_on, |since| input.first_due_on.min(since));
    };
    let after = |cadence: Cadence| days_after(last.held_on, i64::from(cadence.days(rules)));
    match since {
        // A priority that began after the last contact pulls the day no further than to its own beginning.
        Some(since) => after(cadence).max(since).min(after(base(input))),
        None => after(cadence),
    }
}

/// The cadence there would be without priority.
fn base(input: &PlanInput) -> Cadence {
    match (input.is_at_home, input.is_settled) {
        (true, _) => Cadence::AtHome,
        (false, true) => Cadence::Settled,
        (false, false) => Cadence::Regular,
    }
}

/// The first day contact is owed to a new or imported record: spread by id, so that not all fall on one day.
pub fn first_due_on(id: ResidentId, start: NaiveDate, rules: &Rules) -> NaiveDate {
    // The low bits of an id are random, the high ones its age: mixing both spreads either kind.
    let mixed = (id.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let days = i64::from(rules.first_due_spread_days.max(1));
    days_after(start, mixed as i64 % days)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
