//! Taking a checked file in, in steps, and undoing it. Each step is a write that knows where the last one ended.

mod before;
mod newcomers;
mod step;
mod undo;

pub use newcomers::Homes;
pub use step::{MOST, PORTION, Taken, prepare, take};
pub use undo::{Undone, finish, undo};
