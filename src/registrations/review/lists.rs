//! The lists a reviewer reads: what waits, what was decided, what was passed on.

use super::{
    super::{
        model::{Registration, RegistrationState},
        queries::{self as sent, shown},
    },
    model::UNDO_DAYS,
};
use crate::{
    accounts,
    db::{Conn, schema::registrations},
    domain::{RegistrationId, Scope, VillageCode},
    error::Error,
    territories,
    web::{PAGE_ROWS, Page},
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// What waits for a township itself: what its villages have not decided in time, and all of a village without a cadre.
/// The oldest first.
pub fn waiting_for_township(
    conn: &mut Conn,
    scope: Scope,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    waiting_after(conn, scope, today, None, limit)
}

/// What waits for whoever keeps this territory, the oldest first, after one of them: for a village all of it, for a
/// township what is its own.
pub fn waiting_after(
    conn: &mut Conn,
    scope: Scope,
    today: NaiveDate,
    after: Option<RegistrationId>,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let Scope::Township(township) = scope else { return sent::waiting(conn, scope, after, limit) };
    let mut found = sent::late(conn, scope, today, after, limit)?;
    for village in accounts::villages_without_cadre(conn, township, today)? {
        found.extend(sent::waiting(conn, Scope::Village(village), after, limit)?);
    }
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// What was decided of a territory within the days for which it can be undone, the latest first, after one of them (from
/// the start, if that one is decided no more).
pub fn decided(
    conn: &mut Conn,
    scope: Scope,
    now: NaiveDateTime,
    after: Option<RegistrationId>,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let since = now - TimeDelta::days(UNDO_DAYS);
    let last = match after {
        Some(id) => sent::find(conn, scope, id)?.decided_at.map(|at| (at, id)),
        None => None,
    };
    let (at, id) = last.unwrap_or((now + TimeDelta::days(1), RegistrationId(0)));
    let comes_after =
        registrations::decided_at.lt(at).or(registrations::decided_at.eq(at).and(registrations::id.lt(id)));
    let rows = shown!()
        .filter(registrations::decided_at.ge(since))
        .filter(comes_after)
        .order((registrations::decided_at.desc(), registrations::id.desc()))
        .limit(limit)
        .select(Registration::as_select());
    Ok(match scope {
        Scope::Village(code) => rows.filter(registrations::village_code.eq(code)).load(conn)?,
        Scope::Township(code) => rows.filter(registrations::township_code.eq(code)).load(conn)?,
        Scope::County => return Err(Error::Forbidden),
    })
}

/// What a territory, or a village that was merged into it, passed on within those days and nobody has decided yet: it can
/// take them back. The latest first, after one of them (from the start, if that one is passed on no more); and which one
/// the next page comes after, if there is one.
pub fn passed_on(
    conn: &mut Conn,
    scope: Scope,
    now: NaiveDateTime,
    after: Option<RegistrationId>,
) -> Result<(Vec<Registration>, Option<RegistrationId>), Error> {
    let from: Vec<VillageCode> = match scope {
        Scope::Village(village) => territories::codes_of(conn, village)?,
        Scope::Township(township) => {
            let inside = territories::divisions_of(conn, township.as_str())?;
            inside.iter().filter_map(|village| VillageCode::parse(&village.code).ok()).collect()
        }
        Scope::County => return Err(Error::Forbidden),
    };
    let last = match after.map(|id| find_passed_on(conn, scope, id, now)) {
        Some(Ok(row)) => row.passed_at.map(|at| (at, row.id)),
        Some(Err(Error::NotFound)) | None => None,
        Some(Err(error)) => return Err(error),
    };
    let (at, id) = last.unwrap_or((now + TimeDelta::days(1), RegistrationId(0)));
    let comes_after =
        registrations::passed_at.lt(at).or(registrations::passed_at.eq(at).and(registrations::id.lt(id)));
    let rows = shown!()
        .filter(registrations::passed_from.eq_any(from))
        .filter(registrations::passed_at.ge(now - TimeDelta::days(UNDO_DAYS)))
        .filter(registrations::state.eq(RegistrationState::Waiting))
        .filter(comes_after)
        .order((registrations::passed_at.desc(), registrations::id.desc()))
        .limit(PAGE_ROWS as i64 + 1);
    let found = Page::from_rows(rows.select(Registration::as_select()).load::<Registration>(conn)?);
    let next = found.rows.last().map(|row| row.id).filter(|_| found.has_more);
    let mut away = Vec::new();
    for row in found.rows {
        match find_passed_on(conn, scope, row.id, now) {
            Ok(row) => away.push(row),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((away, next))
}

/// A registration that this territory, or a village merged into it, passed on within those days and that still waits
/// elsewhere.
pub fn find_passed_on(
    conn: &mut Conn,
    scope: Scope,
    id: RegistrationId,
    now: NaiveDateTime,
) -> Result<Registration, Error> {
    let one = shown!()
        .filter(registrations::id.eq(id))
        .filter(registrations::passed_at.ge(now - TimeDelta::days(UNDO_DAYS)))
        .filter(registrations::state.eq(RegistrationState::Waiting));
    let row: Registration = one.select(Registration::as_select()).first(conn)?;
    let from = row.passed_from.ok_or(Error::NotFound)?;
    let home = territories::successor_of(conn, from.as_str())?.ok_or(Error::NotFound)?;
    let home = VillageCode::parse(&home.code).map_err(|_| Error::NotFound)?;
    if scope.covers(home) && home != row.village_code { Ok(row) } else { Err(Error::NotFound) }
}
