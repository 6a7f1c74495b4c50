//! What a row is: people, or one of the many other things that stand in rosters.

use super::{
    Field, Table,
    row_words::{by_words, is_example, is_title},
};
use crate::rosters::{
    people::{Divisions, Found, days::is_nothing, group, villages::plain},
    reading::Grid,
};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    Person,
    Title,
    /// Who reports, and when.
    Meta,
    Header,
    /// A row that says something about those below it.
    Band(Says),
    Blank,
    Subtotal,
    Total,
    Footnote,
    Signature,
    Example,
    /// A row of a sheet that is no list of people: choices for other sheets, figures.
    Dictionary,
}

/// What a row says about those below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Says {
    /// Its code.
    pub township: Option<String>,
    /// The words that name the village: which one is told with the township.
    pub village: Option<String>,
    pub group: Option<u16>,
}

impl RowKind {
    /// Its name in reports.
    pub const fn name(&self) -> &'static str {
        match self {
            RowKind::Person => "person",
            RowKind::Title => "title",
            RowKind::Meta => "meta",
            RowKind::Header => "header",
            RowKind::Band(_) => "band",
            RowKind::Blank => "blank",
            RowKind::Subtotal => "subtotal",
            RowKind::Total => "total",
            RowKind::Footnote => "footnote",
            RowKind::Signature => "signature",
            RowKind::Example => "example",
            RowKind::Dictionary => "dictionary",
        }
    }
}

/// What a row above a header is.
pub fn kind_above(grid: &Grid, row: usize) -> RowKind {
    let texts: Vec<String> = grid.row(row).map(|(_, cell)| plain(&cell.shown())).collect();
    if texts.is_empty() {
        return RowKind::Blank;
    }
    let is_meta = texts.iter().any(|text| text.contains(':'))
        || texts.iter().any(|text| ["单位", "填报"].iter().any(|word| text.starts_with(word)));
    if is_meta { RowKind::Meta } else { RowKind::Title }
}

/// What a row below a header is.
pub fn kind_of(grid: &Grid, row: usize, tables: &[Table], divisions: &Divisions) -> RowKind {
    let is_ours =
        |column: usize| tables.iter().flat_map(|table| &table.columns).any(|own| own.column == column);
    let mut cells = grid.row(row).filter(|(column, _)| is_ours(*column)).peekable();
    if cells.peek().is_none() {
        return RowKind::Blank;
    }
    if is_example(grid, row, tables) {
        return RowKind::Example;
    }
    if tables.iter().any(|table| has_number(grid, row, table) && has_name(grid, row, table)) {
        return RowKind::Person;
    }
    let texts: Vec<String> = cells.map(|(_, cell)| plain(&cell.shown())).collect();
    if let Some(kind) = by_words(&texts) {
        return kind;
    }
    if let [text] = texts.as_slice()
        && is_title(text)
    {
        return band(&texts, divisions).map_or(RowKind::Title, RowKind::Band);
    }
    if let Some(says) = band(&texts, divisions) {
        return RowKind::Band(says);
    }
    if tables.iter().any(|table| is_person(grid, row, table)) {
        return RowKind::Person;
    }
    if texts.iter().all(|text| is_nothing(text) || text.parse::<f64>().is_ok())
        || is_prepared(grid, row, tables)
    {
        RowKind::Blank
    } else {
        RowKind::Band(Says::default())
    }
}

fn has_name(grid: &Grid, row: usize, table: &Table) -> bool {
    table.holding(Field::NAME).any(|column| !is_nothing(&grid.cell(row, column).shown()))
}

/// Whether a row holds a number of an identity card or a telephone: then it is somebody's.
fn has_number(grid: &Grid, row: usize, table: &Table) -> bool {
    let fields = [Field::ID, Field::PHONE, Field::PHONE_ALT, Field::LANDLINE];
    fields
        .iter()
        .flat_map(|field| table.holding(*field))
        .any(|column| grid.cell(row, column).shown().chars().filter(|c| c.is_numeric()).count() >= 7)
}

