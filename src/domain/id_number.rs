//! Identity documents (PRODUCT §4.1; resident ID numbers: GB 11643-1999).

use super::{Problem, typed::plain, word::words};
use crate::reference::is_area_code;
use chrono::NaiveDate;
use std::{fmt, str::FromStr};

words! {
    /// What kind of document a number is of.
    IdKind {
        ResidentId = "resident_id",
        HkMoPermit = "hk_mo_permit",
        TwPermit = "tw_permit",
        HmtResidence = "hmt_residence",
        ForeignResidence = "foreign_residence",
        Passport = "passport",
        /// None yet.
        None = "none",
    }
}

words! {
    /// As the register keeps it.
    Sex {
        Male = "male",
        Female = "female",
        Unknown = "unknown",
    }
}

/// A number of an identity document, in one writing.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber")
    }
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

impl IdNumber {
    /// Reads a number of a kind; a 15-digit resident ID of before 1999 gets its century and check digit.
    pub fn parse(kind: IdKind, text: &str) -> Result<IdNumber, Problem> {
        let number: String =
            plain(text).chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_uppercase();
        if number.is_empty() {
            return Err(Problem::Required);
        }
        match kind {
            IdKind::ResidentId => resident_id(&number),
            IdKind::HmtResidence => cleanly_18(&number).and_then(resident_id),
            IdKind::ForeignResidence if number.len() == 18 => resident_id(&number),
            _ => document(kind, &number),
        }
        .map(IdNumber)
    }

    /// The number in its one canonical form, as it is sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The birth date a resident ID carries.
    pub fn birth_on(&self) -> Option<NaiveDate> {
        (self.0.len() == 18).then(|| NaiveDate::parse_from_str(self.0.get(6..14)?, "%Y%m%d").ok()).flatten()
    }

    /// The sex a resident ID carries.
    pub fn sex(&self) -> Sex {
        match self.0.as_bytes().get(16) {
            Some(digit) if self.0.len() == 18 && digit.is_ascii_digit() => {
                if digit % 2 == 1 {
                    Sex::Male
                } else {
                    Sex::Female
                }
            }
            _ => Sex::Unknown,
        }
    }

    /// Whether the number begins with the code of an area: of a resident ID one that has, or had, this code; of a
    /// residence permit that of Hong Kong, Macau or Taiwan. An unknown one is a warning, no error (PRODUCT §4.1).
    pub fn has_known_area(&self, kind: IdKind) -> bool {
        let code = self.0.get(..6).unwrap_or_default();
        let is_permit = matches!(code, "810000" | "820000" | "830000");
        match kind {
            IdKind::ResidentId => is_area_code(code) && !is_permit,
            IdKind::HmtResidence => is_permit,
            _ => true,
        }
    }

    /// What everybody may see: the first character and the last two.
    pub fn masked(&self) -> String {
        let stars = self.0.len().saturating_sub(3);
        format!("{}{}{}", &self.0[..1], "*".repeat(stars), &self.0[self.0.len() - 2..])
    }

    /// The last four characters, by which it is searched.
    pub fn last_four(&self) -> String {
        self.0[self.0.len() - 4..].to_owned()
    }
}

impl FromStr for IdNumber {
    type Err = Problem;
    /// Takes back a number as it was kept.
    fn from_str(text: &str) -> Result<Self, Problem> {
        if text.len() >= 5 && text.is_ascii() {
            Ok(IdNumber(text.to_owned()))
        } else {
            Err(Problem::IdLetters)
        }
    }
}

/// The check digit of the first 17 digits.
pub fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

fn resident_id(number: &str) -> Result<String, Problem> {
    let length = u8::try_from(number.chars().count()).unwrap_or(u8::MAX);
    if !matches!(length, 15 | 18) {
        return Err(Problem::IdLength(length));
    }
    let (digits, last) =
        if length == 18 { number.split_at_checked(17).ok_or(Problem::IdLetters)? } else { (number, "") };
    if !digits.bytes().all(|b| b.is_ascii_digit())
        || !matches!(last, "" | "X") && !last.bytes().all(|b| b.is_ascii_digit())
    {
        return Err(Problem::IdLetters);
    }
    let digits = if length == 15 { format!("{}19{}", &digits[..6], &digits[6..]) } else { digits.to_owned() };
    if NaiveDate::parse_from_str(&digits[6..14], "%Y%m%d").is_err() {
        return Err(Problem::IdDate);
    }
    let check = char::from(check_digit(digits.as_bytes()));
    if last.is_empty() || last.starts_with(check) {
        Ok(format!("{digits}{check}"))
    } else {
        Err(Problem::IdCheckDigit)
    }
}

/// A number that was never written with 15 digits.
fn cleanly_18(number: &str) -> Result<&str, Problem> {
    let length = number.chars().count();
    if length == 18 { Ok(number) } else { Err(Problem::IdLength(u8::try_from(length).unwrap_or(u8::MAX))) }
}

