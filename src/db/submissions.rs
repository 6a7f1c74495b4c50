//! Forms sent twice: the same form under the same key is answered again, another one is refused.

use super::{Conn, Tx, dialect, each_db, schema::submissions};
use crate::{domain::is_form_key, error::Error};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// Hours for which a submission is remembered (DESIGN §4).
pub const KEPT_HOURS: i64 = 48;

/// What a form is known by: who sent it, its key and what was in it.
#[derive(Debug, Clone)]
pub struct Submission {
    pub actor: String,
    pub key: String,
    pub digest: Vec<u8>,
}

impl Submission {
    /// The submission of a form's raw body under `key`, by `actor`.
    pub fn new(actor: impl std::fmt::Display, key: &str, form: &[u8]) -> Submission {
        Submission { actor: actor.to_string(), key: key.to_owned(), digest: Sha256::digest(form).to_vec() }
    }
}

impl Submission {
    fn check_key(&self) -> Result<(), Error> {
        if is_form_key(&self.key) { Ok(()) } else { Err(Error::BadRequest) }
    }
}

/// Whether a form was seen before.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is new and now remembered: go on.
    New,
    /// The same form was taken before; this is where it led.
    Again(String),
}

/// Remembers a form and where it leads; says so if it was taken before. What cannot be a key is none of ours:
/// `BadRequest`.
pub fn claim(tx: &mut Tx<'_>, form: &Submission, address: &str) -> Result<Claim, Error> {
    form.check_key()?;
    let (actor, key) = (form.actor.as_str(), form.key.as_str());
    if dialect::remember_submission(tx.conn, form, address, tx.now)? {
        return Ok(Claim::New);
    }
    let (digest, before): (Vec<u8>, String) = submissions::table
        .find((actor, key))
        .select((submissions::digest, submissions::address))
        .first(tx.conn)?;
    if digest == form.digest { Ok(Claim::Again(before)) } else { Err(Error::OtherForm) }
}

/// Whether this very form was taken before.
pub fn is_known(conn: &mut Conn, form: &Submission) -> Result<bool, Error> {
    let known = submissions::table.find((form.actor.as_str(), form.key.as_str())).select(submissions::digest);
    let digest: Option<Vec<u8>> = each_db!(conn, |c| known.first(c)).optional()?;
    Ok(digest.is_some_and(|digest| digest == form.digest))
}

/// Where a form led that was taken before, for a page that asks questions before it claims; another form under the key
/// is `OtherForm`.
pub fn taken(conn: &mut Conn, form: &Submission) -> Result<Option<String>, Error> {
    form.check_key()?;
    let known: Option<(Vec<u8>, String)> = submissions::table
        .find((form.actor.as_str(), form.key.as_str()))
        .select((submissions::digest, submissions::address))
        .first(conn)
        .optional()?;
    match known {
        None => Ok(None),
        Some((digest, address)) if digest == form.digest => Ok(Some(address)),
        Some(_) => Err(Error::OtherForm),
    }
}

/// Forgets what is older than [`KEPT_HOURS`]; the number forgotten.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let before = tx.now - chrono::TimeDelta::hours(KEPT_HOURS);
    Ok(diesel::delete(submissions::table.filter(submissions::at.lt(before))).execute(tx.conn)?)
}
