//! Folding and planning a record afresh, and storing what comes of it.

use super::{
    event::{Call, ChannelFact, Closure, Event},
    fold::fold,
    queries,
};
use crate::{
    db::{
        Conn, MaybeDay, Tx, each_db,
        schema::{channels, closure_rulings, residents},
        update_row,
    },
    domain::{CallReason, ChannelId, ChannelKind, CheckInId, ClosedBy, Outcome, ResidentId, Rules, Verdict},
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
    pub state: State,
    pub first_due_on: NaiveDate,
    pub priority_on: Option<NaiveDate>,
    pub is_settled: bool,
    pub requests_since: Option<NaiveDate>,
    pub call_reason: Option<CallReason>,
    pub call_since: Option<NaiveDateTime>,
    pub taken_back_at: Option<NaiveDateTime>,
    #[diesel(embed)]
    kept: Days,
    #[diesel(deserialize_as = MaybeDay, column_name = listed_unaccompanied_since)]
    unaccompanied_since: Option<NaiveDate>,
    #[diesel(select_expression = residents::listed_place.is_null())]
    is_at_home: bool,
}

/// The days lists are ordered by, as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = residents)]
pub struct Days {
    #[diesel(deserialize_as = MaybeDay)]
    due_on: Option<NaiveDate>,
    #[diesel(deserialize_as = MaybeDay)]
    try_on: Option<NaiveDate>,
    #[diesel(deserialize_as = MaybeDay)]
    lost_on: Option<NaiveDate>,
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
    let facts: Facts = each_db!(conn, |c| residents::table.find(id).select(Facts::as_select()).first(c))?;
    let events = queries::events(conn, id)?;
    let (channels, stored) = channels_of(conn, id)?;
    let call = facts.call_reason.zip(facts.call_since).map(|(reason, since)| Call { reason, since });
    let closure = closure(conn, &facts, &events)?;
    let summary = fold(&events, &channels, call, &closure, rules);
    let plan = plan(&summary, &input(&facts), rules);
    Ok(Computed { facts, summary, plan, stored })
}

/// What the township ruled, and whether the registration was taken back. Where nothing closes a record, nothing was
/// ruled that counts.
fn closure(conn: &mut Conn, facts: &Facts, events: &[Event]) -> Result<Closure, Error> {
    if facts.taken_back_at.is_none() && !events.iter().any(|event| event.outcome.closes()) {
        return Ok(Closure::default());
    }
    let all = closure_rulings::table
        .filter(closure_rulings::resident_id.eq(facts.id))
        .order(closure_rulings::id)
        .select((closure_rulings::verdict, closure_rulings::made_at));
    let rows: Vec<(Verdict, NaiveDateTime)> = each_db!(conn, |c| all.load(c))?;
    let reopened = rows.iter().filter(|(verdict, _)| *verdict == Verdict::Reopened);
    Ok(Closure {
        taken_back_at: facts.taken_back_at,
        reopened_at: reopened.map(|(_, at)| *at).max(),
        ruled_at: rows.iter().map(|(_, at)| *at).max(),
    })
}

fn channels_of(conn: &mut Conn, id: ResidentId) -> Result<(Vec<ChannelFact>, Vec<ChannelSummary>), Error> {
    type Fact = (ChannelId, ChannelKind, bool, String, Option<NaiveDate>);
    let all = channels::table.filter(channels::resident_id.eq(id)).order(channels::id);
    let rows: Vec<(Fact, ChannelSummary)> = each_db!(conn, |c| all
        .select((
            (channels::id, channels::kind, channels::is_preferred, channels::holder, channels::ended_on),
            ChannelSummary::as_select(),
        ))
        .load(c))?;
    let fact = |((id, kind, is_preferred, holder, ended_on), summary): (Fact, ChannelSummary)| {
        let is_own = holder.is_empty()
            && !matches!(kind, ChannelKind::Relative | ChannelKind::Employer | ChannelKind::Townsman);
        (ChannelFact { id, kind, is_preferred, is_own, ended_on }, summary)
    };
    Ok(rows.into_iter().map(fact).unzip())
}

fn input(facts: &Facts) -> PlanInput {
    let priorities = [
        facts.priority_on.map(|since| Priority { why: Cadence::PriorityMark, since }),
        facts.requests_since.map(|since| Priority { why: Cadence::OpenRequest, since }),
        facts.unaccompanied_since.map(|since| Priority { why: Cadence::FamilyAtHome, since }),
    ];
    PlanInput {
        first_due_on: facts.first_due_on,
        priority: priorities.into_iter().flatten().min_by_key(|priority| priority.since),
        is_settled: facts.is_settled,
        is_at_home: facts.is_at_home,
        requests_since: facts.requests_since,
    }
}

