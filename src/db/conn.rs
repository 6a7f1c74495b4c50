//! The connection: one type over both databases.

use diesel::{PgConnection, SqliteConnection};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// The same body compiled once for each database: for what the common connection cannot say, and for whatever is asked
/// at every request. The common connection writes out the SQL of a query, twice, each time it is asked; the one behind
/// it knows the query by its type (a fifth of the worklist's cost was spent on that).
macro_rules! each_db {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Pg($c) => $body,
            $crate::db::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use each_db;
