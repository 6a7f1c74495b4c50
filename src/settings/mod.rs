//! The county's own numbers and notice: one row.

mod actions;
mod form;
mod queries;

pub use actions::{NotSet, set_county};
pub use form::{CountyForm, shown_phone};
pub use queries::{County, county, require_county, rules, rules_with};
