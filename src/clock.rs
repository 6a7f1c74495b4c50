//! The clock: real or frozen, passed in and never called for.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Hours by which county days run ahead of UTC (PRODUCT §4.2).
const COUNTY_HOURS: i64 = 8;

/// Tells the time. A frozen clock stands still until it is moved.
#[derive(Debug, Clone)]
pub enum Clock {
    Real,
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` (UTC).
    pub fn frozen(at: NaiveDateTime) -> Clock {
        Clock::Frozen(Arc::new(AtomicI64::new(at.and_utc().timestamp_micros())))
    }

    /// Now, in UTC, to the microsecond (PostgreSQL keeps no more).
    #[allow(clippy::disallowed_methods)] // the one place that asks
    pub fn now(&self) -> NaiveDateTime {
        let micros = match self {
            Clock::Real => chrono::Utc::now().timestamp_micros(),
            Clock::Frozen(at) => at.load(Ordering::Relaxed),
        };
        chrono::DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
    }

    /// Today, as the county counts it.
    pub fn today(&self) -> NaiveDate {
        county_day(self.now())
    }

    /// Moves a frozen clock forward; a real one cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Clock::Frozen(at) = self {
            at.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
        }
    }
}

/// The moment of a UTC time on the county's own clock.
pub fn county_time(at: NaiveDateTime) -> NaiveDateTime {
    at.checked_add_signed(TimeDelta::hours(COUNTY_HOURS)).unwrap_or(at)
}

/// The county day on which a UTC time falls.
pub fn county_day(at: NaiveDateTime) -> NaiveDate {
    county_time(at).date()
}

/// The UTC moment at which a county day begins.
pub fn day_begins(day: NaiveDate) -> NaiveDateTime {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    midnight.checked_sub_signed(TimeDelta::hours(COUNTY_HOURS)).unwrap_or(midnight)
}

/// `day` moved by a number of days; stays where the calendar ends.
pub fn days_after(day: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) };
    moved.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).expect("a day")
    }

    #[test]
    fn a_county_day_begins_at_four_in_the_afternoon_of_the_day_before_utc() {
        let at = |n, hour, minute| day(n).and_hms_opt(hour, minute, 0).expect("a moment");
        for (moment, expected) in [
            (at(22, 15, 59), 22),
            (at(22, 16, 0), 23),
            (at(23, 0, 0), 23),
            (at(23, 15, 59), 23),
            (at(23, 16, 0), 24),
        ] {
            assert_eq!(county_day(moment), day(expected), "{moment}");
        }
        assert_eq!(day_begins(day(23)), at(22, 16, 0));
        assert_eq!(county_time(at(22, 16, 30)), at(23, 0, 30));
    }

    #[test]
    fn a_frozen_clock_stands_until_it_is_moved() {
        let clock = Clock::frozen(day(22).and_hms_opt(15, 59, 59).expect("a moment"));
        assert_eq!((clock.today(), clock.now()), (day(22), clock.now()));
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today(), day(23));
    }

    #[test]
    fn days_stop_where_the_calendar_does() {
        assert_eq!(
            (days_after(day(23), 10), days_after(day(23), -23)),
            (
                NaiveDate::from_ymd_opt(2026, 12, 3).expect("a day"),
                NaiveDate::from_ymd_opt(2026, 10, 31).expect("a day")
            )
        );
        assert_eq!(
            (days_after(NaiveDate::MAX, 1), days_after(NaiveDate::MIN, -1)),
            (NaiveDate::MAX, NaiveDate::MIN)
        );
    }
}
