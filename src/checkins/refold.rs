//! Folding and planning a record afresh, and storing what comes of it.

use super::{
    event::{Call, ChannelFact, Closure},
    fold::fold,
    queries,
};
use crate::{
    db::{
        Conn, Tx,
        schema::{channels, closure_rulings, destinations, households, residents},
    },
    domain::{CallReason, ChannelId, ChannelKind, ClosedBy, HouseholdId, ResidentId, Rules, Verdict},
    error::Error,
    residents::{Cadence, ChannelSummary, Plan, PlanInput, Priority, State, Summary, plan},
    settings,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// What planning reads of a resident's own row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = residents)]
pub struct Facts {
    pub id: ResidentId,
    pub household_id: HouseholdId,
    pub state: State,
    pub first_due_on: NaiveDate,
    pub priority_on: Option<NaiveDate>,
    pub is_settled: bool,
    pub requests_since: Option<NaiveDate>,
    pub call_reason: Option<CallReason>,
    pub call_since: Option<NaiveDateTime>,
    pub taken_back_on: Option<NaiveDate>,
}

/// What comes of a record's check-ins and facts, beside what is stored of its channels.
pub struct Computed {
    pub facts: Facts,
    pub summary: Summary,
    pub plan: Plan,
    pub stored: Vec<ChannelSummary>,
}

/// Computes the summary and the plan of a record; nothing is stored.
pub fn compute(conn: &mut Conn, id: ResidentId, rules: &Rules) -> Result<Computed, Error> {
    let facts = residents::table.find(id).select(Facts::as_select()).first::<Facts>(conn)?;
    let events = queries::events(conn, id)?;
    let (channels, stored) = channels_of(conn, id)?;
    let call = facts.call_reason.zip(facts.call_since).map(|(reason, since)| Call { reason, since });
    let closure = closure(conn, &facts)?;
    let summary = fold(&events, &channels, call, &closure, rules);
    let input = input(conn, &facts)?;
    let plan = plan(&summary, &input, rules);
    Ok(Computed { facts, summary, plan, stored })
}

/// What the township ruled, and whether the registration was taken back.
fn closure(conn: &mut Conn, facts: &Facts) -> Result<Closure, Error> {
    let rows: Vec<(Verdict, NaiveDateTime)> = closure_rulings::table
        .filter(closure_rulings::resident_id.eq(facts.id))
        .order(closure_rulings::id)
        .select((closure_rulings::verdict, closure_rulings::made_at))
        .load(conn)?;
    let reopened = rows.iter().filter(|(verdict, _)| *verdict == Verdict::Reopened);
    Ok(Closure {
        taken_back_on: facts.taken_back_on,
        reopened_at: reopened.map(|(_, at)| *at).max(),
        ruled_at: rows.iter().map(|(_, at)| *at).max(),
    })
}

fn channels_of(conn: &mut Conn, id: ResidentId) -> Result<(Vec<ChannelFact>, Vec<ChannelSummary>), Error> {
    type Fact = (ChannelId, ChannelKind, bool, String, Option<NaiveDate>);
    let rows: Vec<(Fact, ChannelSummary)> = channels::table
        .filter(channels::resident_id.eq(id))
        .order(channels::id)
        .select((
            (channels::id, channels::kind, channels::is_preferred, channels::holder, channels::ended_on),
            ChannelSummary::as_select(),
        ))
        .load(conn)?;
    let fact = |((id, kind, is_preferred, holder, ended_on), summary): (Fact, ChannelSummary)| {
        let is_own = holder.is_empty()
            && !matches!(kind, ChannelKind::Relative | ChannelKind::Employer | ChannelKind::Townsman);
        (ChannelFact { id, kind, is_preferred, is_own, ended_on }, summary)
    };
    Ok(rows.into_iter().map(fact).unzip())
}

fn input(conn: &mut Conn, facts: &Facts) -> Result<PlanInput, Error> {
    let unaccompanied: Option<NaiveDate> =
        households::table.find(facts.household_id).select(households::unaccompanied_since).first(conn)?;
    let away: Option<i64> = destinations::table
        .filter(destinations::resident_id.eq(facts.id))
        .filter(destinations::until_on.is_null())
        .select(destinations::id)
        .first(conn)
        .optional()?;
    let priorities = [
        facts.priority_on.map(|since| Priority { why: Cadence::PriorityMark, since }),
        facts.requests_since.map(|since| Priority { why: Cadence::OpenRequest, since }),
        unaccompanied.map(|since| Priority { why: Cadence::FamilyAtHome, since }),
    ];
    Ok(PlanInput {
        first_due_on: facts.first_due_on,
        priority: priorities.into_iter().flatten().min_by_key(|priority| priority.since),
        is_settled: facts.is_settled,
        is_at_home: away.is_none(),
        requests_since: facts.requests_since,
    })
}

/// Folds and plans a record afresh and stores the result.
pub fn refold(tx: &mut Tx<'_>, id: ResidentId) -> Result<(), Error> {
    let rules = settings::rules(tx.conn)?;
    let computed = compute(tx.conn, id, &rules)?;
    for channel in computed.summary.channels.iter().filter(|channel| !computed.stored.contains(channel)) {
        store_channel(tx.conn, channel)?;
    }
    store(tx.conn, &computed.facts, &computed.summary, &computed.plan)
}

fn store_channel(conn: &mut Conn, channel: &ChannelSummary) -> Result<(), Error> {
    diesel::update(channels::table.find(channel.id))
        .set((
            channels::state.eq(channel.state),
            channels::failed_days.eq(channel.failed_days),
            channels::last_tried_on.eq(channel.last_tried_on),
            channels::last_success_on.eq(channel.last_success_on),
            channels::verified_on.eq(channel.verified_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// What the row says of a record being open, closed or locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kept {
    state: State,
    closed_by: Option<ClosedBy>,
    closed_on: Option<NaiveDate>,
    contested_on: Option<NaiveDate>,
}

impl Kept {
    /// A locked record stays locked, whatever was known of it before; else it is closed where something closed it.
    fn of(state: State, summary: &Summary) -> Kept {
        let closed = summary.closed.filter(|_| state != State::Locked);
        Kept {
            state: match (state, closed) {
                (State::Locked, _) => State::Locked,
                (_, Some(_)) => State::Closed,
                (_, None) => State::Open,
            },
            closed_by: closed.map(|(by, _)| by),
            closed_on: closed.map(|(_, day)| day),
            contested_on: closed.and(summary.contested_on),
        }
    }
}

fn store(conn: &mut Conn, facts: &Facts, summary: &Summary, plan: &Plan) -> Result<(), Error> {
    let kept = Kept::of(facts.state, summary);
    let when_open = |day: NaiveDate| (kept.state == State::Open).then_some(day);
    let last = summary.last_contact;
    diesel::update(residents::table.find(facts.id))
        .set((
            (
                residents::state.eq(kept.state),
                residents::closed_by.eq(kept.closed_by),
                residents::closed_on.eq(kept.closed_on),
                residents::contested_on.eq(kept.contested_on),
                residents::due_on.eq(when_open(plan.due_on)),
                residents::try_on.eq(when_open(plan.try_on)),
                residents::cadence.eq(plan.cadence),
                residents::lost_on.eq(plan.lost_on.and_then(when_open)),
                residents::call_stands.eq(summary.call.is_some()),
            ),
            (
                residents::last_contact_id.eq(last.map(|last| last.id)),
                residents::last_contact_on.eq(last.map(|last| last.held_on)),
                residents::last_contact_outcome.eq(last.map(|last| last.outcome)),
                residents::last_tried_on.eq(summary.last_tried_on),
                residents::failed_attempts.eq(summary.failed_attempts),
                residents::has_channel.eq(summary.has_channel),
                residents::offered_channel_id.eq(summary.offered),
            ),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is stored of a record, in the order in which `differs` names it.
type Stored = (
    (State, Option<ClosedBy>, Option<NaiveDate>, Option<NaiveDate>),
    Option<NaiveDate>,
    Option<NaiveDate>,
    Cadence,
    Option<NaiveDate>,
    Option<i64>,
    i32,
    bool,
    Option<ChannelId>,
    bool,
);

/// Which part of what is stored is not what was computed, if any.
pub fn differs(conn: &mut Conn, computed: &Computed) -> Result<Option<&'static str>, Error> {
    let (summary, plan) = (&computed.summary, &computed.plan);
    let stored: Stored = residents::table
        .find(computed.facts.id)
        .select((
            (residents::state, residents::closed_by, residents::closed_on, residents::contested_on),
            residents::due_on,
            residents::try_on,
            residents::cadence,
            residents::lost_on,
            residents::last_contact_id,
            residents::failed_attempts,
            residents::has_channel,
            residents::offered_channel_id,
            residents::call_stands,
        ))
        .first(conn)?;
    let (state, closed_by, closed_on, contested_on) = stored.0;
    let kept = Kept::of(state, summary);
    let when_open = |day: NaiveDate| (state == State::Open).then_some(day);
    let parts = [
        ("state", state == kept.state),
        ("closed_by", closed_by == kept.closed_by),
        ("closed_on", closed_on == kept.closed_on),
        ("contested_on", contested_on == kept.contested_on),
        ("due_on", stored.1 == when_open(plan.due_on)),
        ("try_on", stored.2 == when_open(plan.try_on)),
        ("cadence", stored.3 == plan.cadence),
        ("lost_on", stored.4 == plan.lost_on.and_then(when_open)),
        ("last_contact_id", stored.5 == summary.last_contact.map(|last| last.id.0)),
        ("failed_attempts", stored.6 == summary.failed_attempts),
        ("has_channel", stored.7 == summary.has_channel),
        ("offered_channel_id", stored.8 == summary.offered),
        ("call_stands", stored.9 == summary.call.is_some()),
        ("channels", computed.stored.iter().all(|channel| summary.channels.contains(channel))),
    ];
    Ok(parts.into_iter().find(|(_, is_same)| !is_same).map(|(name, _)| name))
}
