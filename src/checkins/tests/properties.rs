//! What is true of every record, whatever happened.

use super::*;
use crate::residents::{Cadence, Priority};
use proptest::prelude::*;

/// Check-ins on days 0 to 400 by any of three channels or none, ids in the order written.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let outcome = prop::sample::select(Outcome::ALL);
    let kind = prop::sample::select(&[CheckInKind::Call, CheckInKind::Message, CheckInKind::Visit][..]);
    let event = (0..400i64, outcome, kind, prop::option::of(1..=3i64), any::<bool>());
    prop::collection::vec(event, 0..14).prop_map(|rows| {
        let with_id = |(id, (n, outcome, kind, channel, is_confirmed))| {
            let by_resident = outcome == Outcome::SelfReport;
            let kind = if by_resident { CheckInKind::Resident } else { kind };
            let channel: Option<i64> = channel;
            let confirmed = channel.filter(|_| is_confirmed).map(ChannelId);
            Event { kind, channel: channel.map(ChannelId), confirmed, ..on(n, outcome).with_id(id) }
        };
        (0i64..).zip(rows).map(with_id).collect()
    })
}

fn channels() -> impl Strategy<Value = Vec<ChannelFact>> {
    let fact = (any::<bool>(), any::<bool>(), prop::option::weighted(0.2, 0..400i64));
    prop::collection::vec(fact, 0..=3).prop_map(|rows| {
        let fact = |(id, (is_preferred, is_own, ended))| {
            let ended: Option<i64> = ended;
            ChannelFact { is_preferred, is_own, ended_on: ended.map(day), ..channel(ChannelId(id)) }
        };
        (1i64..).zip(rows).map(fact).collect()
    })
}

fn call() -> impl Strategy<Value = Option<Call>> {
    let call = (0..400i64, prop::sample::select(CallReason::ALL));
    prop::option::of(call.prop_map(|(n, reason)| Call { reason, since: noon(n) }))
}

/// Tags as the record's row and household have them: the priority is the one that began first.
fn input() -> impl Strategy<Value = PlanInput> {
    let since = || prop::option::of((0..400i64).prop_map(day));
    let days = (0..400i64, since(), since(), since());
    (days, any::<bool>(), any::<bool>()).prop_map(
        |((first, mark, requests, family), is_settled, is_at_home)| {
            let because = |since: Option<NaiveDate>, why| since.map(|since| Priority { why, since });
            let priorities = [
                because(mark, Cadence::PriorityMark),
                because(requests, Cadence::OpenRequest),
                because(family, Cadence::FamilyAtHome),
            ];
            let priority = priorities.into_iter().flatten().min_by_key(|priority| priority.since);
            PlanInput { first_due_on: day(first), priority, is_settled, is_at_home, requests_since: requests }
        },
    )
}

fn without_tags(input: PlanInput) -> PlanInput {
    PlanInput { priority: None, requests_since: None, ..input }
}

fn with(events: &[Event], event: Event) -> Vec<Event> {
    [events, &[event]].concat()
}

/// A summary without the ids of check-ins.
fn without_ids(mut summary: Summary) -> Summary {
    summary.last_contact.iter_mut().for_each(|last| last.id = CheckInId(0));
    summary
}

/// Contact that no refusal is.
const TALKS: &[Outcome] = &[Outcome::Reached, Outcome::ViaRelative, Outcome::SelfReport, Outcome::CameHome];

const RULES: fn() -> Rules = Rules::default;

