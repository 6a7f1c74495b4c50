//! Moving people from one village to another: when a village is merged into another one, and back (PRODUCT §3).
//! Whatever stands beside a person by village moves along: the household, search terms, match keys, likely pairs. What
//! is bound to the person's own id (channels, check-ins, sealed values, the owner) stays as it is.

use super::{
    actions::lock,
    match_keys::write_match_keys,
    model::{Person, channel_place, id_number_place},
    pairs::{add_pairs, place_pairs},
    queries,
    terms::{channel_terms, id_terms, name_terms},
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Conn, Tx, dialect,
        schema::{households, posts, residents, search_terms},
    },
    domain::{HouseholdId, PersonName, PostId, ResidentId, Scope, TownshipCode, VillageCode},
    error::Error,
    seal::{Keys, Permit},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Everybody of a village, in whatever state.
pub fn count_people(conn: &mut Conn, scope: Scope) -> Result<i64, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    Ok(residents::table.filter(residents::village_code.eq(village)).count().get_result(conn)?)
}

/// The households of a village.
pub fn count_households(conn: &mut Conn, scope: Scope) -> Result<i64, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    Ok(households::table.filter(households::village_code.eq(village)).count().get_result(conn)?)
}

/// The first households of a village.
pub fn households_of(conn: &mut Conn, scope: Scope, limit: i64) -> Result<Vec<HouseholdId>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let rows = households::table.filter(households::village_code.eq(village)).order(households::id);
    Ok(rows.limit(limit).select(households::id).load(conn)?)
}

/// Who of a household belongs to a village, in whatever state, oldest record first.
pub fn members(conn: &mut Conn, scope: Scope, household: HouseholdId) -> Result<Vec<Person>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let rows = residents::table
        .filter(residents::household_id.eq(household))
        .filter(residents::village_code.eq(village))
        .order(residents::id);
    Ok(rows.select(Person::as_select()).load(conn)?)
}

/// Whether a household stands in a village.
pub fn stands_in(conn: &mut Conn, scope: Scope, household: HouseholdId) -> Result<bool, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let row = households::table.find(household).filter(households::village_code.eq(village));
    Ok(row.select(households::id).first::<HouseholdId>(conn).optional()?.is_some())
}

/// The first people of a village, in whatever state, each with the household.
pub fn people_of(conn: &mut Conn, scope: Scope, limit: i64) -> Result<Vec<(Person, HouseholdId)>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let rows = residents::table.filter(residents::village_code.eq(village)).order(residents::id);
    Ok(rows.limit(limit).select((Person::as_select(), residents::household_id)).load(conn)?)
}

/// A person, in whatever state, with the household, if they belong to this village.
pub fn lives_in(
    conn: &mut Conn,
    scope: Scope,
    id: ResidentId,
) -> Result<Option<(Person, HouseholdId)>, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let row = residents::table.find(id).filter(residents::village_code.eq(village));
    Ok(row.select((Person::as_select(), residents::household_id)).first(conn).optional()?)
}

/// Makes this transaction the only one that decides on households and on everybody in them, and on who is alike in the
/// townships of two villages. The rows come first, all of them, households before people, each in order: whoever saves a
/// record holds its row when they wait for what is alike, so that nobody waits in a circle.
pub fn hold(
    conn: &mut Conn,
    scopes: [Scope; 2],
    households: impl IntoIterator<Item = HouseholdId>,
) -> Result<(), Error> {
    let mut households: Vec<HouseholdId> = households.into_iter().collect();
    households.sort_unstable();
    households.dedup();
    for household in &households {
        dialect::lock_household(conn, *household)?;
    }
    dialect::lock_people_of(conn, &households)?;
    let township = |scope| match scope {
        Scope::Village(village) => Ok(village.township()),
        _ => Err(Error::Forbidden),
    };
    let mut townships = [township(scopes[0])?, township(scopes[1])?];
    townships.sort_unstable();
    for township in townships {
        dialect::lock_likeness(conn, township)?;
    }
    Ok(())
}

/// Moves a household, without its people, to another village; false if it is not in `scope` (any more).
pub fn move_household(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: HouseholdId,
    to: VillageCode,
) -> Result<bool, Error> {
    let Scope::Village(from) = scope else { return Err(Error::Forbidden) };
    let row = households::table.find(id).filter(households::village_code.eq(from));
    let place = (households::village_code.eq(to), households::township_code.eq(to.township()));
    Ok(diesel::update(row).set(place).execute(tx.conn)? == 1)
}

/// A household as it is copied.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = households, treat_none_as_default_value = false)]
struct Copied {
    id: HouseholdId,
    village_code: VillageCode,
    township_code: String,
    group_no: Option<i32>,
    number: String,
    head_name: String,
    address: String,
    children_left: i32,
    elderly_left: i32,
    adults_left: i32,
    unaccompanied_since: Option<NaiveDate>,
    version: i32,
    created_at: NaiveDateTime,
}

