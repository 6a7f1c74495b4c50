//! Reading an embedded table: comma separated, a header row, no quotes needed by the code lists used here.

/// The rows of an embedded table, split at commas, without the header.
pub fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split(',').collect())
}
