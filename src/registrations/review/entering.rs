//! What a registration brings into the record it was accepted as or joined to (PRODUCT §4.5).

use super::{
    super::{
        brought::{Brought, brought},
        model::Registration,
    },
    model::{BeforeImage, Choices},
};
use crate::{
    checkins::{self, SelfReport},
    clock::county_day,
    db::{Tx, schema::consents},
    domain::{CallReason, ChannelId, ChannelKind, CheckInId, Whither},
    error::Error,
    links,
    residents::{self, NewChannel, NewDestination, Person, Source, Told},
    seal::Keys,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Takes what was sent into a record: their own check-in on the day they sent it, numbers, place, what the record
/// lacks, a call to be made, the personal link and what they agreed to. What stood before is kept for undoing; the
/// names of what was added are for the trail.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    keys: &Keys,
    found: &Registration,
    person: &Person,
    choices: Choices,
) -> Result<(CheckInId, BeforeImage, Vec<&'static str>), Error> {
    let (brought, sent_on) = (brought(keys, found), county_day(found.sent_at));
    let report = CheckInId(tx.next_id());
    let said = SelfReport { held_on: sent_on, confirmed: None, note: found.note.clone(), asks_help: false };
    checkins::report(tx, person, report, &said)?;
    let (called_first, along) =
        (residents::called_first(tx, person)?, residents::channels_along(tx, person)?);
    let phone = add_channels(tx, keys, person, &brought, (report, sent_on))?;
    if let Some(phone) = phone {
        checkins::confirm(tx, person, report, phone)?;
    }
    let put_first = phone.filter(|_| choices.calls_new_number_first);
    if put_first.is_some() {
        residents::call_first(tx, person, put_first)?;
    }
    let takes_place = choices.takes_place && take_place(tx, person, found, (report, sent_on))?;
    let filled = residents::fill(tx, keys, person, &told(found, &brought, choices))?;
    let call = residents::ask_for_call(tx, person, CallReason::New, found.sent_at)?;
    checkins::refold(tx, person.id)?;
    move_along(tx, keys, found, person)?;
    let now = residents::channels_along(tx, person)?;
    let before = BeforeImage {
        called_first: called_first.map(|id| id.0),
        put_first: put_first.map(|id| id.0),
        filled,
        call: call.map(|(reason, since)| (reason.as_str().to_owned(), since)),
        told_again: along.iter().filter(|channel| !now.contains(channel)).filter_map(came_with).collect(),
        ..BeforeImage::default()
    };
    let added = [(now.len() > along.len(), "channel"), (takes_place, "destination")];
    Ok((report, before, added.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect()))
}

/// A channel and the check-in it came with, if it did.
fn came_with((channel, checkin): &(ChannelId, Option<CheckInId>)) -> Option<(i64, i64)> {
    checkin.map(|checkin| (channel.0, checkin.0))
}

/// Adds what they can be reached by; the channel of the telephone number, old or new.
fn add_channels(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    brought: &Brought,
    (report, sent_on): (CheckInId, NaiveDate),
) -> Result<Option<ChannelId>, Error> {
    if let Some(name) = &brought.wechat {
        let new = NewChannel {
            kind: ChannelKind::Wechat,
            value: name.clone(),
            holder: String::new(),
            relation: String::new(),
            is_preferred: false,
            source: Source::Resident,
            source_on: sent_on,
            checkin: Some(report),
        };
        residents::add_channel(tx, keys, person, &new)?;
    }
    let Some(number) = &brought.phone else { return Ok(None) };
    let new = NewChannel::phone(number, String::new(), Source::Resident, sent_on, Some(report));
    residents::add_channel(tx, keys, person, &new).map(Some)
}

/// Takes over where they are: a new place, unless the record has it, or home; whether the record says something else now.
fn take_place(
    tx: &mut Tx<'_>,
    person: &Person,
    found: &Registration,
    (report, sent_on): (CheckInId, NaiveDate),
) -> Result<bool, Error> {
    let answer = found.place_code.as_deref().unwrap_or(Whither::AS_TYPED);
    match Whither::parse(&found.place, answer, found.village_code.county()) {
        Ok(Whither::Home) => {
            residents::end_destination(tx, person, sent_on, Some(report)).map(|ended| ended.is_some())
        }
        Ok(Whither::Away(place)) if !is_there(tx, person, place.words())? => {
            let mut to = NewDestination::told(place, &found.work, Source::Resident, sent_on);
            to.checkin = Some(report);
            residents::add_destination(tx, person, &to).map(|_| true)
        }
        Ok(Whither::Away(_)) | Err(_) => Ok(false),
    }
}

/// Whether the record already says that they are there.
fn is_there(tx: &mut Tx<'_>, person: &Person, place: &str) -> Result<bool, Error> {
    let known = residents::destinations_of(tx.conn, person)?;
    Ok(known.iter().any(|spell| spell.until_on.is_none() && spell.place == place))
}

/// What somebody told of themselves.
pub(super) fn told(found: &Registration, brought: &Brought, choices: Choices) -> Told {
    Told {
        sex: found.sex,
        birth_on: found.birth_on,
        document: brought.document.clone(),
        hours: found.hours.clone(),
        prefers_hours: choices.takes_hours,
        informed_on: Some(county_day(found.sent_at)),
        relation: String::new(),
    }
}

/// The personal link and what they agreed to go along with them.
fn move_along(tx: &mut Tx<'_>, keys: &Keys, found: &Registration, person: &Person) -> Result<(), Error> {
    if let Some(link) = links::of_registration(tx.conn, found.id)? {
        let details = residents::details(tx.conn, person)?;
        let opening = residents::opening(keys, person, &details);
        links::lead_to(tx, keys, &link, Some(person.id), &opening)?;
    }
    let own = consents::table.filter(consents::registration_id.eq(found.id));
    diesel::update(own).set(consents::resident_id.eq(person.id)).execute(tx.conn)?;
    Ok(())
}
