//! Levels of education (GB/T 4658).

use super::table::rows;
use std::sync::LazyLock;

/// Code, Chinese and English word of each level, from the highest.
static LEVELS: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("data/education.csv"))
        .filter_map(|row| match row.as_slice() {
            [code, zh, en, ..] => Some((*code, *zh, *en)),
            _ => None,
        })
        .collect()
});

/// Every level of education: code, Chinese word, English word, from the highest.
pub fn educations() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    LEVELS.iter().copied()
}

/// The Chinese and the English word of a level's code.
pub fn education(code: &str) -> Option<(&'static str, &'static str)> {
    educations().find(|(known, ..)| *known == code).map(|(_, zh, en)| (zh, en))
}
