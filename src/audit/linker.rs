//! The linker: gives rows of the trail their position and a hash over all before them.

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
    let last = audit::table
        .filter(audit::position.is_not_null())
        .order(audit::position.desc())
        .select((audit::position.assume_not_null(), audit::hash.assume_not_null()))
        .first::<(i64, Vec<u8>)>(tx.conn)
        .optional()?;
    let (mut position, mut before) = last.unwrap_or_default();
    for row in &rows {
        position += 1;
        before = hash(&before, position, row);
        let place = (audit::position.eq(position), audit::hash.eq(&before));
        let placed = update_row(audit::table, row.id, place);
        each_db!(tx.conn, |c| placed.execute(c))?;
    }
    Ok(rows.len())
}

/// The hash of a row in its place: every field, each with its length, after the hash before.
fn hash(before: &[u8], position: i64, row: &Row) -> Vec<u8> {
    let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let parts = [
        position.to_string(),
        row.id.to_string(),
        row.at.and_utc().timestamp_micros().to_string(),
        row.kind.clone(),
        row.actor.clone(),
        number(row.account_id),
        number(row.post_id),
        text(&row.subject),
        number(row.subject_id),
        row.fields.clone(),
        text(&row.reason),
        number(row.amount),
        number(row.look_hour),
    ];
    let mut digest = Sha256::new();
    digest.update(before);
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    [&[SHA_256][..], &digest.finalize()].concat()
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
                && row.hash.as_deref() == Some(&hash(&before, position, &row)[..]);
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
