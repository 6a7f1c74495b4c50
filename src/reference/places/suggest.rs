//! Places whose names begin as somebody types.

use super::{
    index::{INDEX, Stands},
    list::{LIST, Level, Spot},
    read,
    spelling::spelled,
};
use std::{collections::HashSet, sync::LazyLock};

/// Suggestions shown at most.
const MOST: usize = 8;
/// Names looked at for them: enough for every name that begins with one Chinese character.
const LOOKED_AT: usize = 400;

/// Every way a place is written, in order, so that those with one beginning stand together.
static WAYS: LazyLock<Vec<(Box<str>, Spot)>> = LazyLock::new(|| {
    let mut ways: Vec<(Box<str>, Spot)> = Vec::new();
    for name in INDEX.names().filter(|name| name.stands != Stands::Never) {
        ways.extend(name.alone.iter().map(|spot| (name.text.clone(), *spot)));
    }
    for spot in LIST.spots() {
        let short = |spot: Spot| super::names::stem(LIST.name(spot)).unwrap_or(LIST.name(spot));
        let mut around: Vec<Spot> =
            LIST.around(spot).filter(|around| !LIST.is_placeholder(*around)).collect();
        around.reverse();
        // 广东省深圳市宝安区, 广东深圳宝安区, 深圳宝安区.
        let last = LIST.name(spot);
        let chain: Vec<&str> = around.iter().map(|around| short(*around)).collect();
        let forms = (0..chain.len()).map(|from| chain[from..].concat() + last).chain([LIST.full_name(spot)]);
        ways.extend(forms.map(|form| (spelled(&form).into_boxed_str(), spot)));
    }
    ways.sort_unstable();
    ways.dedup();
    ways
});

/// A few places that what was typed may become, the likeliest first: code and full name.
pub fn suggest(text: &str) -> Vec<(&'static str, String)> {
    let text = spelled(text);
    if text.is_empty() {
        return Vec::new();
    }
    let understood = read::read(&text).filter(|found| found.rest.is_empty()).map(|found| found.spots);
    let from = WAYS.partition_point(|(way, _)| **way < *text);
    let begun = WAYS[from..].iter().take_while(|(way, _)| way.starts_with(&*text)).take(LOOKED_AT);
    let mut begun: Vec<_> =
        begun.map(|(way, spot)| (way.len() == text.len(), LIST.level(*spot), way.len(), *spot)).collect();
    begun.sort_by_key(|(is_whole, level, length, spot)| (!is_whole, *level > Level::City, *length, *spot));
    let mut seen = HashSet::new();
    let all = understood.into_iter().flatten().chain(begun.into_iter().map(|(.., spot)| spot));
    let fresh = all.filter(|spot| seen.insert(*spot)).take(MOST);
    fresh.map(|spot| (LIST.code(spot), LIST.full_name(spot))).collect()
}
