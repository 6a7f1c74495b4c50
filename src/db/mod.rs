//! The database: three doors (`read`, `report`, `write`) and nothing else that touches it.
//!
//! Alone names a database kind. On SQLite short reads run where they are asked, on the thread's own
//! read-only connection, and all writes go through one writer thread that commits in groups; on
//! PostgreSQL both use a pool.

mod address;
pub mod bulk;
mod conn;
mod day;
pub mod dialect;
mod door;
mod failure;
mod fresh_id;
mod migrations;
mod prepared;
pub mod schema;
pub mod submissions;
mod tx;
mod upkeep;
mod writer;

pub use address::Address;
pub use conn::Conn;
pub(crate) use conn::each_db;
pub use day::{Day, MaybeDay, Moment};
pub use door::Db;
pub use fresh_id::{IdSource, id_at};
pub use migrations::Tables;
pub use prepared::update_row;
pub use tx::Tx;
