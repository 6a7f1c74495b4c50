//! What opens the link of a registration while it leads to no resident: what was sent with it.

use super::model::{Registration, registration_id_number_place};
use crate::{
    links::Opening,
    seal::{Keys, Permit},
};

/// The opening of a registration's own link. What is read goes into a keyed term and nowhere else.
pub fn opening(keys: &Keys, registration: &Registration) -> Opening {
    let place = registration_id_number_place(registration.id);
    let sealed = registration.id_number.as_ref();
    let number = sealed.and_then(|sealed| sealed.open(keys, place, Permit::checked()));
    Opening::of(number.as_ref(), registration.birth_on)
}
