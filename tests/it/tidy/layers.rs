//! Rules 2 and 3: who names a database, who runs SQL, who asks the clock.

use super::source::{Source, assert_none, closing, fault, is_word, places, program, words};

/// Modules that are no slices: they know neither tables nor SQL.
const WITHOUT_TABLES: [&str; 13] = [
    "reference",
    "domain",
    "error",
    "i18n",
    "clock",
    "config",
    "web",
    "jobs",
    "worklist",
    "home",
    "app",
    "cli",
    "main",
];

/// Files of a slice that run no SQL: what they hold is shapes, words, pure rules or pages.
const WITHOUT_SQL: [&str; 16] = [
    "mod", "model", "form", "text", "pages", "call", "row", "faces", "notice", "guard", "plan", "fold",
    "event", "summary", "standing", "seat",
];

/// Files that are pure functions of what they are given.
const PURE: [&str; 9] = ["model", "form", "plan", "fold", "event", "summary", "standing", "terms", "text"];

/// Modules that are pure as a whole.
const PURE_MODULES: [&str; 4] = ["reference", "domain", "error", "i18n"];

fn runs_no_sql(source: &Source) -> bool {
    let stem = source.stem();
    WITHOUT_TABLES.contains(&source.module())
        || WITHOUT_SQL.contains(&stem)
        || stem.ends_with("_pages")
        || stem.ends_with("_form")
}

/// Words by which code names one kind of database.
fn is_kind(word: &str) -> bool {
    let crates = ["sqlite", "pg", "rusqlite", "libsqlite3_sys", "pq_sys", "postgres"];
    let is_type =
        |name: &str| word.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    crates.contains(&word) || is_type("Sqlite") || is_type("SQLite") || is_type("Pg") || is_type("Postgres")
}

/// What only `src/db` may name: a kind of database, its pragmas, its own tables.
fn kinds_of_databases(source: &Source) -> Vec<String> {
    // `kith backup` names the tools which PostgreSQL brings for itself.
    const TOOLS: [&str; 2] = ["pg_dump", "pg_basebackup"];
    let (code, with_strings) = (source.code(), source.without_comments());
    let typed = words(&code).filter(|(_, word)| is_kind(word));
    let said = words(&with_strings).filter(|(_, word)| {
        let word = word.to_ascii_lowercase();
        let is_own = word == "pragma" || word.starts_with("sqlite_") || word.starts_with("pg_");
        is_own && !TOOLS.contains(&word.as_str())
    });
    let name = |(at, word): (usize, &str)| source.fault(at, &format!("`{word}` belongs to src/db"));
    let mut faults: Vec<String> = typed.chain(said).map(name).collect();
    faults.dedup();
    faults
}

/// Where code asks the database something.
fn sql(code: &str) -> Vec<(usize, &'static str)> {
    const CALLS: [&str; 7] =
        [".load", ".first", ".execute", ".get_result", ".get_results", ".batch_execute", ".load_iter"];
    const NAMES: [&str; 7] = [
        "sql_query",
        "insert_into",
        "diesel::update",
        "update_row(",
        "diesel::delete",
        "diesel::select",
        "rows!",
    ];
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for call in CALLS {
        let asks = |at: &usize| {
            let after = &code[at + call.len()..];
            let is_atomic = after.starts_with("(Ordering") || after.starts_with("(std::sync");
            // `first()` of a list takes nothing.
            after.starts_with("::<") || (after.starts_with('(') && !after.starts_with("()") && !is_atomic)
        };
        found.extend(code.match_indices(call).map(|(at, _)| at).filter(asks).map(|at| (at, call)));
    }
    for name in NAMES {
        found.extend(places(code, name).map(|at| (at, name)));
    }
    found
}

