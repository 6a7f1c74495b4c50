//! Sessions: a random token in a cookie, its hash in a row.

use super::model::{CountyName, Post, Reader};
use crate::{
    clock::county_day,
    db::{
        Conn, Moment, Tx, each_db,
        schema::{accounts, county, departments, divisions, posts, sessions},
    },
    domain::{AccountId, PostId},
    error::Error,
    i18n::Lang,
    seal::random,
    settings,
    web::Help,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// A session on somebody's own phone lasts this long, whether used or not.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// Another one ends after this much silence …
const IDLE: TimeDelta = TimeDelta::hours(2);
/// … and after this long in any case.
const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// A session's last use is written down this often at most.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// What a browser keeps of its session: 32 random bytes in hexadecimal.
pub struct Token(String);

impl Token {
    fn fresh() -> Token {
        Token(random::<32>().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a token: enough to know it again, not enough to use it.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What a new session is like.
pub struct NewSession {
    pub account: AccountId,
    pub post: Option<PostId>,
    pub device: String,
    pub is_remembered: bool,
}

/// Begins a session.
pub fn begin(tx: &mut Tx<'_>, new: &NewSession) -> Result<Token, Error> {
    let token = Token::fresh();
    let lasts = if new.is_remembered { REMEMBERED } else { ABSOLUTE };
    let row = (
        sessions::token_hash.eq(token_hash(token.as_str())),
        sessions::id.eq(tx.next_id()),
        sessions::account_id.eq(new.account),
        sessions::post_id.eq(new.post),
        sessions::device.eq(&new.device),
        sessions::is_remembered.eq(new.is_remembered),
        sessions::created_at.eq(tx.now),
        sessions::seen_at.eq(tx.now),
        sessions::ends_at.eq(tx.now + lasts),
    );
    diesel::insert_into(sessions::table).values(row).execute(tx.conn)?;
    Ok(token)
}

/// The posts an account holds on a day, oldest first.
pub fn posts_of(conn: &mut Conn, account: AccountId, day: NaiveDate) -> Result<Vec<Post>, Error> {
    let all = posts::table
        .filter(posts::account_id.eq(account))
        .order(posts::id)
        .select(Post::as_select())
        .load(conn)?;
    Ok(all.into_iter().filter(|post| post.is_held_on(day)).collect())
}

macro_rules! surroundings {
    () => {
        (
            (county::name, county::is_sample).nullable(),
            (county::office, county::office_phone).nullable(),
            (county::regular_days, county::priority_days, county::settled_days).nullable(),
            departments::name.nullable(),
            (townships.field(divisions::name), townships.field(divisions::office_phone)).nullable(),
            villages.field(divisions::name).nullable(),
        )
    };
}

/// A session as it was found, and whether its use should be written down again.
pub struct Found {
    pub reader: Reader,
    pub is_stale: bool,
}

/// Who is behind a token, if its session still stands. One statement brings all that nearly every page needs.
pub fn find(conn: &mut Conn, hash: &[u8], now: NaiveDateTime) -> Result<Option<Found>, Error> {
    let joined = sessions::table
        .inner_join(accounts::table)
        .left_join(posts::table)
        .left_join(county::table.on(county::id.eq(1)))
        .left_join(departments::table.on(departments::code.nullable().eq(posts::department_code)))
        .left_join(townships.on(townships.field(divisions::code).nullable().eq(posts::township_code)))
        .left_join(villages.on(villages.field(divisions::code).nullable().eq(posts::village_code)));
    let found = each_db!(conn, |c| joined
        .filter(sessions::token_hash.eq(hash))
        .select((
            (sessions::id, sessions::seen_at, sessions::ends_at, sessions::is_remembered),
            (
                accounts::id,
                accounts::name,
                accounts::language,
                accounts::password_hash.is_not_null(),
                accounts::closed_on,
            ),
            Option::<Post>::as_select(),
            surroundings!(),
        ))
        .first::<(Session, AccountRow, Option<Post>, Surroundings)>(c))
    .optional()?;
    let Some(((id, seen_at, ends_at, is_remembered), account, post, around)) = found else { return Ok(None) };
    let (seen_at, ends_at) = (NaiveDateTime::from(seen_at), NaiveDateTime::from(ends_at));
    let (account_id, name, language, has_password, closed_on) = account;
    let is_idle = !is_remembered && now - seen_at > IDLE;
    if ends_at <= now || is_idle || closed_on.is_some() {
        return Ok(None);
    }
    let today = county_day(now);
    let is_held = |post: &Post| post.account_id == Some(account_id) && post.is_held_on(today);
    let (post, around) = match post {
        Some(post) if is_held(&post) => (Some(post), around),
        _ => {
            let other = posts_of(conn, account_id, today)?.into_iter().next();
            let around = surroundings(conn, account_id, other.as_ref())?;
            (other, around)
        }
    };
    let lang = Lang::parse(&language).unwrap_or_default();
    let (named, office, days, department, township, village) = around;
    let place = village.or(township.as_ref().map(|(name, _)| name.clone())).or(department);
    // Whom the holder of a post rings: the township's office, else the county's.
    let own = township.filter(|(_, phone)| !phone.is_empty()).or(office);
    let reader = Reader {
        account: account_id,
        name,
        session: id,
        lang,
        has_password,
        post,
        place: place.unwrap_or_default(),
        county: named.map(|(name, is_sample)| CountyName { name, is_sample }),
        help: own.map(|(office, phone)| Help { office, phone }).unwrap_or_default(),
        rules: settings::rules_with(days),
    };
    Ok(Some(Found { reader, is_stale: now - seen_at > SEEN_EVERY }))
}

type Session = (i64, Moment, Moment, bool);
type AccountRow = (AccountId, String, String, bool, Option<NaiveDate>);

diesel::alias!(divisions as townships: Townships, divisions as villages: Villages);

type Office = (String, String);
/// The county's name, its office and its numbers; department, township with its office, and village of a post.
type Surroundings = (
    Option<(String, bool)>,
    Option<Office>,
    Option<(i32, i32, i32)>,
    Option<String>,
    Option<Office>,
    Option<String>,
);

/// The same for a post that is not the session's.
fn surroundings(conn: &mut Conn, account: AccountId, post: Option<&Post>) -> Result<Surroundings, Error> {
    let department = post.and_then(|post| post.department_code.clone());
    let township = post.and_then(|post| post.township_code);
    let village = post.and_then(|post| post.village_code);
    let joined = accounts::table
        .find(account)
        .left_join(county::table.on(county::id.eq(1)))
        .left_join(departments::table.on(departments::code.nullable().eq(department)))
        .left_join(townships.on(townships.field(divisions::code).nullable().eq(township)))
        .left_join(villages.on(villages.field(divisions::code).nullable().eq(village)));
    Ok(each_db!(conn, |c| joined.select(surroundings!()).first(c))?)
}

/// Notes that a session was used.
pub fn seen(tx: &mut Tx<'_>, session: i64) -> Result<(), Error> {
    let row = sessions::table.filter(sessions::id.eq(session));
    diesel::update(row).set(sessions::seen_at.eq(tx.now)).execute(tx.conn)?;
    Ok(())
}

/// Ends one session of an account.
pub fn end(tx: &mut Tx<'_>, account: AccountId, session: i64) -> Result<usize, Error> {
    let row = sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::id.eq(session));
    Ok(diesel::delete(row).execute(tx.conn)?)
}

/// Ends all sessions of an account but, perhaps, the one that asks.
pub fn end_others(tx: &mut Tx<'_>, account: AccountId, but: Option<i64>) -> Result<usize, Error> {
    let rows =
        sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::id.ne(but.unwrap_or(0)));
    Ok(diesel::delete(rows).execute(tx.conn)?)
}

/// Forgets sessions that have ended; how many.
pub fn forget_old_sessions(tx: &mut Tx<'_>) -> Result<usize, Error> {
    Ok(diesel::delete(sessions::table.filter(sessions::ends_at.lt(tx.now))).execute(tx.conn)?)
}
