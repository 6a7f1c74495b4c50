//! A throw-away PostgreSQL cluster for this run of the tests, never started as root.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(start);
static DATABASES: AtomicU32 = AtomicU32::new(0);
const TEMPLATE: &str = "kith_template";

struct Cluster {
    port: u16,
}

/// Whether PostgreSQL is installed here; where it is required and missing, the test fails.
pub fn is_there() -> bool {
    CLUSTER.is_some()
}

/// The address of a fresh database with all tables.
pub fn fresh() -> String {
    made_from(TEMPLATE)
}

/// The address of a database without tables.
pub fn empty() -> String {
    made_from("template0")
}

fn made_from(template: &str) -> String {
    let cluster = CLUSTER.as_ref().expect("PostgreSQL is there");
    let name = format!("kith_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    cluster.address(&name)
}

impl Cluster {
    fn address(&self, database: &str) -> String {
        format!("postgres://kith@127.0.0.1:{}/{database}", self.port)
    }

    fn sql(&self, database: &str, sql: &str) {
        use diesel::{Connection, connection::SimpleConnection};
        let mut conn = diesel::PgConnection::establish(&self.address(database)).expect("the cluster answers");
        conn.batch_execute(sql).expect("the cluster obeys");
    }
}

fn start() -> Option<Cluster> {
    let Some(bin) = binaries() else {
        let required = std::env::var("KITH_TEST_REQUIRE").unwrap_or_default();
        assert!(!required.contains("postgres"), "PostgreSQL is required and not installed");
        eprintln!("PostgreSQL is not installed: its half of the tests is skipped");
        return None;
    };
    let folder = std::env::temp_dir().join(format!("kith-pg-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the cluster");
    let user = unprivileged();
    own(&folder, user);
    let data = folder.join("data");
    let made = as_user(user, &bin.join("initdb"))
        .args(["-U", "kith", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C", "-D"])
        .arg(&data)
        .stdout(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "initdb failed");
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
    let options = format!(
        "-c listen_addresses=127.0.0.1 -p {port} -k {} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB",
        folder.display()
    );
    let started = as_user(user, &bin.join("pg_ctl"))
        .args(["-w", "-s", "-o", &options, "-l"])
        .arg(folder.join("log"))
        .arg("-D")
        .arg(&data)
        .arg("start")
        .stdout(Stdio::null())
        .status();
    assert!(started.is_ok_and(|status| status.success()), "the cluster did not start");
    watch(user, &bin, &data, &folder);
    let cluster = Cluster { port };
    cluster.sql("postgres", &format!("CREATE DATABASE {TEMPLATE}"));
    kith::db::Address::parse(&cluster.address(TEMPLATE))
        .and_then(|address| address.migrate())
        .expect("the tables");
    Some(cluster)
}

/// Stops and removes the cluster when this process has ended, however it ended.
fn watch(user: Option<&str>, bin: &Path, data: &Path, folder: &Path) {
    let script = format!(
        "while [ -d /proc/{} ]; do sleep 0.3; done; {}/pg_ctl -m immediate -s -D {} stop; rm -rf {}",
        std::process::id(),
        bin.display(),
        data.display(),
        folder.display()
    );
    // The shell leaves the watchdog behind and ends at once, so that nobody has to wait for it.
    let begun = as_user(user, Path::new("/bin/sh"))
        .args(["-c", &format!("({script}) >/dev/null 2>&1 &")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(begun.is_ok_and(|status| status.success()), "no watchdog for the cluster");
}

fn binaries() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = debian.chain(std::env::split_paths(&path)).collect();
    all.sort();
    all.into_iter()
        .rev()
        .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).exists()))
}

/// PostgreSQL refuses to run as root: then it runs as somebody who may do nothing else.
fn unprivileged() -> Option<&'static str> {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let exists = |name: &str| {
        Command::new("id")
            .arg(name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !is_root {
        None
    } else if exists("postgres") {
        Some("postgres")
    } else {
        Some("nobody")
    }
}

fn own(folder: &Path, user: Option<&str>) {
    if let Some(user) = user {
        let owned = Command::new("chown").arg(user).arg(folder).status();
        assert!(owned.is_ok_and(|status| status.success()), "the cluster's folder cannot be given to {user}");
    }
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    let Some(user) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", user, "--clear-groups", "--"]).arg(program);
    if user == "nobody" {
        command = Command::new("setpriv");
        command.args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"]).arg(program);
    }
    command.current_dir("/");
    command
}
