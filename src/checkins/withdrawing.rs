//! What withdrawing a check-in does to its row and to what was entered with it.

use super::{queries, refold::refold};
use crate::{
    db::{
        Tx,
        schema::{checkins, residents as people},
    },
    domain::{AccountId, ChannelId, CheckInId},
    error::Error,
    residents::{self, Person},
    seal::Keys,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Strikes a check-in through; numbers and the destination entered with it go too unless touched since, and what it
/// ended opens again; who was informed then was not. The record is folded afresh.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: AccountId,
    person: &Person,
    id: CheckInId,
) -> Result<(), Error> {
    let along = queries::along(tx.conn, person, id)?;
    diesel::update(checkins::table.find(id))
        .set((checkins::withdrawn_at.eq(tx.now), checkins::withdrawn_by.eq(by)))
        .execute(tx.conn)?;
    for channel in along.channels {
        diesel::update(checkins::table.filter(checkins::channel_id.eq(channel)))
            .set((checkins::channel_id.eq(None::<ChannelId>), checkins::is_confirmed.eq(false)))
            .execute(tx.conn)?;
        residents::drop_channel(tx, keys, person, channel)?;
    }
    if let Some(destination) = along.destination {
        residents::drop_destination(tx, person, destination)?;
    }
    if let Some(destination) = along.reopened {
        residents::reopen_destination(tx, person, destination)?;
    }
    if along.informed {
        diesel::update(people::table.find(person.id))
            .set((people::informed_on.eq(None::<NaiveDate>), people::version.eq(people::version + 1)))
            .execute(tx.conn)?;
    }
    refold(tx, person.id)
}
