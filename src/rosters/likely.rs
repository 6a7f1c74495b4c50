//! Who may be there already, of several files checked one after the other: each row in question, by what it is, and the
//! row before it.

use super::{batch::RowCode, check::Judged, report::as_told};
use crate::i18n::Lang;
use std::sync::Arc;

/// Where a row stands.
#[derive(Debug, Clone)]
struct Place {
    file: Arc<str>,
    sheet: Arc<str>,
    row: usize,
    cell: Option<Box<str>>,
}

impl Place {
    /// In words, as seen from a row of a file: another file is named.
    fn seen_from(&self, file: &str) -> String {
        let row = format!("row {}", self.row);
        let cell = self.cell.as_deref().map(|cell| format!("from {cell}"));
        let of = (*self.file != *file).then(|| self.file.to_string());
        let sheet = Some(self.sheet.to_string()).filter(|name| !name.is_empty());
        [of, sheet, Some(row), cell].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The rows so far, in the order in which they are numbered.
#[derive(Debug)]
pub struct Likely {
    is_township: bool,
    rows: Vec<Place>,
}

impl Likely {
    /// Begins; whoever does not send for a township is told of nobody on file.
    pub fn new(is_township: bool) -> Likely {
        Likely { is_township, rows: Vec::new() }
    }

    /// What is asked of the next row, if anything is; rows come by their numbers, from 1.
    pub fn of(&mut self, file: &str, sheet: &str, row: &Judged) -> Option<String> {
        let place = self.place(file, sheet, row);
        let shown = place.seen_from(file);
        self.rows.push(place);
        let (code, number) = row.codes.iter().find(|_| row.is_likely)?;
        let words = Lang::En.row_code(RowCode::parse(as_told(code.as_str(), self.is_township)?)?);
        let before = usize::try_from(*number).ok().and_then(|number| self.rows.get(number.checked_sub(1)?));
        let before = before.filter(|_| code.is_of_earlier_row());
        Some(match before {
            Some(before) => format!("{shown}: {words} ({})", before.seen_from(file)),
            None => format!("{shown}: {words}"),
        })
    }

    /// The place of a row; names already known from the row before are not kept twice.
    fn place(&self, file: &str, sheet: &str, row: &Judged) -> Place {
        let last = self.rows.last();
        let kept = |name: &str, known: Option<&Arc<str>>| {
            known.filter(|known| ***known == *name).cloned().unwrap_or_else(|| Arc::from(name))
        };
        Place {
            file: kept(file, last.map(|place| &place.file)),
            sheet: kept(sheet, last.map(|place| &place.sheet)),
            row: row.person.row,
            cell: row.facts.cell.as_deref().map(Box::from),
        }
    }
}
