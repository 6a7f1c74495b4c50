//! Reading pairs. A village sees those that lie in it whole; its township these and those across its villages.

use super::{
    super::{
        match_keys,
        model::{Person, Row, State},
        queries,
    },
    compare::Side,
    model::{Pair, Verdict},
};
use crate::{
    accounts,
    db::{
        Conn, each_db,
        schema::{likely_pairs, residents},
    },
    domain::{PairId, Scope},
    error::Error,
    seal::Keys,
    territories,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Pairs whose records are both open, as far as a scope reaches: a boxed query, to be filtered further.
macro_rules! open_pairs {
    ($columns:expr) => {{
        let (first, second) = diesel::alias!(residents as first, residents as second);
        likely_pairs::table
            .inner_join(first.on(first.field(residents::id).eq(likely_pairs::first_id)))
            .inner_join(second.on(second.field(residents::id).eq(likely_pairs::second_id)))
            .filter(first.field(residents::state).eq(State::Open))
            .filter(second.field(residents::state).eq(State::Open))
            .select($columns)
    }};
    ($scope:expr, $columns:expr) => {{
        let query = open_pairs!($columns).into_boxed();
        match $scope {
            Scope::Village(village) => query
                .filter(likely_pairs::township_code.eq(village.township()))
                .filter(likely_pairs::village_code.eq(village)),
            Scope::Township(township) => query.filter(likely_pairs::township_code.eq(township)),
            Scope::County => return Err(Error::Forbidden),
        }
    }};
}

/// Pairs that wait for a decision, oldest first, after one of them.
pub fn waiting(conn: &mut Conn, scope: Scope, after: Option<PairId>, limit: i64) -> Result<Vec<Pair>, Error> {
    let query = open_pairs!(scope, Pair::as_select())
        .filter(likely_pairs::verdict.is_null())
        .filter(likely_pairs::id.gt(after.map_or(i64::MIN, |pair| pair.0)));
    Ok(query.order(likely_pairs::id).limit(limit).load(conn)?)
}

/// How many pairs wait for whoever may decide in this scope; counted up to `cap`.
pub fn count_pairs(conn: &mut Conn, scope: Scope, cap: i64) -> Result<i64, Error> {
    let waiting = open_pairs!(likely_pairs::id).filter(likely_pairs::verdict.is_null()).limit(cap);
    let found: Vec<PairId> = match scope {
        Scope::Village(village) => {
            let here = waiting.filter(likely_pairs::township_code.eq(village.township()));
            each_db!(conn, |c| here.filter(likely_pairs::village_code.eq(village)).load(c))?
        }
        Scope::Township(township) => {
            each_db!(conn, |c| waiting.filter(likely_pairs::township_code.eq(township)).load(c))?
        }
        Scope::County => return Err(Error::Forbidden),
    };
    Ok(i64::try_from(found.len()).unwrap_or(cap))
}

/// Pairs that were decided, the latest first, before one of them.
pub fn decided(
    conn: &mut Conn,
    scope: Scope,
    before: Option<PairId>,
    limit: i64,
) -> Result<Vec<Pair>, Error> {
    let mut query = open_pairs!(scope, Pair::as_select()).filter(likely_pairs::verdict.is_not_null());
    if let Some(before) = before {
        let ended = open_pairs!(scope, likely_pairs::decided_at)
            .filter(likely_pairs::verdict.is_not_null())
            .filter(likely_pairs::id.eq(before));
        // A pair that is not on this list ended no page of it.
        if let Some(at) = ended.first::<Option<NaiveDateTime>>(conn).optional()? {
            let same = likely_pairs::decided_at.eq(at).and(likely_pairs::id.lt(before));
            query = query.filter(likely_pairs::decided_at.lt(at).or(same));
        }
    }
    let latest = (likely_pairs::decided_at.desc(), likely_pairs::id.desc());
    Ok(query.order(latest).limit(limit).load(conn)?)
}

/// One pair with both its records, if the reader may see both and neither is locked.
pub fn find(conn: &mut Conn, scope: Scope, id: PairId) -> Result<(Pair, Row, Row), Error> {
    let pair: Pair = likely_pairs::table.find(id).select(Pair::as_select()).first(conn)?;
    if scope == Scope::County {
        return Err(Error::Forbidden);
    }
    if !pair.is_decided_in(scope) {
        return Err(Error::NotFound);
    }
    let (first, second) = both(conn, scope, &pair)?;
    Ok((pair, first, second))
}

/// The records of a pair.
pub fn both(conn: &mut Conn, scope: Scope, pair: &Pair) -> Result<(Row, Row), Error> {
    Ok((queries::find(conn, scope, pair.first_id)?, queries::find(conn, scope, pair.second_id)?))
}

/// What a reader of an open record is told of others that may be the same person: those that wait, and those that
/// wait to be merged.
pub fn pairs_of(conn: &mut Conn, scope: Scope, person: &Person) -> Result<Vec<(Pair, Row)>, Error> {
    const MOST: usize = 10;
    let is_told = || likely_pairs::verdict.is_null().or(likely_pairs::verdict.eq(Verdict::Same));
    let mut found: Vec<Pair> = each_db!(conn, |c| open_pairs!(Pair::as_select())
        .filter(likely_pairs::first_id.eq(person.id))
        .filter(is_told())
        .order(likely_pairs::id)
        .load(c))?;
    found.extend(each_db!(conn, |c| open_pairs!(Pair::as_select())
        .filter(likely_pairs::second_id.eq(person.id))
        .filter(is_told())
        .order(likely_pairs::id)
        .load::<Pair>(c))?);
    // Where the other one is out of the reader's sight by now, the pair is not told of.
    let with_other = |pair: Pair| match queries::find(conn, scope, pair.other(person.id)) {
        Err(Error::NotFound) => None,
        found => Some(found.map(|row| (pair, row))),
    };
    let told = found.into_iter().filter(|pair| pair.is_decided_in(scope));
    told.filter_map(with_other).take(MOST).collect()
}

/// The name of the village a resident belongs to.
pub fn village_name(conn: &mut Conn, person: &Person) -> Result<String, Error> {
    let division = territories::division(conn, person.village_code.as_str())?;
    Ok(division.map(|division| division.name).unwrap_or_default())
}

/// All of a record found that is compared with the other one of its pair.
pub fn side(conn: &mut Conn, keys: &Keys, row: Row, today: NaiveDate) -> Result<Side, Error> {
    let details = queries::details(conn, &row.0)?;
    Ok(Side {
        household: queries::household(conn, &details)?,
        details,
        channels: queries::channels_of(conn, &row.0)?,
        features: match_keys::features(conn, keys, &row.0)?,
        village: village_name(conn, &row.0)?,
        owner: accounts::holder(conn, row.0.owner_id, today)?,
        row,
    })
}
