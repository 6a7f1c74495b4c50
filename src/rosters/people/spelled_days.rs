//! Days in words and signs: 2023年3月, 2023.3.5, 23/3, 二〇二三年九月, Oct-21.

use super::RoughDay;
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words before a day that change nothing.
const BEFORE: [&str; 12] =
    ["大约", "大概", "大致", "约", "自", "从", "于", "农历", "阴历", "公历", "在", "估计"];

/// Reads a day that says its year; none if it does not, or is not of the calendar.
pub fn read(text: &str, today: NaiveDate) -> Option<RoughDay> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let mut text = text.trim().trim_start_matches(['\'', '‘', '’', '`', '"']).trim();
    while let Some(rest) = BEFORE.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest.trim_start();
    }
    let text = arabic(text);
    english(&text, today).or_else(|| written(&text, today))
}

/// Chinese digits as Arabic ones: 二〇二三年十一月 → 2023年11月.
fn arabic(text: &str) -> String {
    let digit = |c: char| {
        "〇一二三四五六七八九".chars().position(|d| d == c).or(match c {
            '零' | '○' | 'o' | '０' | '◯' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    let is_chinese = |c: char| c != 'o' && digit(c).is_some() || matches!(c, '十' | '廿' | '卅');
    if !text.chars().any(is_chinese) {
        return text.to_owned();
    }
    let mut out = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let digit_at = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().and_then(digit);
        let (before, after) = (digit_at(at.checked_sub(1)), digit_at(Some(at + 1)));
        match c {
            '十' => out.push_str(match (before, after) {
                (None, None) => "10",
                (None, Some(_)) => "1",
                (Some(_), None) => "0",
                (Some(_), Some(_)) => "",
            }),
            '廿' => out.push_str(if after.is_some() { "2" } else { "20" }),
            '卅' => out.push_str(if after.is_some() { "3" } else { "30" }),
            c => match digit(*c) {
                Some(digit) => out.push_str(&digit.to_string()),
                None => out.push(*c),
            },
        }
    }
    out
}

/// Oct-21, Oct 2021, March 5, 2021: months by their English names, the year behind or before.
fn english(text: &str, today: NaiveDate) -> Option<RoughDay> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let month = MONTHS.iter().position(|month| letters.starts_with(month))?;
    let month = u32::try_from(month + 1).ok()?;
    let numbers = numbers(text);
    let is_last = text.ends_with(|c: char| c.is_ascii_alphabetic());
    match numbers.as_slice() {
        [(year, 4)] => RoughDay::month(i32::try_from(*year).ok()?, month),
        // 21-Oct is a day of a year nobody knows; Oct-21 is a month.
        [(year, 2)] if !is_last => RoughDay::month(full_year(*year, today)?, month),
        [(day, 1 | 2), (year, 4)] | [(year, 4), (day, 1 | 2)] => {
            RoughDay::day(i32::try_from(*year).ok()?, month, *day)
        }
        [(day, 1 | 2), (year, 2)] => RoughDay::day(full_year(*year, today)?, month, *day),
        _ => None,
    }
}

/// 98 is 1998, 23 is 2023.
pub fn full_year(short: u32, today: NaiveDate) -> Option<i32> {
    let short = i32::try_from(short).ok()?;
    Some(if short <= today.year() % 100 { 2000 + short } else { 1900 + short })
}

/// The numbers in a text with how many digits they have.
fn numbers(text: &str) -> Vec<(u32, usize)> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (1..=8).contains(&digits.len()))
        .filter_map(|digits| Some((digits.parse().ok()?, digits.len())))
        .collect()
}

/// A day in figures: its first number is the year.
fn written(text: &str, today: NaiveDate) -> Option<RoughDay> {
    // Of a span of time the beginning.
    let from = ["至今", "以来", "至", "到", "起", "~", "—", "–", "--", "今"]
        .iter()
        .filter_map(|end| text.find(end))
        .min();
    let text = text.get(..from.unwrap_or(text.len())).unwrap_or(text).trim();
    let (year, rest) = year(text, today)?;
    let rest = rest.trim_start_matches(['年', '.', '-', '/', '\\', '、', ',', '。', ' ', '\t']);
    let is_wordy = rest.starts_with(|c: char| !c.is_ascii_digit());
    if rest.is_empty() || is_wordy {
        return if is_month_word(rest) { RoughDay::year(year) } else { None };
    }
    let (month, rest) = number(rest)?;
    // 2019-2021: a span of years.
    if month > 1900 {
        return RoughDay::year(year);
    }
    let is_said = rest.starts_with('月');
    let rest = rest.trim_start_matches(['月', '份', '.', '-', '/', '\\', '、', ',', '。', ' ', '\t']);
    match number(rest) {
        // 2019.3-2021.5: what follows is the end of a span.
        Some((later, _)) if later > 31 => RoughDay::month(year, month),
        Some((day, rest)) if !rest.starts_with('个') && is_after_day(rest) => {
            RoughDay::day(year, month, day)
        }
        Some(_) => None,
        None if is_said || is_after_month(rest) => RoughDay::month(year, month),
        None => None,
    }
}

