//! Rules 7 and 9: the migrations of both databases make the tables of `schema.rs`, and the bundled SQLite is tuned.

use super::source::{Source, assert_none, files, read};
use crate::support::postgres;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection, sql_query, sql_types::Text};
use kith::db::{Address, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// Columns by table: the type of each, and whether it may be empty.
type Shape = BTreeMap<String, BTreeMap<String, (String, bool)>>;

/// The tables which `schema.rs` tells of.
fn told(schema: &str) -> Shape {
    let mut tables = Shape::new();
    for table in schema.split("diesel::table! {").skip(1) {
        let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let name = lines.next().and_then(|line| line.split([' ', '(']).next()).unwrap_or("").to_owned();
        let columns = lines.map_while(|line| line.strip_suffix(','));
        let columns = columns.filter_map(|line| line.split_once(" -> ")).map(|(column, kind)| {
            let inside = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            (column.to_owned(), (inside.unwrap_or(kind).to_owned(), inside.is_some()))
        });
        tables.insert(name, columns.collect());
    }
    tables
}

/// The whole of what is told: the parts of `schema.rs`, one after the other.
fn schema() -> String {
    files("src/db/schema", &[".rs"]).into_iter().map(|source| source.text).collect()
}

/// The names of all tables.
pub fn table_names() -> Vec<String> {
    told(&schema()).into_keys().collect()
}

/// The type a column of `schema.rs` has in a database.
fn kind_in(database: &str, kind: &str) -> String {
    let sqlite = match kind {
        "SmallInt" | "Integer" | "BigInt" | "Bool" => "INTEGER",
        "Text" | "Date" | "Timestamp" => "TEXT",
        "Binary" => "BLOB",
        "Double" => "REAL",
        _ => "unknown to tests/it/tidy/schema.rs",
    };
    let postgres = match kind {
        "SmallInt" => "smallint",
        "Integer" => "integer",
        "BigInt" => "bigint",
        "Bool" => "boolean",
        "Text" => "text",
        "Date" => "date",
        "Timestamp" => "timestamp without time zone",
        "Binary" => "bytea",
        "Double" => "double precision",
        _ => "unknown to tests/it/tidy/schema.rs",
    };
    if database == "sqlite" { sqlite } else { postgres }.to_owned()
}

/// Where a database differs from what `schema.rs` tells.
fn differences(database: &str, told: &Shape, made: &Shape) -> Vec<String> {
    let mut faults = Vec::new();
    let mut all: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (table, columns) in told.iter().chain(made) {
        all.extend(columns.keys().map(|column| (table.as_str(), column.as_str())));
    }
    for (table, column) in all {
        let of = |shape: &Shape| shape.get(table).and_then(|columns| columns.get(column)).cloned();
        let wanted = of(told).map(|(kind, is_nullable)| (kind_in(database, &kind), is_nullable));
        let is = of(made);
        if wanted != is {
            faults.push(format!("src/db/schema.rs: {database} {table}.{column}: told {wanted:?}, is {is:?}"));
        }
    }
    faults
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    nullable: String,
}

/// The tables a database has, but for the one in which diesel keeps how far it is.
fn made(address: &str) -> Shape {
    let columns: Vec<Column> = if address.starts_with("postgres") {
        let mut conn = PgConnection::establish(address).expect("PostgreSQL answers");
        sql_query(
            "SELECT table_name::text AS tab, column_name::text AS col, data_type::text AS kind, \
             is_nullable::text AS nullable FROM information_schema.columns WHERE table_schema = current_schema()",
        )
        .load(&mut conn)
    } else {
        let mut conn = SqliteConnection::establish(address).expect("SQLite opens");
        sql_query(
            "SELECT m.name AS tab, c.name AS col, c.type AS kind, \
             CASE WHEN c.\"notnull\" OR c.pk THEN 'NO' ELSE 'YES' END AS nullable \
             FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
        )
        .load(&mut conn)
    }
    .expect("the columns");
    let mut tables = Shape::new();
    for column in columns.into_iter().filter(|column| !column.tab.starts_with("__diesel")) {
        let columns = tables.entry(column.tab).or_default();
        columns.insert(column.col, (column.kind, column.nullable == "YES"));
    }
    tables
}

/// Migrates an empty database there, back, and there again, and compares what it has each time.
fn there_and_back(database: &str, place: &str, address: &Address) {
    let told = told(&schema());
    assert!(told.len() > 10 && told.values().all(|columns| columns.len() > 1), "schema.rs was understood");
    assert_eq!(address.tables().expect("an answer"), Tables::Empty);
    let run = address.migrate().expect("the tables are made");
    assert_eq!(run, folders(&files("migrations", &[".sql"]), database).len());
    assert_none(&differences(database, &told, &made(place)));
    address.revert().expect("the tables are taken back");
    assert_eq!(made(place), Shape::new(), "what the down scripts leave");
    assert_eq!(address.migrate().expect("the tables are made again"), run);
    assert_none(&differences(database, &told, &made(place)));
    assert_eq!(address.tables().expect("an answer"), Tables::Current);
}

#[test]
fn migrating_sqlite_there_back_and_there_gives_the_tables_of_the_schema() {
    let file = std::env::temp_dir().join(format!("kith-tidy-{}.db", std::process::id()));
    let place = file.display().to_string();
    there_and_back("sqlite", &place, &Address::parse(&format!("sqlite://{place}")).expect("an address"));
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{place}{ending}"));
    }
}

