//! A day as exactly as it is known: a year, a month of a year, or a day.

use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A year, perhaps with its month, perhaps with its day; always one of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoughDay {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl RoughDay {
    /// A year alone.
    pub fn year(year: i32) -> Option<RoughDay> {
        (1900..=2200).contains(&year).then_some(RoughDay { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn month(year: i32, month: u32) -> Option<RoughDay> {
        let known = RoughDay::year(year)?;
        (1..=12).contains(&month).then_some(RoughDay { month: Some(month), ..known })
    }

    /// A day.
    pub fn day(year: i32, month: u32, day: u32) -> Option<RoughDay> {
        RoughDay::year(year)?;
        NaiveDate::from_ymd_opt(year, month, day).map(RoughDay::from)
    }

    /// The first day it may be.
    pub fn first(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Whether it is known to the day.
    pub fn is_exact(self) -> bool {
        self.day.is_some()
    }

    /// The year, which is always known.
    pub fn of_year(self) -> i32 {
        self.year
    }
}

impl From<NaiveDate> for RoughDay {
    fn from(day: NaiveDate) -> RoughDay {
        RoughDay { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

impl fmt::Display for RoughDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}