/// Makes a household alike in a village, for those who part from the others; its id.
pub fn copy_household(tx: &mut Tx<'_>, scope: Scope, id: HouseholdId) -> Result<HouseholdId, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let one: Copied = households::table.find(id).select(Copied::as_select()).first(tx.conn)?;
    let copy = Copied {
        id: HouseholdId(tx.next_id()),
        village_code: village,
        township_code: village.township().to_string(),
        ..one
    };
    let id = copy.id;
    diesel::insert_into(households::table).values(copy).execute(tx.conn)?;
    Ok(id)
}

/// Lets a person live in another household of the same village.
pub fn rehouse(tx: &mut Tx<'_>, person: &Person, household: HouseholdId) -> Result<(), Error> {
    diesel::update(residents::table.find(person.id))
        .set(residents::household_id.eq(household))
        .execute(tx.conn)?;
    Ok(())
}

/// Moves a person, read since they are held, to another village, into a household that stands there. A post that does
/// not serve it no longer answers for them.
pub fn move_person(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    household: HouseholdId,
    to: VillageCode,
) -> Result<(), Error> {
    lock(tx.conn, person.id)?;
    let from = person.village_code;
    let owner = serving(tx.conn, person.owner_id, to)?;
    let backup = serving(tx.conn, person.backup_id, to)?;
    diesel::update(residents::table.find(person.id))
        .set((
            residents::village_code.eq(to),
            residents::township_code.eq(to.township()),
            residents::household_id.eq(household),
            residents::owner_id.eq(owner),
            residents::backup_id.eq(backup),
        ))
        .execute(tx.conn)?;
    let terms = terms_of(tx.conn, keys, person)?;
    move_terms(tx.conn, person, &terms, from, to)?;
    let moved = Person { village_code: to, ..person.clone() };
    write_match_keys(tx, keys, &moved)?;
    place_pairs(tx, &moved)?;
    if from.township() != to.township() {
        add_pairs(tx, keys, &moved)?;
    }
    record(tx, Entry::new(AuditKind::PeopleMoved).on(Subject::Resident, person.id.0).fields("village"))
}

/// A post, if it serves a village; nobody answers for people whom their post may not see.
fn serving(conn: &mut Conn, post: Option<PostId>, village: VillageCode) -> Result<Option<PostId>, Error> {
    let Some(post) = post else { return Ok(None) };
    let (own, township): (Option<VillageCode>, Option<TownshipCode>) =
        posts::table.find(post).select((posts::village_code, posts::township_code)).first(conn)?;
    let serves = own.map_or(township == Some(village.township()), |own| own == village);
    Ok(serves.then_some(post))
}

/// Takes a post that serves another village now from those of this one who belong to it; how many. They are without an
/// owner then, and their township sees it.
pub fn release(tx: &mut Tx<'_>, scope: Scope, post: PostId) -> Result<usize, Error> {
    let Scope::Village(village) = scope else { return Err(Error::Forbidden) };
    let left = residents::table
        .filter(residents::owner_id.eq(post).or(residents::backup_id.eq(post)))
        .filter(residents::village_code.eq(village))
        .order(residents::id)
        .select((residents::id, residents::owner_id, residents::backup_id));
    let left: Vec<(ResidentId, Option<PostId>, Option<PostId>)> = left.load(tx.conn)?;
    for (id, owner, backup) in &left {
        lock(tx.conn, *id)?;
        let others = |own: &Option<PostId>| own.filter(|own| *own != post);
        diesel::update(residents::table.find(id))
            .set((residents::owner_id.eq(others(owner)), residents::backup_id.eq(others(backup))))
            .execute(tx.conn)?;
        let entry = Entry::new(AuditKind::HandedOver).on(Subject::Resident, id.0);
        record(tx, entry.fields("owner backup"))?;
    }
    Ok(left.len())
}

/// Every term by which a person is found: of the name, the document, and all channels, ended ones too.
pub(super) fn terms_of(conn: &mut Conn, keys: &Keys, person: &Person) -> Result<Vec<String>, Error> {
    let name = PersonName::parse(&person.name).map_err(|_| Error::internal("a name that is none"))?;
    let mut terms = name_terms(&name);
    let details = queries::details(conn, person)?;
    let number =
        details.id_number.and_then(|number| number.open(keys, id_number_place(person.id), Permit::checked()));
    terms.extend(number.iter().flat_map(|number| id_terms(keys, number)));
    for channel in queries::channels_of(conn, person)? {
        let value = channel.value.open(keys, channel_place(channel.id), Permit::checked());
        terms.extend(value.iter().flat_map(|value| channel_terms(keys, channel.kind, value)));
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

fn move_terms(
    conn: &mut Conn,
    person: &Person,
    terms: &[String],
    from: VillageCode,
    to: VillageCode,
) -> Result<(), Error> {
    let own = search_terms::table
        .filter(search_terms::township_code.eq(from.township()))
        .filter(search_terms::term.eq_any(terms))
        .filter(search_terms::village_code.eq(from))
        .filter(search_terms::resident_id.eq(person.id.0));
    diesel::delete(own).execute(conn)?;
    Ok(dialect::add_terms(conn, to, person.id, terms)?)
}