/// Folds and plans a record afresh and stores the result.
pub fn refold(tx: &mut Tx<'_>, id: ResidentId) -> Result<(), Error> {
    let rules = settings::rules(tx.conn)?;
    let computed = compute(tx.conn, id, &rules)?;
    for channel in computed.summary.channels.iter().filter(|channel| !computed.stored.contains(channel)) {
        store_channel(tx.conn, channel)?;
    }
    let (stored, kept) = (Stored::of(&computed), computed.facts.kept);
    // Each of these days stands in several indexes: what has not changed is not written.
    let due = (stored.days.due_on != kept.due_on).then_some(residents::due_on.eq(stored.days.due_on));
    let tried = (stored.days.try_on != kept.try_on).then_some(residents::try_on.eq(stored.days.try_on));
    let lost = (stored.days.lost_on != kept.lost_on).then_some(residents::lost_on.eq(stored.days.lost_on));
    let update = update_row(residents::table, id.0, (&stored.others, due, tried, lost));
    each_db!(tx.conn, |c| update.execute(c))?;
    Ok(())
}

fn store_channel(conn: &mut Conn, channel: &ChannelSummary) -> Result<(), Error> {
    let summary = (
        channels::state.eq(channel.state),
        channels::failed_days.eq(channel.failed_days),
        channels::last_tried_on.eq(channel.last_tried_on),
        channels::last_success_on.eq(channel.last_success_on),
        channels::verified_on.eq(channel.verified_on),
    );
    let own = update_row(channels::table, channel.id.0, summary);
    each_db!(conn, |c| own.execute(c))?;
    Ok(())
}

/// What is stored of a record's past and plan: written by `refold`, compared by `differs`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = residents)]
struct Stored {
    #[diesel(embed)]
    days: Days,
    #[diesel(embed)]
    others: Others,
}

/// The other columns: cheap to write again.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = residents, treat_none_as_null = true)]
struct Others {
    state: State,
    closed_by: Option<ClosedBy>,
    closed_on: Option<NaiveDate>,
    contested_on: Option<NaiveDate>,
    cadence: Cadence,
    call_stands: bool,
    last_contact_id: Option<CheckInId>,
    last_contact_on: Option<NaiveDate>,
    last_contact_outcome: Option<Outcome>,
    last_tried_on: Option<NaiveDate>,
    failed_attempts: i32,
    has_channel: bool,
    offered_channel_id: Option<ChannelId>,
}

impl Stored {
    /// A closed record is owed nothing; a locked one stays locked whatever happened.
    fn of(Computed { facts, summary, plan, .. }: &Computed) -> Stored {
        let state = match (facts.state, summary.closed) {
            (State::Locked, _) => State::Locked,
            (_, Some(_)) => State::Closed,
            (_, None) => State::Open,
        };
        let when_open = |day: NaiveDate| (state == State::Open).then_some(day);
        let (closed, last) = (summary.closed.filter(|_| state == State::Closed), summary.last_contact);
        let days = Days {
            due_on: when_open(plan.due_on),
            try_on: when_open(plan.try_on),
            lost_on: plan.lost_on.and_then(when_open),
        };
        let others = Others {
            state,
            closed_by: closed.map(|(by, _)| by),
            closed_on: closed.map(|(_, day)| day),
            contested_on: closed.and(summary.contested_on),
            cadence: plan.cadence,
            call_stands: summary.call.is_some(),
            last_contact_id: last.map(|last| last.id),
            last_contact_on: last.map(|last| last.held_on),
            last_contact_outcome: last.map(|last| last.outcome),
            last_tried_on: summary.last_tried_on,
            failed_attempts: summary.failed_attempts,
            has_channel: summary.has_channel,
            offered_channel_id: summary.offered,
        };
        Stored { days, others }
    }

    /// The first column in which another one differs.
    fn difference(&self, other: &Stored) -> Option<&'static str> {
        macro_rules! first {
            ($part:ident: $($column:ident)+) => {
                $(if self.$part.$column != other.$part.$column { return Some(stringify!($column)); })+
            };
        }
        first!(others: state closed_by closed_on contested_on);
        first!(days: due_on try_on lost_on);
        first!(others: cadence call_stands last_contact_id last_contact_on last_contact_outcome last_tried_on
            failed_attempts has_channel offered_channel_id);
        None
    }
}

/// Which part of what is stored is not what was computed, if any.
pub fn differs(conn: &mut Conn, computed: &Computed) -> Result<Option<&'static str>, Error> {
    let stored: Stored = residents::table.find(computed.facts.id).select(Stored::as_select()).first(conn)?;
    let are_channels_same = computed.stored == computed.summary.channels;
    Ok(stored.difference(&Stored::of(computed)).or((!are_channels_same).then_some("channels")))
}
