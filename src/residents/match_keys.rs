//! Match keys: the terms of every record, by which those that look like one person are looked up. Each is asked for
//! by the key of its table; records are never compared with all others.

use super::{
    likeness::{Alike, Evidence, Features},
    model::{Person, State, channel_place, id_number_place},
    queries,
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{match_keys, residents},
    },
    domain::{ChannelKind, PersonName, PhoneNumber, ResidentId, Scope},
    error::Error,
    seal::{Keys, Permit},
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Most records alike that are named at once.
const MOST: usize = 10;
/// Records read for one term: what more people share is nobody's own.
const SHARING: i64 = 50;

/// Open records of a scope that look like the one described, strongest first, at most ten. `except` is the record itself.
pub fn alike(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    features: &Features,
    except: Option<ResidentId>,
) -> Result<Vec<Alike>, Error> {
    let mut found = sharing(conn, keys, scope, features, except)?;
    found.retain(|other| other.state == State::Open);
    found.sort_by_key(|other| (std::cmp::Reverse(Evidence::strength(&other.evidence)), other.id));
    found.truncate(MOST);
    let alike =
        |other: Sharing| Ok(Alike { row: queries::find(conn, scope, other.id)?, evidence: other.evidence });
    found.into_iter().map(alike).collect()
}

/// A record that shares something with another one.
pub struct Sharing {
    pub id: ResidentId,
    pub state: State,
    pub evidence: Vec<Evidence>,
}

/// Records of a scope, in whatever state, that share a term with what is described.
pub fn sharing(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    features: &Features,
    except: Option<ResidentId>,
) -> Result<Vec<Sharing>, Error> {
    let mut found: Vec<Sharing> = Vec::new();
    for (evidence, term) in features.terms(keys) {
        for (id, state, birth_on) in bearing(conn, scope, term)? {
            if Some(id) == except || !features.allows(evidence, birth_on) {
                continue;
            }
            match found.iter_mut().find(|other| other.id == id) {
                Some(other) if other.evidence.contains(&evidence) => {}
                Some(other) => other.evidence.push(evidence),
                None => found.push(Sharing { id, state, evidence: vec![evidence] }),
            }
        }
    }
    Ok(found)
}

/// Who bears a term: an entry of the table's key, and each record by its own.
fn bearing(
    conn: &mut Conn,
    scope: Scope,
    term: i64,
) -> Result<Vec<(ResidentId, State, Option<NaiveDate>)>, Error> {
    let all = match_keys::table
        .inner_join(residents::table)
        .filter(match_keys::term.eq(term))
        .order(match_keys::resident_id)
        .limit(SHARING)
        .select((residents::id, residents::state, residents::birth_on));
    match scope {
        Scope::Village(village) => Ok(all.filter(residents::village_code.eq(village)).load(conn)?),
        Scope::Township(township) => Ok(all.filter(residents::township_code.eq(township)).load(conn)?),
        Scope::County => Err(Error::Forbidden),
    }
}

/// What of a record may agree with another one, as it is kept now.
pub(super) fn features(conn: &mut Conn, keys: &Keys, person: &Person) -> Result<Features, Error> {
    let details = queries::details(conn, person)?;
    let household = queries::household(conn, &details)?;
    let id_number =
        details.id_number.and_then(|number| number.open(keys, id_number_place(person.id), Permit::checked()));
    let phones = queries::channels_of(conn, person)?.into_iter().filter_map(|channel| {
        let is_own = is_own_number(channel.kind, &channel.holder) && channel.ended_on.is_none();
        let value = channel.value.cast::<PhoneNumber>();
        is_own.then(|| value.open(keys, channel_place(channel.id), Permit::checked()))?
    });
    Ok(Features {
        village: person.village_code,
        name: PersonName::parse(&person.name).map_err(|_| Error::internal("a name that is none"))?,
        birth_on: details.birth_on,
        id_number,
        phones: phones.collect(),
        head_name: Some(household.head_name),
    })
}

/// Whether a channel is a telephone of the person's own.
pub(super) fn is_own_number(kind: ChannelKind, holder: &str) -> bool {
    matches!(kind, ChannelKind::Mobile | ChannelKind::Landline) && holder.is_empty()
}

/// Writes the match keys of a record afresh. Whatever changes a name, birth date, document, household or own number
/// ends with it and with [`find_pairs`](super::find_pairs); a new head of a household means all its residents.
pub fn write_match_keys(tx: &mut Tx<'_>, keys: &Keys, person: &Person) -> Result<(), Error> {
    dialect::lock_likeness(tx.conn, person.village_code.township())?;
    let terms = fresh(tx.conn, keys, person)?;
    let own = match_keys::table.filter(match_keys::resident_id.eq(person.id.0));
    diesel::delete(own).execute(tx.conn)?;
    Ok(dialect::add_match_keys(tx.conn, person.id, &terms)?)
}

/// The terms a record must bear, in order.
fn fresh(conn: &mut Conn, keys: &Keys, person: &Person) -> Result<Vec<i64>, Error> {
    let mut terms: Vec<i64> =
        features(conn, keys, person)?.terms(keys).into_iter().map(|(_, term)| term).collect();
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

/// Whether the stored match keys of a record are other than what it says; for the job that checks every record.
pub fn match_keys_differ(conn: &mut Conn, keys: &Keys, id: ResidentId) -> Result<bool, Error> {
    let person: Person = residents::table.find(id).select(Person::as_select()).first(conn)?;
    let own = match_keys::table.filter(match_keys::resident_id.eq(id.0)).order(match_keys::term);
    let stored: Vec<i64> = own.select(match_keys::term).load(conn)?;
    Ok(stored != fresh(conn, keys, &person)?)
}
