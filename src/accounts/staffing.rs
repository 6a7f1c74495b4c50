//! Who works here: making, resetting, closing accounts; giving and ending posts. One change after the other.

use super::{
    account_form::Appointment,
    model::Post,
    queries, roll,
    seat::Seat,
    sessions::{self, NewSession, Token},
    start_code::{KEPT, StartCode},
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    clock::county_day,
    db::{
        Tx,
        dialect::{self, Turn},
        schema::{accounts, posts},
    },
    domain::{AccountId, PhoneNumber, PostId, Problem, Role, Scope, TownshipCode},
    error::{Error, Refusal},
    seal::{Keys, Place, Sealed},
    web::Problems,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Where an account's own telephone number is sealed.
pub const fn phone_place(account: AccountId) -> Place {
    Place { column: "accounts.phone", row: account.0 }
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub post: Appointment,
}

/// What is printed once and handed over: it is shown nowhere again.
pub struct Slip {
    pub account: AccountId,
    pub name: String,
    pub username: String,
    /// The post it is for; none if the account holds none.
    pub seat: Option<Seat>,
    pub place: String,
    pub code: StartCode,
    /// The last day on which the code opens.
    pub until: NaiveDate,
}

/// Makes an account with its first post.
pub fn make(tx: &mut Tx<'_>, keys: &Keys, scope: Scope, new: &NewAccount) -> Result<Slip, Refusal<Problems>> {
    let seat = &new.post.seat;
    if !seat.is_staffed_by(scope) {
        return Err(Error::NotFound.into());
    }
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let account = AccountId(tx.next_id());
    let username = roll::free_username(tx.conn, seat)?;
    let phone = new
        .phone
        .as_ref()
        .map(|phone| Sealed::<PhoneNumber>::seal(keys, phone_place(account), phone.canonical()).into_bytes());
    enter(tx, account, &username, &new.name, phone)?;
    let (code, until) = start(tx, keys, account)?;
    record(tx, Entry::new(AuditKind::AccountMade).on(Subject::Account, account.0))?;
    let post = appoint(tx, scope, account, &new.post)?;
    let place = queries::place_of(tx.conn, &post)?;
    Ok(Slip { account, name: new.name.clone(), username, seat: Some(seat.clone()), place, code, until })
}

fn enter(
    tx: &mut Tx<'_>,
    account: AccountId,
    username: &str,
    name: &str,
    phone: Option<Vec<u8>>,
) -> Result<(), Error> {
    let row = (
        accounts::id.eq(account),
        accounts::username.eq(username),
        accounts::name.eq(name),
        accounts::phone.eq(phone),
        accounts::language.eq("zh"),
        accounts::created_at.eq(tx.now),
    );
    diesel::insert_into(accounts::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Makes the first administrator of a county in which there is no account yet, and signs them in; once there is one,
/// this is not found.
pub fn found(
    tx: &mut Tx<'_>,
    name: &str,
    username: &str,
    password_hash: &str,
    device: String,
) -> Result<Token, Error> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    if roll::has_any(tx.conn)? {
        return Err(Error::NotFound);
    }
    let account = AccountId(tx.next_id());
    enter(tx, account, username, name, None)?;
    diesel::update(accounts::table.find(account))
        .set(accounts::password_hash.eq(password_hash))
        .execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::AccountMade).on(Subject::Account, account.0))?;
    let post = give(tx, account, &Seat::County, None)?;
    sessions::begin(tx, &NewSession { account, post: Some(post.id), device, is_remembered: false })
}

/// Gives fresh start codes to those who have not signed in yet: their slips, at most `roll::MOST_WAITING`.
pub fn renew(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    township: Option<TownshipCode>,
) -> Result<Vec<Slip>, Error> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let waiting = roll::waiting(tx.conn, scope, township, tx.today)?;
    let mut slips = Vec::with_capacity(waiting.len());
    for member in waiting {
        slips.push(fresh_slip(tx, keys, member)?);
    }
    Ok(slips)
}

