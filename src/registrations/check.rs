//! What `kith check` asks of every registration: its sealed values open, and its link by what was sent with it.

use super::{
    model::{
        Registration, registration_id_number_place, registration_phone_place, registration_wechat_place,
    },
    opening::opening,
};
use crate::{
    db::{Conn, schema::registrations},
    domain::RegistrationId,
    error::Error,
    links,
    seal::Keys,
};
use diesel::prelude::*;

/// The next registrations after one, each with what is wrong with it; for the job that checks every one.
pub fn unsound(
    conn: &mut Conn,
    keys: &Keys,
    after: RegistrationId,
    limit: i64,
) -> Result<Vec<(RegistrationId, Vec<&'static str>)>, Error> {
    let rows: Vec<Registration> = registrations::table
        .filter(registrations::id.gt(after))
        .order(registrations::id)
        .limit(limit)
        .select(Registration::as_select())
        .load(conn)?;
    rows.iter().map(|row| Ok((row.id, faults(conn, keys, row)?))).collect()
}

fn faults(conn: &mut Conn, keys: &Keys, row: &Registration) -> Result<Vec<&'static str>, Error> {
    let number = row.id_number.as_ref();
    let number = number.is_none_or(|sealed| sealed.is_sound(keys, registration_id_number_place(row.id)));
    let wechat = row.wechat.as_ref();
    let wechat = wechat.is_none_or(|sealed| sealed.is_sound(keys, registration_wechat_place(row.id)));
    let link = links::of_registration(conn, row.id)?.filter(|link| link.resident_id.is_none());
    let opens = link.is_none_or(|link| link.opens_with(keys, &opening(keys, row)));
    let parts = [
        ("registrations.phone does not open", row.phone.is_sound(keys, registration_phone_place(row.id))),
        ("registrations.id_number does not open", number),
        ("registrations.wechat does not open", wechat),
        ("the personal link opens by something else", opens),
    ];
    Ok(parts.into_iter().filter(|(_, is_sound)| !is_sound).map(|(fault, _)| fault).collect())
}
