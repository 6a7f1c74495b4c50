//! What records say, many at once, as far as a roster may bring something new.

use super::super::model::{Source, State, channel_place};
use crate::{
    db::{
        Conn, each_db,
        schema::{channels, destinations, households, residents},
    },
    domain::{ChannelId, ChannelKind, IdKind, ResidentId, Scope, Sex, VillageCode},
    error::Error,
    seal::{Keys, Permit, Sealed},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// A channel of a record, ended ones too.
#[derive(Debug, Clone)]
pub struct KnownChannel {
    pub kind: ChannelKind,
    pub value: String,
    pub is_ended: bool,
}

/// What one record says.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub id: ResidentId,
    pub village: VillageCode,
    pub state: State,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub has_document: bool,
    pub relation: String,
    pub channels: Vec<KnownChannel>,
    pub destination: Option<Stay>,
}

/// Where somebody is, as their record says.
#[derive(Debug, Clone)]
pub struct Stay {
    pub place: String,
    pub code: Option<String>,
    pub from_on: Option<NaiveDate>,
    pub source: Source,
}

type Facts = (ResidentId, VillageCode, State, Sex, Option<NaiveDate>, IdKind, String);
type Whole = (ChannelId, ResidentId, ChannelKind, Sealed<String>, Option<NaiveDate>);

/// The records of a scope by their ids. What is sealed in them is compared and goes nowhere.
pub fn snapshots(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    ids: &[ResidentId],
) -> Result<HashMap<ResidentId, Snapshot>, Error> {
    let mut all = HashMap::new();
    for some in ids.chunks(500) {
        let rows =
            residents::table.inner_join(households::table).filter(residents::id.eq_any(some)).select((
                residents::id,
                residents::village_code,
                residents::state,
                residents::sex,
                residents::birth_on,
                residents::id_kind,
                residents::relation,
            ));
        let found: Vec<Facts> = each_db!(conn, |c| rows.load(c))?;
        for (id, village, state, sex, birth_on, kind, relation) in found {
            if scope.covers(village) {
                let has_document = kind != IdKind::None;
                let (channels, destination) = (Vec::new(), None);
                all.insert(
                    id,
                    Snapshot {
                        id,
                        village,
                        state,
                        sex,
                        birth_on,
                        has_document,
                        relation,
                        channels,
                        destination,
                    },
                );
            }
        }
        add_channels(conn, keys, some, &mut all)?;
        add_destinations(conn, some, &mut all)?;
    }
    Ok(all)
}

fn add_channels(
    conn: &mut Conn,
    keys: &Keys,
    ids: &[ResidentId],
    all: &mut HashMap<ResidentId, Snapshot>,
) -> Result<(), Error> {
    let rows = channels::table.filter(channels::resident_id.eq_any(ids)).order(channels::id).select((
        channels::id,
        channels::resident_id,
        channels::kind,
        channels::value,
        channels::ended_on,
    ));
    let found: Vec<Whole> = each_db!(conn, |c| rows.load(c))?;
    for (id, resident, kind, value, ended_on) in found {
        let Some(snapshot) = all.get_mut(&resident) else { continue };
        if let Some(value) = value.open(keys, channel_place(id), Permit::checked()) {
            snapshot.channels.push(KnownChannel { kind, value, is_ended: ended_on.is_some() });
        }
    }
    Ok(())
}

fn add_destinations(
    conn: &mut Conn,
    ids: &[ResidentId],
    all: &mut HashMap<ResidentId, Snapshot>,
) -> Result<(), Error> {
    type Open = (ResidentId, String, Option<String>, Option<NaiveDate>, Source);
    let rows = destinations::table
        .filter(destinations::resident_id.eq_any(ids))
        .filter(destinations::until_on.is_null())
        .select((
            destinations::resident_id,
            destinations::place,
            destinations::place_code,
            destinations::from_on,
            destinations::source,
        ));
    let found: Vec<Open> = each_db!(conn, |c| rows.load(c))?;
    for (resident, place, code, from_on, source) in found {
        if let Some(snapshot) = all.get_mut(&resident) {
            snapshot.destination = Some(Stay { place, code, from_on, source });
        }
    }
    Ok(())
}
