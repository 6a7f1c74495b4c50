//! The real program, as it is started at a county: its commands, and a server in a process of its own.

use super::{Client, Kind, postgres};
use std::{
    ffi::OsStr,
    fs::{self, File},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// The password of every account of a sample county made here.
pub const SAMPLE_PASSWORD: &str = "test-pass-1";
/// How long a process may take for what takes it a moment.
const PATIENCE: Duration = Duration::from_secs(30);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder with a key file in it, and a database without tables; all gone at the end.
pub struct Site {
    pub kind: Kind,
    pub folder: PathBuf,
    pub database: String,
    pub keys: PathBuf,
}

/// What a command said, and how it ended.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// The end of a command that must go well; what it printed.
    pub fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// The end of a command that must be refused; what it said.
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        self.out + &self.err
    }
}

impl Site {
    pub fn new(kind: Kind) -> Site {
        let name = format!("kith-site-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder for the county");
        let database = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.join("kith.db").display()),
            Kind::Postgres => postgres::empty(),
        };
        Site { kind, database, keys: folder.join("keys"), folder }
    }

    /// The database's own file; only SQLite has one.
    pub fn file(&self) -> PathBuf {
        self.folder.join("kith.db")
    }

    /// The program on this database, and nothing that was set outside.
    pub fn kith(&self) -> Command {
        self.set_up(Command::new(env!("CARGO_BIN_EXE_kith")))
    }

    fn set_up(&self, mut command: Command) -> Command {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KITH_")) {
            command.env_remove(name);
        }
        command.env("KITH_DATABASE", &self.database).env("KITH_KEY_FILE", &self.keys);
        command
            .env("KITH_PASSWORD_MEMORY", "8")
            .env("KITH_BIND", "127.0.0.1:0")
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ended {
        ended(self.kith().args(arguments))
    }

    /// Makes a sample county of so many residents.
    pub fn generate(&self, residents: &str) {
        self.run(&["generate", "--residents", residents, "--demo-password", SAMPLE_PASSWORD]).well();
    }

    /// Starts a server and waits until it answers.
    pub fn serve(&self) -> Served {
        self.start(&["serve"])
    }

    /// The same where no file may grow beyond so many blocks of 512 bytes: a disk that is full.
    pub fn serve_within(&self, blocks: u32) -> Served {
        self.start_as(|| {
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" serve");
            let mut shell = Command::new("sh");
            shell.args(["-c", &script, env!("CARGO_BIN_EXE_kith")]);
            self.set_up(shell)
        })
    }

    /// Starts a command that serves, and waits until it answers.
    pub fn start(&self, arguments: &[&str]) -> Served {
        self.start_as(|| {
            let mut command = self.kith();
            command.args(arguments);
            command
        })
    }

    fn start_as(&self, command: impl Fn() -> Command) -> Served {
        // The port found free may be taken by another test before it is bound.
        (0..5).find_map(|_| self.try_start(command())).unwrap_or_else(|| panic!("{}", self.said()))
    }

    fn try_start(&self, mut command: Command) -> Option<Served> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let bind = port.expect("a free port").to_string();
        let file = |name: &str| File::create(self.folder.join(name)).expect("a file for what is said");
        let child = command
            .env("KITH_BIND", &bind)
            .stdout(file("out"))
            .stderr(file("log"))
            .spawn()
            .expect("kith starts");
        let mut served = Served { child, origin: format!("http://{bind}") };
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if std::net::TcpStream::connect(&bind).is_ok() && served.stranger().get("/healthz").status == 200
            {
                return Some(served);
            }
            if served.child.try_wait().expect("the process is known").is_some() {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        None
    }

    /// What the last server printed.
    pub fn printed(&self) -> String {
        fs::read_to_string(self.folder.join("out")).unwrap_or_default()
    }

    /// What the last server wrote into its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn said(&self) -> String {
        self.printed() + &self.log()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Runs a program that says little to its end; one that does not end is a fault.
pub fn ended(command: &mut Command) -> Ended {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the program runs");
    let is_over = has_ended(&mut child).is_some();
    if !is_over {
        child.kill().expect("it can be killed");
    }
    let output = child.wait_with_output().expect("what it said");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let ended = Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
    assert!(is_over, "the command does not end: {}{}", ended.out, ended.err);
    ended
}

/// How a process ended, if it does in time.
fn has_ended(child: &mut Child) -> Option<ExitStatus> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("the process is known") {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    None
}

/// A server in a process of its own.
pub struct Served {
    child: Child,
    pub origin: String,
}

impl Served {
    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Client {
        Client::new(&self.origin)
    }

    /// A browser in which an account of the sample county is signed in.
    pub fn sign_in(&self, username: &str) -> Client {
        let client = self.stranger();
        let form = [("username", username), ("password", SAMPLE_PASSWORD), ("remember", "1")];
        assert_eq!(client.post("/sign-in", &form).status, 303, "{username} signs in");
        client
    }

    /// SIGKILL: it learns nothing of it and finishes nothing.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it has ended");
    }

    /// SIGTERM: it is asked to stop.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server could not be asked to stop");
    }

    /// How it ended, once it has.
    pub fn end(&mut self) -> ExitStatus {
        has_ended(&mut self.child).expect("the server stops")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes each test of the program twice: on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($site:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            fn story($site: &$crate::support::program::Site) $body

            #[test]
            fn sqlite() { story(&$crate::support::program::Site::new($crate::support::Kind::Sqlite)); }

            #[test]
            fn postgres() {
                if $crate::support::postgres::is_there() {
                    story(&$crate::support::program::Site::new($crate::support::Kind::Postgres));
                }
            }
        }
    )+ };
}
