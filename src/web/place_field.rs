//! The box for a place: what was typed, and the answers among which to choose where that does not decide.

use crate::{
    domain::{CountyCode, Whither},
    i18n::Lang,
    reference::places,
    text,
};

/// One answer.
#[derive(Debug, Clone)]
pub struct PlaceAnswer {
    pub value: &'static str,
    pub label: String,
    pub is_chosen: bool,
}

/// What `forms::place` shows; the answer travels as the field's name and `_code`.
#[derive(Debug, Clone)]
pub struct PlaceField {
    pub typed: String,
    /// None where the words decide.
    pub answers: Vec<PlaceAnswer>,
    t: PlaceWords,
}

impl PlaceField {
    /// The box with what somebody of the county `home` typed and answered.
    pub fn new(typed: &str, answer: &str, home: CountyCode, lang: Lang) -> PlaceField {
        let t = PlaceWords(lang);
        let mut values = Whither::answers(typed, home);
        if !values.is_empty() {
            values.push(Whither::AS_TYPED);
        }
        let says_home = values.contains(&Whither::HOME);
        let label = |value: &str| match value {
            Whither::AS_TYPED if says_home => t.not_home().to_owned(),
            Whither::AS_TYPED => t.as_typed().to_owned(),
            Whither::HOME => t.came_home().to_owned(),
            code => places::full_name(code),
        };
        let answers = values
            .into_iter()
            .map(|value| PlaceAnswer { value, label: label(value), is_chosen: value == answer })
            .collect();
        PlaceField { typed: typed.to_owned(), answers, t }
    }

    /// The question above the answers.
    pub fn question(&self) -> String {
        self.t.question(self.typed.trim())
    }
}

text! {
    struct PlaceWords;
    question(words): "“{words}”是指" / "“{words}” means";
    as_typed: "按我写的记，不分" / "Keep it as I wrote it";
    not_home: "没回家，照我写的记" / "Not home: keep it as I wrote it";
    came_home: "回家了：去处到头，做什么就不记了" / "Came home: the spell away ends, and their work is not noted";
}