proptest! {
    #[test]
    fn check_ins_in_any_order_fold_alike(
        (events, shuffled) in events().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        channels in channels(), call in call(),
    ) {
        let reversed: Vec<ChannelFact> = channels.iter().rev().copied().collect();
        prop_assert_eq!(fold(&events, &channels, call, &RULES()), fold(&shuffled, &reversed, call, &RULES()));
    }

    #[test]
    fn an_entry_written_late_equals_one_written_in_time(
        events in events(), channels in channels(), n in 0..400i64,
        outcome in prop::sample::select(Outcome::ALL), late_by in 1..60i64,
    ) {
        let mut others = events;
        others.retain(|event| event.held_on != day(n));
        let in_time = on(n, outcome).with_id(-1);
        let late = Event { written_at: noon(n + late_by), ..in_time.with_id(1_000) };
        // What contests a closing is what came after it was written down, on whatever day that was.
        let undisputed = |summary| Summary { contested_on: None, ..summary };
        let folded = |event| undisputed(without_ids(fold(&with(&others, event), &channels, None, &RULES())));
        prop_assert_eq!(folded(in_time), folded(late));
    }

    #[test]
    fn a_withdrawn_entry_leaves_no_trace(
        events in events(), channels in channels(), call in call(), outcome in prop::sample::select(Outcome::ALL),
    ) {
        let before = fold(&events, &channels, call, &RULES());
        let mut all = events;
        all.insert(all.len() / 2, on(200, outcome).with_id(1_000));
        all.retain(|event| event.id != CheckInId(1_000));
        prop_assert_eq!(before, fold(&all, &channels, call, &RULES()));
    }

    #[test]
    fn only_contact_moves_due_on(
        events in events(), channels in channels(), call in call(), input in input(),
    ) {
        let contacts: Vec<Event> = events.iter().filter(|event| event.outcome.is_contact()).copied().collect();
        let due_on = |events: &[Event]| plan(&fold(events, &channels, call, &RULES()), &input, &RULES()).due_on;
        prop_assert_eq!(due_on(&events), due_on(&contacts));
    }

    #[test]
    fn try_on_is_never_before_due_on_unless_a_call_stands(
        events in events(), channels in channels(), call in call(), input in input(),
    ) {
        let summary = fold(&events, &channels, call, &RULES());
        let plan = plan(&summary, &input, &RULES());
        prop_assert!(plan.try_on >= plan.due_on || summary.call.is_some());
        prop_assert!(plan.lost_on.is_none_or(|lost_on| lost_on >= plan.due_on));
    }

    /// It can be earlier only when it is the first contact, or the one that ends a refusal.
    #[test]
    fn later_contact_never_brings_the_day_nearer(
        events in events(), channels in channels(), input in input(),
        first in prop::sample::select(TALKS), later in prop::sample::select(TALKS),
    ) {
        let before = with(&events, on(400, first).with_id(1_000));
        let after = with(&before, on(401, later).with_id(1_001));
        let [before, after] = [before, after].map(|events| fold(&events, &channels, None, &RULES()));
        let ends_refusal = before.declined_on != after.declined_on;
        let [before, after] = [before, after].map(|summary| plan(&summary, &input, &RULES()).due_on);
        prop_assert!(after >= before || ends_refusal, "{} before {}", after, before);
    }

    #[test]
    fn a_refusal_is_shortened_by_no_tag_and_no_request(events in events(), input in input()) {
        let refused = with(&events, on(400, Outcome::Declined).with_id(1_000));
        let summary = fold(&refused, &[], None, &RULES());
        let plan = |input| plan(&summary, &input, &RULES());
        prop_assert_eq!(plan(input), plan(without_tags(input)));
        prop_assert_eq!(plan(input).due_on, day(580));
    }

    #[test]
    fn priority_never_puts_the_day_off(events in events(), input in input()) {
        let summary = fold(&events, &[], None, &RULES());
        let with = plan(&summary, &input, &RULES());
        let without = plan(&summary, &without_tags(input), &RULES());
        prop_assert!(with.due_on <= without.due_on);
        prop_assert!(with.cadence.days(&RULES()) <= without.cadence.days(&RULES()));
    }

    #[test]
    fn contact_is_owed_within_the_cadence_once_there_was_contact(
        events in events(), input in input(), outcome in prop::sample::select(TALKS),
    ) {
        let talked = with(&events, on(400, outcome).with_id(1_000));
        let plan = plan(&fold(&talked, &[], None, &RULES()), &input, &RULES());
        let days = (plan.due_on - day(400)).num_days();
        prop_assert!((30..=180).contains(&days), "{} days, {:?}", days, plan);
        prop_assert!(days <= 90 || input.is_settled || input.is_at_home || plan.cadence == Cadence::Declined);
    }

    #[test]
    fn what_is_offered_is_left_and_can_be_dialled(events in events(), channels in channels(), call in call()) {
        let summary = fold(&events, &channels, call, &RULES());
        let wrong = |id| events.iter().any(|e| e.channel == Some(id) && e.outcome == Outcome::WrongPerson);
        if let Some(id) = summary.offered {
            prop_assert!(state(&summary, id).is_open() && !wrong(id) && summary.exhausted_on.is_none());
            prop_assert!(channels.iter().any(|c| c.id == id && c.ended_on.is_none() && c.kind.is_phone()));
        }
        prop_assert!(summary.exhausted_on.is_none() || summary.has_channel);
    }

    #[test]
    fn no_calendar_is_too_wide(
        days in prop::collection::vec((any::<i32>(), prop::sample::select(Outcome::ALL)), 0..6),
        first in any::<i32>(), since in any::<i32>(),
    ) {
        let edge = |n: i32| if n < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        let any_day = |n: i32| NaiveDate::from_num_days_from_ce_opt(n).unwrap_or(edge(n));
        let event = |(n, outcome): &(i32, Outcome)| Event { held_on: any_day(*n), ..on(0, *outcome) };
        let events: Vec<Event> = days.iter().map(event).collect();
        let since_day = any_day(since);
        let call = help_at(since_day.and_time(chrono::NaiveTime::MIN));
        let input = PlanInput { first_due_on: any_day(first), requests_since: Some(since_day), ..away() };
        plan(&fold(&events, &[channel(MOBILE)], call, &RULES()), &input, &RULES());
    }
}
