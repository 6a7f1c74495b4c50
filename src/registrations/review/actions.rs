//! Taking a registration into the register: as somebody new, or joined to a record that is there (PRODUCT §4.5).

use super::{
    super::{
        brought::brought,
        model::{Registration, RegistrationState},
        opening, queries as sent,
    },
    entering::enter,
    model::{BeforeImage, Choices, Decider},
    queries, same_person,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    clock::county_day,
    db::{Tx, dialect, schema::registrations},
    domain::{CheckInId, LegalBasis, PersonName, Problem, RegistrationId, ResidentId, Role, Scope},
    error::{Error, Refusal},
    links,
    residents::{self, NewHousehold, NewResident, Person, State},
    seal::Keys,
    territories::standing,
    web::Problems,
};
use diesel::prelude::*;

/// A registration of this territory that waits, and the other forms of the same person that are decided along with it,
/// oldest first. All are locked, so that two who decide do so one after the other; a decided one is refused.
pub(super) fn waiting(
    tx: &mut Tx<'_>,
    scope: Scope,
    id: RegistrationId,
) -> Result<(Registration, Vec<Registration>), Refusal<Problems>> {
    let found = sent::find(tx.conn, scope, id)?;
    let mut forms = same_person::other_forms(tx.conn, &found)?;
    forms.push(found);
    let locked = lock_all(tx, &forms)?;
    let found = sent::find(tx.conn, scope, id)?;
    if found.state != RegistrationState::Waiting {
        return Err(Refusal::Problems(Problems::one("decision", Problem::DecidedAlready)));
    }
    let mut others = same_person::other_forms(tx.conn, &found)?;
    // What came or was sent back meanwhile is not locked: it waits for the next decision.
    others.retain(|form| locked.contains(&form.id));
    Ok((found, others))
}

/// Locks forms, the oldest first: always in one order, so that nobody waits for whoever waits for them. Their ids.
pub(super) fn lock_all(tx: &mut Tx<'_>, forms: &[Registration]) -> Result<Vec<RegistrationId>, Error> {
    let mut ids: Vec<RegistrationId> = forms.iter().map(|form| form.id).collect();
    ids.sort_unstable();
    for id in &ids {
        dialect::lock_registration(tx.conn, *id)?;
    }
    Ok(ids)
}

/// Accepts somebody new: a record of their own, in the household they named where there is one. Other forms of the
/// same person are joined to it, and bring nothing. The village is held first, as by whoever adds to it.
pub fn accept(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    id: RegistrationId,
) -> Result<Person, Refusal<Problems>> {
    let seen = sent::find(tx.conn, by.scope, id)?;
    standing(tx, seen.village_code)?;
    let (found, others) = waiting(tx, by.scope, id)?;
    let person = match taken_back(tx, &found)? {
        Some(person) => person,
        None => new_record(tx, keys, by, &found)?,
    };
    take_in(tx, keys, by, &person, (&found, RegistrationState::Accepted), &others, Choices::NEWEST)?;
    Ok(person)
}

/// Joins a registration, and other forms of the same person, to an open record of this territory; only the one that
/// was opened brings something.
pub fn join(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    id: RegistrationId,
    resident: ResidentId,
    choices: Choices,
) -> Result<Person, Refusal<Problems>> {
    let (found, others) = waiting(tx, by.scope, id)?;
    residents::lock(tx.conn, resident)?;
    let (person, ..) = residents::find(tx.conn, by.scope, resident)?;
    if person.state != State::Open {
        return Err(Refusal::Problems(Problems::one("decision", Problem::RecordClosed)));
    }
    take_in(tx, keys, by, &person, (&found, RegistrationState::Joined), &others, choices)?;
    Ok(person)
}

/// Takes the form that was opened into a record, and decides it and the other forms of the same person. Nobody has read
/// those, and whoever knows a name and a number can send one: nothing of them enters the record, and their links are
/// dead, so that whoever sent them has to ask the village.
fn take_in(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    person: &Person,
    (opened, state): (&Registration, RegistrationState),
    others: &[Registration],
    choices: Choices,
) -> Result<(), Error> {
    let (report, before, entered) = enter(tx, keys, opened, person, choices)?;
    let entered: Vec<&str> = entered.into_iter().chain(before.filled.fields()).collect();
    tell(tx, opened, person, state, &entered.join(" "))?;
    for form in others {
        end_link(tx, keys, form)?;
        tell(tx, form, person, RegistrationState::Joined, "")?;
    }
    residents::links_follow(tx, keys, person)?;
    residents::write_match_keys(tx, keys, person)?;
    residents::find_pairs(tx, keys, person)?;
    let (version, until) = (residents::details(tx.conn, person)?.version, tx.next_id());
    decide(tx, by, opened, (state, person.id, Some(report)), &BeforeImage { version, until, ..before })?;
    let nothing = BeforeImage { version, until, ..BeforeImage::default() };
    for form in others {
        decide(tx, by, form, (RegistrationState::Joined, person.id, None), &nothing)?;
    }
    Ok(())
}

