//! The trail as the auditor reads it (PRODUCT §2, §4.6): who did what to whom and when, by person, actor, kind and time.
//!
//! - It is read and taken away, never changed; taking it away is itself on record.
//! - Nothing of people is read for it: a resident is a bare id.

mod form;
mod pages;
mod sheet;
mod text;
mod view;

pub use pages::ROUTES;
