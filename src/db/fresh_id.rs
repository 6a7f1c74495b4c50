//! Fresh ids: 41 bits of milliseconds since 2026 and 22 random bits, never below the last one.

use crate::{clock::Clock, seal};
use chrono::NaiveDateTime;
use std::sync::atomic::{AtomicI64, Ordering};

const RANDOM_BITS: u32 = 22;
/// 2026-01-01T00:00:00Z in milliseconds of the Unix epoch.
const EPOCH_MILLIS: i64 = 1_767_225_600_000;

/// The smallest id that can have been given out at `at` (UTC); zero before 2026.
pub fn id_at(at: NaiveDateTime) -> i64 {
    (at.and_utc().timestamp_millis() - EPOCH_MILLIS).max(0) << RANDOM_BITS
}

/// Gives out ids, one source per process.
#[derive(Debug, Default)]
pub struct IdSource {
    last: AtomicI64,
}

impl IdSource {
    /// The next id: above every id this source has given out.
    pub fn next(&self, clock: &Clock) -> i64 {
        let random = u32::from_le_bytes(seal::random::<4>()) >> (32 - RANDOM_BITS);
        let wanted = id_at(clock.now()) | i64::from(random);
        let last =
            self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(wanted.max(last + 1)));
        wanted.max(last.unwrap_or(0) + 1)
    }
}
