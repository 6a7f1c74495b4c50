//! A link as it is handed over: QR code, address, what opens it; and the page on which staff print or replace it.

use super::{
    model::{Link, OpensBy},
    token::{code, token},
};
use crate::{
    error::Error,
    i18n::Lang,
    text,
    web::{Frame, Help, State, qr},
};
use askama::Template;

/// What is shown or printed of a link.
pub struct Card {
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
        Ok(Card { qr: qr(&url)?, shown, path, opens, code })
    }
}

/// What staff sent from the page of a link.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// `make` or `replace`.
    pub act: String,
}

/// The page of somebody's link, for staff: whether there is one, to print, to replace.
#[derive(Template)]
#[template(path = "links/show.html")]
pub struct CardPage {
    pub frame: Frame,
    pub t: LinkWords,
    /// Whose it is, and the page one came from.
    pub name: String,
    pub back: String,
    /// The office that hands it over.
    pub office: Help,
    pub card: Option<Card>,
    pub is_dead: bool,
}

text! {
    /// The words of a link's card, and of the page on which staff print it.
    pub struct LinkWords;
    opens_by_id: "打开时要填证件号的后四位，别人捡到也看不了。" / "It asks for the last four of the ID number: whoever finds it sees nothing.";
    opens_by_birth: "打开时要填出生日期，别人捡到也看不了。" / "It asks for the birth date: whoever finds it sees nothing.";
    opens_by_code: "打开时要填 6 位数字：另外抄下来，别跟链接放在一起。" / "It asks for six digits: write them down elsewhere, apart from the link.";
    code: "打开用的 6 位数字" / "The six digits that open it";
    title: "个人链接" / "Personal link";
    of(name): "{name}的个人链接" / "Personal link of {name}";
    none: "还没有链接。做一个，当面交给本人，或者打印出来寄去。" / "There is none yet. Make one and hand it over in person, or send it printed.";
    what: "本人用它打开自己的页面：报平安、找家里帮忙、看存了哪些资料、谁看过。" / "It opens their own page: to say they are well, to ask for help, to see what is kept and who looked.";
    make: "做一个链接" / "Make a link";
    print: "打印" / "Print";
    to(name): "交给 {name}" / "For {name}";
    cut: "剪下来，分开交" / "Cut off and hand over apart";
    ring: "有事打电话：" / "To ring:";
    replace_title: "链接丢了，或者给错了人？" / "Lost, or given to the wrong person?";
    replace_why: "换一个新的，旧的马上打不开，正开着的页面也退出。" / "A new one shuts the old one at once, and every page that is open with it.";
    replace: "换一个新链接" / "Replace it";
    dead: "试错了太多次，这个链接停了。换一个新的就能用。" / "It was tried wrongly too often and no longer opens. Replace it.";
}
