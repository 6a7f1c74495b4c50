//! Days as people write them: numbers of Excel, numbers that look like days, text in every habit.
//!
//! What does not say a year (5月6日, 春节后) or counts from a day nobody knows (去年) is no day; nothing is guessed.

use super::{RoughDay, spelled_days};
use crate::rosters::reading::Cell;
use chrono::{Days, NaiveDate};

/// What the column and its file tell about their days.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habit {
    /// The workbook counts its days from 1904.
    pub from_1904: bool,
    /// Numbers have lost their last 0 on the way into a text: 2021.1 may have been 2021.10.
    pub lost_zeros: bool,
}

/// A day that was read, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadDay {
    pub day: Option<RoughDay>,
    pub fault: Option<DayFault>,
}

/// What is wrong with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFault {
    /// January or October: the year alone is kept.
    Ambiguous,
    Unparsed,
    Future,
}

/// Words for nothing; a lone apostrophe is what a sheet leaves of a blank that was made text.
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.chars().all(|c| "/\\-—–_―－／、.。·*'".contains(c))
        || matches!(
            text,
            "无" | "空" | "暂无" | "没有" | "nan" | "NaN" | "NULL" | "null" | "N/A" | "n/a" | "#N/A"
        )
}

/// Reads the day in a cell.
pub fn read(cell: Cell<'_>, today: NaiveDate, habit: Habit) -> ReadDay {
    let nothing = ReadDay { day: None, fault: None };
    let found = match cell {
        Cell::Empty => return nothing,
        Cell::Other => Err(DayFault::Unparsed),
        Cell::Number(number) => of_number(number, today, habit),
        // Who types 2023 into a cell that shows days gets a day in 1905: nobody left in 1905.
        Cell::Day(number) if (1900.0..2101.0).contains(&number) => of_number(number, today, habit),
        Cell::Day(number) => of_serial(number, habit).ok_or(DayFault::Unparsed),
        Cell::Text(text) if is_nothing(text) => return nothing,
        Cell::Text(text) => of_text(text, today, habit),
    };
    match found {
        Ok(day) if day.first().is_none_or(|first| first > today) => {
            ReadDay { day: None, fault: Some(DayFault::Future) }
        }
        Ok(day) => ReadDay { day: Some(day), fault: None },
        Err(DayFault::Ambiguous) => ReadDay { day: ambiguous(cell, today), fault: Some(DayFault::Ambiguous) },
        Err(fault) => ReadDay { day: None, fault: Some(fault) },
    }
}

/// Of 2021.1 and 21.1 the year.
fn ambiguous(cell: Cell<'_>, today: NaiveDate) -> Option<RoughDay> {
    let year: u32 = cell.shown().trim_start_matches('\'').split('.').next()?.parse().ok()?;
    let year = if year < 100 { spelled_days::full_year(year, today)? } else { i32::try_from(year).ok()? };
    RoughDay::year(year)
}

/// The day Excel counts as this one.
fn of_serial(number: f64, habit: Habit) -> Option<RoughDay> {
    let (first, days) = if habit.from_1904 {
        (NaiveDate::from_ymd_opt(1904, 1, 1)?, number)
    } else {
        // Excel believes that there was a 29 February 1900.
        (NaiveDate::from_ymd_opt(1899, 12, 30)?, number)
    };
    if !(1.0..80_000.0).contains(&days) {
        return None;
    }
    let whole = days.floor() as u64;
    first.checked_add_days(Days::new(whole)).map(RoughDay::from)
}

/// A number that was typed: 2023, 2023.5, 202305, 20230506, or a day of Excel that lost its format.
fn of_number(number: f64, today: NaiveDate, habit: Habit) -> Result<RoughDay, DayFault> {
    let is_whole = number.fract() == 0.0;
    let whole =
        if (0.0..1e9).contains(&number) { number.floor() as i32 } else { return Err(DayFault::Unparsed) };
    let (year, month) = (whole / 100, u32::try_from(whole % 100).unwrap_or(0));
    let found = match whole {
        1900..=2100 if is_whole => RoughDay::year(whole),
        1900..=2100 => return of_fraction(whole, number),
        190_001..=210_012 if is_whole => RoughDay::month(year, month),
        19_000_101..=21_001_231 if is_whole => {
            RoughDay::day(whole / 10_000, u32::try_from(year % 100).unwrap_or(0), month)
        }
        // 23.3: the year in two digits.
        10..=99 if !is_whole => {
            let year = spelled_days::full_year(u32::try_from(whole).unwrap_or(0), today).unwrap_or(0);
            return of_fraction(year, number);
        }
        10_000..=73_000 => of_serial(number, habit),
        _ => None,
    };
    found.ok_or(DayFault::Unparsed)
}

