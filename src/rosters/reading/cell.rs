//! What stands in one cell, by its type.

/// The value of a cell. A formula is its value; text is as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    /// A number shown as a day: days since the beginning of 1900, as Excel counts them (with 29 February 1900).
    Day(f64),
    /// An error of a formula, or true and false: nothing a roster says anything with.
    Other,
}

impl<'a> Cell<'a> {
    /// Whether nothing was typed.
    pub fn is_empty(self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The text, if it is one.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a reader sees in the cell, as far as it is known: numbers without a needless `.0`.
    pub fn shown(self) -> String {
        match self {
            Cell::Empty | Cell::Other => String::new(),
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Number(number) | Cell::Day(number) => shown_number(number),
        }
    }
}

/// A number as Excel shows it: whole ones whole, very large ones with an exponent.
pub fn shown_number(number: f64) -> String {
    if number.abs() >= 1e15 { format!("{number:e}").replace('e', "E+") } else { number.to_string() }
}

/// The letters of a column counted from 0: A, B, … Z, AA.
pub fn column_letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        let names =
            [(0, "A"), (7, "H"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, letters) in names {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_number_is_shown_as_excel_shows_it() {
        let shown = [
            (5.0, "5"),
            (2023.1, "2023.1"),
            (15400000001.0, "15400000001"),
            (5.12224198204229e17, "5.12224198204229E+17"),
        ];
        for (number, text) in shown {
            assert_eq!(Cell::Number(number).shown(), text);
        }
    }
}
