//! What the auditor asks the trail.

use crate::{
    audit::{AuditKind, Which},
    clock::{day_begins, days_after},
    domain::{AccountId, AuditId, Problem, ResidentId, parse_day, plain},
    web::Problems,
};
use chrono::NaiveDate;
use serde::Deserialize;

/// The question as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whom it was done to: the id as addresses carry it, or the code of a division.
    pub person: String,
    /// A user name.
    pub actor: String,
    pub kind: String,
    /// First and last county day.
    pub from: String,
    pub until: String,
    /// The row that ended the page before.
    pub after: String,
}

/// The question, understood; the actor is still to be looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub subject: Option<i64>,
    pub actor: Option<String>,
    pub kind: Option<AuditKind>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl Asked {
    /// Reads the question; every problem is named, with its field.
    pub fn parse(&self) -> Result<Question, Problems> {
        let mut problems = Problems::default();
        let subject = problems.keep("person", optional(&self.person, subject));
        let kind = problems
            .keep("kind", optional(&self.kind, |text| AuditKind::parse(text).ok_or(Problem::NotAChoice)));
        let from = problems.keep("from", optional(&self.from, parse_day));
        let until = problems.keep("until", optional(&self.until, parse_day));
        let actor = optional(&self.actor, |text| Ok::<_, Problem>(text.to_lowercase()));
        let actor = problems.keep("actor", actor);
        if let (Some(Some(from)), Some(Some(until))) = (from, until)
            && until < from
        {
            problems.add("until", Problem::BeforeBegin);
        }
        let parsed = (|| {
            Some(Question { subject: subject?, actor: actor?, kind: kind?, from: from?, until: until? })
        })();
        problems.or(parsed)
    }

    /// Where the page begins; a row nobody knows begins at the beginning.
    pub fn after(&self) -> Option<AuditId> {
        self.after.parse().ok()
    }

    /// The question as a part of an address, without where the page begins.
    pub fn query(&self) -> String {
        let parts = [
            ("person", &self.person),
            ("actor", &self.actor),
            ("kind", &self.kind),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let parts: Vec<_> = parts.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        serde_html_form::to_string(parts).unwrap_or_default()
    }
}

impl Question {
    /// The rows asked for, with the account behind the user name.
    pub fn which(&self, account: Option<AccountId>) -> Which {
        Which {
            subject: self.subject,
            account,
            kind: self.kind,
            from: self.from.map(day_begins),
            until: self.until.map(|day| day_begins(days_after(day, 1))),
        }
    }

    /// Whether anything is left out.
    pub fn is_narrow(&self) -> bool {
        *self != Question::default()
    }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    let text = plain(text);
    if text.is_empty() { Ok(None) } else { parse(&text).map(Some) }
}

/// An id as addresses carry it, or the digits of a division's code.
fn subject(text: &str) -> Result<i64, Problem> {
    let is_code = [6, 9, 12].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code {
        return text.parse().map_err(|_| Problem::NotAnId);
    }
    text.to_lowercase().parse::<ResidentId>().map(|id| id.0).map_err(|_| Problem::NotAnId)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(person: &str, kind: &str, from: &str, until: &str) -> Result<Question, Problems> {
        let (person, kind) = (person.to_owned(), kind.to_owned());
        let (from, until) = (from.to_owned(), until.to_owned());
        Asked { person, kind, from, until, ..Asked::default() }.parse()
    }

    #[test]
    fn a_question_is_understood_part_by_part() {
        let all = asked(" ", "", "", "").expect("everything");
        assert!(!all.is_narrow());
        let one = asked("038YHR503XX6R", "looked", "2026-11-01", "2026-11-30").expect("a question");
        assert_eq!(one.subject, "038yhr503xx6r".parse::<ResidentId>().ok().map(|id| id.0));
        assert_eq!((one.kind, one.is_narrow()), (Some(AuditKind::Looked), true));
        assert_eq!(asked("500155001001", "", "", "").expect("a code").subject, Some(500_155_001_001));
        let which = one.which(None);
        assert_eq!(
            which.from.map(|at| at.to_string()).as_deref(),
            Some("2026-10-31 16:00:00"),
            "county days"
        );
        assert_eq!(
            which.until.map(|at| at.to_string()).as_deref(),
            Some("2026-11-30 16:00:00"),
            "the last day whole"
        );
    }

    #[test]
    fn what_is_wrong_with_a_question_is_named() {
        let problem = |asked: Result<Question, Problems>| asked.expect_err("a problem");
        assert_eq!(problem(asked("周小燕", "", "", "")), Problems::one("person", Problem::NotAnId));
        assert_eq!(problem(asked("", "nothing", "", "")), Problems::one("kind", Problem::NotAChoice));
        assert_eq!(problem(asked("", "", "2026-13-01", "")), Problems::one("from", Problem::NotADay));
        assert_eq!(
            problem(asked("", "", "2026-11-02", "2026-11-01")),
            Problems::one("until", Problem::BeforeBegin)
        );
    }
}
