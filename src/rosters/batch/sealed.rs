//! Sealing what a file says and opening it again: for its own background work and for whoever has found it as theirs.

use crate::{
    domain::RosterId,
    error::Error,
    rosters::facts::Facts,
    seal::{Keys, Permit, Place, Sealed},
};
use serde::{Serialize, de::DeserializeOwned};

/// Where a part of a file is sealed: bound to the file and its number within.
const fn place(column: &'static str, roster: RosterId, number: i32) -> Place {
    Place { column, row: roster.0.wrapping_add(number as i64) }
}

/// Where the facts of a row are sealed.
pub const fn facts_place(roster: RosterId, number: i32) -> Place {
    place("roster_rows.facts", roster, number)
}

fn seal<T: Serialize>(keys: &Keys, place: Place, value: &T) -> Result<Sealed<Vec<u8>>, Error> {
    let bytes = serde_json::to_vec(value).map_err(Error::internal)?;
    Ok(Sealed::seal_bytes(keys, place, &bytes))
}

fn open<T: DeserializeOwned>(keys: &Keys, place: Place, sealed: &Sealed<Vec<u8>>) -> Result<T, Error> {
    let bytes = sealed.open_bytes(keys, place, Permit::checked());
    let bytes = bytes.ok_or_else(|| Error::internal("a part of a roster does not open"))?;
    serde_json::from_slice(&bytes).map_err(|_| Error::internal("a part of a roster cannot be read"))
}

/// Seals the facts of a row.
pub fn seal_facts(keys: &Keys, roster: RosterId, number: i32, facts: &Facts) -> Result<Vec<u8>, Error> {
    Ok(seal(keys, facts_place(roster, number), facts)?.into_bytes())
}

/// Opens the facts of a row.
pub fn open_facts(
    keys: &Keys,
    roster: RosterId,
    number: i32,
    sealed: &Sealed<Vec<u8>>,
) -> Result<Facts, Error> {
    open(keys, facts_place(roster, number), sealed)
}

/// Seals what stood before a row was taken in.
pub fn seal_before<T: Serialize>(
    keys: &Keys,
    roster: RosterId,
    number: i32,
    before: &T,
) -> Result<Vec<u8>, Error> {
    Ok(seal(keys, place("roster_changes.before", roster, number), before)?.into_bytes())
}

/// Opens what stood before a row was taken in.
pub fn open_before<T: DeserializeOwned>(
    keys: &Keys,
    roster: RosterId,
    number: i32,
    sealed: &Sealed<Vec<u8>>,
) -> Result<T, Error> {
    open(keys, place("roster_changes.before", roster, number), sealed)
}

/// Seals what was found in a file.
pub(super) fn seal_found<T: Serialize>(
    keys: &Keys,
    roster: RosterId,
    found: &T,
) -> Result<Sealed<Vec<u8>>, Error> {
    seal(keys, place("rosters.found", roster, 0), found)
}

/// Opens what was found in a file.
pub(super) fn open_found<T: DeserializeOwned>(
    keys: &Keys,
    roster: RosterId,
    sealed: &Sealed<Vec<u8>>,
) -> Result<T, Error> {
    open(keys, place("rosters.found", roster, 0), sealed)
}

/// Seals a piece of a file.
pub(super) fn seal_piece(keys: &Keys, roster: RosterId, number: i32, bytes: &[u8]) -> Sealed<Vec<u8>> {
    Sealed::seal_bytes(keys, place("roster_pieces.bytes", roster, number), bytes)
}

/// Opens a piece of a file.
pub(super) fn open_piece(
    keys: &Keys,
    roster: RosterId,
    number: i32,
    sealed: &Sealed<Vec<u8>>,
) -> Result<Vec<u8>, Error> {
    let place = place("roster_pieces.bytes", roster, number);
    let bytes = sealed.open_bytes(keys, place, Permit::checked());
    bytes.ok_or_else(|| Error::internal("a piece of a roster does not open"))
}
