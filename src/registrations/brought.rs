//! What a registration brought, opened for the record it enters, for comparing it and for whoever decides it.

use super::model::{
    Registration, registration_id_number_place, registration_phone_place, registration_wechat_place,
};
use crate::{
    domain::{IdKind, IdNumber, PersonName, PhoneNumber},
    residents::Features,
    seal::{Keys, Permit, Place, Sealed},
};

/// The sealed values of a registration, open: they go into the record, or into keyed terms, and nowhere else.
pub struct Brought {
    pub phone: Option<PhoneNumber>,
    pub wechat: Option<String>,
    pub document: Option<(IdKind, IdNumber)>,
}

/// Opens what a registration brought; a value that does not open is left out, and `kith check` names it.
pub fn brought(keys: &Keys, registration: &Registration) -> Brought {
    let (id, leave) = (registration.id, Permit::checked());
    let number = registration.id_number.as_ref();
    let number = number.and_then(|sealed| sealed.open(keys, registration_id_number_place(id), leave));
    let wechat = registration.wechat.as_ref();
    Brought {
        phone: registration.phone.open(keys, registration_phone_place(id), leave),
        wechat: wechat.and_then(|sealed| sealed.open(keys, registration_wechat_place(id), leave)),
        document: number.map(|number| (registration.id_kind, number)),
    }
}

/// The number of a registration, for whoever may decide it and has found it in their territory (PRODUCT §4.6, *dial*).
pub fn dial(keys: &Keys, registration: &Registration) -> Option<PhoneNumber> {
    registration.phone.open(keys, registration_phone_place(registration.id), Permit::checked())
}

/// What of a registration may agree with a record; none if its name is no name any more.
pub fn features(keys: &Keys, registration: &Registration) -> Option<Features> {
    let brought = brought(keys, registration);
    Some(Features {
        village: registration.village_code,
        name: PersonName::parse(&registration.name).ok()?,
        birth_on: registration.birth_on,
        id_number: brought.document.map(|(_, number)| number),
        phones: brought.phone.into_iter().collect(),
        head_name: Some(registration.head_name.clone()).filter(|name| !name.is_empty()),
    })
}

/// A value of a record that stands beside a registration, open to be compared with what was sent and not to be shown.
pub fn opened<T: std::str::FromStr>(sealed: &Sealed<T>, keys: &Keys, place: Place) -> Option<T> {
    sealed.open(keys, place, Permit::checked())
}
