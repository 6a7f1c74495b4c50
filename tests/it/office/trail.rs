//! The auditor reads the trail, and nobody else does (PRODUCT §2, §4.6).

use crate::{
    both,
    support::{Kind, Page, TestApp, cast, screens},
};
use chrono::{NaiveDate, TimeDelta};
use diesel::{
    connection::{Connection, Instrumentation, InstrumentationEvent, SimpleConnection},
    prelude::*,
    sql_query,
    sql_types::Text,
};
use kith::{
    audit::{self, AuditKind, Which},
    clock::day_begins,
    db::Conn,
    domain::{AccountId, AuditId, ResidentId},
    error::Error,
    jobs,
};
use std::sync::{Arc, Mutex};

/// How many rows a page of the trail shows.
fn shown(page: &Page) -> usize {
    page.body.matches("<time datetime=").count()
}

/// Owner and colleague open somebody, the colleague sees the number with a reason.
fn some_looks(app: &TestApp) -> ResidentId {
    let id = cast::id(app, &cast::XIAOYAN);
    for username in ["owner", "colleague"] {
        assert_eq!(app.sign_in(username).get(&format!("/residents/{id}")).status, 200);
    }
    let number: i64 = app.read(move |conn| {
        use kith::db::schema::channels;
        let own =
            channels::table.filter(channels::resident_id.eq(id)).order(channels::id).select(channels::id);
        Ok(own.first(conn)?)
    });
    let path = format!("/residents/{id}/channels/{}/number", ResidentId(number));
    assert_eq!(app.sign_in("colleague").post(&path, &[("reason", "=家里老人住院")]).status, 200);
    id
}

