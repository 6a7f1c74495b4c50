//! What a registration or a roster brings into a record, and taking it back: only what was empty is filled, and only what
//! still stands as it was filled is emptied again (PRODUCT §4.5, DESIGN §4 "Undo").

use super::{
    model::{Person, id_number_place},
    queries,
    terms::id_terms,
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{channels, residents, search_terms},
    },
    domain::{CallReason, ChannelId, CheckInId, IdKind, IdNumber, Sex},
    error::Error,
    seal::{Keys, Permit, Sealed},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Facts somebody told of themselves; each enters the record only where it has none.
#[derive(Debug, Clone)]
pub struct Told {
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub document: Option<(IdKind, IdNumber)>,
    pub hours: String,
    /// Whether their hours replace others on file.
    pub prefers_hours: bool,
    /// The day on which they read what is kept of them, if they did.
    pub informed_on: Option<NaiveDate>,
    /// To the head of the household, by code (GB/T 4761); empty if it was not told.
    pub relation: String,
}

/// What was filled, so that it can be emptied again: names of fields, and what stood in `hours` before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub sex: bool,
    pub birth_on: bool,
    pub id_number: bool,
    pub informed_on: bool,
    pub hours_before: Option<String>,
    #[serde(default)]
    pub relation: bool,
}

impl Filled {
    /// The names of the fields, for the trail.
    pub fn fields(&self) -> Vec<&'static str> {
        let all = [
            (self.sex, "sex"),
            (self.birth_on, "birth_on"),
            (self.id_number, "id_number"),
            (self.informed_on, "informed_on"),
            (self.hours_before.is_some(), "hours"),
            (self.relation, "relation"),
        ];
        all.into_iter().filter(|(is_filled, _)| *is_filled).map(|(_, name)| name).collect()
    }
}

/// Fills what a record lacks.
pub fn fill(tx: &mut Tx<'_>, keys: &Keys, person: &Person, told: &Told) -> Result<Filled, Error> {
    let details = queries::details(tx.conn, person)?;
    let row = residents::table.find(person.id);
    let mut filled = Filled::default();
    if details.sex == Sex::Unknown && told.sex != Sex::Unknown {
        diesel::update(row).set(residents::sex.eq(told.sex)).execute(tx.conn)?;
        filled.sex = true;
    }
    if let (None, Some(birth_on)) = (details.birth_on, told.birth_on) {
        diesel::update(row).set(residents::birth_on.eq(birth_on)).execute(tx.conn)?;
        filled.birth_on = true;
    }
    if let (IdKind::None, Some((kind, number))) = (details.id_kind, &told.document) {
        let sealed = Sealed::<IdNumber>::seal(keys, id_number_place(person.id), number.as_str());
        let set = (residents::id_kind.eq(*kind), residents::id_number.eq(sealed));
        diesel::update(row).set(set).execute(tx.conn)?;
        dialect::add_terms(tx.conn, person.village_code, person.id, &id_terms(keys, number))?;
        filled.id_number = true;
    }
    if let (None, Some(informed_on)) = (details.informed_on, told.informed_on) {
        diesel::update(row).set(residents::informed_on.eq(informed_on)).execute(tx.conn)?;
        filled.informed_on = true;
    }
    if person.relation.is_empty() && !told.relation.is_empty() {
        diesel::update(row).set(residents::relation.eq(&told.relation)).execute(tx.conn)?;
        filled.relation = true;
    }
    let is_better = person.hours.is_empty() || told.prefers_hours;
    if !told.hours.is_empty() && told.hours != person.hours && is_better {
        diesel::update(row).set(residents::hours.eq(&told.hours)).execute(tx.conn)?;
        filled.hours_before = Some(person.hours.clone());
    }
    diesel::update(row).set(residents::version.eq(residents::version + 1)).execute(tx.conn)?;
    Ok(filled)
}

/// Empties again what was filled, where it still says what was told.
pub fn unfill(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    filled: &Filled,
    told: &Told,
) -> Result<(), Error> {
    let details = queries::details(tx.conn, person)?;
    let row = residents::table.find(person.id);
    if filled.sex && details.sex == told.sex {
        diesel::update(row).set(residents::sex.eq(Sex::Unknown)).execute(tx.conn)?;
    }
    if filled.birth_on && details.birth_on == told.birth_on {
        diesel::update(row).set(residents::birth_on.eq(None::<NaiveDate>)).execute(tx.conn)?;
    }
    if let (true, Some((_, number)), Some(sealed)) = (filled.id_number, &told.document, &details.id_number)
        && sealed.open(keys, id_number_place(person.id), Permit::checked()).as_ref() == Some(number)
    {
        let none = (residents::id_kind.eq(IdKind::None), residents::id_number.eq(None::<Vec<u8>>));
        diesel::update(row).set(none).execute(tx.conn)?;
        drop_terms(tx, person, &id_terms(keys, number))?;
    }
    if filled.relation && person.relation == told.relation {
        diesel::update(row).set(residents::relation.eq("")).execute(tx.conn)?;
    }
    if filled.informed_on && details.informed_on == told.informed_on {
        diesel::update(row).set(residents::informed_on.eq(None::<NaiveDate>)).execute(tx.conn)?;
    }
    if let Some(before) = filled.hours_before.as_ref().filter(|_| person.hours == told.hours) {
        diesel::update(row).set(residents::hours.eq(before)).execute(tx.conn)?;
    }
    diesel::update(row).set(residents::version.eq(residents::version + 1)).execute(tx.conn)?;
    Ok(())
}