#[test]
fn migrating_postgres_there_back_and_there_gives_the_tables_of_the_schema() {
    if postgres::is_there() {
        let place = postgres::empty();
        there_and_back("postgres", &place, &Address::parse(&place).expect("an address"));
    }
}

/// The migrations of one database, by their folders.
fn folders(scripts: &[Source], database: &str) -> BTreeSet<String> {
    let own =
        scripts.iter().filter_map(|script| script.path.strip_prefix(&format!("migrations/{database}/")));
    own.filter_map(|path| path.split('/').next()).map(str::to_owned).collect()
}

/// Migrations which one database lacks, or of which one of the two scripts is missing or empty.
fn lopsided(scripts: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let (sqlite, postgres) = (folders(scripts, "sqlite"), folders(scripts, "postgres"));
    for name in sqlite.union(&postgres) {
        for database in ["sqlite", "postgres"] {
            for script in ["up.sql", "down.sql"] {
                let path = format!("migrations/{database}/{name}/{script}");
                if !scripts.iter().any(|source| source.path == path && !source.text.trim().is_empty()) {
                    faults.push(format!("{path}:1: missing or empty"));
                }
            }
        }
    }
    faults
}

/// Indexes that only one of the two databases has.
fn lopsided_indexes(scripts: &[Source]) -> Vec<String> {
    let of = |database: &str| -> BTreeMap<String, String> {
        let ups = scripts.iter().filter(|script| {
            script.path.starts_with(&format!("migrations/{database}/")) && script.path.ends_with("up.sql")
        });
        let named = |script: &Source| {
            let statements = script.text.split(';').map(str::trim);
            let indexes = statements.filter(|one| one.contains("INDEX ") && one.starts_with("CREATE"));
            let name = |one: &str| {
                let unique = if one.contains("UNIQUE") { "unique " } else { "" };
                let rest = one.split("INDEX ").nth(1).unwrap_or("").split_whitespace().next().unwrap_or("");
                (format!("{unique}{rest}"), script.path.clone())
            };
            indexes.map(name).collect::<Vec<_>>()
        };
        ups.flat_map(named).collect()
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    let lacks = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let alone = one.iter().filter(|(name, _)| !other.contains_key(*name));
        alone
            .map(|(name, path)| format!("{path}:1: the index {name} is not in the other database"))
            .collect::<Vec<_>>()
    };
    [lacks(&sqlite, &postgres), lacks(&postgres, &sqlite)].concat()
}

