//! Visits: what a browser keeps after a link was opened, for 30 days (PRODUCT §4.5).

use super::{
    guard::Visitor,
    model::{Link, Whom},
};
use crate::{
    audit::{AuditKind, Entry, record},
    db::{
        Conn, Tx, dialect,
        schema::{personal_links, visits},
        submissions::Submission,
    },
    domain::{LinkId, RegistrationId, ResidentId, Rules},
    error::Error,
    i18n::Lang,
    seal::{Keys, random},
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// How long a visit lasts.
pub fn lasts() -> TimeDelta {
    TimeDelta::days(Rules::default().visit_days)
}

/// What a browser keeps of its visit: 32 bytes in hexadecimal.
pub struct VisitToken(String);

impl VisitToken {
    /// A visit begun by opening a link.
    pub fn fresh() -> VisitToken {
        VisitToken::of(&random::<32>())
    }

    /// The visit that begins by sending a form: the same for the same form, so that sending it again answers alike.
    pub fn of_form(keys: &Keys, form: &Submission) -> VisitToken {
        VisitToken::of(&keys.mac(&[b"visit:", form.key.as_bytes(), b":", &form.digest]))
    }

    fn of(bytes: &[u8]) -> VisitToken {
        VisitToken(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The text that goes into the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a visit's token: enough to know it again, not enough to use it.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Begins a visit by a link. A form sent once more after it was forgotten begins its visit anew.
pub fn begin(tx: &mut Tx<'_>, link: &Link, token: &VisitToken) -> Result<(), Error> {
    let visit = dialect::VisitRow {
        token_hash: hash(token.as_str()),
        link_id: link.id.0,
        serial: link.serial,
        began_at: tx.now,
        ends_at: tx.now + lasts(),
    };
    Ok(dialect::put_visit(tx.conn, &visit)?)
}

/// Who visits with a token, if the visit still stands: not over, and its link not replaced since.
pub fn find(conn: &mut Conn, hash: &[u8], now: NaiveDateTime, lang: Lang) -> Result<Option<Visitor>, Error> {
    type Found = (LinkId, i32, Option<RegistrationId>, Option<ResidentId>, i32, NaiveDateTime);
    let found: Option<Found> = visits::table
        .inner_join(personal_links::table)
        .filter(visits::token_hash.eq(hash))
        .select((
            personal_links::id,
            personal_links::serial,
            personal_links::registration_id,
            personal_links::resident_id,
            visits::serial,
            visits::ends_at,
        ))
        .first(conn)
        .optional()?;
    let visitor = |(link, serial, registration, resident, of_visit, ends_at): Found| {
        let stands = serial == of_visit && ends_at > now;
        let whom = Whom::of(registration, resident).filter(|_| stands)?;
        Some(Visitor::new(link, whom, hash.to_vec(), lang))
    };
    Ok(found.and_then(visitor))
}

/// Ends a visit: the link stays, this browser forgets it.
pub fn end(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<(), Error> {
    diesel::delete(visits::table.find(visitor.token_hash())).execute(tx.conn)?;
    let (subject, id) = visitor.whom.subject();
    record(tx, Entry::new(AuditKind::VisitEnded).on(subject, id))
}

/// Forgets visits that are over; the number forgotten.
pub fn forget_ended(tx: &mut Tx<'_>) -> Result<usize, Error> {
    Ok(diesel::delete(visits::table.filter(visits::ends_at.le(tx.now))).execute(tx.conn)?)
}
