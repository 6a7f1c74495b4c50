//! Sending many requests over a number of connections at once.

use crate::http::Connection;
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Sends every request once, each answered as expected; how long it took.
pub fn send_all(address: SocketAddr, requests: &[Vec<u8>], connections: usize, expected: u16) -> Duration {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let mut conn = Connection::open(address).expect("the server is there");
                while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let status = conn.status_of(request).expect("the server answers");
                    assert_eq!(status, expected, "{}", String::from_utf8_lossy(request));
                }
            });
        }
    });
    began.elapsed()
}

/// The middle one of several measurements.
pub fn median<T: PartialOrd + Copy>(mut measured: Vec<T>) -> T {
    measured.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    measured[measured.len() / 2]
}
