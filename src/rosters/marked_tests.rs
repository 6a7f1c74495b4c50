//! Any workbook or text we give back, with its faults marked or without, we read back the same.

use super::{
    batch::Findings,
    marked::{Fault, Faults, marked},
    reading::{
        Book, Cell, Hidden,
        tests::{pages, workbook},
    },
};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

/// A cell in a way that can be compared.
fn shown(cell: Cell<'_>) -> String {
    match cell {
        // Nothing is to be seen of either.
        Cell::Empty | Cell::Other => String::new(),
        cell => format!("{cell:?}"),
    }
}

/// What must be the same of a sheet: its name, whether it is hidden, its cells, and how they are joined.
type Content = (String, bool, Vec<Vec<String>>, Vec<[usize; 4]>);

/// All that must be the same.
fn content(bytes: &[u8]) -> Vec<Content> {
    let mut book = Book::open(bytes).unwrap();
    let sheets = book.sheets();
    let sheet = |(at, sheet): (usize, super::reading::SheetName)| {
        let grid = book.read(at).unwrap();
        let width = |row: usize| grid.row(row).map(|(column, _)| column + 1).max().unwrap_or(0);
        let cells = |row: usize| (0..width(row)).map(|column| shown(grid.cell(row, column))).collect();
        let joined = grid.merges().map(|one| [one.top, one.left, one.bottom, one.right]);
        let mut joined: Vec<_> =
            joined.filter(|[top, left, bottom, right]| top < bottom || left < right).collect();
        joined.sort_unstable();
        let rows = (0..grid.height()).map(cells).collect();
        (sheet.name, sheet.hidden != Hidden::Shown, rows, joined)
    };
    sheets.into_iter().enumerate().map(sheet).collect()
}

fn faults() -> impl Strategy<Value = Faults> {
    let fault = |words: String| (None, Fault { field: None, words });
    let one = ((0usize..3, 1usize..14), prop::collection::vec("\\PC{1,30}".prop_map(fault), 1..3));
    prop::collection::vec(one, 0..6).prop_map(|all| all.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_workbook_comes_back_the_same(sheets in pages(), faults in faults()) {
        let bytes = workbook(&sheets).unwrap();
        let back = marked(&bytes, &Findings::default(), &faults).unwrap();
        prop_assert_eq!(content(&back), content(&bytes));
    }

    #[test]
    fn any_text_comes_back_as_the_same_cells(
        rows in prop::collection::vec(prop::collection::vec("[一-龥]{1,4}|[=＝+＋@＠'-]{1,2}[A-Z0-9]{1,4}|[a-z,;\"\n]{0,6}|[0-9]{11}", 2..6), 1..8)
    ) {
        let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        rows.iter().for_each(|row| table.write_record(row).unwrap());
        let bytes = table.into_inner().unwrap();
        let back = marked(&bytes, &Findings::default(), &Faults::default()).unwrap();
        prop_assert_eq!(content(&back), content(&bytes));
    }
}

/// Sheets as nobody should name them, and the first one hidden.
#[test]
fn sheets_keep_their_names_and_stay_hidden_wherever_they_stand() {
    let mut workbook = Workbook::new();
    for (name, is_hidden) in [("资料", true), ("花名册", false), ("history ", false), ("码表", true)] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap().write_string(0, 0, name).unwrap();
        sheet.merge_range(1, 0, 2, 1, "合并", &Format::new()).unwrap();
        sheet.set_hidden(is_hidden);
        if name == "花名册" {
            sheet.set_active(true);
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(content(&marked(&bytes, &Findings::default(), &Faults::default()).unwrap()), content(&bytes));
}
