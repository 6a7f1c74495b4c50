//! The call form: outcome, and what changed.

use super::model::{NewCheckIn, NewDestination, NewNumber};
use crate::{
    clock::days_after,
    domain::{
        ChannelId, CheckInKind, CountyCode, Outcome, PhoneNumber, Problem, Rules, Whither, is_form_key, note,
        optional_line, parse_day,
    },
    web::Problems,
};
use chrono::NaiveDate;
use serde::Deserialize;

/// The call form as it was typed. Only `outcome` and `idempotency_key` are required (PRODUCT §6).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CheckInForm {
    pub idempotency_key: String,
    pub outcome: String,
    pub kind: String,
    pub held_on: String,
    pub channel: String,
    pub answered_by: String,
    pub note: String,
    pub informed: String,
    pub new_number: String,
    pub new_number_holder: String,
    pub place: String,
    /// The answer to which place was meant (`Whither::parse`).
    pub place_code: String,
    pub work: String,
    /// Set by the page on which a closing is confirmed.
    pub confirmed: String,
    /// Where to go after: `next` or `rest`; and who is next.
    pub then: String,
    pub next: String,
}

impl CheckInForm {
    /// Whether a closing was confirmed, with how it became known: two characters at least.
    pub fn is_confirmed(&self) -> bool {
        !self.confirmed.is_empty() && self.note.trim().chars().count() >= 2
    }

    /// Reads the form about somebody of the county `home`; every problem is named, with its field.
    pub fn parse(&self, today: NaiveDate, rules: &Rules, home: CountyCode) -> Result<NewCheckIn, Problems> {
        let mut problems = Problems::default();
        if !is_form_key(&self.idempotency_key) {
            problems.add("outcome", Problem::FormExpired);
        }
        let kind = or_default(&self.kind, CheckInKind::Call, CheckInKind::parse);
        let kind = problems.keep("kind", kind.ok_or(Problem::NotAChoice));
        let outcome = problems.keep("outcome", self.outcome(kind.unwrap_or(CheckInKind::Call)));
        let held_on = problems.keep("held_on", self.held_on(today, rules));
        let channel =
            if self.channel.is_empty() { Ok(None) } else { self.channel.parse::<ChannelId>().map(Some) };
        let channel = problems.keep("channel", channel.map_err(|_| Problem::NotAChoice));
        let answered_by = problems.keep("answered_by", optional_line(&self.answered_by, 60));
        let words = problems.keep("note", note(&self.note, 500));
        let number = self.number(&mut problems);
        let destination = self.destination(&mut problems, outcome, home);
        let parsed = (|| {
            Some(NewCheckIn {
                kind: kind?,
                outcome: outcome?,
                held_on: held_on?,
                channel: channel?,
                answered_by: answered_by?,
                note: words?,
                was_informed: !self.informed.is_empty(),
                number,
                destination,
            })
        })();
        problems.or(parsed)
    }

    fn outcome(&self, kind: CheckInKind) -> Result<Outcome, Problem> {
        if self.outcome.is_empty() {
            return Err(Problem::OutcomeMissing);
        }
        let outcome = Outcome::parse(&self.outcome).ok_or(Problem::NotAChoice)?;
        if kind.outcomes().contains(&outcome) { Ok(outcome) } else { Err(Problem::NotOfThisKind) }
    }

    /// Today, or up to so many days back.
    fn held_on(&self, today: NaiveDate, rules: &Rules) -> Result<NaiveDate, Problem> {
        if self.held_on.trim().is_empty() {
            return Ok(today);
        }
        let day = parse_day(&self.held_on)?;
        let earliest = days_after(today, -i64::from(rules.held_back_days));
        if day > today {
            Err(Problem::InFuture)
        } else if day < earliest {
            Err(Problem::TooEarly(earliest))
        } else {
            Ok(day)
        }
    }

    fn number(&self, problems: &mut Problems) -> Option<NewNumber> {
        if self.new_number.trim().is_empty() {
            return None;
        }
        let value = problems.keep("new_number", PhoneNumber::parse(&self.new_number));
        let holder = problems.keep("new_number_holder", optional_line(&self.new_number_holder, 40));
        Some(NewNumber { value: value?, holder: holder? })
    }

    fn destination(
        &self,
        problems: &mut Problems,
        outcome: Option<Outcome>,
        home: CountyCode,
    ) -> Option<NewDestination> {
        let work = problems.keep("work", optional_line(&self.work, 60));
        if self.place.trim().is_empty() && self.work.trim().is_empty() {
            return None;
        }
        // Who came home is at home: there is nothing to ask, unless their work would be lost.
        let came_home = outcome == Some(Outcome::CameHome);
        let answer = if came_home && self.work.trim().is_empty() { Whither::HOME } else { &self.place_code };
        let whither = match Whither::parse(&self.place, answer, home) {
            Ok(Whither::Away(_)) | Err(Problem::WhichPlace) if came_home => Err(Problem::HomeAndAway),
            parsed => parsed,
        };
        Some(NewDestination { whither: problems.keep("place", whither)?, work: work? })
    }
}

fn or_default<T>(text: &str, default: T, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    if text.is_empty() { Some(default) } else { parse(text) }
}
