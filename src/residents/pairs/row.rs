//! A pair in words: on the list of pairs, and as a line on a record.

use super::{
    super::{
        alike::evidence_words,
        likeness::Evidence,
        model::{Home, Person, Row},
        row::kin,
        text::{AlikeWords, RowWords},
    },
    model::{Pair, Verdict},
    text::PairWords,
};
use crate::{clock::county_time, i18n::Lang};
use chrono::NaiveDate;

/// A line on a record: who may be the same person, and where that is decided.
#[derive(Debug, Clone)]
pub struct PairLine {
    pub href: String,
    pub words: String,
}

impl PairLine {
    /// The line of a pair on the record of one of the two; `other` is the other one.
    pub fn new(pair: &Pair, other: &Row, lang: Lang) -> PairLine {
        let t = AlikeWords(lang);
        let kin = if pair.is_covered() { String::new() } else { kin(&other.0, &other.1, lang) };
        let name = shown_name(pair, &other.0);
        let name = if kin.is_empty() { name } else { t.named(name, kin) };
        let words = match pair.verdict {
            Some(Verdict::Same) => t.same_waits(name),
            _ => t.perhaps(name),
        };
        PairLine { href: address(pair), words }
    }
}

/// Where a pair is looked at and decided.
pub fn address(pair: &Pair) -> String {
    format!("/residents/pairs/{}", pair.id)
}

/// The name of the other record as it shows outside the page of the pair.
fn shown_name(pair: &Pair, person: &Person) -> String {
    if pair.is_covered() { covered(&person.name) } else { person.name.clone() }
}

/// A covered name: its first character.
fn covered(name: &str) -> String {
    format!("{}**", name.chars().take(1).collect::<String>())
}

/// A pair on the list.
#[derive(Debug, Clone)]
pub struct PairRow {
    pub href: String,
    pub names: String,
    pub first: String,
    pub second: String,
    pub evidence: String,
    /// When it was found, or what was decided and when.
    pub when: String,
}

impl PairRow {
    /// The row of a pair with its records; `villages` are the names of their villages, where the reader has several.
    pub fn new(
        pair: &Pair,
        (first, second): (&Row, &Row),
        villages: Option<(String, String)>,
        (lang, today): (Lang, NaiveDate),
    ) -> PairRow {
        let t = PairWords(lang);
        let day = |at| lang.day(county_time(at).date(), today);
        let (in_first, in_second) = villages.map_or((None, None), |(one, two)| (Some(one), Some(two)));
        let second_kin = (!pair.is_covered()).then(|| kin(&second.0, &second.1, lang));
        PairRow {
            href: address(pair),
            names: t.both(&first.0.name, shown_name(pair, &second.0)),
            first: joined([in_first, Some(kin(&first.0, &first.1, lang))], lang),
            second: joined([in_second, second_kin], lang),
            evidence: evidence_words(&Evidence::of_line(&pair.evidence), lang),
            when: match (pair.verdict, pair.decided_at) {
                (Some(verdict), Some(at)) => t.decided_on(day(at), verdict_words(verdict, t)),
                _ => t.found_on(day(pair.found_at)),
            },
        }
    }

    /// What is said after a decision: whom it was about, and what follows.
    pub fn done(pair: &Pair, first: &Row, second: &Row, lang: Lang) -> String {
        let (t, second) = (PairWords(lang), shown_name(pair, &second.0));
        match pair.verdict {
            Some(Verdict::Different) => t.done_different(&first.0.name, second),
            Some(Verdict::Same) => t.done_same(&first.0.name, second),
            None => t.done_reopened(&first.0.name, second),
        }
    }
}

/// What was decided, in words.
pub fn verdict_words(verdict: Verdict, t: PairWords) -> &'static str {
    match verdict {
        Verdict::Different => t.different(),
        Verdict::Same => t.same(),
    }
}

fn joined(parts: [Option<String>; 2], lang: Lang) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(RowWords(lang).join())
}

/// The home of a record in its village, for the page of a pair.
pub fn village_and_group(village: &str, home: &Home, lang: Lang) -> String {
    joined([Some(village.to_owned()), super::super::row::group(home, lang)], lang)
}
