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
