//! The dry run: every row gets its verdict, against the register and against the rows before it. Nothing is changed.

mod changes;
mod county;
mod judge;
mod matching;

pub use changes::{changes, destination, newcomer_channels, told};
pub use county::divisions;
pub use judge::{Checking, Judged};
pub use matching::{Match, Wanted, decide, sought};
