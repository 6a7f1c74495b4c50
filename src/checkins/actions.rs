//! Logging and withdrawing check-ins. Whatever changes, the record is folded and planned afresh.

use super::{
    model::{CheckIn, NewCheckIn, NewDestination, NewNumber},
    queries,
    refold::refold,
    withdrawing::take_back,
};
use crate::{
    accounts::Keeper,
    audit::{AuditKind, Entry, Subject, record},
    db::{
        Tx, each_db,
        schema::{checkins, residents as people},
    },
    domain::{
        AccountId, ChannelId, CheckInId, CheckInKind, PostId, Problem, ResidentId, Role, Rules, Scope,
        Whither,
    },
    error::{Error, Refusal},
    residents::{self, NewChannel, Person, Source, State},
    seal::Keys,
    settings,
    web::Problems,
};
use diesel::prelude::*;

/// Who logs: the account, the post it acts in, and that post's role.
#[derive(Debug, Clone, Copy)]
pub struct Logger {
    pub account: AccountId,
    pub post: PostId,
    pub role: Role,
}

impl Logger {
    /// Whoever keeps the register, as the session says; without a post nobody logs.
    pub fn of(by: &Keeper) -> Result<Logger, Error> {
        Ok(Logger { account: by.account, post: by.post_id()?, role: by.role().ok_or(Error::Forbidden)? })
    }

    /// Closing a record is for owner, backup and township (PRODUCT §4.3).
    pub fn may_close(self, person: &Person) -> bool {
        residents::may_keep(self.role, self.post, person)
    }
}

/// Logs a check-in of a resident of the logger's territory, under an id made beforehand.
pub fn check_in(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Logger,
    (scope, resident): (Scope, ResidentId),
    id: CheckInId,
    new: &NewCheckIn,
) -> Result<(), Refusal<Problems>> {
    residents::lock(tx.conn, resident)?;
    let (now, .., offered) = residents::find(tx.conn, scope, resident)?;
    let offered = offered.map(|offered| offered.id);
    if now.state != State::Open {
        return Err(Refusal::Problems(Problems::one("outcome", Problem::RecordClosed)));
    }
    if new.outcome.closes() && !by.may_close(&now) {
        return Err(Error::Forbidden.into());
    }
    let channel = channel_used(tx, &now, offered, new)?;
    let row = (
        checkins::id.eq(id),
        checkins::resident_id.eq(now.id),
        checkins::kind.eq(new.kind),
        checkins::outcome.eq(new.outcome),
        checkins::held_on.eq(new.held_on),
        checkins::written_at.eq(tx.now),
        checkins::account_id.eq(Some(by.account)),
        checkins::post_id.eq(Some(by.post)),
        checkins::channel_id.eq(channel),
        checkins::is_confirmed.eq(false),
        checkins::answered_by.eq(&new.answered_by),
        checkins::note.eq(&new.note),
    );
    each_db!(tx.conn, |c| diesel::insert_into(checkins::table).values(row).execute(c))?;
    let fields = keep_news(tx, keys, &now, id, new)?;
    refold(tx, now.id)?;
    let entry = Entry::new(AuditKind::CheckedIn).on(Subject::Resident, now.id.0).fields(&fields);
    Ok(record(tx, entry)?)
}

/// The channel an attempt used: the one named, if it is this resident's; for calls and messages else the one offered.
fn channel_used(
    tx: &mut Tx<'_>,
    person: &Person,
    offered: Option<ChannelId>,
    new: &NewCheckIn,
) -> Result<Option<ChannelId>, Refusal<Problems>> {
    match (new.channel, new.kind) {
        (Some(channel), _) if residents::has_channel(tx.conn, person, channel)? => Ok(Some(channel)),
        (Some(_), _) => Err(Refusal::Problems(Problems::one("channel", Problem::NotAChoice))),
        (None, CheckInKind::Call | CheckInKind::Message) => Ok(offered),
        (None, _) => Ok(None),
    }
}

/// Keeps what was learnt besides: number, destination, that the person was informed. The names of what changed.
fn keep_news(
    tx: &mut Tx<'_>,
    keys: &Keys,
    person: &Person,
    id: CheckInId,
    new: &NewCheckIn,
) -> Result<String, Refusal<Problems>> {
    let mut fields = vec!["outcome", "held_on"];
    if let Some(number) = &new.number {
        residents::add_channel(tx, keys, person, &learnt(number, id, new))?;
        fields.push("channel");
    }
    if new.came_home() {
        residents::end_destination(tx, person, new.held_on, Some(id))?;
        fields.push("destination");
    } else if let Some(NewDestination { whither: Whither::Away(place), work }) = &new.destination {
        let mut to = residents::NewDestination::told(place.clone(), work, Source::Staff, new.held_on);
        to.checkin = Some(id);
        residents::add_destination(tx, person, &to)?;
        fields.push("destination");
    }
    if new.was_informed && inform(tx, person, new)? {
        fields.push("informed_on");
    }
    Ok(fields.join(" "))
}

/// Notes when a person was told of the register; the first time counts. It stands on the edit form, so that a form
/// opened before is stale.
fn inform(tx: &mut Tx<'_>, person: &Person, new: &NewCheckIn) -> Result<bool, Error> {
    let untold = people::table.find(person.id).filter(people::informed_on.is_null());
    let changed = diesel::update(untold)
        .set((people::informed_on.eq(new.held_on), people::version.eq(people::version + 1)))
        .execute(tx.conn)?;
    Ok(changed == 1)
}

fn learnt(number: &NewNumber, id: CheckInId, new: &NewCheckIn) -> NewChannel {
    NewChannel::phone(&number.value, number.holder.clone(), Source::Staff, new.held_on, Some(id))
}

/// Withdraws a check-in: it stays in the timeline, struck through; what was entered with it goes too
/// unless touched since. Its author may for 24 hours, a township officer later (PRODUCT §4.3).
pub fn withdraw(
    tx: &mut Tx<'_>,
    keys: &Keys,
    by: Logger,
    person: &Person,
    id: CheckInId,
) -> Result<CheckIn, Error> {
    residents::lock(tx.conn, person.id)?;
    let row = queries::find(tx.conn, person, id)?;
    if row.withdrawn_at.is_some() {
        return Ok(row);
    }
    if !may_withdraw(by, &row, tx.now, &settings::rules(tx.conn)?) {
        return Err(Error::Forbidden);
    }
    take_back(tx, keys, by.account, person, id)?;
    record(tx, Entry::new(AuditKind::CheckInWithdrawn).on(Subject::Resident, person.id.0))?;
    Ok(row)
}

/// Whether somebody may withdraw a check-in now.
pub fn may_withdraw(by: Logger, row: &CheckIn, now: chrono::NaiveDateTime, rules: &Rules) -> bool {
    let is_author = row.account_id == Some(by.account);
    row.kind != CheckInKind::Resident && (by.role == Role::Township || is_author && row.is_fresh(now, rules))
}
