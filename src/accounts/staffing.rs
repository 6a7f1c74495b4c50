//! Who works here: making, resetting, closing accounts; giving and ending posts.

use super::{
    model::Post,
    queries, roll,
    seat::Seat,
    sessions,
    start_code::{KEPT, StartCode},
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    clock::county_day,
    db::{
        Tx,
        schema::{accounts, posts},
    },
    domain::{AccountId, PhoneNumber, PostId, Problem, Role, Scope},
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
    pub seat: Seat,
    /// The last day, of a stand-in.
    pub until: Option<NaiveDate>,
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
pub fn make(tx: &mut Tx<'_>, keys: &Keys, new: &NewAccount) -> Result<Slip, Error> {
    let account = AccountId(tx.next_id());
    let username = roll::free_username(tx.conn, &new.seat)?;
    let phone = new
        .phone
        .as_ref()
        .map(|phone| Sealed::<PhoneNumber>::seal(keys, phone_place(account), phone.canonical()).into_bytes());
    let row = (
        accounts::id.eq(account),
        accounts::username.eq(&username),
        accounts::name.eq(&new.name),
        accounts::phone.eq(phone),
        accounts::language.eq("zh"),
        accounts::created_at.eq(tx.now),
    );
    diesel::insert_into(accounts::table).values(row).execute(tx.conn)?;
    let (code, until) = start(tx, keys, account)?;
    record(tx, Entry::new(AuditKind::AccountMade).on(Subject::Account, account.0))?;
    let post = give(tx, account, &new.seat, new.until)?;
    let place = queries::place_of(tx.conn, &post)?;
    Ok(Slip { account, name: new.name.clone(), username, seat: Some(new.seat.clone()), place, code, until })
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
    let member = roll::find(tx.conn, scope, account, tx.today)?;
    if account == by {
        return Err(refused(Problem::OwnAccount));
    }
    if member.closed_on.is_some() {
        return Err(refused(Problem::AccountClosed));
    }
    let (code, until) = start(tx, keys, account)?;
    sessions::end_others(tx, account, None)?;
    record(tx, Entry::new(AuditKind::AccountReset).on(Subject::Account, account.0).fields("password"))?;
    let first = member.posts.first();
    let (seat, place) = first.map_or((None, String::new()), |(post, place)| (Seat::of(post), place.clone()));
    Ok(Slip { account, name: member.name, username: member.username, seat, place, code, until })
}

/// Closes an account: its sessions end, its posts stand vacant.
pub fn close(tx: &mut Tx<'_>, scope: Scope, account: AccountId) -> Result<(), Refusal<Problems>> {
    lock_administrators(tx)?;
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
    roll::find(tx.conn, scope, account, tx.today)?;
    diesel::update(accounts::table.find(account))
        .set(accounts::closed_on.eq(None::<NaiveDate>))
        .execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::AccountReopened).on(Subject::Account, account.0))
}

/// Gives an open account one more post.
pub fn give_post(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    seat: &Seat,
    until: Option<NaiveDate>,
) -> Result<(), Refusal<Problems>> {
    let member = open_member(tx, scope, account)?;
    if !seat.is_staffed_by(scope) {
        return Err(Error::NotFound.into());
    }
    if member.posts.iter().any(|(post, _)| Seat::of(post).as_ref() == Some(seat)) {
        return Err(Refusal::Problems(Problems::one("place", Problem::PostHeld)));
    }
    give(tx, account, seat, until)?;
    Ok(())
}

/// Gives a vacant post to an open account: whoever belonged to the post belongs to its new holder.
pub fn fill_post(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    post: PostId,
) -> Result<(), Refusal<Problems>> {
    open_member(tx, scope, account)?;
    let vacant = roll::vacant_post(tx.conn, scope, post)?.ok_or_else(no_longer_vacant)?;
    let still = posts::table.find(vacant.id).filter(posts::account_id.is_null());
    let filled = diesel::update(still)
        .set((posts::account_id.eq(account), posts::from_on.eq(tx.today)))
        .execute(tx.conn)?;
    if filled == 0 {
        return Err(no_longer_vacant());
    }
    Ok(record(tx, Entry::new(AuditKind::PostGiven).on(Subject::Post, post.0))?)
}

fn no_longer_vacant() -> Refusal<Problems> {
    Refusal::Problems(Problems::one("post", Problem::PostHeld))
}

/// Takes a post from an account: it stands vacant, a stand-in's ends.
pub fn end_post(
    tx: &mut Tx<'_>,
    scope: Scope,
    account: AccountId,
    post: PostId,
) -> Result<(), Refusal<Problems>> {
    lock_administrators(tx)?;
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
    record(tx, Entry::new(AuditKind::PostEnded).on(Subject::Post, post.id.0))
}

/// Two administrators who close each other at once do so one after the other.
fn lock_administrators(tx: &mut Tx<'_>) -> Result<(), Error> {
    let county = posts::table.filter(posts::role.eq(Role::County));
    diesel::update(county).set(posts::role.eq(Role::County)).execute(tx.conn)?;
    Ok(())
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
