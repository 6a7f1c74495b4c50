//! Names of people: how they are written, sorted and found (PRODUCT §4.1, DESIGN §4).

use super::{Problem, typed::is_invisible};
use crate::reference::surname_readings;
use pinyin::ToPinyin;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Dots that people type for the middle dot of minority names.
const DOTS: [char; 12] = ['·', '•', '‧', '・', '･', '．', '.', '∙', '⋅', '●', '˙', '᛫'];

/// A person's name: 2 to 30 Han characters, `·` between the parts of minority names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Reads a name; look-alike dots become `·`, spaces go.
    pub fn parse(text: &str) -> Result<PersonName, Problem> {
        let composed: String = text.nfc().collect();
        if composed.trim().chars().any(is_invisible) {
            return Err(Problem::Invisible);
        }
        let name: String = composed
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if DOTS.contains(&c) { '·' } else { c })
            .collect();
        if name.is_empty() {
            return Err(Problem::Required);
        }
        if !(2..=30).contains(&name.chars().count()) {
            return Err(Problem::NameLength);
        }
        let parts_are_whole = name.split('·').all(|part| !part.is_empty() && part.chars().all(is_han));
        if parts_are_whole { Ok(PersonName(name)) } else { Err(Problem::NameLetters) }
    }

    /// The name as it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What lists sort by: the pinyin, the surname as surnames are read, then the name itself.
    pub fn sort_key(&self) -> String {
        format!("{} {}", self.reading(), self.0)
    }

    /// How the name sounds, without tones: its syllables apart, the surname as surnames are read. Two spellings of
    /// one name sound alike.
    pub fn reading(&self) -> String {
        self.readings().first().map(|syllables| syllables.join(" ")).unwrap_or_default()
    }

    /// The plain terms by which the name is found: `n` and the name from each character on; `p` and the pinyin,
    /// whole and initials, with and without the first character, for each reading of the surname.
    pub fn search_terms(&self) -> Vec<String> {
        let letters: Vec<char> = self.0.chars().filter(|c| *c != '·').collect();
        let mut terms: Vec<String> = (0..letters.len())
            .map(|from| format!("n{}", letters[from..].iter().collect::<String>()))
            .collect();
        for syllables in self.readings() {
            for from in [0, 1] {
                let syllables = syllables.get(from..).unwrap_or_default();
                if syllables.is_empty() {
                    continue;
                }
                terms.push(format!("p{}", syllables.concat()));
                terms.push(format!(
                    "p{}",
                    syllables.iter().filter_map(|syllable| syllable.chars().next()).collect::<String>()
                ));
            }
        }
        terms.sort();
        terms.dedup();
        terms
    }

    /// Every way the name is read, the surname's own reading first.
    fn readings(&self) -> Vec<Vec<String>> {
        let letters: Vec<char> = self.0.chars().filter(|c| *c != '·').collect();
        let plain = |letters: &[char]| letters.iter().map(|c| syllable(*c)).collect::<Vec<String>>();
        let (length, readings) = surname_readings(&letters);
        let rest = plain(&letters[length..]);
        if readings.is_empty() {
            return with_u(plain(&letters));
        }
        let whole = readings.iter().map(|first| {
            let mut syllables: Vec<String> = vec![(*first).to_owned()];
            syllables.extend(rest.iter().cloned());
            syllables
        });
        whole.flat_map(with_u).collect()
    }
}

/// 吕 is typed lv and lu.
fn with_u(syllables: Vec<String>) -> Vec<Vec<String>> {
    if !syllables.iter().any(|syllable| syllable.contains('v')) {
        return vec![syllables];
    }
    let other = syllables.iter().map(|syllable| syllable.replace('v', "u")).collect();
    vec![syllables, other]
}

fn syllable(c: char) -> String {
    c.to_pinyin().map_or_else(|| c.to_string(), |reading| reading.plain().replace('ü', "v"))
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character is a Han character, the extension planes and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// What somebody typed into search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Nothing to look for.
    Nothing,
    /// Part of a name.
    Name(String),
    /// Pinyin, whole or initials.
    Pinyin(String),
    /// The last four of a telephone or ID number.
    LastFour(String),
    /// A longer number: allowed only in a form that is posted, never in an address.
    Number(String),
}

impl Search {
    /// Reads what was typed: full width, capitals and spaces do not matter.
    pub fn parse(text: &str) -> Search {
        let plain: String = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !is_invisible(*c) && !DOTS.contains(c))
            .take(64)
            .collect();
        let is_number = |text: &str| {
            let digits = text.strip_suffix(['x', 'X']).unwrap_or(text);
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+'))
        };
        if plain.is_empty() {
            Search::Nothing
        } else if is_number(&plain) {
            let number: String =
                plain.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
            if number.len() == 4 { Search::LastFour(number) } else { Search::Number(number) }
        } else if plain.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | 'ü' | 'Ü')) {
            Search::Pinyin(plain.to_lowercase().replace('ü', "v").replace('\'', ""))
        } else {
            Search::Name(plain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn look_alike_dots_become_the_middle_dot_and_spaces_go() {
        for text in ["买买提•艾力江", "买买提.艾力江", " 买买提 ・ 艾力江 "] {
            assert_eq!(PersonName::parse(text).map(|name| name.0), Ok("买买提·艾力江".to_owned()), "{text}");
        }
    }

    #[test]
    fn rare_characters_of_the_extension_planes_are_kept() {
        assert!(PersonName::parse("张𬸚").is_ok());
        assert!(PersonName::parse("㐂子").is_ok());
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        let cases = [
            ("", Problem::Required),
            ("张", Problem::NameLength),
            ("张三a", Problem::NameLetters),
            ("张三1", Problem::NameLetters),
            ("·张三", Problem::NameLetters),
            ("张\u{200b}三", Problem::Invisible),
        ];
        for (text, problem) in cases {
            assert_eq!(PersonName::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        let has = |name: &str, term: &str| {
            PersonName::parse(name).unwrap().search_terms().contains(&term.to_owned())
        };
        for (name, term) in [
            ("查小月", "pzxy"),
            ("曾祥友", "pzengxiangyou"),
            ("欧阳春华", "pouyangchunhua"),
            ("单雄", "pshanxiong"),
            ("尉迟恭", "pyuchigong"),
            ("吕布", "plvbu"),
            ("吕布", "plubu"),
            ("买买提·艾力江", "n艾力江"),
            ("周小燕", "pxiaoyan"),
        ] {
            assert!(has(name, term), "{name} {term}");
        }
    }

    #[test]
    fn what_is_typed_into_search_is_told_apart() {
        assert_eq!(Search::parse("ｚｘｙ"), Search::Pinyin("zxy".into()));
        assert_eq!(Search::parse("小 燕"), Search::Name("小燕".into()));
        assert_eq!(Search::parse("012x"), Search::LastFour("012X".into()));
        assert_eq!(Search::parse("138 0000 1234"), Search::Number("13800001234".into()));
        assert_eq!(Search::parse("  "), Search::Nothing);
    }

    proptest! {
        #[test]
        fn a_name_that_is_accepted_reads_back_as_itself(text in "\\PC{0,40}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!(!name.search_terms().is_empty());
            }
            let _ = Search::parse(&text);
        }
    }
}
