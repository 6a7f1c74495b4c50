//! Reading accounts.

use super::{model::Post, seat::Seat, staffing::phone_place};
use crate::{
    db::{
        Conn, each_db,
        schema::{accounts, departments, divisions, posts, sessions},
    },
    domain::{AccountId, PhoneNumber, PostId},
    error::Error,
    seal::{Keys, Sealed},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// What signing in compares.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Credentials {
    pub id: AccountId,
    pub username: String,
    pub password_hash: Option<String>,
    pub start_code: Option<Vec<u8>>,
    pub start_code_until: Option<NaiveDateTime>,
}

/// The credentials of an open account.
pub fn credentials(conn: &mut Conn, username: &str) -> Result<Option<Credentials>, Error> {
    let found = accounts::table
        .filter(accounts::username.eq(username))
        .filter(accounts::closed_on.is_null())
        .select(Credentials::as_select());
    Ok(found.first(conn).optional()?)
}

/// The account of a user name, closed ones too.
pub fn account_of(conn: &mut Conn, username: &str) -> Result<Option<AccountId>, Error> {
    let found = accounts::table.filter(accounts::username.eq(username)).select(accounts::id);
    Ok(found.first(conn).optional()?)
}

/// The credentials of one's own account.
pub fn own_credentials(conn: &mut Conn, account: AccountId) -> Result<Credentials, Error> {
    Ok(accounts::table.find(account).select(Credentials::as_select()).first(conn)?)
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Device {
    pub id: i64,
    pub device: String,
    pub seen_at: NaiveDateTime,
}

/// The sessions of an account, the last used first.
pub fn devices(conn: &mut Conn, account: AccountId, now: NaiveDateTime) -> Result<Vec<Device>, Error> {
    let rows = sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::ends_at.gt(now));
    Ok(rows.order(sessions::seen_at.desc()).select(Device::as_select()).limit(50).load(conn)?)
}

/// The name of the place a post is for; empty for the county.
pub fn place_of(conn: &mut Conn, post: &Post) -> Result<String, Error> {
    if let Some(code) = &post.department_code {
        return Ok(departments::table.find(code).select(departments::name).first(conn)?);
    }
    match post.division_code() {
        Some(code) => Ok(divisions::table.find(code).select(divisions::name).first(conn)?),
        None => Ok(String::new()),
    }
}

/// Who holds a post on a day; none if it is vacant, or there is no post.
pub fn holder(conn: &mut Conn, post: Option<PostId>, day: NaiveDate) -> Result<Option<String>, Error> {
    let Some(post) = post else { return Ok(None) };
    let held = posts::table
        .inner_join(accounts::table.on(posts::account_id.eq(accounts::id.nullable())))
        .filter(posts::id.eq(post));
    let held = held.select((accounts::name, posts::from_on, posts::until_on));
    let found: Option<(String, NaiveDate, Option<NaiveDate>)> =
        each_db!(conn, |c| held.first(c)).optional()?;
    Ok(found
        .filter(|(_, from, until)| *from <= day && until.is_none_or(|until| until >= day))
        .map(|(name, ..)| name))
}

/// The name of an account, closed ones too: who once did something.
pub fn name_of(conn: &mut Conn, account: AccountId) -> Result<Option<String>, Error> {
    Ok(accounts::table.find(account).select(accounts::name).first(conn).optional()?)
}

/// The accounts whose sealed telephone number does not open with these keys.
pub fn unsound(conn: &mut Conn, keys: &Keys) -> Result<Vec<AccountId>, Error> {
    let sealed = accounts::table.filter(accounts::phone.is_not_null()).order(accounts::id);
    let all: Vec<(AccountId, Vec<u8>)> =
        sealed.select((accounts::id, accounts::phone.assume_not_null())).load(conn)?;
    let is_shut = |(id, bytes): &(AccountId, Vec<u8>)| {
        !Sealed::<PhoneNumber>::from_bytes(bytes.clone()).is_sound(keys, phone_place(*id))
    };
    Ok(all.into_iter().filter(is_shut).map(|(id, _)| id).collect())
}

/// The posts of a village's cadres or of a township's officers that have not ended, each with who holds it on a day.
pub fn posts_at(
    conn: &mut Conn,
    seat: &Seat,
    day: NaiveDate,
) -> Result<Vec<(PostId, Option<String>)>, Error> {
    let (township, village, _) = seat.codes();
    let mut query = posts::table
        .left_join(accounts::table.on(posts::account_id.eq(accounts::id.nullable())))
        .filter(posts::role.eq(seat.role()))
        .filter(posts::township_code.eq(township))
        .filter(posts::until_on.is_null().or(posts::until_on.ge(day)))
        .into_boxed();
    if let Some(village) = village {
        query = query.filter(posts::village_code.eq(village));
    }
    let columns = (posts::id, posts::from_on, accounts::name.nullable());
    let rows: Vec<(PostId, NaiveDate, Option<String>)> = query.order(posts::id).select(columns).load(conn)?;
    Ok(rows.into_iter().map(|(id, from_on, name)| (id, name.filter(|_| from_on <= day))).collect())
}
