//! Pairs: two records of one township that may be of one person, until somebody who may see both has decided.
//!
//! - A pair of one village waits for its cadres, a pair across villages for the township.
//! - Whether a pair is shown is read from the state of both records: it goes when one of them closes or is locked,
//!   and comes back when it opens again.

mod actions;
mod moving;

pub use actions::find_pairs;
pub(super) use moving::{add_pairs, place_pairs};
