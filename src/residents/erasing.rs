//! Erasing (PRODUCT §4.6): a record that was locked because consent was withdrawn goes when its days are over. Of the
//! trail stay actor, kind, day and the bare id.

use super::{
    household::compare_household,
    model::{Household, Person, State},
};
use crate::{
    db::{
        Conn, Tx,
        schema::{
            channels, closure_rulings, destinations, households, likely_pairs, match_keys, residents,
            roster_changes, roster_rows, rosters, search_terms,
        },
    },
    domain::{HouseholdId, LegalBasis, ResidentId, RosterId},
    error::Error,
    seal::Keys,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The record locked longest of those locked on this day or before and kept by consent: what a law wants kept stays.
pub fn to_erase(conn: &mut Conn, until: NaiveDate) -> Result<Option<Person>, Error> {
    let over = residents::table
        .filter(residents::locked_on.le(until))
        .filter(residents::state.eq(State::Locked))
        .filter(residents::legal_basis.eq(LegalBasis::Consent))
        .order((residents::locked_on, residents::id));
    Ok(over.select(Person::as_select()).first(conn).optional()?)
}

/// Takes away a record found and locked for this write, whose check-ins and registrations are gone: numbers, places,
/// search terms, what it was like, rulings, rows of rosters, the row itself. A household nobody lives in goes with it; of
/// one that others live in, the name of its head, if that is theirs.
pub fn erase(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    let id = person.id;
    let home: HouseholdId = residents::table.find(id).select(residents::household_id).first(tx.conn)?;
    let pairs = likely_pairs::first_id.eq(id).or(likely_pairs::second_id.eq(id));
    diesel::delete(likely_pairs::table.filter(pairs)).execute(tx.conn)?;
    diesel::delete(match_keys::table.filter(match_keys::resident_id.eq(id.0))).execute(tx.conn)?;
    let terms = search_terms::table
        .filter(search_terms::township_code.eq(person.village_code.township()))
        .filter(search_terms::resident_id.eq(id.0));
    diesel::delete(terms).execute(tx.conn)?;
    diesel::delete(closure_rulings::table.filter(closure_rulings::resident_id.eq(id))).execute(tx.conn)?;
    diesel::delete(destinations::table.filter(destinations::resident_id.eq(id))).execute(tx.conn)?;
    diesel::delete(channels::table.filter(channels::resident_id.eq(id))).execute(tx.conn)?;
    forget_rows(tx, id)?;
    diesel::delete(residents::table.find(id)).execute(tx.conn)?;
    leave(tx, keys, home, &person.name)
}

/// Takes away what rosters still keep of somebody: their rows, and what stood in the record before them.
fn forget_rows(tx: &mut Tx<'_>, id: ResidentId) -> Result<(), Error> {
    // By the file first, as the index has it: there are few files.
    let own = roster_changes::table
        .filter(roster_changes::roster_id.eq_any(rosters::table.select(rosters::id)))
        .filter(roster_changes::resident_id.eq(id));
    let taken: Vec<(RosterId, i32)> =
        own.select((roster_changes::roster_id, roster_changes::number)).load(tx.conn)?;
    for (roster, number) in taken {
        diesel::delete(roster_rows::table.find((roster, number))).execute(tx.conn)?;
    }
    diesel::delete(own).execute(tx.conn)?;
    diesel::delete(roster_rows::table.filter(roster_rows::resident_id.eq(id))).execute(tx.conn)?;
    Ok(())
}

/// What becomes of a household somebody was erased from.
fn leave(tx: &mut Tx<'_>, keys: &Keys, home: HouseholdId, name: &str) -> Result<(), Error> {
    let others = residents::table.filter(residents::household_id.eq(home)).select(residents::id);
    if others.first::<ResidentId>(tx.conn).optional()?.is_none() {
        diesel::delete(households::table.find(home)).execute(tx.conn)?;
        return Ok(());
    }
    let headed = households::table.find(home).filter(households::head_name.eq(name));
    let unnamed = (households::head_name.eq(""), households::version.eq(households::version + 1));
    if diesel::update(headed).set(unnamed).execute(tx.conn)? == 1 {
        let left: Household = households::table.find(home).select(Household::as_select()).first(tx.conn)?;
        compare_household(tx, keys, &left)?;
    }
    Ok(())
}
