//! Villages that end (区划撤并): merged into another one, their people, posts and registrations move in the background,
//! and for 30 days all can be taken back.
//!
//! - Whatever moves belongs to exactly one village at any moment: a row and what stands beside it move in one step.
//! - Each step is a write that keeps what it moved: a stop loses nothing, and nothing moves twice.
//! - Taking back returns exactly what had moved and is still there.

mod actions;
mod changes;
mod model;
mod pages;
mod queries;
mod returning;
mod text;
mod view;
mod work;

pub use pages::ROUTES;
pub use text::MoveWords;
pub use view::{Came, KindRow, Story, story};
pub use work::JOB;
