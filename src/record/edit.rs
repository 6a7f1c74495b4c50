//! Adding people to the register and changing what it says of them: each write folds the records it touches afresh
//! and enters the trail.

use crate::{
    accounts::{self, Reader, Seat},
    audit::{self, AuditKind, Entry, Subject},
    checkins::refold,
    db::Tx,
    domain::{HouseholdId, PostId, Problem, ResidentId, Role, Scope},
    error::{Error, Refusal},
    residents::{self, Details, Document, Facts, Household, NewHousehold, NewResident, Person, State},
    seal::Keys,
    web::Problems,
};
use std::{fmt, str::FromStr};

/// Who writes, and where they may.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    pub scope: Scope,
    pub role: Role,
    pub post: PostId,
}

impl Writer {
    /// The reader of a page, as they write.
    pub fn of(by: &Reader) -> Result<Writer, Error> {
        Ok(Writer { scope: by.scope()?, role: by.role().ok_or(Error::Forbidden)?, post: by.post_id()? })
    }

    fn may_keep(self, person: &Person) -> Result<(), Error> {
        if residents::may_keep(self.role, self.post, person) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// The household somebody belongs to: one of the village, or a new one.
#[derive(Debug, Clone)]
pub enum Home {
    Known(HouseholdId),
    New(NewHousehold),
}

/// The versions a form was shown with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub person: i32,
    pub household: HouseholdId,
    pub house: i32,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.person, self.household, self.house)
    }
}

impl FromStr for Seen {
    type Err = Error;
    /// What a form sends back; a form that says nothing of it is stale.
    fn from_str(text: &str) -> Result<Seen, Error> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(Error::Stale);
        let (person, household, house) = (next()?, next()?, next()?);
        Ok(Seen {
            person: person.parse().map_err(|_| Error::Stale)?,
            household: household.parse().map_err(|_| Error::Stale)?,
            house: house.parse().map_err(|_| Error::Stale)?,
        })
    }
}

fn household_of(tx: &mut Tx<'_>, scope: Scope, home: &Home, person: Scope) -> Result<HouseholdId, Error> {
    match home {
        Home::New(new) if scope.covers(new.village) => residents::add_household(tx, new),
        Home::New(_) => Err(Error::NotFound),
        Home::Known(id) => {
            let Scope::Village(village) = person else { return Err(Error::NotFound) };
            let is_one = residents::is_household_of(tx.conn, scope, village, *id)?;
            if is_one { Ok(*id) } else { Err(Error::NotFound) }
        }
    }
}

/// A cadre's post of the village, or nobody.
fn is_post_of(tx: &mut Tx<'_>, person: Scope, post: Option<PostId>) -> Result<bool, Error> {
    let (Some(post), Scope::Village(village)) = (post, person) else { return Ok(true) };
    let posts = accounts::posts_at(tx.conn, &Seat::Village(village), tx.today)?;
    Ok(posts.iter().any(|(known, _)| *known == post))
}

/// Adds a person, under an id made beforehand, to a village of the writer's territory.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Writer,
    id: ResidentId,
    new: NewResident,
    home: &Home,
) -> Result<(), Refusal<Problems>> {
    let village = Scope::Village(new.village);
    if !by.scope.covers(new.village) {
        return Err(Error::NotFound.into());
    }
    if !is_post_of(tx, village, new.owner)? {
        return Err(Refusal::Problems(Problems::one("owner", Problem::NotAChoice)));
    }
    let household = household_of(tx, by.scope, home, village)?;
    residents::add_as(tx, keys, id, &NewResident { household, ..new })?;
    refold(tx, id)?;
    Ok(audit::record(tx, Entry::new(AuditKind::ResidentAdded).on(Subject::Resident, id.0))?)
}

/// Somebody with their household, locked for this write and standing as the form was shown: else `Stale`.
fn standing(
    tx: &mut Tx<'_>,
    by: Writer,
    id: ResidentId,
    seen: Seen,
) -> Result<(Person, Details, Vec<ResidentId>), Refusal<Problems>> {
    let (before, ..) = residents::find(tx.conn, by.scope, id)?;
    by.may_keep(&before)?;
    let found = residents::details(tx.conn, &before)?;
    let members = residents::lock_household(tx.conn, &found)?;
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find(tx.conn, by.scope, id)?;
    by.may_keep(&person)?;
    if person.state != State::Open {
        return Err(Refusal::Problems(Problems::one("name", Problem::RecordClosed)));
    }
    let details = residents::details(tx.conn, &person)?;
    let house = residents::household(tx.conn, &details)?;
    let now = Seen { person: details.version, household: house.id, house: house.version };
    if now != seen || found.household_id != house.id {
        Err(Error::Stale.into())
    } else {
        Ok((person, details, members))
    }
}

