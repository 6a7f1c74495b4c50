//! Divisions (区划) and departments: never deleted, they end.

mod queries;

pub use queries::{Department, Division, departments, division, divisions, divisions_of};
