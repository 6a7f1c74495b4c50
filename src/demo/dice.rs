//! Chance with a seed.

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    clock::{day_begins, days_after},
    db::id_at,
};

/// Seeded chance, and ids that grow with time.
pub struct Dice {
    rng: fastrand::Rng,
    /// Ids of things that came before the ids' own epoch, in order.
    early: i64,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { rng: fastrand::Rng::with_seed(seed), early: 0 }
    }

    /// A number from a range.
    pub fn number(&mut self, range: std::ops::Range<i64>) -> i64 {
        if range.is_empty() { range.start } else { self.rng.i64(range) }
    }

    /// True once in so many parts of a hundred.
    pub fn percent(&mut self, percent: f64) -> bool {
        self.rng.f64() * 100.0 < percent
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.usize(..all.len())]
    }

    /// One of several by weight.
    pub fn weighted<T: Copy>(&mut self, all: &[(T, f64)]) -> T {
        let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
        let mut left = self.rng.f64() * sum;
        for (value, weight) in all {
            left -= weight;
            if left <= 0.0 {
                return *value;
            }
        }
        all[all.len() - 1].0
    }

    /// A moment of a working day, between eight in the morning and eight in the evening, UTC.
    pub fn moment(&mut self, day: NaiveDate) -> NaiveDateTime {
        let millis = self.rng.i64(8 * 3_600_000..20 * 3_600_000);
        day_begins(day) + chrono::TimeDelta::milliseconds(millis)
    }

    /// An id as it would have been given out at a moment.
    pub fn id(&mut self, at: NaiveDateTime) -> i64 {
        let base = id_at(at);
        if base == 0 {
            self.early += 1;
            return self.early;
        }
        base | self.rng.i64(0..1 << 22)
    }

    /// A day up to so many days before another.
    pub fn before(&mut self, day: NaiveDate, least: i64, most: i64) -> NaiveDate {
        let days = self.number(least..most + 1);
        days_after(day, -days)
    }
}

impl Dice {
    /// A moment of a day between `least` and `most` days before another.
    pub fn moment_before(&mut self, day: NaiveDate, least: i64, most: i64) -> NaiveDateTime {
        let on = self.before(day, least, most);
        self.moment(on)
    }
}
