//! The three doors to the database: all or nothing, nobody harms a neighbour, a full house says so.

use crate::{
    both,
    support::{Kind, TestApp},
};
use diesel::prelude::*;
use kith::{
    clock::Clock,
    db::{
        Db, Tx,
        schema::departments,
        submissions::{self, Claim, Submission, claim},
    },
    domain::Actor,
    error::Error,
};
use std::{sync::mpsc, time::Duration};

fn add(tx: &mut Tx<'_>, code: &str) -> Result<(), Error> {
    let row = (departments::code.eq(code), departments::name.eq(code), departments::short_name.eq(code));
    diesel::insert_into(departments::table).values(row).execute(tx.conn)?;
    Ok(())
}

fn count(app: &TestApp) -> i64 {
    app.read(|conn| Ok(departments::table.filter(departments::code.like("X%")).count().get_result(conn)?))
}

both! {
    fn a_refused_action_leaves_nothing_and_its_reason_comes_back(app) {
        let refused: Result<(), Error> = app.try_write(Actor::System, |tx| {
            add(tx, "X1")?;
            Err(Error::Stale)
        });
        assert!(matches!(refused, Err(Error::Stale)));
        assert_eq!(count(app), 0);
    }

    fn a_panic_leaves_nothing_and_stops_nobody(app) {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let panicked: Result<(), Error> = app.try_write(Actor::System, |tx| {
            add(tx, "X1")?;
            panic!("on purpose")
        });
        std::panic::set_hook(hook);
        assert!(matches!(panicked, Err(Error::Internal(_))));
        app.write(|tx| add(tx, "X2"));
        assert_eq!(count(app), 1);
    }

    fn a_read_sees_one_moment_from_beginning_to_end(app) {
        for is_report in [true, false] {
            let (began, has_begun) = mpsc::channel::<()>();
            let (go, wait) = mpsc::channel::<()>();
            let db = app.state.db.clone();
            let reading = std::thread::spawn(move || {
                let counts = move |conn: &mut kith::db::Conn| {
                    let count = |conn: &mut kith::db::Conn| departments::table.count().get_result::<i64>(conn);
                    let before = count(conn)?;
                    began.send(()).map_err(Error::internal)?;
                    wait.recv_timeout(Duration::from_secs(20)).map_err(Error::internal)?;
                    Ok::<_, Error>((before, count(conn)?))
                };
                let system = actix_web::rt::System::new();
                if is_report { system.block_on(db.report(counts)) } else { system.block_on(db.read(counts)) }
            });
            has_begun.recv_timeout(Duration::from_secs(20)).expect("it reads");
            app.write(move |tx| add(tx, &format!("X-{is_report}")));
            go.send(()).expect("it reads on");
            let (before, after) = reading.join().expect("it ends").expect("it has read");
            assert_eq!(before, after, "report {is_report}");
        }
        assert_eq!(count(app), 2);
    }

    fn who_reads_cannot_write(app) {
        for is_report in [true, false] {
            let write = |conn: &mut kith::db::Conn| {
                let row = (departments::code.eq("X"), departments::name.eq("X"), departments::short_name.eq("X"));
                Ok::<_, Error>(diesel::insert_into(departments::table).values(row).execute(conn)?)
            };
            let system = actix_web::rt::System::new();
            let written = if is_report { system.block_on(app.state.db.report(write)) } else { system.block_on(app.state.db.read(write)) };
            assert!(written.is_err(), "report {is_report}");
        }
        assert_eq!(count(app), 0);
    }

    fn a_neighbours_failure_does_not_undo_mine(app) {
        let db = &app.state.db;
        let results = actix_web::rt::System::new().block_on(async {
            let writes = (0..90).map(|number| {
                let db = db.clone();
                actix_web::rt::spawn(async move {
                    db.write(Actor::System, move |tx| {
                        add(tx, &format!("X{number}"))?;
                        if number % 3 == 0 { Err(Error::Stale) } else { Ok(()) }
                    })
                    .await
                })
            });
            let writes: Vec<_> = writes.collect();
            let mut results = Vec::new();
            for write in writes {
                results.push(write.await.expect("the task ends"));
            }
            results
        });
        assert_eq!((results.iter().filter(|result| result.is_ok()).count(), count(app)), (60, 60));
    }

    fn a_write_that_has_a_transaction_to_itself_leaves_nothing_when_it_fails(app) {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let db = &app.state.db;
        let results = actix_web::rt::System::new().block_on(async {
            let writes = (0..30).map(|number| {
                let db = db.clone();
                actix_web::rt::spawn(async move {
                    let write = move |tx: &mut Tx<'_>| {
                        add(tx, &format!("X{number}"))?;
                        match number % 6 {
                            0 | 1 => Err(Error::Stale),
                            2 => panic!("on purpose"),
                            _ => Ok(()),
                        }
                    };
                    if number % 2 == 0 { db.write_alone(Actor::System, write).await } else { db.write(Actor::System, write).await }
                })
            });
            let writes: Vec<_> = writes.collect();
            let mut results = Vec::new();
            for write in writes {
                results.push(write.await.expect("the task ends"));
            }
            results
        });
        std::panic::set_hook(hook);
        assert!(matches!(results[0], Err(Error::Stale)) && matches!(results[2], Err(Error::Internal(_))));
        assert_eq!((results.iter().filter(|result| result.is_ok()).count(), count(app)), (15, 15));
    }

    fn a_command_beside_the_server_writes_too(app) {
        let other = Db::open(&app.address, Clock::Real, 2).expect("a second door");
        let run = |db: Db, from: u32| std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                for number in from..from + 40 {
                    db.write(Actor::Command, move |tx| add(tx, &format!("X{number}"))).await.expect("both may write");
                }
            })
        });
        let threads = [run(app.state.db.clone(), 100), run(other.clone(), 500)];
        for thread in threads {
            thread.join().expect("neither fails");
        }
        other.close();
        assert_eq!(count(app), 80);
    }

    fn ids_are_fresh_and_ascend_over_all_threads(app) {
        let threads: Vec<_> = (0..4).map(|_| {
            let db = app.state.db.clone();
            std::thread::spawn(move || (0..500).map(|_| db.next_id()).collect::<Vec<i64>>())
        }).collect();
        let given: Vec<Vec<i64>> = threads.into_iter().map(|thread| thread.join().expect("ids")).collect();
        assert!(given.iter().all(|ids| ids.windows(2).all(|pair| pair[0] < pair[1])));
        let mut all: Vec<i64> = given.concat();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2000);
    }

    fn a_form_is_remembered_for_two_days(app) {
        let form = Submission::new("somebody", "form-key-1", b"a=1");
        let send = |form: Submission| app.try_write(Actor::System, move |tx| claim(tx, &form, "/there"));
        assert_eq!(send(form.clone()).ok(), Some(Claim::New));
        assert_eq!(send(form.clone()).ok(), Some(Claim::Again("/there".into())));
        assert!(matches!(send(Submission::new("somebody", "form-key-1", b"a=2")), Err(Error::OtherForm)));
        assert_eq!(send(Submission::new("another", "form-key-1", b"a=2")).ok(), Some(Claim::New), "keys are each sender's own");
        app.pass(chrono::TimeDelta::hours(49));
        app.write(submissions::forget_old);
        assert_eq!(send(form).ok(), Some(Claim::New));
    }
}

