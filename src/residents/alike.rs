//! Whoever is alike, as pages show them: who, and in words why (PRODUCT §4.1).

use super::{
    likeness::{Alike, Evidence},
    row::{Mark, Reading, RowView},
    text::AlikeWords,
};
use crate::i18n::Lang;

/// One record that is alike, in words, for the list of `residents/alike.html`.
#[derive(Debug, Clone)]
pub struct AlikeView {
    pub id: String,
    pub name: String,
    pub mark: Mark,
    pub kin: String,
    pub place: String,
    /// What both have in common, as a sentence.
    pub evidence: String,
}

impl AlikeView {
    /// The view of a record found alike, for its reader.
    pub fn new(alike: &Alike, reading: &Reading<'_>) -> AlikeView {
        let row = RowView::new(&alike.row, reading);
        let evidence = evidence_words(&alike.evidence, reading.lang);
        AlikeView { id: row.id, name: row.name, mark: row.mark, kin: row.kin, place: row.place, evidence }
    }
}

/// What two records have in common, as a sentence; nothing but the sound of the name where there is no evidence.
pub fn evidence_words(all: &[Evidence], lang: Lang) -> String {
    let t = AlikeWords(lang);
    let has = |evidence: Evidence| all.contains(&evidence);
    let (birth, household) = (has(Evidence::NameAndBirth), has(Evidence::NameAndHousehold));
    let parts = [
        (has(Evidence::IdNumber), t.same_id_number()),
        (has(Evidence::Phone), t.same_phone()),
        (birth || household, t.same_name()),
        (all.is_empty(), t.only_the_name()),
        (birth, t.same_birth()),
        (household, t.same_household()),
    ];
    let said: Vec<&str> = parts.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect();
    let mut sentence = said.join(t.join());
    // English sentences begin with a capital; Chinese has none.
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence + t.stop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_a_sentence_in_both_languages_and_says_the_name_once() {
        use Evidence::*;
        let rows: [(&[Evidence], &str, &str); 4] = [
            (&[], "只有名字读音一样。", "Only the names sound alike."),
            (&[IdNumber], "证件号一样。", "Same ID number."),
            (
                &[Phone, NameAndBirth],
                "本人电话一样，名字读音一样，同一天出生。",
                "Same own number, names that sound alike, born on the same day.",
            ),
            (
                &[NameAndBirth, NameAndHousehold],
                "名字读音一样，同一天出生，户主一样。",
                "Names that sound alike, born on the same day, same head of household.",
            ),
        ];
        for (all, zh, en) in rows {
            assert_eq!(evidence_words(all, Lang::Zh), zh);
            assert_eq!(evidence_words(all, Lang::En), en);
        }
    }
}
