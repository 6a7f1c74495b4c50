//! What the selects of a person's form offer.

use super::keep_text::KeepWords;
use crate::{
    domain::{IdKind, LegalBasis, Sex},
    i18n::Lang,
    reference::{educations, relations},
};

type Options = Vec<(&'static str, &'static str)>;

/// The relations to the head asked for most, in the order offered; the rest of the standard follows.
const USUAL: [&str; 16] =
    ["02", "10", "20", "30", "28", "38", "41", "42", "43", "44", "51", "52", "71", "73", "75", "77"];
/// "Oneself" is for lists seen from one person: the register says "head".
const NOT_OFFERED: &str = "01";

/// The options of each select, in the reader's language.
pub struct Choices {
    pub sexes: Options,
    pub kinds: Options,
    pub educations: Options,
    pub relations: Options,
    pub bases: Options,
}

impl Choices {
    pub fn new(lang: Lang) -> Choices {
        let t = KeepWords(lang);
        let word = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        let unknown = ("", t.unknown());
        let all: Options = relations().map(|(code, zh, en)| (code, word(zh, en))).collect();
        let usual = USUAL.iter().filter_map(|code| all.iter().find(|(known, _)| known == code).copied());
        let rest = all.iter().filter(|(code, _)| !USUAL.contains(code) && *code != NOT_OFFERED).copied();
        Choices {
            sexes: Sex::ALL.iter().map(|sex| (sex.as_str(), lang.sex(*sex))).collect(),
            kinds: IdKind::ALL.iter().map(|kind| (kind.as_str(), lang.id_kind(*kind))).collect(),
            educations: std::iter::once(unknown)
                .chain(educations().map(|(code, zh, en)| (code, word(zh, en))))
                .collect(),
            relations: std::iter::once(unknown).chain(usual).chain(rest).collect(),
            bases: LegalBasis::ALL.iter().map(|basis| (basis.as_str(), lang.legal_basis(*basis))).collect(),
        }
    }

    /// The word of a value of one of the selects; the value itself where none has it.
    pub fn word(options: &Options, value: &str) -> String {
        options.iter().find(|(known, _)| *known == value).map_or(value, |(_, word)| word).to_owned()
    }
}