both! {
    fn the_auditor_reads_who_did_what_to_whom_and_no_name_of_a_resident(app) {
        let id = some_looks(app);
        let page = app.sign_in("auditor").get("/audit");
        for words in ["colleague同志", "colleague，青龙村，村干部", "写明原因看号码", "原因：“=家里老人住院”", "号码", "登录", "查看"] {
            assert!(page.has(words), "{words}");
        }
        assert!(page.has(&format!("/audit?person={id}")), "the id leads to all that was done to them");
        let words = page.words();
        assert!(!words.contains("周小燕") && !words.contains("4471") && !words.contains(cast::ID_NUMBER));
        assert!(page.has("3 年") && page.has("kith check") && page.has("还没接上"));
        let english = app.sign_in("auditor");
        english.post("/language", &[("lang", "en"), ("back", "/audit")]);
        assert!(english.get("/audit").has("Saw a number, with a reason") && english.get("/audit").has("Village cadre"));
    }

    fn nobody_else_has_a_key_and_the_auditor_has_no_other(app) {
        for username in ["owner", "township", "department", "county"] {
            let client = app.sign_in(username);
            assert_eq!((client.get("/audit").status, client.get("/audit/rows.csv").status), (403, 403), "{username}");
            assert!(!client.get("/account").has("href=\"/audit\""), "{username}");
        }
        let id = cast::id(app, &cast::XIAOYAN);
        let auditor = app.sign_in("auditor");
        assert!(auditor.get("/account").has("href=\"/audit\">留痕</a>"));
        assert_eq!((auditor.get(&format!("/residents/{id}")).status, auditor.get("/divisions").status), (403, 403));
    }

    fn each_part_of_the_question_narrows_and_all_go_together(app) {
        let id = some_looks(app);
        app.pass(TimeDelta::days(3));
        let (owner, auditor) = (app.sign_in("owner"), app.sign_in("auditor"));
        owner.get(&format!("/residents/{id}"));
        let count = |question: &str| shown(&auditor.get(&format!("/audit?{question}")));
        assert_eq!(count(&format!("person={id}")), 4);
        assert_eq!(count(&format!("person={id}&kind=looked")), 3);
        assert_eq!(count(&format!("person={id}&kind=looked&actor=owner")), 2);
        assert_eq!(count(&format!("person={id}&kind=looked&actor=OWNER&from=2026-11-26")), 1);
        assert_eq!(count(&format!("person={id}&until=2026-11-25")), 3);
        assert_eq!(count("kind=looked&from=2026-11-23&until=2026-11-23"), 2);
        assert_eq!(count("actor=department"), 0);
        assert!(auditor.get("/audit?actor=owner&kind=looked").has("只看：owner 做的，查看"));
        assert!(auditor.get("/audit?actor=department").has("没有这样的留痕"));
    }

    fn a_question_with_mistakes_says_which(app) {
        let auditor = app.sign_in("auditor");
        for (question, words) in [
            ("person=%E5%91%A8%E5%B0%8F%E7%87%95", "编号要照着地址里的 13 位写"),
            ("actor=nobody", "没有找到这一个"),
            ("kind=x", "请从给出的几项里选一个"),
            ("from=2026-02-30", "没有这一天"),
            ("from=2026-11-03&until=2026-11-02", "结束的日子比开始的还早"),
        ] {
            let page = auditor.get(&format!("/audit?{question}"));
            assert!(page.status == 422 && page.has(words) && shown(&page) == 0, "{question}");
        }
        assert_eq!(auditor.get("/audit?after=nothing").status, 200);
        assert_eq!(auditor.get("/audit/rows.csv?actor=nobody").location().as_deref(), Some("/audit?actor=nobody"));
    }

    fn a_day_begins_and_ends_on_the_countys_clock(app) {
        let auditor = app.sign_in("auditor");
        // Ten in the morning on the 23rd; a minute before and after midnight of the 24th.
        app.pass(TimeDelta::minutes(13 * 60 + 59));
        app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]);
        app.pass(TimeDelta::minutes(2));
        app.stranger().post("/sign-in", &[("username", "backup"), ("password", cast::PASSWORD)]);
        let day = |day: &str| auditor.get(&format!("/audit?kind=signed_in&from={day}&until={day}"));
        assert!(day("2026-11-23").has("owner同志") && !day("2026-11-23").has("backup同志"));
        assert!(day("2026-11-24").has("backup同志") && !day("2026-11-24").has("owner同志"));
        assert!(day("2026-11-23").has("11月23日 23:59"));
    }

    fn page_after_page_every_row_comes_once_the_newest_first(app) {
        app.write(|tx| {
            for number in 0..45 {
                audit::record(tx, audit::Entry::new(AuditKind::Searched).amount(number))?;
            }
            Ok(())
        });
        let auditor = app.sign_in("auditor");
        let (mut path, mut amounts) = ("/audit?kind=searched".to_owned(), Vec::new());
        loop {
            let page = auditor.get(&path);
            let told = page.body.split(" 个</td>").filter_map(|part| part.rsplit('>').next()?.parse::<i64>().ok());
            amounts.extend(told);
            let Some(at) = page.body.find("after=") else { break };
            path = format!("/audit?kind=searched&after={}", &page.body[at + 6..at + 19]);
            assert!(page.has("再看 20 行") && page.has("kind=searched&#38;after=") || page.has("kind=searched&amp;after="));
        }
        assert_eq!(amounts, (0..45).rev().collect::<Vec<_>>());
    }

    fn the_place_in_the_chain_shows_once_the_linker_has_come_by(app) {
        let auditor = app.sign_in("auditor");
        assert!(auditor.get("/audit").has("还没接上"));
        actix_web::rt::System::new().block_on(jobs::link_all(&app.state.db)).expect("the chain is linked");
        let page = auditor.get("/audit");
        assert!(page.has("第 1 环") && !page.has("还没接上"));
    }

    fn the_trail_is_taken_away_as_a_table_and_that_is_on_record(app) {
        let id = some_looks(app);
        let auditor = app.sign_in("auditor");
        let table = auditor.get(&format!("/audit/rows.csv?person={id}"));
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(table.header("content-disposition").is_some_and(|name| name.contains("kith-audit-2026-11-23.csv")));
        let mut reader = csv::Reader::from_reader(table.body.trim_start_matches('\u{feff}').as_bytes());
        let read: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(read.len(), 3);
        assert!(read.iter().all(|row| row.len() == 13 && row[9] == id.to_string()));
        assert_eq!((&read[0][7], &read[0][11]), ("revealed", "'=家里老人住院"), "nothing a sheet would run");
        assert_eq!((&read[0][3], &read[0][4], &read[0][1]), ("colleague", "青龙村", "2026-11-23 10:00:00"));
        let told = auditor.get("/audit?kind=trail_taken");
        assert!(shown(&told) == 1 && told.has("3 个"));
        assert!(auditor.get("/audit").has("一次最多 20,000 行"));
    }

    fn all_looks_are_for_owner_backup_and_township(app) {
        let id = some_looks(app);
        let (path, owner) = (format!("/residents/{id}/looks"), app.sign_in("owner"));
        assert!(!owner.get(&format!("/residents/{id}")).has(&path), "all of them stand there already");
        for _ in 0..5 {
            app.pass(TimeDelta::hours(1));
            owner.get(&format!("/residents/{id}"));
        }
        for username in ["owner", "backup", "township"] {
            let client = app.sign_in(username);
            let page = client.get(&path);
            assert!(page.status == 200 && page.has("colleague同志，村干部"), "{username}");
            assert!(client.get(&format!("/residents/{id}")).has(&format!("href=\"{path}\"")), "{username}");
        }
        let colleague = app.sign_in("colleague");
        assert_eq!(colleague.get(&path).status, 403);
        assert!(!colleague.get(&format!("/residents/{id}")).has(&path));
        assert_eq!(app.sign_in("other").get(&path).status, 404);
    }

    fn looks_are_told_page_after_page(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        let owner = app.sign_in("owner");
        for _ in 0..24 {
            owner.get(&format!("/residents/{id}"));
            app.pass(TimeDelta::hours(1));
        }
        let owner = app.sign_in("owner");
        assert!(owner.get(&format!("/residents/{id}")).has("全部 25 次"));
        let first = owner.get(&format!("/residents/{id}/looks"));
        assert_eq!(first.body.matches("<li>11月").count(), 20);
        let at = first.body.find("looks?after=").expect("a next page") + 12;
        let next = owner.get(&format!("/residents/{id}/looks?after={}", &first.body[at..at + 13]));
        assert_eq!(next.body.matches("<li>11月").count(), 5);
        assert!(next.has("回到最近的"));
    }
}

