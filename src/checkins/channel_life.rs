//! The life of one channel: tried, answered, spent, dead, wrong (PRODUCT §4.3).

use super::event::{ChannelFact, Event};
use crate::{
    domain::{ChannelId, ChannelState, Outcome, Rules},
    residents::ChannelSummary,
};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// One channel while the check-ins are gone through in their order.
pub(super) struct ChannelLife {
    fact: ChannelFact,
    verified_on: Option<NaiveDate>,
    last_success_on: Option<NaiveDate>,
    last_tried_on: Option<NaiveDate>,
    last_failed_on: Option<NaiveDate>,
    failed_days: i32,
    is_dead: bool,
    is_wrong: bool,
    /// Since when it has not been open.
    shut_since: Option<NaiveDate>,
}

impl ChannelLife {
    pub(super) fn new(fact: ChannelFact) -> ChannelLife {
        ChannelLife {
            fact,
            verified_on: None,
            last_success_on: None,
            last_tried_on: None,
            last_failed_on: None,
            failed_days: 0,
            is_dead: false,
            is_wrong: false,
            shut_since: None,
        }
    }

    /// Takes in a check-in that went by this channel, or by which the resident confirmed it.
    pub(super) fn take(&mut self, event: &Event, rules: &Rules) {
        match event.outcome {
            outcome if outcome.is_contact() => self.succeed(event),
            outcome if outcome.is_failure() => self.fail(event),
            _ => return,
        }
        if self.state(rules).is_open() {
            self.shut_since = None;
        } else {
            self.shut_since.get_or_insert(event.held_on);
        }
    }

    /// Any success revives a spent or dead channel; a wrong one stays wrong.
    fn succeed(&mut self, event: &Event) {
        let day = Some(event.held_on);
        if matches!(event.outcome, Outcome::Reached | Outcome::SelfReport) {
            self.verified_on = day;
        }
        if event.outcome != Outcome::SelfReport {
            self.last_tried_on = day;
        }
        self.last_success_on = day;
        self.failed_days = 0;
        self.is_dead = false;
    }

    fn fail(&mut self, event: &Event) {
        let day = Some(event.held_on);
        self.failed_days += i32::from(self.last_failed_on != day);
        self.last_failed_on = day;
        self.last_tried_on = day;
        self.is_dead |= event.outcome == Outcome::DeadNumber;
        self.is_wrong |= event.outcome == Outcome::WrongPerson;
    }

    pub(super) fn state(&self, rules: &Rules) -> ChannelState {
        if self.is_wrong {
            ChannelState::Wrong
        } else if self.is_dead {
            ChannelState::Dead
        } else if self.failed_days >= rules.spent_after {
            ChannelState::Spent
        } else if self.failed_days > 0 {
            ChannelState::Silent
        } else if self.last_success_on.is_some() {
            ChannelState::Works
        } else {
            ChannelState::Untried
        }
    }

    /// Whether contact may still come by it: neither ended nor spent, dead or wrong.
    pub(super) fn is_left(&self, rules: &Rules) -> bool {
        self.fact.ended_on.is_none() && self.state(rules).is_open()
    }

    pub(super) fn id(&self) -> ChannelId {
        self.fact.id
    }

    pub(super) fn summary(&self, rules: &Rules) -> ChannelSummary {
        ChannelSummary {
            id: self.fact.id,
            state: self.state(rules),
            verified_on: self.verified_on,
            last_success_on: self.last_success_on,
            last_tried_on: self.last_tried_on,
            failed_days: self.failed_days,
        }
    }

    /// Whether it counts as a channel there is or was: one that ended unused was none.
    fn is_known(&self) -> bool {
        self.fact.ended_on.is_none() || self.last_tried_on.or(self.last_success_on).is_some()
    }

    /// The day it ended or stopped being open, whichever came first.
    fn gone_since(&self) -> Option<NaiveDate> {
        self.fact.ended_on.into_iter().chain(self.shut_since).min()
    }

    /// What the channels to dial sort by: preferred; the latest verified; of those that are neither, one
    /// that keeps silent after the others; the resident's own; the oldest.
    fn rank(&self, rules: &Rules) -> impl Ord + use<> {
        let is_trusted = self.fact.is_preferred || self.verified_on.is_some();
        let is_silent = self.state(rules) == ChannelState::Silent;
        (
            !self.fact.is_preferred,
            Reverse(self.verified_on),
            !is_trusted && is_silent,
            !self.fact.is_own,
            self.fact.id,
        )
    }
}

/// The best telephone to dial now (PRODUCT §4.3: unspent, preferred, verified last).
pub(super) fn offered(lives: &[ChannelLife], rules: &Rules) -> Option<ChannelId> {
    lives
        .iter()
        .filter(|life| life.fact.kind.is_phone() && life.is_left(rules))
        .min_by_key(|life| life.rank(rules))
        .map(ChannelLife::id)
}

/// Whether there is, or was, any channel; without one the number is missing, not the person lost.
pub(super) fn has_channel(lives: &[ChannelLife]) -> bool {
    lives.iter().any(ChannelLife::is_known)
}

/// The day since which no channel of any kind is left; none while there is one, or never was.
pub(super) fn exhausted_on(lives: &[ChannelLife]) -> Option<NaiveDate> {
    let gone: Option<Vec<NaiveDate>> =
        lives.iter().filter(|life| life.is_known()).map(ChannelLife::gone_since).collect();
    gone?.into_iter().max()
}
