//! The real server, in a thread of the test, on a database of its own.

use super::{Client, Page, browser::Browser, cast, postgres, visitors};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use kith::{
    accounts::Passwords,
    app,
    clock::Clock,
    config::Config,
    db::{Address, Conn, Db, Tx},
    domain::Actor,
    error::Error,
    seal::Keys,
    web::State,
};
use std::{
    net::TcpListener,
    path::PathBuf,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Ten in the morning on Monday 23 November 2026 in the county.
pub fn morning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(2, 0, 0)).expect("a moment")
}

pub struct TestApp {
    pub state: State,
    pub origin: String,
    pub address: Address,
    pub kind: Kind,
    handle: actix_web::dev::ServerHandle,
    folder: Option<PathBuf>,
}

static FOLDERS: AtomicU32 = AtomicU32::new(0);
/// A migrated SQLite file with the cast, copied for each test.
static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let file = folder.join("template.db");
    let address = Address::parse(&format!("sqlite://{}", file.display())).expect("an address");
    address.migrate().expect("the tables");
    let db = Db::open(&address, Clock::frozen(morning()), 1).expect("the template opens");
    db.close();
    let bytes = std::fs::read(&file).expect("the template");
    std::fs::remove_dir_all(&folder).expect("the template's folder goes");
    bytes
});

fn folder() -> PathBuf {
    let name = format!("kith-it-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn database(kind: Kind) -> (Address, Option<PathBuf>) {
    match kind {
        Kind::Postgres => (Address::parse(&postgres::fresh()).expect("an address"), None),
        Kind::Sqlite => {
            let folder = folder();
            let file = folder.join("kith.db");
            std::fs::write(&file, &*TEMPLATE).expect("a copy of the template");
            (Address::parse(&format!("sqlite://{}", file.display())).expect("an address"), Some(folder))
        }
    }
}

fn config(bind: std::net::SocketAddr) -> Config {
    Config {
        database: String::new(),
        key_file: PathBuf::new(),
        bind,
        public_url: None,
        workers: 1,
        connections: 3,
        body_seconds: 1,
        behind_proxy: true,
        registrations_per_minute: 60,
        registrations_per_hour: 300,
        password_memory: 8,
    }
}

impl TestApp {
    /// Starts a server with the fixed cast.
    pub fn start(kind: Kind) -> TestApp {
        let app = TestApp::bare(kind);
        cast::enter(&app, &Passwords::new(8).expect("a cheap hash"));
        app
    }

    /// Starts a server on an empty county: tables and nothing in them.
    pub fn bare(kind: Kind) -> TestApp {
        let (address, folder) = database(kind);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let bind = listener.local_addr().expect("its address");
        let db = Db::open(&address, Clock::frozen(morning()), 3).expect("the database opens");
        let keys = Keys::parse(&"42".repeat(32)).expect("a key");
        let state = State { db, keys: Arc::new(keys), config: Arc::new(config(bind)) };
        let passwords = Passwords::new(8).expect("a cheap hash");
        let (tell, told) = mpsc::channel();
        let served = state.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let server = app::server(listener, served, passwords).expect("the server starts");
                tell.send(server.handle()).expect("the test waits");
                server.await
            })
        });
        let handle = told.recv().expect("the server has started");
        TestApp { state, origin: format!("http://{bind}"), address, kind, handle, folder }
    }

    /// Does something as the program itself.
    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.try_write(Actor::Command, f).expect("the write succeeds")
    }

    pub fn try_write<T: Send + 'static>(
        &self,
        actor: Actor,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        actix_web::rt::System::new().block_on(self.state.db.write(actor, f))
    }

    pub fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> T {
        actix_web::rt::System::new().block_on(self.state.db.report(f)).expect("the read succeeds")
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.state.db.clock().advance(time);
    }

    pub fn today(&self) -> NaiveDate {
        self.state.db.clock().today()
    }

    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Client {
        Client::new(&self.origin)
    }

    /// A browser in which one of the cast is signed in.
    pub fn sign_in(&self, username: &str) -> Client {
        let client = self.stranger();
        assert_eq!(self.come_in(&client, username).status, 303, "{username} signs in");
        client
    }

    /// The answer to whoever signs in, or opens their own link.
    fn come_in(&self, client: &Client, name: &str) -> Page {
        let fields = [("username", name), ("password", cast::PASSWORD), ("remember", "1")];
        visitors::come_in(self, client, name).unwrap_or_else(|| client.post("/sign-in", &fields))
    }

    /// The same in a browser.
    pub fn sign_in_browser(&self, browser: &Browser, username: &str) {
        let answer = self.come_in(&self.stranger(), username);
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let (name, value) = cookie.and_then(|cookie| cookie.split_once('=')).expect("a session");
        browser.cookie(name, value);
    }

    /// The database file, for a test that reads it as a thief would.
    pub fn file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("kith.db"))
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        actix_web::rt::System::new().block_on(self.handle.stop(false));
        self.state.db.close();
        if let Some(folder) = &self.folder {
            // A folder that stays behind in the temporary folder harms nobody.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
