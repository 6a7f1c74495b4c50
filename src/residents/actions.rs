//! Writes on the register: the parts that check-ins, the record and rosters are made of. Each caller records
//! itself in the trail and folds the record afresh (`checkins::refold`).

use super::{
    match_keys::{is_own_number, write_match_keys},
    model::{Channel, Person, Source, channel_place},
    pairs::find_pairs,
    queries,
    terms::channel_terms,
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{channels, destinations, search_terms},
    },
    domain::{
        ChannelId, ChannelKind, ChannelState, CheckInId, DestinationId, PhoneNumber, ResidentId, TypedPlace,
    },
    error::Error,
    links::Visitor,
    seal::{Keys, Permit, Sealed},
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Makes this transaction the only one that decides on a resident.
pub fn lock(conn: &mut Conn, id: ResidentId) -> Result<(), Error> {
    Ok(dialect::lock_resident(conn, id)?)
}

/// The same for whoever visits their own record; nothing while their link leads to a registration.
pub fn lock_own(conn: &mut Conn, visitor: &Visitor) -> Result<(), Error> {
    visitor.resident().map_or(Ok(()), |id| lock(conn, id))
}

/// A channel to be added.
#[derive(Debug, Clone)]
pub struct NewChannel {
    pub kind: ChannelKind,
    pub value: String,
    /// Whose it is; empty: the resident's own.
    pub holder: String,
    pub relation: String,
    pub is_preferred: bool,
    pub source: Source,
    pub source_on: NaiveDate,
    pub checkin: Option<CheckInId>,
}

impl NewChannel {
    /// A telephone number: the resident's own, or a relative's where a holder is named.
    pub fn phone(
        number: &PhoneNumber,
        holder: String,
        source: Source,
        on: NaiveDate,
        checkin: Option<CheckInId>,
    ) -> NewChannel {
        let kind = match (holder.is_empty(), number.is_mobile()) {
            (false, _) => ChannelKind::Relative,
            (true, true) => ChannelKind::Mobile,
            (true, false) => ChannelKind::Landline,
        };
        let (value, relation) = (number.canonical().to_owned(), String::new());
        NewChannel { kind, value, holder, relation, is_preferred: false, source, source_on: on, checkin }
    }
}

/// Adds a channel; the same number of the same holder twice is one channel, which then no longer belongs to the check-in it came with. Who
/// has the same number of their own becomes a pair.
pub fn add_channel(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    new: &NewChannel,
) -> Result<ChannelId, Error> {
    let id = insert_channel(tx, keys, person, new)?;
    if is_own_number(new.kind, &new.holder) {
        compare(tx, keys, person)?;
    }
    Ok(id)
}

/// Writes what makes a record alike others, and compares it with them.
pub(super) fn compare(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    write_match_keys(tx, keys, person)?;
    find_pairs(tx, keys, person)
}

/// Adds a channel without comparing the record.
pub(super) fn insert_channel(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    new: &NewChannel,
) -> Result<ChannelId, Error> {
    let known =
        queries::channels_of(tx.conn, person)?.into_iter().find(|channel| is_same(keys, channel, new));
    if new.is_preferred {
        let others = channels::table.filter(channels::resident_id.eq(person.id));
        diesel::update(others).set(channels::is_preferred.eq(false)).execute(tx.conn)?;
    }
    if let Some(channel) = known {
        let told_again = (
            channels::is_preferred.eq(new.is_preferred || channel.is_preferred),
            channels::checkin_id.eq(channel.checkin_id.filter(|id| Some(*id) == new.checkin)),
        );
        diesel::update(channels::table.find(channel.id)).set(told_again).execute(tx.conn)?;
        return Ok(channel.id);
    }
    let id = ChannelId(tx.next_id());
    let row = (
        channels::id.eq(id),
        channels::resident_id.eq(person.id),
        channels::kind.eq(new.kind),
        channels::value.eq(Sealed::<String>::seal(keys, channel_place(id), &new.value)),
        channels::holder.eq(&new.holder),
        channels::relation.eq(&new.relation),
        channels::is_preferred.eq(new.is_preferred),
        channels::source.eq(new.source),
        channels::source_on.eq(new.source_on),
        channels::checkin_id.eq(new.checkin),
        channels::state.eq(ChannelState::Untried),
        channels::failed_days.eq(0),
        channels::created_at.eq(tx.now),
    );
    diesel::insert_into(channels::table).values(row).execute(tx.conn)?;
    let terms = channel_terms(keys, new.kind, &new.value);
    dialect::add_terms(tx.conn, person.village_code, person.id, &terms)?;
    Ok(id)
}

/// Whether a channel in use is the one told of: a WeChat name may well be somebody's number, and a father's number
/// may become one's own, so kind and holder count beside the value.
fn is_same(keys: &Keys, channel: &Channel, new: &NewChannel) -> bool {
    let is_of_one_kind = channel.kind == new.kind || channel.kind.is_phone() && new.kind.is_phone();
    channel.ended_on.is_none()
        && is_of_one_kind
        && channel.holder == new.holder
        && channel
            .value
            .open(keys, channel_place(channel.id), Permit::checked())
            .is_some_and(|value| value == new.value)
}

