//! Delimited text: csv, tsv and txt with whatever stands between their cells.

use super::{
    Cell, Grid, Unreadable,
    decode::{Between, Decoded, Encoding},
};
use csv::{ByteRecord, ReaderBuilder};

/// Lines looked at to tell what stands between the cells.
const LINES: usize = 200;
/// More line breaks in one cell than this mean that a quotation mark was never closed.
const MOST_BREAKS: usize = 30;

/// Reads a text as one sheet. Rows are records: a line break within quotation marks begins none, blank lines count.
pub fn read(bytes: &[u8]) -> Result<Grid, Unreadable> {
    let encoding = Encoding::of(bytes)?;
    let beginning = Decoded::beginning(bytes, encoding);
    if beginning.trim_start().starts_with('<') {
        return Err(Unreadable::NoTable);
    }
    let (delimiter, between) = delimiter_of(&beginning);
    let open = || Decoded::new(bytes, encoding, between);
    match records(open(), delimiter, true)? {
        Some(grid) => Ok(grid),
        None => records(open(), delimiter, false)?.ok_or(Unreadable::Broken),
    }
}

/// Reads all records; none if a quotation mark ran away with the rest of the text.
fn records(text: Decoded<'_>, delimiter: u8, quoting: bool) -> Result<Option<Grid>, Unreadable> {
    let mut reader = ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting);
    let mut reader = reader.from_reader(text);
    let mut grid = Grid::default();
    let mut record = ByteRecord::new();
    let mut row = 0;
    loop {
        let before = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(Some(grid)),
            Err(_) => return Err(Unreadable::Broken),
        }
        let lines = usize::try_from(reader.position().line() - before).unwrap_or(0);
        let breaks: usize =
            record.iter().map(|cell| cell.iter().filter(|byte| **byte == b'\n').count()).sum();
        if quoting && breaks > MOST_BREAKS {
            return Ok(None);
        }
        // The reader leaves out blank lines; Excel and the people who count do not.
        row += lines.saturating_sub(breaks + 1);
        for (column, cell) in record.iter().enumerate() {
            let text = std::str::from_utf8(cell).unwrap_or("");
            grid.push(row, column, Cell::Text(unwrapped(text)))?;
        }
        row += 1;
    }
}

/// A cell that is written as a formula so that Excel leaves it alone: `="512224…"`.
fn unwrapped(text: &str) -> &str {
    let text = text.trim_matches(['\t', ' ']);
    text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// The sign between the cells: the one that stands equally often in most lines.
fn delimiter_of(beginning: &str) -> (u8, Between) {
    let signs = [
        (',', b',', Between::AsIs),
        ('\t', b'\t', Between::AsIs),
        (';', b';', Between::AsIs),
        ('|', b'|', Between::AsIs),
        ('，', b'\t', Between::WideComma),
    ];
    let (mut best, mut best_score) = ((b',', Between::AsIs), 0);
    for (sign, delimiter, between) in signs {
        let score = evenness(beginning, |line| occurrences(line, sign));
        if score > best_score {
            (best, best_score) = ((delimiter, between), score);
        }
    }
    let blanks = |line: &str| line.split_whitespace().count().saturating_sub(1);
    let is_better = evenness(beginning, blanks) > best_score * 2 && best_score < LINES / 4;
    if is_better { (b'\t', Between::Blanks) } else { best }
}

/// How many lines have the count most lines have, if that is not 0.
fn evenness(text: &str, count: impl Fn(&str) -> usize) -> usize {
    let mut counts: Vec<usize> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(LINES)
        .map(count)
        .filter(|n| *n > 0)
        .collect();
    counts.sort_unstable();
    counts.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
}

/// How often a sign stands in a line outside quotation marks.
fn occurrences(line: &str, sign: char) -> usize {
    let mut is_quoted = false;
    line.chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            !is_quoted && *c == sign
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<(usize, Vec<String>)> {
        let grid = read(text.as_bytes()).unwrap();
        let row = |row| grid.row(row).map(|(_, cell)| cell.shown()).collect::<Vec<_>>();
        (0..grid.height()).map(|at| (at, row(at))).filter(|(_, cells)| !cells.is_empty()).collect()
    }

    #[test]
    fn whatever_stands_between_the_cells_they_are_told_apart() {
        let wanted = table("姓名,电话,去向\n张三,15400000001,深圳\n李四,15400000002,东莞\n");
        assert_eq!(wanted[1].1, ["张三", "15400000001", "深圳"]);
        for between in ["\t", ";", "|", "，", "   ", "　"] {
            let text = format!(
                "姓名{between}电话{between}去向\n张三{between}15400000001{between}深圳\n李四{between}15400000002{between}东莞\n"
            );
            assert_eq!(table(&text), wanted, "{between:?}");
        }
    }

    #[test]
    fn blank_lines_count_and_breaks_within_quotation_marks_do_not() {
        let text = "名单,\n\n姓名,电话\n张三,\"15400000001\n15400000002\"\n\n\n李四,1\n";
        let rows: Vec<usize> = table(text).into_iter().map(|(row, _)| row).collect();
        assert_eq!(rows, [0, 2, 3, 6]);
        assert_eq!(table("a,b\r\n\r\n\"c\r\nd\",e")[1], (2, vec!["c\nd".to_owned(), "e".to_owned()]));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_nobody() {
        let text = format!("姓名,电话\n\"张三,15400000001\n{}", "李四,15400000002\n".repeat(60));
        assert_eq!(table(&text).len(), 62);
    }

    #[test]
    fn what_is_written_as_a_formula_so_that_excel_leaves_it_alone_is_its_text() {
        assert_eq!(table("=\"51222419771004942X\",a\n\t512224,b")[0].1[0], "51222419771004942X");
    }
}
