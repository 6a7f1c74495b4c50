//! The sample county: a real one with invented people, the same for the same seed and day.
//!
//! History is made by the rules themselves: each check-in falls on the day the plan asked for it, a little late,
//! and the fold makes the next. It has no rows in the trail but the one that says it was generated.

mod channels;
mod dice;
mod doubles;
mod history;
mod house;
mod people;
mod staff;
mod write;

pub use staff::SIGN_INS;
pub use write::generate;

use chrono::NaiveDate;

/// What the sample county is made from.
#[derive(Debug, Clone)]
pub struct Sample {
    /// How many residents, at most 280,000.
    pub residents: usize,
    pub seed: u64,
    /// The day history ends.
    pub as_of: NaiveDate,
    pub password_hash: String,
}

/// Most residents a sample county holds.
pub const MOST: usize = 280_000;
/// Residents of the villages of `cadre` and `cadre2`.
pub const FULL: usize = 800;