/// 2023.5 is May; of 2023.1 nobody knows whether it was typed as 2023.10.
fn of_fraction(year: i32, number: f64) -> Result<RoughDay, DayFault> {
    let hundredths = (number.fract() * 100.0).round();
    let (tenth, is_tenth) = ((hundredths / 10.0).round() as u32, hundredths % 10.0 == 0.0);
    if ((number.fract() * 100.0) - hundredths).abs() > 1e-6 {
        return Err(DayFault::Unparsed);
    }
    match tenth {
        1 if is_tenth => Err(DayFault::Ambiguous),
        month if is_tenth => RoughDay::month(year, month).ok_or(DayFault::Unparsed),
        _ => RoughDay::month(year, hundredths as u32).ok_or(DayFault::Unparsed),
    }
}

fn of_text(text: &str, today: NaiveDate, habit: Habit) -> Result<RoughDay, DayFault> {
    let text = text.trim().trim_start_matches(['\'', '‘', '’', '`']);
    if let Ok(number) = text.parse::<f64>() {
        let is_month = text.find('.').is_some_and(|at| at == 2 || at == 4);
        // Text keeps the 0 of 2023.10 unless it comes from a number.
        if !is_month {
            return of_number(number, today, habit)
                .or_else(|_| spelled_days::read(text, today).ok_or(DayFault::Unparsed));
        }
        if habit.lost_zeros && text.ends_with(".1") {
            return Err(DayFault::Ambiguous);
        }
    }
    spelled_days::read(text, today).ok_or(DayFault::Unparsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()
    }

    fn said(cell: Cell<'_>, habit: Habit) -> String {
        let found = read(cell, today(), habit);
        let day = found.day.map_or("-".to_owned(), |day| day.to_string());
        found.fault.map_or(day.clone(), |fault| format!("{day} {fault:?}"))
    }

    #[test]
    fn numbers_are_days_of_excel_or_look_like_days() {
        let old = Habit { from_1904: true, ..Habit::default() };
        let cases = [
            (Cell::Day(42326.0), Habit::default(), "2015-11-18"),
            (Cell::Number(45455.0), Habit::default(), "2024-06-12"),
            (Cell::Number(43993.0), old, "2024-06-12"),
            (Cell::Day(43993.5), old, "2024-06-12"),
            (Cell::Day(2023.0), Habit::default(), "2023"),
            (Cell::Number(2023.0), Habit::default(), "2023"),
            (Cell::Number(2023.5), Habit::default(), "2023-05"),
            (Cell::Number(2020.11), Habit::default(), "2020-11"),
            (Cell::Number(2020.01), Habit::default(), "2020-01"),
            (Cell::Number(2020.1), Habit::default(), "2020 Ambiguous"),
            (Cell::Number(2020.13), Habit::default(), "- Unparsed"),
            (Cell::Number(20201010.0), Habit::default(), "2020-10-10"),
            (Cell::Number(202010.0), Habit::default(), "2020-10"),
            (Cell::Number(20201310.0), Habit::default(), "- Unparsed"),
            (Cell::Number(23.3), Habit::default(), "2023-03"),
            (Cell::Number(23.1), Habit::default(), "2023 Ambiguous"),
            (Cell::Number(7.0), Habit::default(), "- Unparsed"),
            (Cell::Day(60000.0), Habit::default(), "- Future"),
            (Cell::Number(2043.0), Habit::default(), "- Future"),
            (Cell::Empty, Habit::default(), "-"),
        ];
        for (cell, habit, wanted) in cases {
            assert_eq!(said(cell, habit), wanted, "{cell:?}");
        }
    }

    #[test]
    fn text_keeps_the_nought_of_october_unless_it_was_a_number_once() {
        let lost = Habit { lost_zeros: true, ..Habit::default() };
        for (text, habit, wanted) in [
            ("2021.1", Habit::default(), "2021-01"),
            ("2021.1", lost, "2021 Ambiguous"),
            ("2021.10", lost, "2021-10"),
            ("2021.3", lost, "2021-03"),
            ("43880", Habit::default(), "2020-02-19"),
            ("20200219", Habit::default(), "2020-02-19"),
            ("'2023", Habit::default(), "2023"),
            ("/", Habit::default(), "-"),
        ] {
            assert_eq!(said(Cell::Text(text), habit), wanted, "{text}");
        }
    }
}
