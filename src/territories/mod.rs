//! Divisions (区划) and departments: never deleted, they end.

mod queries;

pub use queries::{Division, division, divisions_of};
