//! Divisions (区划) and departments: never deleted, they end.

mod actions;
mod form;
mod list;
mod offices;
mod queries;
mod succession;

pub use actions::{set_division, take_departments, take_divisions};
pub use form::DivisionForm;
pub use list::{Change, Checked, MOST_ROWS, NewDivision, check_departments, check_divisions, everyday_name};
pub use offices::{Offices, offices};
pub use queries::{Department, Division, departments, division, divisions, divisions_of, is_data_contact};
pub use succession::{Obstacle, codes_of, end, number, restore, standing, successor_of};
