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
    // Nearly all numbers are typed in digits, which are as they should be.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
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

/// Joins the parts of one picture, such as those of a family.
const JOINER: char = '\u{200d}';

/// Several lines of text; `most` characters. Empty is allowed. Tabs become spaces, and pictures of several parts stay
/// whole: who sends them from a phone cannot see what to take out.
pub fn note(text: &str, most: u16) -> Result<String, Problem> {
    let text: String = text.nfc().collect::<String>().replace("\r\n", "\n").replace('\t', " ");
    let text = text.trim();
    let mut before = ' ';
    let mut hides = |c: char| {
        let is_picture = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_ascii();
        let joins = c == JOINER && is_picture(before);
        before = c;
        c != '\n' && !joins && is_invisible(c)
    };
    if text.chars().any(&mut hides) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 3);
        for text in [
            "2026-02-03",
            "2026-2-3",
            "2026/02/03",
            "2026.2.3",
            "20260203",
            "2026年2月3日",
            "２０２６－０２－０３",
            " 2026 2 3 ",
        ] {
            assert_eq!(parse_day(text).ok(), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2026-02-30",
            "2025-02-29",
            "26-02-03",
            "2026-02",
            "03/02/2026",
            "2026-02-03-04",
            "二月三日",
            "2026-02-03T00:00",
            "99999999",
            "2026-00-01",
        ] {
            assert_eq!(parse_day(text), Err(Problem::NotADay), "{text}");
        }
    }

    #[test]
    fn characters_nobody_sees_are_found_wherever_they_hide() {
        let hidden = [
            '\0',
            '\u{7}',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{200f}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{fffb}',
            '\u{e0041}',
        ];
        for c in hidden {
            let text = format!("广东{c}深圳");
            assert_eq!(
                (optional_line(&text, 60), note(&text, 60)),
                (Err(Problem::Invisible), Err(Problem::Invisible)),
                "{c:?}"
            );
        }
        assert_eq!(note("👨\u{200d}👩\u{200d}👧\t都好", 60).as_deref(), Ok("👨\u{200d}👩\u{200d}👧 都好"));
        assert_eq!(note("一\r\n二\n", 60).as_deref(), Ok("一\n二"), "a note has lines");
        assert_eq!(optional_line("一\n二", 60), Err(Problem::Invisible), "a line has none");
    }

    #[test]
    fn a_line_is_tidied_and_measured_in_characters() {
        assert_eq!(required_line("\u{3000} 广东 深圳 ", 5).as_deref(), Ok("广东 深圳"));
        assert_eq!(required_line("广东 深圳", 4), Err(Problem::TooLong(4)));
        assert_eq!(required_line(" \u{3000}", 4), Err(Problem::Required));
        assert_eq!(optional_line("", 4).as_deref(), Ok(""));
        assert_eq!(optional_line("𬸚𬸚", 2).as_deref(), Ok("𬸚𬸚"), "a rare character is one character");
    }

    #[test]
    fn a_key_has_8_to_64_characters_one_can_see() {
        for (key, is_key) in [
            ("1234567", false),
            ("12345678", true),
            ("记记记记记记记记", true),
            ("1234567\0", false),
            (&"k".repeat(64), true),
            (&"k".repeat(65), false),
        ] {
            assert_eq!(is_form_key(key), is_key, "{key:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_of_text_stumble(text in "\\PC{0,80}|[\\x00-\\x7f]{0,20}") {
            let _ = (parse_day(&text), note(&text, 20));
            if let Ok(line) = optional_line(&text, 30) {
                prop_assert_eq!(optional_line(&line, 30), Ok(line.clone()));
                prop_assert!(!line.chars().any(is_invisible));
            }
        }
    }
}
