//! What happened to people since they moved: counts alone, for whoever takes the ending of their village back.

use super::model::{Move, RowKind};
use crate::{
    audit::AuditKind,
    db::{
        Conn, id_at,
        schema::{audit, division_move_rows, residents},
    },
    domain::Scope,
    error::Error,
};
use diesel::{dsl::exists, prelude::*};

/// What happened to the people of a move since it ended: how many are no longer in the successor, and of those who are
/// how many records were changed.
pub fn since(conn: &mut Conn, moved: &Move, successor: Scope) -> Result<(i64, i64), Error> {
    let (Scope::Village(village), Some(ended_at)) = (successor, moved.ended_at) else { return Ok((0, 0)) };
    let own = division_move_rows::table
        .inner_join(residents::table.on(residents::id.eq(division_move_rows::row_id)))
        .filter(division_move_rows::move_id.eq(moved.id))
        .filter(division_move_rows::kind.eq(RowKind::Resident));
    let gone = own.filter(residents::village_code.ne(village)).count().get_result(conn)?;
    let quiet = [AuditKind::Looked, AuditKind::Revealed, AuditKind::PeopleMoved];
    let changes = audit::table
        .filter(audit::subject_id.eq(residents::id.nullable()))
        .filter(audit::id.gt(id_at(ended_at)))
        .filter(audit::kind.ne_all(quiet))
        .select(audit::id);
    let there = own.filter(residents::village_code.eq(village));
    let changed = there.filter(exists(changes)).count().get_result(conn)?;
    Ok((gone, changed))
}
