//! What was found in a file but for the people: sheets, tables, columns with some of their cells. Kept sealed.

use crate::{
    residents,
    rosters::{Column, Field, Hidden, Roster, SheetRead, Sure, Table},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The sheets of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Findings {
    pub is_text: bool,
    pub sheets: Vec<FoundSheet>,
}

/// A sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FoundSheet {
    pub name: String,
    pub is_hidden: bool,
    pub is_taken: bool,
    pub tables: Vec<FoundTable>,
}

/// A table of people.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FoundTable {
    /// The last row of its header, from 1; 0 where there is none.
    pub below: usize,
    pub columns: Vec<FoundColumn>,
}

/// A column: what stands over it, what it was taken for, and how sure that is.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct FoundColumn {
    /// From 0.
    pub column: usize,
    pub header: String,
    /// Which of the columns with this header in its table, from 0.
    pub nth: usize,
    pub field: Option<String>,
    /// Unknown, part, cells, header, chosen.
    pub sure: String,
    /// Some of its cells, their numbers and handles masked (PRODUCT §4.6): personal data all the same.
    pub samples: Vec<String>,
}

impl std::fmt::Debug for FoundColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.column, self.header)
    }
}

impl FoundColumn {
    /// What it holds.
    pub fn field(&self) -> Option<Field> {
        self.field.as_deref().and_then(Field::named)
    }

    /// Whether somebody should look at it: its cells decided, or only part of its header is known.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.sure.as_str(), "part" | "cells") && self.field().is_some_and(Field::is_read)
    }
}

impl From<&Roster> for Findings {
    fn from(roster: &Roster) -> Findings {
        let is_text = roster.format == crate::rosters::Format::Text;
        Findings { is_text, sheets: roster.sheets.iter().map(FoundSheet::from).collect() }
    }
}

impl From<&SheetRead> for FoundSheet {
    fn from(sheet: &SheetRead) -> FoundSheet {
        FoundSheet {
            name: sheet.name.clone(),
            is_hidden: sheet.hidden != Hidden::Shown,
            is_taken: sheet.is_taken,
            tables: sheet.tables.iter().filter(|table| table.has_names()).map(FoundTable::from).collect(),
        }
    }
}

impl From<&Table> for FoundTable {
    fn from(table: &Table) -> FoundTable {
        let mut columns: Vec<FoundColumn> = Vec::new();
        for column in &table.columns {
            let nth = columns.iter().filter(|known| known.header == column.header).count();
            columns.push(found(column, nth));
        }
        FoundTable { below: table.header_rows.map_or(0, |(_, last)| last), columns }
    }
}

fn found(column: &Column, nth: usize) -> FoundColumn {
    let sure = match column.sure {
        Sure::Unknown => "unknown",
        Sure::Part => "part",
        Sure::Cells => "cells",
        Sure::Header => "header",
        Sure::Chosen => "chosen",
    };
    // Cells of what is never stored are not kept either, not even as samples.
    let is_forbidden = column.field.is_some_and(|field| field.forbidden().is_some());
    FoundColumn {
        column: column.column,
        header: column.header.clone(),
        nth,
        field: column.field.map(|field| field.name().to_owned()),
        sure: sure.to_owned(),
        samples: match is_forbidden {
            true => Vec::new(),
            false => column.samples.iter().take(3).map(|cell| covered(cell, column.field)).collect(),
        },
    }
}

/// A cell as everybody who may see the file sees it: enough to tell what the column is, no number and no handle whole.
fn covered(cell: &str, field: Option<Field>) -> String {
    if field == Some(Field::WECHAT) {
        return residents::masked_handle(cell);
    }
    // Days are written in eight figures, local numbers in seven.
    let is_day = field.is_some_and(|field| [Field::BIRTH, Field::DEPARTURE, Field::RETURN].contains(&field));
    let fewest = if is_day { 10 } else { 7 };
    let is_part = |letter: &char| letter.is_numeric() || matches!(letter, 'X' | 'x' | ' ' | '-');
    let mut shown = String::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let other = rest.find(|letter| !is_part(&letter)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(other);
        let figures: Vec<char> = number.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
        if figures.len() >= fewest {
            shown.push_str(&masked(&figures))
        } else {
            shown.push_str(number)
        }
        let part = after.find(|letter| is_part(&letter)).unwrap_or(after.len());
        shown.push_str(&after[..part]);
        rest = &after[part..];
    }
    shown
}

/// A number as masks show it: of an identity number the first and the last two, of others the first three and the last
/// four or, of short ones, two.
fn masked(figures: &[char]) -> String {
    let (first, last) = match figures.len() {
        15.. => (1, 2),
        11..15 => (3, 4),
        _ => (3, 2),
    };
    let covered = "*".repeat(figures.len() - first - last);
    let (first, last) = (&figures[..first], &figures[figures.len() - last..]);
    first.iter().copied().chain(covered.chars()).chain(last.iter().copied()).collect()
}

impl Findings {
    /// What files of the same shape have in common: the headers of their tables, in order.
    pub fn shape(&self) -> String {
        let mut digest = Sha256::new();
        for table in self.sheets.iter().flat_map(|sheet| &sheet.tables) {
            for column in &table.columns {
                digest.update(column.header.as_bytes());
                digest.update([0]);
            }
            digest.update([1]);
        }
        digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The table a row of a sheet stands in: the last one whose header is above it.
    pub fn table_of(&self, sheet: usize, row: usize) -> impl Iterator<Item = &FoundTable> {
        let tables = self.sheets.get(sheet).map(|sheet| sheet.tables.as_slice()).unwrap_or_default();
        let below = tables.iter().map(|table| table.below).filter(|below| *below < row).max();
        tables.iter().filter(move |table| Some(table.below) == below)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, covered};

    #[test]
    fn no_number_and_no_handle_is_shown_whole() {
        for (cell, field, shown) in [
            ("51222419850330973X", Some(Field::ID), "5***************3X"),
            ("14206382171 / 16496124319（妻）", Some(Field::PHONE), "142****2171/164****4319（妻）"),
            ("160 8633 1225", None, "160****1225"),
            ("０２３-５５５５０１０１", None, "０２３****０１０１"),
            ("电话5550101", Some(Field::REMARK), "电话555**01"),
            ("20090322", Some(Field::DEPARTURE), "20090322"),
            ("2009-03-22", Some(Field::DEPARTURE), "2009-03-22"),
            ("4组", Some(Field::GROUP), "4组"),
            ("zhangsan_88", Some(Field::WECHAT), "zha****88"),
        ] {
            assert_eq!(covered(cell, field), shown, "{cell}");
        }
    }
}
