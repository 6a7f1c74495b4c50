//! Townships, villages and departments: their lists, one division's form, and taking in a list.

mod departments;
mod ended;
mod pages;
mod taking;
mod text;

pub use departments::ROUTES as DEPARTMENTS;
pub use pages::ROUTES;
