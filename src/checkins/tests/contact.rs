//! Contact, failed attempts, refusals, closing, calls at once (PRODUCT §4.2, §4.3).

use super::*;
use Outcome::*;

#[test]
fn these_outcomes_are_contact() {
    for outcome in [Reached, ViaRelative, SelfReport, Declined, CameHome] {
        let last = folded(&[on(1, NoAnswer), on(2, outcome)]).last_contact.expect("contact");
        assert_eq!((last.held_on, last.outcome, last.id), (day(2), outcome, CheckInId(20)));
    }
}

#[test]
fn these_outcomes_are_failed_attempts_with_their_wait() {
    for (outcome, wait) in [(NoAnswer, 3), (RejectedCall, 7), (DeadNumber, 1), (WrongPerson, 1)] {
        let summary = folded_with_two(&[on(5, outcome)]);
        assert_eq!(summary.last_contact, None);
        assert_eq!(retry_on(&summary), Some(day(5 + wait)), "{outcome:?}");
    }
}

#[test]
fn attempts_are_counted_since_the_last_contact() {
    let summary = folded(&[on(1, NoAnswer), on(2, Reached), on(3, NoAnswer), on(6, RejectedCall)]);
    assert_eq!((summary.failed_attempts, summary.last_tried_on), (2, Some(day(6))));
    assert_eq!(retry_on(&summary), Some(day(13)));
}

#[test]
fn nothing_tried_is_nothing_said() {
    let summary = folded(&[]);
    let Summary { last_contact, failed_attempts, last_tried_on, retry_on, declined_on, closed, call, .. } =
        summary;
    assert_eq!((last_contact, failed_attempts, last_tried_on, retry_on), (None, 0, None, None));
    assert_eq!((declined_on, closed, call), (None, None, None));
}

#[test]
fn check_ins_fold_in_order_of_held_on() {
    let summary = folded(&[on(9, Reached).with_id(1), on(3, ViaRelative).with_id(2)]);
    assert_eq!(summary.last_contact.map(|last| last.held_on), Some(day(9)));
}

#[test]
fn on_one_day_contact_beats_failure() {
    let summary = folded(&[on(4, Reached).with_id(1), on(4, NoAnswer).with_id(2)]);
    assert_eq!(summary.last_contact.map(|last| last.held_on), Some(day(4)));
    assert_eq!((summary.failed_attempts, summary.retry_on), (0, None));
}

#[test]
fn between_equals_the_later_entry_wins() {
    let contact = folded(&[on(4, Declined).with_id(2), on(4, Reached).with_id(1)]);
    assert_eq!(contact.last_contact.map(|last| last.outcome), Some(Declined));
    let failure = folded(&[on(4, NoAnswer).with_id(2), on(4, RejectedCall).with_id(1)]);
    assert_eq!(retry_on(&failure), Some(day(7)));
}

#[test]
fn a_visit_that_found_nobody_is_tried_again_in_three_days() {
    let visit = Event { kind: CheckInKind::Visit, ..on(4, NoAnswer).by_no_channel() };
    assert_eq!(retry_on(&folded(&[visit])), Some(day(7)));
}

#[test]
fn a_refusal_stands_180_days() {
    let summary = folded(&[on(10, Declined)]);
    assert_eq!(summary.declined_on, Some(day(10)));
    assert_eq!(planned(&summary).due_on, day(190));
}

#[test]
fn a_refusal_is_ended_by_the_residents_own_contact() {
    let summary = folded(&[on(10, Declined), on(20, SelfReport)]);
    assert_eq!(summary.declined_on, None);
    assert_eq!(planned(&summary).due_on, day(110));
}

#[test]
fn a_refusal_is_ended_by_a_reached_held_on_or_after_its_due_on() {
    for (reached_on, declined_on) in [(189, Some(day(10))), (190, None), (250, None)] {
        let summary = folded(&[on(10, Declined), on(reached_on, Reached)]);
        assert_eq!(summary.declined_on, declined_on, "reached on day {reached_on}");
    }
}

#[test]
fn a_refusal_is_ended_by_nothing_else() {
    for outcome in [ViaRelative, CameHome, NoAnswer, RejectedCall, DeadNumber, WrongPerson] {
        let summary = folded(&[on(10, Declined), on(200, outcome)]);
        assert_eq!(summary.declined_on, Some(day(10)), "{outcome:?}");
    }
}

#[test]
fn another_refusal_renews_it() {
    let summary = folded(&[on(10, Declined), on(100, Declined), on(200, Reached)]);
    assert_eq!(summary.declined_on, Some(day(100)));
}

#[test]
fn a_death_or_a_household_moved_away_closes_the_record() {
    for outcome in [Deceased, HouseholdMoved] {
        let events = [on(3, Reached), on(4, outcome), on(4, Reached).with_id(99)];
        assert_eq!(folded(&events).closed, outcome.closed_by().map(|by| (by, day(4))));
        assert_eq!(folded(&[events[0], events[2]]).closed, None, "withdrawn, it is open again");
    }
}

#[test]
fn closing_is_neither_contact_nor_an_attempt() {
    let summary = folded(&[on(3, NoAnswer), on(4, Deceased)]);
    assert_eq!((summary.last_contact, summary.failed_attempts), (None, 1));
    assert_eq!(retry_on(&summary), Some(day(6)));
    assert_eq!(state(&summary, MOBILE), ChannelState::Silent);
}

/// The call that still stands after one more check-in, when help was asked for at noon of day 10.
fn help_after(event: Event) -> Option<crate::residents::StandingCall> {
    let own = on(10, SelfReport).with_id(1);
    fold(&[own, event], &[channel(MOBILE)], help_at(noon(10)), &Rules::default()).call
}

fn written(event: Event, minutes: i64) -> Event {
    Event { written_at: event.written_at + chrono::TimeDelta::minutes(minutes), ..event }
}

#[test]
fn a_call_stands_until_staff_log_contact() {
    for outcome in [Reached, ViaRelative, Declined, CameHome] {
        assert_eq!(help_after(written(on(10, outcome), 1)), None, "{outcome:?}");
    }
    for outcome in [NoAnswer, RejectedCall, DeadNumber, WrongPerson, SelfReport] {
        assert!(help_after(written(on(10, outcome), 1)).is_some(), "{outcome:?}");
    }
}

#[test]
fn contact_written_before_the_call_or_held_before_its_day_does_not_answer_it() {
    assert!(help_after(on(10, Reached)).is_some());
    assert!(help_after(Event { written_at: noon(11), ..on(9, Reached) }).is_some());
}

#[test]
fn while_a_call_stands_try_on_is_its_day_or_the_last_attempt_and_one() {
    let try_on = |events: &[Event]| {
        planned(&fold(events, &[channel(MOBILE)], help_at(noon(10)), &Rules::default())).try_on
    };
    assert_eq!(try_on(&[on(1, Reached)]), day(10));
    assert_eq!(try_on(&[on(1, Reached), on(12, RejectedCall)]), day(13));
    assert_eq!(try_on(&[written(on(10, NoAnswer), -60)]), day(10), "it was tried before help was asked for");
    assert_eq!(try_on(&[on(10, SelfReport), written(on(10, NoAnswer), 60)]), day(11));
}

#[test]
fn the_day_of_a_call_is_the_countys() {
    let before_dawn = crate::clock::day_begins(day(10));
    let call = fold(&[], &[], help_at(before_dawn), &Rules::default()).call.expect("it stands");
    assert_eq!(call.since, day(10));
}
