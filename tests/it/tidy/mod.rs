//! The rules by which Kith is built, held by reading its own source (README, Architecture).
//!
//! Each rule is a function over text that names file and line, and beside it stands a test that it can fail.

mod fields;
mod functions;
mod imports;
mod layers;
mod people;
mod routes;
mod schema;
mod seals;
mod sizes;
mod source;
mod templates;
