//! Where the headers of a sheet stand: in one to four rows, joined or not.

use super::key::{exact, key, nearly};
use crate::rosters::reading::{Cell, Grid};

/// The rows of one header, both included, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub top: usize,
    pub bottom: usize,
}

/// Most rows of a header.
const MOST_DEEP: usize = 4;

/// What a row looks like to somebody who looks for headers.
#[derive(Debug, Default)]
struct Look {
    filled: usize,
    known: usize,
    has_name: bool,
    /// Cells that no header has: numbers, telephones, days.
    data: usize,
}

fn look(grid: &Grid, row: usize) -> Look {
    let mut look = Look::default();
    for (_, cell) in grid.row(row) {
        look.filled += 1;
        let Some(text) = cell.text().filter(|text| !is_data(text)) else {
            look.data += 1;
            break;
        };
        let key = key(text);
        let field = exact(&key).or_else(|| nearly(&key));
        look.known += usize::from(field.is_some());
        look.has_name |= key.contains("姓名") || key == "名字";
    }
    look
}

/// Whether a text is what rows hold rather than headers: five digits in a row, or very long.
fn is_data(text: &str) -> bool {
    let run = text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0);
    run >= 5 || text.len() > 150 || text.contains(['×', '：']) && !text.ends_with('：')
}

impl Look {
    /// Whether the row alone tells that it is a header.
    fn is_header(&self) -> bool {
        let is_mostly_known = self.known * 5 >= self.filled * 2;
        self.data == 0
            && is_mostly_known
            && (self.known >= 3 || self.known == 2 && (self.has_name || self.filled == 2))
    }
}

/// The headers of a sheet from the top.
pub fn find(grid: &Grid) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut row = 0;
    while row < grid.height() {
        if !look(grid, row).is_header() {
            row += 1;
            continue;
        }
        let above = bands.last().map_or(0, |band| band.bottom + 1);
        let band = Band { top: top(grid, row, above), bottom: bottom(grid, row) };
        row = band.bottom + 1;
        bands.push(band);
    }
    bands
}

/// The header may begin above: with a row that groups the headers below it.
fn top(grid: &Grid, main: usize, above: usize) -> usize {
    let mut top = main;
    while top > above && main - top + 1 < MOST_DEEP && is_group_row(grid, top - 1, main) {
        top -= 1;
    }
    top
}

/// Whether a row only groups headers: several short texts, none of them over the whole table.
fn is_group_row(grid: &Grid, row: usize, main: usize) -> bool {
    let cells: Vec<(usize, Cell<'_>)> = grid.row(row).collect();
    let is_short =
        |cell: &Cell<'_>| cell.text().is_some_and(|text| text.chars().count() <= 20 && !is_data(text));
    let width = grid.row(main).count();
    let is_title = cells.first().is_some_and(|(column, _)| {
        cells.len() == 1
            || grid.merge_at(row, *column).is_some_and(|merge| merge.right - merge.left + 1 >= width)
    });
    let reaches_down = |column: usize| grid.merge_at(row, column).is_some_and(|merge| merge.bottom >= main);
    let is_above = |column: usize| grid.seen(main, column).text().is_some() || reaches_down(column);
    let spans = |column: usize| {
        let is_joined = grid.merge_at(row, column).is_some_and(|merge| merge.right > merge.left);
        is_joined || grid.cell(row, column + 1).is_empty() || reaches_down(column)
    };
    const NONE: [&str; 8] = ["合计", "总计", "小计", "共计", "本页", "填表", "审核", "共"];
    let is_other = |cell: &Cell<'_>| {
        cell.text().is_some_and(|text| NONE.iter().any(|word| text.trim().starts_with(word)))
    };
    !is_title
        && cells.len() >= 2
        && cells.iter().all(|(_, cell)| is_short(cell) && !is_other(cell))
        && cells.iter().all(|(column, _)| is_above(*column) && spans(*column))
}

/// The header may go on below: with rows whose cells stand under a group, while the others are joined or empty.
fn bottom(grid: &Grid, main: usize) -> usize {
    let mut bottom = grid
        .row(main)
        .filter_map(|(column, _)| grid.merge_at(main, column))
        .map(|merge| merge.bottom.min(main + MOST_DEEP - 1))
        .max()
        .unwrap_or(main);
    while bottom - main + 1 < MOST_DEEP && goes_on(grid, main, bottom) {
        bottom += 1;
    }
    bottom
}

