//! One chromedriver for this run of the tests: on a port it chooses itself, gone with the run however it ends.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{ChildStdout, Command, Stdio},
    sync::LazyLock,
};

static DRIVER: LazyLock<Option<Driver>> = LazyLock::new(start);

/// The chromedriver of this run.
pub struct Driver {
    /// Where it listens.
    pub address: String,
    /// What browsers may write to; removed with the run.
    pub folder: PathBuf,
    /// Kept open, so that chromedriver can go on talking.
    _words: BufReader<ChildStdout>,
}

/// The chromedriver of this run; none where it or Chromium is not installed.
pub fn driver() -> Option<&'static Driver> {
    DRIVER.as_ref()
}

/// Whether `KITH_TEST_REQUIRE` names something that must be there.
pub fn is_required(what: &str) -> bool {
    std::env::var("KITH_TEST_REQUIRE").is_ok_and(|list| list.split(',').any(|name| name.trim() == what))
}

fn start() -> Option<Driver> {
    let found = (binary("chromedriver"), binary("chromium"));
    let (Some(chromedriver), Some(_)) = found else {
        assert!(!is_required("browser"), "Chromium and chromedriver are required and not installed");
        eprintln!("Chromium or chromedriver is not installed: the tests in a browser are skipped");
        return None;
    };
    let folder = std::env::temp_dir().join(format!("kith-browser-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the browser");
    #[expect(clippy::zombie_processes, reason = "the watchdog ends it, whatever happens to this process")]
    let mut child = Command::new(chromedriver)
        .args(["--port=0", "--log-level=SEVERE"])
        .env("HOME", &folder)
        .env("TMPDIR", &folder)
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .current_dir(&folder)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    watch(child.id(), &folder);
    let mut words = BufReader::new(child.stdout.take().expect("chromedriver's words"));
    let port = port(&mut words);
    Some(Driver { address: format!("http://127.0.0.1:{port}"), folder, _words: words })
}

/// Reads until chromedriver says on which port it listens.
fn port(words: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while words.read_line(&mut line).is_ok_and(|read| read > 0) {
        if let Some((_, port)) = line.trim().trim_end_matches('.').rsplit_once("on port ")
            && let Ok(port) = port.parse::<u16>()
            && port != 0
        {
            return port;
        }
        line.clear();
    }
    panic!("chromedriver did not say where it listens");
}

/// Ends chromedriver and its browsers when this process has ended, however it ended.
fn watch(driver: u32, folder: &Path) {
    let script = format!(
        "while [ -d /proc/{} ]; do sleep 0.3; done; kill -- -{driver}; sleep 1; kill -9 -- -{driver}; rm -rf {}",
        std::process::id(),
        folder.display()
    );
    // The shell leaves the watchdog behind and ends at once, so that nobody has to wait for it.
    let begun = Command::new("/bin/sh")
        .args(["-c", &format!("({script}) >/dev/null 2>&1 &")])
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(begun.is_ok_and(|status| status.success()), "no watchdog for the browser");
}

fn binary(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.exists())
}
