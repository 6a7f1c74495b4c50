//! Opening a person: found in one's territory, and the look is in the trail before anything is shown.

use super::{dial::may_dial, model::Row, queries};
use crate::{
    accounts::Reader,
    audit::{self, AuditKind, Entry, Subject},
    db::Conn,
    domain::{ResidentId, Scope},
    error::Error,
    web::State,
};

/// Opens one resident for a reader. If the look cannot be written, nothing is shown (PRODUCT §4.6).
pub async fn open(by: &Reader, state: &State, id: ResidentId) -> Result<Row, Error> {
    open_all(by, state, vec![id]).await?.pop().ok_or(Error::NotFound)
}

/// Opens one resident, and what more a page shows of them from the same view of the database; nothing is shown before the
/// look is in the trail. Whether it is their first look within the hour, written since the view.
pub async fn open_with<T: Send + 'static>(
    by: &Reader,
    state: &State,
    id: ResidentId,
    more: impl FnOnce(&mut Conn, &Row) -> Result<T, Error> + Send + 'static,
) -> Result<(Row, T, bool), Error> {
    let (scope, account, now) = (by.scope()?, by.account, state.db.clock().now());
    let read = move |conn: &mut Conn| {
        let row = queries::find(conn, scope, id)?;
        let unseen = audit::unseen(conn, account, [id.0], now)?;
        let more = more(conn, &row)?;
        Ok::<_, Error>((row, more, unseen))
    };
    let (row, more, unseen) = state.db.read(read).await?;
    let is_first = !unseen.is_empty();
    audit::see(&state.db, by.actor(), Subject::Resident, unseen).await?;
    Ok((row, more, is_first))
}

/// Opens several residents at once, a look at each of them: all are shown, or none.
pub async fn open_all(by: &Reader, state: &State, ids: Vec<ResidentId>) -> Result<Vec<Row>, Error> {
    opened(by, state, ids, queries::find).await
}

/// Opens one locked record, for the township's data contact alone; whoever calls has asked who reads.
pub async fn open_locked(by: &Reader, state: &State, id: ResidentId) -> Result<Row, Error> {
    opened(by, state, vec![id], queries::find_locked).await?.pop().ok_or(Error::NotFound)
}

async fn opened(
    by: &Reader,
    state: &State,
    ids: Vec<ResidentId>,
    find: fn(&mut Conn, Scope, ResidentId) -> Result<Row, Error>,
) -> Result<Vec<Row>, Error> {
    let (scope, account, now) = (by.scope()?, by.account, state.db.clock().now());
    let (rows, unseen) = state
        .db
        .read(move |conn| {
            let rows: Vec<Row> = ids.iter().map(|id| find(conn, scope, *id)).collect::<Result<_, Error>>()?;
            let unseen = audit::unseen(conn, account, ids.iter().map(|id| id.0), now)?;
            Ok::<_, Error>((rows, unseen))
        })
        .await?;
    audit::see(&state.db, by.actor(), Subject::Resident, unseen).await?;
    Ok(rows)
}

/// Enters in the trail that a reader searched and found others than their own: how many, not what was typed
/// (PRODUCT §4.6).
pub async fn searched(by: &Reader, state: &State, found: &[Row]) -> Result<(), Error> {
    let post = by.post_id()?;
    if found.iter().all(|row| may_dial(post, &row.0)) {
        return Ok(());
    }
    let entry = Entry::new(AuditKind::Searched).amount(found.len() as i64);
    state.db.write(by.actor(), move |tx| audit::record(tx, entry)).await
}
