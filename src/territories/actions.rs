//! Taking in divisions and departments: they are entered and changed, never deleted.

use super::{
    list::NewDivision,
    queries::{Department, Division, division},
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx,
        dialect::{self, Turn},
        schema::{departments, divisions},
    },
    domain::PostId,
    error::{Error, Refusal},
};
use diesel::prelude::*;

/// Enters and changes divisions, a township before its villages.
pub fn take_divisions(tx: &mut Tx<'_>, list: &[NewDivision]) -> Result<(), Error> {
    let mut ordered: Vec<&NewDivision> = list.iter().collect();
    ordered.sort_by(|one, other| one.code.len().cmp(&other.code.len()).then(one.code.cmp(&other.code)));
    dialect::take_turn(tx.conn, Turn::County)?;
    for new in ordered {
        if change(tx, new)? == 0 {
            enter(tx, new)?;
        }
    }
    record(tx, Entry::new(AuditKind::DivisionsTaken).amount(list.len() as i64))
}

/// Changes one division where it still stands as `seen` says; else, or if it has ended, what stands now is the refusal.
/// `contact` is the post that finds its locked records: one of its own, which the caller has seen to.
pub fn set_division(
    tx: &mut Tx<'_>,
    new: &NewDivision,
    contact: Option<PostId>,
    seen: &str,
) -> Result<(), Refusal<Box<Division>>> {
    dialect::take_turn(tx.conn, Turn::County)?;
    let now = division(tx.conn, &new.code)?.ok_or(Error::NotFound)?;
    if now.stamp() != seen || now.ended_on.is_some() {
        return Err(Refusal::Problems(Box::new(now)));
    }
    change(tx, new)?;
    record(tx, Entry::new(AuditKind::DivisionsTaken).amount(1))?;
    if now.data_contact_id == contact {
        return Ok(());
    }
    let named = divisions::data_contact_id.eq(contact);
    diesel::update(divisions::table.find(&new.code)).set(named).execute(tx.conn)?;
    let code = new.code.parse().map_err(|_| Error::internal("a division without a number"))?;
    Ok(record(tx, Entry::new(AuditKind::DataContactNamed).on(Subject::Division, code))?)
}

fn change(tx: &mut Tx<'_>, new: &NewDivision) -> Result<usize, Error> {
    let row = divisions::table.find(&new.code);
    let values =
        (divisions::name.eq(&new.name), divisions::registered_population.eq(new.registered_population));
    let changed = diesel::update(row).set(values).execute(tx.conn)?;
    if let Some(phone) = &new.office_phone {
        diesel::update(row).set(divisions::office_phone.eq(phone)).execute(tx.conn)?;
    }
    Ok(changed)
}

fn enter(tx: &mut Tx<'_>, new: &NewDivision) -> Result<(), Error> {
    let parent = new.code.len().checked_sub(3).filter(|length| *length >= 6);
    let row = (
        divisions::code.eq(&new.code),
        divisions::parent_code.eq(parent.map(|length| &new.code[..length])),
        divisions::name.eq(&new.name),
        divisions::registered_population.eq(new.registered_population),
        divisions::office_phone.eq(new.office_phone.as_deref().unwrap_or_default()),
    );
    diesel::insert_into(divisions::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Enters and changes departments.
pub fn take_departments(tx: &mut Tx<'_>, list: &[Department]) -> Result<(), Error> {
    dialect::take_turn(tx.conn, Turn::County)?;
    for new in list {
        let names = (departments::name.eq(&new.name), departments::short_name.eq(&new.short_name));
        let changed = diesel::update(departments::table.find(&new.code)).set(names).execute(tx.conn)?;
        if changed == 0 {
            diesel::insert_into(departments::table)
                .values((departments::code.eq(&new.code), names))
                .execute(tx.conn)?;
        }
    }
    record(tx, Entry::new(AuditKind::DepartmentsTaken).amount(list.len() as i64))
}
