//! Sending a registration: nothing is matched, nothing is looked up, whoever it is.

use super::{
    consents, keys,
    limit::AddressLimit,
    model::{
        NewRegistration, RegistrationState, registration_id_number_place, registration_phone_place,
        registration_wechat_place,
    },
    opening::opening,
    queries,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx, dialect,
        submissions::{self, Submission},
    },
    domain::{Actor, IdKind, IdNumber, PhoneNumber, RegistrationId, ResidentId, Rules, Scope, VillageCode},
    error::{Error, Refusal},
    links::{self, Link, VisitToken},
    reference::calendar,
    seal::{Keys, Sealed, random},
    territories::standing,
    web::State,
};
use chrono::{Datelike, NaiveDate, TimeDelta};

/// Where the answer to a registration is shown.
pub const REGISTERED: &str = "/my/registered";

/// Takes a form in once, and begins the sender's visit; the seconds to wait where its address or its village sends too
/// many. The same form once more is answered as before, whatever the limits.
pub async fn take(
    state: &State,
    limit: &AddressLimit,
    address: &str,
    new: NewRegistration,
    sent: Submission,
) -> Result<(), Refusal<u32>> {
    let now = state.db.clock().now();
    if let Err(seconds) = limit.take(address, state.config.registrations_per_minute, now) {
        let is_known = state.db.read(move |conn| submissions::is_known(conn, &sent)).await?;
        return if is_known { Ok(()) } else { Err(Refusal::Problems(seconds)) };
    }
    let (id, keys) = (RegistrationId(state.db.next_id()), state.keys.clone());
    let most = state.config.registrations_per_hour;
    let write = move |tx: &mut Tx<'_>| {
        if let submissions::Claim::Again(_) = submissions::claim(tx, &sent, REGISTERED)? {
            return Ok(());
        }
        within_the_hour(tx, new.village, most)?;
        let link = send(tx, &keys, &new, id)?;
        Ok(links::begin(tx, &link, &VisitToken::of_form(&keys, &sent))?)
    };
    state.db.write(Actor::System, write).await
}

/// Whether a village takes one more in this hour; else the seconds until it does.
fn within_the_hour(tx: &mut Tx<'_>, village: VillageCode, most: u32) -> Result<(), Refusal<u32>> {
    let from = tx.now - TimeDelta::hours(1);
    match queries::fills_the_hour(tx.conn, Scope::Village(village), from, most)? {
        None => Ok(()),
        Some(sent_at) => {
            let left = (sent_at + TimeDelta::hours(1) - tx.now).num_seconds().max(1);
            Err(Refusal::Problems(u32::try_from(left).unwrap_or(1)))
        }
    }
}

/// Sends a registration under an id made beforehand; it waits for its village, or the successor of one that has ended,
/// and a personal link leads to it.
pub fn send(tx: &mut Tx<'_>, keys: &Keys, new: &NewRegistration, id: RegistrationId) -> Result<Link, Error> {
    tx.actor = Actor::Registrant(id);
    let new = &NewRegistration { village: standing(tx, new.village)?, ..new.clone() };
    insert(tx, keys, new, id)?;
    keys::write(tx, keys, new, id)?;
    consents::keep(tx, id, new)?;
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
    let (township, name_key) = (new.village.township(), new.name.sort_key());
    let mut row = dialect::RegistrationRow {
        id: id.0,
        reference: reference(tx),
        village_code: new.village.as_str(),
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
        decide_by: decide_by(tx.today),
        state: RegistrationState::Waiting.as_str(),
    };
    while !dialect::insert_registration(tx.conn, &row)? {
        row.reference = reference(tx);
    }
    Ok(())
}

/// The last day on which a village that hears of a registration today is asked alone: after it the township is, too.
pub(super) fn decide_by(today: NaiveDate) -> NaiveDate {
    calendar::working_day_after(today, Rules::default().decide_working_days)
}

/// Year, month and eight random digits: 2611 4821 0937 without its spaces.
fn reference(tx: &Tx<'_>) -> String {
    let number = u64::from_le_bytes(random::<8>()) % 100_000_000;
    format!("{:02}{:02}{number:08}", tx.today.year() % 100, tx.today.month())
}

/// Replaces the link of a registration of this scope if that is asked for, unless it went into a record: whose, then.
pub(super) fn replace_link(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: RegistrationId,
    asked: bool,
) -> Result<Option<ResidentId>, Error> {
    dialect::lock_registration(tx.conn, id)?;
    let found = queries::find(tx.conn, scope, id)?;
    let link = links::of_registration(tx.conn, id)?.ok_or(Error::NotFound)?;
    let resident = link.resident_id.or(found.went_into());
    if asked && resident.is_none() {
        links::replace(tx, keys, &link, &opening(keys, &found))?;
    }
    Ok(resident)
}
