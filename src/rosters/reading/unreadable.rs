//! Why a file cannot be read.

use crate::{i18n::Lang, rosters::text::Text};

/// A file that is refused as a whole, each for a reason with a sentence of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than 50 MB, or more cells than are taken.
    TooLarge,
    /// More than 200,000 rows.
    TooManyRows,
    /// Unpacked it would be very much larger than it is, or has very many parts: a zip bomb.
    Bomb,
    /// It defines names of its own that would grow without end: an entity bomb.
    Entities,
    /// It is locked with a password.
    Locked,
    /// It says it is a workbook, but cannot be read.
    Broken,
    /// Something else than a table: a picture, a text document, a program.
    NoTable,
    /// Nothing in it.
    Empty,
    /// No table of people in it.
    NobodyFound,
}

impl Unreadable {
    const ALL: [(Unreadable, &'static str); 9] = [
        (Unreadable::TooLarge, "too_large"),
        (Unreadable::TooManyRows, "too_many_rows"),
        (Unreadable::Bomb, "bomb"),
        (Unreadable::Entities, "entities"),
        (Unreadable::Locked, "locked"),
        (Unreadable::Broken, "broken"),
        (Unreadable::NoTable, "no_table"),
        (Unreadable::Empty, "empty"),
        (Unreadable::NobodyFound, "nobody_found"),
    ];

    /// The word by which it is kept and reported.
    pub fn code(self) -> &'static str {
        Unreadable::ALL.iter().find(|(one, _)| *one == self).map_or("broken", |(_, code)| code)
    }

    /// The reason behind a kept word.
    pub fn parse(code: &str) -> Option<Unreadable> {
        Unreadable::ALL.iter().find(|(_, own)| *own == code).map(|(one, _)| *one)
    }

    /// The sentence for whoever sent the file.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let text = Text(lang);
        match self {
            Unreadable::TooLarge => text.too_large(),
            Unreadable::TooManyRows => text.too_many_rows(),
            Unreadable::Bomb => text.bomb(),
            Unreadable::Entities => text.entities(),
            Unreadable::Locked => text.locked(),
            Unreadable::Broken => text.broken(),
            Unreadable::NoTable => text.no_table(),
            Unreadable::Empty => text.empty(),
            Unreadable::NobodyFound => text.nobody_found(),
        }
    }
}
