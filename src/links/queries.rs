//! Reading links. Whoever asks has found the registration or the resident, or holds the token.

use super::model::Link;
use crate::{
    db::{Conn, schema::personal_links},
    domain::{LinkId, RegistrationId, ResidentId},
    error::Error,
};
use diesel::prelude::*;

/// One link by its id; `NotFound` if there is none.
pub fn find(conn: &mut Conn, id: LinkId) -> Result<Link, Error> {
    Ok(personal_links::table.find(id).select(Link::as_select()).first(conn)?)
}

/// The link made for a registration the reader has found.
pub fn of_registration(conn: &mut Conn, id: RegistrationId) -> Result<Option<Link>, Error> {
    let row = personal_links::table.filter(personal_links::registration_id.eq(id));
    Ok(row.select(Link::as_select()).first(conn).optional()?)
}

/// The link of a resident the reader has found: of several (each form they sent has one) the latest.
pub fn of_resident(conn: &mut Conn, id: ResidentId) -> Result<Option<Link>, Error> {
    let rows = personal_links::table.filter(personal_links::resident_id.eq(id));
    let latest = rows.order(personal_links::id.desc()).select(Link::as_select());
    Ok(latest.first(conn).optional()?)
}
