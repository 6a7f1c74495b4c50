//! What the cells of a column look like: they decide where a header does not.

use crate::{
    domain::{IdKind, IdNumber, PhoneNumber, is_han},
    reference::places::{Resolved, resolve},
    rosters::{
        people::days,
        reading::{Cell, Grid},
    },
};
use chrono::NaiveDate;

/// Rows of a column looked at.
const MOST: usize = 300;

/// How many cells of a column look like what.
#[derive(Debug, Clone, Copy, Default)]
pub struct Profile {
    pub filled: usize,
    pub ids: usize,
    pub phones: usize,
    pub days: usize,
    /// Small numbers, alone or of months.
    pub months: usize,
    pub names: usize,
    /// Places elsewhere.
    pub places: usize,
    /// The own county.
    pub home: usize,
    pub genders: usize,
}

impl Profile {
    /// Looks at the cells of a column between two rows.
    pub fn of(
        grid: &Grid,
        column: usize,
        rows: std::ops::Range<usize>,
        county: &str,
        today: NaiveDate,
    ) -> Profile {
        let mut profile = Profile::default();
        for row in rows {
            let cell = grid.cell(row, column);
            if cell.is_empty() || profile.filled == MOST {
                continue;
            }
            profile.filled += 1;
            profile.add(cell, county, today);
        }
        profile
    }

    fn add(&mut self, cell: Cell<'_>, county: &str, today: NaiveDate) {
        let text = cell.shown();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_id = IdNumber::parse(IdKind::ResidentId, text.trim_matches(['\'', '`'])).is_ok();
        let is_lost =
            matches!(cell, Cell::Number(number) if (1e17..1e18).contains(&number)) || is_exponent(&text);
        let is_phone =
            PhoneNumber::parse(text.get(..).unwrap_or("")).is_ok() || digits >= 11 && !is_id && !is_lost;
        self.ids += usize::from(is_id || is_lost);
        self.phones += usize::from(is_phone && !is_id && !is_lost);
        self.days += usize::from(days::read(cell, today, days::Habit::default()).day.is_some());
        self.months += usize::from(is_months(&text));
        let is_name = (2..=4).contains(&text.chars().count()) && text.chars().all(is_han);
        self.names += usize::from(is_name);
        self.genders += usize::from(matches!(text.as_str(), "男" | "女"));
        match resolve(&text, county) {
            Resolved::Place(code) if code == county => self.home += 1,
            Resolved::Place(_) | Resolved::Ambiguous(_) if digits < 5 => self.places += 1,
            Resolved::Home => self.home += 1,
            _ => {}
        }
    }

    /// Whether at least so many of a hundred filled cells are such; never where nothing is filled.
    pub fn mostly(self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }
}

/// 5.12E+17, as Excel writes long numbers into a csv.
pub fn is_exponent(text: &str) -> bool {
    let text = text.trim();
    let Some((number, exponent)) = text.split_once(['E', 'e']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    exponent.strip_prefix('+').is_some_and(is_digits) && is_digits(&number.replace('.', ""))
}

/// 10, 10个月, 半年: how long rather than since when.
fn is_months(text: &str) -> bool {
    let text = text.trim();
    if text.ends_with("个月") || matches!(text, "半年" | "全年" | "一年") {
        return true;
    }
    text.parse::<f64>().is_ok_and(|number| (0.0..=60.0).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_that_lost_its_digits_is_known() {
        for (text, is_one) in
            [("5.12E+17", true), ("5E+17", true), ("E+17", false), ("5.12", false), ("1.6E10", false)]
        {
            assert_eq!(is_exponent(text), is_one, "{text}");
        }
    }

    #[test]
    fn how_long_is_told_from_since_when() {
        for (text, is_one) in [("10", true), ("10个月", true), ("2023.5", false), ("2023年3月", false)] {
            assert_eq!(is_months(text), is_one, "{text}");
        }
    }
}
