//! Match keys: the terms of every record, by which those that look like one person are looked up. Each is asked for
//! by the key of its table; records are never compared with all others.

use super::{
    likeness::{Alike, Evidence, Features},
    model::{Channel, Person, State, channel_place, id_number_place},
    queries,
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{match_keys, residents},
    },
    domain::{ChannelId, ChannelKind, PersonName, PhoneNumber, ResidentId, Scope, VillageCode},
    error::Error,
    seal::{Keys, Permit},
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Most records alike that are named at once.
const MOST: usize = 10;
/// Others who may share a term at most: a number or a name that more people bear, the one of a foreman or one made up
/// to fill a form, says nothing of any of them.
pub const MOST_SHARING: usize = 8;

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
        let mut bearers = bearers(conn, term)?;
        bearers.retain(|id| Some(*id) != except);
        if bearers.len() > MOST_SHARING {
            continue;
        }
        for (id, state, birth_on) in within(conn, scope, &bearers)? {
            match found.iter_mut().find(|other| other.id == id) {
                _ if !features.allows(evidence, birth_on) => {}
                Some(other) if other.evidence.contains(&evidence) => {}
                Some(other) => other.evidence.push(evidence),
                None => found.push(Sharing { id, state, evidence: vec![evidence] }),
            }
        }
    }
    Ok(found)
}

/// Who bears a term: one entry of the table's key. Asked by itself, so that no planner comes upon another way.
fn bearers(conn: &mut Conn, term: i64) -> Result<Vec<ResidentId>, Error> {
    let rows = match_keys::table.filter(match_keys::term.eq(term)).order(match_keys::resident_id);
    // The record itself may be among them, and one more shows that there are too many.
    Ok(rows.limit(MOST_SHARING as i64 + 2).select(match_keys::resident_id).load(conn)?)
}

/// Those of these records that lie in a scope, each by its key.
fn within(
    conn: &mut Conn,
    scope: Scope,
    ids: &[ResidentId],
) -> Result<Vec<(ResidentId, State, Option<NaiveDate>)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = residents::table.filter(residents::id.eq_any(ids)).order(residents::id);
    let rows = rows.select((residents::id, residents::village_code, residents::state, residents::birth_on));
    let rows: Vec<(ResidentId, VillageCode, State, Option<NaiveDate>)> = rows.load(conn)?;
    let inside = rows.into_iter().filter(|(_, village, ..)| scope.covers(*village));
    Ok(inside.map(|(id, _, state, birth_on)| (id, state, birth_on)).collect())
}

/// What of a record may agree with another one, as it is kept now.
pub fn features(conn: &mut Conn, keys: &Keys, person: &Person) -> Result<Features, Error> {
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

/// The channels in use, of either record, whose value stands in both.
pub(super) fn shared_channels(keys: &Keys, first: &[Channel], second: &[Channel]) -> Vec<ChannelId> {
    let values = |channels: &[Channel]| -> Vec<(ChannelId, String)> {
        let in_use = channels.iter().filter(|channel| channel.ended_on.is_none());
        let value = |channel: &Channel| {
            let value = channel.value.open(keys, channel_place(channel.id), Permit::checked())?;
            Some((channel.id, value))
        };
        in_use.filter_map(value).collect()
    };
    let (first, second) = (values(first), values(second));
    let stands_in =
        |value: &String, others: &[(ChannelId, String)]| others.iter().any(|(_, one)| one == value);
    let shared = first.iter().filter(|(_, value)| stands_in(value, &second));
    shared.chain(second.iter().filter(|(_, value)| stands_in(value, &first))).map(|(id, _)| *id).collect()
}

/// Whether a channel is a telephone of the person's own.
pub fn is_own_number(kind: ChannelKind, holder: &str) -> bool {
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
