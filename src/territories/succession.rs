//! Where an old code leads: a division that ended has a successor, which may have ended too. Chains have no cycles:
//! a division can only end towards one that stands, and whatever stands leads nowhere.

use super::queries::{Division, division};
use crate::{
    db::{Conn, Tx, dialect},
    domain::VillageCode,
    error::Error,
};

/// Most steps of a chain; each step is a year in which a village was merged again.
const LONGEST_CHAIN: usize = 64;

/// The division that stands for a code now: itself, or the last of its successors. None for a code nobody knows.
pub fn successor_of(conn: &mut Conn, code: &str) -> Result<Option<Division>, Error> {
    let mut found = division(conn, code)?;
    for _ in 0..LONGEST_CHAIN {
        let next = match &found {
            Some(ended) if ended.ended_on.is_some() => ended.successor_code.clone(),
            _ => return Ok(found),
        };
        found = match next {
            Some(next) => division(conn, &next)?,
            None => return Ok(None),
        };
    }
    Err(Error::internal("the successors of a division go round"))
}

/// The village to which something entered under a code belongs now, kept standing until this write ends: whoever adds
/// to a village asks this first. `NotFound` for a code nobody knows.
pub fn standing(tx: &mut Tx<'_>, village: VillageCode) -> Result<VillageCode, Error> {
    let mut code = village;
    for _ in 0..LONGEST_CHAIN {
        match dialect::hold_division(tx.conn, code.as_str())? {
            (None, _) => return Ok(code),
            (Some(_), Some(next)) => code = VillageCode::parse(&next).map_err(|_| Error::NotFound)?,
            (Some(_), None) => return Err(Error::NotFound),
        }
    }
    Err(Error::internal("the successors of a division go round"))
}
