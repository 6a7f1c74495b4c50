//! Telephone numbers as people give them (PRODUCT §4.1).

use super::{Problem, typed::plain};
use std::{fmt, str::FromStr};

/// A telephone number in one writing: digits, or `+` and digits for other countries.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber")
    }
}

impl PhoneNumber {
    /// Reads a mobile (with or without +86), a landline with area code, a service number, or a foreign one with + or 00.
    pub fn parse(text: &str) -> Result<PhoneNumber, Problem> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Problem::Required);
        }
        let is_odd = |c: char| {
            !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '(' | ')' | '+' | '.' | '‐' | '–' | '—' | '−')
        };
        if text.chars().any(is_odd) {
            return Err(Problem::PhoneLetters);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let abroad = if text.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
        match abroad {
            Some(home) if home.starts_with("86") => PhoneNumber::domestic(&home[2..]),
            Some(number) if (7..=15).contains(&number.len()) => Ok(PhoneNumber(format!("+{number}"))),
            Some(_) => Err(Problem::PhoneAbroad),
            None => PhoneNumber::domestic(&digits),
        }
    }

    fn domestic(digits: &str) -> Result<PhoneNumber, Problem> {
        let length = u8::try_from(digits.len()).unwrap_or(u8::MAX);
        let bytes = digits.as_bytes();
        match (bytes.first(), bytes.get(1), length) {
            (Some(b'1'), Some(b'3'..=b'9'), 11) => Ok(PhoneNumber(digits.to_owned())),
            (Some(b'8'), Some(b'6'), 13) => PhoneNumber::domestic(&digits[2..]),
            (Some(b'1'), Some(b'3'..=b'9'), _) => Err(Problem::MobileLength(length)),
            (Some(b'0'), Some(b'1'..=b'9'), 10..=12) => Ok(PhoneNumber(digits.to_owned())),
            (Some(b'4' | b'8'), Some(b'0'), 10) => Ok(PhoneNumber(digits.to_owned())),
            (Some(b'2'..=b'8'), _, 7 | 8) => Err(Problem::AreaCodeMissing),
            _ => Err(Problem::PhoneShape),
        }
    }

    /// The number in its one writing.
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// Whether it is a mobile number of the mainland: eleven digits that begin with 1.
    pub fn is_mobile(&self) -> bool {
        self.0.len() == 11 && self.0.starts_with('1')
    }

    /// Digits of the area code, if it is a landline.
    fn area(&self) -> Option<usize> {
        let is_short = matches!(self.0.as_bytes(), [b'0', b'1' | b'2', ..]);
        self.0.starts_with('0').then_some(if is_short { 3 } else { 4 })
    }

    /// What everybody may see: 138****5678; of a landline area code and last four.
    pub fn masked(&self) -> String {
        let last = self.last_four();
        match self.area() {
            Some(area) => format!("{}-****{last}", &self.0[..area]),
            None if self.is_mobile() => format!("{}****{last}", &self.0[..3]),
            None => format!("****{last}"),
        }
    }

    /// The whole number, readable: 138 1234 5678, 023-12345678.
    pub fn grouped(&self) -> String {
        match self.area() {
            Some(area) => format!("{}-{}", &self.0[..area], &self.0[area..]),
            None if self.is_mobile() => format!("{} {} {}", &self.0[..3], &self.0[3..7], &self.0[7..]),
            None => self.0.clone(),
        }
    }

    /// The last four digits, by which people recognise it.
    pub fn last_four(&self) -> String {
        self.0[self.0.len().saturating_sub(4)..].to_owned()
    }
}

impl FromStr for PhoneNumber {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        PhoneNumber::parse(text)
    }
}
