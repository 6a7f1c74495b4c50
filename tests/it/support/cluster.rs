//! A throw-away PostgreSQL cluster, never started as root. The benchmark uses it too.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A running cluster; it is stopped and removed when this process has ended.
pub struct Cluster {
    port: u16,
}

impl Cluster {
    /// Starts one with these options of the server; none where PostgreSQL is not installed.
    pub fn start(name: &str, options: &str) -> Option<Cluster> {
        let bin = binaries()?;
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
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
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a free port")
            .port();
        let options = format!("-c listen_addresses=127.0.0.1 -p {port} -k {} {options}", folder.display());
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
        Some(Cluster { port })
    }

    /// The address of one of its databases.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://kith@127.0.0.1:{}/{database}", self.port)
    }

    pub fn sql(&self, database: &str, sql: &str) {
        use diesel::{Connection, connection::SimpleConnection};
        let mut conn = diesel::PgConnection::establish(&self.address(database)).expect("the cluster answers");
        conn.batch_execute(sql).expect("the cluster obeys");
    }
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
