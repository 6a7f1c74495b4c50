//! Workbooks of LibreOffice (OpenDocument), row by row.
//!
//! Read here and not by the library that reads the others: it makes a cell that is said to be repeated a million times
//! into a million cells, and tells nothing of joined ones.

use super::{Cell, Grid, Hidden, MOST_COLUMNS, MOST_ROWS, Merge, SheetName, Unreadable};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Cursor},
};
use zip::ZipArchive;

/// An open workbook.
pub struct Ods<'a> {
    bytes: &'a [u8],
    sheets: Vec<SheetName>,
}

/// The value of a cell while it is read.
#[derive(Debug, Clone)]
enum Value {
    Empty,
    Number(f64),
    /// What is shown counts.
    Shown,
    /// A day, as it is kept.
    Day(String),
    Other,
}

type Xml<R> = Reader<R>;

fn with_content<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Xml<BufReader<&mut dyn std::io::Read>>) -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let mut file = archive.by_name("content.xml").map_err(|_| Unreadable::Locked)?;
    let file: &mut dyn std::io::Read = &mut file;
    read(&mut Reader::from_reader(BufReader::new(file)))
}

fn next<'b, R: BufRead>(xml: &mut Xml<R>, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Unreadable> {
    buffer.clear();
    xml.read_event_into(buffer).map_err(|_| Unreadable::Broken)
}

/// An attribute of an element, by its name with prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let text = found.value.to_string();
    Some(quick_xml::escape::unescape(&text).map(|text| text.into_owned()).unwrap_or(text))
}

/// How often something is repeated, or over how many cells it spans: at least once.
fn times(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

impl<'a> Ods<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Ods<'a>, Unreadable> {
        let sheets = with_content(bytes, |xml| {
            let (mut buffer, mut sheets) = (Vec::new(), Vec::new());
            let (mut style, mut hidden) = (String::new(), HashSet::new());
            loop {
                match next(xml, &mut buffer)? {
                    Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                        "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
                        "style:table-properties"
                            if attribute(&element, "table:display").as_deref() == Some("false") =>
                        {
                            hidden.insert(style.clone());
                        }
                        "table:table" => {
                            let name = attribute(&element, "table:name").unwrap_or_default();
                            let style = attribute(&element, "table:style-name").unwrap_or_default();
                            let hidden = if hidden.contains(&style) { Hidden::Hidden } else { Hidden::Shown };
                            sheets.push(SheetName { name, hidden });
                        }
                        _ => {}
                    },
                    Event::Eof => return Ok(sheets),
                    _ => {}
                }
            }
        })?;
        if sheets.is_empty() { Err(Unreadable::Broken) } else { Ok(Ods { bytes, sheets }) }
    }

    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// The cells of a sheet.
    pub fn read(&self, sheet: usize) -> Result<Grid, Unreadable> {
        with_content(self.bytes, |xml| {
            let (mut buffer, mut at) = (Vec::new(), 0);
            loop {
                match next(xml, &mut buffer)? {
                    Event::Start(element) if element.name().as_ref() == "table:table" => {
                        if at == sheet {
                            return table(xml);
                        }
                        at += 1;
                    }
                    Event::Eof => return Err(Unreadable::Broken),
                    _ => {}
                }
            }
        })
    }
}

/// Reads a table up to its end.
fn table<R: BufRead>(xml: &mut Xml<R>) -> Result<Grid, Unreadable> {
    let (mut grid, mut buffer, mut row) = (Grid::default(), Vec::new(), 0);
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(element) if element.name().as_ref() == "table:table-row" => {
                let repeated = times(&element, "table:number-rows-repeated");
                row = put_row(xml, &mut grid, row, repeated)?;
            }
            Event::Empty(element) if element.name().as_ref() == "table:table-row" => {
                row += times(&element, "table:number-rows-repeated");
            }
            Event::End(element) if element.name().as_ref() == "table:table" => return Ok(grid),
            Event::Eof => return Err(Unreadable::Broken),
            _ => {}
        }
    }
}

