//! The keyed terms of a registration, by which other forms of the same person are known. They are written when it is
//! sent, alike for everybody: nothing is looked up then (PRODUCT §4.5).

use super::{
    brought::features,
    model::{NewRegistration, Registration},
};
use crate::{
    db::{
        Tx, dialect,
        schema::{registration_keys, registrations},
    },
    domain::{RegistrationId, Scope, VillageCode},
    error::Error,
    residents::Features,
    seal::Keys,
};
use diesel::prelude::*;

/// Writes the terms of a form as it is sent.
pub(super) fn write(
    tx: &mut Tx<'_>,
    keys: &Keys,
    new: &NewRegistration,
    id: RegistrationId,
) -> Result<(), Error> {
    let features = Features {
        village: new.village,
        name: new.name.clone(),
        birth_on: new.birth_on,
        id_number: new.document.as_ref().map(|(_, number)| number.clone()),
        phones: vec![new.phone.clone()],
        head_name: Some(new.head_name.clone()).filter(|name| !name.is_empty()),
    };
    insert(tx, keys, &features, id)
}

/// Writes the terms of a registration afresh, locked people's too: they name its village, which was another one before.
pub fn rekey(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    before: VillageCode,
    id: RegistrationId,
) -> Result<(), Error> {
    let found: Registration =
        registrations::table.find(id).select(Registration::as_select()).first(tx.conn)?;
    if !scope.covers(found.village_code) {
        return Err(Error::NotFound);
    }
    let there = registration_keys::table.filter(registration_keys::village_code.eq(before));
    diesel::delete(there.filter(registration_keys::registration_id.eq(id))).execute(tx.conn)?;
    match features(keys, &found) {
        Some(features) => insert(tx, keys, &features, id),
        None => Ok(()),
    }
}

fn insert(tx: &mut Tx<'_>, keys: &Keys, features: &Features, id: RegistrationId) -> Result<(), Error> {
    let terms: Vec<i64> = features.terms(keys).into_iter().map(|(_, term)| term).collect();
    Ok(dialect::add_registration_keys(tx.conn, features.village, id, &terms)?)
}
