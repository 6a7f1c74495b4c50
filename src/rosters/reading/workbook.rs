//! Workbooks: xlsx cell by cell, xls sheet by sheet, ods row by row.
//!
//! A workbook that is broken so that its reader stumbles is a broken workbook, not a broken program: every call into it
//! is caught.

use super::{Cell, Format, Grid, Hidden, Merge, SheetName, Unreadable, biff, container::Container, ods::Ods};
use calamine::{
    Data, DataRef, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

enum Inner<'a> {
    Xlsx(Xlsx<Cursor<&'a [u8]>>),
    Xls(Xls<Cursor<&'a [u8]>>),
    Ods(Ods<'a>),
}

/// An open workbook.
pub struct Workbook<'a> {
    inner: Inner<'a>,
    sheets: Vec<SheetName>,
    counts_from_1904: bool,
}

/// Runs a reader that may stumble over what it reads.
fn guarded<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Unreadable::Broken))
}

impl<'a> Workbook<'a> {
    /// Opens a workbook whose container was looked at before.
    pub fn open(container: Container, bytes: &'a [u8]) -> Result<Workbook<'a>, Unreadable> {
        guarded(|| match container {
            Container::Xls => {
                biff::check(bytes)?;
                let xls = Xls::new(Cursor::new(bytes)).map_err(of_xls)?;
                let sheets = names(xls.sheets_metadata());
                let counts_from_1904 = xls.has_1904_epoch();
                Ok(Workbook { inner: Inner::Xls(xls), sheets, counts_from_1904 })
            }
            Container::Ods => {
                let ods = Ods::open(bytes)?;
                Ok(Workbook {
                    sheets: ods.sheets().to_vec(),
                    inner: Inner::Ods(ods),
                    counts_from_1904: false,
                })
            }
            _ => {
                let xlsx = Xlsx::new(Cursor::new(bytes)).map_err(of_xlsx)?;
                let sheets = names(xlsx.sheets_metadata());
                let counts_from_1904 = xlsx.has_1904_epoch();
                Ok(Workbook { inner: Inner::Xlsx(xlsx), sheets, counts_from_1904 })
            }
        })
    }

    pub fn format(&self) -> Format {
        match self.inner {
            Inner::Xlsx(_) => Format::Xlsx,
            Inner::Xls(_) => Format::Xls,
            Inner::Ods(_) => Format::Ods,
        }
    }

    pub fn sheets(&self) -> Vec<SheetName> {
        self.sheets.clone()
    }

    pub fn counts_from_1904(&self) -> bool {
        self.counts_from_1904
    }

    /// The cells of a sheet.
    pub fn read(&mut self, sheet: usize) -> Result<Grid, Unreadable> {
        let Some(name) = self.sheets.get(sheet).map(|sheet| sheet.name.clone()) else {
            return Err(Unreadable::Broken);
        };
        let inner = &mut self.inner;
        guarded(|| match inner {
            Inner::Xlsx(xlsx) => read_xlsx(xlsx, &name),
            Inner::Xls(xls) => read_xls(xls, &name),
            Inner::Ods(ods) => ods.read(sheet),
        })
    }
}

/// The sheets with cells; charts have none.
fn names(sheets: &[Sheet]) -> Vec<SheetName> {
    let with_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let name = |sheet: &Sheet| SheetName {
        name: sheet.name.clone(),
        hidden: match sheet.visible {
            SheetVisible::Visible => Hidden::Shown,
            SheetVisible::Hidden => Hidden::Hidden,
            SheetVisible::VeryHidden => Hidden::VeryHidden,
        },
    };
    with_cells.map(name).collect()
}

fn read_xlsx(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, Unreadable> {
    let mut grid = Grid::default();
    let merges = xlsx.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut cells = xlsx.worksheet_cells_reader(name).map_err(of_xlsx)?;
    while let Some(cell) = cells.next_cell().map_err(of_xlsx)? {
        let (row, column) = cell.get_position();
        let value = match cell.get_value() {
            DataRef::Int(number) => Cell::Number(*number as f64),
            DataRef::Float(number) => Cell::Number(*number),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Cell::Text(text)
            }
            DataRef::SharedString(text) => Cell::Text(text),
            DataRef::DateTime(moment) => Cell::Day(moment.as_f64()),
            DataRef::Empty => Cell::Empty,
            _ => Cell::Other,
        };
        grid.push(row as usize, column as usize, value)?;
    }
    merges.into_iter().for_each(|merge| grid.merge(of_dimensions(merge)));
    Ok(grid)
}

fn read_xls(xls: &mut Xls<Cursor<&[u8]>>, name: &str) -> Result<Grid, Unreadable> {
    let mut grid = Grid::default();
    let range = xls.worksheet_range(name).map_err(of_xls)?;
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.used_cells() {
        let value = match value {
            Data::Int(number) => Cell::Number(*number as f64),
            Data::Float(number) => Cell::Number(*number),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
            Data::DateTime(moment) => Cell::Day(moment.as_f64()),
            Data::Empty => Cell::Empty,
            _ => Cell::Other,
        };
        grid.push(row + top as usize, column + left as usize, value)?;
    }
    let merges = xls.merge_cells_by_sheet_name(name).unwrap_or_default();
    merges.into_iter().for_each(|merge| grid.merge(of_dimensions(merge)));
    Ok(grid)
}

fn of_dimensions(joined: Dimensions) -> Merge {
    Merge {
        top: joined.start.0 as usize,
        left: joined.start.1 as usize,
        bottom: joined.end.0 as usize,
        right: joined.end.1 as usize,
    }
}

fn of_xlsx(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Locked,
        _ => Unreadable::Broken,
    }
}

fn of_xls(error: XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Locked,
        _ => Unreadable::Broken,
    }
}
