//! One throw-away PostgreSQL cluster for this run of the tests, and a database in it for each.

use super::cluster::Cluster;
use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
};

static CLUSTER: LazyLock<Option<Cluster>> = LazyLock::new(start);
static DATABASES: AtomicU32 = AtomicU32::new(0);
const TEMPLATE: &str = "kith_template";

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

/// Tells the cluster something, as whoever runs it.
pub fn sql(sql: &str) {
    CLUSTER.as_ref().expect("PostgreSQL is there").sql("postgres", sql);
}

fn made_from(template: &str) -> String {
    let cluster = CLUSTER.as_ref().expect("PostgreSQL is there");
    let name = format!("kith_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    cluster.address(&name)
}

fn start() -> Option<Cluster> {
    // Nothing here must outlive the run: it need not be safe on disk.
    let options = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=64MB";
    let Some(cluster) = Cluster::start("kith-pg", options) else {
        let required = std::env::var("KITH_TEST_REQUIRE").unwrap_or_default();
        assert!(!required.contains("postgres"), "PostgreSQL is required and not installed");
        eprintln!("PostgreSQL is not installed: its half of the tests is skipped");
        return None;
    };
    cluster.sql("postgres", &format!("CREATE DATABASE {TEMPLATE}"));
    kith::db::Address::parse(&cluster.address(TEMPLATE))
        .and_then(|address| address.migrate())
        .expect("the tables");
    Some(cluster)
}
