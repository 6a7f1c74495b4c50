//! Days and times in words (LOOK §4: 11月23日, another year with the year).

use super::Lang;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [(&str, &str); 7] = [
    ("星期一", "Monday"),
    ("星期二", "Tuesday"),
    ("星期三", "Wednesday"),
    ("星期四", "Thursday"),
    ("星期五", "Friday"),
    ("星期六", "Saturday"),
    ("星期日", "Sunday"),
];

impl Lang {
    /// A day; with its year only where that is not this year.
    pub fn day(self, day: NaiveDate, today: NaiveDate) -> String {
        if day.year() == today.year() { self.short_day(day) } else { self.long_day(day) }
    }

    /// A day with its year.
    pub fn long_day(self, day: NaiveDate) -> String {
        match self {
            Lang::Zh => format!("{}年{}", day.year(), self.short_day(day)),
            Lang::En => format!("{} {}", self.short_day(day), day.year()),
        }
    }

    fn short_day(self, day: NaiveDate) -> String {
        match self {
            Lang::Zh => format!("{}月{}日", day.month(), day.day()),
            Lang::En => format!("{} {}", day.day(), month(day)),
        }
    }

    /// A month of a year: destinations are seldom known to the day.
    pub fn month(self, day: NaiveDate) -> String {
        match self {
            Lang::Zh => format!("{}年{}月", day.year(), day.month()),
            Lang::En => format!("{} {}", month(day), day.year()),
        }
    }

    /// The day of the week.
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        let (zh, en) = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
        if self == Lang::Zh { zh } else { en }
    }

    /// A moment on the county's clock, to the minute.
    pub fn moment(self, at: NaiveDateTime, today: NaiveDate) -> String {
        format!("{} {}:{:02}", self.day(at.date(), today), at.hour(), at.minute())
    }
}

fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}
