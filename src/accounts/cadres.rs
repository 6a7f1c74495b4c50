//! The cadres' posts of villages: which somebody holds, and which villages have none.

use super::model::Post;
use crate::{
    db::{
        Conn,
        schema::{divisions, posts},
    },
    domain::{PostId, Role, TownshipCode, VillageCode},
    error::Error,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The cadres' posts of a village that somebody holds on a day, the oldest first.
pub fn cadre_posts(conn: &mut Conn, village: VillageCode, day: NaiveDate) -> Result<Vec<PostId>, Error> {
    let all: Vec<Post> = posts::table
        .filter(posts::village_code.eq(village))
        .order(posts::id)
        .select(Post::as_select())
        .load(conn)?;
    Ok(all.into_iter().filter(|post| post.is_held_on(day)).map(|post| post.id).collect())
}

/// The villages of a township in which nobody holds a cadre's post on a day: what waits there falls to the township.
pub fn villages_without_cadre(
    conn: &mut Conn,
    township: TownshipCode,
    day: NaiveDate,
) -> Result<Vec<VillageCode>, Error> {
    let villages: Vec<VillageCode> = divisions::table
        .filter(divisions::parent_code.eq(township))
        .filter(divisions::ended_on.is_null())
        .order(divisions::code)
        .select(divisions::code)
        .load(conn)?;
    let cadres: Vec<Post> = posts::table
        .filter(posts::township_code.eq(township))
        .filter(posts::role.eq(Role::Cadre))
        .select(Post::as_select())
        .load(conn)?;
    let has_cadre = |village: &VillageCode| {
        cadres.iter().any(|post| post.village_code.as_ref() == Some(village) && post.is_held_on(day))
    };
    Ok(villages.into_iter().filter(|village| !has_cadre(village)).collect())
}
