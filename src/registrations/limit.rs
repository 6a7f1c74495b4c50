//! How many registrations one address may send in a minute (PRODUCT §4.5: a factory is one address).

use chrono::NaiveDateTime;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const SECONDS: i64 = 60;

/// Counts by address within the minute that runs; kept in memory alone, forgotten with the minute.
#[derive(Debug, Default)]
pub struct AddressLimit {
    counts: Mutex<(i64, HashMap<String, u32>)>,
}

impl AddressLimit {
    /// Counts one more from an address; if `most` were sent this minute already, the seconds until the next begins.
    pub fn take(&self, address: &str, most: u32, now: NaiveDateTime) -> Result<(), u32> {
        let seconds = now.and_utc().timestamp();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.0 != seconds / SECONDS {
            *counts = (seconds / SECONDS, HashMap::new());
        }
        let count = counts.1.entry(address.to_owned()).or_default();
        if *count >= most {
            return Err(u32::try_from(SECONDS - seconds % SECONDS).unwrap_or(1));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeDelta};

    #[test]
    fn sixty_a_minute_by_address_and_then_the_rest_of_the_minute_to_wait() {
        let limit = AddressLimit::default();
        let at = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(2, 0, 15)).unwrap();
        assert!((0..60).all(|_| limit.take("factory", 60, at).is_ok()));
        assert_eq!(limit.take("factory", 60, at), Err(45));
        assert_eq!(limit.take("elsewhere", 60, at), Ok(()));
        assert_eq!(limit.take("factory", 60, at + TimeDelta::seconds(45)), Ok(()));
    }
}
