//! A file on its way: kept sealed in pieces, its rows with what becomes of each, and how far it is.

mod actions;
mod choices;
mod findings;
mod model;
mod queries;
mod sealed;

pub use actions::{
    Refused, begin_taking, begin_undoing, cancel, choose, count_failure, end_pieces, finish_check,
    forget_old, give_up, keep_piece, keep_rows, made, restart_check, set_refused, try_again,
};
pub use choices::choices_from;
pub use findings::{Findings, FoundColumn};
pub use model::{Batch, Counts, KeptRow, ListedRow, NewBatch, RosterState, RowCode, RowVerdict, codes_of};
pub use queries::{
    Listed, at_work, changes_of, count_touchable, file_of, find, findings_of, list, next_changed, next_rows,
    others_so_far, places_of, reload, remembered, rows_of, same_file,
};
pub use sealed::{open_before, open_facts, seal_before, seal_facts};
