//! The timeline of check-ins and of what the township decided, in words.

use super::{keep_text::RulingWords, text::RecordWords};
use crate::{
    checkins::{Author, CheckIn, Logger, may_withdraw},
    clock::county_time,
    domain::{Outcome, ResidentId, Rules},
    i18n::Lang,
    residents::Ruling,
};
use chrono::{NaiveDate, NaiveDateTime};

/// A check-in on the timeline.
pub struct Entry {
    pub class: &'static str,
    pub day: NaiveDate,
    pub when: String,
    pub what: &'static str,
    pub is_withdrawn: bool,
    pub note: String,
    pub who: String,
    /// Where the reader may withdraw it.
    pub withdraw: Option<String>,
}

/// To whom the timeline is told, and when.
pub struct Telling<'a> {
    pub logger: Logger,
    pub now: NaiveDateTime,
    pub rules: &'a Rules,
    pub resident: ResidentId,
    pub lang: Lang,
    pub today: NaiveDate,
}

impl Telling<'_> {
    pub fn entry(&self, entry: &CheckIn, author: Option<&Author>) -> Entry {
        let t = RecordWords(self.lang);
        let is_withdrawn = entry.withdrawn_at.is_some();
        let can_withdraw = !is_withdrawn && may_withdraw(self.logger, entry, self.now, self.rules);
        Entry {
            class: class(entry),
            day: entry.held_on,
            when: self.when(entry),
            what: if entry.asks_help { t.asked_help() } else { self.lang.outcome(entry.outcome) },
            is_withdrawn,
            note: if entry.note.is_empty() { String::new() } else { t.quote(&entry.note) },
            who: self.who(entry, author),
            withdraw: can_withdraw
                .then(|| format!("/residents/{}/check-ins/{}/withdraw", self.resident, entry.id)),
        }
    }

    /// The day it was held; with the hour where it was written down that same day.
    fn when(&self, entry: &CheckIn) -> String {
        let written = county_time(entry.written_at);
        if written.date() == entry.held_on {
            self.lang.moment(written, self.today)
        } else {
            self.lang.day(entry.held_on, self.today)
        }
    }

    fn who(&self, entry: &CheckIn, author: Option<&Author>) -> String {
        let t = RecordWords(self.lang);
        // What the outcome says already is not said twice.
        let is_said = entry.outcome == Outcome::SelfReport;
        let kind = (!is_said).then(|| self.lang.checkin_kind(entry.kind).to_owned());
        let answered = (!entry.answered_by.is_empty()).then(|| t.answered(&entry.answered_by));
        let written = author.map(|author| t.by(&author.name));
        let withdrawn = entry.withdrawn_at.map(|_| t.withdrawn().to_owned());
        [kind, answered, written, withdrawn].into_iter().flatten().collect::<Vec<_>>().join(t.join())
    }
}

impl Telling<'_> {
    fn ruling(&self, ruling: &Ruling) -> Entry {
        let (t, made_at) = (RecordWords(self.lang), county_time(ruling.made_at));
        Entry {
            class: "",
            day: made_at.date(),
            when: self.lang.moment(made_at, self.today),
            what: self.lang.verdict(ruling.verdict),
            is_withdrawn: false,
            note: t.quote(&ruling.reason),
            who: RulingWords(self.lang).ruled(&ruling.by),
            withdraw: None,
        }
    }
}

/// Check-ins and rulings, the latest first. Rulings older than the check-ins shown wait until all are asked for.
pub fn told(
    telling: &Telling<'_>,
    check_ins: &[(CheckIn, Option<Author>)],
    rulings: &[Ruling],
    is_whole: bool,
) -> Vec<Entry> {
    let oldest = check_ins.last().map(|(entry, _)| entry.held_on).filter(|_| !is_whole);
    let mut told: Vec<((NaiveDate, NaiveDateTime), Entry)> = check_ins
        .iter()
        .map(|(entry, author)| ((entry.held_on, entry.written_at), telling.entry(entry, author.as_ref())))
        .collect();
    let rulings = rulings.iter().map(|ruling| {
        let entry = telling.ruling(ruling);
        ((entry.day, ruling.made_at), entry)
    });
    told.extend(rulings.filter(|((day, _), _)| oldest.is_none_or(|oldest| *day >= oldest)));
    // Within a day as they were written down; check-ins come sorted, and a stable sort keeps them so.
    told.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    told.into_iter().map(|(_, entry)| entry).collect()
}

/// How its mark looks: got through, from the resident, withdrawn, or an attempt.
fn class(entry: &CheckIn) -> &'static str {
    match entry.outcome {
        _ if entry.withdrawn_at.is_some() => "gone",
        Outcome::SelfReport => "own",
        outcome if outcome.is_contact() => "got",
        _ => "",
    }
}
