//! The columns departments ask for in a list of people.

use super::table::rows;

/// A column of a department's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutColumn {
    /// Which layout: `labour_service`, `poverty_relief`.
    pub layout: &'static str,
    pub header: &'static str,
    /// The field of the list of headers, or `-` where nothing of the kind is kept.
    pub field: &'static str,
}

/// The columns of all layouts, each layout in its order.
pub fn layout_columns() -> impl Iterator<Item = LayoutColumn> {
    rows(include_str!("data/export_layouts.csv")).filter_map(|row| match row.as_slice() {
        [layout, _, header, field] => Some(LayoutColumn { layout, header, field }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts_are_read_whole() {
        let count = |layout: &str| layout_columns().filter(|column| column.layout == layout).count();
        assert_eq!(count("labour_service"), 44);
        assert_eq!(count("labour_service") + count("poverty_relief"), layout_columns().count());
    }
}
