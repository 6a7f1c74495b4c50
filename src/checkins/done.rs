//! The notice after a check-in was logged, with its undo: from the address alone, so that a reload shows it again.

use super::{model::CheckIn, text::CallWords};
use crate::{
    accounts::Reader,
    db::{Conn, schema::checkins},
    domain::CheckInId,
    error::Error,
    residents,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// What was just logged, in words.
#[derive(Debug, Clone)]
pub struct Done {
    pub words: String,
    pub next: String,
    /// Where it can be withdrawn.
    pub undo: String,
    pub undo_words: &'static str,
    /// The call form whose draft is no longer needed.
    pub saved: String,
}

/// The notice for a check-in of one's own of today; none for anything else.
pub fn done(conn: &mut Conn, by: &Reader, id: &str, today: NaiveDate) -> Result<Option<Done>, Error> {
    let Ok(id) = id.parse::<CheckInId>() else { return Ok(None) };
    let row = checkins::table.find(id).select(CheckIn::as_select()).first::<CheckIn>(conn).optional()?;
    let own = |row: &CheckIn| row.account_id == Some(by.account) && row.withdrawn_at.is_none();
    let Some(row) = row.filter(own) else { return Ok(None) };
    let person = match residents::find(conn, by.scope()?, row.resident_id) {
        Ok((person, ..)) => person,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let t = CallWords(by.lang);
    let next = person.try_on.map(|day| t.saved_next(by.lang.day(day, today)));
    Ok(Some(Done {
        words: t.saved(&person.name, by.lang.outcome(row.outcome)),
        next: next.unwrap_or_default(),
        undo: format!("/residents/{}/check-ins/{}/withdraw", person.id, row.id),
        undo_words: t.undo(),
        saved: format!("/residents/{}/call", person.id),
    }))
}
