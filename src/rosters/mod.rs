//! Rosters (花名册): lists of people in workbooks and texts, as villages and townships keep them.
//!
//! - [`read`] is pure: bytes in; sheets, tables and people out. It stores nothing and asks nobody.
//! - Nothing is guessed: a village, a place, a day, a number that is not certain is left open, with the reason beside it.
//! - What is never stored (PRODUCT §4.1: health, bank, party, faith, …) is recognised, named and left out.
//! - A file is refused before it is unpacked if it is too large, locked, broken or made to do harm.
//!
//! Behind it stands the way of a file into the register (`batch`, `check`, `taking`, driven by `work`):
//!
//! - A file is kept sealed in pieces, its rows sealed one by one, and goes again: the bytes after 7 days, the rows after 30.
//! - Nothing is taken in without a dry run (`check`): read = new + changed + same + refused + skipped.
//! - Taking in goes in steps; where a step ends is part of its write: a stop loses nothing, and no row is taken in twice.
//! - A step takes many rows while nobody else writes, and ends after 20 ms when somebody does. A file whose work fails
//!   some times waits for its sender's word; later ones go on.
//! - Who a row is, and what it brings, is decided at the dry run and again at its step: the register may have changed.
//! - What is empty is filled, nothing is blanked, contact facts stand beside older ones (`check::changes`).
//! - Undo, for 30 days, takes away whom nobody has touched and empties what still stands as it was filled.
//! - Whoever sends for a township touches its people alone; the county sees counts and the rows of its own file.

mod batch;
mod by_command;
mod check;
mod duplicates;
mod facts;
mod giving;
mod likely;
mod marked;
#[cfg(test)]
mod marked_tests;
mod pages;
mod people;
mod read;
mod reading;
mod report;
mod tables;
mod taking;
mod text;
mod widths;
mod words;
mod work;

pub use batch::forget_old;
pub use by_command::{Came, Importing, Sender, sender};
pub use duplicates::{Duplicate, Evidence, Known, duplicates};
pub use giving::{AskedList, OnRecord, OutFormat, Withheld, asked_for};
pub use pages::routes;
pub use people::{County, Divisions, Issue, IssueCode, Person, ReadPhone, RoughDay, Verdict};
pub use read::{Choices, Request, Roster, SheetRead, SkippedRow, read, read_any};
pub use reading::{Format, Hidden, MOST_BYTES, MOST_ROWS, Unreadable};
pub use report::Reports;
pub use tables::{Column, Field, FieldChoice, RowKind, Says, Sure, Table};
pub use work::{WORK, work};
