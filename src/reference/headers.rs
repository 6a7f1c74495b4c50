//! Headers of rosters: what a column is called, and which columns are never taken in.

use super::table::rows;

/// Every header known for a column of a roster: the column's field, and the header as people write it.
pub fn header_synonyms() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(include_str!("data/header_synonyms.csv")).filter_map(|row| match row.as_slice() {
        [field, synonym] => Some((*field, *synonym)),
        _ => None,
    })
}

/// A column that is recognised, named and left out (PRODUCT §4.1: never asked, never stored).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForbiddenColumn {
    pub field: &'static str,
    /// Why, in English: `health: never stored`.
    pub reason: &'static str,
    /// Headers besides those of [`header_synonyms`], separated by spaces.
    pub headers: &'static str,
}

/// The columns that are never taken in.
pub fn forbidden_columns() -> impl Iterator<Item = ForbiddenColumn> {
    rows(include_str!("data/forbidden_columns.csv")).filter_map(|row| match row.as_slice() {
        [field, reason, headers] => Some(ForbiddenColumn { field, reason, headers }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_both_lists_is_read() {
        assert_eq!((header_synonyms().count(), forbidden_columns().count()), (783, 24));
        assert!(
            forbidden_columns()
                .any(|column| column.headers.contains("银行") || column.field == "bank_account")
        );
    }
}
