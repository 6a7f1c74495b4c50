//! Both languages, side by side, checked by the compiler: a text missing in one does not compile.

mod dates;
mod fields;
mod labels;
mod problems;

pub(crate) use labels::labels;

use std::fmt;

/// The language a page is written in; Chinese first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The code by which cookies and accounts keep it.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The value of the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language behind a kept or submitted code.
    pub fn parse(code: &str) -> Option<Lang> {
        match code {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The language a browser asks for first, of the two there are.
    pub fn accepted(header: &str) -> Lang {
        let first = header
            .split([',', ';'])
            .map(str::trim)
            .find(|tag| tag.starts_with("zh") || tag.starts_with("en"));
        if first.is_some_and(|tag| tag.starts_with("en")) { Lang::En } else { Lang::Zh }
    }

    /// A number with its thousands marked: 27,418 in both languages.
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut words = if number < 0 { "-".to_owned() } else { String::new() };
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                words.push(',');
            }
            words.push(digit);
        }
        words
    }

    /// The other language, for the switch.
    pub const fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Declares the texts of a slice: `name: "中文" / "English";`, with arguments `name(n): "{n} 位" / "{n} people";`.
/// Each becomes a method of a `Copy` struct made from the reader's language.
#[macro_export]
macro_rules! text {
    ($(#[$doc:meta])* $vis:vis struct $name:ident; $($rest:tt)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $vis struct $name(pub $crate::i18n::Lang);
        #[allow(clippy::new_ret_no_self, clippy::wrong_self_convention)] // texts are named by what they say
        impl $name { $crate::text!(@ $($rest)*); }
    };
    (@ $key:ident : $zh:literal / $en:literal ; $($rest:tt)*) => {
        pub const fn $key(self) -> &'static str {
            match self.0 { $crate::i18n::Lang::Zh => $zh, $crate::i18n::Lang::En => $en }
        }
        $crate::text!(@ $($rest)*);
    };
    (@ $key:ident ( $($arg:ident),+ $(,)? ) : $zh:literal / $en:literal ; $($rest:tt)*) => {
        pub fn $key(self, $($arg: impl std::fmt::Display),+) -> String {
            match self.0 { $crate::i18n::Lang::Zh => format!($zh), $crate::i18n::Lang::En => format!($en) }
        }
        $crate::text!(@ $($rest)*);
    };
    (@) => {};
}
