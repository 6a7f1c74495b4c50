//! What the township decides of closed records, and locking by its data contact (PRODUCT §4.3).

use crate::{
    audit::{self, AuditKind, Entry, Subject},
    checkins::refold,
    db::Tx,
    domain::{AccountId, PostId, Problem, ResidentId, RulingId, Scope, Verdict},
    error::{Error, Refusal},
    registrations,
    residents::{self, State},
    territories,
    web::Problems,
};

/// A ruling as its writer means it, and the last one they had seen.
#[derive(Debug, Clone)]
pub struct Meant {
    pub verdict: Verdict,
    pub reason: String,
    pub seen: Option<RulingId>,
}

/// Opens a closed record again or keeps it closed, with a reason. The same once more is one; over a ruling made
/// meanwhile it is `Stale`.
pub fn rule(
    tx: &mut Tx<'_>,
    scope: Scope,
    by: (AccountId, PostId),
    id: ResidentId,
    Meant { verdict, reason, seen }: &Meant,
) -> Result<(), Refusal<Problems>> {
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find(tx.conn, scope, id)?;
    let last = residents::rulings_on(tx.conn, &person)?.into_iter().next();
    if let Some(last) = last.filter(|last| Some(last.id) != *seen) {
        let is_this = (last.account, last.verdict, &last.reason) == (by.0, *verdict, reason);
        return if is_this { Ok(()) } else { Err(Error::Stale.into()) };
    }
    if person.state != State::Closed {
        return Err(Refusal::Problems(Problems::one("reason", Problem::RecordOpen)));
    }
    residents::rule(tx, &person, (*verdict, reason), by)?;
    refold(tx, id)?;
    let kind = match verdict {
        Verdict::Reopened => AuditKind::Reopened,
        Verdict::KeptClosed => AuditKind::KeptClosed,
    };
    Ok(audit::record(tx, Entry::new(kind).on(Subject::Resident, id.0))?)
}

/// Whoever locks must be the township's data contact; to everybody else there is nothing here.
fn asked_by_contact(tx: &mut Tx<'_>, scope: Scope, post: PostId) -> Result<(), Error> {
    if territories::is_data_contact(tx.conn, scope, post)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Locks a record at the person's word, which withdraws what they consented to; a locked one stays locked.
pub fn lock(tx: &mut Tx<'_>, scope: Scope, post: PostId, id: ResidentId, reason: &str) -> Result<(), Error> {
    asked_by_contact(tx, scope, post)?;
    residents::lock(tx.conn, id)?;
    let (person, ..) = match residents::find_locked(tx.conn, scope, id) {
        Ok(_) => return Ok(()),
        Err(_) => residents::find(tx.conn, scope, id)?,
    };
    residents::lock_away(tx, &person)?;
    registrations::withdraw_consents(tx, &person)?;
    refold(tx, id)?;
    audit::record(tx, Entry::new(AuditKind::Locked).on(Subject::Resident, id.0).reason(reason))
}

/// Unlocks a record: it is open or closed as its check-ins say, and consent that locking it withdrew stands again.
pub fn unlock(
    tx: &mut Tx<'_>,
    scope: Scope,
    post: PostId,
    id: ResidentId,
    reason: &str,
) -> Result<(), Error> {
    asked_by_contact(tx, scope, post)?;
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find_locked(tx.conn, scope, id)?;
    if let Some(locked_on) = residents::details(tx.conn, &person)?.locked_on {
        registrations::renew_consents(tx, &person, locked_on)?;
    }
    residents::unlock(tx, &person)?;
    refold(tx, id)?;
    audit::record(tx, Entry::new(AuditKind::Unlocked).on(Subject::Resident, id.0).reason(reason))
}
