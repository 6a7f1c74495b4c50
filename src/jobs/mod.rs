//! Background work: the linker each second, forgetting what is over each hour, and the long work of slices in short
//! steps. Each step is a write of its own that begins where the last one ended: a stop loses nothing and repeats nothing.

use crate::{
    accounts, audit,
    db::{Db, Tx, submissions},
    domain::Actor,
    error::Error,
    seal::Keys,
    web::State,
};
use std::{pin::Pin, time::Duration};

/// How often work is looked for.
const TURN: Duration = Duration::from_secs(1);
/// Turns between two rounds of forgetting.
const TURNS_AN_HOUR: u32 = 3600;
/// Most steps of one job in a turn, so that the trail is linked meanwhile.
const STEPS_A_TURN: usize = 50;

/// Long work of a slice.
pub struct Job {
    /// What it does, for the log.
    pub name: &'static str,
    /// One step, at most 20 ms of writing; whether there was anything to do. What it has done is kept by its own rows.
    pub step: fn(&mut Tx<'_>, &Keys) -> Result<bool, Error>,
}

/// Long work that also computes: what it does outside the writer may take minutes, each write of it is short. One turn
/// of it takes whatever waits to its end; whether there was anything. What it has done is kept by its own rows.
pub struct Long {
    /// What it does, for the log.
    pub name: &'static str,
    pub turn: fn(State) -> Turn,
}

/// One turn of long work.
pub type Turn = Pin<Box<dyn Future<Output = Result<bool, Error>>>>;

/// Runs long work beside all else until aborted. A failure is logged and tried again at the next turn.
pub async fn run_long(state: State, all: &'static [Long]) {
    loop {
        tokio::time::sleep(TURN).await;
        for long in all {
            if let Err(error) = (long.turn)(state.clone()).await {
                tracing::warn!(%error, job = long.name, "long work stopped");
            }
        }
    }
}

/// Takes away what is over by itself; the number of rows.
pub type Forget = fn(&mut Tx<'_>) -> Result<usize, Error>;

/// Runs until aborted. A failure is logged and tried again at the next turn. `own` is what the slices have to forget.
pub async fn run(state: State, jobs: &'static [Job], own: &'static [Forget]) {
    let db = &state.db;
    let mut turn = 0u32;
    loop {
        tokio::time::sleep(TURN).await;
        if let Err(error) = link_all(db).await {
            tracing::warn!(%error, "the trail could not be linked");
        }
        for job in jobs {
            if let Err(error) = work(&state, job, STEPS_A_TURN).await {
                tracing::warn!(%error, job = job.name, "a step of a job failed");
            }
        }
        if turn.is_multiple_of(TURNS_AN_HOUR)
            && let Err(error) = forget(db, own).await
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

/// Takes up to `most` steps of a job; how many there were to take.
pub async fn work(state: &State, job: &Job, most: usize) -> Result<usize, Error> {
    for taken in 0..most {
        let (step, keys) = (job.step, state.keys.clone());
        if !state.db.write(Actor::System, move |tx| step(tx, &keys)).await? {
            return Ok(taken);
        }
    }
    Ok(most)
}

/// Forgets what is over, each kind in a write of its own.
pub async fn forget(db: &Db, own: &'static [Forget]) -> Result<(), Error> {
    let common: [Forget; 2] = [submissions::forget_old, accounts::forget_old_sessions];
    for forget in common.into_iter().chain(own.iter().copied()) {
        db.write(Actor::System, forget).await?;
    }
    Ok(())
}
