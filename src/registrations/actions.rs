//! Sending a registration: nothing is matched, nothing is looked up, whoever it is.

use super::{
    consents,
    model::{
        NewRegistration, RegistrationState, registration_id_number_place, registration_phone_place,
        registration_wechat_place,
    },
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Tx, dialect},
    domain::{Actor, IdKind, IdNumber, PhoneNumber, RegistrationId},
    error::Error,
    links::{self, Link},
    reference::calendar,
    seal::{Keys, Sealed, random},
    territories::standing,
};
use chrono::Datelike;

/// Working days within which the village decides (PRODUCT §4.5).
const DECIDE_WITHIN: u32 = 3;

/// Sends a registration under an id made beforehand; it waits for its village, or the successor of one that has ended,
/// and a personal link leads to it.
pub fn send(tx: &mut Tx<'_>, keys: &Keys, new: &NewRegistration, id: RegistrationId) -> Result<Link, Error> {
    tx.actor = Actor::Registrant(id);
    insert(tx, keys, new, id)?;
    consents::keep(tx, id, new.lang, &new.consents)?;
    let link = links::make_for_registration(tx, keys, id, &new.opening())?;
    record(tx, Entry::new(AuditKind::RegistrationSent).on(Subject::Registration, id.0).fields("link"))?;
    Ok(link)
}

/// Writes the row under a reference number nobody else has.
fn insert(tx: &mut Tx<'_>, keys: &Keys, new: &NewRegistration, id: RegistrationId) -> Result<(), Error> {
    let phone = Sealed::<PhoneNumber>::seal(keys, registration_phone_place(id), new.phone.canonical());
    let id_number = new.document.as_ref().map(|(_, number)| {
        Sealed::<IdNumber>::seal(keys, registration_id_number_place(id), number.as_str()).into_bytes()
    });
    let wechat = new
        .wechat
        .as_ref()
        .map(|name| Sealed::<String>::seal(keys, registration_wechat_place(id), name).into_bytes());
    let village = standing(tx, new.village)?;
    let (township, name_key) = (village.township(), new.name.sort_key());
    let mut row = dialect::RegistrationRow {
        id: id.0,
        reference: reference(tx),
        village_code: village.as_str(),
        township_code: township.as_str(),
        name: new.name.as_str(),
        name_key: &name_key,
        sex: new.sex.as_str(),
        birth_on: new.birth_on,
        id_kind: new.document.as_ref().map_or(IdKind::None, |(kind, _)| *kind).as_str(),
        id_number,
        phone: phone.into_bytes(),
        wechat,
        group_no: new.group_no,
        head_name: &new.head_name,
        place: &new.place,
        place_code: new.place_code.as_deref(),
        work: &new.work,
        hours: &new.hours,
        note: &new.note,
        language: new.lang.code(),
        sent_at: tx.now,
        decide_by: calendar::working_day_after(tx.today, DECIDE_WITHIN),
        state: RegistrationState::Waiting.as_str(),
    };
    while !dialect::insert_registration(tx.conn, &row)? {
        row.reference = reference(tx);
    }
    Ok(())
}

/// Year, month and eight random digits: 2611 4821 0937 without its spaces.
fn reference(tx: &Tx<'_>) -> String {
    let number = u64::from_le_bytes(random::<8>()) % 100_000_000;
    format!("{:02}{:02}{number:08}", tx.today.year() % 100, tx.today.month())
}
