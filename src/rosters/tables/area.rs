//! The parts of a sheet: titles, a header, and the rows under it.

use super::{
    Column, FieldChoice, RowKind, Table,
    bands::{self, Band},
    blocks,
    decide::Evidence,
    key::key,
    row_kind::kind_of,
};
use crate::rosters::{people::Divisions, reading::Grid};
use chrono::NaiveDate;
use std::ops::Range;

/// A header with what stands above and below it. Rows are counted from 0.
#[derive(Debug)]
pub struct Area {
    /// What stands above the header and belongs to it.
    pub titles: Range<usize>,
    pub header: Range<usize>,
    pub rows: Range<usize>,
    pub tables: Vec<Table>,
    /// Whether the header is that of the area before once more: a new page of the same table.
    pub goes_on: bool,
}

/// The parts of a sheet from the top; none where nothing looks like a table.
pub fn areas(grid: &Grid, divisions: &Divisions, today: NaiveDate, choices: &[FieldChoice]) -> Vec<Area> {
    let bands = bands::find(grid);
    let evidence = |rows: Range<usize>| Evidence { grid, rows, divisions, today, choices };
    if bands.is_empty() {
        return without_header(grid, &evidence(0..grid.height()));
    }
    let mut areas: Vec<Area> = Vec::new();
    for (at, band) in bands.iter().enumerate() {
        let end = bands.get(at + 1).map_or(grid.height(), |next| next.top);
        let rows = band.bottom + 1..end;
        let before = areas.last();
        let goes_on = before.is_some_and(|before| repeats(grid, &before.header, *band));
        let tables = match before {
            Some(before) if goes_on => before.tables.clone(),
            _ => blocks::tables(Some(*band), evidence(rows.clone()).columns(Some(*band))),
        };
        let titles = titles(grid, before, *band, divisions);
        if let Some(before) = areas.last_mut() {
            before.rows.end = titles.start.max(before.rows.start);
        }
        areas.push(Area { titles, header: band.top..band.bottom + 1, rows, tables, goes_on });
    }
    areas
}

/// Whether a header is one that came before, word for word.
fn repeats(grid: &Grid, before: &Range<usize>, band: Band) -> bool {
    let words = |row: usize| {
        grid.row(row).filter_map(|(column, cell)| Some((column, key(cell.text()?)))).collect::<Vec<_>>()
    };
    let height = band.bottom + 1 - band.top;
    height == before.len() && (0..height).all(|at| words(before.start + at) == words(band.top + at))
}

/// The rows above a header that belong to it: from the end of the people before.
fn titles(grid: &Grid, before: Option<&Area>, band: Band, divisions: &Divisions) -> Range<usize> {
    let Some(before) = before else { return 0..band.top };
    let mut from = band.top;
    while from > before.rows.start {
        let kind = kind_of(grid, from - 1, &before.tables, divisions);
        if !matches!(kind, RowKind::Band(_) | RowKind::Title | RowKind::Meta | RowKind::Blank) {
            break;
        }
        from -= 1;
    }
    from..band.top
}

/// A list of people without any header: what its columns hold is told by their cells alone.
fn without_header(grid: &Grid, evidence: &Evidence<'_>) -> Vec<Area> {
    let columns: Vec<Column> = evidence.columns(None);
    let tables = blocks::tables(None, columns);
    let is_list = tables.iter().any(|table| {
        table.has_names() && table.columns.iter().filter(|column| column.field.is_some()).count() >= 2
    });
    if !is_list {
        return Vec::new();
    }
    vec![Area { titles: 0..0, header: 0..0, rows: 0..grid.height(), tables, goes_on: false }]
}
