//! The writer: one thread that owns the one writing connection to SQLite and commits in groups.

use super::{Address, Conn, address::Use};
use crate::error::Error;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use std::{
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// Jobs that may wait before the queue says it is full.
const QUEUE: usize = 4096;
/// A batch ends at this many jobs …
const BATCH: usize = 256;
/// … or after this much work, so that nobody waits long for the shared commit.
const BATCH_WORK: Duration = Duration::from_millis(10);
/// Where several write at the same time, a batch waits this long for one more than the last one held: a commit for
/// twelve costs as much as one for two, and after each one every reader must look at the file afresh. Whoever writes
/// alone waits for nobody.
const GATHER: Duration = Duration::from_millis(3);

type Transactions = <Conn as diesel::Connection>::TransactionManager;

/// Given the word that the batch was committed (or not), tells the one who asked.
pub type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;
/// Works inside its own savepoint on the connection it is given, or learns why there is none; says how to answer.
pub type Job = Box<dyn FnOnce(Result<&mut Conn, Error>) -> Answer + Send>;

/// A job in the queue.
pub struct Queued {
    pub job: Job,
    /// Whether it is a batch by itself and works in its transaction, not in a savepoint: a savepoint keeps a copy of every
    /// page the job touches, and of a long job there are many.
    pub is_alone: bool,
}

/// The queue to the writing thread, and the thread to wait for at the end.
pub struct Writer {
    queue: SyncSender<Queued>,
    thread: JoinHandle<()>,
}

impl Writer {
    /// Opens the writing connection and starts its thread; `Busy` if the file cannot be opened.
    pub fn start(address: Address) -> Result<Writer, Error> {
        let conn = address.open(Use::Write)?;
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || work(&address, conn, &jobs))
            .map_err(Error::internal)?;
        Ok(Writer { queue, thread })
    }

    /// Queues a job; `Busy` if 4,096 are waiting already or the writer has stopped.
    pub fn send(&self, job: Queued) -> Result<(), Error> {
        self.queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy("too much is being written"),
            TrySendError::Disconnected(_) => Error::Busy("the writer has stopped"),
        })
    }

    /// Lets what was begun finish.
    pub fn stop(self) {
        drop(self.queue);
        if self.thread.join().is_err() {
            tracing::error!("the writer ended by a panic");
        }
    }
}

fn work(address: &Address, mut conn: Conn, jobs: &Receiver<Queued>) {
    let (mut held, mut next) = (1, None);
    while let Some(first) = next.take().or_else(|| jobs.recv().ok()) {
        let expected = if held > 1 { held + 1 } else { 1 };
        let ended = match first.is_alone {
            true => alone(&mut conn, first.job).then_some(1),
            false => batch(&mut conn, first.job, (jobs, &mut next), expected),
        };
        match ended {
            Some(jobs) => held = jobs,
            None => reopen(address, &mut conn),
        }
    }
}

/// Runs what waits, and what comes in time if more is expected, as one transaction; how many jobs it held, or nothing
/// if the connection can no longer be trusted.
fn batch(
    conn: &mut Conn,
    first: Job,
    (jobs, next): (&Receiver<Queued>, &mut Option<Queued>),
    expected: usize,
) -> Option<usize> {
    let first = begun(conn, first)?;
    let began = Instant::now();
    let mut answers = vec![first(Ok(conn))];
    while is_going_on(conn) && answers.len() < BATCH && began.elapsed() < BATCH_WORK {
        let patience =
            if answers.len() < expected { GATHER.saturating_sub(began.elapsed()) } else { Duration::ZERO };
        let Ok(job) = jobs.recv_timeout(patience) else { break };
        if job.is_alone {
            *next = Some(job);
            break;
        }
        answers.push((job.job)(Ok(conn)));
    }
    let held = answers.len();
    commit(conn, answers).then_some(held)
}

/// Runs one job as one transaction, which it takes back itself if it fails; false if the connection can no longer be
/// trusted.
fn alone(conn: &mut Conn, job: Job) -> bool {
    let Some(job) = begun(conn, job) else { return false };
    let answer = job(Ok(conn));
    if is_going_on(conn) {
        return commit(conn, vec![answer]);
    }
    answer(Err(unkept()));
    !Transactions::is_broken_transaction_manager(conn)
}

/// A job whose transaction has begun; if it cannot, whoever sent it is told so.
fn begun(conn: &mut Conn, job: Job) -> Option<Job> {
    let Err(error) = begin(conn) else { return Some(job) };
    tracing::warn!(%error, "a batch could not begin");
    let busy = || Error::Busy("the database is being written by another program");
    job(Err(busy()))(Err(busy()));
    None
}

/// Commits a batch and answers all who wait for it; whether it was kept.
fn commit(conn: &mut Conn, answers: Vec<Answer>) -> bool {
    let committed = Transactions::commit_transaction(conn);
    if let Err(error) = &committed {
        tracing::error!(%error, "a batch could not be committed");
    }
    let is_kept = committed.is_ok();
    answers.into_iter().for_each(|answer| answer(if is_kept { Ok(()) } else { Err(unkept()) }));
    is_kept
}

fn unkept() -> Error {
    Error::Busy("what was written could not be kept")
}

/// Whether the batch's own transaction still stands: a full disk makes SQLite take back all of it, whatever savepoint it
/// came to. Then no further job may run on this connection, and none of the batch was kept.
fn is_going_on(conn: &mut Conn) -> bool {
    let status = Transactions::transaction_manager_status_mut(conn);
    status.transaction_depth().is_ok_and(|depth| depth.is_some_and(|depth| depth.get() == 1))
}

/// Takes the write lock at once: a transaction that began by reading could not be upgraded safely.
fn begin(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        Conn::Pg(c) => AnsiTransactionManager::begin_transaction(c),
    }
}

/// A broken connection is replaced as soon as the database can be opened again.
fn reopen(address: &Address, conn: &mut Conn) {
    match address.open(Use::Write) {
        Ok(fresh) => *conn = fresh,
        Err(error) => tracing::error!(%error, "the writer could not reopen the database"),
    }
}