/// Keeps a fresh start code's hash; the code itself is only on the slip.
fn start(tx: &mut Tx<'_>, keys: &Keys, account: AccountId) -> Result<(StartCode, NaiveDate), Error> {
    let code = StartCode::fresh();
    let until = tx.now + KEPT;
    diesel::update(accounts::table.find(account))
        .set((
            accounts::start_code.eq(code.hash(keys, account)),
            accounts::start_code_until.eq(until),
            accounts::password_hash.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok((code, county_day(until)))
}

/// Drops the password, ends all sessions and gives a new start code.
pub fn reset(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    by: AccountId,
    account: AccountId,
) -> Result<Slip, Refusal<Problems>> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let member = roll::find(tx.conn, scope, account, tx.today)?;
    if account == by {
        return Err(refused(Problem::OwnAccount));
    }
    if member.closed_on.is_some() {
        return Err(refused(Problem::AccountClosed));
    }
    sessions::end_others(tx, account, None)?;
    Ok(fresh_slip(tx, keys, member)?)
}

fn fresh_slip(tx: &mut Tx<'_>, keys: &Keys, member: roll::Member) -> Result<Slip, Error> {
    let account = member.id;
    let (code, until) = start(tx, keys, account)?;
    record(tx, Entry::new(AuditKind::AccountReset).on(Subject::Account, account.0).fields("password"))?;
    let first = member.posts.into_iter().next();
    let (seat, place) = first.map_or((None, String::new()), |(post, place)| (Seat::of(&post), place));
    Ok(Slip { account, name: member.name, username: member.username, seat, place, code, until })
}

/// Closes an account: its sessions end, its posts stand vacant.
pub fn close(tx: &mut Tx<'_>, scope: Scope, account: AccountId) -> Result<(), Refusal<Problems>> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let member = roll::find(tx.conn, scope, account, tx.today)?;
    keep_an_administrator(tx, account, member.posts.iter().map(|(post, _)| post))?;
    for (post, _) in &member.posts {
        vacate(tx, post)?;
    }
    diesel::update(accounts::table.find(account))
        .set((
            accounts::closed_on.eq(tx.today),
            accounts::start_code.eq(None::<Vec<u8>>),
            accounts::start_code_until.eq(None::<NaiveDateTime>),
        ))
        .execute(tx.conn)?;
    sessions::end_others(tx, account, None)?;
    Ok(record(tx, Entry::new(AuditKind::AccountClosed).on(Subject::Account, account.0))?)
}

/// Opens a closed account again, with its old password and without a post.
pub fn reopen(tx: &mut Tx<'_>, scope: Scope, account: AccountId) -> Result<(), Error> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    roll::find(tx.conn, scope, account, tx.today)?;
    diesel::update(accounts::table.find(account))
        .set(accounts::closed_on.eq(None::<NaiveDate>))
        .execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::AccountReopened).on(Subject::Account, account.0))
}

/// Gives an open account one more post: a new one, or one that stands vacant.
pub fn give_post(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    post: &Appointment,
) -> Result<(), Refusal<Problems>> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let member = open_member(tx, scope, account)?;
    let is_held = |(held, _): &(Post, String)| Seat::of(held).as_ref() == Some(&post.seat);
    if post.vacant.is_none() && member.posts.iter().any(is_held) {
        return Err(Refusal::Problems(Problems::one("place", Problem::PostHeld)));
    }
    appoint(tx, scope, account, post)?;
    Ok(())
}

fn appoint(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    post: &Appointment,
) -> Result<Post, Refusal<Problems>> {
    if !post.seat.is_staffed_by(scope) {
        return Err(Error::NotFound.into());
    }
    match post.vacant {
        Some(vacant) => fill(tx, scope, account, vacant),
        None => Ok(give(tx, account, &post.seat, post.until)?),
    }
}

