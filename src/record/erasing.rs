//! Erasing what was locked at its owner's word, when the days for that are over (PRODUCT §4.6): one record a step.

use crate::{
    audit::{AuditKind, Entry, Subject, record},
    checkins,
    db::Tx,
    domain::Rules,
    error::Error,
    jobs::Job,
    registrations, residents,
    seal::Keys,
};
use chrono::TimeDelta;

/// Erases records.
pub const JOB: Job = Job { name: "erasing", step };

/// Erases the one record that is due longest; false if there is none. Registrations are held first, then the household
/// with all who live in it, as by whoever decides on them; what is done meanwhile (it may be unlocked) counts.
fn step(tx: &mut Tx<'_>, keys: &Keys) -> Result<bool, Error> {
    let until = tx.today - TimeDelta::days(Rules::default().erase_after_days);
    let Some(due) = residents::to_erase(tx.conn, until)? else { return Ok(false) };
    let forms = registrations::hold_all_of(tx, &due)?;
    let details = residents::details(tx.conn, &due)?;
    residents::lock_household(tx.conn, &details)?;
    let Some(person) = residents::to_erase(tx.conn, until)?.filter(|person| person.id == due.id) else {
        return Ok(true);
    };
    registrations::erase(tx, &person, &forms)?;
    checkins::erase(tx, &person)?;
    residents::erase(tx, keys, &person)?;
    record(tx, Entry::new(AuditKind::Erased).on(Subject::Resident, person.id.0))?;
    Ok(true)
}
