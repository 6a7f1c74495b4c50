//! Working days (PRODUCT §4.4): as the State Council announced them; a year not yet announced counts Monday to
//! Friday less the statutory days.

use super::table::rows;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::{collections::HashMap, sync::LazyLock};

/// Announced days: true is a working day (a weekend made up for), false a day off.
static ANNOUNCED: LazyLock<HashMap<NaiveDate, bool>> = LazyLock::new(|| {
    let day = |row: Vec<&'static str>| match row.as_slice() {
        [day, kind, ..] => Some((day.parse().ok()?, *kind == "makeup")),
        _ => None,
    };
    rows(include_str!("data/holidays.csv")).filter_map(day).collect()
});

/// The days of each year on which the lunar and solar-term holidays are anchored, by column name.
static ANCHORS: LazyLock<HashMap<i32, HashMap<&'static str, NaiveDate>>> = LazyLock::new(|| {
    let text = include_str!("data/spring_festival.csv");
    let names: Vec<&str> = text.lines().next().unwrap_or("").split(',').collect();
    let year = |row: Vec<&'static str>| {
        let year: i32 = row.first()?.parse().ok()?;
        let days = names.iter().zip(&row).skip(1).filter_map(|(name, day)| Some((*name, day.parse().ok()?)));
        Some((year, days.collect()))
    };
    rows(text).filter_map(year).collect()
});

/// A statutory holiday: where it is anchored, how far from there it begins, how long it lasts in days.
struct Statutory {
    anchor: &'static str,
    offset: i64,
    days: i64,
}

static STATUTORY: LazyLock<Vec<Statutory>> = LazyLock::new(|| {
    let holiday = |row: Vec<&'static str>| match row.as_slice() {
        [_, _, _, _, anchor, offset, days] => {
            Some(Statutory { anchor, offset: offset.parse().ok()?, days: days.parse().ok()? })
        }
        _ => None,
    };
    rows(include_str!("data/statutory_holidays.csv")).filter_map(holiday).collect()
});

/// Whether the holidays of a year have been announced; until then its working days are an estimate.
pub fn is_announced(year: i32) -> bool {
    ANNOUNCED.keys().any(|day| day.year() == year)
}

/// Whether a day is a working day.
pub fn is_working_day(day: NaiveDate) -> bool {
    let is_weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match ANNOUNCED.get(&day) {
        Some(is_made_up) => *is_made_up,
        None if is_announced(day.year()) => is_weekday,
        None => is_weekday && !is_statutory(day),
    }
}

fn is_statutory(day: NaiveDate) -> bool {
    STATUTORY.iter().any(|holiday| {
        anchored(holiday.anchor, day.year()).is_some_and(|anchor| {
            let after = (day - anchor).num_days() - holiday.offset;
            (0..holiday.days).contains(&after)
        })
    })
}

fn anchored(anchor: &str, year: i32) -> Option<NaiveDate> {
    match anchor.split_once('-') {
        Some((month, day)) => NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?),
        None => ANCHORS.get(&year)?.get(anchor).copied(),
    }
}

/// The `nth` working day after a day, which itself does not count; the day itself for zero. Stays where the calendar ends.
pub fn working_day_after(day: NaiveDate, nth: u32) -> NaiveDate {
    let (mut at, mut left) = (day, nth);
    while left > 0 {
        let Some(next) = at.checked_add_days(Days::new(1)) else { return at };
        at = next;
        left -= u32::from(is_working_day(at));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn announced_days_count_as_announced() {
        let cases = [
            ("2026-11-23", true, "a Monday"),
            ("2026-11-22", false, "a Sunday"),
            ("2026-10-01", false, "National Day"),
            ("2026-10-07", false, "a day off that no statute names"),
            ("2026-10-10", true, "a Saturday made up for"),
            ("2026-02-14", true, "a Saturday before Spring Festival"),
            ("2026-02-17", false, "Spring Festival"),
        ];
        for (text, is_working, what) in cases {
            assert_eq!(is_working_day(day(text)), is_working, "{text}: {what}");
        }
        assert!(is_announced(2026) && !is_announced(2027));
    }

    #[test]
    fn a_year_not_yet_announced_counts_weekdays_less_the_statutory_days() {
        let cases = [
            ("2027-01-01", false, "New Year's Day"),
            ("2027-01-04", true, "the Monday after"),
            ("2027-02-05", false, "the eve of Spring Festival"),
            ("2027-02-08", false, "its third day"),
            ("2027-02-09", true, "the day after the four"),
            ("2027-04-05", false, "Qingming"),
            ("2027-05-01", false, "Labour Day, a Saturday"),
            ("2027-05-03", true, "the Monday after the two days"),
            ("2027-06-09", false, "Duanwu"),
            ("2027-09-15", false, "Zhongqiu"),
            ("2027-10-04", true, "the fourth day after National Day"),
            ("2027-10-09", false, "a Saturday, made up or not"),
        ];
        for (text, is_working, what) in cases {
            assert_eq!(is_working_day(day(text)), is_working, "{text}: {what}");
        }
    }

    #[test]
    fn working_days_are_counted_from_the_day_after() {
        let cases = [
            ("2026-11-23", 3, "2026-11-26"),
            ("2026-11-20", 3, "2026-11-25"),
            ("2026-11-21", 1, "2026-11-23"),
            ("2026-11-23", 0, "2026-11-23"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-12-30", 3, "2027-01-05"),
        ];
        for (from, nth, wanted) in cases {
            assert_eq!(working_day_after(day(from), nth), day(wanted), "{nth} after {from}");
        }
        assert_eq!(working_day_after(NaiveDate::MAX, 3), NaiveDate::MAX);
    }
}
