//! Reading the trail, for the auditor.

use super::model::{AuditKind, Subject};
use crate::{
    db::{
        Conn, id_at,
        schema::{accounts, audit, posts},
    },
    domain::{AccountId, AuditId, Role},
    error::Error,
};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// How far the moment in an id may lie from the moment of its row: the id is made a little later, and never below the
/// one before.
const ID_SLACK: TimeDelta = TimeDelta::hours(1);

/// Which rows of the trail; each part narrows it, and an index serves whichever is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Which {
    /// Done to this one, by bare id.
    pub subject: Option<i64>,
    /// Done by this account.
    pub account: Option<AccountId>,
    pub kind: Option<AuditKind>,
    /// Not before this moment (UTC).
    pub from: Option<NaiveDateTime>,
    /// Before this moment (UTC).
    pub until: Option<NaiveDateTime>,
}

/// A row of the trail as the auditor reads it: ids, field names, staff by name; of residents no more than the id.
#[derive(Debug, Clone, Queryable)]
pub struct Told {
    pub id: AuditId,
    pub at: NaiveDateTime,
    pub kind: AuditKind,
    pub actor: String,
    pub subject: Option<Subject>,
    pub subject_id: Option<i64>,
    pub fields: String,
    pub reason: Option<String>,
    pub amount: Option<i64>,
    /// The place in the chain; none until the linker has come by.
    pub position: Option<i64>,
    /// Of staff: name and user name.
    pub account: Option<(String, String)>,
    pub post: Option<ActedIn>,
}

/// The post somebody acted in, where it is now.
#[derive(Debug, Clone, Queryable)]
pub struct ActedIn {
    pub role: Role,
    pub township_code: Option<String>,
    pub village_code: Option<String>,
    pub department_code: Option<String>,
}

/// Rows of the trail, the newest first, after (that is, older than) one of them.
pub fn trail(conn: &mut Conn, which: &Which, after: Option<AuditId>, limit: i64) -> Result<Vec<Told>, Error> {
    let mut rows = audit::table
        .left_join(accounts::table.on(audit::account_id.eq(accounts::id.nullable())))
        .left_join(posts::table.on(audit::post_id.eq(posts::id.nullable())))
        .order(audit::id.desc())
        .limit(limit)
        .select((
            audit::id,
            audit::at,
            audit::kind,
            audit::actor,
            audit::subject,
            audit::subject_id,
            audit::fields,
            audit::reason,
            audit::amount,
            audit::position,
            (accounts::name, accounts::username).nullable(),
            (posts::role, posts::township_code, posts::village_code, posts::department_code).nullable(),
        ))
        .into_boxed();
    if let Some(subject) = which.subject {
        rows = rows.filter(audit::subject_id.eq(subject));
    }
    if let Some(account) = which.account {
        rows = rows.filter(audit::account_id.eq(account.0));
    }
    if let Some(kind) = which.kind {
        rows = rows.filter(audit::kind.eq(kind));
    }
    if let Some(from) = which.from {
        rows = rows.filter(audit::id.ge(id_at(from - ID_SLACK))).filter(audit::at.ge(from));
    }
    if let Some(until) = which.until {
        rows = rows.filter(audit::id.lt(id_at(until + ID_SLACK))).filter(audit::at.lt(until));
    }
    if let Some(after) = after {
        rows = rows.filter(audit::id.lt(after));
    }
    Ok(rows.load(conn)?)
}

/// What staff do to a record that has come to stay: whoever undoes how it came must know of it.
const CHANGES: [AuditKind; 12] = [
    AuditKind::ChannelAdded,
    AuditKind::ChannelEnded,
    AuditKind::DestinationAdded,
    AuditKind::DestinationEnded,
    AuditKind::CheckedIn,
    AuditKind::ResidentEdited,
    AuditKind::HouseholdEdited,
    AuditKind::HandedOver,
    AuditKind::Reopened,
    AuditKind::KeptClosed,
    AuditKind::Locked,
    AuditKind::Unlocked,
];

/// Whether staff have changed one of these (a resident, their household) since an id was made.
pub fn is_changed_since(conn: &mut Conn, subjects: &[i64], since: i64) -> Result<bool, Error> {
    let changes = audit::table
        .filter(audit::subject_id.eq_any(subjects))
        .filter(audit::id.gt(since))
        .filter(audit::account_id.is_not_null())
        .filter(audit::kind.eq_any(CHANGES));
    Ok(changes.select(audit::id).first::<AuditId>(conn).optional()?.is_some())
}
