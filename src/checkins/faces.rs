//! The outcome buttons: each says itself what follows, because without JavaScript nothing else does.

use super::text::CallWords;
use crate::{
    clock::days_after,
    domain::{CheckInKind, Outcome, Rules},
    i18n::Lang,
    residents::{Cadence, Person},
};
use chrono::NaiveDate;

/// One button of a choice.
#[derive(Debug, Clone)]
pub struct Face {
    pub value: &'static str,
    pub label: &'static str,
    pub hint: String,
    /// The day of the next contact, shown when it is chosen.
    pub next: String,
    pub is_chosen: bool,
    /// Opens further fields.
    pub opens: bool,
}

const IN_VIEW: [Outcome; 6] = [
    Outcome::Reached,
    Outcome::ViaRelative,
    Outcome::NoAnswer,
    Outcome::RejectedCall,
    Outcome::DeadNumber,
    Outcome::WrongPerson,
];
const RARE: [Outcome; 2] = [Outcome::CameHome, Outcome::Declined];
const CLOSING: [Outcome; 2] = [Outcome::Deceased, Outcome::HouseholdMoved];

/// What the buttons depend on.
pub struct Choice<'a> {
    pub person: &'a Person,
    pub chosen: &'a str,
    pub has_other_number: bool,
    pub may_close: bool,
    pub lang: Lang,
    pub today: NaiveDate,
    pub rules: &'a Rules,
}

impl Choice<'_> {
    /// The six outcomes in view.
    pub fn in_view(&self) -> Vec<Face> {
        IN_VIEW.iter().map(|outcome| self.face(*outcome)).collect()
    }

    /// The rare ones, folded; closing ones only for whoever may close.
    pub fn rare(&self) -> Vec<Face> {
        let closing = CLOSING.iter().filter(|_| self.may_close);
        RARE.iter().chain(closing).map(|outcome| self.face(*outcome)).collect()
    }

    fn face(&self, outcome: Outcome) -> Face {
        let (hint, days) = self.follows(outcome);
        let next = days.map(|days| self.lang.day(days_after(self.today, i64::from(days)), self.today));
        Face {
            value: outcome.as_str(),
            label: self.lang.outcome(outcome),
            hint,
            next: next.unwrap_or_default(),
            is_chosen: self.chosen == outcome.as_str(),
            opens: outcome == Outcome::ViaRelative,
        }
    }

    /// What follows from an outcome, in words and days.
    fn follows(&self, outcome: Outcome) -> (String, Option<i32>) {
        let (t, rules) = (CallWords(self.lang), self.rules);
        let cadence = match self.person.cadence {
            Cadence::Declined => Cadence::Regular,
            other => other,
        };
        let days = cadence.days(rules);
        let other = if self.has_other_number { t.other_number() } else { t.no_other_number() };
        match outcome {
            Outcome::Reached => (t.after(days), Some(days)),
            Outcome::ViaRelative => (t.relative().to_owned(), Some(days)),
            Outcome::NoAnswer => (t.retry(rules.no_answer_wait_days), Some(rules.no_answer_wait_days)),
            Outcome::RejectedCall => (t.rejected(rules.rejected_wait_days), Some(rules.rejected_wait_days)),
            Outcome::DeadNumber => (other.to_owned(), Some(1)),
            Outcome::WrongPerson if self.has_other_number => (t.never_again().to_owned(), Some(1)),
            Outcome::WrongPerson => (other.to_owned(), Some(1)),
            Outcome::CameHome => (t.home_again(rules.home_days), Some(rules.home_days)),
            Outcome::Declined => (t.declined(rules.declined_days), Some(rules.declined_days)),
            Outcome::Deceased | Outcome::HouseholdMoved => (t.closes().to_owned(), None),
            Outcome::SelfReport => (String::new(), None),
        }
    }
}

/// The kinds of check-in staff make.
pub fn kinds(chosen: &str, lang: Lang) -> Vec<Face> {
    let kinds = CheckInKind::ALL.iter().filter(|kind| !kind.outcomes().is_empty());
    kinds
        .map(|kind| Face {
            value: kind.as_str(),
            label: lang.checkin_kind(*kind),
            hint: String::new(),
            next: String::new(),
            is_chosen: chosen == kind.as_str() || chosen.is_empty() && *kind == CheckInKind::Call,
            opens: false,
        })
        .collect()
}
