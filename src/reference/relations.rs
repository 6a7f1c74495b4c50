//! Relations to the head of a household (GB/T 4761).

use super::table::rows;
use std::{collections::HashMap, sync::LazyLock};

static RELATIONS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("data/relation_gbt4761.csv"))
        .filter_map(|row| match row.as_slice() {
            [code, zh, en] => Some((*code, (*zh, *en))),
            _ => None,
        })
        .collect()
});

/// Words of the standard that nobody says, and what people say instead.
const SPOKEN: [(&str, &str); 4] = [("20", "儿子"), ("30", "女儿"), ("11", "丈夫"), ("12", "妻子")];

/// The Chinese (as it is spoken) and the English word of a relation's code.
pub fn relation(code: &str) -> Option<(&'static str, &'static str)> {
    let (zh, en) = RELATIONS.get(code).copied()?;
    let spoken = SPOKEN.iter().find(|(known, _)| *known == code).map(|(_, words)| *words);
    Some((spoken.unwrap_or(zh), en))
}