/// Everything the trail names is said in words, in both languages: kinds, subjects and fields.
#[test]
fn nothing_in_the_trail_is_left_in_code() {
    let app = TestApp::start(Kind::Sqlite);
    screens::furnish(&app);
    let auditor = app.sign_in("auditor");
    let mut path = "/audit".to_owned();
    loop {
        let page = auditor.get(&path);
        for cell in page.body.split("data-th=\"细节\">").skip(1) {
            let words = cell.split("</td>").next().unwrap_or_default().replace("<br>", "");
            let is_code = words.split(['、', ' ']).any(|word| word.contains('_') || word.contains('.'));
            assert!(!is_code, "{words}");
        }
        let Some(at) = page.body.find("after=") else { break };
        path = format!("/audit?after={}", &page.body[at + 6..at + 19]);
    }
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Notes the statements that are asked.
struct Noting(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Noting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            self.0.lock().expect("the notes").push(query.to_string());
        }
    }
}

/// How the database goes about a question of the auditor.
fn plan_of(app: &TestApp, which: Which) -> String {
    plan_of_asking(app, move |conn| audit::trail(conn, &which, None, 21).map(drop))
}

/// How the database goes about a question to the trail.
fn plan_of_asking(
    app: &TestApp,
    ask: impl FnOnce(&mut Conn) -> Result<(), Error> + Send + 'static,
) -> String {
    app.read(move |conn| {
        let notes = Arc::new(Mutex::new(Vec::new()));
        conn.set_instrumentation(Noting(notes.clone()));
        ask(conn)?;
        conn.set_instrumentation(None::<Box<dyn Instrumentation>>);
        let asked = notes.lock().expect("the notes").iter().find(|query| query.contains("audit")).cloned();
        let asked = asked.expect("the question");
        let statement = asked.split(" -- binds").next().expect("the statement");
        let plan: Vec<Plan> = sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(conn)?;
        Ok(plan.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn an_index_answers_each_first_part_of_a_question() {
    let app = TestApp::start(Kind::Sqlite);
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).map(day_begins);
    let all = Which::default();
    for (which, index) in [
        (Which { subject: Some(1), ..all }, "audit_by_subject (subject_id=?)"),
        (Which { account: Some(AccountId(1)), ..all }, "audit_by_account (account_id=?)"),
        (Which { kind: Some(AuditKind::Looked), ..all }, "audit_by_kind (kind=?)"),
        (Which { from: day, until: day, ..all }, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (Which { subject: Some(1), from: day, ..all }, "audit_by_subject (subject_id=? AND id>?)"),
        (
            Which { account: Some(AccountId(1)), until: day, ..all },
            "audit_by_account (account_id=? AND id<?)",
        ),
        (
            Which { kind: Some(AuditKind::Looked), from: day, until: day, ..all },
            "audit_by_kind (kind=? AND id>? AND id<?)",
        ),
    ] {
        let plan = plan_of(&app, which);
        assert!(
            plan.contains(&format!("SEARCH audit USING INDEX {index}"))
                || plan.contains(&format!("SEARCH audit USING {index}")),
            "{which:?}:\n{plan}"
        );
        assert!(!plan.contains("TEMP B-TREE"), "sorted by the index: {plan}");
    }
    let plan = plan_of(&app, all);
    assert!(
        plan.contains("SCAN audit") && !plan.contains("TEMP B-TREE"),
        "the newest first, by the id alone: {plan}"
    );
}

#[test]
fn the_looks_at_somebody_are_answered_by_an_index_in_its_order() {
    let app = TestApp::start(Kind::Sqlite);
    let latest = plan_of_asking(&app, |conn| audit::looks_at(conn, ResidentId(1), 6).map(drop));
    let later =
        plan_of_asking(&app, |conn| audit::all_looks_at(conn, ResidentId(1), Some(AuditId(9)), 21).map(drop));
    let counted = plan_of_asking(&app, |conn| audit::count_looks_at(conn, ResidentId(1), 100).map(drop));
    for plan in [latest, later, counted] {
        assert!(plan.contains("SEARCH audit USING INDEX audit_by_subject (subject_id=?"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "sorted by the index: {plan}");
    }
}

#[test]
fn postgres_answers_with_the_same_indexes() {
    if !crate::support::postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    for (column, value, index) in [
        ("subject_id", "1", "audit_by_subject"),
        ("id < 9 AND (kind = 'looked' OR kind = 'revealed') AND subject_id", "1", "audit_by_subject"),
        ("account_id", "1", "audit_by_account"),
        ("kind", "'looked'", "audit_by_kind"),
        ("id", "1", "audit_pkey"),
    ] {
        let plan: Vec<String> = app.read(move |conn| {
            conn.batch_execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")?;
            let asked =
                format!("EXPLAIN SELECT id FROM audit WHERE {column} = {value} ORDER BY id DESC LIMIT 21");
            let steps: Vec<PgPlan> = sql_query(asked).load(conn)?;
            Ok(steps.into_iter().map(|step| step.line).collect())
        });
        let plan = plan.join("\n");
        assert!(plan.contains(index), "{column}:\n{plan}");
    }
}

#[derive(QueryableByName)]
struct PgPlan {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}
