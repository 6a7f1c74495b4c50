//! Reading a text from its beginning: a place, what narrows it, and what is left over.

use super::{
    index::{INDEX, Name, Stands, largest},
    list::{LIST, Level, Spot},
    spelling::{self, BREAK},
    words::WORDS,
};

/// What a text means as far as it was understood.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The places it may mean, in code order.
    pub spots: Vec<Spot>,
    /// What follows them.
    pub rest: &'a str,
    /// Whether the first name counts whatever follows.
    is_firm: bool,
}

/// Deepest nesting of names that narrow each other: province, city, county, quarter, with room to spare.
const DEEPEST: usize = 6;
/// Most words before a place: 现在 又去 外出 到.
const MOST_BEFORE: usize = 4;
/// Most words behind one: 那边 打工.
const MOST_BEHIND: usize = 4;

/// What a text means that begins with a place, perhaps behind words like 现在在; none if it does not.
pub fn read(text: &str) -> Option<Reading<'_>> {
    let found = behind_words(text, MOST_BEFORE).map(with_others);
    // “富士康（深圳）”: the place may stand behind a break.
    let mut later =
        text.match_indices(spelling::BREAKS).filter_map(|(at, _)| behind_words(&text[at + 1..], 1));
    found.or_else(|| later.find(|found| found.is_firm).map(with_others))
}

fn behind_words(text: &str, most: usize) -> Option<Reading<'_>> {
    let text = text.trim_start_matches(spelling::BREAKS);
    begin(text).or_else(|| {
        let most = most.checked_sub(1)?;
        begins(&WORDS.before, text).find_map(|rest| behind_words(rest, most))
    })
}

/// The best reading of a text that begins with the name of a place: the one that understands most of it.
fn begin(text: &str) -> Option<Reading<'_>> {
    let mut best: Option<Reading<'_>> = None;
    for name in INDEX.begins(text).filter(|name| name.stands != Stands::Never) {
        let Some(rest) = behind(name, text) else { continue };
        let context = Context { spots: &name.alone, others: &name.inside };
        let (spots, left) = narrowed(&context, rest, DEEPEST).unwrap_or_else(|| (name.alone.clone(), rest));
        let is_bare = name.stands == Stands::Alone && left.len() == rest.len();
        let is_cut = is_letter_cut(name, left) || is_bare && !is_over(rest);
        if !is_cut && best.as_ref().is_none_or(|best| left.len() < best.rest.len()) {
            best = Some(Reading { spots, rest: left, is_firm: name.stands == Stands::Always });
        }
    }
    best
}

/// What stands behind a name, unless that makes it part of another one: 北京路, 沙县小吃. 台州路桥 is none: 路桥 is a
/// place.
fn behind<'a>(name: &Name, text: &'a str) -> Option<&'a str> {
    let rest = &text[name.text.len()..];
    if name.text.is_ascii() {
        return Some(without_fillers(rest));
    }
    let is_loose = !name.is_official || name.text.chars().nth(2).is_none();
    let is_part = is_loose
        && begins(&WORDS.other_name, rest).next().is_some()
        && INDEX.begins(rest).all(|next| next.inside.is_empty());
    (!is_part).then_some(rest)
}

/// A name in Latin letters ends where letters end.
fn is_letter_cut(name: &Name, rest: &str) -> bool {
    name.text.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn without_fillers(mut text: &str) -> &str {
    while let Some(rest) = begins(&WORDS.fillers, text).next() {
        text = rest;
    }
    text
}

/// The places a name may lie in: those meant, and those the name before might mean besides.
struct Context<'a> {
    spots: &'a [Spot],
    others: &'a [Spot],
}

/// The places and what is left, where the next name narrows them; none where it does not.
fn narrowed<'a>(context: &Context<'_>, text: &'a str, depth: usize) -> Option<(Vec<Spot>, &'a str)> {
    let depth = depth.checked_sub(1)?;
    let text = text.trim_start_matches(BREAK);
    let mut best: Option<(Vec<Spot>, &str)> = None;
    for name in INDEX.begins(text) {
        let Some(rest) = behind(name, text) else { continue };
        let all = inside(name, context.spots).or_else(|| inside(name, context.others));
        let Some(all) = all.or_else(|| around(name, context.spots)) else { continue };
        let near = largest(&all);
        let deeper = narrowed(&Context { spots: &near, others: &all }, rest, depth);
        let (spots, left) = deeper.unwrap_or((near, rest));
        if !is_letter_cut(name, left) && best.as_ref().is_none_or(|(_, best)| left.len() < best.len()) {
            best = Some((spots, left));
        }
    }
    best
}

/// Whether a place that bears a name is told by a place before it.
type Fits = fn(Spot, Spot) -> bool;

