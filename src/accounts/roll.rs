//! Reading who works here, within the territory of whoever staffs it.

use super::{model::Post, queries::place_of, seat::Seat};
use crate::{
    db::{
        Conn,
        schema::{accounts, posts},
    },
    domain::{AccountId, PhoneNumber, PostId, Role, Scope, TownshipCode},
    error::Error,
    seal::Sealed,
    web::{PAGE_ROWS, Page},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// An account with the posts it holds, or will hold, and where they are.
pub struct Member {
    pub id: AccountId,
    pub username: String,
    pub name: String,
    pub phone: Option<Sealed<PhoneNumber>>,
    pub has_password: bool,
    pub closed_on: Option<NaiveDate>,
    /// The township whose village it served last, while it holds no post.
    pub left_township: Option<TownshipCode>,
    pub posts: Vec<(Post, String)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct Row {
    id: AccountId,
    username: String,
    name: String,
    phone: Option<Vec<u8>>,
    #[diesel(select_expression = accounts::password_hash.is_not_null())]
    has_password: bool,
    closed_on: Option<NaiveDate>,
    left_township_code: Option<TownshipCode>,
}

/// Which accounts a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    All,
    /// Open, no password chosen yet.
    Waiting,
    Closed,
}

/// One page of the accounts of a territory, by user name; `wanted` is part of a name or the beginning of a user name.
pub fn list(
    conn: &mut Conn,
    scope: Scope,
    which: Which,
    wanted: &str,
    after: &str,
    today: NaiveDate,
) -> Result<Page<Member>, Error> {
    let mut query = accounts::table.select(Row::as_select()).into_boxed();
    query = match which {
        Which::All => query,
        Which::Waiting => {
            query.filter(accounts::closed_on.is_null()).filter(accounts::password_hash.is_null())
        }
        Which::Closed => query.filter(accounts::closed_on.is_not_null()),
    };
    if let Scope::Township(own) = scope {
        let cadres = posts::table
            .filter(posts::township_code.eq(own))
            .filter(posts::role.eq(Role::Cadre))
            .filter(posts::account_id.is_not_null())
            .select(posts::account_id.assume_not_null());
        query = query.filter(accounts::id.eq_any(cadres).or(accounts::left_township_code.eq(own)));
    }
    if !wanted.is_empty() {
        let text = wanted.replace(['%', '_', '\\'], "");
        query = query
            .filter(accounts::name.like(format!("%{text}%")).or(accounts::username.like(format!("{text}%"))));
    }
    let rows: Vec<Row> = query
        .filter(accounts::username.gt(after))
        .order(accounts::username)
        .limit(PAGE_ROWS as i64 + 1)
        .load(conn)?;
    let page = Page::from_rows(rows);
    let mut members = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let member = with_posts(conn, row, today)?;
        if is_within(&member, scope) {
            members.push(member);
        }
    }
    Ok(Page { rows: members, has_more: page.has_more })
}

/// One account of a territory; outside it there is none.
pub fn find(conn: &mut Conn, scope: Scope, id: AccountId, today: NaiveDate) -> Result<Member, Error> {
    let row: Option<Row> = accounts::table.find(id).select(Row::as_select()).first(conn).optional()?;
    let member = with_posts(conn, row.ok_or(Error::NotFound)?, today)?;
    if is_within(&member, scope) { Ok(member) } else { Err(Error::NotFound) }
}

fn with_posts(conn: &mut Conn, row: Row, today: NaiveDate) -> Result<Member, Error> {
    let held: Vec<Post> = posts::table
        .filter(posts::account_id.eq(row.id))
        .filter(posts::until_on.is_null().or(posts::until_on.ge(today)))
        .order(posts::id)
        .select(Post::as_select())
        .load(conn)?;
    let mut with_places = Vec::with_capacity(held.len());
    for post in held {
        let place = place_of(conn, &post)?;
        with_places.push((post, place));
    }
    Ok(Member {
        id: row.id,
        username: row.username,
        name: row.name,
        phone: row.phone.map(Sealed::from_bytes),
        has_password: row.has_password,
        closed_on: row.closed_on,
        left_township: row.left_township_code,
        posts: with_places,
    })
}

/// A township has those who hold posts in its villages and nowhere else; of those who hold none, whoever left one of
/// its villages last.
fn is_within(member: &Member, scope: Scope) -> bool {
    match scope {
        Scope::County => true,
        Scope::Village(_) => false,
        Scope::Township(own) if member.posts.is_empty() => member.left_township == Some(own),
        Scope::Township(_) => {
            member.posts.iter().all(|(post, _)| Seat::of(post).is_some_and(|seat| seat.is_staffed_by(scope)))
        }
    }
}

