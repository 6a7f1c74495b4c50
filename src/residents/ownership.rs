//! Who answers for somebody: owner and backup are posts.

use super::model::Person;
use crate::{
    db::{Tx, schema::residents},
    domain::PostId,
    error::Error,
};
use diesel::prelude::*;

/// Hands somebody found and locked to an owner and a backup; two different posts, or nobody.
pub fn hand_over(
    tx: &mut Tx<'_>,
    person: &Person,
    owner: Option<PostId>,
    backup: Option<PostId>,
) -> Result<(), Error> {
    diesel::update(residents::table.find(person.id))
        .set((residents::owner_id.eq(owner), residents::backup_id.eq(backup)))
        .execute(tx.conn)?;
    Ok(())
}
