//! When the database cannot: an honest page at once, what can go on goes on, and the house recovers by itself.

use crate::support::{Client, Kind, Page, TestApp, cast, postgres, program::Site};
use diesel::{Connection, connection::SimpleConnection, prelude::*};
use kith::{domain::Actor, error::Error};
use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

/// What somebody reads who came at a bad moment.
fn is_honest(page: &Page) -> bool {
    page.status == 503
        && page.has("现在忙不过来")
        && page.has("您填的还在上一页")
        && page.header("retry-after").is_some()
        && !page.has("database")
        && !page.has("disk")
}

/// Where check-ins of somebody go.
fn path(app: &TestApp) -> String {
    format!("/residents/{}/check-ins", cast::id(app, &cast::XIAOYAN))
}

fn log(client: &Client, path: &str, key: &str) -> Page {
    client.post(path, &[("outcome", "no_answer"), ("idempotency_key", key), ("note", key)])
}

/// What the writer's own connection is told.
fn tell_writer(app: &TestApp, pragma: &'static str) {
    app.write(move |tx| Ok(tx.conn.batch_execute(pragma)?));
}

/// Holds the writer until it is let go; the second value ends when it has.
fn hold(app: &TestApp) -> (mpsc::Sender<()>, std::thread::JoinHandle<bool>) {
    let (go, wait) = mpsc::channel::<()>();
    let (began, has_begun) = mpsc::channel::<()>();
    let db = app.state.db.clone();
    let held = std::thread::spawn(move || {
        let work = db.write(Actor::System, move |_| {
            began.send(()).map_err(Error::internal)?;
            wait.recv_timeout(Duration::from_secs(20)).map_err(Error::internal)
        });
        actix_web::rt::System::new().block_on(work).is_ok()
    });
    has_begun.recv_timeout(Duration::from_secs(20)).expect("the writer is held");
    (go, held)
}

#[test]
fn what_a_full_disk_undoes_is_acknowledged_to_nobody() {
    let app = TestApp::start(Kind::Sqlite);
    let path = path(&app);
    let keys: Vec<Vec<String>> =
        (0..6).map(|client| (0..40).map(|number| format!("full-disk-{client}-{number}")).collect()).collect();
    let clients: Vec<Client> = keys.iter().map(|_| app.sign_in("owner")).collect();
    // Sooner or later a page more is needed; then SQLite takes back more than the one savepoint.
    tell_writer(&app, "PRAGMA max_page_count = 1");
    let send = &|(client, keys): (&Client, &Vec<String>)| -> Vec<u16> {
        keys.iter().map(|key| log(client, &path, key).status).collect()
    };
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let pairs = clients.iter().zip(&keys);
        let threads: Vec<_> = pairs.map(|pair| scope.spawn(move || send(pair))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("the client ends")).collect()
    });
    let kept = statuses.iter().filter(|status| **status == 303).count();
    assert!(kept < statuses.len(), "the disk was never full");
    assert!(statuses.iter().all(|status| matches!(status, 303 | 503)), "{statuses:?}");
    assert_eq!(written(&app), kept, "what is there is what was acknowledged");
    for key in keys.concat() {
        assert_eq!(log(&clients[0], &path, &key).status, 303, "the same form again, when there is room");
    }
    assert_eq!(written(&app), statuses.len());
}

/// How many check-ins there are.
fn written(app: &TestApp) -> usize {
    let all: i64 = app.read(|conn| Ok(kith::db::schema::checkins::table.count().get_result(conn)?));
    usize::try_from(all).expect("a count")
}

#[test]
fn on_a_full_disk_lists_go_on_and_what_was_acknowledged_stays() {
    let site = Site::new(Kind::Sqlite);
    site.generate("40");
    let served = site.serve_within(3_000);
    let client = served.sign_in("cadre");
    let list = client.get("/residents").body;
    let id = list.split("\"/residents/").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 13);
    let path = format!("/residents/{}/check-ins", id.expect("somebody"));
    let mut kept = Vec::new();
    let refused = (0..400).map(|number| format!("no-room-{number}")).find(|key| {
        let answer = log(&client, &path, key);
        kept.extend((answer.status == 303).then(|| key.clone()));
        answer.status != 303
    });
    let refused = refused.expect("the disk is full at last");
    assert!(!kept.is_empty() && is_honest(&log(&client, &path, &refused)), "after {}", kept.len());
    for page in ["/worklist", "/residents", "/healthz"] {
        assert_eq!(client.get(page).status, 200, "{page}");
    }
    served.kill();
    let served = site.serve();
    assert_eq!(site.lines("SELECT note AS line FROM checkins WHERE note LIKE 'no-room-%' ORDER BY id"), kept);
    assert_eq!(log(&served.sign_in("cadre"), &path, &refused).status, 303, "there is room again");
    drop(served);
    assert!(site.run(&["check"]).well().contains("0 faults"));
}

#[test]
fn another_program_that_writes_too_long_makes_forms_wait_and_then_say_so() {
    let app = TestApp::start(Kind::Sqlite);
    let (owner, path) = (app.sign_in("owner"), path(&app));
    tell_writer(&app, "PRAGMA busy_timeout = 50");
    let file = app.file().expect("a file").display().to_string();
    let mut other = diesel::SqliteConnection::establish(&file).expect("another program opens it");
    other.batch_execute("BEGIN IMMEDIATE").expect("it writes");
    assert!(is_honest(&log(&owner, &path, "other-writer")));
    assert_eq!(owner.get("/worklist").status, 200);
    assert_eq!(owner.get("/readyz").status, 503, "it cannot write now");
    assert_eq!(owner.get("/healthz").status, 200, "but it lives");
    other.batch_execute("COMMIT").expect("it has written");
    assert_eq!((log(&owner, &path, "other-writer").status, owner.get("/readyz").status), (303, 200));
}

