//! The frame round a page: plain data, filled by whoever knows who reads.

use super::asset_path;
use crate::{i18n::Lang, text};

/// One word of the menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    pub href: &'static str,
    pub label: &'static str,
    pub is_current: bool,
}

/// Whom to ring when one is stuck: the same line on every page.
#[derive(Debug, Clone, Default)]
pub struct Help {
    pub office: String,
    pub phone: String,
}

impl Help {
    /// The number as a telephone dials it.
    pub fn digits(&self) -> String {
        self.phone.chars().filter(char::is_ascii_digit).collect()
    }
}

/// What layout.html needs to know.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    pub county: String,
    pub is_sample: bool,
    pub is_signed_in: bool,
    /// Whether a resident reads their own pages here, and can leave them.
    pub is_visit: bool,
    pub menu: Vec<MenuItem>,
    pub help: Help,
    /// The address of this page, to come back to after the language is switched.
    pub path: String,
}

impl Frame {
    /// The frame of a page for somebody nobody knows.
    pub fn public(lang: Lang) -> Frame {
        let help = Help::default();
        let (county, path, menu) = (String::new(), "/".to_owned(), Vec::new());
        Frame { lang, county, is_sample: false, is_signed_in: false, is_visit: false, menu, help, path }
    }

    /// The frame of a page for somebody nobody knows, with the county's name and whom to ring there.
    pub fn of_county(lang: Lang, county: String, is_sample: bool, help: Help) -> Frame {
        Frame { county, is_sample, help, ..Frame::public(lang) }
    }

    pub fn t(&self) -> Words {
        Words(self.lang)
    }

    /// The address of an asset, with its hash.
    pub fn asset(&self, name: &str) -> &'static str {
        asset_path(name)
    }
}

/// The word beside a field that may stay empty.
pub fn optional(lang: Lang) -> &'static str {
    Words(lang).optional()
}

text! {
    /// The words of the frame and of the form parts.
    pub struct Words;
    product: "乡联簿" / "Kith";
    home: "乡联簿，首页" / "Kith, first page";
    skip: "跳到正文" / "Skip to the page";
    menu: "菜单" / "Menu";
    other_language: "English" / "中文";
    sample: "示例数据，人名和号码都是编的" / "Sample data: all people and numbers are invented";
    stuck: "不会用，或有难处？" / "Stuck, or in difficulty?";
    help: "怎么用，找谁" / "How it works, whom to ring";
    privacy: "存哪些资料，谁能看" / "What is kept, who may look";
    optional: "可不填" / "optional";
    one_problem: "还有 1 处要改" / "1 thing to mend";
    one_question: "还要问您一句" / "One question";
    problems(n): "还有 {n} 处要改" / "{n} things to mend";
    rest_is_kept: "其他的都给您留着，不用重填。" / "Everything else is kept as you typed it.";
    back: "返回" / "Back";
    leave: "退出" / "Leave";
    older: "后面的" / "Next";
}
