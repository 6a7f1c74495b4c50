//! The life line of a channel: from first to last sign of life on one time axis, a dot per contact.
//! It only repeats what the words beside it say, so it is hidden from screen readers.

use crate::{checkins::CheckIn, residents::Channel};
use chrono::{Datelike, NaiveDate};

/// A life line, in hundredths of the axis.
#[derive(Debug, Clone, Default)]
pub struct LifeLine {
    pub dots: Vec<i64>,
    pub from: i64,
    pub to: i64,
    pub is_dead: bool,
}

/// The axis all life lines of a record share.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    from: NaiveDate,
    to: NaiveDate,
}

impl Axis {
    /// From the year of the oldest channel to the end of this year.
    pub fn new(channels: &[Channel], today: NaiveDate) -> Axis {
        let first = channels.iter().map(|channel| channel.source_on.year()).min().unwrap_or(today.year());
        let first = first.min(today.year() - 1);
        let start = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
        Axis { from: start(first), to: start(today.year() + 1) }
    }

    /// At most five years to write under the axis.
    pub fn years(self) -> Vec<i32> {
        let (from, to) = (self.from.year(), self.to.year());
        let step = ((to - from + 3) / 4).max(1);
        (from..=to).step_by(usize::try_from(step).unwrap_or(1)).collect()
    }

    fn at(self, day: NaiveDate) -> i64 {
        let all = (self.to - self.from).num_days().max(1);
        ((day - self.from).num_days() * 100 / all).clamp(1, 99)
    }

    /// The life of one channel, from the check-ins shown.
    pub fn life(self, channel: &Channel, timeline: &[&CheckIn]) -> LifeLine {
        let used = timeline
            .iter()
            .filter(|entry| entry.channel_id == Some(channel.id) && entry.withdrawn_at.is_none());
        let mut dots: Vec<i64> =
            used.filter(|entry| entry.outcome.is_contact()).map(|entry| self.at(entry.held_on)).collect();
        dots.extend(channel.last_success_on.map(|day| self.at(day)));
        dots.sort_unstable();
        dots.dedup();
        let is_dead = channel.ended_on.is_some() || !channel.state.is_open();
        let end = channel.ended_on.or(channel.last_tried_on.filter(|_| is_dead)).or(channel.last_success_on);
        let from = self.at(channel.source_on);
        LifeLine { to: end.map_or(from, |day| self.at(day)).max(from), from, dots, is_dead }
    }
}
