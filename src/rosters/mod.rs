//! Rosters (花名册): lists of people in workbooks and texts, as villages and townships keep them.
//!
//! - [`read`] is pure: bytes in; sheets, tables and people out. It stores nothing and asks nobody.
//! - Nothing is guessed: a village, a place, a day, a number that is not certain is left open, with the reason beside it.
//! - What is never stored (PRODUCT §4.1: health, bank, party, faith, …) is recognised, named and left out.
//! - A file is refused before it is unpacked if it is too large, locked, broken or made to do harm.

mod duplicates;
mod people;
mod read;
mod reading;
mod tables;
mod text;

pub use duplicates::{Duplicate, Evidence, Known, duplicates};
pub use people::{County, Divisions, Issue, IssueCode, Person, ReadPhone, RoughDay, Verdict};
pub use read::{Choices, Request, Roster, SheetRead, SkippedRow, read, read_any};
pub use reading::{Format, Hidden, MOST_BYTES, MOST_ROWS, Unreadable};
pub use tables::{Column, Field, FieldChoice, RowKind, Says, Sure, Table};