/// Changes a person and, for all who live in it, their household.
pub fn edit(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Writer,
    (id, seen): (ResidentId, Seen),
    (facts, document): (&Facts, &Document),
    house: &NewHousehold,
) -> Result<(), Refusal<Problems>> {
    let (person, details, members) = standing(tx, by, id, seen)?;
    let changed = residents::change_person(tx, keys, (&person, &details), facts, document)?;
    if !changed.is_empty() {
        let fields = changed.join(" ");
        audit::record(tx, Entry::new(AuditKind::ResidentEdited).on(Subject::Resident, id.0).fields(&fields))?;
        compare(tx, keys, by, id)?;
        refold(tx, id)?;
    }
    let known = residents::household(tx.conn, &details)?;
    let head_name = head_after(&person, &known, facts, house);
    let house = NewHousehold { village: person.village_code, head_name, ..house.clone() };
    let changed = residents::change_household(tx, &known, &house)?;
    if changed.is_empty() {
        return Ok(());
    }
    for member in &members {
        refold(tx, *member)?;
    }
    if changed.contains(&"head_name") {
        residents::compare_household(tx, keys, &known)?;
    }
    let entry = Entry::new(AuditKind::HouseholdEdited).on(Subject::Household, known.id.0);
    let (fields, amount) = (changed.join(" "), members.len() as i64);
    Ok(audit::record(tx, entry.fields(&fields).amount(amount))?)
}

/// The name of the head after an edit: whoever heads the household bears one name, there and here.
pub fn head_after(person: &Person, known: &Household, facts: &Facts, typed: &NewHousehold) -> String {
    let follows = known.head_name == person.name && typed.head_name == person.name;
    if follows { facts.name.to_string() } else { typed.head_name.clone() }
}

/// Writes afresh what opens somebody's link and what makes them alike others, and compares.
fn compare(tx: &mut Tx<'_>, keys: &Keys, by: Writer, id: ResidentId) -> Result<(), Error> {
    let (person, ..) = residents::find(tx.conn, by.scope, id)?;
    residents::links_follow(tx, keys, &person)?;
    residents::write_match_keys(tx, keys, &person)?;
    residents::find_pairs(tx, keys, &person)
}

/// Moves somebody to another household of their village, or to a new one.
pub fn move_home(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Writer,
    (id, seen): (ResidentId, Seen),
    home: &Home,
    relation: &str,
) -> Result<(), Refusal<Problems>> {
    // Of two households the older one is held first, so that nobody waits in a circle.
    if let Home::Known(target) = home
        && *target < seen.household
    {
        let (person, ..) = residents::find(tx.conn, by.scope, id)?;
        household_of(tx, by.scope, home, person.scope())?;
    }
    let (person, ..) = standing(tx, by, id, seen)?;
    let household = household_of(tx, by.scope, home, person.scope())?;
    residents::move_to_household(tx, &person, household, relation)?;
    compare(tx, keys, by, id)?;
    refold(tx, id)?;
    let entry = Entry::new(AuditKind::ResidentEdited).on(Subject::Resident, id.0);
    Ok(audit::record(tx, entry.fields("household relation"))?)
}

/// Hands somebody to an owner and a backup: posts of cadres of their village. `seen` is who answered before.
pub fn hand_over(
    tx: &mut Tx<'_>,
    scope: Scope,
    (id, seen): (ResidentId, [Option<PostId>; 2]),
    [owner, backup]: [Option<PostId>; 2],
) -> Result<(), Refusal<Problems>> {
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find(tx.conn, scope, id)?;
    if person.state != State::Open {
        return Err(Refusal::Problems(Problems::one("owner", Problem::RecordClosed)));
    }
    let now = [person.owner_id, person.backup_id];
    if now == [owner, backup] {
        return Ok(());
    }
    if now != seen {
        return Err(Error::Stale.into());
    }
    for (field, post, before) in [("owner", owner, now[0]), ("backup", backup, now[1])] {
        // A post that has ended may stay where it is, but nobody is handed to it.
        if post != before && !is_post_of(tx, person.scope(), post)? {
            return Err(Refusal::Problems(Problems::one(field, Problem::NotAChoice)));
        }
    }
    if owner.is_some() && owner == backup {
        return Err(Refusal::Problems(Problems::one("backup", Problem::SamePost)));
    }
    residents::hand_over(tx, &person, owner, backup)?;
    let entry = Entry::new(AuditKind::HandedOver).on(Subject::Resident, id.0);
    Ok(audit::record(tx, entry.fields("owner backup"))?)
}
