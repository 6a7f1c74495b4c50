//! The number of a village group (组), as people write it.

use super::{Problem, plain};

/// A village group as people write it: 2, 2组, 二组, 第十二组; 1 to 99. Empty: not known.
pub fn parse_group(text: &str) -> Result<Option<i32>, Problem> {
    let text = plain(text);
    let core = text.trim_start_matches('第').trim_end_matches(['组', '社', '队']).trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = core.parse::<i32>().ok().or_else(|| spoken(core));
    number.filter(|number| (1..=99).contains(number)).map(Some).ok_or(Problem::NotANumber(1, 99))
}

/// A number below a hundred in characters.
fn spoken(text: &str) -> Option<i32> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |text: &str| {
        let mut letters = text.chars();
        let at = DIGITS.iter().position(|digit| Some(*digit) == letters.clone().next())?;
        letters.next();
        letters.next().is_none().then(|| i32::try_from(at).ok()).flatten()
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { digit(tens) };
            let ones = if ones.is_empty() { Some(0) } else { digit(ones) };
            Some(tens? * 10 + ones?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_as_people_write_them() {
        let cases = [
            ("", Ok(None)),
            ("2", Ok(Some(2))),
            ("二组", Ok(Some(2))),
            ("第十二组", Ok(Some(12))),
            ("２组", Ok(Some(2))),
            ("二十", Ok(Some(20))),
            ("三十五社", Ok(Some(35))),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_group(text), expected, "{text}");
        }
        for text in ["0", "100", "张家", "组", "-1", "一二"] {
            assert_eq!(parse_group(text), Err(Problem::NotANumber(1, 99)), "{text}");
        }
    }
}
