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
use chrono::NaiveDate;
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

/// Whether what lists show of a record's home, whereabouts or number is not what stands in its household, destinations
/// and channels.
pub fn listed_differs(conn: &mut Conn, id: ResidentId) -> Result<bool, Error> {
    Ok(home_or_place_differs(conn, id)? || number_differs(conn, id)?)
}

fn home_or_place_differs(conn: &mut Conn, id: ResidentId) -> Result<bool, Error> {
    type Home = (Option<i32>, String, Option<NaiveDate>);
    type Away = (String, String, String);
    type Listed = (Home, Option<String>, Option<String>, Option<String>);
    let row = residents::table.inner_join(households::table).filter(residents::id.eq(id));
    let (listed, home): (Listed, Home) = row
        .select((
            (
                (residents::listed_group_no, residents::listed_head, residents::listed_unaccompanied_since),
                residents::listed_place,
                residents::listed_employer,
                residents::listed_occupation,
            ),
            (households::group_no, households::head_name, households::unaccompanied_since),
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
    Ok(listed != (home, place, employer, occupation))
}

fn number_differs(conn: &mut Conn, id: ResidentId) -> Result<bool, Error> {
    type Number = (String, Vec<u8>, String, String);
    type Listed = (Option<String>, Option<Vec<u8>>, Option<String>, Option<String>);
    let row = residents::table
        .left_join(channels::table.on(channels::id.nullable().eq(residents::offered_channel_id)))
        .filter(residents::id.eq(id));
    let (listed, number): (Listed, Option<Number>) = row
        .select((
            (
                residents::listed_channel_kind,
                residents::listed_channel_value,
                residents::listed_channel_holder,
                residents::listed_channel_relation,
            ),
            (channels::kind, channels::value, channels::holder, channels::relation).nullable(),
        ))
        .first(conn)?;
    Ok(listed
        != match number {
            Some((kind, value, holder, relation)) => (Some(kind), Some(value), Some(holder), Some(relation)),
            None => (None, None, None, None),
        })
}
