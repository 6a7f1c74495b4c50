//! Text as people type it: tidied, within its length, without characters nobody can see.

use super::Problem;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// Whether a character is one nobody can see: control, zero width, direction marks, language tags, byte order mark.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text can be the key of a form: 8 to 64 characters, no control characters (DESIGN §4).
pub fn is_form_key(text: &str) -> bool {
    (8..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// Full-width digits and letters become plain ones, and all kinds of space one.
pub fn plain(text: &str) -> String {
    text.nfkc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// One line of text; `most` characters. Empty is allowed.
pub fn optional_line(text: &str, most: u16) -> Result<String, Problem> {
    let text: String = text.nfc().collect();
    let text = text.trim();
    if text.chars().any(is_invisible) {
        return Err(Problem::Invisible);
    }
    within(text, most)
}

/// One line of text that must be there.
pub fn required_line(text: &str, most: u16) -> Result<String, Problem> {
    let line = optional_line(text, most)?;
    if line.is_empty() { Err(Problem::Required) } else { Ok(line) }
}

/// Several lines of text; `most` characters. Empty is allowed.
pub fn note(text: &str, most: u16) -> Result<String, Problem> {
    let text: String = text.nfc().collect::<String>().replace("\r\n", "\n");
    let text = text.trim();
    if text.chars().any(|c| c != '\n' && is_invisible(c)) {
        return Err(Problem::Invisible);
    }
    within(text, most)
}

fn within(text: &str, most: u16) -> Result<String, Problem> {
    if text.chars().count() > usize::from(most) { Err(Problem::TooLong(most)) } else { Ok(text.to_owned()) }
}

/// A day as people write it: 2026-11-24, 2026/11/24, 2026.11.24, 20261124, 2026年11月24日.
pub fn parse_day(text: &str) -> Result<NaiveDate, Problem> {
    let text = plain(text);
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_odd =
        text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | ' '));
    let whole = |year: &str, month: &str, day: &str| {
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    let day = match parts.as_slice() {
        _ if is_odd => None,
        [year, month, day] if year.len() == 4 => whole(year, month, day),
        [digits] if digits.len() == 8 => whole(&digits[..4], &digits[4..6], &digits[6..]),
        _ => None,
    };
    day.ok_or(Problem::NotADay)
}
