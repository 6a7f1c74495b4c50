//! Looks: once an hour per reader and resident, written before anything is shown (PRODUCT §4.6).

use super::model::{AuditKind, Subject};
use crate::{
    db::{
        Conn, Db, Tx, dialect, each_db,
        schema::{accounts, audit, departments, divisions, posts},
    },
    domain::{AccountId, Actor, ResidentId, Role},
    error::Error,
};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// The hour a look falls into, counted from the Unix epoch.
fn hour(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp() / 3600
}

/// Those of several at whom the reader's look is not yet in the trail for this hour. Ids are of one source, so that the
/// bare id names a resident or a registration. If the trail cannot be read nothing may be shown: `Busy`.
pub fn unseen(
    conn: &mut Conn,
    account: AccountId,
    ids: impl IntoIterator<Item = i64>,
    now: NaiveDateTime,
) -> Result<Vec<i64>, Error> {
    let mut unseen = Vec::new();
    for id in ids {
        if !has_looked(conn, account, id, now).map_err(unwritable)? {
            unseen.push(id);
        }
    }
    Ok(unseen)
}

fn has_looked(conn: &mut Conn, account: AccountId, id: i64, now: NaiveDateTime) -> Result<bool, Error> {
    let look = audit::table
        .filter(audit::subject_id.eq(id))
        .filter(audit::look_hour.eq(hour(now)))
        .filter(audit::account_id.eq(account.0))
        .select(audit::id);
    let found: Option<i64> = each_db!(conn, |c| look.first(c)).optional()?;
    Ok(found.is_some())
}

/// Writes the looks at those who are [`unseen`]. If one cannot be written nothing may be shown: `Busy`.
pub async fn see(db: &Db, actor: Actor, subject: Subject, unseen: Vec<i64>) -> Result<(), Error> {
    if unseen.is_empty() {
        return Ok(());
    }
    let look = move |tx: &mut Tx<'_>| unseen.into_iter().try_for_each(|id| looked(tx, subject, id));
    db.write(actor, look).await.map_err(unwritable)
}

/// Makes sure that a look is in the trail before anything is shown: written now, or within this hour. If it cannot be
/// written nothing may be shown: `Busy`.
pub async fn open(db: &Db, actor: Actor, subject: Subject, id: i64) -> Result<(), Error> {
    let Actor::Staff { account, .. } = actor else {
        return Err(Error::internal("only staff look"));
    };
    let now = db.clock().now();
    let unseen = db.read(move |conn| unseen(conn, account, [id], now)).await.map_err(unwritable)?;
    see(db, actor, subject, unseen).await
}

/// No look without its trace: then the record answers 503 while lists go on.
fn unwritable(error: Error) -> Error {
    tracing::error!(%error, "a look could not be written");
    Error::Busy("the look could not be written")
}

/// Writes a look; a second one in the same hour changes nothing.
fn looked(tx: &mut Tx<'_>, subject: Subject, id: i64) -> Result<(), Error> {
    let Actor::Staff { account, post } = tx.actor else {
        return Err(Error::internal("only staff look"));
    };
    let look = dialect::LookRow {
        id: tx.next_id(),
        at: tx.now,
        kind: AuditKind::Looked.as_str(),
        actor: "staff",
        account_id: account.0,
        post_id: post.map(|post| post.0),
        subject: subject.as_str(),
        subject_id: id,
        fields: "",
        look_hour: hour(tx.now),
    };
    Ok(dialect::insert_look(tx.conn, &look)?)
}

/// One look at a resident: when, who, in which role.
#[derive(Debug, Clone, Queryable)]
pub struct Look {
    pub at: NaiveDateTime,
    pub reader: String,
    pub role: Option<Role>,
    /// Where that post is: the name of its village, township or department; empty for the county.
    pub place: String,
}

/// The latest looks at a resident, newest first.
pub fn looks_at(conn: &mut Conn, resident: ResidentId, limit: i64) -> Result<Vec<Look>, Error> {
    looks_in(conn, &[resident.0], limit)
}

/// The latest looks at one of several, newest first: a resident and the registrations they came by.
pub fn looks_in(conn: &mut Conn, subjects: &[i64], limit: i64) -> Result<Vec<Look>, Error> {
    let mut found: Vec<(Option<i64>, Found)> = Vec::new();
    for subject in subjects {
        let looks = audit::table
            .inner_join(accounts::table.on(audit::account_id.eq(accounts::id.nullable())))
            .left_join(posts::table.on(audit::post_id.eq(posts::id.nullable())))
            .filter(audit::subject_id.eq(subject))
            .filter(audit::look_hour.is_not_null())
            .order((audit::look_hour.desc(), audit::account_id))
            .limit(limit)
            .select((
                audit::look_hour,
                (
                    audit::at,
                    accounts::name,
                    (posts::role, posts::village_code, posts::township_code, posts::department_code)
                        .nullable(),
                ),
            ));
        found.extend(each_db!(conn, |c| looks.load::<(Option<i64>, Found)>(c))?);
    }
    // Each subject's looks are in this order already.
    found.sort_by_key(|(hour, _)| std::cmp::Reverse(*hour));
    let latest = found.into_iter().take(usize::try_from(limit).unwrap_or_default());
    latest.map(|(_, look)| told(conn, look)).collect()
}

/// A look as it is read: the moment, who, and in which post.
pub(super) type Found = (NaiveDateTime, String, Option<InPost>);
type InPost = (Role, Option<String>, Option<String>, Option<String>);

/// A look with the name of where its reader's post is.
pub(super) fn told(conn: &mut Conn, (at, reader, post): Found) -> Result<Look, Error> {
    let (role, place) = match post {
        Some((role, village, township, department)) => {
            (Some(role), place(conn, village.or(township), department)?)
        }
        None => (None, String::new()),
    };
    Ok(Look { at, reader, role, place })
}

/// The name of where a post is.
fn place(conn: &mut Conn, division: Option<String>, department: Option<String>) -> Result<String, Error> {
    let name = match (division, department) {
        (Some(code), _) => divisions::table.find(code).select(divisions::name).first(conn).optional()?,
        (None, Some(code)) => {
            departments::table.find(code).select(departments::name).first(conn).optional()?
        }
        (None, None) => None,
    };
    Ok(name.unwrap_or_default())
}
