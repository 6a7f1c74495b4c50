//! The three doors.

use super::{
    Address, Conn, IdSource, Tx,
    address::Use,
    conn::each_db,
    prepared::Command,
    writer::{Answer, Queued, Writer},
};
use crate::{clock::Clock, domain::Actor, error::Error};
use diesel::{
    Connection, RunQueryDsl,
    connection::{AnsiTransactionManager, TransactionManager},
    r2d2::{ManageConnection, Pool},
};
use std::{
    cell::RefCell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How long a pooled door waits for a connection before it says it is busy.
const PATIENCE: Duration = Duration::from_secs(3);
/// Connections for long reads on SQLite.
const REPORTS: u32 = 2;

static OPENED: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Each thread's own reading connections, by database (tests hold several in one process).
    static READERS: RefCell<HashMap<u64, Conn>> = RefCell::new(HashMap::new());
}

/// A county's database, the clock it goes by and the source of its ids. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    number: u64,
    address: Address,
    pub clock: Clock,
    ids: IdSource,
    pool: Pool<Opener>,
    writer: Mutex<Option<Writer>>,
    /// Writes that have not begun.
    waiting: AtomicUsize,
}

/// Opens the connections of the pool.
struct Opener {
    address: Address,
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        self.address.open(Use::Read)
    }

    fn is_valid(&self, _: &mut Conn) -> Result<(), Error> {
        Ok(())
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || is_broken(conn)
    }
}

type Transactions = <Conn as Connection>::TransactionManager;

fn is_broken(conn: &mut Conn) -> bool {
    Transactions::is_broken_transaction_manager(conn)
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Db")
    }
}

impl Db {
    /// Opens the doors to a database that has its tables. `connections` counts for PostgreSQL alone.
    pub fn open(address: &Address, clock: Clock, connections: u32) -> Result<Db, Error> {
        let (writer, size) = match address {
            Address::Sqlite(_) => (Some(Writer::start(address.clone())?), REPORTS),
            Address::Pg(_) => (None, connections),
        };
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .connection_timeout(PATIENCE)
            .build(Opener { address: address.clone() })
            .map_err(Error::internal)?;
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let (address, ids) = (address.clone(), IdSource::default());
        Ok(Db(Arc::new(Inner {
            number,
            address,
            clock,
            ids,
            pool,
            writer: Mutex::new(writer),
            waiting: AtomicUsize::new(0),
        })))
    }

    /// The clock all parts of Kith go by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// A fresh id, before a write.
    pub fn next_id(&self) -> i64 {
        self.0.ids.next(&self.0.clock)
    }

    /// Opens this thread's own reading connection, so that the first request need not.
    pub fn warm(&self) -> Result<(), Error> {
        match self.0.address {
            Address::Sqlite(_) => self.read_here(|_| Ok(())),
            Address::Pg(_) => Ok(()),
        }
    }

    /// A short read, answered by an index and limited: one consistent view.
    pub async fn read<T, E>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match self.0.address {
            Address::Sqlite(_) => self.read_here(f),
            Address::Pg(_) => self.report(f).await,
        }
    }

    /// A long read, away from the threads that answer requests.
    pub async fn report<T, E>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let inner = self.0.clone();
        blocking(move || view(&mut *pooled(&inner.pool)?, f)).await
    }

    /// A write: all of `f` or nothing, answered after it is safe on disk.
    pub async fn write<T, E>(
        &self,
        actor: Actor,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match self.0.address {
            Address::Sqlite(_) => self.write_queued(actor, false, f).await,
            Address::Pg(_) => {
                let inner = self.0.clone();
                blocking(move || attempt(&mut *pooled(&inner.pool)?, &inner, actor, f)).await
            }
        }
    }

    /// A write that touches very much: on SQLite it has a transaction to itself. It asks `Tx::others_wait` and ends soon
    /// when they do.
    pub async fn write_alone<T, E>(
        &self,
        actor: Actor,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match self.0.address {
            Address::Sqlite(_) => self.write_queued(actor, true, f).await,
            Address::Pg(_) => self.write(actor, f).await,
        }
    }

    /// Finishes what was begun and closes the writer.
    pub fn close(&self) {
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.stop();
        }
    }

    fn read_here<T, E: From<Error>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let number = self.0.number;
        let kept = READERS.with_borrow_mut(|readers| readers.remove(&number));
        let mut conn = match kept {
            Some(conn) => conn,
            None => self.0.address.open(Use::Read)?,
        };
        let answer = view(&mut conn, f);
        if !is_broken(&mut conn) {
            READERS.with_borrow_mut(|readers| readers.insert(number, conn));
        }
        answer
    }

    async fn write_queued<T, E>(
        &self,
        actor: Actor,
        is_alone: bool,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (tell, told) = tokio::sync::oneshot::channel();
        let inner = self.0.clone();
        let job = move |conn: Result<&mut Conn, Error>| -> Answer {
            inner.waiting.fetch_sub(1, Ordering::Relaxed);
            let result = conn.map_err(E::from).and_then(|conn| match is_alone {
                true => or_taken_back(conn, |conn| act(conn, &inner, actor, f)),
                false => attempt(conn, &inner, actor, f),
            });
            Box::new(move |committed| {
                // Who asked may have gone away; the write stands all the same.
                let _ = tell.send(match committed {
                    Ok(()) => result,
                    Err(error) => result.and(Err(error.into())),
                });
            })
        };
        self.0.waiting.fetch_add(1, Ordering::Relaxed);
        let sent = match self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            Some(writer) => writer.send(Queued { job: Box::new(job), is_alone }),
            None => Err(Error::Busy("Kith is stopping")),
        };
        if let Err(error) = sent {
            self.0.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(error.into());
        }
        told.await.unwrap_or_else(|_| Err(Error::Busy("the writer stopped").into()))
    }
}

