//! Posts of a village that is merged into another one: the same posts go on in the successor, so that whoever belonged
//! to them still does; stand-ins and vacant ones too.

use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Conn, Tx, schema::posts},
    domain::{PostId, VillageCode},
    error::Error,
};
use diesel::prelude::*;

/// The posts of a village, held or vacant, those that have ended too.
pub fn posts_of_village(conn: &mut Conn, village: VillageCode) -> Result<Vec<PostId>, Error> {
    let rows = posts::table.filter(posts::village_code.eq(village)).order(posts::id);
    Ok(rows.select(posts::id).load(conn)?)
}

/// Moves a post to another village, where it counts from its holder's next request; false if it is not in `from` (any
/// more).
pub fn move_post(tx: &mut Tx<'_>, id: PostId, from: VillageCode, to: VillageCode) -> Result<bool, Error> {
    let row = posts::table.find(id).filter(posts::village_code.eq(from));
    let place = (posts::village_code.eq(to), posts::township_code.eq(to.township()));
    if diesel::update(row).set(place).execute(tx.conn)? == 0 {
        return Ok(false);
    }
    record(tx, Entry::new(AuditKind::PeopleMoved).on(Subject::Post, id.0).fields("village"))?;
    Ok(true)
}
