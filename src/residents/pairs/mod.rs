//! Pairs: two records of one township that may be of one person, until somebody who may see both has decided.
//!
//! - A pair of one village waits for its cadres, a pair across villages for the township, which may decide both.
//! - Whether a pair is shown is read from the state of both records: it goes when one of them closes or is locked,
//!   and comes back when it opens again.
//! - Opening a pair is a look at both records; in a list the second one of another village is covered
//!   until the pair is decided.

mod actions;
mod compare;
mod model;
mod moving;
mod pages;
mod queries;
mod row;
mod text;

pub use actions::find_pairs;
pub use model::{Pair, Verdict};
pub(super) use moving::{add_pairs, place_pairs};
pub(super) use pages::{decide, index, reopen, show};
pub use queries::{count_pairs, pairs_of};
pub use row::PairLine;
