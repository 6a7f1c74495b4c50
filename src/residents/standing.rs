//! How a resident stands today: read from the dates and today alone (PRODUCT §4.2, §4.3).

use super::model::{Person, State};
use crate::domain::{CallReason, ResidentId, Rules};
use chrono::NaiveDate;

/// How contact with somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They asked for help.
    Help,
    /// They registered and nobody has spoken to them yet.
    New,
    /// No channel is left; the day of the search, from one.
    Lost(i64),
    /// Contact is owed for more days than it may be; how many.
    Overdue(i64),
    /// Contact is owed since so many days; zero is today.
    Due(i64),
    /// Contact is not owed yet.
    InOrder,
    Closed,
}

/// How a person stands on a day.
pub fn standing(person: &Person, today: NaiveDate, rules: &Rules) -> Standing {
    let (State::Open, Some(due_on)) = (person.state, person.due_on) else { return Standing::Closed };
    match (person.call_stands, person.call_reason) {
        (true, Some(CallReason::Help)) => return Standing::Help,
        (true, Some(CallReason::New)) => return Standing::New,
        _ => {}
    }
    if let Some(lost_on) = person.lost_on.filter(|lost_on| *lost_on <= today) {
        return Standing::Lost((today - lost_on).num_days() + 1);
    }
    match (today - due_on).num_days() {
        days if days < 0 => Standing::InOrder,
        days if days < i64::from(rules.due_for_days) => Standing::Due(days),
        days => Standing::Overdue(days),
    }
}

impl Standing {
    /// The group of the worklist: help; then overdue, lost and new; then due (PRODUCT §4.2).
    pub const fn group(self) -> u8 {
        match self {
            Standing::Help => 0,
            Standing::Overdue(_) | Standing::Lost(_) | Standing::New => 1,
            Standing::Due(_) => 2,
            Standing::InOrder | Standing::Closed => 3,
        }
    }
}

/// The place of a person on the worklist: group, then day owed, cadence, id.
pub fn worklist_key(person: &Person, today: NaiveDate, rules: &Rules) -> (u8, NaiveDate, i32, ResidentId) {
    let group = standing(person, today, rules).group();
    (group, person.due_on.unwrap_or(today), person.cadence.days(rules), person.id)
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
