//! The audit trail (PRODUCT §4.6): who did what to whom and when, in ids and field names, never values.
//!
//! - Rows enter with the change they tell of, in the same transaction; they are never changed but for
//!   their place in the chain, and the linker gives that once.
//! - A look is recorded before anything is shown; if it cannot be written, nothing is shown.

mod linker;
mod look;
mod model;
mod record;
mod reveal;
mod text;
mod trail;

pub use linker::{ChainFault, check_chain, link};
pub use look::{
    Look, Revealed, all_looks_at, count_looks_at, in_list, list_with_values, looks_at, looks_in, open, see,
    unseen,
};
pub use model::{AuditKind, Subject};
pub use record::{Entry, record, record_many};
pub use reveal::reveal;
pub use text::field_words;
pub use trail::{ActedIn, Told, Which, is_changed_since, trail};
