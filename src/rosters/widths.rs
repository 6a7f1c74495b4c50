//! The widths of the columns of an xlsx, which its reader does not tell: from the parts of the archive itself.

use quick_xml::{Reader, events::Event};
use std::{
    collections::HashMap,
    io::{Cursor, Read},
};
use zip::ZipArchive;

/// Most bytes of a part that are looked at: widths stand at its beginning.
const MOST: u64 = 4 << 20;
/// Most columns that get a width.
const MOST_COLUMNS: u16 = 400;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// For each sheet, by its name, the columns with a width of their own; nothing for other files.
pub fn widths(bytes: &[u8]) -> HashMap<String, Vec<(u16, f64)>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return HashMap::new() };
    let Some(book) = part(&mut archive, "xl/workbook.xml") else { return HashMap::new() };
    let Some(links) = part(&mut archive, "xl/_rels/workbook.xml.rels") else { return HashMap::new() };
    let targets: HashMap<String, String> = attributes(&links, "Relationship", ["Id", "Target"])
        .into_iter()
        .map(|[id, target]| (id, target.trim_start_matches("/xl/").to_owned()))
        .collect();
    let mut all = HashMap::new();
    for [name, id] in attributes(&book, "sheet", ["name", "r:id"]) {
        let sheet = targets.get(&id).and_then(|target| part(&mut archive, &format!("xl/{target}")));
        all.insert(name, sheet.map(|sheet| columns(&sheet)).unwrap_or_default());
    }
    all
}

fn part(archive: &mut Archive<'_>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(MOST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The values of two attributes of every element of a name, as far as it can be read.
fn attributes<const N: usize>(xml: &[u8], element: &str, names: [&str; N]) -> Vec<[String; N]> {
    let mut reader = Reader::from_reader(xml);
    let (mut all, mut buffer) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == element => {
                let value = |name: &str| {
                    let found = tag.try_get_attribute(name).ok().flatten();
                    found.map(|one| one.value.into_owned()).unwrap_or_default()
                };
                all.push(names.map(value));
            }
            // Widths stand before the rows.
            Ok(Event::Start(tag)) if tag.name().as_ref() == "sheetData" => return all,
            Ok(Event::Eof) | Err(_) => return all,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn columns(sheet: &[u8]) -> Vec<(u16, f64)> {
    let mut all = Vec::new();
    for [min, max, width] in attributes(sheet, "col", ["min", "max", "width"]) {
        let (Ok(min), Ok(max), Ok(width)) = (min.parse::<u16>(), max.parse::<u16>(), width.parse::<f64>())
        else {
            continue;
        };
        if width.is_finite() && (0.0..=255.0).contains(&width) {
            all.extend((min.max(1)..=max.min(MOST_COLUMNS)).map(|column| (column - 1, width)));
        }
    }
    all
}
