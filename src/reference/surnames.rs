//! Surnames that are read otherwise than the dictionary says, and those of two characters.

use super::table::rows;
use std::{collections::HashMap, sync::LazyLock};

static READINGS: LazyLock<HashMap<Vec<char>, Vec<&'static str>>> = LazyLock::new(|| {
    rows(include_str!("data/polyphonic_surnames.csv"))
        .map(|row| {
            let readings = row.iter().skip(1).copied().filter(|reading| !reading.is_empty()).collect();
            (row.first().copied().unwrap_or_default().chars().collect(), readings)
        })
        .collect()
});

/// How many characters of a name are a surname with readings of its own, and those readings, the usual one first.
pub fn surname_readings(name: &[char]) -> (usize, &'static [&'static str]) {
    for length in [2, 1] {
        if let Some(readings) = name.get(..length).and_then(|surname| READINGS.get(surname)) {
            return (length, readings);
        }
    }
    (0, &[])
}
