//! Telephone numbers as they stand in rosters: several in a cell, with notes beside them.

use super::{IssueCode, days::is_nothing};
use crate::{
    domain::PhoneNumber,
    rosters::{reading::Cell, tables::is_exponent},
};
use unicode_normalization::UnicodeNormalization;

/// The numbers of one cell.
#[derive(Default)]
pub struct ReadPhones {
    pub numbers: Vec<ReadPhone>,
    /// Numbers said to be out of service.
    pub dead: Vec<ReadPhone>,
    pub issues: Vec<IssueCode>,
}

/// A number and what stands beside it: 妻, 本人, a name.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadPhone {
    pub number: PhoneNumber,
    pub note: String,
}

impl std::fmt::Debug for ReadPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadPhone")
    }
}

/// Words that say a number reaches nobody.
const DEAD: [&str; 15] = [
    "空号",
    "停机",
    "停用",
    "打不通",
    "不通",
    "错误",
    "注销",
    "销号",
    "已换",
    "换号",
    "作废",
    "无效",
    "欠费",
    "错号",
    "号码不对",
];

/// Reads the numbers in a cell; eight digits alone are a landline of `area_code` (seven where that has four digits).
pub fn read(cell: Cell<'_>, area_code: &str) -> ReadPhones {
    let text = match cell {
        Cell::Empty | Cell::Other => return ReadPhones::default(),
        Cell::Number(number) | Cell::Day(number) if number.abs() >= 1e15 => return lost(),
        Cell::Number(number) | Cell::Day(number) => format!("{number:.0}"),
        Cell::Text(text) if is_exponent(text) => return lost(),
        Cell::Text(text) => text.to_owned(),
    };
    let mut found = ReadPhones::default();
    let text: String = text
        .nfkc()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'))
        .collect();
    if is_nothing(&text) {
        return found;
    }
    let is_end = |c: char| matches!(c, '/' | ',' | '、' | ';' | '\n' | '\r' | '或' | '|' | '\\' | '&' | '和');
    for piece in text.split(is_end).filter(|piece| !piece.trim().is_empty()) {
        read_piece(piece, area_code, &mut found);
    }
    if found.numbers.is_empty() && found.dead.is_empty() && found.issues.is_empty() && is_dead(&text) {
        found.issues.push(IssueCode::PhoneDead);
    }
    found
}

fn lost() -> ReadPhones {
    ReadPhones { issues: vec![IssueCode::PhonePrecisionLost], ..ReadPhones::default() }
}

fn is_dead(text: &str) -> bool {
    DEAD.iter().any(|word| text.contains(word))
}

/// Reads what stands between two separators: mostly one number with a note, sometimes two with a blank between.
fn read_piece(piece: &str, area_code: &str, found: &mut ReadPhones) {
    let runs = runs(piece);
    let note = note(piece);
    for run in &runs {
        let numbers = split(run, area_code);
        if numbers.is_empty() {
            found.issues.push(IssueCode::PhoneInvalid);
        }
        for number in numbers {
            let phone = ReadPhone { number, note: note.clone() };
            let all = if is_dead(&note) { &mut found.dead } else { &mut found.numbers };
            if !all.contains(&phone) {
                all.push(phone);
            }
        }
    }
    if !runs.is_empty() && is_dead(&note) {
        found.issues.push(IssueCode::PhoneDead);
    }
}

/// What a piece says beside its digits.
fn note(piece: &str) -> String {
    let is_sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || "()+-.:[]【】·*".contains(c);
    piece.split(is_sign).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The runs of digits, with what may stand within a number.
fn runs(piece: &str) -> Vec<&str> {
    let is_within = |c: char| c.is_ascii_digit() || c.is_whitespace() || "()+-.‐–—−".contains(c);
    // 16499242231.0 was a number once.
    piece
        .split(|c: char| !is_within(c))
        .map(|run| run.trim_matches(|c: char| c.is_whitespace() || ")-.".contains(c)))
        .map(|run| run.strip_suffix(".0").filter(|run| run.len() >= 7).unwrap_or(run))
        .filter(|run| run.chars().filter(char::is_ascii_digit).count() >= 5)
        .collect()
}

/// The numbers in a run of digits: it as a whole, or parts of it between blanks, or several written together.
fn split(run: &str, area_code: &str) -> Vec<PhoneNumber> {
    if let Some(number) = one(run, area_code) {
        return vec![number];
    }
    let parts: Vec<&str> = run.split(char::is_whitespace).filter(|part| !part.is_empty()).collect();
    let mut numbers = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let ends = (from + 1..=parts.len()).rev();
        let whole = |end: usize| Some((one(&parts.get(from..end)?.concat(), area_code)?, end));
        let Some((number, end)) = ends.filter(|end| end - from <= 4).find_map(whole) else {
            return together(run);
        };
        numbers.push(number);
        from = end;
    }
    if parts.len() > 1 { numbers } else { together(run) }
}

