//! Adding households and residents.

use super::{
    actions::{NewChannel, NewDestination, add_destination, compare, insert_channel},
    model::{Person, Source, State, id_number_place},
    plan::{Cadence, first_due_on},
    queries,
    terms::{id_terms, name_terms},
};
use crate::{
    db::{
        Tx, dialect,
        schema::{households, residents},
    },
    domain::{
        HouseholdId, IdKind, IdNumber, LegalBasis, PersonName, PostId, ResidentId, Rules, Scope, Sex,
        TypedPlace, VillageCode,
    },
    error::Error,
    seal::{Keys, Sealed},
    territories::standing,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A household as somebody tells of it: who stayed behind are counts (PRODUCT §4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHousehold {
    pub village: VillageCode,
    pub group_no: Option<i32>,
    pub number: String,
    pub head_name: String,
    pub address: String,
    pub children_left: i32,
    pub elderly_left: i32,
    pub adults_left: i32,
}

impl NewHousehold {
    /// Whether a child or an old person is at home with no adult: a reason for priority (PRODUCT §4.2).
    pub fn is_unaccompanied(&self) -> bool {
        self.adults_left == 0 && self.children_left + self.elderly_left > 0
    }
}

/// Adds a household; in a village that has ended it is added to the successor.
pub fn add_household(tx: &mut Tx<'_>, new: &NewHousehold) -> Result<HouseholdId, Error> {
    let id = HouseholdId(tx.next_id());
    let village = standing(tx, new.village)?;
    let row = (
        households::id.eq(id),
        households::village_code.eq(village),
        households::township_code.eq(village.township()),
        households::group_no.eq(new.group_no),
        households::number.eq(&new.number),
        households::head_name.eq(&new.head_name),
        households::address.eq(&new.address),
        households::children_left.eq(new.children_left),
        households::elderly_left.eq(new.elderly_left),
        households::adults_left.eq(new.adults_left),
        households::unaccompanied_since.eq(new.is_unaccompanied().then_some(tx.today)),
        households::version.eq(1),
        households::created_at.eq(tx.now),
    );
    diesel::insert_into(households::table).values(row).execute(tx.conn)?;
    Ok(id)
}

/// A resident to be added, with what is known of where they are and how to reach them.
#[derive(Debug, Clone)]
pub struct NewResident {
    pub village: VillageCode,
    pub household: HouseholdId,
    /// To the head of the household, by code (GB/T 4761).
    pub relation: String,
    pub name: PersonName,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub document: Option<(IdKind, IdNumber)>,
    /// By code (GB/T 4658).
    pub education: Option<String>,
    pub hours: String,
    pub note: String,
    /// The cadre's mark with its reason.
    pub priority: Option<String>,
    pub is_settled: bool,
    pub owner: Option<PostId>,
    pub backup: Option<PostId>,
    pub legal_basis: LegalBasis,
    pub informed_on: Option<NaiveDate>,
    pub channels: Vec<NewChannel>,
    pub destination: Option<NewDestination>,
}

/// Adds a resident, in a village that has ended to its successor, and compares the record with whoever is alike; the
/// caller folds it and records itself in the trail.
pub fn add(tx: &mut Tx<'_>, keys: &Keys, new: &NewResident) -> Result<Person, Error> {
    let id = ResidentId(tx.next_id());
    add_as(tx, keys, id, new)
}

/// Adds a resident under an id made beforehand.
pub fn add_as(tx: &mut Tx<'_>, keys: &Keys, id: ResidentId, new: &NewResident) -> Result<Person, Error> {
    let village = standing(tx, new.village)?;
    let first_due_on = first_due_on(id, tx.today, &Rules::default());
    let sealed = new
        .document
        .as_ref()
        .map(|(_, number)| Sealed::<IdNumber>::seal(keys, id_number_place(id), number.as_str()));
    let row = (
        (
            residents::id.eq(id),
            residents::village_code.eq(village),
            residents::township_code.eq(village.township()),
            residents::household_id.eq(new.household),
            residents::relation.eq(&new.relation),
            residents::name.eq(new.name.as_str()),
            residents::name_key.eq(new.name.sort_key()),
            residents::sex.eq(new.sex),
            residents::birth_on.eq(new.birth_on),
            residents::id_kind.eq(new.document.as_ref().map_or(IdKind::None, |(kind, _)| *kind)),
            residents::id_number.eq(sealed),
            residents::education.eq(&new.education),
            residents::hours.eq(&new.hours),
            residents::note.eq(&new.note),
        ),
        (
            residents::priority_reason.eq(&new.priority),
            residents::priority_on.eq(new.priority.as_ref().map(|_| tx.today)),
            residents::is_settled.eq(new.is_settled),
            residents::owner_id.eq(new.owner),
            residents::backup_id.eq(new.backup),
            residents::legal_basis.eq(new.legal_basis),
            residents::informed_on.eq(new.informed_on),
            residents::state.eq(State::Open),
            residents::first_due_on.eq(first_due_on),
            residents::open_requests.eq(0),
            residents::call_stands.eq(false),
            residents::due_on.eq(first_due_on),
            residents::try_on.eq(first_due_on),
            residents::cadence.eq(Cadence::Regular),
            residents::failed_attempts.eq(0),
            residents::has_channel.eq(false),
            residents::version.eq(1),
            residents::created_at.eq(tx.now),
        ),
    );
    diesel::insert_into(residents::table).values(row).execute(tx.conn)?;
    let mut terms = name_terms(&new.name);
    terms.extend(new.document.iter().flat_map(|(_, number)| id_terms(keys, number)));
    dialect::add_terms(tx.conn, village, id, &terms)?;
    let (person, ..) = queries::find(tx.conn, Scope::Village(village), id)?;
    for channel in &new.channels {
        insert_channel(tx, keys, &person, channel)?;
    }
    compare(tx, keys, &person)?;
    if let Some(destination) = &new.destination {
        add_destination(tx, &person, destination)?;
    }
    Ok(person)
}

impl NewDestination {
    /// A place somebody told of on a day.
    pub fn told(place: TypedPlace, occupation: &str, source: Source, on: NaiveDate) -> NewDestination {
        NewDestination {
            place,
            employer: String::new(),
            industry: None,
            occupation: occupation.to_owned(),
            from_on: Some(on),
            source,
            source_on: on,
            checkin: None,
        }
    }
}
