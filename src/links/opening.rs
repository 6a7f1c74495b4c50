//! Opening a link: what is typed, how often it may be wrong (PRODUCT §4.5).

use super::{
    model::{Link, MOST_TRIES, OpensBy},
    queries,
    token::{is_token, spelled, typed_term},
    visits::{self, VisitToken},
};
use crate::{
    audit::{AuditKind, Entry, record},
    db::{
        Tx, dialect,
        schema::{link_tries, personal_links},
    },
    domain::{LinkId, Problem, parse_day, plain},
    error::Error,
    seal::Keys,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use subtle::ConstantTimeEq;

/// Wrong tries within any hour; then it waits until the first of them is an hour old (PRODUCT §4.5).
const TRIES_AN_HOUR: i64 = 5;

/// What somebody typed to open a link, in the one writing its term is made of.
pub struct Key(String);

impl Key {
    /// Reads what was typed; what cannot be a key at all is a problem and no try.
    pub fn parse(by: OpensBy, text: &str) -> Result<Key, Problem> {
        let letters: String = plain(text).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if letters.is_empty() {
            return Err(Problem::Required);
        }
        match by {
            OpensBy::IdNumber => last_four(&letters.to_uppercase()).ok_or(Problem::NotFour),
            OpensBy::BirthDate => parse_day(text).map(spelled),
            OpensBy::Code if letters.len() == 6 && letters.bytes().all(|b| b.is_ascii_digit()) => Ok(letters),
            OpensBy::Code => Err(Problem::NotSix),
        }
        .map(Key)
    }
}

/// The last four of what was typed; whoever types the whole number means them too.
fn last_four(letters: &str) -> Option<String> {
    let is_whole = letters.len() == 4 || letters.len() >= 8;
    let is_plain = letters.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_whole && is_plain).then(|| letters[letters.len() - 4..].to_owned())
}

/// How a try ended. A wrong one is remembered, so it is no error.
#[derive(Debug, PartialEq, Eq)]
pub enum Attempt {
    Opened,
    Wrong,
    /// Five wrong ones within the hour; the seconds until the next may be made.
    Wait(u32),
    /// Twenty wrong ones in all: only a new link helps.
    Dead,
}

/// Tries to open a link whose token the caller holds, and begins a visit if the key is right.
pub fn open(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (id, token): (LinkId, &str),
    key: &Key,
    visit: &VisitToken,
) -> Result<Attempt, Error> {
    dialect::lock_link(tx.conn, id)?;
    let link = queries::find(tx.conn, id)?;
    if !is_token(keys, &link, token) {
        return Err(Error::NotFound);
    }
    if link.is_dead() {
        return Ok(Attempt::Dead);
    }
    if let Some(first) = fills_the_hour(tx, id)? {
        let left = (first + TimeDelta::hours(1) - tx.now).num_seconds().max(1);
        return Ok(Attempt::Wait(u32::try_from(left).unwrap_or(u32::MAX)));
    }
    let whom = link.whom().ok_or(Error::NotFound)?;
    let (subject, subject_id) = whom.subject();
    let typed = typed_term(keys, id, link.opens_by, &key.0);
    if !bool::from(typed.ct_eq(&link.opening_term)) {
        count_wrong(tx, &link)?;
        record(tx, Entry::new(AuditKind::LinkRefused).on(subject, subject_id))?;
        return Ok(if link.wrong_tries + 1 >= MOST_TRIES { Attempt::Dead } else { Attempt::Wrong });
    }
    tx.actor = whom.actor();
    visits::begin(tx, &link, visit)?;
    record(tx, Entry::new(AuditKind::LinkOpened).on(subject, subject_id))?;
    Ok(Attempt::Opened)
}

/// When the first of those wrong tries was made that fill the hour before now, if they do.
fn fills_the_hour(tx: &mut Tx<'_>, id: LinkId) -> Result<Option<NaiveDateTime>, Error> {
    let filling = link_tries::table
        .filter(link_tries::link_id.eq(id))
        .filter(link_tries::tried_at.gt(tx.now - TimeDelta::hours(1)))
        .order(link_tries::id.desc())
        .offset(TRIES_AN_HOUR - 1);
    Ok(filling.select(link_tries::tried_at).first(tx.conn).optional()?)
}

/// Counts a wrong try; those that have left the hour are forgotten.
fn count_wrong(tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
    let over = link_tries::table.filter(link_tries::link_id.eq(link.id));
    diesel::delete(over.filter(link_tries::tried_at.le(tx.now - TimeDelta::hours(1)))).execute(tx.conn)?;
    let row =
        (link_tries::id.eq(tx.next_id()), link_tries::link_id.eq(link.id), link_tries::tried_at.eq(tx.now));
    diesel::insert_into(link_tries::table).values(row).execute(tx.conn)?;
    diesel::update(personal_links::table.find(link.id))
        .set(personal_links::wrong_tries.eq(personal_links::wrong_tries + 1))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets the wrong tries of a link that is replaced.
pub(super) fn forgive(tx: &mut Tx<'_>, id: LinkId) -> Result<(), Error> {
    diesel::delete(link_tries::table.filter(link_tries::link_id.eq(id))).execute(tx.conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_in_one_writing() {
        let read = |by, text: &str| Key::parse(by, text).map(|key| key.0);
        let cases = [
            (OpensBy::IdNumber, "122x", Ok("122X".to_owned())),
            (OpensBy::IdNumber, " １２２１ ", Ok("1221".to_owned())),
            (OpensBy::IdNumber, "500228199203041221", Ok("1221".to_owned())),
            (OpensBy::IdNumber, "221", Err(Problem::NotFour)),
            (OpensBy::IdNumber, "12 2 1", Ok("1221".to_owned())),
            (OpensBy::IdNumber, "一二三四", Err(Problem::NotFour)),
            (OpensBy::BirthDate, "1992年3月4日", Ok("19920304".to_owned())),
            (OpensBy::BirthDate, "19920230", Err(Problem::NotADay)),
            (OpensBy::Code, "012 345", Ok("012345".to_owned())),
            (OpensBy::Code, "12345", Err(Problem::NotSix)),
            (OpensBy::Code, "", Err(Problem::Required)),
        ];
        for (by, text, wanted) in cases {
            assert_eq!(read(by, text), wanted, "{by:?} {text}");
        }
    }
}
