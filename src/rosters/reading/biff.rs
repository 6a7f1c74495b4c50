//! How large the sheets of an old workbook are, before its reader makes room for them.
//!
//! The reader makes room for every cell between the first and the last of a sheet: one cell in the last corner of a
//! small file would take gigabytes.

use super::Unreadable;

/// Most cells between the first and the last, over all sheets: 65,536 rows of 60 columns.
const MOST_ROOM: u64 = 4_000_000;
/// Most sheets; several may say that they are the same part of the file.
const MOST_SHEETS: usize = 300;
/// The end of a chain of sectors.
const LAST: u32 = 0xffff_fff0;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)
}

/// Refuses a workbook whose sheets would take too much room, or whose parts cannot be found.
pub fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let stream = workbook(bytes).ok_or(Unreadable::Broken)?;
    let mut sheets = 0;
    let mut room = 0;
    for (kind, data) in records(&stream).take_while(|(kind, _)| *kind != END) {
        if kind != SHEET {
            continue;
        }
        sheets += 1;
        let at = u32_at(data, 0).ok_or(Unreadable::Broken)? as usize;
        room += room_of(stream.get(at..).ok_or(Unreadable::Broken)?);
        if sheets > MOST_SHEETS || room > MOST_ROOM {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

const SHEET: u16 = 0x85;
const END: u16 = 0x0a;
const MANY_NUMBERS: u16 = 0xbd;
/// The records that hold a cell with something in it; they begin with row and column.
const CELLS: [u16; 8] = [0x06, 0xd6, 0xfd, MANY_NUMBERS, 0x203, 0x204, 0x205, 0x27e];

/// The records of a stream, each with its kind.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// How many cells lie between the first and the last of a sheet.
fn room_of(sheet: &[u8]) -> u64 {
    let (mut top, mut bottom, mut left, mut right) = (u64::MAX, 0, u64::MAX, 0);
    // Charts within a sheet begin and end themselves.
    let mut depth = 0;
    for (kind, data) in records(sheet) {
        match kind {
            0x809 => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ => {}
        }
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
        if !CELLS.contains(&kind) {
            continue;
        }
        let last = if kind == MANY_NUMBERS {
            data.len().checked_sub(2).and_then(|at| u16_at(data, at))
        } else {
            None
        };
        (top, bottom) = (top.min(row.into()), bottom.max(row.into()));
        (left, right) =
            (left.min(column.into()), right.max(column.into()).max(last.unwrap_or(column).into()));
    }
    if top > bottom { 0 } else { (bottom - top + 1) * (right - left + 1) }
}

/// The part of a compound file that holds the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let sector = 1_usize.checked_shl(u16_at(bytes, 30)?.into()).filter(|size| (512..=4096).contains(size))?;
    let most = bytes.len() / sector;
    let at = |number: u32| (number as usize + 1).checked_mul(sector);
    // Where the table of sectors itself stands: the first 109 in the header, the others in sectors of their own.
    let mut parts: Vec<u32> =
        (0..109).filter_map(|n| u32_at(bytes, 76 + n * 4)).filter(|part| *part < LAST).collect();
    let mut next = u32_at(bytes, 68)?;
    while next < LAST && parts.len() <= most {
        let from = at(next)?;
        parts.extend(
            (0..sector / 4 - 1).filter_map(|n| u32_at(bytes, from + n * 4)).filter(|part| *part < LAST),
        );
        next = u32_at(bytes, from + sector - 4)?;
    }
    let table: Vec<u32> = parts
        .iter()
        .take(most)
        .filter_map(|part| at(*part))
        .flat_map(|from| (0..sector / 4).map_while(move |n| u32_at(bytes, from + n * 4)))
        .collect();
    let chain = |first: u32| {
        let mut stream = Vec::new();
        let (mut sector_number, mut steps) = (first, 0);
        while sector_number < LAST && steps <= most {
            let from = at(sector_number)?;
            stream.extend_from_slice(bytes.get(from..(from + sector).min(bytes.len()))?);
            sector_number = *table.get(sector_number as usize)?;
            steps += 1;
        }
        (steps <= most).then_some(stream)
    };
    let directory = chain(u32_at(bytes, 48)?)?;
    let entry = directory.chunks(128).find(|entry| {
        let name: Vec<u16> =
            (0..32).filter_map(|n| u16_at(entry, n * 2)).take_while(|letter| *letter != 0).collect();
        matches!(String::from_utf16_lossy(&name).as_str(), "Workbook" | "WORKBOOK" | "Book" | "BOOK")
    })?;
    // Small parts stand elsewhere; a workbook never is one.
    let size = u32_at(entry, 120)? as usize;
    let stream = if size < u32_at(bytes, 56)? as usize { None } else { chain(u32_at(entry, 116)?) };
    stream.map(|mut stream| {
        stream.truncate(size);
        stream
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let length = u16::try_from(data.len() * 2).unwrap();
        [kind, length].iter().chain(data).flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn the_room_of_a_sheet_is_that_between_its_first_and_last_cell() {
        let cell = |row, column| record(0x203, &[row, column, 0, 0, 0, 0, 0]);
        let sheet = [
            record(0x809, &[0; 8]),
            cell(2, 1),
            cell(4, 3),
            record(0x201, &[9, 9, 0]),
            record(END, &[]),
            cell(99, 99),
        ]
        .concat();
        assert_eq!(room_of(&sheet), 9);
        let far = [record(0x809, &[0; 8]), cell(0, 0), cell(65535, 65535), record(END, &[])].concat();
        assert_eq!(room_of(&far), 1 << 32);
        assert_eq!(room_of(&record(MANY_NUMBERS, &[0, 0, 1, 2, 3, 4])), 5);
        assert_eq!(room_of(b"\x01"), 0);
    }

    #[test]
    fn what_is_no_compound_file_has_no_workbook() {
        for bytes in [&b""[..], b"\xd0\xcf\x11\xe0", &[0; 4096], &[0xff; 4096]] {
            assert_eq!(check(bytes), Err(Unreadable::Broken));
        }
    }
}
