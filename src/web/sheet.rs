//! Cells of sheets that are given out.

/// Text that a sheet takes for text, whatever it begins with, full-width signs and blanks before them included.
/// [`typed`] gives back what it was.
pub fn harmless(text: &str) -> String {
    // What begins with the mark already gets another one: else nobody could tell which is ours.
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// What was typed into a cell that was made [`harmless`].
pub fn typed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(text)
}

/// Whether a sheet would run it.
fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{200b}', '\u{feff}']);
    first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠', '−'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_sheet_would_run_is_text() {
        let shown = ["=1+1", "＝1", "-2", "@x", " ＋1", "家里老人住院", "陈=明"].map(harmless);
        assert_eq!(shown, ["'=1+1", "'＝1", "'-2", "'@x", "' ＋1", "家里老人住院", "陈=明"]);
    }

    proptest! {
        #[test]
        fn what_was_typed_comes_back(text in "['=＝ \t@a陈]{0,6}|\\PC{0,12}") {
            let shown = harmless(&text);
            prop_assert_eq!(typed(&shown), text);
        }
    }
}
