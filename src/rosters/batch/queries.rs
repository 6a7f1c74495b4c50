//! Reading files on their way. Each is found by whoever may see it; the background takes what is at work.

use super::{
    model::{Batch, KeptRow, ListedRow, MOST_TRIES, RosterState, RowVerdict},
    sealed::{open_facts, open_piece},
};
use crate::{
    db::{
        Conn, each_db,
        schema::{roster_changes, roster_pieces, roster_rows, roster_shapes, rosters},
    },
    domain::{AccountId, ResidentId, RosterId, Scope},
    error::Error,
    seal::{Keys, Sealed},
};
use diesel::{dsl::sum, prelude::*};
use std::collections::HashMap;

/// A file this reader may see.
pub fn find(conn: &mut Conn, account: AccountId, scope: Scope, id: RosterId) -> Result<Batch, Error> {
    let batch: Batch = rosters::table.find(id).select(Batch::as_select()).first(conn)?;
    if batch.is_open_to(account, scope) { Ok(batch) } else { Err(Error::NotFound) }
}

/// A file the background is at, as it is now.
pub fn reload(conn: &mut Conn, id: RosterId) -> Result<Batch, Error> {
    Ok(rosters::table.find(id).select(Batch::as_select()).first(conn)?)
}

/// The files this reader may see, the latest first.
pub fn list(
    conn: &mut Conn,
    account: AccountId,
    scope: Scope,
    before: Option<RosterId>,
    limit: i64,
) -> Result<Vec<Batch>, Error> {
    let rows = rosters::table
        .filter(rosters::id.lt(before.unwrap_or(RosterId(i64::MAX))))
        .order(rosters::id.desc())
        .limit(limit)
        .select(Batch::as_select());
    Ok(match scope {
        Scope::Township(code) => rows.filter(rosters::township_code.eq(code)).load(conn)?,
        Scope::County => {
            let own = rows.filter(rosters::account_id.eq(account));
            own.filter(rosters::township_code.is_null()).load(conn)?
        }
        Scope::Village(_) => Vec::new(),
    })
}

/// The oldest file the background is to go on with, those that failed behind those that did not; those a command is at
/// are its own, and those that failed too often wait for somebody's word.
pub fn at_work(conn: &mut Conn) -> Result<Option<Batch>, Error> {
    let states = [RosterState::Reading, RosterState::Taking, RosterState::Undoing];
    let rows = rosters::table
        .filter(rosters::state.eq_any(states))
        .filter(rosters::by_command.eq(false).or(rosters::state.eq(RosterState::Undoing)))
        .filter(rosters::failures.lt(MOST_TRIES))
        .order((rosters::failures, rosters::id))
        .select(Batch::as_select());
    Ok(rows.first(conn).optional()?)
}

/// How far all other files have come: what one of them brought since may be what this one is about to bring.
pub fn others_so_far(conn: &mut Conn, id: RosterId) -> Result<Option<i64>, Error> {
    let others = rosters::table
        .filter(rosters::id.ne(id))
        .filter(rosters::state.eq_any([RosterState::Taking, RosterState::Taken]));
    Ok(others.select(sum(rosters::done)).first(conn)?)
}

/// The file a command was stopped at: the same bytes, sent by the same account.
pub fn same_file(conn: &mut Conn, account: AccountId, digest: &[u8]) -> Result<Option<Batch>, Error> {
    let rows = rosters::table
        .filter(rosters::account_id.eq(account))
        .filter(rosters::digest.eq(digest))
        .filter(rosters::by_command.eq(true))
        .filter(rosters::state.eq_any([RosterState::Reading, RosterState::Checked, RosterState::Taking]))
        .order(rosters::id.desc())
        .select(Batch::as_select());
    Ok(rows.first(conn).optional()?)
}

/// The bytes of a file.
pub fn file_of(conn: &mut Conn, keys: &Keys, batch: &Batch) -> Result<Vec<u8>, Error> {
    let rows =
        roster_pieces::table.filter(roster_pieces::roster_id.eq(batch.id)).order(roster_pieces::number);
    let numbers: Vec<i32> = rows.select(roster_pieces::number).load(conn)?;
    let mut bytes = Vec::with_capacity(usize::try_from(batch.size).unwrap_or(0));
    for number in numbers {
        let piece = roster_pieces::table.find((batch.id.0, number)).select(roster_pieces::bytes);
        let piece: Sealed<Vec<u8>> = piece.first(conn)?;
        bytes.extend(open_piece(keys, batch.id, number, &piece)?);
    }
    if bytes.len() == usize::try_from(batch.size).unwrap_or(0) {
        Ok(bytes)
    } else {
        Err(Error::internal("pieces of a roster are missing"))
    }
}

type Kept = (i32, RowVerdict, Option<ResidentId>, Sealed<Vec<u8>>);

/// The next rows to be taken in, opened: at most `limit` that are new or say more, after one.
pub fn next_rows(
    conn: &mut Conn,
    keys: &Keys,
    batch: &Batch,
    after: i32,
    limit: i64,
) -> Result<Vec<KeptRow>, Error> {
    let rows = roster_rows::table
        .filter(roster_rows::roster_id.eq(batch.id))
        .filter(roster_rows::number.gt(after))
        .filter(roster_rows::verdict.eq_any([RowVerdict::New, RowVerdict::Changed]))
        .order(roster_rows::number)
        .limit(limit)
        .select((roster_rows::number, roster_rows::verdict, roster_rows::resident_id, roster_rows::facts));
    let found: Vec<Kept> = each_db!(conn, |c| rows.load(c))?;
    let open = |(number, verdict, resident, facts): Kept| {
        let facts = open_facts(keys, batch.id, number, &facts)?;
        Ok(KeptRow { number, verdict, resident, facts })
    };
    found.into_iter().map(open).collect()
}

