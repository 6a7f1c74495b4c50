//! Area codes: the six digits ID numbers begin with, those out of use included (GB/T 2260).

use super::table::rows;
use std::{collections::HashSet, sync::LazyLock};

/// Every code a county, or a city without counties, has had since 1980; and those of residence permits for people
/// from Hong Kong, Macau and Taiwan.
static CODES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let tables = [
        include_str!("data/counties.csv"),
        include_str!("data/cities.csv"),
        include_str!("data/retired_county_codes.csv"),
    ];
    let mut codes: HashSet<&str> =
        tables.into_iter().flat_map(rows).filter_map(|row| row.first().copied()).collect();
    codes.extend(rows(include_str!("data/retired_county_codes.csv")).filter_map(|row| row.get(4).copied()));
    codes.extend(["810000", "820000", "830000"]);
    codes.retain(|code| code.len() == 6);
    codes
});

/// Whether an area has, or once had, this code of six digits.
pub fn is_area_code(code: &str) -> bool {
    CODES.contains(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::county;

    #[test]
    fn codes_out_of_use_are_known_and_others_are_not() {
        for code in ["500155", "500228", "110103", "441900", "110105", "810000"] {
            assert!(is_area_code(code), "{code}");
        }
        for code in ["", "000000", "999999", "5001", "710001"] {
            assert!(!is_area_code(code), "{code}");
        }
    }

    #[test]
    fn every_code_an_id_of_the_sample_county_begins_with_is_known() {
        for year in 1950..2027 {
            assert!(is_area_code(county::id_prefix(year)), "{year}");
        }
    }
}
