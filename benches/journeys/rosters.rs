//! J7: a roster sent, checked and taken in: processor time of the server, its memory, and how long cadres wait
//! meanwhile. `cargo bench -- --rosters 100000`, on its own also with `--residents 28000`.

use crate::{
    cast::{Cast, connect, sign_in},
    county::County,
    http::{Connection, post},
    load::median,
    report::Report,
    roster_files::{File, csv, upload, xlsx},
    server::Server,
};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt, sql_types::Text};
use kith::db::Conn;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Rows the budgets are for.
pub const ROWS: usize = 100_000;
/// First budget and goal, in s of processor time.
const CSV: (f64, f64) = (6.0, 3.0);
const XLSX: (f64, f64) = (7.0, 3.5);
/// Memory above what it holds at rest, in MB (issue 4).
const MEMORY: (f64, f64) = (300.0, 300.0);
/// How often is looked how far it is, and how often a cadre logs a check-in meanwhile.
const LOOK: Duration = Duration::from_millis(50);
/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(900);

#[derive(QueryableByName)]
struct Stands {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    fresh: i64,
    #[diesel(sql_type = BigInt)]
    all: i64,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// What a file cost: processor time of the dry run and in all, s; memory above rest, MB.
struct Cost {
    checked: f64,
    whole: f64,
    memory: Memory,
    clock: Duration,
}

/// Memory above rest in MB: the highest that was resident, the largest share, the most that is no file's.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    resident: f64,
    share: f64,
    own: f64,
}

/// Takes in a roster of so many rows as text and as a workbook, and once more while cadres work.
pub fn run(county: &County, rows: usize, report: &mut Report) {
    for (file, budget) in [(csv(rows), CSV), (xlsx(rows), XLSX)] {
        let cost = take_in(county, &file, rows);
        let share = rows as f64 / ROWS as f64;
        let budget = (budget.0 * share, budget.1 * share);
        let name = format!("J7 {}, {rows} rows ({:.0} MB)", file.name, file.bytes.len() as f64 / 1e6);
        report.at_most(format!("{name}: checked and taken in"), cost.whole, "s", budget);
        report.note(format!("{name}: of it the dry run"), format!("{:.1} s", cost.checked));
        report.note(format!("{name}: by the clock"), format!("{:.0} s", cost.clock.as_secs_f64()));
        report.at_most(format!("{name}: memory above rest"), cost.memory.resident, "MB", MEMORY);
        let (share, own) = (cost.memory.share, cost.memory.own);
        report.note(format!("{name}: PSS, and what is its own"), format!("{share:.0}, {own:.0} MB"));
    }
    meanwhile(county, rows, report);
}

fn take_in(county: &County, file: &File, rows: usize) -> Cost {
    let copy = county.copy();
    let server = Server::start(&copy.address(), &county.keys(), &county.log());
    let cookie = sign_in(server.address, "county");
    thread::sleep(Duration::from_secs(2));
    let mut conn = connect(&copy.address());
    let mut watch = Watch::begin(&server);
    let began = Instant::now();
    let address = send(&server, file, &cookie);
    watch.until(&mut conn, "checked");
    let checked = watch.cpu();
    say(&server, &format!("{address}/take"), &cookie);
    let stands = watch.until(&mut conn, "taken");
    let clock = began.elapsed();
    watch.until_linked(&mut conn);
    assert_eq!((stands.fresh, stands.all), (rows as i64, rows as i64), "all of them are new");
    let cost = Cost { checked, whole: watch.cpu(), memory: watch.memory(), clock };
    server.stop();
    cost
}

fn send(server: &Server, file: &File, cookie: &str) -> String {
    let sent = Connection::open(server.address).and_then(|mut conn| conn.send(&upload(file, cookie)));
    let sent = sent.expect("the file is taken");
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").expect("it leads to the file").to_owned()
}

fn say(server: &Server, path: &str, cookie: &str) {
    let form = post(path, cookie, "");
    let status = Connection::open(server.address).and_then(|mut conn| conn.status_of(&form));
    assert_eq!(status.expect("the server answers"), 303, "{path}");
}