/// Gives a vacant post to an account: whoever belonged to the post belongs to its new holder.
fn fill(tx: &mut Tx<'_>, scope: Scope, account: AccountId, post: PostId) -> Result<Post, Refusal<Problems>> {
    let vacant = roll::vacant_post(tx.conn, scope, post)?.ok_or_else(no_longer_vacant)?;
    let still = posts::table.find(vacant.id).filter(posts::account_id.is_null());
    let filled = diesel::update(still)
        .set((posts::account_id.eq(account), posts::from_on.eq(tx.today)))
        .execute(tx.conn)?;
    if filled == 0 {
        return Err(no_longer_vacant());
    }
    record(tx, Entry::new(AuditKind::PostGiven).on(Subject::Post, post.0))?;
    Ok(vacant)
}

fn no_longer_vacant() -> Refusal<Problems> {
    Refusal::Problems(Problems::one("vacant", Problem::PostHeld))
}

/// Takes a post from an account: it stands vacant, a stand-in's ends.
pub fn end_post(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    post: PostId,
) -> Result<(), Refusal<Problems>> {
    dialect::take_turn(tx.conn, Turn::Staff)?;
    let member = roll::find(tx.conn, scope, account, tx.today)?;
    let held = member.posts.iter().map(|(held, _)| held).find(|held| held.id == post);
    let held = held.ok_or(Error::NotFound)?;
    keep_an_administrator(tx, account, std::iter::once(held))?;
    Ok(vacate(tx, held)?)
}

fn give(
    tx: &mut Tx<'_>,
    account: AccountId,
    seat: &Seat,
    until_on: Option<NaiveDate>,
) -> Result<Post, Error> {
    let (township_code, village_code, department) = seat.codes();
    let post = Post {
        id: PostId(tx.next_id()),
        role: seat.role(),
        township_code,
        village_code,
        department_code: department.map(str::to_owned),
        account_id: Some(account),
        from_on: tx.today,
        until_on,
    };
    diesel::insert_into(posts::table).values(&post).execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::PostGiven).on(Subject::Post, post.id.0))?;
    Ok(post)
}

/// A stand-in's post ends with its holder; another one waits for the next.
fn vacate(tx: &mut Tx<'_>, post: &Post) -> Result<(), Error> {
    let until_on = post.until_on.map(|_| tx.today.max(post.from_on));
    diesel::update(posts::table.find(post.id))
        .set((posts::account_id.eq(None::<AccountId>), posts::until_on.eq(until_on)))
        .execute(tx.conn)?;
    if let Some(account) = post.account_id {
        let left = post.township_code.filter(|_| post.role == Role::Cadre);
        diesel::update(accounts::table.find(account))
            .set(accounts::left_township_code.eq(left))
            .execute(tx.conn)?;
    }
    record(tx, Entry::new(AuditKind::PostEnded).on(Subject::Post, post.id.0))
}

/// Somebody must be left who can sign in and make accounts.
fn keep_an_administrator<'a>(
    tx: &mut Tx<'_>,
    account: AccountId,
    mut taken: impl Iterator<Item = &'a Post>,
) -> Result<(), Refusal<Problems>> {
    let is_administrator = taken.any(|post| post.role == Role::County && post.until_on.is_none());
    if is_administrator && !roll::is_administered_without(tx.conn, account, tx.today)? {
        return Err(refused(Problem::LastAdministrator));
    }
    Ok(())
}

fn open_member(tx: &mut Tx<'_>, scope: Scope, account: AccountId) -> Result<roll::Member, Refusal<Problems>> {
    let member = roll::find(tx.conn, scope, account, tx.today)?;
    if member.closed_on.is_some() { Err(refused(Problem::AccountClosed)) } else { Ok(member) }
}

fn refused(problem: Problem) -> Refusal<Problems> {
    Refusal::Problems(Problems::one("account", problem))
}
