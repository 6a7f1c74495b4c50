//! Writing a row of the trail.

use super::{
    linker::{Chain, Link},
    model::{AuditKind, Subject},
};
use crate::{
    db::{
        Tx,
        bulk::{self, AuditRow},
        each_db,
        schema::audit,
    },
    domain::Actor,
    error::Error,
};
use diesel::prelude::*;

/// What is to be remembered of an action.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    kind: AuditKind,
    subject: Option<(Subject, i64)>,
    fields: &'a str,
    reason: Option<&'a str>,
    amount: Option<i64>,
}

impl<'a> Entry<'a> {
    pub const fn new(kind: AuditKind) -> Entry<'a> {
        Entry { kind, subject: None, fields: "", reason: None, amount: None }
    }

    /// The one it was done to, by bare id.
    pub const fn on(self, subject: Subject, id: i64) -> Entry<'a> {
        Entry { subject: Some((subject, id)), ..self }
    }

    /// The names of the fields it touched, separated by spaces; never their values.
    pub const fn fields(self, fields: &'a str) -> Entry<'a> {
        Entry { fields, ..self }
    }

    /// The reason somebody gave.
    pub const fn reason(self, reason: &'a str) -> Entry<'a> {
        Entry { reason: Some(reason), ..self }
    }

    /// How many it concerned.
    pub const fn amount(self, amount: i64) -> Entry<'a> {
        Entry { amount: Some(amount), ..self }
    }
}

/// The words for who acts: kind, account, post.
fn who(actor: Actor) -> (&'static str, Option<i64>, Option<i64>) {
    match actor {
        Actor::Staff { account, post } => ("staff", Some(account.0), post.map(|post| post.0)),
        Actor::Resident(_) | Actor::Registrant(_) => ("resident", None, None),
        Actor::System => ("system", None, None),
        Actor::Command => ("command", None, None),
    }
}

/// Writes a row of the trail for each of many, each with its id and the names of the fields, and links them at once
/// unless another process is linking: then they wait for the linker as all others do.
pub fn record_many(
    tx: &mut Tx<'_>,
    (kind, subject): (AuditKind, Subject),
    all: impl IntoIterator<Item = (i64, String)>,
) -> Result<(), Error> {
    let mut all = all.into_iter().peekable();
    if all.peek().is_none() {
        return Ok(());
    }
    let mut chain = Chain::hold(tx)?;
    let (actor, account_id, post_id) = who(tx.actor);
    let row = |(subject_id, fields): (i64, String)| {
        let (id, at, kind) = (tx.next_id(), tx.now, kind.as_str());
        let link = Link {
            id,
            at,
            kind,
            actor,
            account_id,
            post_id,
            subject: Some(subject.as_str()),
            subject_id: Some(subject_id),
            fields: &fields,
            reason: None,
            amount: None,
            look_hour: None,
        };
        let (position, hash) = chain.as_mut().map(|chain| chain.add(&link)).unzip();
        let (subject, subject_id) = (Some(subject.as_str()), Some(subject_id));
        AuditRow { id, at, kind, actor, account_id, post_id, subject, subject_id, fields, position, hash }
    };
    let rows: Vec<AuditRow> = all.map(row).collect();
    Ok(bulk::write_audit(tx.conn, &rows)?)
}

/// Writes a row of the trail as part of the change it tells of.
pub fn record(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<(), Error> {
    record_with_id(tx, entry).map(drop)
}

/// The same; the id of the row.
pub(super) fn record_with_id(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<i64, Error> {
    let (actor, account, post) = who(tx.actor);
    let id = tx.next_id();
    let row = (
        (
            audit::id.eq(id),
            audit::at.eq(tx.now),
            audit::kind.eq(entry.kind),
            audit::actor.eq(actor),
            audit::account_id.eq(account),
            audit::post_id.eq(post),
        ),
        (
            audit::subject.eq(entry.subject.map(|(subject, _)| subject)),
            audit::subject_id.eq(entry.subject.map(|(_, id)| id)),
            audit::fields.eq(entry.fields),
            audit::reason.eq(entry.reason),
            audit::amount.eq(entry.amount),
        ),
    );
    each_db!(tx.conn, |c| diesel::insert_into(audit::table).values(row).execute(c))?;
    Ok(id)
}
