//! What the township decides of closed records, and locking (PRODUCT §4.3). Callers fold the record afresh.

use super::model::{Person, State};
use crate::{
    db::{
        Conn, Tx, each_db,
        schema::{accounts, closure_rulings, residents},
    },
    domain::{AccountId, ClosedBy, PostId, RulingId, Verdict},
    error::Error,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// What was decided of a closed record, why and by whom.
#[derive(Debug, Clone, Queryable)]
pub struct Ruling {
    pub id: RulingId,
    pub verdict: Verdict,
    pub reason: String,
    /// UTC.
    pub made_at: NaiveDateTime,
    pub account: AccountId,
    pub by: String,
}

/// The rulings on somebody already found, the latest first.
pub fn rulings_on(conn: &mut Conn, found: &Person) -> Result<Vec<Ruling>, Error> {
    let rows = closure_rulings::table
        .inner_join(accounts::table)
        .filter(closure_rulings::resident_id.eq(found.id))
        .order(closure_rulings::id.desc())
        .limit(50);
    let columns = (
        closure_rulings::id,
        closure_rulings::verdict,
        closure_rulings::reason,
        closure_rulings::made_at,
        closure_rulings::account_id,
        accounts::name,
    );
    Ok(each_db!(conn, |c| rows.select(columns).load(c))?)
}

/// Enters a ruling on a record found and locked.
pub fn rule(
    tx: &mut Tx<'_>,
    person: &Person,
    (verdict, reason): (Verdict, &str),
    (account, post): (AccountId, PostId),
) -> Result<(), Error> {
    let row = (
        closure_rulings::id.eq(tx.next_id()),
        closure_rulings::resident_id.eq(person.id),
        closure_rulings::verdict.eq(verdict),
        closure_rulings::reason.eq(reason),
        closure_rulings::made_at.eq(tx.now),
        closure_rulings::account_id.eq(account),
        closure_rulings::post_id.eq(post),
    );
    diesel::insert_into(closure_rulings::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Locks a record found and locked for this write: from now on nobody finds it but the township's data contact.
pub fn lock_away(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    let nothing = None::<NaiveDate>;
    diesel::update(residents::table.find(person.id))
        .set((
            residents::state.eq(State::Locked),
            residents::locked_on.eq(tx.today),
            residents::closed_by.eq(None::<ClosedBy>),
            residents::closed_on.eq(nothing),
            residents::contested_on.eq(nothing),
            residents::due_on.eq(nothing),
            residents::try_on.eq(nothing),
            residents::lost_on.eq(nothing),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Unlocks a record; whether it is open or closed, and its dates, come of the fold that follows.
pub fn unlock(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    diesel::update(residents::table.find(person.id))
        .set((
            residents::state.eq(State::Open),
            residents::locked_on.eq(None::<NaiveDate>),
            residents::due_on.eq(tx.today),
            residents::try_on.eq(tx.today),
        ))
        .execute(tx.conn)?;
    Ok(())
}