fn drop_terms(tx: &mut Tx<'_>, person: &Person, terms: &[String]) -> Result<(), Error> {
    let (village, township) = (person.village_code, person.village_code.township());
    for term in terms {
        diesel::delete(search_terms::table.find((township, term, village, person.id.0))).execute(tx.conn)?;
    }
    Ok(())
}

/// A call that was asked for: why, and when. It may have been made since.
pub type AskedCall = (CallReason, NaiveDateTime);

/// Asks for a call at once, unless one is asked for that weighs as much (PRODUCT §4.2: help comes before new). The one
/// whose place it takes.
pub fn ask_for_call(
    tx: &mut Tx<'_>,
    person: &Person,
    reason: CallReason,
    since: NaiveDateTime,
) -> Result<Option<AskedCall>, Error> {
    let is_standing = person.call_stands
        && (person.call_reason == Some(CallReason::Help) || person.call_reason == Some(reason));
    if is_standing {
        return Ok(None);
    }
    diesel::update(residents::table.find(person.id))
        .set((residents::call_reason.eq(reason), residents::call_since.eq(since)))
        .execute(tx.conn)?;
    Ok(person.call_reason.zip(person.call_since))
}

/// Takes back a call that was asked for at this moment, in favour of the one before; the caller folds the record.
pub fn withdraw_call(
    tx: &mut Tx<'_>,
    person: &Person,
    since: NaiveDateTime,
    before: Option<AskedCall>,
) -> Result<(), Error> {
    let asked = residents::table.find(person.id).filter(residents::call_since.eq(since));
    let (reason, since) = before.unzip();
    let then = (
        residents::call_reason.eq(reason),
        residents::call_since.eq(since),
        residents::call_stands.eq(false),
    );
    diesel::update(asked).set(then).execute(tx.conn)?;
    Ok(())
}

/// The channels of a record, each with the check-in it came with and goes with.
pub fn channels_along(
    tx: &mut Tx<'_>,
    person: &Person,
) -> Result<Vec<(ChannelId, Option<CheckInId>)>, Error> {
    let all = channels::table.filter(channels::resident_id.eq(person.id)).order(channels::id);
    Ok(all.select((channels::id, channels::checkin_id)).load(tx.conn)?)
}

/// Lets a channel that was told again go with the check-in it had come with, if it goes with none now.
pub fn belongs_again(
    tx: &mut Tx<'_>,
    person: &Person,
    channel: ChannelId,
    checkin: CheckInId,
) -> Result<(), Error> {
    let own = channels::table.find(channel).filter(channels::resident_id.eq(person.id));
    diesel::update(own.filter(channels::checkin_id.is_null()))
        .set(channels::checkin_id.eq(checkin))
        .execute(tx.conn)?;
    Ok(())
}

/// The channel that is called first, if one was chosen.
pub fn called_first(tx: &mut Tx<'_>, person: &Person) -> Result<Option<ChannelId>, Error> {
    let all = queries::channels_of(tx.conn, person)?;
    Ok(all
        .into_iter()
        .find(|channel| channel.is_preferred && channel.ended_on.is_none())
        .map(|channel| channel.id))
}

/// Makes a channel the one that is called first, or none.
pub fn call_first(tx: &mut Tx<'_>, person: &Person, id: Option<ChannelId>) -> Result<(), Error> {
    let own = channels::table.filter(channels::resident_id.eq(person.id));
    diesel::update(own).set(channels::is_preferred.eq(false)).execute(tx.conn)?;
    if let Some(id) = id {
        diesel::update(own.filter(channels::id.eq(id)))
            .set(channels::is_preferred.eq(true))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Marks a record as made by mistake from a registration (it closes at this moment), or takes the mark away; the caller
/// folds it.
pub fn take_back(tx: &mut Tx<'_>, person: &Person, at: Option<NaiveDateTime>) -> Result<(), Error> {
    diesel::update(residents::table.find(person.id)).set(residents::taken_back_at.eq(at)).execute(tx.conn)?;
    Ok(())
}

/// Whether a record was made by mistake from a registration, and has not come back since.
pub fn is_taken_back(conn: &mut Conn, person: &Person) -> Result<bool, Error> {
    let at: Option<NaiveDateTime> =
        residents::table.find(person.id).select(residents::taken_back_at).first(conn)?;
    Ok(at.is_some())
}
