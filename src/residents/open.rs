//! Opening a person: found in one's territory, and the look is in the trail before anything is shown.

use super::{model::Row, queries};
use crate::{
    accounts::Keeper,
    audit::{self, Subject},
    db::Tx,
    domain::ResidentId,
    error::Error,
    web::State,
};

/// Opens one resident for a reader. If the look cannot be written, nothing is shown (PRODUCT §4.6).
pub async fn open(by: &Keeper, state: &State, id: ResidentId) -> Result<Row, Error> {
    let (scope, account, now) = (by.scope()?, by.account, state.db.clock().now());
    let (row, is_known) = state
        .db
        .read(move |conn| {
            let row = queries::find(conn, scope, id)?;
            let is_known = audit::has_looked(conn, account, id.0, now).map_err(unwritable)?;
            Ok::<_, Error>((row, is_known))
        })
        .await?;
    if !is_known {
        let look = move |tx: &mut Tx<'_>| audit::looked(tx, Subject::Resident, id.0);
        state.db.write(by.actor(), look).await.map_err(unwritable)?;
    }
    Ok(row)
}

/// No look without its trace: then the record answers 503 while lists go on.
fn unwritable(error: Error) -> Error {
    tracing::error!(%error, "a look could not be written");
    Error::Busy("the look could not be written")
}
