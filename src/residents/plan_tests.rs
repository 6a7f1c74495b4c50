//! The sentences of PRODUCT §4.2 on when contact is owed, one row each.

use super::*;
use crate::{
    domain::{CallReason, CheckInId, Outcome},
    residents::{LastContact, StandingCall},
};

fn day(n: i64) -> NaiveDate {
    days_after(NaiveDate::default(), 20_000 + n)
}

/// Away, no tags.
const fn away(first_due_on: NaiveDate) -> PlanInput {
    PlanInput { first_due_on, priority: None, requests_since: None, is_settled: false, is_at_home: false }
}

fn contact_on(n: i64) -> Summary {
    let last = LastContact { id: CheckInId(1), held_on: day(n), outcome: Outcome::Reached };
    Summary { last_contact: Some(last), has_channel: true, ..Summary::default() }
}

fn declined_on(n: i64) -> Summary {
    Summary { declined_on: Some(day(n)), ..contact_on(n) }
}

/// First due on day 50, priority since day `n`.
fn because(why: Cadence, n: i64) -> PlanInput {
    PlanInput { priority: Some(Priority { why, since: day(n) }), ..away(day(50)) }
}

fn marked(n: i64) -> PlanInput {
    because(Cadence::PriorityMark, n)
}

fn requested(n: i64) -> PlanInput {
    PlanInput { requests_since: Some(day(n)), ..because(Cadence::OpenRequest, n) }
}

fn family(n: i64) -> PlanInput {
    because(Cadence::FamilyAtHome, n)
}

fn settled(input: PlanInput) -> PlanInput {
    PlanInput { is_settled: true, ..input }
}

fn at_home(input: PlanInput) -> PlanInput {
    PlanInput { is_at_home: true, ..input }
}

#[test]
fn when_contact_is_owed_and_why() {
    use Cadence::*;
    let none = Summary::default();
    let talked = contact_on(0);
    let plain = away(day(50));
    let rows: [(&str, &Summary, PlanInput, i64, Cadence); 26] = [
        ("regular: 90 days from the last contact", &talked, plain, 90, Regular),
        ("settled: 180 days", &talked, settled(plain), 180, Settled),
        ("priority by a mark: 30 days", &talked, marked(-5), 30, PriorityMark),
        ("priority by an open request: 30 days", &talked, requested(-5), 30, OpenRequest),
        ("priority by family at home: 30 days", &talked, family(-5), 30, FamilyAtHome),
        ("the strictest wins", &talked, settled(marked(-5)), 30, PriorityMark),
        ("without contact: first_due_on", &none, plain, 50, Regular),
        ("without contact, settled: first_due_on", &none, settled(plain), 50, Settled),
        ("without contact: the day priority began, if earlier", &none, marked(20), 20, PriorityMark),
        ("without contact: not the day priority began, if later", &none, marked(60), 50, PriorityMark),
        ("priority from the day of the last contact: 30 days", &talked, marked(0), 30, PriorityMark),
        ("priority begins soon after: last contact + 30", &talked, marked(10), 30, PriorityMark),
        ("priority begins on day 30: that day", &talked, marked(30), 30, PriorityMark),
        ("priority begins later: the day it began", &talked, marked(60), 60, PriorityMark),
        ("priority begins when contact is owed anyway: no later", &talked, marked(100), 90, PriorityMark),
        (
            "priority begins later, settled: the day it began",
            &talked,
            settled(marked(100)),
            100,
            PriorityMark,
        ),
        ("at home: 180 days", &talked, at_home(plain), 180, AtHome),
        ("at home: 180 days whatever the mark", &talked, at_home(marked(-5)), 180, AtHome),
        ("at home: 180 days whatever the family", &talked, at_home(family(-5)), 180, AtHome),
        ("at home, settled: 180 days", &talked, at_home(settled(plain)), 180, AtHome),
        ("at home with an open request: 30", &talked, at_home(requested(-5)), 30, OpenRequest),
        (
            "at home, a request raised later: that day, whatever the mark",
            &talked,
            at_home(PlanInput { requests_since: Some(day(70)), ..marked(-5) }),
            70,
            OpenRequest,
        ),
        ("at home without contact: first_due_on", &none, at_home(plain), 50, AtHome),
        ("declined: 180 days", &declined_on(0), plain, 180, Declined),
        ("declined: no tag shortens it", &declined_on(0), marked(-5), 180, Declined),
        (
            "declined: no request shortens it, at home neither",
            &declined_on(0),
            at_home(requested(20)),
            180,
            Declined,
        ),
    ];
    for (sentence, summary, input, due, cadence) in rows {
        let plan = plan(summary, &input, &Rules::default());
        assert_eq!((plan.due_on, plan.cadence), (day(due), cadence), "{sentence}");
        assert_eq!((plan.try_on, plan.lost_on), (plan.due_on, None), "{sentence}");
    }
}

#[test]
fn a_county_with_other_numbers_keeps_the_strictest() {
    for (regular_days, cadence) in [(20, Cadence::Regular), (30, Cadence::PriorityMark)] {
        let rules = Rules { regular_days, ..Rules::default() };
        let plan = plan(&contact_on(0), &marked(-5), &rules);
        assert_eq!((plan.due_on, plan.cadence), (day(regular_days.into()), cadence));
    }
}

#[test]
fn after_a_failed_attempt_try_on_is_the_later_of_due_on_and_its_wait() {
    for (retry_on, try_on) in [(13, 90), (92, 92), (102, 102)] {
        let summary = Summary { retry_on: Some(day(retry_on)), ..contact_on(0) };
        let plan = plan(&summary, &away(day(50)), &Rules::default());
        assert_eq!((plan.due_on, plan.try_on), (day(90), day(try_on)), "to be tried again on day {retry_on}");
    }
}

#[test]
fn while_a_call_stands_try_on_is_that_day_or_the_last_attempt_and_one() {
    for (last_attempt, try_on) in [(None, 12), (Some(day(12)), 13), (Some(day(20)), 21)] {
        let call = Some(StandingCall { reason: CallReason::Help, since: day(12), last_attempt });
        let summary = Summary { call, retry_on: Some(day(27)), ..contact_on(0) };
        let plan = plan(&summary, &away(day(50)), &Rules::default());
        assert_eq!((plan.due_on, plan.try_on), (day(90), day(try_on)));
    }
}

#[test]
fn lost_is_the_later_of_due_on_and_the_day_no_channel_was_left() {
    for (exhausted, lost) in [(None, None), (Some(40), Some(90)), (Some(120), Some(120))] {
        let summary = Summary { exhausted_on: exhausted.map(day), ..contact_on(0) };
        let plan = plan(&summary, &away(day(50)), &Rules::default());
        assert_eq!(plan.lost_on, lost.map(day));
    }
}

#[test]
fn first_due_dates_are_spread_over_90_days_by_id() {
    let offset = |id| (first_due_on(ResidentId(id), day(0), &Rules::default()) - day(0)).num_days();
    for step in [1, 90, 1 << 22, 1_000 << 22] {
        let mut per_day = [0; 90];
        (0..9_000).for_each(|n| per_day[offset(n * step) as usize] += 1);
        assert!(per_day.iter().all(|people| (50..=150).contains(people)), "ids {step} apart: {per_day:?}");
    }
    let unspread = Rules { first_due_spread_days: 0, ..Rules::default() };
    assert_eq!(first_due_on(ResidentId(7), day(0), &unspread), day(0));
}
