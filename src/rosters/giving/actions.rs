//! What is on record before a list is given out, and the layouts an office keeps.

use super::columns::OutColumn;
use crate::{
    audit::{self, AuditKind, Entry, record},
    db::{Conn, Tx, schema::roster_layouts},
    domain::{Actor, LayoutId, ResidentId},
    error::Error,
    territories::{self, Division},
    web::State,
};
use diesel::prelude::*;
use std::collections::HashMap;

/// People added to a list by one write.
const AT_ONCE: usize = 1000;
/// Most layouts of an office.
const MOST: i64 = 50;

/// Puts on record that a list of these people is given out: how many; with full values the reason, and everybody in it.
/// If it cannot be written nothing may be given out.
pub async fn on_record(
    state: &State,
    actor: Actor,
    reason: Option<String>,
    is_full: bool,
    people: &[ResidentId],
) -> Result<(), Error> {
    let amount = i64::try_from(people.len()).unwrap_or(i64::MAX);
    if !is_full {
        let write = move |tx: &mut Tx<'_>| {
            let entry = Entry::new(AuditKind::ListTaken).amount(amount);
            match &reason {
                Some(reason) => record(tx, entry.reason(reason)),
                None => record(tx, entry),
            }
        };
        return state.db.write(actor, write).await;
    }
    let reason = reason.unwrap_or_default();
    let list = state.db.write(actor, move |tx| audit::list_with_values(tx, &reason, amount)).await?;
    for some in people.chunks(AT_ONCE) {
        let some = some.to_vec();
        state.db.write(actor, move |tx| audit::in_list(tx, list, &some)).await?;
    }
    Ok(())
}

/// A layout an office keeps.
#[derive(Debug, Clone, Queryable)]
pub struct Layout {
    pub id: LayoutId,
    pub name: String,
    /// As JSON.
    columns: String,
}

impl Layout {
    /// Its columns.
    pub fn columns(&self) -> Vec<OutColumn> {
        serde_json::from_str(&self.columns).unwrap_or_default()
    }
}

/// The layouts of an office, by its place: a township's code, a village's, or none for the county.
pub fn layouts(conn: &mut Conn, place: &str) -> Result<Vec<Layout>, Error> {
    let rows = roster_layouts::table
        .filter(roster_layouts::place.eq(place))
        .order(roster_layouts::id)
        .limit(MOST)
        .select((roster_layouts::id, roster_layouts::name, roster_layouts::headers));
    Ok(rows.load(conn)?)
}

/// Keeps a layout.
pub fn keep(tx: &mut Tx<'_>, place: &str, name: &str, columns: &[OutColumn]) -> Result<(), Error> {
    let row = (
        roster_layouts::id.eq(LayoutId(tx.next_id())),
        roster_layouts::place.eq(place),
        roster_layouts::name.eq(name),
        roster_layouts::headers.eq(serde_json::to_string(columns).map_err(Error::internal)?),
        roster_layouts::made_at.eq(tx.now),
    );
    diesel::insert_into(roster_layouts::table).values(row).execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::LayoutKept))
}

/// Drops a layout of an office; `NotFound` if it is not theirs.
pub fn drop_layout(tx: &mut Tx<'_>, place: &str, id: LayoutId) -> Result<(), Error> {
    let own = roster_layouts::table.find(id).filter(roster_layouts::place.eq(place));
    if diesel::delete(own).execute(tx.conn)? == 0 {
        return Err(Error::NotFound);
    }
    record(tx, Entry::new(AuditKind::LayoutDropped))
}

/// The names of divisions by their codes.
pub fn names(conn: &mut Conn) -> Result<HashMap<String, String>, Error> {
    let name = |one: Division| (one.code, territories::everyday_name(&one.name).to_owned());
    Ok(territories::divisions(conn)?.into_iter().map(name).collect())
}