/// Other documents: letters and digits in the shape of their kind.
fn document(kind: IdKind, number: &str) -> Result<String, Problem> {
    let length = number.chars().count();
    let digits_from =
        |at: usize| number.get(at..).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let fits = number.bytes().all(|b| b.is_ascii_alphanumeric())
        && match kind {
            IdKind::HkMoPermit => {
                matches!(length, 9 | 11) && number.starts_with(['H', 'M']) && digits_from(1)
            }
            IdKind::TwPermit => {
                (8..=11).contains(&length) && number.bytes().take(8).all(|b| b.is_ascii_digit())
            }
            IdKind::ForeignResidence => length == 15 && digits_from(3),
            _ => (5..=17).contains(&length),
        };
    if fits { Ok(number.to_owned()) } else { Err(Problem::DocumentShape) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fifteen_digit_number_gets_its_century_and_check_digit() {
        let id = IdNumber::parse(IdKind::ResidentId, "110105491231002").unwrap();
        assert_eq!(id.as_str(), "11010519491231002X");
        assert_eq!((id.birth_on(), id.sex()), (NaiveDate::from_ymd_opt(1949, 12, 31), Sex::Female));
        assert_eq!(id.masked(), "1***************2X");
    }

    #[test]
    fn what_is_no_id_number_is_refused_with_its_reason() {
        let cases = [
            ("110105194912310021", Problem::IdCheckDigit),
            ("11010519490231002X", Problem::IdDate),
            ("1101051949123100", Problem::IdLength(16)),
            ("11010519491231O02X", Problem::IdLetters),
        ];
        for (text, problem) in cases {
            assert_eq!(IdNumber::parse(IdKind::ResidentId, text), Err(problem), "{text}");
        }
    }

    #[test]
    fn every_kind_of_document_has_its_shape() {
        use IdKind::*;
        let cases = [
            (HkMoPermit, "H0123456700", true),
            (HkMoPermit, "M01234567", true),
            (HkMoPermit, "C01234567", false),
            (TwPermit, "01234567", true),
            (TwPermit, "0123456701", true),
            (TwPermit, "T1234567", false),
            (HmtResidence, "810000199408230021", true),
            (HmtResidence, "810000940823002", false),
            (ForeignResidence, "ABC110080010101", true),
            (ForeignResidence, "911124198108030024", true),
            (ForeignResidence, "911124198108030025", false),
            (Passport, "E12345678", true),
            (Passport, "ab 12-345", true),
            (Passport, "1234", false),
        ];
        for (kind, text, is_one) in cases {
            assert_eq!(IdNumber::parse(kind, text).is_ok(), is_one, "{kind:?} {text}");
        }
    }

    #[test]
    fn a_number_is_read_in_any_writing_and_kept_in_one() {
        for text in [
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105-19491231-002X",
        ] {
            let id = IdNumber::parse(IdKind::ResidentId, text).map(|id| id.0);
            assert_eq!(id.as_deref(), Ok("11010519491231002X"), "{text}");
        }
    }

    #[test]
    fn an_area_code_is_known_though_it_is_out_of_use_and_a_foreign_one_is_told() {
        let known = |kind, text: &str| IdNumber::parse(kind, text).map(|id| id.has_known_area(kind));
        assert_eq!(known(IdKind::ResidentId, "500228199203041221"), Ok(true));
        assert_eq!(known(IdKind::ResidentId, "512224800101001"), Ok(true));
        assert_eq!(known(IdKind::ResidentId, "999999800101001"), Ok(false));
        assert_eq!(known(IdKind::ResidentId, "810000199408230021"), Ok(false));
        assert_eq!(known(IdKind::HmtResidence, "810000199408230021"), Ok(true));
        assert_eq!(known(IdKind::Passport, "E12345678"), Ok(true));
    }

    #[test]
    fn other_documents_are_capital_letters_and_digits_of_a_plausible_length() {
        use IdKind::*;
        let rows = [
            (HkMoPermit, "h12345678", Ok("H12345678")),
            (HkMoPermit, "H1234567", Err(Problem::DocumentShape)),
            (TwPermit, "12345678", Ok("12345678")),
            (TwPermit, "1234567", Err(Problem::DocumentShape)),
            (ForeignResidence, "911124198108030024", Ok("911124198108030024")),
            (ForeignResidence, "chn110188010501", Ok("CHN110188010501")),
            (Passport, "E 12345678", Ok("E12345678")),
            (Passport, "E1#", Err(Problem::DocumentShape)),
            (Passport, "", Err(Problem::Required)),
            (HmtResidence, "810000199408230021", Ok("810000199408230021")),
            (HmtResidence, "810000199408230022", Err(Problem::IdCheckDigit)),
        ];
        for (kind, text, expected) in rows {
            let id = IdNumber::parse(kind, text).map(|id| id.0);
            assert_eq!(id.as_deref().map_err(|problem| *problem), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn the_mask_shows_the_first_character_and_the_last_two() {
        let id = IdNumber::parse(IdKind::ResidentId, "11010519491231002X").unwrap();
        assert_eq!((id.masked().as_str(), id.last_four().as_str()), ("1***************2X", "002X"));
        assert_eq!(IdNumber::parse(IdKind::Passport, "E12345678").unwrap().masked(), "E******78");
        assert_eq!(format!("{id:?}"), "IdNumber", "nothing of it is printed by accident");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_stumble(text in "\\PC{0,24}", kind in 0usize..6) {
            if let Ok(id) = IdNumber::parse(IdKind::ALL[kind], &text) {
                prop_assert_eq!(id.as_str().parse::<IdNumber>(), Ok(id.clone()));
                prop_assert_eq!(id.masked().chars().filter(|c| *c != '*').count(), 3);
            }
        }

        #[test]
        fn one_wrong_digit_is_always_found(place in 0usize..17, step in 1u8..10) {
            let mut digits = b"11010519491231002X".to_vec();
            digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
            let text = String::from_utf8(digits).unwrap();
            prop_assert!(IdNumber::parse(IdKind::ResidentId, &text).is_err());
        }
    }
}