/// Whether the row below a header belongs to it.
fn goes_on(grid: &Grid, main: usize, bottom: usize) -> bool {
    let next = bottom + 1;
    let cells: Vec<(usize, Cell<'_>)> = grid.row(next).collect();
    if cells.is_empty() {
        return false;
    }
    if is_numbering(&cells) {
        return true;
    }
    let mut known = 0;
    for (column, cell) in &cells {
        let Some(text) = cell.text().filter(|text| !is_data(text) && text.chars().count() <= 20) else {
            return false;
        };
        let key = key(text);
        known +=
            usize::from(super::header::meaning(&[group_above(grid, main, *column), key.clone()]).0.is_some());
        let above = grid.seen(bottom, *column);
        // What stands under a header that is complete by itself is a row.
        let is_group = above.text().is_none_or(|above| is_group_header(grid, bottom, *column, above));
        if !is_group {
            return false;
        }
    }
    // A row that repeats the header begins the next one.
    known > 0 && !look(grid, next).is_repetition(grid, main, next)
}

impl Look {
    fn is_repetition(&self, grid: &Grid, main: usize, next: usize) -> bool {
        self.is_header()
            && grid.row(next).next().map(|(_, cell)| cell) == grid.row(main).next().map(|(_, cell)| cell)
    }
}

/// The text of the header over a column, itself or the next on its left.
fn group_above(grid: &Grid, main: usize, column: usize) -> String {
    let above = (0..=column).rev().find_map(|column| grid.seen(main, column).text());
    above.unwrap_or("").to_owned()
}

/// Whether a header spans others: it is joined over several columns, or the one on its right is empty.
fn is_group_header(grid: &Grid, row: usize, column: usize, above: &str) -> bool {
    match grid.merge_at(row, column) {
        Some(merge) => merge.right > merge.left,
        None => {
            let is_alone = grid.cell(row, column + 1).is_empty() && grid.merge_at(row, column + 1).is_none();
            let key = key(above);
            is_alone
                && !matches!(
                    exact(&key).map(super::Field::name),
                    Some("name" | "id_number" | "row_no" | "sex")
                )
        }
    }
}

/// Whether a row only numbers the columns: 1, 2, 3, ….
fn is_numbering(cells: &[(usize, Cell<'_>)]) -> bool {
    let number = |cell: &Cell<'_>| cell.shown().trim_matches(['(', ')', '（', '）']).parse::<usize>().ok();
    cells.len() >= 4 && cells.iter().enumerate().all(|(at, (_, cell))| number(cell) == Some(at + 1))
}

/// The headers over a column within a band, from the topmost, without repetitions.
pub fn path(grid: &Grid, band: Band, column: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for row in band.top..=band.bottom {
        let below = || (row + 1..=band.bottom).any(|row| grid.cell(row, column).text().is_some());
        let own = grid.seen(row, column);
        let text = match own.text() {
            Some(text) => Some(text),
            None if own.is_empty() && below() => spanning(grid, band, row, column),
            None => None,
        };
        let Some(text) = text else { continue };
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if path.last() != Some(&text) && !text.is_empty() {
            path.push(text);
        }
    }
    path
}

/// The header that spans a column though its cells are not joined: the next on the left that has others under it.
fn spanning(grid: &Grid, band: Band, row: usize, column: usize) -> Option<&str> {
    let left = (0..column).rev().find(|left| !grid.cell(row, *left).is_empty())?;
    let has_more = (row + 1..=band.bottom).any(|row| !grid.cell(row, left).is_empty());
    let is_joined =
        grid.merge_at(row, left).is_some_and(|merge| merge.right < column && merge.right > merge.left);
    (has_more && !is_joined).then(|| grid.cell(row, left).text()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rosters::reading::Merge;

    fn grid(rows: &[&str], merges: &[(usize, usize, usize, usize)]) -> Grid {
        let mut grid = Grid::default();
        for (row, line) in rows.iter().enumerate() {
            for (column, text) in line.split(',').enumerate() {
                grid.push(row, column, Cell::Text(text)).unwrap();
            }
        }
        for (top, left, bottom, right) in merges {
            grid.merge(Merge { top: *top, left: *left, bottom: *bottom, right: *right });
        }
        grid.finish();
        grid
    }

    const DEEP: [&str; 5] = [
        "某镇花名册,,,,,,",
        "序号,姓名,联系方式,,务工地点,,外出时间",
        ",,本人电话,家属电话,省,市,",
        "1,张三,15400000001,,广东,深圳,2023年",
        "2,李四,15400000002,,广东,深圳,2023年",
    ];

    #[test]
    fn a_header_of_two_rows_is_found_with_and_without_joined_cells() {
        let joined = [(0, 0, 0, 6), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 2, 6)];
        for merges in [&joined[..], &[]] {
            let grid = grid(&DEEP, merges);
            let bands = find(&grid);
            assert_eq!(bands, [Band { top: 1, bottom: 2 }], "{merges:?}");
            let paths: Vec<String> = (0..7).map(|column| path(&grid, bands[0], column).join("/")).collect();
            let wanted = [
                "序号",
                "姓名",
                "联系方式/本人电话",
                "联系方式/家属电话",
                "务工地点/省",
                "务工地点/市",
                "外出时间",
            ];
            assert_eq!(paths, wanted);
        }
    }

    #[test]
    fn groups_above_a_header_and_numbers_below_it_belong_to_it() {
        let grid = grid(
            &[
                "花名册,,,",
                "基本情况,,外出情况,",
                "姓名,身份证号,务工地点,外出时间",
                "1,2,3,4",
                "张三,5,广东,去年",
            ],
            &[],
        );
        assert_eq!(find(&grid), [Band { top: 1, bottom: 3 }]);
    }

    #[test]
    fn every_repetition_of_a_header_is_found_and_no_row_is_one() {
        let grid = grid(&["姓名,电话,去向", "张三,无,深圳", "姓名,电话,去向", "李四,手机,备注"], &[]);
        assert_eq!(find(&grid), [Band { top: 0, bottom: 0 }, Band { top: 2, bottom: 2 }]);
    }
}
