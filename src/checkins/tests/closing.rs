//! The sentences of PRODUCT §4.3 on closed records: what closes one, what opens it again, what goes before the township.

use super::*;
use crate::domain::ClosedBy;
use chrono::TimeDelta;
use proptest::prelude::*;

fn ruled(closure: Closure, events: &[Event]) -> Summary {
    super::super::fold(events, &[channel(MOBILE)], None, &closure, &Rules::default())
}

/// The township opened it again at noon of day `n`.
fn reopened(n: i64) -> Closure {
    Closure { reopened_at: Some(noon(n)), ruled_at: Some(noon(n)), taken_back_at: None }
}

/// The township kept it closed at noon of day `n`.
fn kept_closed(n: i64) -> Closure {
    Closure { ruled_at: Some(noon(n)), ..Closure::default() }
}

fn taken_back(n: i64) -> Closure {
    Closure { taken_back_at: Some(noon(n)), ..Closure::default() }
}

/// Opened again at noon of day 8; the registration was taken back so many minutes later, or earlier.
fn taken_back_after(minutes: i64) -> Closure {
    Closure { taken_back_at: Some(noon(8) + TimeDelta::minutes(minutes)), ..reopened(8) }
}

const DIED: Outcome = Outcome::Deceased;
const MOVED: Outcome = Outcome::HouseholdMoved;
const OWN: Outcome = Outcome::SelfReport;

#[test]
fn what_closes_a_record_and_what_opens_it_again() {
    let closed = |by: ClosedBy, n: i64| Some((by, day(n)));
    let late = Event { written_at: noon(9), ..on(4, DIED) };
    let rows = [
        ("a closing check-in", Closure::default(), vec![on(4, DIED)], closed(ClosedBy::Deceased, 4)),
        (
            "the last of two",
            Closure::default(),
            vec![on(4, DIED), on(5, MOVED)],
            closed(ClosedBy::HouseholdMoved, 5),
        ),
        ("a later ruling opens it", reopened(6), vec![on(4, DIED)], None),
        ("a ruling before it does not", reopened(3), vec![on(4, DIED)], closed(ClosedBy::Deceased, 4)),
        ("held before the ruling, written after it", reopened(6), vec![late], closed(ClosedBy::Deceased, 4)),
        (
            "a new closing after the ruling",
            reopened(6),
            vec![on(4, DIED), on(7, MOVED)],
            closed(ClosedBy::HouseholdMoved, 7),
        ),
        ("kept closed it stays closed", kept_closed(6), vec![on(4, DIED)], closed(ClosedBy::Deceased, 4)),
        (
            "a registration taken back",
            taken_back(5),
            vec![on(2, Outcome::Reached)],
            closed(ClosedBy::TakenBack, 5),
        ),
        ("opened again since", Closure { taken_back_at: Some(noon(5)), ..reopened(8) }, vec![], None),
        ("opened again the same day", taken_back_after(-5), vec![], None),
        ("taken back again the same day", taken_back_after(20), vec![], closed(ClosedBy::TakenBack, 8)),
        (
            "opened again before",
            Closure { taken_back_at: Some(noon(9)), ..reopened(8) },
            vec![],
            closed(ClosedBy::TakenBack, 9),
        ),
        ("death says more than that", taken_back(5), vec![on(4, DIED)], closed(ClosedBy::Deceased, 4)),
        (
            "talking to somebody opens nothing",
            Closure::default(),
            vec![on(4, DIED), on(6, Outcome::Reached)],
            closed(ClosedBy::Deceased, 4),
        ),
    ];
    for (sentence, closure, events, expected) in rows {
        assert_eq!(ruled(closure, &events).closed, expected, "{sentence}");
    }
}

