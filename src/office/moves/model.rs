//! The move of an ended village's people to its successor, as it is kept.

use crate::{
    db::schema::division_moves,
    domain::{MoveId, Scope, VillageCode, words},
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

words! {
    /// How far a move is.
    MoveState {
        /// On the way to the successor.
        Moving = "moving",
        Moved = "moved",
        /// On the way back, because the ending was taken back.
        Returning = "returning",
        Returned = "returned",
    }
}

words! {
    /// What moves, row by row.
    RowKind {
        Post = "post",
        Household = "household",
        Resident = "resident",
        Registration = "registration",
    }
}

/// Days for which an ending can be taken back (DESIGN §4).
pub const UNDO_DAYS: i64 = 30;

/// A move.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = division_moves)]
pub struct Move {
    pub id: MoveId,
    pub from_code: VillageCode,
    pub to_code: VillageCode,
    pub state: MoveState,
    /// Rows there were to move, and those moved so far; on the way back: those that had moved, and those returned.
    pub total: i32,
    pub done: i32,
    pub began_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
}

impl Move {
    /// Whether the background is at it.
    pub const fn is_at_work(&self) -> bool {
        matches!(self.state, MoveState::Moving | MoveState::Returning)
    }

    /// The villages at both ends.
    pub const fn scopes(&self) -> [Scope; 2] {
        [Scope::Village(self.from_code), Scope::Village(self.to_code)]
    }

    /// Until when it can be taken back.
    pub fn undo_until(&self) -> NaiveDateTime {
        self.began_at + TimeDelta::days(UNDO_DAYS)
    }
}

/// How many of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub people: i64,
    pub households: i64,
    pub posts: i64,
    pub registrations: i64,
}

impl Counts {
    /// All rows.
    pub const fn all(&self) -> i64 {
        self.people + self.households + self.posts + self.registrations
    }
}
