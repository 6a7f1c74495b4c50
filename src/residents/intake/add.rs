//! Adding many records at once: their rows are made outside the writer and written by few statements.

use super::super::{
    actions::NewChannel,
    add::{NewHousehold, NewResident},
    likeness::{Evidence, Features},
    match_keys::{MOST_SHARING, is_own_number},
    model::{channel_place, id_number_place},
    plan::Plan,
    summary::Summary,
    terms::{channel_terms, id_terms, name_terms},
};
use crate::{
    audit::{AuditKind, Subject, record_many},
    db::{
        Tx,
        bulk::{self, ChannelRow, DestinationRow, HouseholdRow, MatchKeyRow, ResidentRow, TermRow},
        dialect::{self, PairRow},
        each_db,
        schema::{match_keys, residents},
    },
    domain::{ChannelId, IdKind, IdNumber, PhoneNumber, ResidentId, VillageCode},
    error::Error,
    reference::relations,
    seal::{Keys, Sealed},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A channel of a newcomer, under an id made beforehand; one that is known to be dead has ended.
#[derive(Debug, Clone)]
pub struct NewcomerChannel {
    pub id: ChannelId,
    pub new: NewChannel,
    pub ended_on: Option<NaiveDate>,
}

/// Somebody to be added, with all that follows from what is known of them.
#[derive(Debug, Clone)]
pub struct Newcomer {
    pub id: ResidentId,
    /// Who they are; their channels stand beside.
    pub new: NewResident,
    pub channels: Vec<NewcomerChannel>,
    /// Their household, if it comes with them.
    pub household: Option<NewHousehold>,
    /// The group and the head of the household they come to.
    pub home: (Option<i32>, String),
    pub first_due_on: NaiveDate,
    pub summary: Summary,
    pub plan: Plan,
}

/// The rows of a newcomer, ready to be written.
#[derive(Debug)]
pub struct Arrival {
    id: ResidentId,
    village: VillageCode,
    household: Option<HouseholdRow>,
    resident: ResidentRow,
    channels: Vec<ChannelRow>,
    destination: Option<DestinationRow>,
    terms: Vec<TermRow>,
    features: Features,
    alike: Vec<(Evidence, i64)>,
}

impl Arrival {
    /// The village they are added to.
    pub fn village(&self) -> VillageCode {
        self.village
    }

    /// Makes the rows: seals, keyed terms, ids. Nothing is asked of the database.
    pub fn of(keys: &Keys, person: &Newcomer, now: NaiveDateTime, next_id: &dyn Fn() -> i64) -> Arrival {
        let (id, new) = (person.id, &person.new);
        let village = new.village;
        let mut terms = name_terms(&new.name);
        terms.extend(new.document.iter().flat_map(|(_, number)| id_terms(keys, number)));
        for channel in &person.channels {
            terms.extend(channel_terms(keys, channel.new.kind, &channel.new.value));
        }
        terms.sort_unstable();
        terms.dedup();
        let term = |term| TermRow {
            township_code: village.township().to_string(),
            term,
            village_code: village.to_string(),
            resident_id: id.0,
        };
        let features = features(person);
        let channels: Vec<ChannelRow> =
            person.channels.iter().map(|channel| channel_row(keys, id, channel, now)).collect();
        Arrival {
            id,
            village,
            household: person.household.as_ref().map(|home| home_row(person, home, now)),
            resident: resident_row(keys, person, &channels, now),
            channels,
            destination: destination_row(person, now, next_id),
            terms: terms.into_iter().map(term).collect(),
            alike: features.terms(keys),
            features,
        }
    }
}

fn features(person: &Newcomer) -> Features {
    let own = person
        .channels
        .iter()
        .filter(|channel| channel.ended_on.is_none() && is_own_number(channel.new.kind, &channel.new.holder));
    Features {
        village: person.new.village,
        name: person.new.name.clone(),
        birth_on: person.new.birth_on,
        id_number: person.new.document.as_ref().map(|(_, number)| number.clone()),
        phones: own.filter_map(|channel| PhoneNumber::parse(&channel.new.value).ok()).collect(),
        head_name: Some(person.home.1.clone()),
    }
}

fn home_row(person: &Newcomer, home: &NewHousehold, now: NaiveDateTime) -> HouseholdRow {
    HouseholdRow {
        id: person.new.household.0,
        village_code: home.village.to_string(),
        township_code: home.village.township().to_string(),
        group_no: home.group_no,
        number: home.number.clone(),
        head_name: home.head_name.clone(),
        address: home.address.clone(),
        children_left: 0,
        elderly_left: 0,
        adults_left: 0,
        unaccompanied_since: None,
        version: 1,
        created_at: now,
    }
}

fn resident_row(keys: &Keys, person: &Newcomer, channels: &[ChannelRow], now: NaiveDateTime) -> ResidentRow {
    let (id, new, plan, place) = (person.id, &person.new, &person.plan, person.new.destination.as_ref());
    let seal =
        |number: &IdNumber| Sealed::<IdNumber>::seal(keys, id_number_place(id), number.as_str()).into_bytes();
    let offered = person.summary.offered.map(|channel| channel.0);
    let number = channels.iter().find(|number| Some(number.id) == offered);
    let relation = relations().find(|(code, ..)| *code == new.relation).map_or("", |(code, ..)| code);
    ResidentRow {
        id: id.0,
        village_code: new.village.to_string(),
        township_code: new.village.township().to_string(),
        household_id: new.household.0,
        listed_group_no: person.home.0,
        listed_head: person.home.1.clone(),
        listed_place: place.map(|to| to.place.words().to_owned()),
        listed_employer: place.map(|to| to.employer.clone()),
        listed_occupation: place.map(|to| to.occupation.clone().into()),
        listed_channel_kind: number.map(|number| number.kind),
        listed_channel_value: number.map(|number| number.value.clone()),
        listed_channel_holder: number.map(|number| number.holder.clone()),
        listed_channel_relation: number.map(|number| number.relation),
        listed_unaccompanied_since: None,
        relation,
        name: new.name.to_string(),
        name_key: new.name.sort_key(),
        sex: new.sex.as_str(),
        birth_on: new.birth_on,
        id_kind: new.document.as_ref().map_or(IdKind::None, |(kind, _)| *kind).as_str(),
        id_number: new.document.as_ref().map(|(_, number)| seal(number)),
        hours: "",
        note: "",
        priority_reason: None,
        priority_on: None,
        is_settled: false,
        owner_id: new.owner.map(|post| post.0),
        backup_id: new.backup.map(|post| post.0),
        legal_basis: new.legal_basis.as_str(),
        informed_on: new.informed_on,
        state: "open",
        closed_by: None,
        closed_on: None,
        first_due_on: person.first_due_on,
        open_requests: 0,
        call_reason: None,
        call_since: None,
        call_stands: false,
        due_on: Some(plan.due_on),
        try_on: Some(plan.try_on),
        cadence: plan.cadence.as_str(),
        lost_on: plan.lost_on,
        last_contact_id: None,
        last_contact_on: None,
        last_contact_outcome: None,
        last_tried_on: person.summary.last_tried_on,
        failed_attempts: person.summary.failed_attempts,
        has_channel: person.summary.has_channel,
        offered_channel_id: offered,
        version: 1,
        created_at: now,
    }
}

fn channel_row(keys: &Keys, id: ResidentId, channel: &NewcomerChannel, now: NaiveDateTime) -> ChannelRow {
    let new = &channel.new;
    ChannelRow {
        id: channel.id.0,
        resident_id: id.0,
        kind: new.kind.as_str(),
        value: Sealed::<String>::seal(keys, channel_place(channel.id), &new.value).into_bytes(),
        holder: new.holder.clone(),
        relation: "",
        is_preferred: false,
        source: new.source.as_str(),
        source_on: new.source_on,
        ended_on: channel.ended_on,
        state: "untried",
        verified_on: None,
        last_success_on: None,
        last_tried_on: None,
        failed_days: 0,
        created_at: now,
    }
}

fn destination_row(
    person: &Newcomer,
    now: NaiveDateTime,
    next_id: &dyn Fn() -> i64,
) -> Option<DestinationRow> {
    person.new.destination.as_ref().map(|to| DestinationRow {
        id: next_id(),
        resident_id: person.id.0,
        place: to.place.words().to_owned(),
        place_code: to.place.code().map(Into::into),
        employer: to.employer.clone(),
        industry: None,
        occupation: to.occupation.clone().into(),
        from_on: to.from_on,
        until_on: None,
        source: to.source.as_str(),
        source_on: to.source_on,
        created_at: now,
    })
}

/// Adds many, writes a line of the trail for each, and finds who of them is like somebody of their township.
pub fn add_many(tx: &mut Tx<'_>, mut all: Vec<Arrival>) -> Result<(), Error> {
    let mut townships: Vec<_> = all.iter().map(|one| one.village.township()).collect();
    townships.sort_unstable();
    townships.dedup();
    for township in townships {
        dialect::lock_likeness(tx.conn, township)?;
    }
    let (mut homes, mut people, mut channels) = (Vec::new(), Vec::new(), Vec::new());
    let (mut places, mut terms, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for one in &mut all {
        homes.extend(one.household.take());
        people.push(one.resident.clone());
        channels.append(&mut one.channels);
        places.extend(one.destination.take());
        terms.append(&mut one.terms);
        let mut own: Vec<i64> = one.alike.iter().map(|(_, term)| *term).collect();
        own.sort_unstable();
        own.dedup();
        keys.extend(own.into_iter().map(|term| MatchKeyRow { term, resident_id: one.id.0 }));
    }
    bulk::write_households(tx.conn, &homes)?;
    bulk::write_residents(tx.conn, &people)?;
    bulk::write_channels(tx.conn, &channels)?;
    bulk::write_destinations(tx.conn, &places)?;
    terms.sort_unstable_by(|a, b| (&a.term, &a.village_code).cmp(&(&b.term, &b.village_code)));
    bulk::write_terms(tx.conn, &terms)?;
    keys.sort_unstable_by_key(|key| (key.term, key.resident_id));
    bulk::write_match_keys(tx.conn, &keys)?;
    let told = all.iter().map(|one| (one.id.0, "roster".to_owned()));
    record_many(tx, (AuditKind::ResidentAdded, Subject::Resident), told)?;
    pair(tx, &all)
}

/// Finds pairs among those added, and between them and who was there.
fn pair(tx: &mut Tx<'_>, all: &[Arrival]) -> Result<(), Error> {
    let shared = shared(tx, all)?;
    if shared.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<ResidentId> = shared.values().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    type Other = (ResidentId, VillageCode, Option<NaiveDate>);
    let rows = residents::table.filter(residents::id.eq_any(ids));
    let rows = rows.select((residents::id, residents::village_code, residents::birth_on));
    let others: Vec<Other> = each_db!(tx.conn, |c| rows.load(c))?;
    let others: HashMap<ResidentId, Other> = others.into_iter().map(|other| (other.0, other)).collect();
    let mut found: BTreeMap<(ResidentId, ResidentId), (&Arrival, VillageCode, Vec<Evidence>)> =
        BTreeMap::new();
    for one in all {
        for (evidence, term) in &one.alike {
            for id in shared.get(term).into_iter().flatten().filter(|id| **id != one.id) {
                let Some((_, village, birth_on)) = others.get(id) else { continue };
                if village.township() == one.village.township() && one.features.allows(*evidence, *birth_on) {
                    let pair = (one.id.min(*id), one.id.max(*id));
                    let known = found.entry(pair).or_insert_with(|| (one, *village, Vec::new()));
                    if !known.2.contains(evidence) {
                        known.2.push(*evidence);
                    }
                }
            }
        }
    }
    let mut told = Vec::new();
    for ((first, second), (one, village, evidence)) in found {
        let (id, evidence) = (tx.next_id(), Evidence::line(&evidence));
        let township = one.village.township();
        let row = PairRow {
            id,
            township_code: township.as_str(),
            village_code: (village == one.village).then(|| village.as_str()),
            first_id: first.0,
            second_id: second.0,
            evidence: &evidence,
            found_at: tx.now,
        };
        if dialect::insert_pair(tx.conn, &row)? {
            told.push((id, evidence));
        }
    }
    record_many(tx, (AuditKind::PairFound, Subject::Pair), told)
}

/// The terms of those added that others bear too, with all who bear each; a term that too many bear says nothing.
fn shared(tx: &mut Tx<'_>, all: &[Arrival]) -> Result<HashMap<i64, Vec<ResidentId>>, Error> {
    let mut terms: Vec<i64> = all.iter().flat_map(|one| &one.alike).map(|(_, term)| *term).collect();
    terms.sort_unstable();
    terms.dedup();
    let mut bearers: HashMap<i64, Vec<ResidentId>> = HashMap::new();
    for some in terms.chunks(1000) {
        let rows = match_keys::table.filter(match_keys::term.eq_any(some));
        let rows = rows.select((match_keys::term, match_keys::resident_id));
        let found: Vec<(i64, ResidentId)> = each_db!(tx.conn, |c| rows.load(c))?;
        for (term, id) in found {
            bearers.entry(term).or_default().push(id);
        }
    }
    bearers.retain(|_, ids| (2..=MOST_SHARING + 1).contains(&ids.len()));
    Ok(bearers)
}
