//! Relations to the head of a household (GB/T 4761).

use super::table::rows;
use std::sync::LazyLock;

/// Code, Chinese and English word of each relation, in the order of the standard.
static RELATIONS: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("data/relation_gbt4761.csv"))
        .filter_map(|row| match row.as_slice() {
            [code, zh, en] => Some((*code, *zh, *en)),
            _ => None,
        })
        .collect()
});

/// Words of the standard that nobody says, and what people say instead.
const SPOKEN: [(&str, &str); 4] = [("20", "儿子"), ("30", "女儿"), ("11", "丈夫"), ("12", "妻子")];

/// The Chinese (as it is spoken) and the English word of a relation's code.
pub fn relation(code: &str) -> Option<(&'static str, &'static str)> {
    relations().find(|(known, ..)| *known == code).map(|(_, zh, en)| (zh, en))
}

/// Every relation to the head: code, Chinese word as it is spoken, English word, in the order of the standard.
pub fn relations() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    RELATIONS.iter().map(|(code, zh, en)| {
        let spoken = SPOKEN.iter().find(|(known, _)| known == code).map(|(_, words)| *words);
        (*code, spoken.unwrap_or(zh), *en)
    })
}