/// Makes the link of a form that enters no record dead, with every visit by it.
fn end_link(tx: &mut Tx<'_>, keys: &Keys, form: &Registration) -> Result<(), Error> {
    match links::of_registration(tx.conn, form.id)? {
        Some(link) => links::replace(tx, keys, &link, &opening(keys, form)).map(drop),
        None => Ok(()),
    }
}

/// The record an acceptance that was undone had made: it opens again.
fn taken_back(tx: &mut Tx<'_>, found: &Registration) -> Result<Option<Person>, Error> {
    let Some(resident) = found.resident_id else { return Ok(None) };
    residents::lock(tx.conn, resident)?;
    let (person, ..) = match residents::find(tx.conn, found.scope(), resident) {
        Ok(row) => row,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    if residents::is_taken_back(tx.conn, &person)? {
        residents::take_back(tx, &person, None)?;
        Ok(Some(person))
    } else {
        Ok(None)
    }
}

fn new_record(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Decider,
    found: &Registration,
) -> Result<Person, Refusal<Problems>> {
    let name = PersonName::parse(&found.name)
        .map_err(|problem| Refusal::Problems(Problems::one("decision", problem)))?;
    if let Some(named) = queries::household_named(tx.conn, found)? {
        // Whoever gives it another head or group just now is waited for.
        dialect::lock_household(tx.conn, named)?;
    }
    let household = match queries::household_named(tx.conn, found)? {
        Some(household) => household,
        None => residents::add_household(tx, &household(found))?,
    };
    let owner = match by.role {
        Role::Cadre => Some(by.post),
        _ => queries::lightest_post(tx.conn, found, tx.today)?,
    };
    let is_head = found.head_name.is_empty() || found.head_name == found.name;
    let new = NewResident {
        village: found.village_code,
        household,
        education: None,
        legal_basis: LegalBasis::Consent,
        relation: if is_head { "02".to_owned() } else { String::new() },
        name,
        sex: found.sex,
        birth_on: found.birth_on,
        document: brought(keys, found).document,
        hours: found.hours.clone(),
        note: String::new(),
        priority: None,
        is_settled: false,
        owner,
        backup: None,
        informed_on: Some(county_day(found.sent_at)),
        channels: Vec::new(),
        destination: None,
    };
    let person = residents::add(tx, keys, &new)?;
    Ok(person)
}

/// A household for somebody whose household nobody knows yet.
fn household(found: &Registration) -> NewHousehold {
    let head = if found.head_name.is_empty() { &found.name } else { &found.head_name };
    NewHousehold {
        village: found.village_code,
        group_no: found.group_no,
        number: String::new(),
        head_name: head.clone(),
        address: String::new(),
        children_left: 0,
        elderly_left: 0,
        adults_left: 0,
    }
}

fn decide(
    tx: &mut Tx<'_>,
    by: Decider,
    found: &Registration,
    (state, person, report): (RegistrationState, ResidentId, Option<CheckInId>),
    before: &BeforeImage,
) -> Result<(), Error> {
    let image = serde_json::to_string(before).map_err(Error::internal)?;
    diesel::update(registrations::table.find(found.id))
        .set((
            registrations::state.eq(state),
            registrations::resident_id.eq(person),
            registrations::checkin_id.eq(report),
            registrations::decided_at.eq(tx.now),
            registrations::decided_by.eq(by.account),
            registrations::before_image.eq(image),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Enters the decision in the trail, on the registration and on the record it went into.
fn tell(
    tx: &mut Tx<'_>,
    found: &Registration,
    person: &Person,
    state: RegistrationState,
    fields: &str,
) -> Result<(), Error> {
    let kind = match state {
        RegistrationState::Accepted => AuditKind::RegistrationAccepted,
        _ => AuditKind::RegistrationJoined,
    };
    record(tx, Entry::new(kind).on(Subject::Registration, found.id.0))?;
    record(tx, Entry::new(kind).on(Subject::Resident, person.id.0).fields(fields))
}
