//! Looks: once an hour per reader and resident, written before anything is shown (PRODUCT §4.6).

use super::{
    model::{AuditKind, Subject},
    record::{Entry, record_with_id},
    text::field_words,
};
use crate::{
    db::{
        Conn, Db, Tx,
        bulk::{self, AuditPersonRow},
        dialect, each_db,
        schema::{accounts, audit, audit_people, departments, divisions, posts},
    },
    domain::{AccountId, Actor, AuditId, ResidentId, Role},
    error::Error,
    i18n::Lang,
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

/// One look at a resident: when, who, in which role; or a sealed value they saw with a reason.
#[derive(Debug, Clone)]
pub struct Look {
    pub id: AuditId,
    pub at: NaiveDateTime,
    pub reader: String,
    pub role: Option<Role>,
    /// Where that post is: the name of its village, township or department; empty for the county.
    pub place: String,
    pub revealed: Option<Revealed>,
}

/// What was seen of the sealed values, and why.
#[derive(Debug, Clone)]
pub struct Revealed {
    field: String,
    pub reason: String,
}

impl Revealed {
    /// What was seen, in words.
    pub fn what(&self, lang: Lang) -> &str {
        field_words(&self.field, lang).first().copied().unwrap_or_default()
    }
}

/// The looks at one subject, and what of it was revealed: one entry of `audit_by_subject`, whose order is the order of
/// what was written.
macro_rules! looks {
    ($subject:expr) => {
        audit::table
            .filter(audit::subject_id.eq($subject))
            .filter(audit::kind.eq(AuditKind::Looked).or(audit::kind.eq(AuditKind::Revealed)))
    };
}

/// The lists with full values that were taken out and hold one subject: each is a look at everybody in it.
macro_rules! in_lists {
    ($subject:expr) => {
        audit_people::table
            .inner_join(audit::table.on(audit::id.eq(audit_people::audit_id)))
            .filter(audit_people::resident_id.eq($subject))
    };
}

/// Rows of the trail with who looked and in which post, before one of them, the newest first.
macro_rules! with_reader {
    ($rows:expr, $before:expr, $limit:expr) => {
        $rows
            .inner_join(accounts::table.on(audit::account_id.eq(accounts::id.nullable())))
            .left_join(posts::table.on(audit::post_id.eq(posts::id.nullable())))
            .filter(audit::id.lt($before.unwrap_or(AuditId(i64::MAX))))
            .order(audit::id.desc())
            .limit($limit)
            .select((
                audit::id,
                audit::at,
                accounts::name,
                (posts::role, posts::village_code, posts::township_code, posts::department_code).nullable(),
                audit::fields,
                audit::reason,
                audit::kind,
            ))
    };
}

/// The latest looks at a resident, newest first.
pub fn looks_at(conn: &mut Conn, resident: ResidentId, limit: i64) -> Result<Vec<Look>, Error> {
    looks_in(conn, &[resident.0], limit)
}

/// The latest looks at one of several, newest first: a resident and the registrations they came by.
pub fn looks_in(conn: &mut Conn, subjects: &[i64], limit: i64) -> Result<Vec<Look>, Error> {
    let mut found = Vec::new();
    for subject in subjects {
        found.extend(before(conn, *subject, None, limit)?);
    }
    // Each subject's looks are in this order already.
    found.sort_by_key(|row| std::cmp::Reverse(row.0));
    let latest = found.into_iter().take(usize::try_from(limit).unwrap_or_default());
    latest.map(|row| told(conn, row)).collect()
}

/// All looks at a resident found by the reader, the newest first, after one of them.
pub fn all_looks_at(
    conn: &mut Conn,
    resident: ResidentId,
    after: Option<AuditId>,
    limit: i64,
) -> Result<Vec<Look>, Error> {
    before(conn, resident.0, after, limit)?.into_iter().map(|row| told(conn, row)).collect()
}

/// How many looks there were at a resident found by the reader; counting stops at `cap`.
pub fn count_looks_at(conn: &mut Conn, resident: ResidentId, cap: i64) -> Result<i64, Error> {
    let looks = looks!(resident.0).select(audit::id).limit(cap);
    let own = each_db!(conn, |c| looks.load::<AuditId>(c))?.len() as i64;
    let lists = in_lists!(resident.0).select(audit::id).limit(cap);
    Ok((own + each_db!(conn, |c| lists.load::<AuditId>(c))?.len() as i64).min(cap))
}

/// A look as it is read: moment, who, in which post, what was seen and why.
type Found = (AuditId, NaiveDateTime, String, Option<InPost>, String, Option<String>, AuditKind);
type InPost = (Role, Option<String>, Option<String>, Option<String>);

/// The looks at one subject before one of them, the newest first.
fn before(conn: &mut Conn, subject: i64, look: Option<AuditId>, limit: i64) -> Result<Vec<Found>, Error> {
    let rows = with_reader!(looks!(subject), look, limit);
    let mut found: Vec<Found> = each_db!(conn, |c| rows.load(c))?;
    let lists = with_reader!(in_lists!(subject), look, limit);
    found.extend(each_db!(conn, |c| lists.load::<Found>(c))?);
    found.sort_by_key(|row| std::cmp::Reverse(row.0));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// A look with the name of where its reader's post is.
fn told(conn: &mut Conn, (id, at, reader, post, field, reason, kind): Found) -> Result<Look, Error> {
    let (role, place) = match post {
        Some((role, village, township, department)) => {
            (Some(role), place(conn, village.or(township), department)?)
        }
        None => (None, String::new()),
    };
    let shows_values = matches!(kind, AuditKind::Revealed | AuditKind::ListTaken);
    let revealed = shows_values.then(|| Revealed { field, reason: reason.unwrap_or_default() });
    Ok(Look { id, at, reader, role, place, revealed })
}

/// The name of where a post is.
fn place(conn: &mut Conn, division: Option<String>, department: Option<String>) -> Result<String, Error> {
    let name = match (division, department) {
        (Some(code), _) => {
            let named = divisions::table.find(code).select(divisions::name);
            each_db!(conn, |c| named.first(c)).optional()?
        }
        (None, Some(code)) => {
            let named = departments::table.find(code).select(departments::name);
            each_db!(conn, |c| named.first(c)).optional()?
        }
        (None, None) => None,
    };
    Ok(name.unwrap_or_default())
}

/// Writes that a list with full values is taken out, with the reason: a look at everybody in it (PRODUCT §4.6). Whom it
/// holds is added by [`in_list`], before anything is shown.
pub fn list_with_values(tx: &mut Tx<'_>, reason: &str, amount: i64) -> Result<AuditId, Error> {
    let entry = Entry::new(AuditKind::ListTaken).fields("full_values").reason(reason).amount(amount);
    record_with_id(tx, entry).map(AuditId).map_err(unwritable)
}

/// Adds those whom a list holds.
pub fn in_list(tx: &mut Tx<'_>, list: AuditId, people: &[ResidentId]) -> Result<(), Error> {
    let row = |person: &ResidentId| AuditPersonRow { resident_id: person.0, audit_id: list.0 };
    let rows: Vec<AuditPersonRow> = people.iter().map(row).collect();
    bulk::write_audit_people(tx.conn, &rows).map_err(|error| unwritable(error.into()))
}
