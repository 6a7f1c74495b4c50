//! Making, moving and replacing links.

use super::{
    model::{Link, Opening, Whom},
    opening, queries, token,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx, dialect, each_db,
        schema::{link_tries, personal_links, visits},
    },
    domain::{LinkId, RegistrationId, ResidentId},
    error::Error,
    seal::Keys,
};
use diesel::prelude::*;

/// Makes the link of a registration as part of sending it.
pub fn make_for_registration(
    tx: &mut Tx<'_>,
    keys: &Keys,
    registration: RegistrationId,
    opening: &Opening,
) -> Result<Link, Error> {
    insert(tx, keys, (Some(registration), None), opening)
}

/// Makes a link for a resident whom the caller has found.
pub fn make_for(
    tx: &mut Tx<'_>,
    keys: &Keys,
    resident: ResidentId,
    opening: &Opening,
) -> Result<Link, Error> {
    let link = insert(tx, keys, (None, Some(resident)), opening)?;
    record(tx, Entry::new(AuditKind::LinkMade).on(Subject::Resident, resident.0))?;
    Ok(link)
}

fn insert(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (registration_id, resident_id): (Option<RegistrationId>, Option<ResidentId>),
    opening: &Opening,
) -> Result<Link, Error> {
    let (id, serial) = (LinkId(tx.next_id()), 1);
    let link = Link {
        id,
        serial,
        registration_id,
        resident_id,
        opens_by: opening.opens_by(),
        opening_term: token::term(keys, id, serial, opening),
        wrong_tries: 0,
        created_at: tx.now,
    };
    let row = (
        personal_links::id.eq(link.id),
        personal_links::serial.eq(link.serial),
        personal_links::registration_id.eq(link.registration_id),
        personal_links::resident_id.eq(link.resident_id),
        personal_links::opens_by.eq(link.opens_by),
        personal_links::opening_term.eq(&link.opening_term),
        personal_links::wrong_tries.eq(link.wrong_tries),
        personal_links::created_at.eq(link.created_at),
    );
    each_db!(tx.conn, |c| diesel::insert_into(personal_links::table).values(row).execute(c))?;
    Ok(link)
}

/// Makes every link of a resident open by what their record knows now. Where that is something else than before, whoever
/// holds a visit has to open the link again.
pub fn follow(tx: &mut Tx<'_>, keys: &Keys, resident: ResidentId, opening: &Opening) -> Result<(), Error> {
    for link in queries::all_of_resident(tx.conn, resident)? {
        if !link.opens_with(keys, opening) {
            lead_to(tx, keys, &link, Some(resident), opening)?;
        }
    }
    Ok(())
}

/// A link as it stands, locked: nobody begins a visit by it meanwhile.
fn held(tx: &mut Tx<'_>, link: &Link) -> Result<Link, Error> {
    dialect::lock_link(tx.conn, link.id)?;
    queries::find(tx.conn, link.id)
}

/// Lets a registration's link lead to the resident it was accepted as or joined to, or, with none, back to itself. It
/// opens by what is known there; where that is something else than before, whoever holds a visit has to open it again.
pub fn lead_to(
    tx: &mut Tx<'_>,
    keys: &Keys,
    link: &Link,
    resident: Option<ResidentId>,
    opening: &Opening,
) -> Result<(), Error> {
    let link = held(tx, link)?;
    let term = token::term(keys, link.id, link.serial, opening);
    if term != link.opening_term {
        diesel::delete(visits::table.filter(visits::link_id.eq(link.id))).execute(tx.conn)?;
    }
    diesel::update(personal_links::table.find(link.id))
        .set((
            personal_links::resident_id.eq(resident),
            personal_links::opens_by.eq(opening.opens_by()),
            personal_links::opening_term.eq(term),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Replaces a link by one with the next serial: the old address, its code and every visit are dead, tries begin anew.
pub fn replace(tx: &mut Tx<'_>, keys: &Keys, link: &Link, opening: &Opening) -> Result<Link, Error> {
    raise(tx, keys, link, opening)?;
    let (subject, id) = link.whom().map_or((Subject::Link, link.id.0), Whom::subject);
    record(tx, Entry::new(AuditKind::LinkReplaced).on(subject, id))?;
    queries::find(tx.conn, link.id)
}

/// Replaces every link of a resident, as [`replace`] does one: whoever holds any of them is shut out.
pub fn replace_all(
    tx: &mut Tx<'_>,
    keys: &Keys,
    resident: ResidentId,
    opening: &Opening,
) -> Result<(), Error> {
    for link in queries::all_of_resident(tx.conn, resident)? {
        raise(tx, keys, &link, opening)?;
    }
    record(tx, Entry::new(AuditKind::LinkReplaced).on(Subject::Resident, resident.0))
}

/// Takes away every link of somebody who is erased, with its visits and wrong tries: those of their registrations, and
/// their own.
pub fn erase(tx: &mut Tx<'_>, resident: ResidentId, forms: &[RegistrationId]) -> Result<(), Error> {
    let own = personal_links::resident_id.eq(resident).or(personal_links::registration_id.eq_any(forms));
    let ids: Vec<LinkId> = personal_links::table.filter(own).select(personal_links::id).load(tx.conn)?;
    diesel::delete(visits::table.filter(visits::link_id.eq_any(&ids))).execute(tx.conn)?;
    diesel::delete(link_tries::table.filter(link_tries::link_id.eq_any(&ids))).execute(tx.conn)?;
    diesel::delete(personal_links::table.filter(personal_links::id.eq_any(&ids))).execute(tx.conn)?;
    Ok(())
}

fn raise(tx: &mut Tx<'_>, keys: &Keys, link: &Link, opening: &Opening) -> Result<(), Error> {
    let serial = held(tx, link)?.serial + 1;
    diesel::delete(visits::table.filter(visits::link_id.eq(link.id))).execute(tx.conn)?;
    diesel::update(personal_links::table.find(link.id))
        .set((
            personal_links::serial.eq(serial),
            personal_links::opens_by.eq(opening.opens_by()),
            personal_links::opening_term.eq(token::term(keys, link.id, serial, opening)),
            personal_links::wrong_tries.eq(0),
        ))
        .execute(tx.conn)?;
    opening::forgive(tx, link.id)
}