/// Ends a channel: it stays in the record, but nobody is offered it. False if it had ended already; `NotFound` if it
/// is not this person's.
pub fn end_channel(tx: &mut Tx<'_>, keys: &Keys, person: &Person, id: ChannelId) -> Result<bool, Error> {
    let own = channels::table.find(id).filter(channels::resident_id.eq(person.id));
    let ended_on: Option<NaiveDate> = own.select(channels::ended_on).first(tx.conn)?;
    if ended_on.is_none() {
        diesel::update(own).set(channels::ended_on.eq(tx.today)).execute(tx.conn)?;
        compare(tx, keys, person)?;
    }
    Ok(ended_on.is_none())
}

/// Takes back a channel entered with a check-in that is withdrawn: nobody has used it since.
pub fn drop_channel(tx: &mut Tx<'_>, keys: &Keys, person: &Person, id: ChannelId) -> Result<(), Error> {
    let all = queries::channels_of(tx.conn, person)?;
    let (gone, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|channel| channel.id == id);
    let terms_of = |channel: &Channel| {
        let value =
            channel.value.open(keys, channel_place(channel.id), Permit::checked()).unwrap_or_default();
        channel_terms(keys, channel.kind, &value)
    };
    let still: Vec<String> = kept.iter().flat_map(terms_of).collect();
    for term in gone.iter().flat_map(terms_of).filter(|term| !still.contains(term)) {
        let (village, township) = (person.village_code, person.village_code.township());
        let row = search_terms::table.find((township, term, village, person.id.0));
        diesel::delete(row).execute(tx.conn)?;
    }
    diesel::delete(channels::table.find(id)).execute(tx.conn)?;
    compare(tx, keys, person)
}

/// Whether a channel belongs to a resident and has not ended.
pub fn has_channel(conn: &mut Conn, person: &Person, id: ChannelId) -> Result<bool, Error> {
    let row = channels::table
        .find(id)
        .filter(channels::resident_id.eq(person.id))
        .filter(channels::ended_on.is_null());
    Ok(row.select(channels::id).first::<ChannelId>(conn).optional()?.is_some())
}

/// Whether a channel is a telephone number of the resident's own that has not ended: one they can confirm.
pub fn has_own_number(conn: &mut Conn, person: &Person, id: ChannelId) -> Result<bool, Error> {
    let all = queries::channels_of(conn, person)?;
    Ok(all.iter().any(|channel| {
        channel.id == id && channel.kind.is_phone() && channel.holder.is_empty() && channel.ended_on.is_none()
    }))
}

/// A destination to be added.
#[derive(Debug, Clone)]
pub struct NewDestination {
    pub place: TypedPlace,
    pub employer: String,
    pub industry: Option<String>,
    pub occupation: String,
    pub from_on: Option<NaiveDate>,
    pub source: Source,
    pub source_on: NaiveDate,
    pub checkin: Option<CheckInId>,
}

/// Adds a destination, which ends the one that was open.
pub fn add_destination(
    tx: &mut Tx<'_>,
    person: &Person,
    new: &NewDestination,
) -> Result<DestinationId, Error> {
    end_destination(tx, person, new.from_on.unwrap_or(new.source_on), new.checkin)?;
    let id = DestinationId(tx.next_id());
    let row = (
        destinations::id.eq(id),
        destinations::resident_id.eq(person.id),
        destinations::place.eq(new.place.words()),
        destinations::place_code.eq(new.place.code()),
        destinations::employer.eq(&new.employer),
        destinations::industry.eq(&new.industry),
        destinations::occupation.eq(&new.occupation),
        destinations::from_on.eq(new.from_on),
        destinations::source.eq(new.source),
        destinations::source_on.eq(new.source_on),
        destinations::checkin_id.eq(new.checkin),
        destinations::created_at.eq(tx.now),
    );
    diesel::insert_into(destinations::table).values(row).execute(tx.conn)?;
    Ok(id)
}

/// Ends the open destination, if there is one; never before it began.
pub fn end_destination(
    tx: &mut Tx<'_>,
    person: &Person,
    day: NaiveDate,
    by: Option<CheckInId>,
) -> Result<Option<DestinationId>, Error> {
    let open = destinations::table
        .filter(destinations::resident_id.eq(person.id))
        .filter(destinations::until_on.is_null());
    let found: Option<(DestinationId, Option<NaiveDate>)> =
        open.select((destinations::id, destinations::from_on)).first(tx.conn).optional()?;
    let Some((id, from_on)) = found else { return Ok(None) };
    let until_on = from_on.map_or(day, |from_on| from_on.max(day));
    diesel::update(destinations::table.find(id))
        .set((destinations::until_on.eq(until_on), destinations::ended_by.eq(by)))
        .execute(tx.conn)?;
    Ok(Some(id))
}

/// Takes back a destination entered with a check-in that is withdrawn.
pub fn drop_destination(tx: &mut Tx<'_>, person: &Person, id: DestinationId) -> Result<(), Error> {
    let row = destinations::table.find(id).filter(destinations::resident_id.eq(person.id));
    diesel::delete(row).execute(tx.conn)?;
    Ok(())
}

/// Opens again a destination that a withdrawn check-in had ended.
pub fn reopen_destination(tx: &mut Tx<'_>, person: &Person, id: DestinationId) -> Result<(), Error> {
    diesel::update(destinations::table.find(id).filter(destinations::resident_id.eq(person.id)))
        .set((destinations::until_on.eq(None::<NaiveDate>), destinations::ended_by.eq(None::<CheckInId>)))
        .execute(tx.conn)?;
    Ok(())
}
