//! From bytes to sheets: workbooks and delimited text, within limits.

mod biff;
mod cell;
mod container;
mod decode;
mod delimited;
mod ods;
mod sheet;
mod unreadable;
mod workbook;

pub use cell::{Cell, column_letters};
pub use sheet::{Grid, Hidden, MOST_COLUMNS, Merge};
pub use unreadable::Unreadable;

use container::Container;

/// Most bytes of a file: 50 MB.
pub const MOST_BYTES: usize = 50 << 20;
/// Most rows with something in them, over all sheets of a file.
pub const MOST_ROWS: usize = 200_000;

/// What kind of file it is, told by what is in it; its name is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    Ods,
    /// Text with a sign between the cells: csv, tsv, txt.
    Text,
}

/// A sheet before its cells are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    pub name: String,
    pub hidden: Hidden,
}

/// The name of the one sheet of a text.
const TEXT_SHEET: &str = "csv";

/// A file whose sheets can be read one after the other.
pub enum Book<'a> {
    Workbook(Box<workbook::Workbook<'a>>),
    Text(&'a [u8]),
}

impl<'a> Book<'a> {
    /// Opens a file. Refuses what is too large, broken, locked or made to do harm, before anything is unpacked.
    pub fn open(bytes: &'a [u8]) -> Result<Book<'a>, Unreadable> {
        if bytes.len() > MOST_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let container = container::look(bytes)?;
        match container {
            Container::Text if bytes.iter().all(u8::is_ascii_whitespace) => Err(Unreadable::Empty),
            Container::Text => Ok(Book::Text(bytes)),
            container => Ok(Book::Workbook(Box::new(workbook::Workbook::open(container, bytes)?))),
        }
    }

    /// What kind of file it is.
    pub fn format(&self) -> Format {
        match self {
            Book::Workbook(workbook) => workbook.format(),
            Book::Text(_) => Format::Text,
        }
    }

    /// The sheets in their order.
    pub fn sheets(&self) -> Vec<SheetName> {
        match self {
            Book::Workbook(workbook) => workbook.sheets(),
            Book::Text(_) => vec![SheetName { name: TEXT_SHEET.to_owned(), hidden: Hidden::Shown }],
        }
    }

    /// The cells of a sheet, counted from 0.
    pub fn read(&mut self, sheet: usize) -> Result<Grid, Unreadable> {
        let mut grid = match self {
            Book::Workbook(workbook) => workbook.read(sheet)?,
            Book::Text(bytes) => delimited::read(bytes)?,
        };
        grid.finish();
        Ok(grid)
    }

    /// Whether the workbook counts its days from 1904.
    pub fn counts_from_1904(&self) -> bool {
        match self {
            Book::Workbook(workbook) => workbook.counts_from_1904(),
            Book::Text(_) => false,
        }
    }
}

#[cfg(test)]
pub mod tests;
