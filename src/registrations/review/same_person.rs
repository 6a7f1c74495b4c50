//! Several forms of one person: they have something in common, and names that sound alike.

use super::{
    super::{
        model::{Registration, RegistrationState},
        queries::shown,
    },
    model::MOST_FORMS,
    text::ReviewWords,
};
use crate::{
    db::{
        Conn,
        schema::{registration_keys, registrations},
    },
    domain::{PersonName, RegistrationId},
    error::Error,
    residents::{Alike, Evidence},
};
use diesel::prelude::*;

/// Where counting registrations stops: "100+".
pub const COUNTED: i64 = 100;

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

/// Whether this is the oldest form of its person that waits in its village: lists name each person once. Of those that
/// share one thing only the oldest are looked at, and none that has longer to be decided.
pub fn is_oldest(conn: &mut Conn, found: &Registration) -> Result<bool, Error> {
    let sound = sound(&found.name);
    for term in terms_of(conn, found)? {
        let of_registration = registration_keys::registration_id.eq(registrations::id);
        let older = shown!()
            .inner_join(registration_keys::table.on(of_registration))
            .filter(registration_keys::village_code.eq(found.village_code))
            .filter(registration_keys::term.eq(term))
            .filter(registrations::id.lt(found.id))
            .filter(registrations::decide_by.le(found.decide_by))
            .filter(registrations::village_code.eq(found.village_code))
            .filter(registrations::state.eq(RegistrationState::Waiting))
            .order(registrations::id)
            .limit(COUNTED);
        let names: Vec<String> = older.select(registrations::name).load(conn)?;
        if names.iter().any(|name| self::sound(name) == sound) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The keyed terms of a registration.
fn terms_of(conn: &mut Conn, found: &Registration) -> Result<Vec<i64>, Error> {
    let here = registration_keys::table.filter(registration_keys::village_code.eq(found.village_code));
    let own = here.filter(registration_keys::registration_id.eq(found.id));
    Ok(own.select(registration_keys::term).load(conn)?)
}

/// The other forms of the same person that wait in the same village, the newest first: they have something in common,
/// and names that sound alike. Of those that share one thing only the newest are looked at, as many as are counted.
fn others(conn: &mut Conn, found: &Registration) -> Result<Vec<RegistrationId>, Error> {
    let sound = sound(&found.name);
    let mut ids = Vec::new();
    for term in terms_of(conn, found)? {
        let of_registration = registration_keys::registration_id.eq(registrations::id);
        let rows = shown!()
            .inner_join(registration_keys::table.on(of_registration))
            .filter(registration_keys::village_code.eq(found.village_code))
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

/// How a name sounds; one that is no name of ours counts as written.
pub fn sound(name: &str) -> String {
    PersonName::parse(name).map_or_else(|_| name.to_owned(), |name| name.reading())
}

/// How a record is like a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Most likely the same person: more than a number or a name is alike.
    Close,
    /// The name sounds the same, and nothing else is alike.
    Namesake,
    /// The same number under another name: families share them.
    SharedNumber,
}

/// How this record is like whoever sent this registration; one that a reviewer looked up need not be.
pub fn likeness(sent: &Registration, other: &Alike) -> Option<Likeness> {
    let is_namesake = sound(&other.row.0.name) == sound(&sent.name);
    let is_number_alone = other.evidence.iter().all(|evidence| *evidence == Evidence::Phone);
    match (other.evidence.is_empty(), is_namesake) {
        (true, false) => None,
        (true, true) => Some(Likeness::Namesake),
        (false, false) if is_number_alone => Some(Likeness::SharedNumber),
        (false, _) => Some(Likeness::Close),
    }
}

/// How many forms of one person there are, and which of them are decided now; nothing where there is one.
pub fn forms_said(all: usize, t: ReviewWords) -> Option<String> {
    match all {
        0 | 1 => None,
        n if n <= MOST_FORMS => Some(t.forms(n)),
        n if n as i64 <= COUNTED => Some(t.forms_many(n, MOST_FORMS - 1)),
        _ => Some(t.forms_most(COUNTED, MOST_FORMS - 1)),
    }
}
