//! From sheets to tables of people: where the headers stand, what their columns hold, what the rows are.

mod area;
mod bands;
mod blocks;
mod decide;
mod field;
mod header;
mod key;
mod profile;
mod row_kind;
mod row_words;

pub use area::{Area, areas};
pub use field::Field;
pub use header::{Sure, meaning};
pub use profile::is_exponent;
pub use row_kind::{RowKind, Says, is_person, kind_above, kind_of};

/// A column of a table: what stands over it, and what it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Column {
    /// From 0.
    pub column: usize,
    /// The headers over it, from the topmost: 联系方式 / 本人电话.
    pub header: String,
    /// What it holds; none if nobody knows, or it is not to be read.
    pub field: Option<Field>,
    pub sure: Sure,
    /// Some of its cells, as people see them: personal data.
    pub samples: Vec<String>,
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = self.field.map_or("-", Field::name);
        write!(f, "{}:{}→{field}({:?})", self.column, self.header, self.sure)
    }
}

/// One table of people: of several side by side each is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows of its header, from 1, both included; none where there is no header.
    pub header_rows: Option<(usize, usize)>,
    /// Its first column, from 0.
    pub first_column: usize,
    pub columns: Vec<Column>,
    /// Whether others stand beside it in the same rows.
    pub has_neighbours: bool,
}

impl Table {
    /// The columns that hold a field, from the left.
    pub fn holding(&self, field: Field) -> impl Iterator<Item = usize> {
        self.columns.iter().filter(move |column| column.field == Some(field)).map(|column| column.column)
    }

    /// Whether it is a table of people.
    pub fn has_names(&self) -> bool {
        self.holding(Field::NAME).next().is_some()
    }
}

/// A column somebody decided about: by its headers, and which one of those with the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChoice {
    pub header: String,
    /// 0 for the first column with this header in a table.
    pub nth: usize,
    /// Nothing is read from it if none.
    pub field: Option<Field>,
}
