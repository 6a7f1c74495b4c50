//! Files on their way, and their rows, as they are kept.

use crate::{
    db::schema::{roster_rows, rosters},
    domain::{AccountId, Actor, PostId, ResidentId, RosterId, Scope, TownshipCode, words},
    rosters::facts::Facts,
    seal::Sealed,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

words! {
    /// How far a file is.
    RosterState {
        /// Its pieces are being kept.
        Arriving = "arriving",
        Reading = "reading",
        /// Every row has its verdict; nothing has been taken in.
        Checked = "checked",
        Unreadable = "unreadable",
        Taking = "taking",
        Taken = "taken",
        Undoing = "undoing",
        Undone = "undone",
        Cancelled = "cancelled",
    }
}

words! {
    /// What becomes of a row.
    RowVerdict {
        /// Somebody who is not on file.
        New = "new",
        /// Somebody on file of whom it says more.
        Changed = "changed",
        /// Somebody on file of whom it says nothing new.
        Same = "same",
        Refused = "refused",
        /// Nobody to be taken in: a row of a hidden sheet.
        Skipped = "skipped",
    }
}

words! {
    /// What is said of a row besides what is wrong with its cells.
    RowCode {
        /// Its village lies in another territory.
        OutsideTerritory = "outside_territory",
        /// Two records fit.
        MatchesSeveral = "matches_several",
        /// The record that fits is closed.
        RecordClosed = "record_closed",
        /// To be asked of the township's data contact.
        Withheld = "withheld",
        /// Somebody an earlier row tells of under the same ID number: `field` is the number of that row.
        RepeatsRow = "repeats_row",
        /// Somebody an earlier row tells of by the same name and telephone: `field` is the number of that row.
        RepeatsByPhone = "repeats_by_phone",
        /// Somebody of this name is on file in this village.
        LikelyOnFile = "likely_on_file",
        /// An earlier row has the same name in the same village: `field` is the number of that row.
        LikelyRepeat = "likely_repeat",
        /// The record says another place, and nobody knows which is newer: it stays.
        DestinationKept = "destination_kept",
    }
}

/// Days for which taking in can be undone (DESIGN §4).
pub const UNDO_DAYS: i64 = 30;
/// Tries after which a file whose work fails waits for somebody's word, and others go on.
pub const MOST_TRIES: i32 = 3;
/// Days for which the file itself is kept.
pub const FILE_DAYS: i64 = 7;

/// How many rows of each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: i32,
    pub changed: i32,
    pub same: i32,
    pub refused: i32,
    pub skipped: i32,
}

impl Counts {
    /// All rows read.
    pub const fn all(&self) -> i32 {
        self.new + self.changed + self.same + self.refused + self.skipped
    }

    /// Counts one more.
    pub const fn add(&mut self, verdict: RowVerdict) {
        *self.of_mut(verdict) += 1;
    }

    const fn of_mut(&mut self, verdict: RowVerdict) -> &mut i32 {
        match verdict {
            RowVerdict::New => &mut self.new,
            RowVerdict::Changed => &mut self.changed,
            RowVerdict::Same => &mut self.same,
            RowVerdict::Refused => &mut self.refused,
            RowVerdict::Skipped => &mut self.skipped,
        }
    }
}

/// A file somebody sent.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = rosters)]
pub struct Batch {
    pub id: RosterId,
    pub account_id: AccountId,
    pub post_id: PostId,
    /// The township it was sent for; none: the county.
    pub township_code: Option<TownshipCode>,
    pub file_name: String,
    pub size: i32,
    pub shape: Option<String>,
    /// What was decided about it, as JSON.
    pub choices: String,
    pub found: Option<Sealed<Vec<u8>>>,
    pub state: RosterState,
    /// Why it cannot be read.
    pub problem: Option<String>,
    pub total: i32,
    /// The last row that was read or taken in; while it is undone, how many people were.
    pub done: i32,
    /// People who stayed though it was undone, because somebody has worked on their records.
    pub kept: i32,
    pub rows_new: i32,
    pub rows_changed: i32,
    pub rows_same: i32,
    pub rows_refused: i32,
    pub rows_skipped: i32,
    pub made_at: NaiveDateTime,
    pub taken_at: Option<NaiveDateTime>,
    /// How often a step of what it is at has failed.
    pub failures: i32,
}

