//! Embedded code lists: facts published by authorities, read once (sources: `data/SOURCES.md`).

mod areas;
pub mod calendar;
pub mod county;
mod education;
mod headers;
mod layouts;
pub mod places;
mod relations;
pub mod samples;
mod surnames;
mod table;

pub use areas::is_area_code;
pub use education::{education, educations};
pub use headers::{ForbiddenColumn, forbidden_columns, header_synonyms};
pub use layouts::{LayoutColumn, layout_columns};
pub use relations::{relation, relations};
pub use surnames::surname_readings;
