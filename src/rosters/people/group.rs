//! Groups of a village: 5组, 八社, 第三村民小组.

use super::villages::plain;

/// A group of a village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    None,
    Number(u16),
}

impl Group {
    /// Its number.
    pub fn number(self) -> Option<u16> {
        match self {
            Group::None => None,
            Group::Number(number) => Some(number),
        }
    }
}

const ENDS: [&str; 12] =
    ["村民小组", "居民小组", "村民组", "居民组", "生产队", "小组", "组", "社", "队", "号", "院落", "网格"];

/// The group a cell says: a number, in figures or in words.
pub fn read(text: &str) -> Option<u16> {
    let text = plain(text);
    let text = text.trim_start_matches(['第', '原']);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let bare = ENDS.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    number(bare).filter(|number| (1..=200).contains(number))
}

/// The group that stands behind the name of a village; nothing if something else stands there.
pub fn behind(text: &str) -> Option<Group> {
    let text = text.trim_matches(|c: char| "-—()（）、,，.。:：/\\·".contains(c));
    if text.is_empty() {
        return Some(Group::None);
    }
    let is_group = ENDS.iter().take(8).any(|end| text.ends_with(end)) || text.ends_with('队');
    if is_group || text.bytes().all(|b| b.is_ascii_digit()) { read(text).map(Group::Number) } else { None }
}

/// A number in figures or in words below a hundred.
fn number(text: &str) -> Option<u16> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit =
        |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|at| u16::try_from(at + 1).ok());
    let mut letters = text.chars();
    let (first, second, third, end) = (letters.next()?, letters.next(), letters.next(), letters.next());
    if end.is_some() {
        return None;
    }
    match (first, second, third) {
        ('十', None, None) => Some(10),
        ('十', Some(one), None) => Some(10 + digit(one)?),
        (ten, Some('十'), None) => Some(digit(ten)? * 10),
        (ten, Some('十'), Some(one)) => Some(digit(ten)? * 10 + digit(one)?),
        (one, None, None) => digit(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_a_number_in_figures_or_in_words() {
        let cases = [
            ("5", Some(5)),
            ("5组", Some(5)),
            ("五组", Some(5)),
            ("八社", Some(8)),
            ("十组", Some(10)),
            ("十二社", Some(12)),
            ("二十三组", Some(23)),
            ("第三村民小组", Some(3)),
            ("7.0", Some(7)),
            ("１０组", Some(10)),
            ("", None),
            ("李家湾", None),
            ("0", None),
            ("无", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text), wanted, "{text}");
        }
    }
}
