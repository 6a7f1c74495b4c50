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
            Some(home) if home.starts_with("86") => PhoneNumber::from_abroad(&home[2..]),
            Some(number) if (7..=15).contains(&number.len()) => Ok(PhoneNumber(format!("+{number}"))),
            Some(_) => Err(Problem::PhoneAbroad),
            None => PhoneNumber::domestic(&digits),
        }
    }

    /// As it is dialled from abroad: area codes lose their 0.
    fn from_abroad(digits: &str) -> Result<PhoneNumber, Problem> {
        let with_zero = || PhoneNumber::domestic(&format!("0{digits}"));
        PhoneNumber::domestic(digits).or_else(|problem| with_zero().map_err(|_| problem))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_has_one_writing_however_it_was_given() {
        let rows = [
            (
                "15400004471",
                &[
                    "154 0000 4471",
                    "154-0000-4471",
                    "+86 154 0000 4471",
                    "8615400004471",
                    "１５４００００４４７１",
                ][..],
            ),
            (
                "02355552218",
                &[
                    "023-55552218",
                    "(023) 5555 2218",
                    "+86 23 5555 2218",
                    "0086 23 5555 2218",
                    "０２３－５５５５２２１８",
                ],
            ),
            ("01055552218", &["010 5555 2218", "+86 10 5555 2218"]),
            ("4005550100", &["400-555-0100", "+86 400 555 0100"]),
            ("+85255550100", &["+852 5555 0100", "0085255550100"]),
        ];
        for (canonical, typed) in rows {
            for text in typed {
                assert_eq!(
                    PhoneNumber::parse(text).map(|number| number.0),
                    Ok(canonical.to_owned()),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        let rows = [
            ("", Problem::Required),
            ("  ", Problem::Required),
            ("1380000", Problem::MobileLength(7)),
            ("154000044711", Problem::MobileLength(12)),
            ("+86 1380000", Problem::MobileLength(7)),
            ("一三八", Problem::PhoneLetters),
            ("154O0004471", Problem::PhoneLetters),
            ("55552218", Problem::AreaCodeMissing),
            ("+12", Problem::PhoneAbroad),
            ("12345678901", Problem::PhoneShape),
            ("99", Problem::PhoneShape),
        ];
        for (text, problem) in rows {
            assert_eq!(PhoneNumber::parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn everybody_may_see_the_mask_and_no_more() {
        let rows = [
            ("13812345678", "138****5678", "138 1234 5678"),
            ("02355552218", "023-****2218", "023-55552218"),
            ("079155552218", "0791-****2218", "0791-55552218"),
            ("4005550100", "****0100", "4005550100"),
            ("+85255550100", "****0100", "+85255550100"),
        ];
        for (text, mask, whole) in rows {
            let number = PhoneNumber::parse(text).unwrap();
            assert_eq!((number.masked().as_str(), number.grouped().as_str()), (mask, whole));
            assert_eq!(format!("{number:?}"), "PhoneNumber", "nothing of it is printed by accident");
        }
    }

    proptest! {
        #[test]
        fn a_number_that_is_accepted_reads_back_as_itself_and_its_mask_hides_it(text in "\\PC{0,24}|[+0-9 ()-]{3,20}") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                prop_assert_eq!(number.canonical().parse::<PhoneNumber>(), Ok(number.clone()));
                prop_assert!(number.masked().chars().filter(char::is_ascii_digit).count() <= 8);
                prop_assert!(number.masked().contains("****"));
            }
        }
    }
}
