//! Whom a list holds, and what it says of them: some at a time, so that a whole county needs no memory.

use crate::{
    db::{
        Conn, each_db,
        schema::{channels, destinations, households, residents},
    },
    domain::{ChannelId, ChannelKind, IdNumber, PhoneNumber, ResidentId, Scope, Sex, VillageCode},
    error::Error,
    residents::{State, Whose, channel_place, id_number_place, masked_handle},
    seal::{Keys, Permit, Sealed},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// Somebody on a list. Numbers are as they may be shown.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    pub name: String,
    /// 男, 女 or nothing.
    pub sex: &'static str,
    pub birth_on: Option<NaiveDate>,
    pub id_number: Option<String>,
    pub relation: String,
    pub education: Option<String>,
    pub last_contact_on: Option<NaiveDate>,
    pub county: String,
    pub township: String,
    pub village: String,
    pub group_no: Option<i32>,
    pub household_no: String,
    pub head_name: String,
    /// Their own numbers in use, the one to call first.
    pub phones: Vec<String>,
    pub landline: Option<String>,
    pub kin_phone: Option<String>,
    pub wechat: Option<String>,
    pub place: Option<String>,
    pub place_code: Option<String>,
    pub employer: String,
    pub occupation: String,
    pub from_on: Option<NaiveDate>,
}

/// How numbers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    Masked,
    /// With a right and a reason that is on record.
    Full,
}

/// Whom a list holds: all open records, by township and name.
pub fn ids(conn: &mut Conn, whose: Whose) -> Result<Vec<ResidentId>, Error> {
    let open = residents::table
        .filter(residents::state.eq(State::Open))
        .order((residents::township_code, residents::name_key, residents::id))
        .select(residents::id);
    Ok(match whose {
        Whose::Owner(post) => open.filter(residents::owner_id.eq(post)).load(conn)?,
        Whose::Territory(Scope::Village(code)) => open.filter(residents::village_code.eq(code)).load(conn)?,
        Whose::Territory(Scope::Township(code)) => {
            open.filter(residents::township_code.eq(code)).load(conn)?
        }
        Whose::Territory(Scope::County) => open.load(conn)?,
    })
}

type Own = (
    (ResidentId, String, Sex, Option<NaiveDate>, Option<Sealed<IdNumber>>, String),
    (Option<String>, Option<NaiveDate>, VillageCode, Option<ChannelId>),
    (Option<i32>, String, String),
);
type Reach = (ChannelId, ResidentId, ChannelKind, Sealed<String>, String);
type Away = (ResidentId, String, Option<String>, String, String, Option<NaiveDate>);

/// What a list says of some people of a scope, in the order asked for; who has gone meanwhile is left out.
pub fn listed(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    numbers: Numbers,
    names: &HashMap<String, String>,
    ids: &[ResidentId],
) -> Result<Vec<Listed>, Error> {
    let rows = residents::table.inner_join(households::table).filter(residents::id.eq_any(ids)).select((
        (
            residents::id,
            residents::name,
            residents::sex,
            residents::birth_on,
            residents::id_number,
            residents::relation,
        ),
        (
            residents::education,
            residents::last_contact_on,
            residents::village_code,
            residents::offered_channel_id,
        ),
        (households::group_no, households::number, households::head_name),
    ));
    let own: Vec<Own> = each_db!(conn, |c| rows.load(c))?;
    let mut all: HashMap<ResidentId, (Listed, Option<ChannelId>)> = HashMap::new();
    for (who, more, home) in own {
        if scope.covers(more.2) {
            let (id, offered) = (who.0, more.3);
            all.insert(id, (one(keys, numbers, names, (who, more, home)), offered));
        }
    }
    reach(conn, keys, numbers, ids, &mut all)?;
    let rows = destinations::table
        .filter(destinations::resident_id.eq_any(ids))
        .filter(destinations::until_on.is_null())
        .select((
            destinations::resident_id,
            destinations::place,
            destinations::place_code,
            destinations::employer,
            destinations::occupation,
            destinations::from_on,
        ));
    let away: Vec<Away> = each_db!(conn, |c| rows.load(c))?;
    for (id, place, code, employer, occupation, from_on) in away {
        if let Some((one, _)) = all.get_mut(&id) {
            (one.place, one.place_code, one.from_on) = (Some(place), code, from_on);
            (one.employer, one.occupation) = (employer, occupation);
        }
    }
    Ok(ids.iter().filter_map(|id| all.remove(id)).map(|(one, _)| one).collect())
}

fn one(keys: &Keys, numbers: Numbers, names: &HashMap<String, String>, (who, more, home): Own) -> Listed {
    let (id, name, sex, birth_on, id_number, relation) = who;
    let (education, last_contact_on, village, _) = more;
    let (group_no, household_no, head_name) = home;
    let place = id_number_place(id);
    let shown = |sealed: Sealed<IdNumber>| match numbers {
        Numbers::Masked => sealed.masked(keys, place, IdNumber::masked),
        Numbers::Full => sealed.open(keys, place, Permit::checked()).map(|number| number.as_str().to_owned()),
    };
    let named = |code: &str| names.get(code).cloned().unwrap_or_default();
    Listed {
        name,
        sex: match sex {
            Sex::Male => "男",
            Sex::Female => "女",
            Sex::Unknown => "",
        },
        birth_on,
        id_number: id_number.and_then(shown),
        relation,
        education,
        last_contact_on,
        county: named(village.county().as_str()),
        township: named(village.township().as_str()),
        village: named(village.as_str()),
        group_no,
        household_no,
        head_name,
        ..Listed::default()
    }
}

/// Adds how people are reached: channels in use, the one to call first in front.
fn reach(
    conn: &mut Conn,
    keys: &Keys,
    numbers: Numbers,
    ids: &[ResidentId],
    all: &mut HashMap<ResidentId, (Listed, Option<ChannelId>)>,
) -> Result<(), Error> {
    let rows = channels::table
        .filter(channels::resident_id.eq_any(ids))
        .filter(channels::ended_on.is_null())
        .order(channels::id)
        .select((channels::id, channels::resident_id, channels::kind, channels::value, channels::holder));
    let found: Vec<Reach> = each_db!(conn, |c| rows.load(c))?;
    for (id, resident, kind, value, holder) in found {
        let Some((one, offered)) = all.get_mut(&resident) else { continue };
        let Some(shown) = shown(keys, numbers, id, kind, value) else { continue };
        match kind {
            ChannelKind::Mobile if holder.is_empty() && *offered == Some(id) => one.phones.insert(0, shown),
            ChannelKind::Mobile if holder.is_empty() => one.phones.push(shown),
            ChannelKind::Landline if holder.is_empty() => {
                one.landline.get_or_insert(shown);
            }
            ChannelKind::Wechat => {
                one.wechat.get_or_insert(shown);
            }
            _ if kind.is_phone() => {
                one.kin_phone.get_or_insert(shown);
            }
            _ => {}
        }
    }
    Ok(())
}

fn shown(
    keys: &Keys,
    numbers: Numbers,
    id: ChannelId,
    kind: ChannelKind,
    value: Sealed<String>,
) -> Option<String> {
    let place = channel_place(id);
    match numbers {
        Numbers::Full => value.open(keys, place, Permit::checked()),
        Numbers::Masked if kind.is_phone() => {
            value.cast::<PhoneNumber>().masked(keys, place, PhoneNumber::masked)
        }
        Numbers::Masked => value.masked(keys, place, |value| masked_handle(value)),
    }
}
