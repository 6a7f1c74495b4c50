//! Pairs of somebody who moves to another village: none is lost, and each is shown where both records are.

use super::{
    super::{match_keys, model::Person},
    actions::{add, known},
};
use crate::{
    db::{
        Tx,
        schema::{likely_pairs, residents},
    },
    domain::{Scope, VillageCode},
    error::Error,
    seal::Keys,
};
use diesel::prelude::*;

/// Digits of a county's code, with which every code of its divisions begins.
const COUNTY: usize = 6;

/// Puts every pair of somebody who has moved where both its records are. A pair whose records are in two townships lies
/// with the county, where nobody is asked: what was decided of it stays decided, and it waits if they come together again.
pub fn place_pairs(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    let own = person.village_code;
    for pair in known(tx, person)? {
        let other = residents::table.find(pair.other(person.id)).select(residents::village_code);
        let other: VillageCode = other.first(tx.conn)?;
        let (township, village) = if other == own {
            (own.township().to_string(), Some(own))
        } else if other.township() == own.township() {
            (own.township().to_string(), None)
        } else {
            (own.as_str()[..COUNTY].to_owned(), None)
        };
        diesel::update(likely_pairs::table.find(pair.id))
            .set((likely_pairs::township_code.eq(township), likely_pairs::village_code.eq(village)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Adds the pairs that somebody new to a township makes with its people; those there are already stay as they are.
pub fn add_pairs(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    let features = match_keys::features(tx.conn, keys, person)?;
    let scope = Scope::Township(person.village_code.township());
    let found = match_keys::sharing(tx.conn, keys, scope, &features, Some(person.id))?;
    let known = known(tx, person)?;
    for sharing in found.iter().filter(|one| known.iter().all(|pair| pair.other(person.id) != one.id)) {
        add(tx, person, sharing)?;
    }
    Ok(())
}