/// What a name means in one of these places: 深圳 → 宝安.
fn inside(name: &Name, spots: &[Spot]) -> Option<Vec<Spot>> {
    let within = |all: &[Spot], fits: Fits| -> Vec<Spot> {
        all.iter().copied().filter(|spot| spots.iter().any(|around| fits(*spot, *around))).collect()
    };
    // 吉林吉林 is the city: what lies inside comes before the place itself.
    let ways: [(&[Spot], Fits); 4] = [
        (&name.inside, |spot, around| spot != around && LIST.is_in(spot, around)),
        (&name.inside, |spot, around| spot == around),
        (&name.quarters, is_near),
        (&name.formerly, |spot, around| LIST.is_in(spot, around)),
    ];
    ways.into_iter().map(|(all, fits)| within(all, fits)).find(|found| !found.is_empty())
}

/// Whether a quarter is told by the place before it: 深圳西乡, not 广东西乡.
fn is_near(spot: Spot, around: Spot) -> bool {
    let mut between = std::iter::once(spot).chain(LIST.around(spot)).take_while(|other| *other != around);
    LIST.is_in(spot, around)
        && between.all(|other| LIST.level(other) == Level::County || LIST.is_placeholder(other))
}

/// Those of the places that lie in what is named behind them: 宝安 ← 深圳.
fn around(name: &Name, spots: &[Spot]) -> Option<Vec<Spot>> {
    if name.stands != Stands::Always {
        return None;
    }
    let is_around = |spot: &Spot| name.alone.iter().any(|around| LIST.is_in(*spot, *around));
    let found: Vec<Spot> = spots.iter().copied().filter(is_around).collect();
    (!found.is_empty()).then_some(found)
}

/// Whether a name is whole: nothing follows, or a break, or words that say no place.
fn is_over(rest: &str) -> bool {
    rest.starts_with(spelling::BREAKS) || says_nothing(rest)
}

/// What follows each of these words with which a text begins.
pub fn begins<'a>(words: &'a [&'a str], text: &'a str) -> impl Iterator<Item = &'a str> {
    words.iter().filter_map(move |word| text.strip_prefix(word))
}

/// Whether a text is over, or goes on without saying a place.
pub fn says_nothing(text: &str) -> bool {
    says_only(&WORDS.behind, text)
}

/// Whether a text consists of a few of these words, or is over.
pub fn says_only(words: &[&str], text: &str) -> bool {
    fn says(words: &[&str], text: &str, most: usize) -> bool {
        let text = text.trim_start_matches(spelling::BREAKS);
        text.is_empty() || most > 0 && begins(words, text).any(|rest| says(words, rest, most - 1))
    }
    says(words, text, MOST_BEHIND)
}

/// Adds the places of a list, and of a second name that contradicts the first: 深圳、东莞; 上海昆山.
fn with_others(mut found: Reading<'_>) -> Reading<'_> {
    while let Some((other, is_list)) = another(found.rest) {
        if !is_list && is_local(&found, &other) {
            break;
        }
        let lies_in = |small: &[Spot], large: &[Spot]| {
            small.iter().all(|spot| large.iter().any(|around| LIST.is_in(*spot, *around)))
        };
        if lies_in(&other.spots, &found.spots) {
            found.spots = other.spots;
        } else if !lies_in(&found.spots, &other.spots) {
            found.spots = union(found.spots, other.spots);
        }
        found.rest = other.rest;
    }
    found
}

fn union(mut spots: Vec<Spot>, more: Vec<Spot>) -> Vec<Spot> {
    spots.extend(more);
    spots.sort_unstable();
    spots.dedup();
    spots
}

/// The place a text goes on with, and whether it says that it is another one: 、东莞, 或者东莞.
fn another(text: &str) -> Option<(Reading<'_>, bool)> {
    let rest = text.trim_start_matches(spelling::BREAKS);
    let listed = text.starts_with(spelling::AND).then_some(rest);
    let joined = begins(&WORDS.and, rest)
        .chain(listed)
        .find_map(|rest| behind_words(rest, 1))
        .map(|other| (other, true));
    joined.or_else(|| {
        let other = behind_words(rest, 1).filter(|other| other.is_firm)?;
        let is_over = says_nothing(other.rest) || other.rest.starts_with(spelling::AND);
        is_over.then_some((other, false))
    })
}

/// Behind a place, the name of a county elsewhere is mostly that of a street or a town: only one that has no other
/// meaning contradicts a city, and none contradicts a county.
fn is_local(found: &Reading<'_>, other: &Reading<'_>) -> bool {
    let is_small = |spots: &[Spot]| spots.iter().all(|spot| LIST.level(*spot) == Level::County);
    is_small(&other.spots) && (is_small(&found.spots) || other.spots.len() > 1)
}
