//! Looking every record through, for `kith check`.

use super::model::{Channel, channel_place, id_number_place};
use crate::{
    db::{
        Conn,
        schema::{channels, destinations, households, residents},
    },
    domain::{IdNumber, ResidentId},
    error::Error,
    seal::{Keys, Sealed},
};
use diesel::prelude::*;

/// Ids of all records after one, for the job that checks every record.
pub fn ids_after(conn: &mut Conn, after: ResidentId, limit: i64) -> Result<Vec<ResidentId>, Error> {
    let ids = residents::table.filter(residents::id.gt(after)).order(residents::id).limit(limit);
    Ok(ids.select(residents::id).load(conn)?)
}

/// Which sealed values of a record do not open with these keys; for the job that checks every record.
pub fn unsound(conn: &mut Conn, keys: &Keys, id: ResidentId) -> Result<Vec<&'static str>, Error> {
    let number: Option<Sealed<IdNumber>> =
        residents::table.find(id).select(residents::id_number).first(conn)?;
    let own = id_number_place(id);
    let shut = number.filter(|number| !number.is_sound(keys, own)).map(|_| own.column);
    let all = channels::table.filter(channels::resident_id.eq(id)).order(channels::id);
    let all: Vec<Channel> = all.select(Channel::as_select()).load(conn)?;
    let channels = all.iter().map(|channel| (channel_place(channel.id), channel));
    let shut_channels = channels
        .filter(|(place, channel)| !channel.value.is_sound(keys, *place))
        .map(|(place, _)| place.column);
    Ok(shut.into_iter().chain(shut_channels).collect())
}

/// Whether what lists show of a record's home or whereabouts is not what stands in its household and destinations.
pub fn listed_differs(conn: &mut Conn, id: ResidentId) -> Result<bool, Error> {
    type Away = (String, String, String);
    type Listed = (Option<i32>, String, Option<String>, Option<String>, Option<String>);
    let row = residents::table.inner_join(households::table).filter(residents::id.eq(id));
    let (listed, home): (Listed, (Option<i32>, String)) = row
        .select((
            (
                residents::listed_group_no,
                residents::listed_head,
                residents::listed_place,
                residents::listed_employer,
                residents::listed_occupation,
            ),
            (households::group_no, households::head_name),
        ))
        .first(conn)?;
    let open = destinations::table
        .filter(destinations::resident_id.eq(id))
        .filter(destinations::until_on.is_null())
        .select((destinations::place, destinations::employer, destinations::occupation));
    let (place, employer, occupation) = match open.first::<Away>(conn).optional()? {
        Some((place, employer, occupation)) => (Some(place), Some(employer), Some(occupation)),
        None => (None, None, None),
    };
    Ok(listed != (home.0, home.1, place, employer, occupation))
}
