//! The real program, as it is served, and what it costs: processor time and memory, from /proc.

use crate::http::{Connection, get};
use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Ticks of the processor's clock in a second, as /proc counts them.
const TICKS: u64 = 100;

/// All forms come from one address here, and faster than any village takes them.
const WITHOUT_LIMITS: [(&str, &str); 2] =
    [("KITH_REGISTRATIONS_PER_MINUTE", "1000000000"), ("KITH_REGISTRATIONS_PER_HOUR", "1000000000")];

pub struct Server {
    process: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answered request.
    pub started_in: Duration,
}

impl Server {
    /// Starts Kith on a database that is there and waits for its first page.
    pub fn start(database: &str, keys: &Path, log: &Path) -> Server {
        let address = free_address();
        let began = Instant::now();
        let process = kith(database, keys)
            .args(["--bind", &address.to_string(), "serve"])
            .envs(WITHOUT_LIMITS)
            .stderr(File::create(log).expect("a file for the log"))
            .spawn()
            .expect("kith starts");
        let mut server = Server { process, address, started_in: Duration::ZERO };
        while !server.answers() {
            assert!(
                began.elapsed() < Duration::from_secs(10),
                "the server does not answer: {}",
                log.display()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        server.started_in = began.elapsed();
        server
    }

    fn answers(&self) -> bool {
        let first =
            Connection::open(self.address).and_then(|mut conn| conn.status_of(&get("/sign-in", "", "")));
        first.is_ok_and(|status| status == 200)
    }

    /// Processor time of the whole server so far, user and system.
    pub fn cpu(&self) -> Duration {
        own_cpu(self.process.id())
    }

    /// Memory in kB: what is its own, and its share of what is mapped.
    pub fn pss(&self) -> u64 {
        let [pss] = self.memory(["Pss:"]);
        pss
    }

    /// Memory in kB by the kernel's names.
    pub fn memory<const N: usize>(&self, names: [&str; N]) -> [u64; N] {
        let text = self.told("smaps_rollup");
        names.map(|name| kilobytes(&text, name))
    }

    /// The most memory in kB that was resident at any moment since the last peak was forgotten.
    pub fn peak(&self) -> u64 {
        kilobytes(&self.told("status"), "VmHWM:")
    }

    /// From now on a peak counts anew.
    pub fn forget_peak(&self) {
        let forgot = fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5");
        forgot.expect("the kernel forgets a peak");
    }

    fn told(&self, what: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{what}", self.process.id())).unwrap_or_default()
    }

    /// Asks it to finish, and waits.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server could not be asked to stop");
        self.process.wait().expect("the server stops");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program under measure, on a database.
pub fn kith(database: &str, keys: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
    command.args(["--database", database, "--key-file"]).arg(keys).stdout(Stdio::null());
    command
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port")
}

fn kilobytes(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Fields of /proc/PID/stat after the name: parent, then user, system and the children's, in ticks.
fn stat(pid: u32) -> Option<(u32, [u64; 4])> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    Some((u32::try_from(number(1)?).ok()?, [number(11)?, number(12)?, number(13)?, number(14)?]))
}

/// The process a process is a child of.
pub fn parent(pid: u32) -> Option<u32> {
    stat(pid).map(|(parent, _)| parent)
}

fn own_cpu(pid: u32) -> Duration {
    let ticks = stat(pid).map_or(0, |(_, [user, system, ..])| user + system);
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// Processor time of a process and all its children, those that ended included.
pub fn family_cpu(pid: u32) -> Duration {
    let names = fs::read_dir("/proc").into_iter().flatten().flatten();
    let all = names.filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    let children = all.filter_map(|id| stat(id).filter(|(parent, _)| *parent == pid));
    let living: u64 = children.map(|(_, [user, system, ..])| user + system).sum();
    let own: u64 = stat(pid).map_or(0, |(_, times)| times.iter().sum());
    Duration::from_millis((own + living) * 1000 / TICKS)
}
