//! What waits in a township beyond its cadres.

use super::{
    model::{Home, Person, Row},
    owed::{Owed, owed_in},
    queries::rows,
    standing::worklist_key,
};
use crate::{
    db::{
        Conn,
        schema::{posts, residents},
    },
    domain::{PostId, Role, Rules, Scope, TownshipCode},
    error::Error,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Most of those asked to be called, in a township, that are looked through for people nobody answers for.
const MOST_CALLED: i64 = 200;

/// What waits in a township beyond its cadres (PRODUCT §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Nobody answers for them on this day: no owner, or a post that nobody holds.
    Unowned(NaiveDate, Rules),
    /// Lost since this day or before: past the cadre's time.
    LostBy(NaiveDate),
    /// Contact was owed before this day.
    DueBefore(NaiveDate),
    /// Closed, and they have been in touch since.
    Contested,
}

/// The longest-waiting of a township, of one kind.
pub fn waiting_in(conn: &mut Conn, scope: Scope, what: Waiting, limit: i64) -> Result<Vec<Row>, Error> {
    let Scope::Township(code) = scope else { return Err(Error::Forbidden) };
    let here = rows!().filter(residents::township_code.eq(code)).limit(limit);
    Ok(match what {
        Waiting::Unowned(today, rules) => unowned(conn, code, (today, &rules), limit)?,
        Waiting::LostBy(day) => {
            here.filter(residents::lost_on.le(day)).order((residents::lost_on, residents::id)).load(conn)?
        }
        Waiting::DueBefore(day) => owed_in(conn, scope, Owed::before(day), limit)?,
        Waiting::Contested => {
            let contested = here.filter(residents::contested_on.is_not_null());
            contested.order((residents::contested_on, residents::id)).load(conn)?
        }
    })
}

/// Those without an owner, and those of each cadre's post that stands vacant, in the order of a worklist: whoever asked for
/// help first (PRODUCT §4.2), then the longest owed.
fn unowned(
    conn: &mut Conn,
    code: TownshipCode,
    (today, rules): (NaiveDate, &Rules),
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let called = rows!()
        .filter(residents::township_code.eq(code))
        .filter(residents::call_stands)
        .order((residents::call_since, residents::id))
        .limit(MOST_CALLED);
    let called: Vec<Row> = called.load(conn)?;
    let mut found: Vec<Row> = rows!()
        .filter(residents::township_code.eq(code))
        .filter(residents::owner_id.is_null())
        .filter(residents::due_on.is_not_null())
        .order((residents::due_on, residents::id))
        .limit(limit)
        .load(conn)?;
    let cadres = posts::table.filter(posts::township_code.eq(code)).filter(posts::role.eq(Role::Cadre));
    let vacant = cadres.filter(posts::account_id.is_null().or(posts::until_on.lt(today)));
    let vacant: Vec<PostId> = vacant.select(posts::id).load(conn)?;
    found.extend(called.into_iter().filter(|row| row.0.owner_id.is_none_or(|owner| vacant.contains(&owner))));
    for post in vacant {
        let of_post = rows!().filter(residents::owner_id.eq(post)).filter(residents::due_on.is_not_null());
        found.extend(of_post.order((residents::due_on, residents::id)).limit(limit).load::<Row>(conn)?);
    }
    found.sort_by_cached_key(|row| worklist_key(&row.0, today, rules));
    found.dedup_by_key(|row| row.0.id);
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}
