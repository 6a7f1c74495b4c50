//! Where somebody says they are: the words as typed and, where one place is meant, its code (PRODUCT §4.1).

use super::{CountyCode, Problem, required_line};
use crate::reference::places::{Resolved, resolve};

/// Most characters of a place.
const LONGEST: u16 = 60;

/// A place as it was typed, with the code of the one place it means; without one where it means none or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedPlace {
    words: String,
    code: Option<&'static str>,
}

/// Where somebody has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whither {
    Away(TypedPlace),
    /// Home, to the village they are registered in.
    Home,
}

impl Whither {
    /// The answer that a place with several meanings is kept as typed, without a code.
    pub const AS_TYPED: &'static str = "as_typed";
    /// The answer that 老家 means home again.
    pub const HOME: &'static str = "home";

    /// Reads a place somebody of the county `home` typed; `answer` is what they chose where the words alone do not
    /// decide: the code of one of the places meant, [`Whither::AS_TYPED`] or [`Whither::HOME`]. Without it that is asked
    /// back: `WhichPlace`, `CameHome`.
    pub fn parse(words: &str, answer: &str, home: CountyCode) -> Result<Whither, Problem> {
        let words = required_line(words, LONGEST)?;
        let code = match resolve(&words, home.as_str()) {
            Resolved::Place(code) => Some(code),
            Resolved::Unknown | Resolved::Nothing => None,
            Resolved::Ambiguous(_) | Resolved::Home if answer == Whither::AS_TYPED => None,
            Resolved::Ambiguous(codes) => {
                Some(codes.into_iter().find(|code| *code == answer).ok_or(Problem::WhichPlace)?)
            }
            Resolved::Home if answer == Whither::HOME => return Ok(Whither::Home),
            Resolved::Home => return Err(Problem::CameHome),
        };
        Ok(Whither::Away(TypedPlace { words, code }))
    }

    /// The answers among which somebody has to choose, before [`Whither::AS_TYPED`]; none where the words decide.
    pub fn answers(words: &str, home: CountyCode) -> Vec<&'static str> {
        match resolve(words, home.as_str()) {
            Resolved::Ambiguous(codes) => codes,
            Resolved::Home => vec![Whither::HOME],
            Resolved::Place(_) | Resolved::Unknown | Resolved::Nothing => Vec::new(),
        }
    }
}

impl TypedPlace {
    /// A place nobody can be asked about: several meanings are left open.
    pub fn told(words: &str, home: CountyCode) -> TypedPlace {
        let code = match resolve(words, home.as_str()) {
            Resolved::Place(code) => Some(code),
            _ => None,
        };
        TypedPlace { words: words.to_owned(), code }
    }

    /// The words as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The code of the place meant.
    pub fn code(&self) -> Option<&'static str> {
        self.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str, answer: &str) -> Result<Whither, Problem> {
        Whither::parse(words, answer, CountyCode::parse("500155").expect("a county"))
    }

    fn away(words: &str, code: Option<&'static str>) -> Result<Whither, Problem> {
        Ok(Whither::Away(TypedPlace { words: words.to_owned(), code }))
    }

    #[test]
    fn a_place_is_kept_as_typed_beside_the_code_of_the_one_place_it_means() {
        for (words, code) in
            [("广东 深圳", Some("440300")), ("不清楚", None), ("某地", None), ("区内", Some("500155"))]
        {
            assert_eq!(parse(words, ""), away(words, code), "{words}");
        }
        assert_eq!(parse(" 昆山 ", ""), away("昆山", Some("320583")), "around it nothing is kept");
    }

    #[test]
    fn a_place_with_several_meanings_is_asked_back_and_only_one_of_them_taken() {
        assert_eq!(parse("朝阳", ""), Err(Problem::WhichPlace));
        assert_eq!(parse("朝阳", "211300"), away("朝阳", Some("211300")));
        assert_eq!(parse("朝阳", Whither::AS_TYPED), away("朝阳", None));
        for other in ["440300", "home", "999999", "朝阳"] {
            assert_eq!(parse("朝阳", other), Err(Problem::WhichPlace), "{other}");
        }
        assert_eq!(
            parse("深圳", "211300"),
            away("深圳", Some("440300")),
            "an answer to an earlier question is nothing"
        );
    }

    #[test]
    fn home_is_asked_back_too() {
        assert_eq!(parse("老家", ""), Err(Problem::CameHome));
        assert_eq!(parse("老家", "500155"), Err(Problem::CameHome));
        assert_eq!(parse("老家", Whither::HOME), Ok(Whither::Home));
        assert_eq!(parse("老家", Whither::AS_TYPED), away("老家", None));
    }

    #[test]
    fn what_cannot_be_kept_is_named() {
        assert_eq!(parse("  ", ""), Err(Problem::Required));
        assert_eq!(parse(&"深".repeat(61), ""), Err(Problem::TooLong(60)));
        assert_eq!(parse("广东\u{200b}深圳", ""), Err(Problem::Invisible));
    }
}
