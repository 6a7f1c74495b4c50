//! Embedded code lists: facts published by authorities, read once (sources: `data/SOURCES.md`).

pub mod calendar;
pub mod county;
pub mod places;
mod relations;
pub mod samples;
mod surnames;
mod table;

pub use relations::relation;
pub use surnames::surname_readings;