/// Which rows of a file are listed.
#[derive(Debug, Clone, Copy)]
pub enum Listed {
    All,
    Of(RowVerdict),
    /// Those that are likely somebody else's too.
    Likely,
}

/// Rows of a file, some at a time, as pages and reports list them.
pub fn rows_of(
    conn: &mut Conn,
    batch: &Batch,
    which: Listed,
    after: i32,
    limit: i64,
) -> Result<Vec<ListedRow>, Error> {
    let rows = roster_rows::table
        .filter(roster_rows::roster_id.eq(batch.id))
        .filter(roster_rows::number.gt(after))
        .order(roster_rows::number)
        .limit(limit)
        .select(ListedRow::as_select());
    Ok(match which {
        Listed::All => rows.load(conn)?,
        Listed::Of(verdict) => rows.filter(roster_rows::verdict.eq(verdict)).load(conn)?,
        Listed::Likely => rows.filter(roster_rows::is_likely.eq(true)).load(conn)?,
    })
}

/// Where rows of a file stand, by their numbers: sheet and row.
pub fn places_of(conn: &mut Conn, batch: &Batch, numbers: &[i32]) -> Result<HashMap<i32, (i32, i32)>, Error> {
    let rows = roster_rows::table
        .filter(roster_rows::roster_id.eq(batch.id))
        .filter(roster_rows::number.eq_any(numbers))
        .select((roster_rows::number, (roster_rows::sheet, roster_rows::sheet_row)));
    Ok(rows.load::<(i32, (i32, i32))>(conn)?.into_iter().collect())
}

/// What was decided for files of this shape and place.
pub fn remembered(conn: &mut Conn, place: &str, shape: &str) -> Result<Option<String>, Error> {
    let row = roster_shapes::table.find((place, shape)).select(roster_shapes::choices);
    Ok(row.first(conn).optional()?)
}

/// What one row changed.
#[derive(Debug, Queryable)]
pub struct Change {
    pub number: i32,
    pub is_new: bool,
    pub version: i32,
    pub mark: i64,
    pub before: Option<Sealed<Vec<u8>>>,
}

/// The next people a file changed whose changes have not been looked at, after one.
pub fn next_changed(
    conn: &mut Conn,
    batch: &Batch,
    after: ResidentId,
    limit: i64,
) -> Result<Vec<ResidentId>, Error> {
    let rows = roster_changes::table
        .filter(roster_changes::roster_id.eq(batch.id))
        .filter(roster_changes::resident_id.gt(after))
        .order(roster_changes::resident_id)
        .limit(limit)
        .select(roster_changes::resident_id)
        .distinct();
    Ok(rows.load(conn)?)
}

/// What a file changed of one person, the latest first.
pub fn changes_of(conn: &mut Conn, batch: &Batch, resident: ResidentId) -> Result<Vec<Change>, Error> {
    let rows = roster_changes::table
        .filter(roster_changes::roster_id.eq(batch.id))
        .filter(roster_changes::resident_id.eq(resident))
        .order(roster_changes::number.desc())
        .select((
            roster_changes::number,
            roster_changes::is_new,
            roster_changes::version,
            roster_changes::mark,
            roster_changes::before,
        ));
    Ok(rows.load(conn)?)
}

/// How many people a file changed, and how many of them somebody has worked on since: a check-in, or anything else in
/// the trail but looks.
pub fn count_touchable(conn: &mut Conn, batch: &Batch) -> Result<(i64, i64), Error> {
    use crate::{audit::AuditKind, db::schema::audit};
    use diesel::{
        AggregateExpressionMethods,
        dsl::{count, exists},
    };
    let own = roster_changes::table.filter(roster_changes::roster_id.eq(batch.id));
    let all: i64 = own.select(count(roster_changes::resident_id).aggregate_distinct()).first(conn)?;
    let quiet = [AuditKind::Looked, AuditKind::Revealed, AuditKind::PeopleMoved];
    let last = diesel::alias!(roster_changes as later);
    let is_last = diesel::dsl::not(exists(
        last.filter(last.field(roster_changes::roster_id).eq(roster_changes::roster_id))
            .filter(last.field(roster_changes::resident_id).eq(roster_changes::resident_id))
            .filter(last.field(roster_changes::number).gt(roster_changes::number)),
    ));
    let since = audit::table
        .filter(audit::subject_id.eq(roster_changes::resident_id.nullable()))
        .filter(audit::id.gt(roster_changes::mark))
        .filter(audit::kind.ne_all(quiet));
    let touched: i64 = own.filter(is_last).filter(exists(since)).count().get_result(conn)?;
    Ok((all, touched))
}

/// What was found in a file; nothing before it was read.
pub fn findings_of(keys: &Keys, batch: &Batch) -> Result<super::Findings, Error> {
    match &batch.found {
        Some(found) => super::sealed::open_found(keys, batch.id, found),
        None => Ok(super::Findings::default()),
    }
}
