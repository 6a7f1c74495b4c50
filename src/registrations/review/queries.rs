//! Reading what a reviewer needs of one registration: who is alike, whose household it may be, what happened since.

use super::{
    super::{
        brought::features,
        model::{Registration, RegistrationState},
    },
    model::{BeforeImage, Since},
    same_person::{likeness, sound},
};
use crate::{
    accounts, audit,
    db::{
        Conn,
        schema::{accounts as staff, checkins, households, registrations},
    },
    domain::{HouseholdId, PostId, RegistrationId, Scope, Search},
    error::Error,
    residents::{self, Alike, Person},
    seal::Keys,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Most records named as likely.
const MOST_ALIKE: usize = 5;

/// Records in this scope that may be of whoever sent a registration: those that are close, then those whose name sounds
/// the same, then those with the same number under another name.
pub fn candidates(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    found: &Registration,
) -> Result<Vec<Alike>, Error> {
    let Some(features) = features(keys, found) else { return Ok(Vec::new()) };
    let mut alike = residents::alike(conn, keys, scope, &features, None)?;
    let village = Scope::Village(found.village_code);
    let namesakes =
        residents::search(conn, keys, village, &Search::Pinyin(features.name.reading().replace(' ', "")))?
            .rows;
    let is_whole = |person: &Person| sound(&person.name) == features.name.reading();
    for row in namesakes.into_iter().filter(|row| is_whole(&row.0) && row.0.state == residents::State::Open) {
        if !alike.iter().any(|known| known.row.0.id == row.0.id) {
            alike.push(Alike { row, evidence: Vec::new() });
        }
    }
    alike.sort_by_key(|other| likeness(found, other));
    alike.truncate(MOST_ALIKE);
    Ok(alike)
}

/// The household of a village that a registration names by its head and group, where there is exactly one.
pub fn household_named(conn: &mut Conn, found: &Registration) -> Result<Option<HouseholdId>, Error> {
    if found.head_name.is_empty() {
        return Ok(None);
    }
    let mut rows = households::table
        .filter(households::village_code.eq(found.village_code))
        .filter(households::head_name.eq(&found.head_name))
        .select(households::id)
        .limit(2)
        .into_boxed();
    if let Some(group) = found.group_no {
        rows = rows.filter(households::group_no.eq(group));
    }
    let ids: Vec<HouseholdId> = rows.load(conn)?;
    Ok(ids.first().copied().filter(|_| ids.len() == 1))
}

/// When the latest form was sent that went into a record and is not one of these.
pub fn last_sent_of(
    conn: &mut Conn,
    person: &Person,
    except: &[Registration],
) -> Result<Option<NaiveDateTime>, Error> {
    let except: Vec<RegistrationId> = except.iter().map(|form| form.id).collect();
    let rows = registrations::table
        .filter(registrations::resident_id.eq(person.id))
        .filter(registrations::state.eq_any([RegistrationState::Accepted, RegistrationState::Joined]))
        .filter(registrations::checkin_id.is_not_null())
        .filter(registrations::id.ne_all(except))
        .order(registrations::sent_at.desc())
        .select(registrations::sent_at);
    Ok(rows.first(conn).optional()?)
}

/// What has happened to a record since a registration went into it; what its person reported since counts too.
pub fn since(
    conn: &mut Conn,
    person: &Person,
    decided: &Registration,
    before: &BeforeImage,
) -> Result<Since, Error> {
    let Some(decided_at) = decided.decided_at else { return Ok(Since::default()) };
    let logged = checkins::table
        .filter(checkins::resident_id.eq(person.id))
        .filter(checkins::withdrawn_at.is_null())
        .filter(checkins::written_at.gt(decided_at));
    let check_ins = logged.count().get_result(conn)?;
    let details = residents::details(conn, person)?;
    let both = [person.id.0, details.household_id.0];
    let is_edited = details.version != before.version || audit::is_changed_since(conn, &both, before.until)?;
    Ok(Since { check_ins, is_edited })
}

/// The name of whoever decided a registration.
pub fn decided_by(conn: &mut Conn, found: &Registration) -> Result<Option<String>, Error> {
    let Some(account) = found.decided_by else { return Ok(None) };
    Ok(staff::table.find(account).select(staff::name).first(conn).optional()?)
}

/// The post among the cadres of a registration's village that answers for the fewest residents, of those that somebody holds.
pub fn lightest_post(
    conn: &mut Conn,
    found: &Registration,
    today: NaiveDate,
) -> Result<Option<PostId>, Error> {
    let mut lightest = None;
    for post in accounts::cadre_posts(conn, found.village_code, today)? {
        let count = residents::count_of_owner(conn, post)?;
        if lightest.is_none_or(|(least, _)| count < least) {
            lightest = Some((count, post));
        }
    }
    Ok(lightest.map(|(_, post)| post))
}
