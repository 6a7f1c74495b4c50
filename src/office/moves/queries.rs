//! Reading moves. Of people they hold ids; what is told of them are counts.

use super::model::{Counts, Move, MoveState, RowKind};
use crate::db::schema::{division_move_rows, division_moves};
use crate::{
    accounts,
    db::Conn,
    domain::{MoveId, Scope, VillageCode},
    error::Error,
    registrations, residents,
};
use diesel::{dsl::exists, prelude::*};

/// The move of a village that has ended, or whose people are on the way back.
pub fn of_village(conn: &mut Conn, village: VillageCode) -> Result<Option<Move>, Error> {
    let row = division_moves::table
        .filter(division_moves::from_code.eq(village))
        .filter(division_moves::state.ne(MoveState::Returned));
    Ok(row.select(Move::as_select()).first(conn).optional()?)
}

/// What was merged into a village and has not been taken back, oldest first.
pub fn into_village(conn: &mut Conn, village: VillageCode) -> Result<Vec<Move>, Error> {
    let rows = division_moves::table
        .filter(division_moves::to_code.eq(village))
        .filter(division_moves::state.ne(MoveState::Returned))
        .order(division_moves::id);
    Ok(rows.select(Move::as_select()).load(conn)?)
}

/// The oldest move the background has to go on with.
pub fn at_work(conn: &mut Conn) -> Result<Option<Move>, Error> {
    let rows = division_moves::table
        .filter(division_moves::state.eq_any([MoveState::Moving, MoveState::Returning]))
        .order(division_moves::id);
    Ok(rows.select(Move::as_select()).first(conn).optional()?)
}

/// Whether people are on the way to or from a village just now.
pub fn is_busy(conn: &mut Conn, village: VillageCode) -> Result<bool, Error> {
    let rows = division_moves::table
        .filter(division_moves::state.eq_any([MoveState::Moving, MoveState::Returning]))
        .filter(division_moves::from_code.eq(village).or(division_moves::to_code.eq(village)));
    Ok(rows.select(division_moves::id).first::<MoveId>(conn).optional()?.is_some())
}

/// What would move from a village, or is still to move.
pub fn to_move(conn: &mut Conn, village: VillageCode) -> Result<Counts, Error> {
    let scope = Scope::Village(village);
    Ok(Counts {
        people: residents::count_people(conn, scope)?,
        households: residents::count_households(conn, scope)?,
        posts: accounts::posts_of_village(conn, village)?.len() as i64,
        registrations: registrations::count_of_village(conn, scope)?,
    })
}

/// What has moved and is kept for the way back.
pub fn kept(conn: &mut Conn, id: MoveId) -> Result<Counts, Error> {
    let mut count = |kind: RowKind| {
        let rows = division_move_rows::table
            .filter(division_move_rows::move_id.eq(id))
            .filter(division_move_rows::kind.eq(kind));
        rows.count().get_result::<i64>(conn)
    };
    Ok(Counts {
        people: count(RowKind::Resident)?,
        households: count(RowKind::Household)?,
        posts: count(RowKind::Post)?,
        registrations: count(RowKind::Registration)?,
    })
}

/// The first rows of a kind that are kept for the way back.
pub fn rows(conn: &mut Conn, id: MoveId, kind: RowKind, limit: i64) -> Result<Vec<i64>, Error> {
    let rows = division_move_rows::table
        .filter(division_move_rows::move_id.eq(id))
        .filter(division_move_rows::kind.eq(kind))
        .order(division_move_rows::row_id)
        .limit(limit);
    Ok(rows.select(division_move_rows::row_id).load(conn)?)
}

/// Whether a row is kept for the way back.
pub fn is_kept(conn: &mut Conn, id: MoveId, kind: RowKind, row: i64) -> Result<bool, Error> {
    let found = division_move_rows::table.find((id.0, kind, row)).select(division_move_rows::row_id);
    Ok(found.first::<i64>(conn).optional()?.is_some())
}

/// The moves that can no longer be taken back and still keep rows for it.
pub fn over(conn: &mut Conn, now: chrono::NaiveDateTime) -> Result<Option<MoveId>, Error> {
    let before = now - chrono::TimeDelta::days(super::model::UNDO_DAYS);
    let rows = division_move_rows::table.filter(division_move_rows::move_id.eq(division_moves::id));
    let found = division_moves::table
        .filter(division_moves::state.eq(MoveState::Moved))
        .filter(division_moves::began_at.lt(before))
        .filter(exists(rows.select(division_move_rows::row_id)));
    Ok(found.select(division_moves::id).first(conn).optional()?)
}
