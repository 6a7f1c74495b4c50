//! Sealing (PRODUCT §4.6): values that are kept encrypted, and the keyed terms by which they are found.
//!
//! A sealed value is bound to its table, column and row; moved to another row it does not open.

mod keys;
mod sealed;

pub use keys::{KeyFileProblem, Keys, random};
pub use sealed::{Permit, Place, Sealed};
