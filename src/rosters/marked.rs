//! The workbook back, to be mended and sent again: the same sheets, cells, order, merges and widths, with wrong cells
//! coloured and explained in a comment. Other formatting goes.

use super::{
    Hidden,
    batch::Findings,
    reading::{Book, Cell, Grid},
    tables::Field,
    widths::widths,
};
use crate::error::Error;
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::{HashMap, HashSet};

/// Sheets with more rows are written row by row, without their merges, so that they need no memory.
const LARGE: usize = 40_000;
/// The colour of a wrong cell, light enough to read on.
const WRONG: u32 = 0x00F8_D0C0;

/// Something wrong with a row: the field, if it is one, and what to do about it.
#[derive(Debug, Clone)]
pub struct Fault {
    pub field: Option<Field>,
    pub words: String,
}

/// Where faults are: sheet from 0, row from 1, and the first cell of the person where a row holds several.
pub type Faults = HashMap<(usize, usize), Vec<(Option<String>, Fault)>>;

/// Writes the file again with its faults marked.
pub fn marked(bytes: &[u8], findings: &Findings, faults: &Faults) -> Result<Vec<u8>, Error> {
    let unreadable = |_| Error::internal("a roster that was read cannot be read again");
    let mut book = Book::open(bytes).map_err(unreadable)?;
    let widths = widths(bytes);
    let mut workbook = Workbook::new();
    let sheets = book.sheets();
    let (mut names, opens_on) = (HashSet::new(), sheets.iter().position(|one| one.hidden == Hidden::Shown));
    for (at, sheet) in sheets.into_iter().enumerate() {
        let grid = book.read(at).map_err(unreadable)?;
        let is_large = grid.filled_rows() > LARGE;
        let added = if is_large {
            workbook.add_worksheet_with_constant_memory()
        } else {
            Ok(workbook.add_worksheet())
        };
        let page = added.map_err(Error::internal)?;
        page.set_name(sheet_name(&sheet.name, at, &mut names)).map_err(Error::internal)?;
        for (column, width) in widths.get(&sheet.name).into_iter().flatten() {
            page.set_column_width(*column, *width).map_err(Error::internal)?;
        }
        if !is_large {
            join(page, &grid).map_err(Error::internal)?;
        }
        fill(page, &grid, at, findings, faults).map_err(Error::internal)?;
        // A workbook opens on a sheet that is shown; one of hidden sheets alone does not open at all.
        page.set_hidden(sheet.hidden != Hidden::Shown && opens_on.is_some());
        if opens_on == Some(at) {
            page.set_active(true).set_first_tab(true);
        }
    }
    workbook.save_to_buffer().map_err(Error::internal)
}

/// A name Excel takes for a sheet, which no other sheet of the workbook has: the own one, wherever that will do.
fn sheet_name(name: &str, at: usize, names: &mut HashSet<String>) -> String {
    let most = 31;
    let plain: String =
        name.chars().filter(|c| !c.is_control() && !"[]:*?/\\".contains(*c)).take(most).collect();
    let plain = plain.trim_matches('\'');
    let mut own = if plain.is_empty() { (at + 1).to_string() } else { plain.to_owned() };
    let mut others = 2..;
    while !names.insert(own.to_lowercase()) {
        let number = format!(" {}", others.next().unwrap_or(at));
        own = plain.chars().take(most - number.len()).chain(number.chars()).collect();
    }
    own
}

fn join(page: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    for merge in grid.merges().filter(|merge| merge.top < merge.bottom || merge.left < merge.right) {
        let (top, left) = (number(merge.top), column(merge.left));
        let (bottom, right) = (number(merge.bottom), column(merge.right));
        // Joined cells that overlap others are no sheet of ours: they stay apart.
        if page.merge_range(top, left, bottom, right, "", &Format::new()).is_err() {
            continue;
        }
    }
    Ok(())
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn fill(
    page: &mut Worksheet,
    grid: &Grid,
    sheet: usize,
    findings: &Findings,
    faults: &Faults,
) -> Result<(), XlsxError> {
    let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy-mm-dd"));
    let wrong = Format::new().set_background_color(Color::RGB(WRONG));
    let wrong_day = wrong.clone().set_num_format("yyyy-mm-dd");
    for row in 0..grid.height() {
        let mut notes: HashMap<usize, Vec<&str>> = HashMap::new();
        for (cell, fault) in faults.get(&(sheet, row + 1)).into_iter().flatten() {
            let place = place_of(findings, sheet, row + 1, cell.as_deref(), fault.field);
            notes.entry(place).or_default().push(&fault.words);
        }
        let (at, width) = (number(row), grid.row(row).map(|(column, _)| column + 1).max().unwrap_or(0));
        let last = notes.keys().map(|column| column + 1).max().unwrap_or(0).max(width);
        for place in 0..last {
            let is_wrong = notes.contains_key(&place);
            let (text, days) = if is_wrong { (&wrong, &wrong_day) } else { (&plain, &day) };
            match grid.cell(row, place) {
                Cell::Text(value) => page.write_string_with_format(at, column(place), short(value), text)?,
                Cell::Number(value) => page.write_number_with_format(at, column(place), value, text)?,
                Cell::Day(value) => page.write_number_with_format(at, column(place), value, days)?,
                Cell::Empty | Cell::Other if is_wrong => page.write_blank(at, column(place), text)?,
                Cell::Empty | Cell::Other => page,
            };
        }
        for (place, words) in notes {
            let note = Note::new(words.join("\n")).add_author_prefix(false).set_author("Kith");
            page.insert_note(at, column(place), &note)?;
        }
    }
    Ok(())
}

/// A cell holds no more than this.
fn short(text: &str) -> String {
    text.chars().take(32_000).collect()
}

/// The column a fault belongs to: that of its field in the table of the row, else that of the name.
fn place_of(
    findings: &Findings,
    sheet: usize,
    row: usize,
    cell: Option<&str>,
    field: Option<Field>,
) -> usize {
    let from = cell.map_or(0, first_column);
    let tables: Vec<_> = findings.table_of(sheet, row).collect();
    let find = |field: Field| {
        let columns = tables.iter().flat_map(|table| &table.columns);
        columns.filter(|one| one.field() == Some(field)).map(|one| one.column).find(|column| *column >= from)
    };
    field.and_then(find).or_else(|| find(Field::NAME)).unwrap_or(from)
}

/// The column of a cell such as H12, from 0.
fn first_column(cell: &str) -> usize {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0usize, |so_far, letter| so_far * 26 + usize::from(letter - b'A') + 1);
    number.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_a_name_that_excel_takes() {
        let mut names = HashSet::new();
        let long = "一".repeat(31);
        let all = ["花名册", "a/b", "A*B", "'", "Sheet", "sheet", &long, &long];
        let named: Vec<String> =
            all.iter().enumerate().map(|(at, name)| sheet_name(name, at, &mut names)).collect();
        let last = format!("{} 2", "一".repeat(29));
        assert_eq!(named, ["花名册", "ab", "AB 2", "4", "Sheet", "sheet 2", &long, &last]);
    }

    #[test]
    fn cells_are_found_by_their_letters() {
        for (cell, column) in [("A1", 0), ("H12", 7), ("AA3", 26), ("", 0)] {
            assert_eq!(first_column(cell), column);
        }
    }
}
