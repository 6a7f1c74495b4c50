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
