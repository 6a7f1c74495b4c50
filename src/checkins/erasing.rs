//! What was said with somebody who is erased goes with them (PRODUCT §4.6).

use crate::{
    db::{Tx, schema::checkins},
    error::Error,
    residents::Person,
};
use diesel::prelude::*;

/// Takes away every check-in of somebody who is erased, withdrawn ones too.
pub fn erase(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    diesel::delete(checkins::table.filter(checkins::resident_id.eq(person.id))).execute(tx.conn)?;
    Ok(())
}
