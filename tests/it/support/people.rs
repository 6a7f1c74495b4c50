//! More people than the cast, for lists and orders. All invented.

use super::{TestApp, cast};
use diesel::prelude::*;
use kith::{
    checkins::refold,
    db::{
        Tx,
        schema::{channels, residents as people},
    },
    domain::{ChannelKind, PersonName, PhoneNumber, PostId, ResidentId, Sex, TypedPlace, VillageCode},
    error::Error,
    residents::{self, NewChannel, NewHousehold, NewResident, Source},
    seal::Keys,
};

/// Somebody to be added: away, without tags.
#[derive(Clone)]
pub struct Someone {
    pub name: String,
    pub village: &'static str,
    /// Days from today until contact is owed; negative: since when it is.
    pub due_in: i64,
    pub numbers: Vec<String>,
    pub owner: Option<i64>,
}

impl Someone {
    /// Somebody of the owner's, with one number.
    pub fn due_in(days: i64, name: &str) -> Someone {
        let numbers = vec!["15400001000".to_owned()];
        Someone {
            name: name.to_owned(),
            village: cast::VILLAGE,
            due_in: days,
            numbers,
            owner: Some(cast::OWNER),
        }
    }

    /// Adds them.
    pub fn enter(self, app: &TestApp) -> ResidentId {
        let keys = app.state.keys.clone();
        app.write(move |tx| enter(tx, &keys, &self))
    }
}

fn enter(tx: &mut Tx<'_>, keys: &Keys, someone: &Someone) -> Result<ResidentId, Error> {
    let village = VillageCode::parse(someone.village).expect("a village");
    let home = NewHousehold {
        village,
        group_no: Some(3),
        number: String::new(),
        head_name: "周德福".into(),
        address: String::new(),
        children_left: 0,
        elderly_left: 0,
        adults_left: 1,
    };
    let household = residents::add_household(tx, &home)?;
    let channel = |number: &String| {
        NewChannel::phone(
            &PhoneNumber::parse(number).expect("a number"),
            String::new(),
            Source::Staff,
            tx.today,
            None,
        )
    };
    let channels = someone.numbers.iter().map(channel).collect();
    let away = residents::NewDestination::told(
        TypedPlace::told("广东省东莞市", village.county()),
        "",
        Source::Staff,
        tx.today,
    );
    let new = NewResident {
        village,
        household,
        relation: "30".into(),
        name: PersonName::parse(&someone.name).expect("a name"),
        sex: Sex::Male,
        birth_on: None,
        document: None,
        hours: String::new(),
        note: String::new(),
        priority: None,
        is_settled: false,
        education: None,
        legal_basis: kith::domain::LegalBasis::Duty,
        owner: someone.owner.map(PostId),
        backup: None,
        informed_on: None,
        channels,
        destination: Some(away),
    };
    let id = residents::add(tx, keys, &new)?.id;
    let due_on = tx.today + chrono::TimeDelta::days(someone.due_in);
    diesel::update(people::table.find(id)).set(people::first_due_on.eq(due_on)).execute(tx.conn)?;
    refold(tx, id)?;
    Ok(id)
}

/// Changes a fact of somebody's row as its own form will, and plans afresh.
pub fn set<C>(app: &TestApp, id: ResidentId, change: C)
where
    C: Send + 'static + FnOnce(&mut Tx<'_>, ResidentId) -> QueryResult<usize>,
{
    app.write(move |tx| {
        change(tx, id)?;
        refold(tx, id)
    });
}

/// Locks somebody, as their township's data contact does.
pub fn lock(app: &TestApp, id: ResidentId) {
    app.write(move |tx| {
        let village = people::table.find(id).select(people::village_code).first::<VillageCode>(tx.conn)?;
        let (person, ..) = residents::find(tx.conn, kith::domain::Scope::Village(village), id)?;
        residents::lock_away(tx, &person)?;
        refold(tx, id)
    });
}

/// Another channel of somebody, of any kind.
pub fn add_channel(app: &TestApp, id: ResidentId, kind: ChannelKind, value: &str) -> String {
    let (keys, value) = (app.state.keys.clone(), value.to_owned());
    let added = app.write(move |tx| {
        let village = people::table.find(id).select(people::village_code).first::<VillageCode>(tx.conn)?;
        let (person, ..) = residents::find(tx.conn, kith::domain::Scope::Village(village), id)?;
        let new = NewChannel {
            kind,
            value,
            holder: String::new(),
            relation: String::new(),
            is_preferred: false,
            source: Source::Staff,
            source_on: tx.today,
            checkin: None,
        };
        let channel = residents::add_channel(tx, &keys, &person, &new)?;
        refold(tx, id)?;
        Ok(channel)
    });
    added.to_string()
}

/// The kinds and states of somebody's channels, oldest first.
pub fn channels_of(app: &TestApp, id: ResidentId) -> Vec<(String, String)> {
    app.read(move |conn| {
        let rows = channels::table.filter(channels::resident_id.eq(id)).order(channels::id);
        Ok(rows.select((channels::kind, channels::state)).load(conn)?)
    })
}

/// The ids of somebody's channels, oldest first, as forms name them.
pub fn channel_ids(app: &TestApp, id: ResidentId) -> Vec<String> {
    let ids: Vec<kith::domain::ChannelId> = app.read(move |conn| {
        let rows = channels::table.filter(channels::resident_id.eq(id)).order(channels::id);
        Ok(rows.select(channels::id).load(conn)?)
    });
    ids.iter().map(ToString::to_string).collect()
}
