//! Looking up many people at once: whoever shares a keyed term with them, and their namesakes in the village.

use super::super::{likeness::Evidence, match_keys::MOST_SHARING, model::State};
use crate::{
    db::{
        Conn, each_db,
        schema::{households, match_keys, residents},
    },
    domain::{HouseholdId, IdKind, ResidentId, Scope, Sex, VillageCode},
    error::Error,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most values asked for by one statement.
const AT_ONCE: usize = 1000;

/// Somebody looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    pub village: VillageCode,
    pub name: String,
    pub name_key: String,
    /// What they may share with a record ([`Features::terms`](super::super::Features::terms)).
    pub terms: Vec<(Evidence, i64)>,
}

/// A record that shares something with somebody looked for.
#[derive(Debug, Clone)]
pub struct OnFile {
    pub id: ResidentId,
    pub village: VillageCode,
    pub state: State,
    pub name: String,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub has_document: bool,
    /// What is shared; none of a namesake of the same village with whom nothing else is shared.
    pub evidence: Vec<Evidence>,
}

#[derive(Queryable)]
struct Found {
    id: ResidentId,
    village: VillageCode,
    state: State,
    name: String,
    sex: Sex,
    birth_on: Option<NaiveDate>,
    id_kind: IdKind,
}

impl Found {
    fn sharing(&self, evidence: Vec<Evidence>) -> OnFile {
        OnFile {
            id: self.id,
            village: self.village,
            state: self.state,
            name: self.name.clone(),
            sex: self.sex,
            birth_on: self.birth_on,
            has_document: self.id_kind != IdKind::None,
            evidence,
        }
    }
}

/// For each of many people the records of a scope, in whatever state, that share a term with them, and their namesakes
/// in their village. A locked record is among them: whoever asks tells nobody of it.
pub fn on_file(conn: &mut Conn, scope: Scope, sought: &[Sought]) -> Result<Vec<Vec<OnFile>>, Error> {
    let bearers = bearers(conn, sought)?;
    let ids: HashSet<ResidentId> = bearers.values().flatten().copied().collect();
    let mut known: HashMap<ResidentId, Found> = HashMap::new();
    for found in by_id(conn, &ids.into_iter().collect::<Vec<_>>())? {
        known.insert(found.id, found);
    }
    let mut all = Vec::with_capacity(sought.len());
    let namesakes = namesakes(conn, scope, sought)?;
    for (person, namesakes) in sought.iter().zip(namesakes) {
        let mut here: BTreeMap<ResidentId, Vec<Evidence>> =
            namesakes.iter().map(|found| (found.id, Vec::new())).collect();
        for (evidence, term) in &person.terms {
            let sharing = bearers.get(term).filter(|ids| ids.len() <= MOST_SHARING + 1);
            for id in sharing.into_iter().flatten() {
                here.entry(*id).or_default().push(*evidence);
            }
        }
        let of = |(id, evidence): (ResidentId, Vec<Evidence>)| {
            let found = known.get(&id).or_else(|| namesakes.iter().find(|found| found.id == id))?;
            scope.covers(found.village).then(|| found.sharing(evidence))
        };
        all.push(here.into_iter().filter_map(of).collect());
    }
    Ok(all)
}

fn bearers(conn: &mut Conn, sought: &[Sought]) -> Result<HashMap<i64, Vec<ResidentId>>, Error> {
    let mut terms: Vec<i64> = sought.iter().flat_map(|person| &person.terms).map(|(_, term)| *term).collect();
    terms.sort_unstable();
    terms.dedup();
    let mut bearers: HashMap<i64, Vec<ResidentId>> = HashMap::new();
    for some in terms.chunks(AT_ONCE) {
        let rows = match_keys::table.filter(match_keys::term.eq_any(some));
        let rows = rows.select((match_keys::term, match_keys::resident_id));
        let found: Vec<(i64, ResidentId)> = each_db!(conn, |c| rows.load(c))?;
        for (term, id) in found {
            bearers.entry(term).or_default().push(id);
        }
    }
    Ok(bearers)
}

type Columns = (
    residents::id,
    residents::village_code,
    residents::state,
    residents::name,
    residents::sex,
    residents::birth_on,
    residents::id_kind,
);
const COLUMNS: Columns = (
    residents::id,
    residents::village_code,
    residents::state,
    residents::name,
    residents::sex,
    residents::birth_on,
    residents::id_kind,
);

fn by_id(conn: &mut Conn, ids: &[ResidentId]) -> Result<Vec<Found>, Error> {
    let mut all = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = residents::table.filter(residents::id.eq_any(some)).select(COLUMNS);
        let found: Vec<Found> = each_db!(conn, |c| rows.load(c))?;
        all.extend(found);
    }
    Ok(all)
}

/// For each the records of their village under the very same name.
fn namesakes(conn: &mut Conn, scope: Scope, sought: &[Sought]) -> Result<Vec<Vec<Found>>, Error> {
    let mut villages: BTreeMap<VillageCode, Vec<usize>> = BTreeMap::new();
    for (at, person) in sought.iter().enumerate().filter(|(_, person)| scope.covers(person.village)) {
        villages.entry(person.village).or_default().push(at);
    }
    let mut all: Vec<Vec<Found>> = std::iter::repeat_with(Vec::new).take(sought.len()).collect();
    for (village, people) in villages {
        let mut names: Vec<&str> =
            people.iter().filter_map(|at| sought.get(*at)).map(|person| person.name_key.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let rows = residents::table
            .filter(residents::village_code.eq(village))
            .filter(residents::name_key.eq_any(names))
            .select(COLUMNS);
        let found: Vec<Found> = each_db!(conn, |c| rows.load(c))?;
        if found.is_empty() {
            continue;
        }
        for at in people {
            let (Some(person), Some(own)) = (sought.get(at), all.get_mut(at)) else { continue };
            let same = found.iter().filter(|found| found.name == person.name);
            own.extend(same.map(|found| Found { name: found.name.clone(), ..*found }));
        }
    }
    Ok(all)
}

/// The households of a village: id, group, head.
pub fn homes_of(
    conn: &mut Conn,
    scope: Scope,
    village: VillageCode,
) -> Result<Vec<(HouseholdId, Option<i32>, String)>, Error> {
    if !scope.covers(village) {
        return Err(Error::NotFound);
    }
    let rows = households::table.filter(households::village_code.eq(village)).order(households::id);
    let rows = rows.select((households::id, households::group_no, households::head_name));
    Ok(each_db!(conn, |c| rows.load(c))?)
}
