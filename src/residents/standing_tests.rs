//! The sentences of PRODUCT §4.2 on standing and the order of a worklist.

use super::*;
use crate::{
    clock::{day_begins, days_after},
    domain::VillageCode,
    residents::Cadence,
};

fn day(n: i64) -> NaiveDate {
    days_after(NaiveDate::default(), 20_000 + n)
}

/// An open record on which contact is owed on day `due`; today is day 0.
fn person(due: i64) -> Person {
    Person {
        id: ResidentId(1),
        village_code: VillageCode::parse("500233100200").expect("a village code"),
        name: String::new(),
        name_key: String::new(),
        relation: String::new(),
        hours: String::new(),
        state: State::Open,
        owner_id: None,
        backup_id: None,
        due_on: Some(day(due)),
        try_on: Some(day(due)),
        cadence: Cadence::Regular,
        lost_on: None,
        call_reason: None,
        call_since: None,
        call_stands: false,
        last_contact_on: None,
        last_contact_outcome: None,
        last_tried_on: None,
        failed_attempts: 0,
        has_channel: true,
        open_requests: 0,
    }
}

fn lost(due: i64, since: i64) -> Person {
    Person { lost_on: Some(day(since)), ..person(due) }
}

fn called(reason: CallReason, person: Person) -> Person {
    let call_since = Some(day_begins(day(-1)));
    Person { call_reason: Some(reason), call_since, call_stands: true, ..person }
}

#[test]
fn standing_is_read_from_the_row_and_today_alone() {
    let answered = Person { call_stands: false, ..called(CallReason::Help, person(3)) };
    let closed = Person { state: State::Closed, due_on: None, try_on: None, ..lost(-9, -5) };
    let rows = [
        ("in order before due_on", person(1), Standing::InOrder),
        ("due on the day", person(0), Standing::Due(0)),
        ("due for 7 days, the first one counted", person(-6), Standing::Due(6)),
        ("overdue beyond", person(-7), Standing::Overdue(7)),
        ("lost from the day it opens", lost(-3, 0), Standing::Lost(1)),
        ("lost, the sixth day", lost(-9, -5), Standing::Lost(6)),
        ("not lost before contact is owed", lost(4, 4), Standing::InOrder),
        ("help stands above all", called(CallReason::Help, lost(-9, -5)), Standing::Help),
        ("new, though nothing is owed yet", called(CallReason::New, person(80)), Standing::New),
        ("a call that was answered says nothing", answered, Standing::InOrder),
        ("closed: nothing is owed", closed, Standing::Closed),
    ];
    for (sentence, person, expected) in rows {
        assert_eq!(standing(&person, day(0), &Rules::default()), expected, "{sentence}");
    }
}

#[test]
fn a_worklist_is_help_then_overdue_lost_and_new_then_due_inside_each_due_on_cadence_id() {
    let with = |id, cadence, person| Person { id: ResidentId(id), cadence, ..person };
    let ordered = [
        with(9, Cadence::Regular, called(CallReason::Help, person(80))),
        with(8, Cadence::Regular, person(-30)),
        with(7, Cadence::OpenRequest, lost(-20, -1)),
        with(6, Cadence::Regular, person(-20)),
        with(4, Cadence::Settled, person(-20)),
        with(5, Cadence::AtHome, person(-20)),
        with(3, Cadence::Regular, called(CallReason::New, person(90))),
        with(2, Cadence::Regular, person(-3)),
        with(1, Cadence::PriorityMark, person(0)),
        with(0, Cadence::PriorityMark, person(1)),
    ];
    assert!(ordered.is_sorted_by_key(|person| worklist_key(person, day(0), &Rules::default())));
}
