//! The tables of a site as they lie there, read and changed past the program, as only somebody at the machine can.

use super::{Kind, program::Site};
use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_query,
    sql_types::Text,
};
use std::collections::BTreeMap;

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Site {
    /// The column `line` of what this finds.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        let lines: Vec<Line> = match self.kind {
            Kind::Sqlite => sql_query(sql).load(&mut self.sqlite()),
            Kind::Postgres => sql_query(sql).load(&mut self.postgres()),
        }
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
        lines.into_iter().map(|line| line.line).collect()
    }

    /// How many rows there are of this.
    pub fn count(&self, from: &str) -> usize {
        self.lines(&format!("SELECT '' AS line FROM {from}")).len()
    }

    /// Changes what lies there.
    pub fn execute(&self, sql: &str) {
        match self.kind {
            Kind::Sqlite => self.sqlite().batch_execute(sql),
            Kind::Postgres => self.postgres().batch_execute(sql),
        }
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The rows of every table in some order, without these columns (`table.column`).
    pub fn contents(&self, without: &[&str]) -> BTreeMap<String, Vec<String>> {
        let columns = match self.kind {
            Kind::Sqlite => {
                "SELECT m.name || '.' || c.name AS line FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid"
            }
            Kind::Postgres => {
                "SELECT table_name::text || '.' || column_name::text AS line FROM information_schema.columns \
                 WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
            }
        };
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in self.lines(columns).iter().filter(|column| !without.contains(&column.as_str())) {
            let (table, name) = column.split_once('.').expect("a table and its column");
            tables.entry(table.to_owned()).or_default().push(name.to_owned());
        }
        let rows = |(table, columns): (String, Vec<String>)| {
            let values = match self.kind {
                Kind::Sqlite => {
                    columns.iter().map(|name| format!("quote({name})")).collect::<Vec<_>>().join("||','||")
                }
                Kind::Postgres => format!("ROW({})::text", columns.join(",")),
            };
            let rows = self.lines(&format!("SELECT {values} AS line FROM {table} ORDER BY 1"));
            (table, rows)
        };
        tables.into_iter().map(rows).collect()
    }

    /// The names of all indexes.
    pub fn indexes(&self) -> Vec<String> {
        self.lines(match self.kind {
            Kind::Sqlite => "SELECT name AS line FROM sqlite_master WHERE type = 'index' ORDER BY 1",
            Kind::Postgres => {
                "SELECT indexname::text AS line FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
            }
        })
    }

    fn sqlite(&self) -> SqliteConnection {
        let mut conn = SqliteConnection::establish(&self.file().display().to_string()).expect("SQLite opens");
        conn.batch_execute("PRAGMA busy_timeout = 5000").expect("a patient connection");
        conn
    }

    fn postgres(&self) -> PgConnection {
        PgConnection::establish(&self.database).expect("PostgreSQL answers")
    }
}