/// Whether a row says who somebody is, or enough about them to miss their name.
pub fn is_person(grid: &Grid, row: usize, table: &Table) -> bool {
    let says = |field: Field| table.holding(field).any(|column| !is_nothing(&grid.cell(row, column).shown()));
    let continues = table
        .holding(Field::NAME)
        .any(|column| grid.merge_at(row, column).is_some_and(|merge| merge.top < row) && !says(Field::ID));
    if continues {
        return false;
    }
    if says(Field::NAME) || says(Field::ID) || has_number(grid, row, table) {
        return true;
    }
    let telling = [
        Field::WORK_PLACE,
        Field::WORK_PROVINCE,
        Field::WORK_CITY,
        Field::DEPARTURE,
        Field::EMPLOYER,
        Field::OCCUPATION,
        Field::INDUSTRY,
        Field::BIRTH,
        Field::KIN_PHONE,
        Field::RELATION,
        Field::SEX,
    ];
    telling.iter().filter(|field| says(**field)).count() >= 2
}

/// Whether only what is filled in beforehand stands in a row: its number, the village, the group.
fn is_prepared(grid: &Grid, row: usize, tables: &[Table]) -> bool {
    let prepared = [Field::ROW_NO, Field::COUNTY, Field::TOWNSHIP, Field::VILLAGE, Field::GROUP, Field::SEX];
    let is_prepared = |column: usize| {
        let columns = tables.iter().flat_map(|table| &table.columns);
        columns
            .filter(|own| own.column == column)
            .any(|own| own.field.is_some_and(|field| prepared.contains(&field)))
    };
    let mut cells = grid.row(row).filter(|(column, _)| {
        tables.iter().flat_map(|table| &table.columns).any(|own| own.column == *column)
    });
    let count = cells.clone().count();
    count >= 2 && cells.all(|(column, _)| is_prepared(column))
}

/// What a row with one text says about those below it: a village, a group, a township.
fn band(texts: &[String], divisions: &Divisions) -> Option<Says> {
    let mut words: Vec<&String> =
        texts.iter().filter(|text| text.parse::<f64>().is_err() && !is_count(text)).collect();
    words.dedup();
    let [text] = words.as_slice() else { return None };
    let text = strip(text);
    let is_named = text.ends_with(['村', '区', '会', '居', '镇', '乡', '道', '组', '社', '队']);
    if !is_named {
        return None;
    }
    let (found, group) = divisions.village(text, None);
    if found != Found::None {
        return Some(Says { village: Some(text.to_owned()), group: group.number(), ..Says::default() });
    }
    if let Some(township) = divisions.township(text) {
        return Some(Says { township: Some(township), ..Says::default() });
    }
    let group = if text.ends_with(['组', '社', '队']) { group::read(text) } else { None };
    group.map(|group| Says { group: Some(group), ..Says::default() })
}

/// 45人, 共45人.
fn is_count(text: &str) -> bool {
    let bare = text.trim_start_matches('共').trim_end_matches(['人', '户', '名']);
    bare.len() < text.len() && bare.parse::<u32>().is_ok()
}

/// A text without a number before it, a label, and how many there are behind it.
fn strip(text: &str) -> &str {
    let is_label = |label: &str, rest: &str| label.chars().count() <= 8 && !rest.is_empty();
    let text =
        text.split_once(':').filter(|(label, rest)| is_label(label, rest)).map_or(text, |(_, rest)| rest);
    let is_number = |before: &str| before.chars().all(|c| "一二三四五六七八九十0123456789(".contains(c));
    let text = text
        .split_once(['、', '.', ')'])
        .filter(|(before, rest)| is_number(before) && !rest.is_empty())
        .map_or(text, |(_, rest)| rest);
    let end = text.find(['(', ',', ';']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_matches(['【', '】', '[', ']', ')', '*', '—', '-', '★'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_read_without_number_label_and_count() {
        for text in [
            "新桥社区",
            "一、新桥社区",
            "（二）新桥社区",
            "村名:新桥社区",
            "新桥社区(45人)",
            "【新桥社区】",
            "3.新桥社区",
        ] {
            assert_eq!(strip(&plain(text)), "新桥社区", "{text}");
        }
    }
}
