//! The benchmark of the journeys: what a request costs the server, against the budget.
//!
//! `cargo bench` makes a county of 280,000 residents once, serves a copy of it by the real program, lets cadres sign in
//! and work over 16 connections, and reads the server's processor time. On PostgreSQL too, where it is installed.
//! `cargo bench -- --residents 28000 --only sqlite` is the quick one; `--registrations 50000` is the rush before a
//! festival, `--rosters 100000` a file of the whole county.

mod cast;
mod coming_in;
#[path = "../../tests/it/support/cluster.rs"]
mod cluster;
mod county;
mod http;
mod load;
mod measure;
mod report;
mod roster_files;
mod rosters;
mod server;

use cast::Cast;
use clap::Parser;
use county::County;
use load::median;
use measure::{Cost, Stage};
use report::Report;
use server::Server;
use std::time::Duration;

#[derive(Parser)]
#[command(name = "journeys")]
struct Options {
    /// Residents of the county
    #[arg(long, default_value_t = 280_000)]
    residents: usize,
    /// One database alone
    #[arg(long, value_enum)]
    only: Option<Kind>,
    /// Requests in a round
    #[arg(long, default_value_t = 4_000)]
    requests: usize,
    /// Rounds of each journey; the middle one counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Only this: so many people register by 64 clients; none lost, none doubled
    #[arg(long)]
    registrations: Option<usize>,
    /// Only this: rosters of so many rows, checked and taken in (J7)
    #[arg(long)]
    rosters: Option<usize>,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Sqlite,
    Postgres,
}

/// First budget and goal of J1 to J5, in µs.
const BUDGETS: [(f64, f64); 5] =
    [(250.0, 100.0), (200.0, 90.0), (300.0, 140.0), (250.0, 110.0), (200.0, 90.0)];
const NAMES: [&str; 5] =
    ["J1 worklist", "J2 search", "J3 record, look written", "J4 check-in", "J5 registration"];
/// Times the program is started to see how long it takes.
const STARTS: usize = 7;

fn main() {
    let options = Options::parse();
    let county = County::of(options.residents);
    let mut report = Report::default();
    if let Some(people) = options.registrations {
        coming_in::run(&county, people, &mut report);
        return report.print();
    }
    if let Some(rows) = options.rosters {
        rosters::run(&county, rows, &mut report);
        return report.print();
    }
    let mut costs = None;
    if options.only != Some(Kind::Postgres) {
        costs = Some(sqlite(&options, &county, &mut report));
        rosters::run(&county, rosters::ROWS, &mut report);
    }
    if options.only != Some(Kind::Sqlite) {
        postgres(&options, &county, costs, &mut report);
    }
    report.print();
}

/// J1 to J5, in this order: what is read is read before anything is changed.
fn journeys(stage: &Stage<'_>) -> [Cost; 5] {
    [stage.worklist(""), stage.search(), stage.record(), stage.check_in(), stage.register()]
}

fn sqlite(options: &Options, county: &County, report: &mut Report) -> [Cost; 5] {
    let copy = county.copy();
    let size = megabytes(copy.size());
    let start = || Server::start(&copy.address(), &county.keys(), &county.log());
    let starts = (0..STARTS).map(|_| {
        let server = start();
        let took = server.started_in;
        server.stop();
        took
    });
    let started_in = median(starts.collect());
    let server = start();
    std::thread::sleep(Duration::from_secs(2));
    let at_rest = server.pss();
    let cast = Cast::gather(&copy.address(), server.address);
    eprintln!("SQLite: {} cadres with {} residents each", cast.cadres.len(), cast.residents_each());
    let stage = Stage::new(&server, None, &cast, options.requests, options.rounds);
    let costs = journeys(&stage);
    for ((name, cost), budget) in NAMES.into_iter().zip(&costs).zip(BUDGETS) {
        report.at_most(name, cost.program, "µs", budget);
    }
    report.note("J1 worklist, gzip", format!("{:.0} µs", stage.worklist("gzip").program));
    report.note("J3 record, looked at before", format!("{:.0} µs", stage.record_again().program));
    for (name, plain, packed) in stage.bytes() {
        report.note(format!("{name}, bytes (gzip)"), format!("{plain} ({packed})"));
    }
    let (requests, bytes, others) = stage.first_load();
    report.at_most("first load, requests", requests as f64, "", (4.0, 3.0));
    report.at_most("first load, requests to others", others as f64, "", (0.0, 0.0));
    report.at_most("first load, gzip", bytes as f64 / 1000.0, "kB", (30.0, 14.0));
    report.at_least(
        "check-ins a second, synced, 64 at once",
        stage.check_ins_a_second(),
        "/s",
        (3000.0, 6000.0),
    );
    report.at_most("start to first answer", started_in.as_secs_f64() * 1e3, "ms", (150.0, 50.0));
    report.at_most("memory at rest", at_rest as f64 / 1000.0, "MB", (40.0, 20.0));
    report.at_most("memory after load", server.pss() as f64 / 1000.0, "MB", (100.0, 60.0));
    report.at_most("database, before the run", size, "MB", (900.0, 500.0));
    server.stop();
    report.note("database, after the run", format!("{:.0} MB", megabytes(copy.size())));
    costs
}

/// The same journeys on PostgreSQL, synced; the program's share is compared with all that SQLite takes.
fn postgres(options: &Options, county: &County, on_sqlite: Option<[Cost; 5]>, report: &mut Report) {
    let Some(cluster) =
        cluster::Cluster::start("kith-bench", "-c shared_buffers=128MB -c max_connections=50")
    else {
        report.note("PostgreSQL", "not installed: skipped");
        return;
    };
    eprintln!("PostgreSQL: making the county");
    cluster.sql("postgres", "CREATE DATABASE county");
    let address = cluster.address("county");
    county::generate(&address, &county.keys(), options.residents);
    cluster.sql("county", "VACUUM (ANALYZE)");
    cluster.sql("county", "CHECKPOINT");
    let server = Server::start(&address, &county.keys(), &county.log());
    let cast = Cast::gather(&address, server.address);
    let stage = Stage::new(&server, Some(postmaster(&cluster)), &cast, options.requests, options.rounds);
    for (n, cost) in journeys(&stage).into_iter().enumerate() {
        let name = format!("PostgreSQL, {}: program", NAMES[n]);
        match on_sqlite {
            Some(costs) => {
                let whole = costs[n].program;
                report.at_most(name, cost.program, "µs", (whole * 2.0, whole * 1.5));
            }
            None => report.note(name, format!("{:.0} µs", cost.program)),
        }
        report.note(format!("PostgreSQL, {}: database", NAMES[n]), format!("{:.0} µs", cost.database));
    }
    let speed = stage.check_ins_a_second();
    report.note("PostgreSQL, check-ins a second, 64 at once", format!("{speed:.0} /s"));
    server.stop();
}

/// The process all others of a cluster are children of: the parent of whichever one answers.
fn postmaster(cluster: &cluster::Cluster) -> u32 {
    use diesel::{Connection, RunQueryDsl, dsl::sql, select, sql_types::Integer};
    let mut conn = diesel::PgConnection::establish(&cluster.address("county")).expect("the cluster answers");
    let child: i32 = select(sql::<Integer>("pg_backend_pid()")).get_result(&mut conn).expect("its number");
    server::parent(child.unsigned_abs()).expect("the cluster runs")
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
