//! Registrations of a village that is merged into another one: they go where its people go.

use super::keys::rekey;
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Conn, Tx, schema::registrations},
    domain::{RegistrationId, ResidentId, Scope, VillageCode},
    error::Error,
    seal::Keys,
};
use diesel::prelude::*;

/// The first registrations of a village, in whatever state.
pub fn of_village(conn: &mut Conn, scope: Scope, limit: i64) -> Result<Vec<RegistrationId>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let rows = registrations::table.filter(registrations::village_code.eq(village)).order(registrations::id);
    Ok(rows.limit(limit).select(registrations::id).load(conn)?)
}

/// All registrations of a village, decided ones too.
pub fn count_of_village(conn: &mut Conn, scope: Scope) -> Result<i64, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let rows = registrations::table.filter(registrations::village_code.eq(village));
    Ok(rows.count().get_result(conn)?)
}

/// Whom a registration of a village became, if it was accepted or joined; `NotFound` if it is no longer in that village.
pub fn became(conn: &mut Conn, scope: Scope, id: RegistrationId) -> Result<Option<ResidentId>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let row = registrations::table.find(id).filter(registrations::village_code.eq(village));
    Ok(row.select(registrations::resident_id).first(conn)?)
}

/// Moves a registration to another village; false if it is not in `scope` (any more). Its deadline stays.
pub fn move_to_village(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: RegistrationId,
    to: VillageCode,
) -> Result<bool, Error> {
    let Scope::Village(from) = scope else { return Err(Error::Forbidden) };
    let row = registrations::table.find(id).filter(registrations::village_code.eq(from));
    let place = (registrations::village_code.eq(to), registrations::township_code.eq(to.township()));
    if diesel::update(row).set(place).execute(tx.conn)? == 0 {
        return Ok(false);
    }
    rekey(tx, keys, Scope::Village(to), from, id)?;
    record(tx, Entry::new(AuditKind::PeopleMoved).on(Subject::Registration, id.0).fields("village"))?;
    Ok(true)
}
