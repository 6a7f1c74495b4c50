//! Tables as people paste them: from Excel (tabs), from a CSV file (commas), or typed by hand.

/// A row of such a table, its cells in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedRow {
    /// The line it stands on, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl PastedRow {
    /// A cell, tidied; empty where the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a table. `columns` are the headings by which each column is known; without a heading line they stand in this
/// order.
pub fn pasted_rows(text: &str, columns: &[&[&str]]) -> Vec<PastedRow> {
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = if text.contains('\t') { b'\t' } else { b',' };
    let text = if delimiter == b'\t' { text.to_owned() } else { text.replace('，', ",") };
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).trim(csv::Trim::All);
    // Text in memory can always be read: there is no error to lose here.
    let mut rows = reader.from_reader(text.as_bytes()).into_records().flatten().peekable();
    let order = rows.peek().and_then(|first| order_of(first, columns));
    if order.is_some() {
        rows.next();
    }
    let cells = |record: &csv::StringRecord| match &order {
        Some(order) => {
            order.iter().map(|at| at.and_then(|at| record.get(at)).unwrap_or("").to_owned()).collect()
        }
        None => record.iter().map(str::to_owned).collect(),
    };
    rows.map(|record| PastedRow {
        line: record.position().map_or(0, |at| at.line() as usize),
        cells: cells(&record),
    })
    .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
    .collect()
}

/// Where each column stands, if the row is one of headings: at least two of them are known.
fn order_of(first: &csv::StringRecord, columns: &[&[&str]]) -> Option<Vec<Option<usize>>> {
    let place = |names: &&[&str]| {
        first.iter().position(|cell| names.contains(&cell.to_lowercase().replace(' ', "").as_str()))
    };
    let order: Vec<Option<usize>> = columns.iter().map(place).collect();
    (order.iter().flatten().count() >= 2).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&[&str]] = &[&["姓名", "name"], &["电话", "phone"], &["岗位", "post"]];

    fn read(text: &str) -> Vec<(usize, String)> {
        let joined = |row: PastedRow| (row.line, [0, 1, 2].map(|n| row.cell(n).to_owned()).join("|"));
        pasted_rows(text, COLUMNS).into_iter().map(joined).collect()
    }

    #[test]
    fn a_table_is_read_from_excel_from_a_file_and_as_typed() {
        let wanted = vec![(1, "谭永秀|15400000001|青龙村".to_owned())];
        assert_eq!(read("谭永秀\t15400000001\t青龙村\r\n"), wanted);
        assert_eq!(read("\u{feff}谭永秀,15400000001,青龙村"), wanted);
        assert_eq!(read("谭永秀，15400000001， 青龙村\n\n,,\n"), wanted);
        assert_eq!(read("\"谭永秀\",\"15400000001\",\"青龙村\""), wanted);
    }

    #[test]
    fn headings_give_the_order_of_the_columns() {
        assert_eq!(read("岗位,姓 名,备注\n青龙村,谭永秀,x\n"), [(2, "谭永秀||青龙村".to_owned())]);
        assert_eq!(read("POST\tName\n青龙村\t谭永秀"), [(2, "谭永秀||青龙村".to_owned())]);
    }

    #[test]
    fn nothing_pasted_is_no_row() {
        assert_eq!(read(" \n\n"), []);
        assert_eq!(read("姓名,电话,岗位"), []);
    }
}