#[test]
fn migrations_of_both_databases_have_the_same_names_scripts_and_indexes() {
    let scripts = files("migrations", &[".sql"]);
    assert!(scripts.len() >= 20, "there are migrations");
    assert_none(&lopsided(&scripts));
    assert_none(&lopsided_indexes(&scripts));
}

/// Flags of the build that the bundled SQLite does not report, and those taken away that it still reports.
fn lost_flags(config: &str, reported: &[String]) -> Vec<String> {
    let flags = config.split(['"', ' ']).filter(|flag| flag.contains("SQLITE_"));
    let is_lost = |flag: &&str| {
        let name = flag.split_once("SQLITE_").map_or("", |(_, name)| name);
        match &flag[..2] {
            "-D" => !reported.iter().any(|option| option == name),
            "-U" => reported.iter().any(|option| option.split('=').next() == Some(name)),
            _ => true,
        }
    };
    flags.filter(is_lost).map(|flag| format!(".cargo/config.toml: {flag} is lost")).collect()
}

#[derive(diesel::QueryableByName)]
struct CompileOption {
    #[diesel(sql_type = Text)]
    compile_options: String,
}

#[test]
fn the_bundled_sqlite_carries_the_tuned_flags() {
    let mut conn = SqliteConnection::establish(":memory:").expect("SQLite opens");
    let rows: Vec<CompileOption> = sql_query("PRAGMA compile_options").load(&mut conn).expect("the options");
    let reported: Vec<String> = rows.into_iter().map(|row| row.compile_options).collect();
    let config = read(".cargo/config.toml").text;
    let flags = config.lines().find(|line| line.starts_with("LIBSQLITE3_FLAGS")).expect("the flags");
    assert!(flags.matches("-DSQLITE_").count() >= 3, "flags are set");
    assert_none(&lost_flags(flags, &reported));
}

#[test]
fn a_flag_that_is_lost_is_named() {
    let config = "LIBSQLITE3_FLAGS = \"-DSQLITE_A=0 -DSQLITE_B -USQLITE_C -USQLITE_D\"";
    let reported = ["A=1", "B", "C=4"].map(str::to_owned);
    let lost = ["-DSQLITE_A=0", "-USQLITE_C"];
    assert_eq!(lost_flags(config, &reported), lost.map(|flag| format!(".cargo/config.toml: {flag} is lost")));
}

#[test]
fn a_column_that_differs_from_the_schema_is_named() {
    let told = told(
        "diesel::table! {\n    posts (id) {\n        id -> BigInt,\n        until_on -> Nullable<Date>,\n        role -> Text,\n    }\n}",
    );
    let mut is = Shape::new();
    let column = |kind: &str, is_nullable| (kind.to_owned(), is_nullable);
    is.entry("posts".into()).or_default().extend([
        ("id".to_owned(), column("bigint", false)),
        ("until_on".to_owned(), column("date", false)),
        ("extra".to_owned(), column("text", false)),
    ]);
    let found = differences("postgres", &told, &is);
    let named: Vec<&str> = found.iter().filter_map(|fault| fault.split(": ").nth(1)).collect();
    assert_eq!(named, ["postgres posts.extra", "postgres posts.role", "postgres posts.until_on"]);
}

#[test]
fn a_migration_or_index_that_one_database_lacks_is_named() {
    let script = |path: &str, text: &str| Source::new(&format!("migrations/{path}"), text);
    let scripts = [
        script("sqlite/1_a/up.sql", "CREATE TABLE a (b TEXT);\nCREATE UNIQUE INDEX one ON a (b);"),
        script("sqlite/1_a/down.sql", " "),
        script("postgres/1_a/up.sql", "CREATE INDEX one ON a (b);"),
        script("postgres/1_a/down.sql", "DROP TABLE a;"),
        script("postgres/2_b/up.sql", "SELECT 1;"),
    ];
    let found = lopsided(&scripts);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0], "migrations/sqlite/1_a/down.sql:1: missing or empty");
    assert_eq!(lopsided_indexes(&scripts).len(), 2);
}
