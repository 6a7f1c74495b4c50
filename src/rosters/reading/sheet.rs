//! A sheet as it is held while it is read: only cells with something in them, their texts in one piece.

use super::{Cell, Unreadable};

/// How a sheet is shown in its workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    Shown,
    Hidden,
    /// Only a macro can show it again.
    VeryHidden,
}

/// Most columns looked at; what stands further to the right belongs to no roster.
pub const MOST_COLUMNS: usize = 400;
/// Most cells and most bytes of text of one sheet: both keep a file of 200,000 rows within its memory.
const MOST_CELLS: usize = 8_000_000;
const MOST_TEXT: usize = 160 << 20;

#[derive(Debug, Clone, Copy)]
enum Kept {
    Text { at: u32, length: u32 },
    Number(f64),
    Day(f64),
    Other,
}

/// Cells that were joined into one: rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

/// The cells of one sheet.
#[derive(Debug, Default)]
pub struct Grid {
    texts: String,
    cells: Vec<(u16, Kept)>,
    /// Where the cells of each row begin.
    rows: Vec<u32>,
    /// For each column the merges that touch it, from the top.
    merges: Vec<Vec<Merge>>,
    filled_rows: usize,
}

impl Grid {
    /// Puts a cell behind those before it; rows come from the top, columns from the left. What comes out of its turn or
    /// too far to the right is left out.
    pub fn push(&mut self, row: usize, column: usize, cell: Cell<'_>) -> Result<(), Unreadable> {
        let is_blank = cell.is_empty() || cell.text().is_some_and(|text| text.trim().is_empty());
        if is_blank || column >= MOST_COLUMNS || row + 1 < self.rows.len() {
            return Ok(());
        }
        if self.cells.len() >= MOST_CELLS {
            return Err(Unreadable::TooLarge);
        }
        let here = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        let is_new = self.rows.len() <= row;
        self.rows.resize(self.rows.len().max(row + 1), here);
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let last = if is_new { None } else { self.cells.last() };
        if last.is_some_and(|(last, _)| *last >= column) {
            return Ok(());
        }
        self.filled_rows += usize::from(is_new);
        if self.filled_rows > super::MOST_ROWS {
            return Err(Unreadable::TooManyRows);
        }
        let kept = match cell {
            Cell::Text(text) => {
                if self.texts.len() + text.len() > MOST_TEXT {
                    return Err(Unreadable::TooLarge);
                }
                let at = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
                self.texts.push_str(text);
                Kept::Text { at, length: u32::try_from(text.len()).unwrap_or(0) }
            }
            Cell::Number(number) => Kept::Number(number),
            Cell::Day(number) => Kept::Day(number),
            Cell::Empty | Cell::Other => Kept::Other,
        };
        self.cells.push((column, kept));
        Ok(())
    }

    /// Notes that cells were joined.
    pub fn merge(&mut self, merge: Merge) {
        for column in merge.left..=merge.right.min(MOST_COLUMNS - 1) {
            if self.merges.len() <= column {
                self.merges.resize(column + 1, Vec::new());
            }
            if let Some(merges) = self.merges.get_mut(column) {
                merges.push(merge);
            }
        }
    }

    /// To be called once all is in.
    pub fn finish(&mut self) {
        for merges in &mut self.merges {
            merges.sort_by_key(|merge| merge.top);
        }
        self.texts.shrink_to_fit();
    }

    /// All joined cells.
    pub fn merges(&self) -> impl Iterator<Item = Merge> + '_ {
        let all = self.merges.iter().enumerate();
        all.flat_map(|(column, merges)| merges.iter().filter(move |merge| merge.left == column)).copied()
    }

    /// How many rows there are, blank ones between others included.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many rows have something in them.
    pub fn filled_rows(&self) -> usize {
        self.filled_rows
    }

    /// The cells of a row with something in them, with their columns.
    pub fn row(&self, row: usize) -> impl DoubleEndedIterator<Item = (usize, Cell<'_>)> + Clone {
        self.kept(row).iter().map(|(column, kept)| (usize::from(*column), self.cell_of(*kept)))
    }

    /// What was typed into a cell.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let cells = self.kept(row);
        let found = cells.binary_search_by_key(&column, |(column, _)| usize::from(*column));
        found.ok().and_then(|at| cells.get(at)).map_or(Cell::Empty, |(_, kept)| self.cell_of(*kept))
    }

    /// What stands in a cell for its reader: of joined cells the one that was typed.
    pub fn seen(&self, row: usize, column: usize) -> Cell<'_> {
        match self.merge_at(row, column) {
            Some(merge) => self.cell(merge.top, merge.left),
            None => self.cell(row, column),
        }
    }

    /// The joined cells a cell belongs to.
    pub fn merge_at(&self, row: usize, column: usize) -> Option<Merge> {
        let merges = self.merges.get(column)?;
        let next = merges.partition_point(|merge| merge.top <= row);
        merges.get(next.checked_sub(1)?).copied().filter(|merge| merge.bottom >= row)
    }

    fn kept(&self, row: usize) -> &[(u16, Kept)] {
        let Some(from) = self.rows.get(row) else { return &[] };
        let to = self.rows.get(row + 1).map_or(self.cells.len(), |to| *to as usize);
        self.cells.get(*from as usize..to).unwrap_or(&[])
    }

    fn cell_of(&self, kept: Kept) -> Cell<'_> {
        match kept {
            Kept::Text { at, length } => {
                Cell::Text(self.texts.get(at as usize..at as usize + length as usize).unwrap_or(""))
            }
            Kept::Number(number) => Cell::Number(number),
            Kept::Day(number) => Cell::Day(number),
            Kept::Other => Cell::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_where_they_were_put_and_joined_cells_show_the_first() {
        let mut grid = Grid::default();
        for (row, column, cell) in
            [(0, 1, Cell::Text("村")), (2, 0, Cell::Number(1.0)), (2, 3, Cell::Text("张三"))]
        {
            grid.push(row, column, cell).unwrap();
        }
        grid.push(1, 0, Cell::Text("too late")).unwrap();
        grid.push(3, 0, Cell::Text("  ")).unwrap();
        grid.merge(Merge { top: 0, left: 1, bottom: 2, right: 2 });
        grid.finish();
        assert_eq!((grid.height(), grid.filled_rows()), (3, 2));
        assert_eq!(grid.cell(0, 1), Cell::Text("村"));
        assert_eq!(grid.cell(1, 0), Cell::Empty);
        assert_eq!((grid.cell(2, 2), grid.seen(2, 2)), (Cell::Empty, Cell::Text("村")));
        assert_eq!(grid.row(2).collect::<Vec<_>>(), [(0, Cell::Number(1.0)), (3, Cell::Text("张三"))]);
        assert_eq!(grid.cell(9, 9), Cell::Empty);
    }
}
