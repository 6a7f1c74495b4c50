//! What a file is, and whether it may be unpacked: looked at before anything is built from it.
//!
//! A workbook is a packed folder. What it says of its own size is not believed: each part that will be read is unpacked
//! once and counted, without keeping it.

use super::Unreadable;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// What a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Ods,
    Xls,
    Text,
}

/// Most parts of a packed workbook. One of 200 sheets with pictures has about 1,000.
const MOST_PARTS: usize = 5_000;
/// Most bytes of all parts that are read, unpacked: 200,000 rows of 20 columns take about 250 MB.
const MOST_UNPACKED: u64 = 600 << 20;
/// Most bytes of one part that is held in memory as a whole: the shared texts.
const MOST_SHARED: u64 = 120 << 20;
/// How many times smaller a large part may be packed; sheets of formulas and empty rows reach about 100.
const MOST_RATIO: u64 = 250;
/// Parts below this size may be packed as tightly as they like.
const SMALL: u64 = 16 << 20;
/// How far into a part its prologue is looked for: it stands before the first element.
const PROLOGUE: usize = 64 << 10;

/// The beginnings of files that are no tables, though people send them: PDF, pictures, other archives, programs.
const OTHERS: [&[u8]; 9] =
    [b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF"];

/// Looks at a file: what it is, or why it is refused.
pub fn look(bytes: &[u8]) -> Result<Container, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    if OTHERS.iter().any(|other| bytes.starts_with(other)) {
        return Err(Unreadable::NoTable);
    }
    Ok(Container::Text)
}

/// An Excel workbook of before 2007; a newer one with a password comes in the same wrapping.
fn compound(bytes: &[u8]) -> Result<Container, Unreadable> {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("EncryptedPackage") {
        Err(Unreadable::Locked)
    } else if names("Workbook") || names("Book") {
        Ok(Container::Xls)
    } else {
        Err(Unreadable::NoTable)
    }
}

fn packed(bytes: &[u8]) -> Result<Container, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::Bomb);
    }
    let container = if archive.index_for_name("xl/workbook.xml").is_some() {
        Container::Xlsx
    } else if archive.index_for_name("content.xml").is_some() {
        Container::Ods
    } else {
        return Err(Unreadable::NoTable);
    };
    let mut unpacked = 0;
    for part in 0..archive.len() {
        unpacked += count(&mut archive, part)?;
        if unpacked > MOST_UNPACKED {
            return Err(Unreadable::Bomb);
        }
    }
    Ok(container)
}

/// How large a part is when unpacked, if it is one that is read.
fn count(archive: &mut ZipArchive<Cursor<&[u8]>>, part: usize) -> Result<u64, Unreadable> {
    let mut file = archive.by_index(part).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Locked,
        _ => Unreadable::Broken,
    })?;
    let name = file.name().map_err(|_| Unreadable::Broken)?.to_ascii_lowercase();
    if !name.ends_with(".xml") && !name.ends_with(".rels") {
        return Ok(0);
    }
    let packed = file.compressed_size().max(1);
    let most = if name.ends_with("sharedstrings.xml") { MOST_SHARED } else { MOST_UNPACKED };
    let mut unpacked = 0;
    let mut buffer = vec![0; PROLOGUE];
    loop {
        let read = fill(&mut file, &mut buffer)?;
        if unpacked == 0 && buffer.get(..read).is_some_and(defines_entities) {
            return Err(Unreadable::Entities);
        }
        unpacked += read as u64;
        if unpacked > most || unpacked > SMALL && unpacked / packed > MOST_RATIO {
            return Err(Unreadable::Bomb);
        }
        if read < buffer.len() {
            return Ok(unpacked);
        }
    }
}

/// Reads until the buffer is full or the part is over.
fn fill(part: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Unreadable> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match part.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(_) => return Err(Unreadable::Broken),
        }
    }
    Ok(filled)
}

/// Whether a part begins with a document type: no workbook has one, and only there can names be defined that grow.
fn defines_entities(beginning: &[u8]) -> bool {
    let word = |at: &[u8]| {
        at.get(..9).is_some_and(|word| word.eq_ignore_ascii_case(b"<!DOCTYPE"))
            || at.get(..8).is_some_and(|word| word.eq_ignore_ascii_case(b"<!ENTITY"))
    };
    (0..beginning.len()).any(|at| beginning.get(at..).is_some_and(word))
}
