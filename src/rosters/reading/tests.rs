//! Any workbook we write, we read back the same.

use super::{Book, Cell, Hidden};
use proptest::prelude::*;
use rust_xlsxwriter::{Workbook, XlsxError};

/// What is written into a cell.
#[derive(Debug, Clone)]
pub enum Written {
    Nothing,
    Text(String),
    Number(f64),
    Formula(i32),
}

/// Sheets of cells, each with whether it is hidden.
pub type Pages = Vec<(Vec<Vec<Written>>, bool)>;

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        2 => Just(Written::Nothing),
        4 => "\\PC{1,20}|[=＝+＋@＠'-][0-9A-Z]{1,4}|[\\u{4e00}-\\u{9fff}]{2,4}|[0-9]{18}|[0-9 \n\t]{1,12}".prop_map(Written::Text),
        2 => prop_oneof![-1e9..1e9f64, (0i64..1i64 << 52).prop_map(|n| n as f64), Just(5.12224198204229e17)].prop_map(Written::Number),
        1 => any::<i32>().prop_map(Written::Formula),
    ]
}

/// Some sheets.
pub fn pages() -> impl Strategy<Value = Pages> {
    let rows = prop::collection::vec(prop::collection::vec(written(), 1..8), 1..12);
    prop::collection::vec((rows, any::<bool>()), 1..4)
}

/// They as a workbook. The first sheet is always shown.
pub fn workbook(sheets: &[(Vec<Vec<Written>>, bool)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for (at, (rows, is_hidden)) in sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("第{at}页"))?.set_hidden(*is_hidden && at > 0);
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match cell {
                    Written::Nothing => {}
                    Written::Text(text) => {
                        sheet.write_string(row, column, text)?;
                    }
                    Written::Number(number) => {
                        sheet.write_number(row, column, *number)?;
                    }
                    Written::Formula(value) => {
                        let formula = rust_xlsxwriter::Formula::new("=A1+1").set_result(value.to_string());
                        sheet.write_formula(row, column, formula)?;
                    }
                }
            }
        }
    }
    workbook.save_to_buffer()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_workbook_we_write_we_read_back_the_same(
        sheets in pages()
    ) {
        let bytes = workbook(&sheets).unwrap();
        let mut book = Book::open(&bytes).unwrap();
        let names = book.sheets();
        prop_assert_eq!(names.len(), sheets.len());
        for (at, (rows, is_hidden)) in sheets.iter().enumerate() {
            let hidden = if *is_hidden && at > 0 { Hidden::Hidden } else { Hidden::Shown };
            prop_assert_eq!(names[at].hidden, hidden);
            let grid = book.read(at).unwrap();
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let found = grid.cell(row, column);
                    match cell {
                        Written::Text(text) if text.trim().is_empty() => prop_assert_eq!(found, Cell::Empty),
                        Written::Nothing => prop_assert_eq!(found, Cell::Empty),
                        Written::Text(text) => prop_assert_eq!(found, Cell::Text(text.as_str())),
                        Written::Number(number) => prop_assert_eq!(found, Cell::Number(*number)),
                        Written::Formula(value) => prop_assert_eq!(found, Cell::Number(f64::from(*value))),
                    }
                }
            }
        }
    }
}
