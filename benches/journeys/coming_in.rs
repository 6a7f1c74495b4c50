//! Many register at once: none lost, none doubled, and worklists answer meanwhile (PRODUCT §5: the week before Spring
//! Festival). `cargo bench -- --registrations 50000`.

use crate::{
    cast::{Cast, connect},
    county::County,
    http::{Connection, get},
    load::{median, send_all},
    measure::registration,
    report::Report,
    server::Server,
};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Clients that register at the same time.
const CLIENTS: usize = 64;
/// One form in so many is sent twice, as by somebody who taps again.
const TWICE: usize = 20;
/// How often a cadre opens a worklist meanwhile.
const EVERY: Duration = Duration::from_millis(50);

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// What has to be there once for each registration.
const WRITTEN: [(&str, &str); 6] = [
    ("registrations", "SELECT count(*) AS n FROM registrations"),
    ("forms", "SELECT count(DISTINCT note) AS n FROM registrations"),
    ("reference numbers", "SELECT count(DISTINCT reference) AS n FROM registrations"),
    ("personal links", "SELECT count(DISTINCT registration_id) AS n FROM personal_links"),
    ("consents", "SELECT count(*) AS n FROM consents"),
    ("audit rows", "SELECT count(DISTINCT subject_id) AS n FROM audit WHERE kind = 'registration_sent'"),
];

/// Sends `people` registrations from 64 clients and looks at what was kept.
pub fn run(county: &County, people: usize, report: &mut Report) {
    let copy = county.copy();
    let server = Server::start(&copy.address(), &county.keys(), &county.log());
    let cast = Cast::gather(&copy.address(), server.address);
    let mut forms: Vec<Vec<u8>> = (0..people).map(|n| registration(&cast, n)).collect();
    let again: Vec<Vec<u8>> = forms.iter().step_by(TWICE).cloned().collect();
    forms.extend(again);
    fastrand::Rng::with_seed(7).shuffle(&mut forms);
    eprintln!("{people} people register, {} of them twice", forms.len() - people);
    let is_over = AtomicBool::new(false);
    let (took, opened) = thread::scope(|scope| {
        let meanwhile = scope.spawn(|| open_worklists(server.address, &cast, &is_over));
        let took = send_all(server.address, &forms, CLIENTS, 303);
        is_over.store(true, Ordering::Relaxed);
        (took, meanwhile.join().expect("the worklists were opened"))
    });
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let slowest = opened.iter().copied().max().unwrap_or_default();
    report.note(
        "registrations a second, 64 clients",
        format!("{:.0} /s", forms.len() as f64 / took.as_secs_f64()),
    );
    report.note("worklists meanwhile", format!("{} opened, all answered", opened.len()));
    report.note(
        "worklist meanwhile, middle and slowest",
        format!("{:.1} / {:.0} ms", millis(median(opened)), millis(slowest)),
    );
    report.note(
        "server CPU in all",
        format!("{:.0} µs a form", server.cpu().as_secs_f64() * 1e6 / forms.len() as f64),
    );
    server.stop();
    let mut conn = connect(&copy.address());
    for (what, query) in WRITTEN {
        let kept: Count = sql_query(query).get_result(&mut conn).expect("what was kept is counted");
        assert_eq!(usize::try_from(kept.n).ok(), Some(people), "{what}");
        report.note(format!("{what} kept"), format!("{} of {people}", kept.n));
    }
    let distinct: HashSet<&[u8]> = forms.iter().map(Vec::as_slice).collect();
    assert_eq!(distinct.len(), people, "the forms were as many as the people");
}

/// Opens the worklists of the cadres one after the other until it is over; how long each took.
fn open_worklists(address: SocketAddr, cast: &Cast, is_over: &AtomicBool) -> Vec<Duration> {
    let mut conn = Connection::open(address).expect("the server is there");
    let mut took = Vec::new();
    for cadre in cast.cadres.iter().cycle() {
        let began = Instant::now();
        let status = conn.status_of(&get("/worklist", &cadre.cookie, "")).expect("the worklist answers");
        assert_eq!(status, 200, "a worklist while others register");
        took.push(began.elapsed());
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(EVERY);
    }
    took
}