/// Puts a row into the grid as often as it is repeated; gives the next one.
fn put_row<R: BufRead>(
    xml: &mut Xml<R>,
    grid: &mut Grid,
    row: usize,
    repeated: usize,
) -> Result<usize, Unreadable> {
    let cells = read_row(xml, grid, row)?;
    if cells.is_empty() {
        return Ok(row + repeated);
    }
    if repeated > MOST_ROWS {
        return Err(Unreadable::TooManyRows);
    }
    for at in row..row + repeated {
        for (column, value, text) in &cells {
            let cell = match value {
                Value::Number(number) => Cell::Number(*number),
                Value::Day(day) => Cell::Text(day),
                Value::Shown => Cell::Text(text),
                Value::Other => Cell::Other,
                Value::Empty => Cell::Empty,
            };
            grid.push(at, *column, cell)?;
        }
    }
    Ok(row + repeated)
}

/// The cells of a row with something in them.
fn read_row<R: BufRead>(
    xml: &mut Xml<R>,
    grid: &mut Grid,
    row: usize,
) -> Result<Vec<(usize, Value, String)>, Unreadable> {
    let (mut cells, mut buffer, mut column) = (Vec::new(), Vec::new(), 0);
    loop {
        let (value, repeated, text) = match next(xml, &mut buffer)? {
            Event::Start(element) if is_cell(&element) => {
                let begun = begin(&element, grid, row, column);
                (begun.0, begun.1, text_of(xml)?)
            }
            Event::Empty(element) if is_cell(&element) => {
                let begun = begin(&element, grid, row, column);
                (begun.0, begun.1, String::new())
            }
            Event::End(element) if element.name().as_ref() == "table:table-row" => return Ok(cells),
            Event::Eof => return Err(Unreadable::Broken),
            _ => continue,
        };
        let value = if matches!(value, Value::Empty) && !text.is_empty() { Value::Shown } else { value };
        if !matches!(value, Value::Empty) {
            for at in column..(column + repeated).min(MOST_COLUMNS) {
                cells.push((at, value.clone(), text.clone()));
            }
        }
        column += repeated;
    }
}

fn is_cell(element: &BytesStart<'_>) -> bool {
    matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// The value of a cell that begins, how often it is repeated; cells it spans are joined.
fn begin(element: &BytesStart<'_>, grid: &mut Grid, row: usize, column: usize) -> (Value, usize) {
    let number = || attribute(element, "office:value").and_then(|text| text.parse().ok());
    let value = match attribute(element, "office:value-type").as_deref() {
        Some("float" | "currency" | "percentage") => number().map_or(Value::Empty, Value::Number),
        Some("date") => attribute(element, "office:date-value").map_or(Value::Empty, Value::Day),
        Some("string") => Value::Shown,
        Some("boolean" | "time") => Value::Other,
        _ => Value::Empty,
    };
    let (rows, columns) =
        (times(element, "table:number-rows-spanned"), times(element, "table:number-columns-spanned"));
    if rows > 1 || columns > 1 {
        grid.merge(Merge { top: row, left: column, bottom: row + rows - 1, right: column + columns - 1 });
    }
    (value, times(element, "table:number-columns-repeated"))
}

/// The text of a cell up to its end: paragraphs one below the other, without comments.
fn text_of<R: BufRead>(xml: &mut Xml<R>) -> Result<String, Unreadable> {
    let (mut text, mut buffer) = (String::new(), Vec::new());
    let (mut in_paragraph, mut beside, mut paragraphs) = (0usize, 0usize, 0usize);
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "office:annotation" | "draw:frame" | "draw:custom-shape" => beside += 1,
                "text:p" if beside == 0 => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    (in_paragraph, paragraphs) = (in_paragraph + 1, paragraphs + 1);
                }
                _ => {}
            },
            Event::Empty(element) if beside == 0 => match element.name().as_ref() {
                "text:s" => text.push(' '),
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "office:annotation" | "draw:frame" | "draw:custom-shape" => beside = beside.saturating_sub(1),
                "text:p" if beside == 0 => in_paragraph = in_paragraph.saturating_sub(1),
                "table:table-cell" | "table:covered-table-cell" => return Ok(text),
                _ => {}
            },
            Event::Text(piece) if beside == 0 && in_paragraph > 0 => {
                text.push_str(&piece);
            }
            Event::GeneralRef(name) if beside == 0 && in_paragraph > 0 => {
                let written = format!("&{};", &*name);
                text.push_str(&quick_xml::escape::unescape(&written).unwrap_or_default());
            }
            Event::Eof => return Err(Unreadable::Broken),
            _ => {}
        }
    }
}