/// The code without attributes and imports, each thing in its place.
fn without_attributes(code: &str) -> String {
    let mut code = code.to_owned();
    let mut at = 0;
    while at < code.len() {
        let end = if code[at..].starts_with("#[") {
            closing(&code, at + 1) + 1
        } else if code[at..].starts_with("use ") && (at == 0 || !is_word(code.as_bytes()[at - 1])) {
            at + code[at..].find(';').unwrap_or(code.len() - at)
        } else {
            at += code[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let gone: String = code[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        code.replace_range(at..end, &gone);
        at = end;
    }
    code
}

/// SQL where there should be none, and tables named there other than to derive a row.
fn sql_out_of_place(source: &Source, tables: &[String]) -> Vec<String> {
    let code = source.code();
    let asked = sql(&code)
        .into_iter()
        .map(|(at, what)| fault(&source.path, &code, at, &format!("`{what}` runs SQL")));
    let rest = without_attributes(&code);
    let named = words(&rest).filter(|(at, word)| {
        tables.iter().any(|table| table == word) && {
            // A table is named as `posts::role`, and by its whole path.
            let path = rest[..*at].ends_with("schema::") || rest[at + word.len()..].starts_with("::table");
            path || (rest[at + word.len()..].starts_with("::") && names_schema(&code, word))
        }
    });
    let named = named.map(|(at, word)| source.fault(at, &format!("the table `{word}` outside a derive")));
    asked.chain(named).collect()
}

/// Whether the file imports this table.
fn names_schema(code: &str, table: &str) -> bool {
    places(code, "schema::").any(|at| {
        let rest = &code[at + "schema::".len()..];
        let end = if rest.starts_with('{') { closing(rest, 0) } else { rest.find(';').unwrap_or(0) };
        words(&rest[..end]).any(|(_, word)| word == table)
    })
}

/// Clocks, files, the network, the database and waiting, where a file is to be pure.
fn impurities(source: &Source) -> Vec<String> {
    const WORDS: [&str; 11] =
        ["Conn", "Tx", "Db", "Clock", "Utc", "Local", "SystemTime", "Instant", "async", "await", "dialect"];
    const PHRASES: [&str; 8] =
        ["std::fs", "std::io", "std::net", "std::env", "std::process", "std::thread", ".now()", ".today()"];
    let code = source.code();
    let words = words(&code).filter(|(_, word)| WORDS.contains(word));
    let phrases = PHRASES.iter().flat_map(|phrase| places(&code, phrase).map(|at| (at, *phrase)));
    let said =
        |(at, what): (usize, &str)| source.fault(at, &format!("`{what}` in a file that is to be pure"));
    words.chain(phrases).map(said).collect()
}

#[test]
fn only_db_names_a_database_kind() {
    let all = program();
    assert!(all.iter().any(|source| source.module() == "db" && !kinds_of_databases(source).is_empty()));
    let others = all.iter().filter(|source| source.module() != "db");
    assert_none(&others.flat_map(kinds_of_databases).collect::<Vec<_>>());
}

#[test]
fn only_queries_actions_and_db_run_sql() {
    let tables = super::schema::table_names();
    let all = program();
    assert!(all.iter().any(|source| source.stem() == "queries" && !sql(&source.code()).is_empty()));
    let quiet = all.iter().filter(|source| source.module() != "db" && runs_no_sql(source));
    assert_none(&quiet.flat_map(|source| sql_out_of_place(source, &tables)).collect::<Vec<_>>());
}

#[test]
fn models_and_forms_do_no_io_and_ask_no_clock() {
    let all = program();
    let pure = all.iter().filter(|source| {
        PURE_MODULES.contains(&source.module())
            || (source.module() != "db"
                && (PURE.contains(&source.stem()) || source.stem().ends_with("_form")))
    });
    assert_none(&pure.flat_map(impurities).collect::<Vec<_>>());
}

#[test]
fn a_slice_that_names_a_database_kind_is_named() {
    let text = "// SQLite\nuse diesel::SqliteConnection;\nfn f() { sql(\"PRAGMA x\"); Conn::Pg(c); pgx(\"of PostgreSQL\") }";
    let found = kinds_of_databases(&Source::new("src/home/queries.rs", text));
    let wanted = ["2: `SqliteConnection`", "3: `Pg`", "3: `PRAGMA`"];
    assert_eq!(found, wanted.map(|what| format!("src/home/queries.rs:{what} belongs to src/db")));
}

#[test]
fn a_page_that_runs_sql_or_names_a_table_is_named() {
    let tables = ["posts".to_owned(), "audit".to_owned()];
    let text = "use crate::{audit, db::schema::posts};\n#[diesel(table_name = posts)]\nstruct A { x: u8 }\n\
                fn f() { posts::role; audit::look(); list.first(); n.load(Ordering::Relaxed) }\nfn g() { q.first::<i64>(conn) }";
    let found = sql_out_of_place(&Source::new("src/home/pages.rs", text), &tables);
    let wanted =
        ["src/home/pages.rs:5: `.first` runs SQL", "src/home/pages.rs:4: the table `posts` outside a derive"];
    assert_eq!(found, wanted);
}

#[test]
fn a_form_that_asks_the_clock_or_the_disk_is_named() {
    let text = "fn a(clock: &Clock) { clock.today() }\nfn b() { std::fs::read(x) } // Utc";
    let found = impurities(&Source::new("src/home/form.rs", text));
    let wanted = ["1: `Clock`", "2: `std::fs`", "1: `.today()`"];
    assert_eq!(found, wanted.map(|what| format!("src/home/form.rs:{what} in a file that is to be pure")));
}