#[test]
fn an_own_report_on_a_closed_record_goes_before_the_township_until_it_rules() {
    let early = Event { written_at: noon(2), ..on(2, OWN) };
    let told_late = Event { written_at: noon(8), ..on(3, OWN) };
    let rows = [
        ("nothing was heard", Closure::default(), vec![on(4, DIED)], None),
        ("heard since", Closure::default(), vec![on(4, DIED), on(6, OWN)], Some(day(6))),
        (
            "the first of two reports",
            Closure::default(),
            vec![on(4, DIED), on(6, OWN), on(9, OWN)],
            Some(day(6)),
        ),
        ("written before the closing", Closure::default(), vec![early, on(4, DIED)], None),
        ("accepted late, about a day before", Closure::default(), vec![on(4, DIED), told_late], Some(day(3))),
        ("kept closed since", kept_closed(7), vec![on(4, DIED), on(6, OWN)], None),
        (
            "a report after that ruling",
            kept_closed(7),
            vec![on(4, DIED), on(6, OWN), on(8, OWN)],
            Some(day(8)),
        ),
        ("opened again, nothing is contested", reopened(7), vec![on(4, DIED), on(6, OWN)], None),
        (
            "staff's word contests nothing",
            Closure::default(),
            vec![on(4, DIED), on(6, Outcome::Reached)],
            None,
        ),
        ("an open record", Closure::default(), vec![on(6, OWN)], None),
        ("taken back, and heard of since", taken_back(5), vec![on(4, OWN), on(6, OWN)], Some(day(6))),
    ];
    for (sentence, closure, events, expected) in rows {
        assert_eq!(ruled(closure, &events).contested_on, expected, "{sentence}");
    }
}

/// Check-ins on days 0 to 60, each written down on its day or up to ten days later.
fn entries() -> impl Strategy<Value = Vec<Event>> {
    let outcome = prop::sample::select(&[DIED, MOVED, OWN, Outcome::Reached, Outcome::NoAnswer][..]);
    prop::collection::vec((0..60i64, outcome, 0..10i64), 0..10).prop_map(|rows| {
        let entry =
            |(id, (n, outcome, late))| Event { written_at: noon(n + late), ..on(n, outcome).with_id(id) };
        (0i64..).zip(rows).map(entry).collect()
    })
}

fn closures() -> impl Strategy<Value = Closure> {
    let moment = || prop::option::of(0..80i64);
    (moment(), moment(), moment()).prop_map(|(taken_back, reopened, kept)| Closure {
        taken_back_at: taken_back.map(noon),
        reopened_at: reopened.map(noon),
        ruled_at: reopened.max(kept).map(noon),
    })
}

proptest! {
    #[test]
    fn a_ruling_after_everything_leaves_nothing_closed(events in entries(), closure in closures()) {
        let ruling = Closure { reopened_at: Some(noon(100)), ruled_at: Some(noon(100)), ..closure };
        let summary = ruled(ruling, &events);
        prop_assert_eq!((summary.closed, summary.contested_on), (None, None));
    }

    #[test]
    fn only_a_closed_record_is_contested_and_any_later_ruling_ends_it(events in entries(), closure in closures()) {
        let summary = ruled(closure, &events);
        prop_assert!(summary.contested_on.is_none() || summary.closed.is_some());
        let kept = ruled(Closure { ruled_at: Some(noon(100)), ..closure }, &events);
        prop_assert_eq!((kept.contested_on, kept.closed), (None, summary.closed));
    }

    #[test]
    fn rulings_move_no_date(events in entries(), closure in closures()) {
        let silent = |summary: Summary| Summary { closed: None, contested_on: None, ..summary };
        prop_assert_eq!(silent(ruled(closure, &events)), silent(ruled(Closure::default(), &events)));
    }

    #[test]
    fn without_a_closing_check_in_and_with_nothing_taken_back_a_record_is_open(events in entries(), closure in closures()) {
        let mut others = events;
        others.retain(|event| !event.outcome.closes());
        prop_assert_eq!(ruled(Closure { taken_back_at: None, ..closure }, &others).closed, None);
    }
}
