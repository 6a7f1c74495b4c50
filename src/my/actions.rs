//! What residents do on their own pages.

use crate::{
    audit::{AuditKind, Entry, Subject, record},
    checkins::{self, SelfReport},
    db::{
        Tx,
        submissions::{self, Claim, Submission},
    },
    domain::{CallReason, ChannelId, CheckInId, words},
    error::Error,
    links::Visitor,
    residents::{self, State},
};

words! {
    /// What a resident says with one tap.
    Tap {
        /// All well, nothing has changed.
        Fine = "fine",
        /// Something is up that home should help with.
        Help = "help",
    }
}

/// A resident's own check-in: contact, a call at once where they ask for help, and the number they say still works. On a
/// closed record it goes before the township; a locked one takes none. The same form twice is one.
pub fn check_in(
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    id: CheckInId,
    (tap, confirmed): (Tap, Option<ChannelId>),
    sent: &Submission,
    leads_to: &str,
) -> Result<(), Error> {
    if let Claim::Again(_) = submissions::claim(tx, sent, leads_to)? {
        return Ok(());
    }
    residents::lock_own(tx.conn, visitor)?;
    let (person, ..) = residents::of_visitor(tx.conn, visitor)?;
    if person.state == State::Locked {
        return Err(Error::Forbidden);
    }
    if let Some(channel) = confirmed
        && !residents::has_own_number(tx.conn, &person, channel)?
    {
        return Err(Error::NotFound);
    }
    if tap == Tap::Help {
        residents::ask_for_call(tx, &person, CallReason::Help, tx.now)?;
    }
    let report =
        SelfReport { held_on: tx.today, confirmed, note: String::new(), asks_help: tap == Tap::Help };
    checkins::report(tx, &person, id, &report)?;
    let fields = match (tap, confirmed) {
        (Tap::Fine, None) => "outcome",
        (Tap::Fine, Some(_)) => "outcome channel",
        (Tap::Help, None) => "outcome call_since",
        (Tap::Help, Some(_)) => "outcome call_since channel",
    };
    record(tx, Entry::new(AuditKind::CheckedIn).on(Subject::Resident, person.id.0).fields(fields))
}
