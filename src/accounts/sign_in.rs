//! Signing in: one try, counted whatever comes of it.

use super::{
    Passwords, queries,
    sessions::{self, NewSession, Token},
    start_code::start_code_hash,
    throttle,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{Db, Tx},
    domain::{AccountId, Actor},
    error::Error,
    seal::Keys,
};
use subtle::ConstantTimeEq;

/// A try at signing in.
pub struct Try {
    pub username: String,
    pub password: String,
    pub address: String,
    pub device: String,
    pub is_remembered: bool,
}

/// What came of a try. A wrong one is no error: it must be remembered.
pub enum Attempt {
    SignedIn(Token),
    Wrong,
    /// Too many tries: the seconds to wait.
    Wait(u32),
}

/// Tries to sign in. Unknown account and wrong password take the same time and the same writes.
pub async fn attempt(db: &Db, keys: &Keys, passwords: &Passwords, with: Try) -> Result<Attempt, Error> {
    let subjects = throttle::Subjects::new(keys, &with.username, &with.address);
    let (asked, username, now) = (subjects.clone(), with.username.clone(), db.clock().now());
    let (wait, found) = db
        .read(move |conn| {
            let wait = throttle::wait(conn, &asked, now)?;
            Ok::<_, Error>((wait, queries::credentials(conn, &username)?))
        })
        .await?;
    if let Some(seconds) = wait {
        return Ok(Attempt::Wait(seconds));
    }
    let kept = found.as_ref().and_then(|found| found.password_hash.clone());
    let fits = passwords.fits(kept, with.password.clone()).await?;
    let starts = found.as_ref().is_some_and(|found| is_start_code(keys, found, &with.password, now));
    let account = found.filter(|_| fits || starts).map(|found| found.id);
    db.write(Actor::System, move |tx| finish(tx, account, &subjects, with)).await
}

fn is_start_code(keys: &Keys, found: &queries::Credentials, typed: &str, now: chrono::NaiveDateTime) -> bool {
    let is_open = found.start_code_until.is_some_and(|until| until > now);
    let typed = start_code_hash(keys, found.id, typed);
    is_open && found.start_code.as_ref().is_some_and(|kept| kept.ct_eq(&typed).into())
}

fn finish(
    tx: &mut Tx<'_>,
    account: Option<AccountId>,
    subjects: &throttle::Subjects,
    with: Try,
) -> Result<Attempt, Error> {
    let Some(account) = account else {
        throttle::failed(tx, subjects)?;
        record(tx, Entry::new(AuditKind::SignInFailed))?;
        return Ok(Attempt::Wrong);
    };
    throttle::succeeded(tx, subjects)?;
    let post = sessions::posts_of(tx.conn, account, tx.today)?.first().map(|post| post.id);
    let new = NewSession { account, post, device: with.device, is_remembered: with.is_remembered };
    let token = sessions::begin(tx, &new)?;
    tx.actor = Actor::Staff { account, post };
    record(tx, Entry::new(AuditKind::SignedIn).on(Subject::Account, account.0))?;
    Ok(Attempt::SignedIn(token))
}