impl Batch {
    /// Whose people it may touch.
    pub fn scope(&self) -> Scope {
        self.township_code.map_or(Scope::County, Scope::Township)
    }

    /// For whose files a decision about it is remembered: those of its township, or of the county.
    pub fn place(&self) -> String {
        self.township_code.map_or_else(String::new, |code| code.to_string())
    }

    /// Whether somebody of this account and territory may see it: a county's files are their sender's alone.
    pub fn is_open_to(&self, account: AccountId, scope: Scope) -> bool {
        match (self.township_code, scope) {
            (Some(own), Scope::Township(code)) => own == code,
            (None, Scope::County) => self.account_id == account,
            _ => false,
        }
    }

    /// Whether its work has failed too often: it waits until somebody wants it tried again.
    pub fn has_failed(&self) -> bool {
        let is_at_work =
            matches!(self.state, RosterState::Reading | RosterState::Taking | RosterState::Undoing);
        is_at_work && self.failures >= MOST_TRIES
    }

    /// Who takes it in, for the trail.
    pub fn actor(&self) -> Actor {
        Actor::Staff { account: self.account_id, post: Some(self.post_id) }
    }

    /// How many rows of each verdict.
    pub const fn counts(&self) -> Counts {
        Counts {
            new: self.rows_new,
            changed: self.rows_changed,
            same: self.rows_same,
            refused: self.rows_refused,
            skipped: self.rows_skipped,
        }
    }

    /// Until when it can be undone.
    pub fn undo_until(&self) -> Option<NaiveDateTime> {
        self.taken_at.filter(|_| self.state == RosterState::Taken).map(|at| at + TimeDelta::days(UNDO_DAYS))
    }

    /// Whether the file is still there, to be given back with its faults marked.
    pub fn has_file(&self, now: NaiveDateTime) -> bool {
        let is_kept = matches!(self.state, RosterState::Checked | RosterState::Taking | RosterState::Taken);
        is_kept && now < self.made_at + TimeDelta::days(FILE_DAYS)
    }
}

/// A file as it arrives.
#[derive(Debug, Clone)]
pub struct NewBatch {
    pub file_name: String,
    pub size: usize,
    /// A keyed digest of its bytes.
    pub digest: Vec<u8>,
    pub township: Option<TownshipCode>,
    pub by_command: bool,
}

/// A row with what it says, opened for the work on it.
#[derive(Debug, Clone)]
pub struct KeptRow {
    pub number: i32,
    pub verdict: RowVerdict,
    pub resident: Option<ResidentId>,
    pub facts: Facts,
}

/// A row as pages list it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = roster_rows)]
pub struct ListedRow {
    pub number: i32,
    pub sheet: i32,
    pub sheet_row: i32,
    pub verdict: RowVerdict,
    pub codes: String,
    pub resident_id: Option<ResidentId>,
    pub other_id: Option<ResidentId>,
    pub facts: Sealed<Vec<u8>>,
}

impl RowCode {
    /// Whether it refers to an earlier row of the file by its number.
    pub const fn is_of_earlier_row(self) -> bool {
        matches!(self, RowCode::RepeatsRow | RowCode::RepeatsByPhone | RowCode::LikelyRepeat)
    }
}

/// The codes of a row, each with its field or what it refers to.
pub fn codes_of(codes: &str) -> impl Iterator<Item = (&str, &str)> {
    codes.split(' ').filter_map(|part| part.split_once(':'))
}
