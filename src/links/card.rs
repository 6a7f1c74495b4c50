//! A link as it is handed over: QR code, address, what opens it.

use super::{
    model::{Link, OpensBy},
    token::{code, token},
};
use crate::i18n::Lang;
use crate::{
    error::Error,
    text,
    web::{State, qr},
};

/// What is shown or printed of a link.
pub struct Card {
    pub url: String,
    /// The address without its scheme, as people read it.
    pub shown: String,
    /// Where it leads within these pages.
    pub path: String,
    pub qr: String,
    /// What it asks for when it is opened.
    pub opens: &'static str,
    /// The six digits, where those open it.
    pub code: Option<String>,
}

impl Card {
    /// The card of a link, in the reader's language.
    pub fn new(state: &State, link: &Link, lang: Lang) -> Result<Card, Error> {
        let (t, origin) = (LinkWords(lang), state.config.origin());
        let path = format!("/my/{}", token(&state.keys, link));
        let url = format!("{origin}{path}");
        let shown = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
        let opens = match link.opens_by {
            OpensBy::IdNumber => t.opens_by_id(),
            OpensBy::BirthDate => t.opens_by_birth(),
            OpensBy::Code => t.opens_by_code(),
        };
        let code = code(&state.keys, link).map(|code| format!("{} {}", &code[..3], &code[3..]));
        Ok(Card { qr: qr(&url)?, url, shown, path, opens, code })
    }
}

text! {
    /// The words of a link's card.
    pub struct LinkWords;
    opens_by_id: "打开时要填证件号的后四位，别人捡到也看不了。" / "It asks for the last four of the ID number: whoever finds it sees nothing.";
    opens_by_birth: "打开时要填出生日期，别人捡到也看不了。" / "It asks for the birth date: whoever finds it sees nothing.";
    opens_by_code: "打开时要填这 6 位数字，请和链接分开放。" / "It asks for these six digits: keep them apart from the link.";
    code: "打开用的数字" / "The digits that open it";
}