/// The posts nobody holds, where they are; at most 200.
pub fn vacant(conn: &mut Conn, scope: Scope) -> Result<Vec<(Post, String)>, Error> {
    let mut query = posts::table
        .filter(posts::account_id.is_null())
        .filter(posts::until_on.is_null())
        .select(Post::as_select())
        .into_boxed();
    if let Scope::Township(own) = scope {
        query = query.filter(posts::township_code.eq(own)).filter(posts::role.eq(Role::Cadre));
    }
    let found = query.order((posts::township_code, posts::village_code, posts::id)).limit(200).load(conn)?;
    found
        .into_iter()
        .map(|post| {
            let place = place_of(conn, &post)?;
            Ok((post, place))
        })
        .collect()
}

/// A post nobody holds, if it is one and lies within.
pub fn vacant_post(conn: &mut Conn, scope: Scope, id: PostId) -> Result<Option<Post>, Error> {
    let post: Option<Post> = posts::table
        .find(id)
        .filter(posts::account_id.is_null())
        .filter(posts::until_on.is_null())
        .select(Post::as_select())
        .first(conn)
        .optional()?;
    Ok(post.filter(|post| Seat::of(post).is_some_and(|seat| seat.is_staffed_by(scope))))
}

/// The first user name of a seat that nobody has.
pub fn free_username(conn: &mut Conn, seat: &Seat) -> Result<String, Error> {
    let stem = seat.stem();
    for number in 1..10_000 {
        let name = format!("{stem}-{number}");
        if !has_username(conn, &name)? {
            return Ok(name);
        }
    }
    Err(Error::internal("no user name left"))
}

pub fn has_username(conn: &mut Conn, username: &str) -> Result<bool, Error> {
    let same = accounts::table.filter(accounts::username.eq(username)).select(accounts::id);
    Ok(same.first::<AccountId>(conn).optional()?.is_some())
}

/// Whether there is any account at all.
pub fn has_any(conn: &mut Conn) -> Result<bool, Error> {
    Ok(accounts::table.select(accounts::id).first::<AccountId>(conn).optional()?.is_some())
}

/// Whether somebody else, with a password, administers the county without an end.
pub fn is_administered_without(conn: &mut Conn, account: AccountId, today: NaiveDate) -> Result<bool, Error> {
    let others = posts::table
        .inner_join(accounts::table.on(posts::account_id.eq(accounts::id.nullable())))
        .filter(posts::role.eq(Role::County))
        .filter(posts::until_on.is_null())
        .filter(posts::from_on.le(today))
        .filter(accounts::id.ne(account))
        .filter(accounts::closed_on.is_null())
        .filter(accounts::password_hash.is_not_null());
    let found: Option<AccountId> = others.select(accounts::id).first(conn).optional()?;
    Ok(found.is_some())
}

/// The most slips printed at once.
pub const MOST_WAITING: i64 = 200;

/// Who has not signed in yet, of one township, or of the offices that lie in none; by user name.
pub fn waiting(
    conn: &mut Conn,
    scope: Scope,
    township: Option<TownshipCode>,
    today: NaiveDate,
) -> Result<Vec<Member>, Error> {
    let held = posts::table.filter(posts::account_id.is_not_null());
    let account = posts::account_id.assume_not_null();
    let query = accounts::table.select(Row::as_select()).into_boxed();
    let query = match township {
        Some(code) => {
            query.filter(accounts::id.eq_any(held.filter(posts::township_code.eq(code)).select(account)))
        }
        None => {
            query.filter(accounts::id.eq_any(held.filter(posts::township_code.is_null()).select(account)))
        }
    };
    let rows: Vec<Row> = query
        .filter(accounts::closed_on.is_null())
        .filter(accounts::password_hash.is_null())
        .order(accounts::username)
        .limit(MOST_WAITING)
        .load(conn)?;
    let members: Result<Vec<Member>, Error> =
        rows.into_iter().map(|row| with_posts(conn, row, today)).collect();
    Ok(members?.into_iter().filter(|member| is_within(member, scope)).collect())
}

/// Who has which post: the seat's stem and the holder's name.
pub fn holders(conn: &mut Conn, scope: Scope) -> Result<BTreeSet<(String, String)>, Error> {
    let mut held = posts::table
        .inner_join(accounts::table.on(posts::account_id.eq(accounts::id.nullable())))
        .filter(accounts::closed_on.is_null())
        .into_boxed();
    if let Scope::Township(own) = scope {
        held = held.filter(posts::township_code.eq(own));
    }
    let rows: Vec<(Post, String)> = held.select((Post::as_select(), accounts::name)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(post, name)| Some((Seat::of(&post)?.stem(), name))).collect())
}

/// How many townships have an officer, for what is still missing.
pub fn townships_staffed(conn: &mut Conn) -> Result<usize, Error> {
    let held = posts::table.filter(posts::role.eq(Role::Township)).filter(posts::account_id.is_not_null());
    let codes: Vec<Option<String>> = held.select(posts::township_code).distinct().load(conn)?;
    Ok(codes.len())
}
