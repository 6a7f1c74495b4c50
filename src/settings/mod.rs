//! The county's own numbers and notice: one row.

mod queries;

pub use queries::{County, county, require_county, rules};
