//! What staff do to their own account.

use super::{
    model::{Post, Reader},
    sessions,
};
use crate::{
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx,
        schema::{accounts, sessions as rows},
    },
    domain::PostId,
    error::Error,
    i18n::Lang,
};
use diesel::prelude::*;

/// Takes a new password's hash; the start code is used up and all other sessions end.
pub fn change_password(tx: &mut Tx<'_>, by: &Reader, hash: &str) -> Result<(), Error> {
    diesel::update(accounts::table.find(by.account))
        .set((
            accounts::password_hash.eq(hash),
            accounts::start_code.eq(None::<Vec<u8>>),
            accounts::start_code_until.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.conn)?;
    sessions::end_others(tx, by.account, Some(by.session))?;
    record(tx, Entry::new(AuditKind::PasswordChanged).on(Subject::Account, by.account.0).fields("password"))
}

/// Lets this session act in another post of the same account.
pub fn switch_post(tx: &mut Tx<'_>, by: &Reader, post: PostId) -> Result<Post, Error> {
    let held = sessions::posts_of(tx.conn, by.account, tx.today)?;
    let post = held.into_iter().find(|held| held.id == post).ok_or(Error::NotFound)?;
    let session = rows::table.filter(rows::id.eq(by.session));
    diesel::update(session).set(rows::post_id.eq(post.id)).execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::PostSwitched).on(Subject::Post, post.id.0))?;
    Ok(post)
}

/// Ends one session, or all but this one.
pub fn end_sessions(tx: &mut Tx<'_>, by: &Reader, session: Option<i64>) -> Result<usize, Error> {
    let ended = match session {
        Some(session) => sessions::end(tx, by.account, session)?,
        None => sessions::end_others(tx, by.account, Some(by.session))?,
    };
    record(tx, Entry::new(AuditKind::SessionsEnded).on(Subject::Account, by.account.0).amount(ended as i64))?;
    Ok(ended)
}

/// Signs this session out.
pub fn sign_out(tx: &mut Tx<'_>, by: &Reader) -> Result<(), Error> {
    sessions::end(tx, by.account, by.session)?;
    record(tx, Entry::new(AuditKind::SignedOut).on(Subject::Account, by.account.0))
}

/// Remembers the language of an account.
pub fn choose_language(tx: &mut Tx<'_>, by: &Reader, lang: Lang) -> Result<(), Error> {
    diesel::update(accounts::table.find(by.account))
        .set(accounts::language.eq(lang.code()))
        .execute(tx.conn)?;
    record(tx, Entry::new(AuditKind::LanguageChosen).on(Subject::Account, by.account.0).fields("language"))
}
