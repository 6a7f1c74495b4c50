//! Search by name, pinyin, or the last four of a number, on sealed data (DESIGN §4).

use super::{model::Row, queries, terms};
use crate::{
    db::{Conn, each_db, schema::search_terms},
    domain::{ResidentId, Scope, Search},
    error::Error,
    seal::Keys,
};
use diesel::prelude::*;

/// Most results on a page of search; the count stops here too.
pub const MOST: usize = 20;
/// A person is found by several terms: so many rows are read for one page …
const READ: i64 = 100;
/// … but first these, which nearly always fill it.
const FIRST: i64 = 40;

/// What was found: the first ones, and whether there are more.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub rows: Vec<Row>,
    pub has_more: bool,
}

/// Looks somebody up within a scope. Closed records are found too, as closed; locked ones are not.
pub fn search(conn: &mut Conn, keys: &Keys, scope: Scope, wanted: &Search) -> Result<Found, Error> {
    match found_among(conn, keys, scope, wanted, FIRST)? {
        (found, true) => Ok(found),
        (_, false) => Ok(found_among(conn, keys, scope, wanted, READ)?.0),
    }
}

/// What so many rows of each term bring, and whether that is all a page shows: it is full, or there is nothing more.
fn found_among(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    wanted: &Search,
    read: i64,
) -> Result<(Found, bool), Error> {
    let (mut ids, mut is_all) = (Vec::new(), true);
    for range in ranges(keys, wanted) {
        let found = matching(conn, scope, &range, read)?;
        is_all &= (found.len() as i64) < read;
        for id in found {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    // Nearly always the first ones are enough; who is locked neither counts nor leaves a gap.
    let mut rows: Vec<Row> = Vec::new();
    for some in ids.chunks(MOST + 1) {
        rows.extend(queries::rows_of(conn, scope, some)?);
        if rows.len() > MOST {
            break;
        }
    }
    let has_more = rows.len() > MOST;
    rows.truncate(MOST);
    Ok((Found { rows, has_more }, has_more || is_all))
}

/// The terms that answer a search: from the first of each pair up to, but without, the second.
fn ranges(keys: &Keys, wanted: &Search) -> Vec<(String, String)> {
    let prefix = |term: String| {
        let mut end = term.clone();
        end.push('\u{10ffff}');
        (term, end)
    };
    match wanted {
        Search::Nothing => Vec::new(),
        Search::Name(name) => vec![prefix(format!("n{name}"))],
        Search::Pinyin(pinyin) => vec![prefix(format!("p{pinyin}"))],
        Search::LastFour(four) => terms::last_fours(keys, four).into_iter().map(prefix).collect(),
        Search::Number(number) => terms::whole_numbers(keys, number).into_iter().map(prefix).collect(),
    }
}

fn matching(
    conn: &mut Conn,
    scope: Scope,
    (from, to): &(String, String),
    read: i64,
) -> Result<Vec<ResidentId>, Error> {
    let terms = search_terms::table
        .filter(search_terms::term.ge(from))
        .filter(search_terms::term.lt(to))
        .order((search_terms::term, search_terms::village_code, search_terms::resident_id))
        .limit(read);
    let ids: Vec<i64> = match scope {
        Scope::Village(village) => {
            let here = terms.filter(search_terms::township_code.eq(village.township()));
            let here = here.filter(search_terms::village_code.eq(village));
            each_db!(conn, |c| here.select(search_terms::resident_id).load(c))?
        }
        Scope::Township(township) => {
            let here = terms.filter(search_terms::township_code.eq(township));
            each_db!(conn, |c| here.select(search_terms::resident_id).load(c))?
        }
        Scope::County => return Err(Error::Forbidden),
    };
    Ok(ids.into_iter().map(ResidentId).collect())
}
