//! Who may be there already, of several files checked one after the other: each row in question, by what it is, and the
//! row before it.

use super::{Evidence, batch::RowCode, report::as_told};
use crate::{error::Error, i18n::Lang};
use std::{io::Write, sync::Arc};

const HEADER: [&str; 10] = [
    "file",
    "sheet",
    "row",
    "cell",
    "evidence",
    "earlier_file",
    "earlier_sheet",
    "earlier_row",
    "earlier_cell",
    "reason",
];

/// A row that may be in question.
pub struct Asked<'a> {
    /// From 1.
    pub row: usize,
    pub cell: Option<&'a str>,
    /// What is said of it, with the number of the row it refers to; nothing of a row that is not in question.
    pub codes: &'a [(RowCode, i32)],
}

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
        let cell = self.cell.as_deref().map(|cell| format!("from {cell}"));
        let of = (*self.file != *file).then(|| self.file.to_string());
        let row = format!("{} row {}", self.sheet, self.row);
        [of, Some(row), cell].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn cells(&self) -> [String; 4] {
        let cell = self.cell.as_deref().unwrap_or_default();
        [self.file.to_string(), self.sheet.to_string(), self.row.to_string(), cell.to_owned()]
    }
}

/// The rows so far, in the order in which they are numbered.
pub struct Likely {
    is_township: bool,
    rows: Vec<Place>,
    to: Option<csv::Writer<Box<dyn Write + Send>>>,
}

impl Likely {
    /// Begins; whoever does not send for a township is told of nobody on file.
    pub fn new(is_township: bool) -> Likely {
        Likely { is_township, rows: Vec::new(), to: None }
    }

    /// Writes every row in question as CSV from now on.
    pub fn write_to(&mut self, to: Box<dyn Write + Send>) -> Result<(), Error> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(HEADER).map_err(Error::internal)?;
        self.to = Some(writer);
        Ok(())
    }

    /// What is asked of the next row, if anything is; rows come by their numbers, from 1.
    pub fn of(&mut self, file: &str, sheet: &str, row: &Asked<'_>) -> Result<Option<String>, Error> {
        let place = self.place(file, sheet, row);
        self.rows.push(place.clone());
        let Some((code, number)) = row.codes.first() else { return Ok(None) };
        let Some(told) = as_told(code.as_str(), self.is_township).and_then(RowCode::parse) else {
            return Ok(None);
        };
        let words = Lang::En.row_code(told);
        let before = usize::try_from(*number).ok().and_then(|number| self.rows.get(number.checked_sub(1)?));
        let before = before.filter(|_| code.is_of_earlier_row());
        if let Some(to) = &mut self.to {
            let known = before.map(Place::cells).unwrap_or_default();
            let evidence = evidence(told).code().to_owned();
            let line = place.cells().into_iter().chain([evidence]).chain(known).chain([words.to_owned()]);
            to.write_record(line).map_err(Error::internal)?;
        }
        Ok(Some(match before {
            Some(before) => format!("{}: {words} ({})", place.seen_from(file), before.seen_from(file)),
            None => format!("{}: {words}", place.seen_from(file)),
        }))
    }

    /// Writes out what is left.
    pub fn finish(self) -> Result<(), Error> {
        self.to.map_or(Ok(()), |mut to| to.flush().map_err(Error::internal))
    }

    /// The place of a row; names already known from the row before are not kept twice.
    fn place(&self, file: &str, sheet: &str, row: &Asked<'_>) -> Place {
        let last = self.rows.last();
        let kept = |name: &str, known: Option<&Arc<str>>| {
            known.filter(|known| ***known == *name).cloned().unwrap_or_else(|| Arc::from(name))
        };
        Place {
            file: kept(file, last.map(|place| &place.file)),
            sheet: kept(sheet, last.map(|place| &place.sheet)),
            row: row.row,
            cell: row.cell.map(Box::from),
        }
    }
}

/// By what a row is likely somebody known.
fn evidence(code: RowCode) -> Evidence {
    match code {
        RowCode::RepeatsRow => Evidence::Id,
        RowCode::RepeatsByPhone => Evidence::NameAndPhone,
        _ => Evidence::NameAndVillage,
    }
}