#[test]
fn a_full_queue_is_told_to_come_again_and_nothing_typed_is_lost() {
    let app = TestApp::start(Kind::Sqlite);
    let (owner, path) = (app.sign_in("owner"), path(&app));
    let (go, held) = hold(&app);
    let (full, is_full) = mpsc::channel::<()>();
    let (empty, may_empty) = mpsc::channel::<()>();
    let db = app.state.db.clone();
    let filled = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let mut waiting = Vec::new();
            for _ in 0..4_200 {
                let mut write = Box::pin(db.write(Actor::System, |_| Ok::<_, Error>(())));
                if once(&mut write).await.is_none() {
                    waiting.push(write);
                }
            }
            full.send(()).map_err(Error::internal)?;
            may_empty.recv_timeout(Duration::from_secs(20)).map_err(Error::internal)?;
            for write in waiting {
                write.await?;
            }
            Ok::<_, Error>(())
        })
    });
    is_full.recv_timeout(Duration::from_secs(20)).expect("the queue is full");
    let began = Instant::now();
    assert!(is_honest(&log(&owner, &path, "full-queue")));
    assert!(began.elapsed() < Duration::from_secs(2), "at once");
    assert_eq!(owner.get("/worklist").status, 200, "who only reads does not notice");
    go.send(()).expect("the writer goes on");
    empty.send(()).expect("the queue empties");
    assert!(held.join().expect("it was held"));
    assert!(filled.join().expect("it empties").is_ok(), "who waited is served");
    assert_eq!(log(&owner, &path, "full-queue").status, 303);
}

/// Polls a future once: what is ready at once, if anything.
async fn once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| match std::pin::Pin::new(&mut *future).poll(context) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

/// The name of a test's own database on PostgreSQL.
fn name(app: &TestApp) -> String {
    match &app.address {
        kith::db::Address::Pg(url) => url.rsplit('/').next().unwrap_or_default().to_owned(),
        kith::db::Address::Sqlite(_) => String::new(),
    }
}

/// Ends every connection there is to a database.
fn hang_up(name: &str) {
    postgres::sql(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
}

#[test]
fn without_postgresql_every_page_is_honest_and_when_it_is_back_so_is_the_house() {
    if !postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    let (owner, path, name) = (app.sign_in("owner"), path(&app), name(&app));
    assert_eq!(log(&owner, &path, "before-it").status, 303);
    postgres::sql(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"));
    hang_up(&name);
    for path in ["/worklist", "/sign-in"] {
        let page = owner.get(path);
        assert!(is_honest(&page), "{path}: {} {}", page.status, page.words());
    }
    assert_eq!((owner.get("/healthz").status, owner.get("/readyz").status), (200, 503));
    postgres::sql(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"));
    let began = Instant::now();
    while owner.get("/readyz").status != 200 {
        assert!(began.elapsed() < Duration::from_secs(15), "it does not come back");
    }
    assert_eq!(owner.get("/worklist").status, 200);
    assert_eq!(log(&owner, &path, "after-it").status, 303);
}

#[test]
fn connections_that_were_cut_cost_each_at_most_one_answer() {
    if !postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    let (owner, path) = (app.sign_in("owner"), path(&app));
    hang_up(&name(&app));
    let statuses: Vec<u16> = (0..8).map(|_| owner.get("/worklist").status).collect();
    assert!(statuses.iter().filter(|status| **status != 200).count() <= 3, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    assert_eq!(log(&owner, &path, "cut-key-1").status, 303);
}

#[test]
fn when_every_connection_is_taken_forms_wait_three_seconds_and_are_told() {
    if !postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    let (owner, path) = (app.sign_in("owner"), path(&app));
    let held: Vec<_> = (0..3).map(|_| hold(&app)).collect();
    let began = Instant::now();
    assert!(is_honest(&log(&owner, &path, "all-taken")));
    assert!((2..8).contains(&began.elapsed().as_secs()), "after {:?}", began.elapsed());
    for (go, held) in held {
        go.send(()).expect("it goes on");
        assert!(held.join().expect("it was held"));
    }
    assert_eq!(log(&owner, &path, "all-taken").status, 303);
}

#[test]
fn of_two_writes_that_block_each_other_one_is_told_to_try_again() {
    if !postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    let barrier = std::sync::Arc::new(std::sync::Barrier::new(2));
    let run = |first: &'static str, second: &'static str| {
        let (db, barrier) = (app.state.db.clone(), barrier.clone());
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(db.write(Actor::System, move |tx| {
                let touch = |code: &str| {
                    format!("UPDATE divisions SET registered_population = 1 WHERE code = '{code}'")
                };
                tx.conn.batch_execute(&touch(first))?;
                barrier.wait();
                tx.conn.batch_execute(&touch(second))?;
                Ok::<_, Error>(())
            }))
        })
    };
    let both = [run(cast::TOWNSHIP, cast::VILLAGE), run(cast::VILLAGE, cast::TOWNSHIP)];
    let both = both.map(|thread| thread.join().expect("it ends"));
    assert_eq!(both.iter().filter(|written| written.is_ok()).count(), 1);
    assert!(both.iter().any(|written| matches!(written, Err(Error::Busy(_)))));
}
