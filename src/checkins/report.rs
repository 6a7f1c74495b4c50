//! The resident's own check-in (本人自报): made by them on their own pages, or by the registration they sent.

use super::{model::CheckIn, queries, refold::refold, withdrawing::take_back};
use crate::{
    db::{Tx, schema::checkins},
    domain::{AccountId, ChannelId, CheckInId, CheckInKind, Outcome},
    error::Error,
    residents::{self, Person},
    seal::Keys,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// What a resident reports of themselves.
#[derive(Debug, Clone)]
pub struct SelfReport {
    /// The county day it was sent.
    pub held_on: NaiveDate,
    /// The number they say is still right, if they do.
    pub confirmed: Option<ChannelId>,
    pub note: String,
    /// Whether they ask for help with it.
    pub asks_help: bool,
}

/// Writes down a resident's own check-in under an id made beforehand. It is contact; on a closed record it goes before
/// the township (PRODUCT §4.3).
pub fn report(tx: &mut Tx<'_>, person: &Person, id: CheckInId, new: &SelfReport) -> Result<(), Error> {
    residents::lock(tx.conn, person.id)?;
    let row = (
        checkins::id.eq(id),
        checkins::resident_id.eq(person.id),
        checkins::kind.eq(CheckInKind::Resident),
        checkins::outcome.eq(Outcome::SelfReport),
        checkins::held_on.eq(new.held_on),
        checkins::written_at.eq(tx.now),
        checkins::channel_id.eq(new.confirmed),
        checkins::is_confirmed.eq(new.confirmed.is_some()),
        checkins::answered_by.eq(""),
        checkins::note.eq(&new.note),
        checkins::asks_help.eq(new.asks_help),
    );
    diesel::insert_into(checkins::table).values(row).execute(tx.conn)?;
    refold(tx, person.id)
}

/// Notes that a report confirmed a number which came with it.
pub fn confirm(tx: &mut Tx<'_>, person: &Person, id: CheckInId, channel: ChannelId) -> Result<(), Error> {
    let own = checkins::table.find(id).filter(checkins::resident_id.eq(person.id));
    diesel::update(own)
        .set((checkins::channel_id.eq(channel), checkins::is_confirmed.eq(true)))
        .execute(tx.conn)?;
    refold(tx, person.id)
}

/// Withdraws the report a registration became, because the registration waits again: it stays in the timeline,
/// struck through, and what came with it goes too unless touched since.
pub fn withdraw_report(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: AccountId,
    person: &Person,
    id: CheckInId,
) -> Result<(), Error> {
    let row: CheckIn = queries::find(tx.conn, person, id)?;
    if row.withdrawn_at.is_none() { take_back(tx, keys, by, person, id) } else { Ok(()) }
}
