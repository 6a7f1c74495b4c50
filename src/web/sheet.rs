//! Cells of sheets that are given out.

/// Text that a sheet takes for text, whatever it begins with, full-width signs and blanks before them included.
pub fn harmless(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{200b}', '\u{feff}']);
    let is_formula =
        first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠', '−']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sheet_would_run_is_text() {
        let shown = ["=1+1", "＝1", "-2", "@x", " ＋1", "家里老人住院", "陈=明"].map(harmless);
        assert_eq!(shown, ["'=1+1", "'＝1", "'-2", "'@x", "' ＋1", "家里老人住院", "陈=明"]);
    }
}