/// Mobile numbers written one behind the other without anything between.
fn together(run: &str) -> Vec<PhoneNumber> {
    let digits: Vec<u8> = run.bytes().filter(u8::is_ascii_digit).collect();
    if digits.len() < 22 || !digits.len().is_multiple_of(11) {
        return Vec::new();
    }
    let number = |digits: &[u8]| {
        let number = std::str::from_utf8(digits).ok().and_then(|text| PhoneNumber::parse(text).ok());
        number.filter(PhoneNumber::is_mobile)
    };
    digits.chunks(11).map(number).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn one(text: &str, area_code: &str) -> Option<PhoneNumber> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let local = if area_code.len() == 3 { 8 } else { 7 };
    let is_local = (digits.len() == local || digits.len() == 8)
        && digits.starts_with(['2', '3', '4', '5', '6', '7', '8']);
    if is_local {
        return PhoneNumber::parse(&format!("{area_code}{digits}")).ok();
    }
    // Six or seven digits and others: no number of this county.
    PhoneNumber::parse(text.trim_start_matches('(').trim()).or_else(|_| PhoneNumber::parse(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: Cell<'_>) -> (String, String, Vec<IssueCode>) {
        let found = read(cell, "023");
        let all = |phones: &[ReadPhone]| {
            phones.iter().map(|phone| phone.number.canonical()).collect::<Vec<_>>().join(" ")
        };
        (all(&found.numbers), all(&found.dead), found.issues)
    }

    #[test]
    fn one_number_is_read_in_any_writing() {
        let writings = [
            "16981228867",
            "169-8122-8867",
            "1698 122 8867",
            "169 8122 8867",
            "+8616981228867",
            "(+86)16981228867",
            "86-16981228867",
            "+86 16981228867",
            "+86-16981228867",
            "16981228867.0",
            "１６９８１２２８８６７",
            "本人16981228867",
            "电话：16981228867",
            "16981228867(妻)",
            "16981228867（本人）",
            "16981228867儿子",
            "16981228867 微信同号",
            "颜国华16981228867",
            "169\u{a0}8122\u{a0}8867",
            "\t16981228867",
            "16981228867/",
        ];
        for text in writings {
            assert_eq!(said(Cell::Text(text)), ("16981228867".into(), String::new(), vec![]), "{text}");
        }
        assert_eq!(said(Cell::Number(16981228867.0)).0, "16981228867");
        for text in ["53008126", "023-53008126", "(023)53008126", "023 53008126", "5300 8126"] {
            assert_eq!(said(Cell::Text(text)).0, "02353008126", "{text}");
        }
    }

    #[test]
    fn several_numbers_are_told_apart() {
        for between in ["/", " / ", ",", "，", "、", ";", "；", "\n", " ", "或", "  ", "(本人)/", "(本人) "]
        {
            let text = format!("14206382171{between}02353046375(家里)");
            assert_eq!(
                said(Cell::Text(&text)),
                ("14206382171 02353046375".into(), String::new(), vec![]),
                "{text}"
            );
        }
        assert_eq!(said(Cell::Text("1420638217116496124319")).0, "14206382171 16496124319");
    }

    #[test]
    fn dead_and_wrong_numbers_are_told() {
        use IssueCode::*;
        for text in ["16912286299 停机", "16912286299（空号）", "16912286299已停用", "16912286299（打不通）"]
        {
            assert_eq!(
                said(Cell::Text(text)),
                (String::new(), "16912286299".into(), vec![PhoneDead]),
                "{text}"
            );
        }
        let none = |issues: Vec<IssueCode>| (String::new(), String::new(), issues);
        for (text, issues) in [
            ("空号", vec![PhoneDead]),
            ("号码错误", vec![PhoneDead]),
            ("1545609927", vec![PhoneInvalid]),
            ("169079916627", vec![PhoneInvalid]),
            ("1.65E+10", vec![PhonePrecisionLost]),
            ("同户主", vec![]),
            ("无", vec![]),
            ("/", vec![]),
            ("石升明1435592211", vec![PhoneInvalid]),
        ] {
            assert_eq!(said(Cell::Text(text)), none(issues), "{text}");
        }
        assert_eq!(
            said(Cell::Text("16912286299(停机)、14206382171")),
            ("14206382171".into(), "16912286299".into(), vec![PhoneDead])
        );
    }
}
