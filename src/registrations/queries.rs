//! Reading registrations. Every query takes the scope of whoever asks; what lies outside does not exist.

use super::model::{Registration, RegistrationState};
use crate::{
    db::{
        Conn, each_db, id_at,
        schema::{registrations, residents},
    },
    domain::{RegistrationId, ResidentId, Scope},
    error::Error,
    links::Visitor,
    residents::{Person, State},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// The registrations a reviewer may know of: all but those of people whose record is locked, who exist for the
/// township's data contact alone (PRODUCT §4.3).
macro_rules! shown {
    () => {{
        use diesel::dsl::{exists, not};
        use $crate::{
            db::schema::{registrations, residents},
            residents::State,
        };
        let locked = residents::table
            .filter(residents::id.nullable().eq(registrations::resident_id))
            .filter(residents::state.eq(State::Locked));
        registrations::table.filter(registrations::resident_id.is_null().or(not(exists(locked))))
    }};
}
pub(super) use shown;

/// One registration, if it lies in this scope and its person is not locked.
pub fn find(conn: &mut Conn, scope: Scope, id: RegistrationId) -> Result<Registration, Error> {
    let one = shown!().filter(registrations::id.eq(id));
    let row: Registration = one.select(Registration::as_select()).first(conn)?;
    if scope.covers(row.village_code) { Ok(row) } else { Err(Error::NotFound) }
}

/// The registration whose own link was opened; `NotFound` once the link leads to a resident.
pub fn of_visitor(conn: &mut Conn, visitor: &Visitor) -> Result<Registration, Error> {
    let id = visitor.registration().ok_or(Error::NotFound)?;
    Ok(registrations::table.find(id).select(Registration::as_select()).first(conn)?)
}

/// Whether a registration had become a record that is locked now: then nobody decides it, and its sender's data is as
/// locked as the record (PRODUCT §4.3).
pub fn is_locked(conn: &mut Conn, found: &Registration) -> Result<bool, Error> {
    let Some(resident) = found.resident_id else { return Ok(false) };
    let locked = residents::table.find(resident).filter(residents::state.eq(State::Locked));
    Ok(locked.select(residents::id).first::<ResidentId>(conn).optional()?.is_some())
}

/// The bare ids of the registrations that led to somebody found, by which the trail knows looks at them.
pub fn ids_of(conn: &mut Conn, person: &Person) -> Result<Vec<i64>, Error> {
    let own = registrations::table.filter(registrations::resident_id.eq(person.id));
    Ok(own.order(registrations::id).select(registrations::id).load(conn)?)
}

/// Those of a territory that wait, oldest first, after one of them.
pub fn waiting(
    conn: &mut Conn,
    scope: Scope,
    after: Option<RegistrationId>,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let first = after.map_or(0, |id| id.0 + 1);
    let rows = shown!()
        .filter(registrations::state.eq(RegistrationState::Waiting))
        .filter(registrations::id.ge(RegistrationId(first)))
        .order(registrations::id)
        .limit(limit)
        .select(Registration::as_select());
    Ok(match scope {
        Scope::Village(code) => rows.filter(registrations::village_code.eq(code)).load(conn)?,
        Scope::Township(code) => rows.filter(registrations::township_code.eq(code)).load(conn)?,
        Scope::County => return Err(Error::Forbidden),
    })
}

/// Those of a township that the village should have decided before today, oldest first, after one of them.
pub fn late(
    conn: &mut Conn,
    scope: Scope,
    today: NaiveDate,
    after: Option<RegistrationId>,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let Scope::Township(code) = scope else { return Err(Error::Forbidden) };
    let first = after.map_or(0, |id| id.0 + 1);
    let rows = shown!()
        .filter(registrations::state.eq(RegistrationState::Waiting))
        .filter(registrations::township_code.eq(code))
        .filter(registrations::decide_by.lt(today))
        .filter(registrations::id.ge(RegistrationId(first)))
        .order(registrations::id);
    Ok(rows.limit(limit).select(Registration::as_select()).load(conn)?)
}

/// When the registration was sent that makes a village's hour full: the `most`-th latest since `from`, if there were
/// so many.
pub fn fills_the_hour(
    conn: &mut Conn,
    scope: Scope,
    from: NaiveDateTime,
    most: u32,
) -> Result<Option<NaiveDateTime>, Error> {
    let Scope::Village(code) = scope else { return Err(Error::Forbidden) };
    let rows = registrations::table
        .filter(registrations::village_code.eq(code))
        .filter(registrations::id.ge(RegistrationId(id_at(from))))
        .order(registrations::id.desc())
        .offset(i64::from(most.max(1)) - 1);
    let filling = rows.limit(1).select(registrations::sent_at);
    Ok(each_db!(conn, |c| filling.get_result(c)).optional()?)
}

/// How many of a territory wait; counting stops at `cap`.
pub fn count_waiting(conn: &mut Conn, scope: Scope, cap: i64) -> Result<i64, Error> {
    let rows = shown!()
        .filter(registrations::state.eq(RegistrationState::Waiting))
        .limit(cap)
        .select(registrations::id);
    let ids: Vec<RegistrationId> = match scope {
        Scope::Village(code) => {
            each_db!(conn, |c| rows.filter(registrations::village_code.eq(code)).load(c))?
        }
        Scope::Township(code) => {
            each_db!(conn, |c| rows.filter(registrations::township_code.eq(code)).load(c))?
        }
        Scope::County => return Err(Error::Forbidden),
    };
    Ok(ids.len() as i64)
}
