//! Households: who lives in one, which one somebody means, changing one, moving to another.

use super::{
    NewHousehold,
    actions::compare,
    model::{Details, Household, Person, State},
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{households, residents},
    },
    domain::{HouseholdId, ResidentId, Scope, VillageCode},
    error::Error,
    seal::Keys,
};
use diesel::prelude::*;

/// Most households offered when several fit what was typed.
const MOST_OFFERED: i64 = 10;

/// Makes this transaction the only one that decides on a household and on everybody in it: their ids.
pub fn lock_household(conn: &mut Conn, found: &Details) -> Result<Vec<ResidentId>, Error> {
    dialect::lock_household(conn, found.household_id)?;
    let members = residents::table.filter(residents::household_id.eq(found.household_id));
    let members: Vec<ResidentId> = members.order(residents::id).select(residents::id).load(conn)?;
    for id in &members {
        dialect::lock_resident(conn, *id)?;
    }
    Ok(members)
}

/// The names of those in a household whose records are open, by name; at most 20.
pub fn names_in(conn: &mut Conn, found: &Household) -> Result<Vec<(ResidentId, String)>, Error> {
    let members = residents::table
        .filter(residents::household_id.eq(found.id))
        .filter(residents::state.eq(State::Open))
        .order((residents::name_key, residents::id));
    Ok(members.limit(20).select((residents::id, residents::name)).load(conn)?)
}

/// The households of a village with this head, in this group if one is given; at most 10.
pub fn households_like(
    conn: &mut Conn,
    scope: Scope,
    wanted: &NewHousehold,
) -> Result<Vec<Household>, Error> {
    if !scope.covers(wanted.village) {
        return Err(Error::NotFound);
    }
    let mut query = households::table
        .filter(households::village_code.eq(wanted.village))
        .filter(households::head_name.eq(&wanted.head_name))
        .into_boxed();
    if let Some(group) = wanted.group_no {
        query = query.filter(households::group_no.eq(group));
    }
    let found = query.order((households::group_no, households::id)).limit(MOST_OFFERED);
    Ok(found.select(Household::as_select()).load(conn)?)
}

/// Whether a household lies in a village of this scope; locked until the transaction ends, so that whoever joins it
/// is planned by what it is.
pub fn is_household_of(
    conn: &mut Conn,
    scope: Scope,
    village: VillageCode,
    id: HouseholdId,
) -> Result<bool, Error> {
    dialect::lock_household(conn, id)?;
    let row = households::table.find(id).filter(households::village_code.eq(village));
    let found: Option<HouseholdId> = row.select(households::id).first(conn).optional()?;
    Ok(scope.covers(village) && found.is_some())
}

/// Changes a household found and locked, for all who live in it; the names of what changed, which raises its version.
pub fn change_household(
    tx: &mut Tx<'_>,
    found: &Household,
    new: &NewHousehold,
) -> Result<Vec<&'static str>, Error> {
    let parts = [
        ("group_no", found.group_no == new.group_no),
        ("number", found.number == new.number),
        ("head_name", found.head_name == new.head_name),
        ("address", found.address == new.address),
        ("children_left", found.children_left == new.children_left),
        ("elderly_left", found.elderly_left == new.elderly_left),
        ("adults_left", found.adults_left == new.adults_left),
    ];
    let changed: Vec<&str> =
        parts.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect();
    if changed.is_empty() {
        return Ok(changed);
    }
    let since = new.is_unaccompanied().then(|| found.unaccompanied_since.unwrap_or(tx.today));
    diesel::update(households::table.find(found.id))
        .set((
            households::group_no.eq(new.group_no),
            households::number.eq(&new.number),
            households::head_name.eq(&new.head_name),
            households::address.eq(&new.address),
            households::children_left.eq(new.children_left),
            households::elderly_left.eq(new.elderly_left),
            households::adults_left.eq(new.adults_left),
            households::unaccompanied_since.eq(since),
            households::version.eq(households::version + 1),
        ))
        .execute(tx.conn)?;
    Ok(changed)
}

/// Writes afresh what makes everybody in a household alike others: its head has another name now.
pub fn compare_household(tx: &mut Tx<'_>, keys: &Keys, found: &Household) -> Result<(), Error> {
    let members = residents::table.filter(residents::household_id.eq(found.id)).order(residents::id);
    let members: Vec<Person> = members.select(Person::as_select()).load(tx.conn)?;
    members.iter().try_for_each(|person| compare(tx, keys, person))
}

/// Moves somebody found and locked to another household of their village; `NotFound` if it is none.
pub fn move_to_household(
    tx: &mut Tx<'_>,
    person: &Person,
    household: HouseholdId,
    relation: &str,
) -> Result<(), Error> {
    if !is_household_of(tx.conn, person.scope(), person.village_code, household)? {
        return Err(Error::NotFound);
    }
    diesel::update(residents::table.find(person.id))
        .set((
            residents::household_id.eq(household),
            residents::relation.eq(relation),
            residents::version.eq(residents::version + 1),
        ))
        .execute(tx.conn)?;
    Ok(())
}
