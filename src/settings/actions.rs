//! Setting up and changing the county.

use super::queries::{County, county};
use crate::{
    audit::{AuditKind, Entry, record},
    db::{
        Tx,
        dialect::{self, Turn},
        schema::{county as counties, divisions},
    },
    domain::Rules,
    error::{Error, Refusal},
};
use diesel::prelude::*;

/// Why the county was not changed.
#[derive(Debug)]
pub enum NotSet {
    /// Somebody changed it since the form was shown; this is what stands.
    Stale(Box<County>),
    /// Its townships carry its code.
    CodeFixed,
}

/// Sets up the county, or changes it where it still stands as `seen` says.
pub fn set_county(tx: &mut Tx<'_>, new: &County, seen: &str) -> Result<(), Refusal<NotSet>> {
    dialect::take_turn(tx.conn, Turn::County)?;
    match county(tx.conn)? {
        None => found(tx, new)?,
        Some(now) if now.stamp() != seen => return Err(Refusal::Problems(NotSet::Stale(Box::new(now)))),
        Some(now) => change(tx, &now, new)?,
    }
    Ok(record(tx, Entry::new(AuditKind::CountySet).fields("county"))?)
}

fn found(tx: &mut Tx<'_>, new: &County) -> Result<(), Error> {
    let rules = Rules::default();
    let numbers = (
        counties::id.eq(1),
        counties::regular_days.eq(rules.regular_days),
        counties::priority_days.eq(rules.priority_days),
        counties::settled_days.eq(rules.settled_days),
        counties::created_at.eq(tx.now),
    );
    diesel::insert_into(counties::table).values((new.clone(), numbers)).execute(tx.conn)?;
    enter_division(tx, new)
}

fn change(tx: &mut Tx<'_>, now: &County, new: &County) -> Result<(), Refusal<NotSet>> {
    if now.code != new.code {
        let townships = divisions::table.filter(divisions::parent_code.eq(&now.code));
        let first: Option<String> = townships.select(divisions::code).first(tx.conn).optional()?;
        if first.is_some() {
            return Err(Refusal::Problems(NotSet::CodeFixed));
        }
        diesel::delete(divisions::table.find(&now.code)).execute(tx.conn)?;
        enter_division(tx, new)?;
    }
    diesel::update(counties::table.find(1)).set(new).execute(tx.conn)?;
    Ok(())
}

/// The county is the first of its divisions.
fn enter_division(tx: &mut Tx<'_>, county: &County) -> Result<(), Error> {
    let row = (
        divisions::code.eq(&county.code),
        divisions::name.eq(&county.name),
        divisions::registered_population.eq(0),
        divisions::office_phone.eq(""),
    );
    diesel::insert_into(divisions::table).values(row).execute(tx.conn)?;
    Ok(())
}
