//! Names and codes that are no longer in use, each with what became of it.

use super::list::{LIST, Spot};
use crate::reference::table::rows;
use std::{collections::HashMap, sync::LazyLock};

/// A county as it was at a time: code and name.
type Known = (&'static str, &'static str);

/// What followed a county of this code and name: another code, another name.
static SUCCESSORS: LazyLock<HashMap<Known, Known>> = LazyLock::new(|| {
    rows(include_str!("../data/retired_county_codes.csv"))
        .filter_map(|row| match row.as_slice() {
            [code, name, _, _, next, next_name, _] => Some(((*code, *name), (*next, *next_name))),
            _ => None,
        })
        .collect()
});

/// Longest chain of changes followed: the table has none longer, and a circle must end.
const MOST_CHANGES: usize = 12;

/// Every former name with the place it is now; a name its place still bears is none.
pub fn names() -> impl Iterator<Item = (&'static str, Spot)> {
    SUCCESSORS.keys().filter_map(|(code, name)| {
        let spot = now(code, name)?;
        (LIST.name(spot) != *name && is_same_land(code, LIST.code(spot))).then_some((*name, spot))
    })
}

/// Codes that are no longer in use, with what they became; none for one that had several fates.
static CODES: LazyLock<HashMap<&'static str, Option<Spot>>> = LazyLock::new(|| {
    let mut codes: HashMap<&str, Option<Spot>> = HashMap::new();
    for (code, spot) in SUCCESSORS.keys().filter_map(|(code, name)| Some((*code, now(code, name)?))) {
        codes
            .entry(code)
            .and_modify(|known| *known = known.filter(|known| *known == spot))
            .or_insert(Some(spot));
    }
    codes
});

/// The code in use of a county that had this code; none if it had several fates.
pub fn code_now(code: &str) -> Option<&'static str> {
    CODES.get(code).copied().flatten().map(|spot| LIST.code(spot))
}

fn now(code: &'static str, name: &'static str) -> Option<Spot> {
    let mut chain = std::iter::successors(Some((code, name)), |known| SUCCESSORS.get(known).copied());
    let lives = |(code, name): &(&str, &str)| LIST.spot(code).is_some_and(|spot| LIST.name(spot) == *name);
    let (code, _) = chain.by_ref().take(MOST_CHANGES).find(lives)?;
    LIST.spot(code)
}

/// The table has a few successors in another province that never were; Chongqing left Sichuan and Hainan left
/// Guangdong.
fn is_same_land(old: &str, new: &str) -> bool {
    matches!((&old[..2], &new[..2]), (old, new) if old == new || matches!((old, new), ("51", "50") | ("44", "46")))
}
