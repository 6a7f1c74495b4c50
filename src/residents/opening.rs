//! What opens a resident's personal link: what the record knows of them.

use super::model::{Details, Person, id_number_place};
use crate::{
    links::Opening,
    seal::{Keys, Permit},
};

/// The opening of a resident's link. What is read goes into a keyed term and nowhere else.
pub fn opening(keys: &Keys, person: &Person, details: &Details) -> Opening {
    let sealed = details.id_number.as_ref();
    let number = sealed.and_then(|sealed| sealed.open(keys, id_number_place(person.id), Permit::checked()));
    Opening::of(number.as_ref(), details.birth_on)
}
