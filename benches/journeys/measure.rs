//! The journeys themselves, and what each costs the server.

use crate::{
    cast::Cast,
    http::{Answer, Connection, get, post},
    load::{median, send_all},
    server::{Server, family_cpu},
};
use std::{cell::Cell, time::Duration};

/// Connections that send the journeys (BUDGETS).
const CONNECTIONS: usize = 16;
/// Connections that log check-ins as fast as they can.
const BUSY: usize = 64;
/// After a round the linker has its turn: what it does belongs to the round.
const SETTLE: Duration = Duration::from_millis(1300);

/// Processor time for one request, in µs: the program's, and the database's where that is another.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Cost {
    pub program: f64,
    pub database: f64,
}

/// A served county under measure.
pub struct Stage<'a> {
    pub server: &'a Server,
    pub postmaster: Option<u32>,
    pub cast: &'a Cast,
    pub requests: usize,
    pub rounds: usize,
    key: Cell<usize>,
}

impl<'a> Stage<'a> {
    pub fn new(
        server: &'a Server,
        postmaster: Option<u32>,
        cast: &'a Cast,
        requests: usize,
        rounds: usize,
    ) -> Stage<'a> {
        Stage { server, postmaster, cast, requests, rounds, key: Cell::new(0) }
    }

    /// J1: the worklists of cadres.
    pub fn worklist(&self, accepts: &str) -> Cost {
        let cadres = &self.cast.cadres;
        self.cost(200, |n| get("/worklist", &cadres[n % cadres.len()].cookie, accepts))
    }

    /// J2: part of a name in a township.
    pub fn search(&self) -> Cost {
        self.cost(200, |n| self.search_for(n))
    }

    fn search_for(&self, n: usize) -> Vec<u8> {
        let names = &self.cast.names;
        get(&format!("/residents?q={}", encoded(&names[n % names.len()])), &self.cast.officer, "")
    }

    /// J3: records, each opened for the first time in the hour: the look is written.
    pub fn record(&self) -> Cost {
        let own = self.cast.own();
        self.cost(200, |n| get(&format!("/residents/{}", own[n % own.len()].1), own[n % own.len()].0, ""))
    }

    /// J3 again: the looks of this hour are in the trail already.
    pub fn record_again(&self) -> Cost {
        let own = self.cast.own();
        let few = own.len().min(self.requests / 4).max(1);
        self.cost(200, |n| get(&format!("/residents/{}", own[n % few].1), own[n % few].0, ""))
    }

    /// J4: check-ins, each under a key of its own.
    pub fn check_in(&self) -> Cost {
        let own = self.cast.own();
        self.cost(303, |n| self.check_in_on(own[n % own.len()]))
    }

    fn check_in_on(&self, (cookie, resident): (&str, kith::domain::ResidentId)) -> Vec<u8> {
        let key = self.key.replace(self.key.get() + 1);
        let outcome = if key.is_multiple_of(2) { "reached" } else { "no_answer" };
        let form = format!("idempotency_key=bench-{key:08}&outcome={outcome}&kind=call&held_on=&note=");
        post(&format!("/residents/{resident}/check-ins"), cookie, &form)
    }

    /// Check-ins acknowledged in a second of the clock, over many connections.
    pub fn check_ins_a_second(&self) -> f64 {
        let own = self.cast.own();
        let rounds = (0..self.rounds).map(|_| {
            let requests: Vec<Vec<u8>> =
                own.iter().cycle().take(self.requests * 2).map(|pair| self.check_in_on(*pair)).collect();
            requests.len() as f64 / send_all(self.server.address, &requests, BUSY, 303).as_secs_f64()
        });
        median(rounds.collect())
    }

    /// J5: registrations, each under a key of its own, at the forms of all villages in turn.
    pub fn register(&self) -> Cost {
        self.cost(303, |n| registration(self.cast, n))
    }

    /// The middle round's cost; each round sends other requests than the one before.
    fn cost(&self, expected: u16, request: impl Fn(usize) -> Vec<u8>) -> Cost {
        let warm: Vec<Vec<u8>> = (0..self.requests / 8).map(&request).collect();
        send_all(self.server.address, &warm, CONNECTIONS, expected);
        std::thread::sleep(SETTLE);
        let rounds = (0..self.rounds).map(|round| {
            let first = warm.len() + round * self.requests;
            let requests: Vec<Vec<u8>> = (first..first + self.requests).map(&request).collect();
            let before = self.cpu();
            send_all(self.server.address, &requests, CONNECTIONS, expected);
            std::thread::sleep(SETTLE);
            let after = self.cpu();
            let each = |spent: Duration| spent.as_secs_f64() * 1e6 / self.requests as f64;
            Cost { program: each(after.0 - before.0), database: each(after.1 - before.1) }
        });
        median(rounds.collect())
    }

    fn cpu(&self) -> (Duration, Duration) {
        (self.server.cpu(), self.postmaster.map(family_cpu).unwrap_or_default())
    }

    fn open(&self, request: &[u8]) -> Answer {
        let answer = Connection::open(self.server.address).and_then(|mut conn| conn.send(request));
        answer.expect("the server answers")
    }

    /// Bytes of the pages of J1, J2 and J3, as they are and as they travel.
    pub fn bytes(&self) -> Vec<(&'static str, usize, usize)> {
        let cadre = &self.cast.cadres[0];
        let pages = [
            ("J1 worklist", "/worklist".to_owned(), &cadre.cookie),
            ("J2 search", format!("/residents?q={}", encoded(&self.cast.names[0])), &self.cast.officer),
            ("J3 record", format!("/residents/{}", cadre.residents[0]), &cadre.cookie),
        ];
        let length = |path: &str, cookie: &str, accepts| self.open(&get(path, cookie, accepts)).body.len();
        pages
            .map(|(name, path, cookie)| (name, length(&path, cookie, ""), length(&path, cookie, "gzip")))
            .to_vec()
    }

    /// The worklist with everything it asks for, compressed: requests, bytes, and requests to others.
    pub fn first_load(&self) -> (usize, usize, usize) {
        let cookie = &self.cast.cadres[0].cookie;
        let page = self.open(&get("/worklist", cookie, "")).text();
        let of_page = self.open(&get("/worklist", cookie, "gzip")).body.len();
        let tags = page
            .split('<')
            .filter(|tag| ["link ", "script ", "img "].iter().any(|name| tag.starts_with(name)));
        let mut addresses: Vec<&str> =
            tags.filter_map(|tag| attribute(tag, "href").or(attribute(tag, "src"))).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let (others, own): (Vec<&str>, Vec<&str>) =
            addresses.into_iter().partition(|address| address.contains("//"));
        let bytes: usize = own.iter().map(|path| self.open(&get(path, cookie, "gzip")).body.len()).sum();
        (1 + own.len(), of_page + bytes, others.len())
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!("{name}=\""))?.1;
    value.split('"').next()
}

/// The form somebody sends to register: all of it different from the one before, half with more than is required.
pub fn registration(cast: &Cast, n: usize) -> Vec<u8> {
    let village = &cast.villages[n % cast.villages.len()];
    let name = encoded(&format!("欧阳{}{}", letter(n), letter(n / 1000)));
    let place = encoded(["广东深圳", "江苏昆山", "浙江义乌", "不清楚"][n % 4]);
    let more = match n % 2 {
        0 => {
            format!("&work={}&birth_on=19{}-05-06&group_no={}", encoded("电子厂普工"), 60 + n % 40, 1 + n % 9)
        }
        _ => String::new(),
    };
    let form = format!(
        "idempotency_key=register-{n:08}&village={village}&name={name}&phone=154{n:08}&destination={place}\
         &consent_contact=1&note=n{n}{more}"
    );
    post("/register", "", &form)
}

/// One of a thousand characters that names are written with.
fn letter(n: usize) -> char {
    u32::try_from(n % 1000).ok().and_then(|n| char::from_u32(0x4e00 + n)).unwrap_or('一')
}

/// Text as an address carries it.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
