//! What opens a resident's personal link: what the record knows of them.

use super::{
    model::{Details, Person, id_number_place},
    queries,
};
use crate::{
    db::{Conn, Tx, schema::residents},
    domain::ResidentId,
    error::Error,
    links::{self, Opening},
    seal::{Keys, Permit},
};
use diesel::prelude::*;

/// The opening of a resident's link. What is read goes into a keyed term and nowhere else.
pub fn opening(keys: &Keys, person: &Person, details: &Details) -> Opening {
    let sealed = details.id_number.as_ref();
    let number = sealed.and_then(|sealed| sealed.open(keys, id_number_place(person.id), Permit::checked()));
    Opening::of(number.as_ref(), details.birth_on)
}

/// Makes every link of a resident open by what the record knows now. Whatever changes an ID number or a birth date ends
/// with it.
pub fn links_follow(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    let details = queries::details(tx.conn, person)?;
    links::follow(tx, keys, person.id, &opening(keys, person, &details))
}

/// Whether a link of a record opens by other than what it knows; for the job that checks every record.
pub fn links_differ(conn: &mut Conn, keys: &Keys, id: ResidentId) -> Result<bool, Error> {
    let all = links::all_of_resident(conn, id)?;
    if all.is_empty() {
        return Ok(false);
    }
    let person: Person = residents::table.find(id).select(Person::as_select()).first(conn)?;
    let opening = opening(keys, &person, &queries::details(conn, &person)?);
    Ok(all.iter().any(|link| !link.opens_with(keys, &opening)))
}
