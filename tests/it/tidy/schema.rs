//! Rule 7: the migrations of both databases have the same names and make the tables of `schema.rs`.

use super::source::read;
use std::collections::BTreeMap;

/// Columns by table: of each its type, and whether it may be empty.
pub type Tables = BTreeMap<String, BTreeMap<String, (String, bool)>>;

/// The tables which `schema.rs` tells of.
fn told(schema: &str) -> Tables {
    let mut tables = Tables::new();
    for table in schema.split("diesel::table! {").skip(1) {
        let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let name = lines.next().and_then(|line| line.split([' ', '(']).next()).unwrap_or("").to_owned();
        let columns = lines.map_while(|line| line.strip_suffix(','));
        let columns = columns.filter_map(|line| line.split_once(" -> ")).map(|(column, kind)| {
            let inside = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            (column.to_owned(), (inside.unwrap_or(kind).to_owned(), inside.is_some()))
        });
        tables.insert(name, columns.collect());
    }
    tables
}

/// The names of all tables.
pub fn table_names() -> Vec<String> {
    told(&read("src/db/schema.rs").text).into_keys().collect()
}
