//! The linker: gives rows of the trail their position and a hash over all before them. Whoever writes many rows at once
//! links them with their insert: to come back to each of them would cost as much again.

use super::model::Row;
use crate::{
    db::{Conn, Tx, dialect, each_db, schema::audit, update_row},
    error::Error,
};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// Algorithm byte before every hash: SHA-256 over the hash before and the row.
const SHA_256: u8 = 1;
/// Rows linked in one write: about ten milliseconds of work.
const STEP: i64 = 500;
/// Rows read at once when the chain is checked.
const CHECKED: i64 = 5_000;

/// Links the oldest unlinked rows; how many, so that the job knows whether to go on at once.
pub fn link(tx: &mut Tx<'_>) -> Result<usize, Error> {
    if !dialect::lock_chain(tx.conn)? {
        return Ok(0);
    }
    let unlinked = audit::table.filter(audit::position.is_null()).order(audit::id).limit(STEP);
    let rows: Vec<Row> = each_db!(tx.conn, |c| unlinked.load(c))?;
    if rows.is_empty() {
        return Ok(0);
    }
    let mut chain = Chain::read(tx)?;
    for row in &rows {
        let (position, hash) = chain.add(&Link::from(row));
        let place = (audit::position.eq(position), audit::hash.eq(hash));
        let placed = update_row(audit::table, row.id, place);
        each_db!(tx.conn, |c| placed.execute(c))?;
    }
    Ok(rows.len())
}

/// The end of the chain, to which rows are added.
pub(super) struct Chain {
    position: i64,
    hash: Vec<u8>,
}

impl Chain {
    /// The chain as it ends now, for this transaction alone; none if another one is adding to it.
    pub(super) fn hold(tx: &mut Tx<'_>) -> Result<Option<Chain>, Error> {
        if dialect::lock_chain(tx.conn)? { Chain::read(tx).map(Some) } else { Ok(None) }
    }

    fn read(tx: &mut Tx<'_>) -> Result<Chain, Error> {
        let last = audit::table
            .filter(audit::position.is_not_null())
            .order(audit::position.desc())
            .select((audit::position.assume_not_null(), audit::hash.assume_not_null()));
        let last: Option<(i64, Vec<u8>)> = each_db!(tx.conn, |c| last.first(c)).optional()?;
        let (position, hash) = last.unwrap_or_default();
        Ok(Chain { position, hash })
    }

    /// Adds a row; its position and its hash.
    pub(super) fn add(&mut self, link: &Link<'_>) -> (i64, Vec<u8>) {
        self.position += 1;
        self.hash = link.hash(&self.hash, self.position);
        (self.position, self.hash.clone())
    }
}

/// What of a row its hash covers: all of it.
pub(super) struct Link<'a> {
    pub id: i64,
    pub at: chrono::NaiveDateTime,
    pub kind: &'a str,
    pub actor: &'a str,
    pub account_id: Option<i64>,
    pub post_id: Option<i64>,
    pub subject: Option<&'a str>,
    pub subject_id: Option<i64>,
    pub fields: &'a str,
    pub reason: Option<&'a str>,
    pub amount: Option<i64>,
    pub look_hour: Option<i64>,
}

impl<'a> From<&'a Row> for Link<'a> {
    fn from(row: &'a Row) -> Link<'a> {
        Link {
            id: row.id,
            at: row.at,
            kind: &row.kind,
            actor: &row.actor,
            account_id: row.account_id,
            post_id: row.post_id,
            subject: row.subject.as_deref(),
            subject_id: row.subject_id,
            fields: &row.fields,
            reason: row.reason.as_deref(),
            amount: row.amount,
            look_hour: row.look_hour,
        }
    }
}

impl Link<'_> {
    /// The hash of a row in its place: every field, each with its length, after the hash before.
    fn hash(&self, before: &[u8], position: i64) -> Vec<u8> {
        let mut digest = Sha256::new();
        digest.update(before);
        let mut text = |part: &str| {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        };
        let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        text(&number(Some(position)));
        text(&number(Some(self.id)));
        text(&number(Some(self.at.and_utc().timestamp_micros())));
        text(self.kind);
        text(self.actor);
        text(&number(self.account_id));
        text(&number(self.post_id));
        text(self.subject.unwrap_or("-"));
        text(&number(self.subject_id));
        text(self.fields);
        text(self.reason.unwrap_or("-"));
        text(&number(self.amount));
        text(&number(self.look_hour));
        [&[SHA_256][..], &digest.finalize()].concat()
    }
}

/// What is wrong with the chain.
#[derive(Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// The row at this position does not carry the hash it must.
    Broken(i64),
    /// A row has waited for the linker for more than a minute, since this moment.
    Unlinked(chrono::NaiveDateTime),
}

/// Proves the chain from its first row; the number of linked rows and what is wrong.
pub fn check_chain(conn: &mut Conn, now: chrono::NaiveDateTime) -> Result<(i64, Vec<ChainFault>), Error> {
    let (mut position, mut before, mut faults) = (0, Vec::new(), Vec::new());
    // From below the first position, so that a row slipped in before it is seen.
    let mut after = i64::MIN;
    loop {
        let rows = audit::table
            .filter(audit::position.gt(after))
            .order(audit::position)
            .limit(CHECKED)
            .load::<Row>(conn)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            position += 1;
            let is_right = row.position == Some(position)
                && row.hash.as_deref() == Some(&Link::from(&row).hash(&before, position)[..]);
            if !is_right {
                faults.push(ChainFault::Broken(position));
                return Ok((position, faults));
            }
            before = row.hash.unwrap_or_default();
        }
        after = position;
    }
    let oldest = audit::table
        .filter(audit::position.is_null())
        .order(audit::id)
        .select(audit::at)
        .first(conn)
        .optional()?;
    faults.extend(oldest.filter(|at| now - *at > chrono::TimeDelta::minutes(1)).map(ChainFault::Unlinked));
    Ok((position, faults))
}
