//! Deciding a registration: who decides, what they choose, and what stood before (PRODUCT §4.5).

use crate::{
    accounts::Keeper,
    domain::{AccountId, CallReason, PostId, Role, Scope},
    error::Error,
    residents::{AskedCall, Filled},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Days for which a decision can be undone.
pub const UNDO_DAYS: i64 = 30;

/// Most forms of one person that one decision is about: a stranger may send hundreds under one name and number.
pub const MOST_FORMS: usize = 20;

/// Who decides: a cadre of the village, or an officer of its township.
#[derive(Debug, Clone, Copy)]
pub struct Decider {
    pub account: AccountId,
    pub post: PostId,
    pub role: Role,
    pub scope: Scope,
}

impl Decider {
    /// Whoever keeps the register of the territory a registration lies in.
    pub fn of(by: &Keeper) -> Result<Decider, Error> {
        let role = by.role().ok_or(Error::Forbidden)?;
        Ok(Decider { account: by.account, post: by.post_id()?, role, scope: by.scope()? })
    }
}

/// What a reviewer chooses of a registration that is joined to a record. Numbers are always added, what the record
/// lacks is always filled: the choice is which number is called first, and whether place and hours are news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    pub calls_new_number_first: bool,
    pub takes_place: bool,
    pub takes_hours: bool,
}

impl Choices {
    /// What is newest counts: the default of every choice, and of whoever is new.
    pub const NEWEST: Choices =
        Choices { calls_new_number_first: true, takes_place: true, takes_hours: true };
}

/// What a decision changed in the record it went into, kept so that it can be undone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BeforeImage {
    /// The record's version after the decision: another one since means that somebody edited it.
    pub version: i32,
    /// The channel that was called first before, and the one the decision put first.
    pub called_first: Option<i64>,
    pub put_first: Option<i64>,
    pub filled: Filled,
    /// The call that was asked for before, where this one took its place: the word of its reason, and when.
    pub call: Option<(String, NaiveDateTime)>,
    /// Numbers that were there, told again, each with the check-in it had come with.
    pub told_again: Vec<(i64, i64)>,
    /// The id before which the trail tells of the decision itself; what stands after it came since. 0: not known.
    pub until: i64,
}

impl BeforeImage {
    /// The call that was asked for before, if this one took its place.
    pub fn call(&self) -> Option<AskedCall> {
        let (reason, since) = self.call.as_ref()?;
        Some((CallReason::parse(reason)?, *since))
    }
}

/// What happened to a record since a decision, to be said before it is undone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Since {
    /// Contacts logged since, and what the person reported of themselves.
    pub check_ins: i64,
    /// Whether staff changed facts, numbers, places, household, owner or standing.
    pub is_edited: bool,
}

impl Since {
    /// Whether nobody has touched the record since.
    pub const fn is_nothing(self) -> bool {
        self.check_ins == 0 && !self.is_edited
    }
}