async fn blocking<T, E>(f: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    match tokio::task::spawn_blocking(f).await {
        Ok(answer) => answer,
        Err(_) => Err(Error::internal("a database task panicked").into()),
    }
}

fn pooled(pool: &Pool<Opener>) -> Result<diesel::r2d2::PooledConnection<Opener>, Error> {
    pool.get().map_err(|_| Error::Busy("no database connection is free"))
}

/// What a transaction can end with: a word of ours, or the database's.
enum End<E> {
    Ours(E),
    Database(diesel::result::Error),
}

impl<E> From<diesel::result::Error> for End<E> {
    fn from(error: diesel::result::Error) -> Self {
        End::Database(error)
    }
}

impl<E: From<Error>> End<E> {
    fn into_error(self) -> E {
        match self {
            End::Ours(error) => error,
            End::Database(error) => Error::from(error).into(),
        }
    }
}

/// Runs `f` on one consistent view of the database, in which nothing can be written.
fn view<T, E: From<Error>>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    begin_view(conn).map_err(Error::from)?;
    let answer = f(conn);
    let ended = if answer.is_ok() {
        Transactions::commit_transaction(conn)
    } else {
        Transactions::rollback_transaction(conn)
    };
    let value = answer?;
    ended.map_err(Error::from)?;
    Ok(value)
}

/// On SQLite every transaction sees one moment, and a reading connection writes nothing; PostgreSQL is asked for both.
fn begin_view(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction(c),
        Conn::Pg(c) => {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            AnsiTransactionManager::begin_transaction_sql(c, begin)
        }
    }
}

/// Runs `f` in a transaction (inside a batch: a savepoint); an error or a panic undoes it.
fn attempt<T, E: From<Error>>(
    conn: &mut Conn,
    inner: &Inner,
    actor: Actor,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let act = |conn: &mut Conn| act(conn, inner, actor, f);
    match conn {
        Conn::Sqlite(_) => in_savepoint(conn, act),
        Conn::Pg(_) => conn.transaction(|conn| act(conn).map_err(End::Ours)).map_err(End::into_error),
    }
}

fn act<T, E: From<Error>>(
    conn: &mut Conn,
    inner: &Inner,
    actor: Actor,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut tx = Tx::new(conn, (&inner.clock, &inner.ids, &inner.waiting), actor);
    match catch_unwind(AssertUnwindSafe(|| f(&mut tx))) {
        Ok(answer) => answer,
        Err(_) => Err(Error::internal("an action panicked").into()),
    }
}

/// One job that has a transaction to itself: an error takes all of it back, which the writer sees.
fn or_taken_back<T, E>(conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    let answer = act(conn);
    if answer.is_err() {
        let _ = Transactions::rollback_transaction(conn);
    }
    answer
}

/// One job of a batch. If the savepoint is gone (a full disk makes SQLite take back all of the batch) the transaction is
/// given up, which the batch sees.
fn in_savepoint<T, E: From<Error>>(
    conn: &mut Conn,
    act: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    say(conn, "SAVEPOINT job").map_err(Error::from)?;
    let answer = act(conn);
    let ended = match &answer {
        Ok(_) => say(conn, "RELEASE job"),
        Err(_) => say(conn, "ROLLBACK TO job").and_then(|()| say(conn, "RELEASE job")),
    };
    if let Err(error) = ended {
        // Whether there is still something to take back or not, the batch no longer counts on it.
        let _ = Transactions::rollback_transaction(conn);
        return answer.and(Err(Error::from(error).into()));
    }
    answer
}

fn say(conn: &mut Conn, word: &'static str) -> diesel::QueryResult<()> {
    each_db!(conn, |c| Command(word).execute(c)).map(drop)
}
