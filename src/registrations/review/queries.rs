//! Reading what a reviewer needs: what waits for whom, who is alike, which forms are of one person.

use super::{
    super::{
        brought::features,
        model::{Registration, RegistrationState},
        queries::{self as sent, shown},
    },
    model::{BeforeImage, MOST_FORMS, Since, UNDO_DAYS},
};
use crate::{
    accounts,
    db::{
        Conn,
        schema::{accounts as staff, checkins, households, registration_keys, registrations},
    },
    domain::{HouseholdId, PersonName, PostId, RegistrationId, Scope, Search, VillageCode},
    error::Error,
    residents::{self, Alike, Person},
    seal::Keys,
    territories,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Where counting registrations stops: "100+".
pub const COUNTED: i64 = 100;

/// Most records named as likely.
const MOST_ALIKE: usize = 5;

/// What waits for a township itself: what its villages have not decided in time, and all of a village without a cadre.
pub fn waiting_for_township(
    conn: &mut Conn,
    scope: Scope,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let Scope::Township(township) = scope else { return Err(Error::Forbidden) };
    let mut found = sent::late(conn, scope, today, limit)?;
    for village in accounts::villages_without_cadre(conn, township, today)? {
        found.extend(sent::waiting(conn, Scope::Village(village), None, limit)?);
    }
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// What was decided of a territory within the days for which it can be undone, the latest first, after one of them (from
/// the start, if that one is decided no more).
pub fn decided(
    conn: &mut Conn,
    scope: Scope,
    now: NaiveDateTime,
    after: Option<RegistrationId>,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let since = now - TimeDelta::days(UNDO_DAYS);
    let last = match after {
        Some(id) => sent::find(conn, scope, id)?.decided_at.map(|at| (at, id)),
        None => None,
    };
    let (at, id) = last.unwrap_or((now + TimeDelta::days(1), RegistrationId(0)));
    let comes_after =
        registrations::decided_at.lt(at).or(registrations::decided_at.eq(at).and(registrations::id.lt(id)));
    let rows = shown!()
        .filter(registrations::decided_at.ge(since))
        .filter(comes_after)
        .order((registrations::decided_at.desc(), registrations::id.desc()))
        .limit(limit)
        .select(Registration::as_select());
    Ok(match scope {
        Scope::Village(code) => rows.filter(registrations::village_code.eq(code)).load(conn)?,
        Scope::Township(code) => rows.filter(registrations::township_code.eq(code)).load(conn)?,
        Scope::County => return Err(Error::Forbidden),
    })
}

/// What a territory, or a village that was merged into it, passed on within those days and nobody has decided yet: it can
/// take them back. The latest first.
pub fn passed_on(
    conn: &mut Conn,
    scope: Scope,
    now: NaiveDateTime,
    limit: i64,
) -> Result<Vec<Registration>, Error> {
    let from: Vec<VillageCode> = match scope {
        Scope::Village(village) => territories::codes_of(conn, village)?,
        Scope::Township(township) => {
            let inside = territories::divisions_of(conn, township.as_str())?;
            inside.iter().filter_map(|village| VillageCode::parse(&village.code).ok()).collect()
        }
        Scope::County => return Ok(Vec::new()),
    };
    let rows = shown!()
        .filter(registrations::passed_from.eq_any(from))
        .filter(registrations::passed_at.ge(now - TimeDelta::days(UNDO_DAYS)))
        .filter(registrations::state.eq(RegistrationState::Waiting))
        .order((registrations::passed_at.desc(), registrations::id.desc()));
    let rows: Vec<Registration> = rows.limit(limit).select(Registration::as_select()).load(conn)?;
    let mut away = Vec::new();
    for row in rows {
        match find_passed_on(conn, scope, row.id, now) {
            Ok(row) => away.push(row),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(away)
}

/// A registration that this territory, or a village merged into it, passed on within those days and that still waits
/// elsewhere.
pub fn find_passed_on(
    conn: &mut Conn,
    scope: Scope,
    id: RegistrationId,
    now: NaiveDateTime,
) -> Result<Registration, Error> {
    let one = shown!()
        .filter(registrations::id.eq(id))
        .filter(registrations::passed_at.ge(now - TimeDelta::days(UNDO_DAYS)))
        .filter(registrations::state.eq(RegistrationState::Waiting));
    let row: Registration = one.select(Registration::as_select()).first(conn)?;
    let from = row.passed_from.ok_or(Error::NotFound)?;
    let home = territories::successor_of(conn, from.as_str())?.ok_or(Error::NotFound)?;
    let home = VillageCode::parse(&home.code).map_err(|_| Error::NotFound)?;
    if scope.covers(home) && home != row.village_code { Ok(row) } else { Err(Error::NotFound) }
}

/// Other forms of the same person that wait in the same village and are decided along with this one, oldest first: the
/// newest of them, with this one no more than [`MOST_FORMS`].
pub fn other_forms(conn: &mut Conn, found: &Registration) -> Result<Vec<Registration>, Error> {
    let mut ids = others(conn, found)?;
    ids.truncate(MOST_FORMS - 1);
    let rows = registrations::table.filter(registrations::id.eq_any(ids)).order(registrations::id);
    Ok(rows.select(Registration::as_select()).load(conn)?)
}

/// How many forms of the same person wait in the same village, this one included; counting stops above [`COUNTED`].
pub fn count_forms(conn: &mut Conn, found: &Registration) -> Result<usize, Error> {
    Ok(others(conn, found)?.len() + 1)
}

/// The other forms of the same person that wait in the same village, the newest first: they have something in common,
/// and names that sound alike. Of those that share one thing only the newest are looked at, as many as are counted.
fn others(conn: &mut Conn, found: &Registration) -> Result<Vec<RegistrationId>, Error> {
    let own = registration_keys::table
        .filter(registration_keys::registration_id.eq(found.id))
        .select(registration_keys::term);
    let terms: Vec<i64> = own.load(conn)?;
    let sound = sound(&found.name);
    let mut ids = Vec::new();
    for term in terms {
        let of_registration = registration_keys::registration_id.eq(registrations::id);
        let rows = shown!()
            .inner_join(registration_keys::table.on(of_registration))
            .filter(registration_keys::term.eq(term))
            .filter(registrations::id.ne(found.id))
            .filter(registrations::village_code.eq(found.village_code))
            .filter(registrations::state.eq(RegistrationState::Waiting))
            .order(registrations::id.desc())
            .limit(COUNTED);
        let rows: Vec<(RegistrationId, String)> =
            rows.select((registrations::id, registrations::name)).load(conn)?;
        ids.extend(rows.into_iter().filter(|(_, name)| self::sound(name) == sound).map(|(id, _)| id));
    }
    ids.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    ids.dedup();
    ids.truncate(usize::try_from(COUNTED).unwrap_or(0));
    Ok(ids)
}

fn sound(name: &str) -> String {
    PersonName::parse(name).map_or_else(|_| name.to_owned(), |name| name.reading())
}

/// Records in this scope that may be of whoever sent a registration: those with something in common, then those whose
/// name sounds the same (no evidence but that).
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

/// The forms that were decided in one step, this one included, oldest first.
pub fn decided_with(conn: &mut Conn, found: &Registration) -> Result<Vec<Registration>, Error> {
    let together = registrations::table
        .filter(registrations::village_code.eq(found.village_code))
        .filter(registrations::decided_at.eq(found.decided_at))
        .order(registrations::id)
        .select(Registration::as_select());
    let all: Vec<Registration> = together.load(conn)?;
    let sound = sound(&found.name);
    let is_one = |form: &Registration| {
        form.decided_by == found.decided_by
            && form.state.is_taken_in() == found.state.is_taken_in()
            && (!found.state.is_taken_in() || form.resident_id == found.resident_id)
            && self::sound(&form.name) == sound
    };
    Ok(all.into_iter().filter(is_one).collect())
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
    let version = residents::details(conn, person)?.version;
    Ok(Since { check_ins, is_edited: version != before.version })
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
