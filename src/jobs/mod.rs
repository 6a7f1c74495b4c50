//! Background work: the linker each second, forgetting what is over each hour. Each step is short and restart-safe.

use crate::{
    accounts, audit,
    db::{Db, Tx, submissions},
    domain::Actor,
    error::Error,
};
use std::time::Duration;

/// How often the linker looks for new rows.
const LINK_EVERY: Duration = Duration::from_secs(1);
/// Linker turns between two rounds of forgetting.
const TURNS_AN_HOUR: u32 = 3600;

/// Runs until aborted. A failure is logged and tried again at the next turn.
pub async fn run(db: Db) {
    let mut turn = 0u32;
    loop {
        tokio::time::sleep(LINK_EVERY).await;
        if let Err(error) = link_all(&db).await {
            tracing::warn!(%error, "the trail could not be linked");
        }
        if turn.is_multiple_of(TURNS_AN_HOUR)
            && let Err(error) = db.write(Actor::System, forget).await
        {
            tracing::warn!(%error, "old sessions and submissions could not be forgotten");
        }
        turn = turn.wrapping_add(1);
    }
}

/// Links until nothing waits.
pub async fn link_all(db: &Db) -> Result<(), Error> {
    while db.write(Actor::System, audit::link).await? > 0 {}
    Ok(())
}

fn forget(tx: &mut Tx<'_>) -> Result<(), Error> {
    submissions::forget_old(tx)?;
    accounts::forget_old_sessions(tx)?;
    Ok(())
}
