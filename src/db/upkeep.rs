//! Upkeep of the database as a whole: integrity, copies, the canary of its keys.

use super::{Address, Conn, address::Use, schema::key_canaries};
use crate::{error::Error, seal::Keys};
use diesel::{prelude::*, sql_types::Text};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Address {
    /// Whether this is PostgreSQL, which has tools of its own for copies.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Address::Pg(_))
    }

    /// Whether there is a database to open; PostgreSQL says so itself when it is asked.
    pub fn is_there(&self) -> bool {
        match self {
            Address::Sqlite(file) => std::path::Path::new(file).exists(),
            Address::Pg(_) => true,
        }
    }

    /// What the database itself finds wrong with its files and references; PostgreSQL checks its own.
    pub fn integrity(&self) -> Result<Vec<String>, Error> {
        let mut conn = self.open(Use::Read)?;
        let Conn::Sqlite(_) = &conn else { return Ok(Vec::new()) };
        let checked: Vec<Line> = diesel::sql_query(
            "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        )
        .load(&mut conn)?;
        let referred: Vec<Line> = diesel::sql_query(
            "SELECT \"table\" || ' refers to a missing row' AS line FROM pragma_foreign_key_check",
        )
        .load(&mut conn)?;
        Ok(checked.into_iter().chain(referred).map(|row| row.line).collect())
    }

    /// Copies the whole database to a new file while it is in use.
    pub fn copy_to(&self, file: &str) -> Result<(), Error> {
        let mut conn = self.open(Use::Read)?;
        diesel::sql_query("PRAGMA query_only = OFF").execute(&mut conn)?;
        diesel::sql_query("VACUUM INTO $1").bind::<Text, _>(file).execute(&mut conn)?;
        Ok(())
    }

    /// Whether values were sealed here by keys that made themselves known.
    pub fn has_keys(&self) -> Result<bool, Error> {
        let mut conn = self.open(Use::Read)?;
        let first = key_canaries::table.select(key_canaries::key_id).first::<i16>(&mut conn).optional()?;
        Ok(first.is_some())
    }

    /// Refuses keys that are not those of this database; the first keys it ever sees become its own.
    pub fn accept_keys(&self, keys: &Keys) -> Result<(), Error> {
        let mut conn = self.open(Use::Write)?;
        let canary = keys.mac(&[b"canary"]).to_vec();
        let known: Option<Vec<u8>> = key_canaries::table
            .order(key_canaries::key_id)
            .select(key_canaries::canary)
            .first(&mut conn)
            .optional()?;
        match known {
            Some(known) if known == canary => Ok(()),
            Some(_) => Err(Error::internal("the key file is not the one this database was sealed with")),
            None => {
                let row = (key_canaries::key_id.eq(0), key_canaries::canary.eq(canary));
                diesel::insert_into(key_canaries::table).values(row).execute(&mut conn)?;
                Ok(())
            }
        }
    }
}
