//! Names as they stand in rosters.

use super::{IssueCode, days::is_nothing};
use crate::domain::{PersonName, is_han};

/// Reads a name; what stands in brackets behind it, numbers before it and marks around it are not of it.
pub fn read(text: &str) -> Result<PersonName, IssueCode> {
    let text: String =
        text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')).collect();
    let bare = bare(&text);
    if is_nothing(bare) || matches!(bare, "不详" | "未知" | "待定" | "待查" | "待核实" | "姓名不详")
    {
        return Err(IssueCode::NameMissing);
    }
    if let Ok(name) = PersonName::parse(bare) {
        return Ok(name);
    }
    // 买买提 ·艾力 with a dot of another font; a latin dot at the end of a line.
    let clean: String = bare
        .chars()
        .map(|c| if matches!(c, '﹒' | '。' | '-' | '－' | '·' | '゜' | '﹡') { '·' } else { c })
        .collect();
    if let Ok(name) = PersonName::parse(clean.trim_matches(['·', ' '])) {
        return Ok(name);
    }
    let is_lost = |c: char| {
        matches!(c, '?' | '？' | '\u{fffd}' | '□' | '■' | '*' | '〓' | '囗')
            || ('\u{e000}'..='\u{f8ff}').contains(&c)
    };
    let has_han = bare.chars().any(is_han);
    if has_han && bare.chars().any(is_lost) { Err(IssueCode::NameLossy) } else { Err(IssueCode::NameInvalid) }
}

/// The name without what was added to it.
fn bare(text: &str) -> &str {
    let text = text
        .trim()
        .trim_matches([
            '*', '★', '☆', '▲', '△', '●', '#', '\'', '"', '“', '”', '、', ',', '，', ':', '：', ';', '；',
        ])
        .trim();
    let text = text
        .split(['(', '（', '【', '[', '〔'])
        .next()
        .filter(|before| !before.trim().is_empty())
        .unwrap_or(text);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text =
        if number.len() < text.len() { number.trim_start_matches(['.', '、', '．', ' ']) } else { text };
    text.trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches(['*', '＊', '、', ',', '，', '.', '。'])
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_without_what_was_added_to_them() {
        let cases = [
            ("张三", Ok("张三")),
            ("王\u{3000}林\u{a0}", Ok("王林")),
            ("邓 颖", Ok("邓颖")),
            ("热孜完古丽．阿卜力孜", Ok("热孜完古丽·阿卜力孜")),
            ("吐尔逊 · 依明", Ok("吐尔逊·依明")),
            ("李四（户主）", Ok("李四")),
            ("3、王五", Ok("王五")),
            ("王五2", Ok("王五")),
            ("*赵六", Ok("赵六")),
            ("", Err(IssueCode::NameMissing)),
            ("无", Err(IssueCode::NameMissing)),
            ("——", Err(IssueCode::NameMissing)),
            ("张?", Err(IssueCode::NameLossy)),
            ("张\u{e863}", Err(IssueCode::NameLossy)),
            ("MIKE", Err(IssueCode::NameInvalid)),
            ("张", Err(IssueCode::NameInvalid)),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text).as_ref().map(PersonName::as_str).map_err(|code| *code), wanted, "{text}");
        }
    }
}
