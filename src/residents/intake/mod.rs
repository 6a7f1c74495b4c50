//! Many people at once, as a roster brings them: who of them is on file, what their records say, adding those who are
//! not, and taking away again whom nobody has touched since.

mod add;
mod on_file;
mod remove;
mod snapshot;

pub use add::{Arrival, Newcomer, NewcomerChannel, add_many};
pub use on_file::{OnFile, Sought, homes_of, on_file};
pub use remove::{is_touched, remove};
pub use snapshot::{KnownChannel, Snapshot, Stay, snapshots};
