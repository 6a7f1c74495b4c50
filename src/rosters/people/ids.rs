//! Numbers of identity cards, judged by the type of their cell (GB 11643).

use super::{IssueCode, days::is_nothing};
use crate::{
    domain::{IdKind, IdNumber, Problem},
    rosters::{reading::Cell, tables::is_exponent},
};
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// A number that was read, and what is to be said of it.
pub struct ReadId {
    pub id: Option<IdNumber>,
    pub issue: Option<IssueCode>,
}

/// Whether a text is a number of which the last three digits were lost before it became one: 512224197604119000. The
/// check digit tells; where it fits by chance nothing does.
fn has_lost_digits(text: &str) -> bool {
    let number = bare(text);
    let is_round =
        number.len() == 18 && number.ends_with("000") && number.bytes().all(|b| b.is_ascii_digit());
    is_round && IdNumber::parse(IdKind::ResidentId, &number) == Err(Problem::IdCheckDigit)
}

/// Reads the number in a cell. A number Excel took for one has lost its last digits: that is an error, never a guess.
pub fn read(cell: Cell<'_>, today: NaiveDate) -> ReadId {
    let not = |issue| ReadId { id: None, issue: Some(issue) };
    match cell {
        Cell::Empty | Cell::Other => not(IssueCode::IdMissing),
        // A double holds 15 digits, and so a number of before 1999.
        Cell::Number(number) | Cell::Day(number) if number.abs() >= 1e15 => not(IssueCode::IdPrecisionLost),
        Cell::Number(number) | Cell::Day(number) => of_text(&format!("{number}"), today),
        Cell::Text(text) if is_exponent(text.trim_matches(['\'', '"', ' ', '\t'])) => {
            not(IssueCode::IdPrecisionLost)
        }
        Cell::Text(text) if has_lost_digits(text) => not(IssueCode::IdPrecisionLost),
        Cell::Text(text) => of_text(text, today),
    }
}

fn of_text(text: &str, today: NaiveDate) -> ReadId {
    let not = |issue| ReadId { id: None, issue: Some(issue) };
    let number = bare(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if is_nothing(text) || digits == 0 {
        return not(IssueCode::IdMissing);
    }
    match IdNumber::parse(IdKind::ResidentId, &number) {
        Ok(id) if id.birth_on().is_none_or(|birth| birth > today || birth < earliest()) => {
            not(IssueCode::IdBirthdate)
        }
        Ok(id) => ReadId { id: Some(id), issue: (number.len() == 15).then_some(IssueCode::Id15Upgraded) },
        Err(Problem::IdLength(_)) => not(IssueCode::IdLength),
        Err(Problem::IdDate) => not(IssueCode::IdBirthdate),
        Err(Problem::IdLetters) => not(IssueCode::IdCharset),
        Err(_) if is_to_come(&number, today) => not(IssueCode::IdBirthdate),
        Err(_) => not(IssueCode::IdChecksum),
    }
}

/// Nobody alive was born before.
fn earliest() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// Whether the number says a birth date that is still to come.
fn is_to_come(number: &str, today: NaiveDate) -> bool {
    let birth = number.get(6..14).and_then(|birth| NaiveDate::parse_from_str(birth, "%Y%m%d").ok());
    birth.is_some_and(|birth| birth > today)
}

/// The number without marks, spaces and words around it.
fn bare(text: &str) -> String {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain
        .trim_start_matches("=\"")
        .trim_matches(['\'', '"', '`', '‘', '’', '“', '”', ',', '，', '.', '。', ';', '；', '、']);
    let plain: String = plain
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'))
        .collect();
    if plain.is_ascii() {
        return plain.to_uppercase();
    }
    // 身份证：5122…, 5122…（旧）: the longest run of letters and digits.
    let runs = plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '×' && c != '*');
    let longest = runs.max_by_key(|run| run.len()).unwrap_or("").to_uppercase();
    if longest.len() < 15 { plain.to_uppercase() } else { longest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: Cell<'_>) -> (Option<String>, Option<IssueCode>) {
        let found = read(cell, NaiveDate::from_ymd_opt(2026, 3, 5).unwrap());
        (found.id.map(|id| id.as_str().to_owned()), found.issue)
    }

    #[test]
    fn a_number_is_found_whatever_stands_around_it() {
        let number = "51222419771004942X";
        for text in [
            "51222419771004942X",
            "51222419771004942x ",
            "'51222419771004942X",
            "\t51222419771004942X",
            "512224 19771004 942X",
            "５１２２２４１９７７１００４９４２Ｘ",
            "=\"51222419771004942X\"",
            "身份证：51222419771004942X",
            "51222419771004942X（旧）",
            "\u{202d}51222419771004942X\u{202c}",
            "512224-19771004-942X",
        ] {
            assert_eq!(said(Cell::Text(text)), (Some(number.to_owned()), None), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_number_is_told() {
        use IssueCode::*;
        let cases = [
            (Cell::Text("512224196901129907"), IdChecksum),
            (Cell::Text("512224189009129928"), IdChecksum),
            (Cell::Text("51222419691129907"), IdLength),
            (Cell::Text("512224199115099739"), IdBirthdate),
            (Cell::Text("512224208807289359"), IdBirthdate),
            (Cell::Text("512224198302O19410"), IdCharset),
            (Cell::Text("5122241974l1309412"), IdCharset),
            (Cell::Text("5.12224E+17"), IdPrecisionLost),
            (Cell::Text("512224197604119000"), IdPrecisionLost),
            (Cell::Number(5.12224198204229e17), IdPrecisionLost),
            (Cell::Text("办理中"), IdMissing),
            (Cell::Text("/"), IdMissing),
            (Cell::Empty, IdMissing),
        ];
        for (cell, issue) in cases {
            assert_eq!(said(cell), (None, Some(issue)), "{cell:?}");
        }
        let old = Some("512224197603199924".to_owned());
        assert_eq!(said(Cell::Number(512224760319992.0)), (old, Some(Id15Upgraded)));
    }
}
