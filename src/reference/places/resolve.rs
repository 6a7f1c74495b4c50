//! What people mean when they say where somebody is.

use super::{
    list::{LIST, in_use},
    read::{Reading, begins, read, says_nothing, says_only},
    spelling::{BREAKS, spelled},
    words::WORDS,
};

/// What a text means that says where somebody is (PRODUCT §4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// One place, by its code: six digits, or two letters for a country.
    Place(&'static str),
    /// At home, in the village they are registered in: 老家, 在家务农. Working elsewhere in the own county (区内, 县城)
    /// is a place.
    Home,
    /// They said that they do not know, or something that is no place: 不清楚, 外省, 沿海.
    Unknown,
    /// One of several places, in code order: 朝阳; 深圳、东莞.
    Ambiguous(Vec<&'static str>),
    /// Nothing we understand.
    Nothing,
}

/// Characters looked at: a place stands before them or nowhere.
const MOST_LETTERS: usize = 100;
/// Words before others that are looked through.
const MOST_BEFORE: usize = 4;

/// What a text means, for somebody of the county of this code (empty, if that is not known: then 县城 is
/// [`Resolved::Unknown`]). Of several meanings none is guessed.
pub fn resolve(text: &str, home: &str) -> Resolved {
    let mut text = spelled(text);
    if let Some((end, _)) = text.char_indices().nth(MOST_LETTERS) {
        text.truncate(end);
    }
    if text.is_empty() {
        return Resolved::Nothing;
    }
    if let Some(code) = Some(text.as_str()).filter(|text| text.len() == 6).and_then(in_use) {
        return Resolved::Place(code);
    }
    if let Some(said) = said(&text, home) {
        return said;
    }
    let Some(Reading { spots, rest, .. }) = read(&text) else { return Resolved::Nothing };
    let codes: Vec<&'static str> = spots.iter().map(|spot| LIST.code(*spot)).collect();
    match codes.as_slice() {
        [own] if in_use(home) == Some(own) && is_home(rest.trim_start_matches(BREAKS), MOST_BEFORE) => {
            Resolved::Home
        }
        [code] => Resolved::Place(code),
        _ => Resolved::Ambiguous(codes),
    }
}

/// What is said without naming a place.
fn said(text: &str, home: &str) -> Option<Resolved> {
    if is_home(text, MOST_BEFORE) {
        return Some(Resolved::Home);
    }
    if begins(&WORDS.unknown_first, text).next().is_some() || is_one_of(&WORDS.unknown, text, MOST_BEFORE) {
        return Some(Resolved::Unknown);
    }
    let own = in_use(home);
    if is_one_of(&WORDS.own_county, text, MOST_BEFORE) {
        return Some(own.map_or(Resolved::Unknown, Resolved::Place));
    }
    if is_one_of(&WORDS.own_province, text, MOST_BEFORE) {
        let province = own.and_then(|own| LIST.spot(own)).and_then(|own| LIST.around(own).last());
        return Some(province.map_or(Resolved::Unknown, |province| Resolved::Place(LIST.code(province))));
    }
    None
}

/// Whether a text is one of these words, with words before and behind it that say nothing.
fn is_one_of(wanted: &[&str], text: &str, most: usize) -> bool {
    begins(wanted, text).any(says_nothing)
        || most > 0 && begins(&WORDS.before, text).any(|rest| is_one_of(wanted, rest, most - 1))
}

/// Whether a text says that somebody is at home.
fn is_home(text: &str, most: usize) -> bool {
    begins(&WORDS.home, text).any(|rest| says_only(&WORDS.at_home, rest))
        || most > 0 && begins(&WORDS.before_home, text).any(|rest| is_home(rest, most - 1))
}
