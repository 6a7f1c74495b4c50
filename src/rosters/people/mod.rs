//! From the cells of a row to a person: every field in its many writings, and what is wrong with it.

pub mod days;
mod destination;
pub mod group;
mod ids;
mod issue;
mod names;
mod person;
mod phones;
mod place;
mod row;
mod rough_day;
mod spelled_days;
pub mod villages;

pub use issue::{Issue, IssueCode, Verdict};
pub use person::Person;
pub use phones::ReadPhone;
pub use place::Context;
pub use rough_day::RoughDay;
pub use row::{Above, Columns, RowReader};
pub use villages::{County, Divisions, Found, Mention};