/// A server at work, and what it held and had spent before.
struct Watch<'a> {
    server: &'a Server,
    spent: Duration,
    rest: Memory,
    most: Memory,
}

fn held(server: &Server) -> Memory {
    let [share, own] = server.memory(["Pss:", "Anonymous:"]).map(|kb| kb as f64 / 1000.0);
    Memory { resident: server.peak() as f64 / 1000.0, share, own }
}

impl<'a> Watch<'a> {
    fn begin(server: &'a Server) -> Watch<'a> {
        server.forget_peak();
        let rest = held(server);
        Watch { server, spent: server.cpu(), rest, most: rest }
    }

    fn until(&mut self, conn: &mut Conn, state: &str) -> Stands {
        let began = Instant::now();
        loop {
            thread::sleep(LOOK);
            let now = held(self.server);
            self.most = Memory {
                resident: now.resident.max(self.most.resident),
                share: now.share.max(self.most.share),
                own: now.own.max(self.most.own),
            };
            let query = "SELECT state, CAST(rows_new AS BIGINT) AS fresh, CAST(total AS BIGINT) AS \"all\" FROM rosters";
            let stands: Stands = sql_query(query).get_result(conn).expect("the file is there");
            if stands.state == state {
                return stands;
            }
            assert!(began.elapsed() < PATIENCE, "the file is {}, not {state}", stands.state);
            assert_ne!(stands.state, "unreadable");
        }
    }

    /// What the linker does belongs to it.
    fn until_linked(&self, conn: &mut Conn) {
        let waiting = "SELECT count(*) AS n FROM audit WHERE position IS NULL";
        while sql_query(waiting).get_result::<Count>(conn).expect("the trail is there").n > 0 {
            thread::sleep(LOOK);
        }
    }

    fn cpu(&self) -> f64 {
        (self.server.cpu() - self.spent).as_secs_f64()
    }

    fn memory(&self) -> Memory {
        Memory {
            resident: self.most.resident - self.rest.resident,
            share: self.most.share - self.rest.share,
            own: self.most.own - self.rest.own,
        }
    }
}

/// How long a cadre waits for a check-in while a file is checked and taken in.
fn meanwhile(county: &County, rows: usize, report: &mut Report) {
    let copy = county.copy();
    let server = Server::start(&copy.address(), &county.keys(), &county.log());
    let cast = Cast::gather(&copy.address(), server.address);
    let cookie = sign_in(server.address, "county");
    let is_over = AtomicBool::new(false);
    let mut took = thread::scope(|scope| {
        let cadres = scope.spawn(|| log_check_ins(&server, &cast, &is_over));
        let mut conn = connect(&copy.address());
        let mut watch = Watch::begin(&server);
        let address = send(&server, &csv(rows), &cookie);
        watch.until(&mut conn, "checked");
        say(&server, &format!("{address}/take"), &cookie);
        watch.until(&mut conn, "taken");
        is_over.store(true, Ordering::Relaxed);
        cadres.join().expect("the check-ins were logged")
    });
    server.stop();
    took.sort_unstable();
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let (middle, most) = (millis(median(took.clone())), took.last().copied().unwrap_or_default());
    let late = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    report.note(
        "J7 check-ins meanwhile: middle, one in a hundred, slowest",
        format!("{middle:.1}, {:.0}, {:.0} ms of {}", millis(late), millis(most), took.len()),
    );
}

fn log_check_ins(server: &Server, cast: &Cast, is_over: &AtomicBool) -> Vec<Duration> {
    let mut conn = Connection::open(server.address).expect("the server is there");
    let (own, mut took) = (cast.own(), Vec::new());
    for (key, (cookie, resident)) in own.iter().cycle().enumerate() {
        let form = format!(
            "idempotency_key=roster-{key:08}&outcome={}&kind=call&held_on=&note=",
            if key % 2 == 0 { "reached" } else { "no_answer" }
        );
        let request = post(&format!("/residents/{resident}/check-ins"), cookie, &form);
        let began = Instant::now();
        let status = conn.status_of(&request).expect("the check-in is answered");
        assert_eq!(status, 303, "a check-in while a file is taken in");
        took.push(began.elapsed());
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(LOOK);
    }
    took
}
