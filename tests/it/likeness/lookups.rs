//! Records are never compared with all others: whoever is alike is looked up by keys, on either database.

use crate::{
    both,
    support::{
        Kind, TestApp, cast,
        doubles::{STRANGER, Somebody, enter},
    },
};
use diesel::{
    connection::{Connection, InstrumentationEvent},
    prelude::*,
    sql_query,
    sql_types::Text,
};
use kith::{
    db::Conn,
    domain::{PersonName, PhoneNumber, Scope, VillageCode},
    error::Error,
    residents::{self, Features},
};
use std::sync::{Arc, Mutex};

/// The statements a piece of work asks the database, as they are prepared.
fn statements(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<(), Error>,
) -> Result<Vec<String>, Error> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let bare = text.split(" -- binds").next().unwrap_or_default().to_owned();
            ear.lock().expect("one listens").push(bare);
        }
    });
    let done = work(conn);
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    done?;
    let heard = heard.lock().expect("one listens").clone();
    Ok(heard)
}

#[derive(QueryableByName)]
struct SqlitePlan {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresPlan {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// How a database answers a statement, whatever it is asked for.
fn plan(conn: &mut Conn, kind: Kind, statement: &str) -> Result<String, Error> {
    if kind == Kind::Sqlite {
        let lines: Vec<SqlitePlan> = sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(conn)?;
        return Ok(lines.into_iter().map(|line| line.detail + "\n").collect());
    }
    let arguments = (1..).take_while(|number| statement.contains(&format!("${number}"))).count();
    let nulls = vec!["NULL"; arguments].join(", ");
    // Tables of a test are so small that reading them whole is cheaper.
    sql_query("SET LOCAL enable_seqscan = off").execute(conn)?;
    sql_query("SET LOCAL plan_cache_mode = force_generic_plan").execute(conn)?;
    sql_query(format!("PREPARE asked AS {statement}")).execute(conn)?;
    let lines: Vec<PostgresPlan> = sql_query(format!("EXPLAIN EXECUTE asked({nulls})")).load(conn)?;
    sql_query("DEALLOCATE asked").execute(conn)?;
    Ok(lines.into_iter().map(|line| line.line + "\n").collect())
}

/// What a form says that shares everything with 周小燕.
fn said() -> Features {
    Features {
        village: VillageCode::parse(cast::VILLAGE).expect("a village"),
        name: PersonName::parse("周小雁").expect("a name"),
        birth_on: chrono::NaiveDate::from_ymd_opt(1992, 3, 4),
        id_number: cast::ID_NUMBER.parse().ok(),
        phones: vec![PhoneNumber::parse(cast::XIAOYAN.numbers[0]).expect("a number")],
        head_name: Some("周德福".to_owned()),
    }
}

/// The statements of looking up who is alike, and how each is answered.
fn looked_up(app: &TestApp) -> Vec<(String, String)> {
    let (keys, kind) = (app.state.keys.clone(), app.kind);
    app.read(move |conn| {
        let scope = Scope::Village(said().village);
        let asked = statements(conn, |conn| {
            let found = residents::alike(conn, &keys, scope, &said(), None)?;
            assert_eq!(found.len(), 1);
            Ok(())
        })?;
        asked
            .into_iter()
            .map(|one| Ok((plan(conn, kind, &one)?, one)))
            .map(|one| one.map(|(plan, one)| (one, plan)))
            .collect()
    })
}

both! {
    fn whoever_is_alike_is_looked_up_by_the_primary_key(app) {
        let all = looked_up(app);
        let asked_of = |table: &str| -> Vec<&(String, String)> {
            let from = [format!("FROM `{table}`"), format!("FROM \"{table}\"")];
            all.iter().filter(|(asked, _)| from.iter().any(|from| asked.contains(from))).collect()
        };
        let (terms, records) = (asked_of("match_keys"), asked_of("residents"));
        assert_eq!((terms.len(), records.len()), (4, 4), "a look-up for each thing that may agree, one for each that does, and the row that is shown");
        let (by_term, by_id) = match app.kind {
            Kind::Sqlite => ("SEARCH match_keys USING PRIMARY KEY (term=?)", "SEARCH residents USING INTEGER PRIMARY KEY (rowid=?)"),
            Kind::Postgres => ("using match_keys_pkey on match_keys", "residents_pkey"),
        };
        for (found, by_key) in terms.iter().map(|one| (one, by_term)).chain(records.iter().map(|one| (one, by_id))) {
            let (asked, plan) = found;
            let is_whole = plan.contains("SCAN") || plan.contains("Seq Scan");
            assert!(plan.contains(by_key) && !is_whole, "{asked}\n{plan}");
        }
    }

    fn a_larger_register_asks_for_no_more_look_ups(app) {
        let before = looked_up(app).len();
        for number in 0..30 {
            let phone: &'static str = format!("154{number:08}").leak();
            enter(app, Somebody { name: "冉启明", phone: Some(phone), head: "冉光碧", born: Some((1980, 1, 1 + number)), ..STRANGER });
        }
        assert_eq!(looked_up(app).len(), before);
    }

    fn pairs_that_wait_are_read_by_their_index_and_each_record_by_its_key(app) {
        enter(app, Somebody { phone: Some(cast::XIAOYAN.numbers[0]), ..STRANGER });
        let kind = app.kind;
        app.read(move |conn| {
            let scope = Scope::Village(said().village);
            let asked = statements(conn, |conn| residents::count_pairs(conn, scope, 100).map(drop))?;
            let [asked] = &asked[..] else { panic!("one question: {asked:?}") };
            let plan = plan(conn, kind, asked)?;
            let index = plan.contains("likely_pairs_waiting");
            assert!(index && !plan.contains("SCAN") && !plan.contains("Seq Scan"), "{asked}\n{plan}");
            Ok(())
        });
    }
}
