//! Sheets written as files of every kind.

use super::made::{Page, Value};
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub fn xlsx(pages: &[Page]) -> Vec<u8> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        for page in pages {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&page.name)?;
            for (top, left, bottom, right) in &page.merges {
                sheet.merge_range(
                    *top as u32,
                    *left as u16,
                    *bottom as u32,
                    *right as u16,
                    "",
                    &Format::new(),
                )?;
            }
            for (row, cells) in page.rows.iter().enumerate() {
                for (column, value) in cells.iter().enumerate() {
                    match value {
                        Value::Blank => {}
                        Value::Text(text) => {
                            sheet.write_string(row as u32, column as u16, text)?;
                        }
                        Value::Number(number) => {
                            sheet.write_number(row as u32, column as u16, *number)?;
                        }
                    }
                }
            }
            sheet.set_hidden(page.is_hidden);
        }
        workbook.save_to_buffer()
    };
    write().expect("a workbook")
}

/// A page as text with something between its cells.
pub fn text(page: &Page, between: &str) -> String {
    let cell = |value: &Value| match value {
        Value::Blank => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) if text.contains([',', '"', '\n', '\t', ';']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Value::Text(text) => text.clone(),
    };
    let line = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(between) + "\r\n";
    page.rows.iter().map(line).collect()
}

/// A text in every encoding.
pub fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |to: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark, &text.encode_utf16().flat_map(to).collect::<Vec<u8>>()].concat()
    };
    vec![
        ("utf-8", text.as_bytes().to_vec()),
        ("utf-8 with mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf-16 le", wide(u16::to_le_bytes, b"\xff\xfe")),
        ("utf-16 be", wide(u16::to_be_bytes, b"\xfe\xff")),
        ("utf-16 le without mark", wide(u16::to_le_bytes, b"")),
        ("gb 18030", GB18030.encode(text).0.into_owned()),
    ]
}

/// A packed workbook with some of its parts changed.
pub fn repacked(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("its text");
        let name = part.name().expect("its name").into_owned();
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        writer.write_all(change(&name, text).as_bytes()).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// An OpenDocument workbook, as LibreOffice writes them: spanned cells cover others, empty ones are counted.
pub fn ods(pages: &[Page]) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles><style:style style:name=\"ta2\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body>",
    );
    for page in pages {
        let style = if page.is_hidden { "ta2" } else { "ta1" };
        xml += &format!("<table:table table:name=\"{}\" table:style-name=\"{style}\">", page.name);
        for (row, cells) in page.rows.iter().enumerate() {
            xml += "<table:table-row>";
            for (column, value) in cells.iter().enumerate() {
                let merge = page.merges.iter().find(|(top, left, ..)| (*top, *left) == (row, column));
                let spans = merge.map_or(String::new(), |(top, left, bottom, right)| {
                    let (rows, columns) = (bottom - top + 1, right - left + 1);
                    format!(
                        " table:number-rows-spanned=\"{rows}\" table:number-columns-spanned=\"{columns}\""
                    )
                });
                xml += &match value {
                    Value::Blank => format!("<table:table-cell{spans}/>"),
                    Value::Number(n) => format!(
                        "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"{spans}><text:p>{n}</text:p></table:table-cell>"
                    ),
                    Value::Text(text) => format!(
                        "<table:table-cell office:value-type=\"string\"{spans}><text:p>{text}</text:p><office:annotation><text:p>note</text:p></office:annotation></table:table-cell>"
                    ),
                };
            }
            xml += "<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>";
        }
        xml += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row></table:table>";
    }
    xml += "</office:body></office:document-content>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).expect("a part");
    writer.write_all(xml.as_bytes()).expect("its bytes");
    writer.finish().expect("an archive").into_inner()
}
