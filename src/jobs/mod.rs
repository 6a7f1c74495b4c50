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

/// Takes away what is over by itself; the number of rows.
pub type Forget = fn(&mut Tx<'_>) -> Result<usize, Error>;

/// Runs until aborted. A failure is logged and tried again at the next turn. `own` is what the slices have to forget.
pub async fn run(db: Db, own: &'static [Forget]) {
    let mut turn = 0u32;
    loop {
        tokio::time::sleep(LINK_EVERY).await;
        if let Err(error) = link_all(&db).await {
            tracing::warn!(%error, "the trail could not be linked");
        }
        if turn.is_multiple_of(TURNS_AN_HOUR)
            && let Err(error) = forget(&db, own).await
        {
            tracing::warn!(%error, "what is over could not be forgotten");
        }
        turn = turn.wrapping_add(1);
    }
}

/// Links until nothing waits.
pub async fn link_all(db: &Db) -> Result<(), Error> {
    while db.write(Actor::System, audit::link).await? > 0 {}
    Ok(())
}

/// Forgets what is over, each kind in a write of its own.
pub async fn forget(db: &Db, own: &'static [Forget]) -> Result<(), Error> {
    let common: [Forget; 2] = [submissions::forget_old, accounts::forget_old_sessions];
    for forget in common.into_iter().chain(own.iter().copied()) {
        db.write(Actor::System, forget).await?;
    }
    Ok(())
}