#[test]
fn long_work_sees_that_others_wait_for_it() {
    let app = TestApp::start(Kind::Sqlite);
    let (began, has_begun) = mpsc::channel::<()>();
    let db = app.state.db.clone();
    let long = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(db.write_alone(Actor::System, move |tx| {
            let at_first = tx.others_wait();
            began.send(()).map_err(Error::internal)?;
            for _ in 0..2000 {
                if tx.others_wait() {
                    return Ok((at_first, true));
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok::<_, Error>((at_first, false))
        }))
    });
    has_begun.recv_timeout(Duration::from_secs(20)).expect("the long work has begun");
    app.write(|tx| add(tx, "X1"));
    assert_eq!(long.join().expect("it ends").expect("it is kept"), (false, true));
    assert_eq!(count(&app), 1);
}

#[test]
fn a_full_queue_says_so_at_once_and_recovers() {
    let app = TestApp::start(Kind::Sqlite);
    let (go, wait) = mpsc::channel::<()>();
    let (began, has_begun) = mpsc::channel::<()>();
    let db = app.state.db.clone();
    let slow = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(db.write(Actor::System, move |_| {
            began.send(()).map_err(Error::internal)?;
            wait.recv_timeout(Duration::from_secs(20)).map_err(Error::internal)
        }))
    });
    has_begun.recv_timeout(Duration::from_secs(20)).expect("the slow write has begun");
    let db = app.state.db.clone();
    let refused = actix_web::rt::System::new().block_on(async {
        let mut waiting = Vec::new();
        let mut refused = 0;
        for _ in 0..4200 {
            let mut write = Box::pin(db.write(Actor::System, |_| Ok::<_, Error>(())));
            match futures_once(&mut write).await {
                Some(Err(Error::Busy(_))) => refused += 1,
                _ => waiting.push(write),
            }
        }
        go.send(()).expect("the slow write goes on");
        for write in waiting {
            write.await.expect("who waited is served");
        }
        refused
    });
    assert!(refused >= 100, "beyond 4,096 everybody is told at once");
    assert!(slow.join().expect("the slow write ends").is_ok());
    app.write(|tx| add(tx, "X1"));
}

/// Polls a future once: what is ready at once, if anything.
async fn futures_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| match std::pin::Pin::new(&mut *future).poll(context) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}
