//! Migrations: the same names for both databases, embedded in the program.

use super::{Address, Conn, address::Use};
use crate::error::Error;
use diesel::{Connection, connection::SimpleConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// Key of the advisory lock under which PostgreSQL is migrated ("kith" in ASCII).
const LOCK: i64 = 0x6b69_7468;

/// How far a database's tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// There are none yet.
    Empty,
    /// So many migrations are missing.
    Behind(usize),
    Current,
}

impl Address {
    /// How far the tables of this database are.
    pub fn tables(&self) -> Result<Tables, Error> {
        let mut conn = self.open(Use::Write)?;
        let (pending, applied) = match &mut conn {
            Conn::Sqlite(c) => (pending(c, SQLITE)?, c.applied_migrations().map_err(Error::internal)?.len()),
            Conn::Pg(c) => (pending(c, POSTGRES)?, c.applied_migrations().map_err(Error::internal)?.len()),
        };
        Ok(match (pending, applied) {
            (0, _) => Tables::Current,
            (_, 0) => Tables::Empty,
            (missing, _) => Tables::Behind(missing),
        })
    }

    /// Brings the tables up to date; the number of migrations run.
    pub fn migrate(&self) -> Result<usize, Error> {
        match self.open(Use::Write)? {
            Conn::Sqlite(mut c) => run(&mut c, SQLITE),
            Conn::Pg(mut c) => {
                c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
                let done = run(&mut c, POSTGRES);
                c.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
                done
            }
        }
    }

    /// Takes back every migration: what the test of the down scripts asks.
    pub fn revert(&self) -> Result<(), Error> {
        match self.open(Use::Write)? {
            Conn::Sqlite(mut c) => c.revert_all_migrations(SQLITE).map(drop),
            Conn::Pg(mut c) => c.revert_all_migrations(POSTGRES).map(drop),
        }
        .map_err(Error::internal)
    }
}

fn pending<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    all: EmbeddedMigrations,
) -> Result<usize, Error>
where
    EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    conn.pending_migrations(all).map(|list| list.len()).map_err(Error::internal)
}

fn run<DB: diesel::backend::Backend>(
    conn: &mut (impl MigrationHarness<DB> + Connection),
    all: EmbeddedMigrations,
) -> Result<usize, Error>
where
    EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    conn.run_pending_migrations(all).map(|done| done.len()).map_err(Error::internal)
}
