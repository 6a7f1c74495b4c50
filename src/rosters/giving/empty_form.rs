//! An empty form somebody wants filled: a workbook with a header and nobody in it.

use super::columns::OutColumn;
use crate::rosters::{
    Unreadable,
    reading::{Book, Cell, Hidden},
    tables::meaning,
};

/// Rows in which a header is looked for.
const HEADER_ROWS: usize = 15;

/// The columns of an empty form: its fullest row among the first ones.
pub fn header_of(bytes: &[u8]) -> Result<Vec<OutColumn>, Unreadable> {
    let mut book = Book::open(bytes)?;
    let shown = book.sheets().iter().position(|sheet| sheet.hidden == Hidden::Shown).unwrap_or(0);
    let grid = book.read(shown)?;
    // In a text file figures are text as well: a header has words.
    let is_word =
        |cell: &Cell| matches!(cell, Cell::Text(_)) && cell.shown().chars().any(char::is_alphabetic);
    let texts = |row: usize| grid.row(row).filter(|(_, cell)| is_word(cell)).count();
    let rows = 0..grid.height().min(HEADER_ROWS);
    let Some(row) = rows.rev().max_by_key(|row| texts(*row)).filter(|row| texts(*row) > 0) else {
        return Err(Unreadable::NobodyFound);
    };
    let last = grid.row(row).next_back().map_or(0, |(column, _)| column);
    let column = |at: usize| {
        let header: String = grid.cell(row, at).shown().chars().take(100).collect();
        let (field, _) = meaning(std::slice::from_ref(&header));
        let is_ours = field.filter(|field| field.forbidden().is_none());
        OutColumn { header, field: is_ours.map(|field| field.name().to_owned()).unwrap_or_default() }
    };
    Ok((0..=last).map(column).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_of_an_empty_form_is_its_fullest_row() {
        let columns = header_of("务工人员登记表\n序号,姓名,联系电话,民族\n".as_bytes()).unwrap();
        let fields: Vec<&str> = columns.iter().map(|column| column.field.as_str()).collect();
        assert_eq!((columns.len(), fields[1], fields[2]), (4, "name", "phone"));
        assert_eq!(header_of(b"1,2\n").err(), Some(Unreadable::NobodyFound));
    }
}