/// The number a text begins with.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 || end > 4 {
        return None;
    }
    Some((text.get(..end)?.parse().ok()?, text.get(end..)?))
}

/// The year a text begins with: four digits; two before 年, or before a sign and a month.
fn year(text: &str, today: NaiveDate) -> Option<(i32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number: u32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some((i32::try_from(number).ok()?, rest)),
        2 if rest.starts_with('年') => Some((full_year(number, today)?, rest)),
        2 if is_short_year(rest) => Some((full_year(number, today)?, rest)),
        _ => None,
    }
}

/// 23/3, 10.3, 07-3月: two digits before a month.
fn is_short_year(rest: &str) -> bool {
    let mut letters = rest.chars();
    let is_split = letters.next().is_some_and(|c| matches!(c, '.' | '-' | '/' | '、'));
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(['月', '.', '-', '/']);
    let month = number(letters.as_str());
    is_split && month.is_some_and(|(month, rest)| (1..=12).contains(&month) && is_end(rest))
}

/// What may follow a year alone: 年初, 春节后, 正月, 上半年, 冬天.
fn is_month_word(rest: &str) -> bool {
    const WORDS: [&str; 22] = [
        "春节",
        "年初",
        "年底",
        "年末",
        "年中",
        "初",
        "底",
        "末",
        "中",
        "正月",
        "腊月",
        "冬月",
        "上半年",
        "下半年",
        "春",
        "夏",
        "秋",
        "冬",
        "前",
        "后",
        "左右",
        "开始",
    ];
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "()（）,.、".contains(c));
    rest.is_empty() || WORDS.iter().any(|word| rest.starts_with(word)) || is_after_month(rest)
}

/// What may follow a month: 上旬, 底, 左右, 外出.
fn is_after_month(rest: &str) -> bool {
    const WORDS: [&str; 18] = [
        "上旬", "中旬", "下旬", "初", "中", "底", "末", "份", "左右", "前后", "外出", "出去", "出门", "开始",
        "离家", "去", "务工", "春节",
    ];
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "()（）,.、-/".contains(c));
    rest.is_empty() || WORDS.iter().any(|word| rest.starts_with(word))
}

/// What may follow a day: 日, 号, a time, a day of the week.
fn is_after_day(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['日', '号']).trim();
    let is_time = rest.starts_with(|c: char| c.is_ascii_digit() || c == 't' || c == ':');
    is_time || is_after_month(rest) || rest.starts_with(['星', '周'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_habit() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        let cases = [
            ("2009-03-22", "2009-03-22"),
            ("2022-02-27 00:00:00", "2022-02-27"),
            ("2022-02-27T00:00:00", "2022-02-27"),
            ("2016/9/26", "2016-09-26"),
            ("2008.3", "2008-03"),
            ("2008.10", "2008-10"),
            ("2023.3.5", "2023-03-05"),
            ("2023．3．5", "2023-03-05"),
            ("2023、3、5", "2023-03-05"),
            ("2017年3月27日", "2017-03-27"),
            ("2017年3月27号", "2017-03-27"),
            ("2017 年 3 月", "2017-03"),
            ("2024年8月", "2024-08"),
            ("2024年8月份", "2024-08"),
            ("2024年8月上旬", "2024-08"),
            ("2016年", "2016"),
            ("2019年初", "2019"),
            ("2023年春节后", "2023"),
            ("2023年正月", "2023"),
            ("约2015年", "2015"),
            ("2015年左右", "2015"),
            ("'23年3月", "2023-03"),
            ("23年3月", "2023-03"),
            ("98年", "1998"),
            ("07-3月", "2007-03"),
            ("18-7月", "2018-07"),
            ("23/3", "2023-03"),
            ("23.3", "2023-03"),
            ("23.3.5", "2023-03-05"),
            ("10.3", "2010-03"),
            ("Oct-21", "2021-10"),
            ("Feb-10", "2010-02"),
            ("March 2021", "2021-03"),
            ("Mar 5, 2021", "2021-03-05"),
            ("二〇二三年九月", "2023-09"),
            ("二零一一年十一月", "2011-11"),
            ("二〇二〇年十二月二十五日", "2020-12-25"),
            ("二〇一八年十月", "2018-10"),
            ("2010年3月至今", "2010-03"),
            ("2019.3-2021.5", "2019-03"),
            ("2010年以来", "2010"),
            ("2019-2021", "2019"),
            ("2023年3月外出", "2023-03"),
            ("２０２３年３月", "2023-03"),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text, today).map(|day| day.to_string()).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_says_no_year_or_is_not_of_the_calendar_is_no_day() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        let cases = [
            "6月20日",
            "春节后",
            "去年",
            "去年正月",
            "今年3月",
            "前年",
            "常年",
            "多年",
            "不详",
            "长期在外",
            "三年前",
            "2023.13",
            "2023-02-30",
            "21-Oct",
            "3/23",
            "5.6",
            "年后",
            "2023年3个月",
        ];
        for text in cases {
            assert_eq!(read(text, today), None, "{text}");
        }
    }
}
