//! Keyset paging: a page of a list and where the next one begins.

/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 20;

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Whether there are more rows after these.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// A page from up to `PAGE_ROWS + 1` rows: the last one only tells that there are more.
    pub fn from_rows(mut rows: Vec<T>) -> Page<T> {
        let has_more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        Page { rows, has_more }
    }
}
