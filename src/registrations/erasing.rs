//! What somebody sent goes with them when they are erased (PRODUCT §4.6).

use super::queries;
use crate::{
    db::{
        Tx, dialect,
        schema::{consents, registration_keys, registrations},
    },
    domain::RegistrationId,
    error::Error,
    links,
    residents::Person,
};
use diesel::prelude::*;

/// The registrations that led to somebody, locked, oldest first.
pub fn hold_all_of(tx: &mut Tx<'_>, person: &Person) -> Result<Vec<RegistrationId>, Error> {
    let ids: Vec<RegistrationId> =
        queries::ids_of(tx.conn, person)?.into_iter().map(RegistrationId).collect();
    for id in &ids {
        dialect::lock_registration(tx.conn, *id)?;
    }
    Ok(ids)
}

/// Takes away these registrations of somebody who is erased, with what was agreed to and every link.
pub fn erase(tx: &mut Tx<'_>, person: &Person, ids: &[RegistrationId]) -> Result<(), Error> {
    links::erase(tx, person.id, ids)?;
    let agreed = consents::resident_id.eq(person.id).or(consents::registration_id.eq_any(ids));
    diesel::delete(consents::table.filter(agreed)).execute(tx.conn)?;
    // By the village first, as the key has it.
    let villages =
        registrations::table.filter(registrations::id.eq_any(ids)).select(registrations::village_code);
    let terms = registration_keys::table
        .filter(registration_keys::village_code.eq_any(villages))
        .filter(registration_keys::registration_id.eq_any(ids));
    diesel::delete(terms).execute(tx.conn)?;
    diesel::delete(registrations::table.filter(registrations::id.eq_any(ids))).execute(tx.conn)?;
    Ok(())
}
