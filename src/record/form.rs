//! The forms on the record: a channel, a destination, a reason.

use crate::{
    domain::{
        ChannelKind, CountyCode, PhoneNumber, Problem, Whither, is_form_key, optional_line, parse_day,
        required_line,
    },
    residents::{NewChannel, NewDestination, Source},
    web::Problems,
};
use chrono::NaiveDate;
use serde::Deserialize;

/// A channel as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChannelForm {
    pub idempotency_key: String,
    pub kind: String,
    pub value: String,
    pub holder: String,
    pub source: String,
    pub source_on: String,
    pub first: String,
    /// What was looked at before it is kept.
    pub warned: String,
    /// The channel to end, where that is what was pressed.
    pub end: String,
}

/// A day not in the future; today if nothing was typed.
pub fn past_day(text: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    if text.trim().is_empty() {
        return Ok(today);
    }
    match parse_day(text)? {
        day if day > today => Err(Problem::InFuture),
        day => Ok(day),
    }
}

/// Who may have told a fact to whoever fills in a form.
pub const SOURCES: [Source; 4] = [Source::Resident, Source::Relative, Source::Staff, Source::Roster];

fn source(text: &str) -> Result<Source, Problem> {
    let known = if text.is_empty() { Some(Source::Staff) } else { Source::parse(text) };
    known.filter(|source| SOURCES.contains(source)).ok_or(Problem::NotAChoice)
}

impl ChannelForm {
    pub fn parse(&self, today: NaiveDate) -> Result<NewChannel, Problems> {
        let mut problems = Problems::default();
        if !is_form_key(&self.idempotency_key) {
            problems.add("value", Problem::FormExpired);
        }
        let kind = problems.keep("kind", ChannelKind::parse(&self.kind).ok_or(Problem::NotAChoice));
        let value = problems.keep("value", self.value(kind));
        let holder = problems.keep("holder", self.holder(kind));
        let source = problems.keep("source", source(&self.source));
        let source_on = problems.keep("source_on", past_day(&self.source_on, today));
        let is_preferred = !self.first.is_empty();
        let parsed = (|| {
            let relation = String::new();
            let (kind, value, holder, source, source_on) = (kind?, value?, holder?, source?, source_on?);
            Some(NewChannel { kind, value, holder, relation, is_preferred, source, source_on, checkin: None })
        })();
        problems.or(parsed)
    }

    fn value(&self, kind: Option<ChannelKind>) -> Result<String, Problem> {
        match kind {
            Some(kind) if kind.is_phone() => {
                PhoneNumber::parse(&self.value).map(|number| number.canonical().to_owned())
            }
            Some(ChannelKind::Email) => {
                let line = required_line(&self.value, 100)?;
                let is_address =
                    line.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
                if is_address { Ok(line) } else { Err(Problem::EmailShape) }
            }
            _ => required_line(&self.value, 100),
        }
    }

    /// A relative's, employer's or townsman's number needs a name.
    fn holder(&self, kind: Option<ChannelKind>) -> Result<String, Problem> {
        match kind {
            Some(ChannelKind::Relative | ChannelKind::Employer | ChannelKind::Townsman) => {
                required_line(&self.holder, 40)
            }
            _ => optional_line(&self.holder, 40),
        }
    }
}

/// A destination as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DestinationForm {
    pub idempotency_key: String,
    pub place: String,
    /// The answer to which place was meant (`Whither::parse`).
    pub place_code: String,
    pub employer: String,
    pub occupation: String,
    pub from_on: String,
    pub source: String,
    /// The day of coming home, where that is what was pressed.
    pub home: String,
    pub home_on: String,
}

/// What the form of a destination says: a new place, or home since a day.
#[derive(Debug, Clone)]
pub enum Move {
    To(NewDestination),
    Home(NaiveDate),
}

impl DestinationForm {
    /// Reads the form about somebody of the county `home`; every problem is named, with its field.
    pub fn parse(&self, today: NaiveDate, home: CountyCode) -> Result<Move, Problems> {
        let mut problems = Problems::default();
        if !self.home.is_empty() {
            let day = problems.keep("home_on", past_day(&self.home_on, today)).map(Move::Home);
            return problems.or(day);
        }
        let whither = problems.keep("place", Whither::parse(&self.place, &self.place_code, home));
        if !is_form_key(&self.idempotency_key) {
            problems.add("place", Problem::FormExpired);
        }
        let employer = problems.keep("employer", optional_line(&self.employer, 60));
        let occupation = problems.keep("occupation", optional_line(&self.occupation, 40));
        let source = problems.keep("source", source(&self.source));
        let typed =
            if self.from_on.trim().is_empty() { Ok(None) } else { past_day(&self.from_on, today).map(Some) };
        let from_on = problems.keep("from_on", typed);
        let parsed = (|| {
            let (employer, occupation) = (employer?, occupation?);
            let (from_on, source, source_on) = (from_on?, source?, today);
            let place = match whither? {
                Whither::Home => return Some(Move::Home(from_on.unwrap_or(today))),
                Whither::Away(place) => place,
            };
            Some(Move::To(NewDestination {
                place,
                employer,
                industry: None,
                occupation,
                from_on,
                source,
                source_on,
                checkin: None,
            }))
        })();
        problems.or(parsed)
    }
}

/// A reason as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
}

impl ReasonForm {
    /// The reason: two characters at least.
    pub fn parse(&self) -> Result<String, Problems> {
        let reason = required_line(&self.reason, 200).map_err(|problem| Problems::one("reason", problem))?;
        if reason.chars().count() < 2 { Err(Problems::one("reason", Problem::Required)) } else { Ok(reason) }
    }
}
