//! Beginning a move and taking it back; the way itself is gone by the job ([`super::work`], [`super::returning`]).

use super::{
    model::{Move, MoveState},
    queries,
};
use crate::{
    db::{Tx, schema::division_moves},
    domain::{Actor, MoveId, VillageCode},
    error::{Error, Refusal},
    territories::{self, Obstacle},
};
use diesel::prelude::*;

/// Why a village cannot end now, or its ending cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// It has ended already.
    Ended,
    /// The successor is no other village that stands.
    NoSuccessor,
    /// People are on the way to or from it.
    Busy,
    /// The days for taking it back are over.
    TooLate,
    /// The successor has ended itself: that must be taken back first.
    SuccessorEnded,
}

/// Ends a village towards another one; its people, posts and registrations move in the background.
pub fn begin(tx: &mut Tx<'_>, village: VillageCode, into: VillageCode) -> Result<(), Refusal<Hindrance>> {
    let Actor::Staff { account, .. } = tx.actor else { return Err(Error::Forbidden.into()) };
    territories::end(tx, village, into).map_err(|refusal| hindered(refusal, Hindrance::NoSuccessor))?;
    if queries::is_busy(tx.conn, village)? {
        return Err(Refusal::Problems(Hindrance::Busy));
    }
    let total = queries::to_move(tx.conn, village)?.all();
    let row = (
        division_moves::id.eq(MoveId(tx.next_id())),
        division_moves::from_code.eq(village),
        division_moves::to_code.eq(into),
        division_moves::account_id.eq(account),
        division_moves::state.eq(MoveState::Moving),
        division_moves::total.eq(i32::try_from(total).unwrap_or(i32::MAX)),
        division_moves::done.eq(0),
        division_moves::began_at.eq(tx.now),
    );
    diesel::insert_into(division_moves::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Takes the ending of a village back: it stands again at once, and who moved and is still there returns in the
/// background.
pub fn take_back(tx: &mut Tx<'_>, village: VillageCode) -> Result<(), Refusal<Hindrance>> {
    let moved = queries::of_village(tx.conn, village)?.ok_or(Error::NotFound)?;
    hindrance(tx, &moved)?;
    let restored = territories::restore(tx, village, moved.to_code);
    restored.map_err(|refusal| hindered(refusal, Hindrance::SuccessorEnded))?;
    let total = queries::kept(tx.conn, moved.id)?.all();
    let still = division_moves::table.find(moved.id).filter(division_moves::state.eq(MoveState::Moved));
    let changed = diesel::update(still)
        .set((
            division_moves::state.eq(MoveState::Returning),
            division_moves::total.eq(i32::try_from(total).unwrap_or(i32::MAX)),
            division_moves::done.eq(0),
            division_moves::ended_at.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.conn)?;
    if changed == 1 { Ok(()) } else { Err(Refusal::Problems(Hindrance::Busy)) }
}

fn hindrance(tx: &mut Tx<'_>, moved: &Move) -> Result<(), Refusal<Hindrance>> {
    if moved.state != MoveState::Moved {
        return Err(Refusal::Problems(Hindrance::Busy));
    }
    if tx.now > moved.undo_until() {
        return Err(Refusal::Problems(Hindrance::TooLate));
    }
    Ok(())
}

fn hindered(refusal: Refusal<Obstacle>, successor: Hindrance) -> Refusal<Hindrance> {
    match refusal {
        Refusal::Problems(Obstacle::Ended) => Refusal::Problems(Hindrance::Ended),
        Refusal::Problems(Obstacle::NoSuccessor) => Refusal::Problems(successor),
        Refusal::Error(error) => Refusal::Error(error),
    }
}
