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

/// The Chinese and the English word of a relation's code.
pub fn relation(code: &str) -> Option<(&'static str, &'static str)> {
    RELATIONS.get(code).copied()
}
