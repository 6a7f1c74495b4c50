//! What invented people are drawn from: names, jobs, shares.

use super::table::rows;
use std::{collections::HashMap, sync::LazyLock};

/// Surnames with their weights.
pub static SURNAMES: LazyLock<Vec<(&'static str, f64)>> = LazyLock::new(|| {
    rows(include_str!("data/surnames.csv"))
        .filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?)))
        .collect()
});

/// Characters of given names: of men, of women.
pub static GIVEN: LazyLock<(Vec<char>, Vec<char>)> = LazyLock::new(|| {
    let all: HashMap<String, String> =
        serde_json::from_str(include_str!("data/given_tail.json")).unwrap_or_default();
    let letters = |key: &str| all.get(key).map(|text| text.chars().collect()).unwrap_or_default();
    (letters("M"), letters("F"))
});

/// Jobs: name and industry.
pub static JOBS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("data/occupations.csv")).filter_map(|row| Some((*row.first()?, *row.get(2)?))).collect()
});

/// The shares of a variable by category.
pub fn shares(variable: &str) -> Vec<(&'static str, f64)> {
    rows(include_str!("data/distributions.csv"))
        .filter(|row| row.first() == Some(&variable))
        .filter_map(|row| Some((*row.get(1)?, row.get(2)?.parse().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::county;

    #[test]
    fn every_table_of_the_sample_county_is_read() {
        assert_eq!((SURNAMES.len(), GIVEN.0.len(), GIVEN.1.len(), JOBS.len()), (399, 388, 389, 65));
        assert_eq!(
            (county::townships().count(), county::villages().count(), county::departments().count()),
            (33, 343, 64)
        );
        assert_eq!(county::villages().map(|village| village.population).sum::<i32>(), 930_000);
        assert_eq!(
            (county::id_prefix(1980), county::id_prefix(1990), county::id_prefix(2017)),
            ("512829", "512224", "500155")
        );
        assert_eq!(shares("contact_result_demo").len(), 7);
    }
}
