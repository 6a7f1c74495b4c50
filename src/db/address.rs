//! Database addresses, and how each kind of connection is opened.

use super::Conn;
use crate::error::Error;
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};

/// Which database an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    Sqlite(String),
    Pg(String),
}

/// What a connection to SQLite is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Read,
    Write,
}

impl Address {
    /// Reads `sqlite://FILE` or `postgres://…`; a bare file name is a SQLite file.
    pub fn parse(text: &str) -> Result<Address, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            local_only(text)?;
            return Ok(Address::Pg(text.to_owned()));
        }
        let file = text.strip_prefix("sqlite://").unwrap_or(text);
        if file.is_empty() || file.contains("://") {
            return Err(Error::internal("the database address is neither sqlite://FILE nor postgres://…"));
        }
        Ok(Address::Sqlite(file.to_owned()))
    }

    /// Opens a connection, set up as Kith needs it.
    pub fn open(&self, for_use: Use) -> Result<Conn, Error> {
        match self {
            Address::Sqlite(file) => open_sqlite(file, for_use).map(Conn::Sqlite),
            Address::Pg(url) => PgConnection::establish(url)
                .map(Conn::Pg)
                .map_err(|_| Error::Busy("PostgreSQL does not answer")),
        }
    }
}

/// Without TLS in the build a password or a name must not cross a network.
fn local_only(url: &str) -> Result<(), Error> {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let place = rest.split(['/', '?']).next().unwrap_or("");
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let name = if host.starts_with('[') {
        host.split(']').next().unwrap_or("")
    } else {
        host.split(':').next().unwrap_or("")
    };
    let named = url.split_once('?').map_or("", |(_, query)| query);
    let hosts =
        named.split('&').filter_map(|pair| pair.strip_prefix("host=").or(pair.strip_prefix("hostaddr=")));
    let is_local = |name: &str| {
        matches!(name, "" | "localhost" | "127.0.0.1" | "[::1" | "::1")
            || name.starts_with('/')
            || name.starts_with("%2F")
            || name.starts_with("%2f")
    };
    if is_local(name) && hosts.into_iter().all(is_local) {
        return Ok(());
    }
    Err(Error::internal("PostgreSQL must be on this machine (loopback or a socket): this build has no TLS"))
}

fn open_sqlite(file: &str, for_use: Use) -> Result<SqliteConnection, Error> {
    let cannot = |_| Error::Busy("the database file cannot be opened");
    let mut conn = SqliteConnection::establish(file).map_err(cannot)?;
    conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
    match for_use {
        Use::Write => conn.batch_execute(
            // What is written again and again, the ends of indexes, goes back into the file once in 16 MB.
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; \
             PRAGMA wal_autocheckpoint = 4000;",
        )?,
        Use::Read => conn.batch_execute(
            "PRAGMA query_only = ON; PRAGMA mmap_size = 268435456; PRAGMA cache_size = -4000;",
        )?,
    }
    Ok(conn)
}
