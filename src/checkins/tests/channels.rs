//! Channels: spent, dead, wrong, revived; which is offered; when none is left (PRODUCT §4.3).

use super::*;
use ChannelState::*;
use Outcome::*;

#[test]
fn reached_verifies_the_channel_that_day() {
    let mobile = of(&folded(&[on(4, Reached)]), MOBILE);
    assert_eq!(
        (mobile.state, mobile.verified_on, mobile.last_success_on),
        (Works, Some(day(4)), Some(day(4)))
    );
}

#[test]
fn other_contact_is_success_without_verifying() {
    for outcome in [ViaRelative, Declined, CameHome] {
        let mobile = of(&folded(&[on(4, outcome)]), MOBILE);
        assert_eq!((mobile.state, mobile.verified_on, mobile.last_success_on), (Works, None, Some(day(4))));
    }
}

#[test]
fn an_own_report_verifies_only_a_number_the_resident_confirmed() {
    let unconfirmed = of(&folded(&[on(4, SelfReport).by(MOBILE)]), MOBILE);
    assert_eq!((unconfirmed.state, unconfirmed.verified_on), (Untried, None));
    let confirmed = of(&folded(&[on(4, SelfReport).confirming(MOBILE)]), MOBILE);
    assert_eq!((confirmed.state, confirmed.verified_on), (Works, Some(day(4))));
    assert_eq!(confirmed.last_tried_on, None, "staff did not use it");
}

#[test]
fn a_channel_is_spent_after_three_failed_attempts_on_different_days() {
    let mut events = vec![on(1, NoAnswer), on(1, RejectedCall).with_id(11), on(2, NoAnswer)];
    assert_eq!(state(&folded(&events), MOBILE), Silent);
    events.push(on(5, RejectedCall));
    let mobile = of(&folded(&events), MOBILE);
    assert_eq!((mobile.state, mobile.failed_days), (Spent, 3));
}

#[test]
fn failed_attempts_count_since_its_last_success() {
    let events = [on(1, NoAnswer), on(2, NoAnswer), on(3, ViaRelative), on(4, NoAnswer), on(5, NoAnswer)];
    let mobile = of(&folded(&events), MOBILE);
    assert_eq!((mobile.state, mobile.failed_days, mobile.last_tried_on), (Silent, 2, Some(day(5))));
}

#[test]
fn failed_attempts_by_another_channel_do_not_count() {
    let events = [on(1, NoAnswer), on(2, NoAnswer), on(3, NoAnswer).by(SECOND)];
    assert_eq!(state(&folded_with_two(&events), MOBILE), Silent);
}

#[test]
fn any_success_revives_a_spent_channel_and_a_dead_one() {
    let spent = [on(1, NoAnswer), on(2, NoAnswer), on(3, NoAnswer)];
    let dead = [on(1, DeadNumber)];
    for failures in [&spent[..], &dead[..]] {
        for success in [on(9, Reached), on(9, ViaRelative), on(9, SelfReport).confirming(MOBILE)] {
            let summary = folded(&[failures, &[success]].concat());
            assert_eq!(state(&summary, MOBILE), Works);
            assert_eq!((summary.offered, summary.exhausted_on), (Some(MOBILE), None));
        }
    }
}

#[test]
fn a_wrong_channel_is_never_offered_for_this_person_again() {
    for success in [on(9, Reached), on(9, SelfReport).confirming(MOBILE)] {
        let summary = folded(&[on(1, WrongPerson), success]);
        assert_eq!((state(&summary, MOBILE), summary.offered), (Wrong, None));
        assert_eq!(summary.exhausted_on, Some(day(1)));
    }
}

#[test]
fn a_spent_dead_or_wrong_channel_means_tomorrow_the_next_one() {
    let spent = [on(1, NoAnswer), on(2, NoAnswer), on(5, RejectedCall)];
    for events in [&spent[..], &[on(5, DeadNumber)], &[on(5, WrongPerson)]] {
        let summary = folded_with_two(events);
        assert_eq!((retry_on(&summary), summary.offered), (Some(day(6)), Some(SECOND)));
    }
}

#[test]
fn a_spent_channel_without_another_keeps_its_own_wait() {
    let spent = [on(1, NoAnswer), on(2, NoAnswer), on(5, RejectedCall)];
    assert_eq!(retry_on(&folded(&spent)), Some(day(12)));
}

/// A sentence, what happened, the two channels, which of them is offered.
type Row<'a> = (&'a str, &'a [Event], [ChannelFact; 2], Option<ChannelId>);

#[test]
fn the_best_channel_is_preferred_then_verified_last_then_own_then_oldest() {
    let plain = channel(MOBILE);
    let other = channel(SECOND);
    let preferred = ChannelFact { is_preferred: true, ..other };
    let relatives = ChannelFact { is_own: false, ..plain };
    let ended = ChannelFact { ended_on: Some(day(0)), ..plain };
    let reached = [on(1, Reached), on(2, Reached).by(SECOND)];
    let rows: [Row; 13] = [
        ("the oldest", &[], [plain, other], Some(MOBILE)),
        ("own before others", &[], [relatives, other], Some(SECOND)),
        ("the latest verified", &reached, [plain, other], Some(SECOND)),
        ("verified before own", &reached[..1], [relatives, other], Some(MOBILE)),
        ("preferred before verified", &reached[..1], [plain, preferred], Some(SECOND)),
        ("preferred though silent", &[on(1, NoAnswer).by(SECOND)], [plain, preferred], Some(SECOND)),
        ("verified though silent", &[reached[0], on(3, NoAnswer)], [plain, other], Some(MOBILE)),
        (
            "both preferred: the oldest, though silent",
            &[on(1, NoAnswer)],
            [ChannelFact { is_preferred: true, ..plain }, preferred],
            Some(MOBILE),
        ),
        (
            "both verified that day: the oldest, though silent",
            &[reached[0], on(1, Reached).by(SECOND), on(3, NoAnswer)],
            [plain, other],
            Some(MOBILE),
        ),
        ("untried before silent", &[on(1, NoAnswer)], [plain, other], Some(SECOND)),
        (
            "untried before silent, though another's",
            &[on(1, NoAnswer).by(SECOND)],
            [relatives, other],
            Some(MOBILE),
        ),
        ("not an ended one", &[], [ended, other], Some(SECOND)),
        ("only what can be dialled", &[on(1, DeadNumber)], [plain, channel(WECHAT)], None),
    ];
    for (sentence, events, facts, offered) in rows {
        assert_eq!(fold(events, &facts, None, &Rules::default()).offered, offered, "{sentence}");
    }
}

#[test]
fn exhausted_is_the_day_since_which_no_unspent_channel_is_left() {
    let summary = folded_with_two(&[on(3, DeadNumber), on(7, WrongPerson).by(SECOND), on(9, NoAnswer)]);
    assert_eq!(summary.exhausted_on, Some(day(7)));
    assert_eq!(folded_with_two(&[on(3, DeadNumber)]).exhausted_on, None);
}

#[test]
fn trying_a_spent_channel_again_does_not_move_the_day() {
    let spent = [on(1, NoAnswer), on(2, NoAnswer), on(5, NoAnswer)];
    let again = [&spent[..], &[on(9, NoAnswer), on(12, DeadNumber)]].concat();
    assert_eq!(folded(&again).exhausted_on, Some(day(5)));
    assert_eq!(folded(&[on(1, WrongPerson), on(7, NoAnswer)]).exhausted_on, Some(day(1)));
}

#[test]
fn a_channel_that_ended_is_gone_since_that_day() {
    let ended = ChannelFact { ended_on: Some(day(50)), ..channel(MOBILE) };
    let worked = fold(&[on(5, Reached)], &[ended], None, &Rules::default());
    assert_eq!((worked.exhausted_on, worked.has_channel), (Some(day(50)), true));
    let dead = fold(&[on(5, DeadNumber)], &[ended], None, &Rules::default());
    assert_eq!(dead.exhausted_on, Some(day(5)));
}

#[test]
fn a_channel_that_ended_unused_was_none() {
    let ended = ChannelFact { ended_on: Some(day(50)), ..channel(MOBILE) };
    let alone = fold(&[], &[ended], None, &Rules::default());
    assert_eq!((alone.exhausted_on, alone.has_channel), (None, false));
    let beside = fold(&[on(5, DeadNumber).by(SECOND)], &[ended, channel(SECOND)], None, &Rules::default());
    assert_eq!((beside.exhausted_on, beside.has_channel), (Some(day(5)), true));
}

#[test]
fn a_wechat_that_is_left_is_a_channel_that_is_left() {
    let facts = [channel(MOBILE), channel(WECHAT)];
    let summary = fold(&[on(1, DeadNumber)], &facts, None, &Rules::default());
    assert_eq!((summary.exhausted_on, retry_on(&summary)), (None, Some(day(2))));
    let spent = [on(1, NoAnswer), on(2, NoAnswer), on(5, NoAnswer)];
    assert_eq!(retry_on(&fold(&spent, &facts, None, &Rules::default())), Some(day(6)));
}

#[test]
fn without_any_channel_the_number_is_missing_and_nobody_is_lost() {
    let summary = fold(&[on(1, NoAnswer).by_no_channel()], &[], None, &Rules::default());
    assert_eq!((summary.has_channel, summary.exhausted_on), (false, None));
    assert_eq!(planned(&summary).lost_on, None);
}

#[test]
fn lost_contact_opens_when_contact_is_owed_and_ends_by_any_contact() {
    let lost = [on(1, Reached), on(20, DeadNumber)];
    assert_eq!(planned(&folded(&lost)).lost_on, Some(day(91)), "not before contact is owed");
    let late = [on(1, Reached), on(120, DeadNumber)];
    assert_eq!(planned(&folded(&late)).lost_on, Some(day(120)));
    let found = [late[0], late[1], on(121, ViaRelative).by_no_channel()];
    assert_eq!(planned(&folded(&found)).lost_on, Some(day(211)), "no channel yet, but nothing is owed");
}

#[test]
fn due_on_stands_still_while_somebody_is_lost() {
    let events = [on(1, Reached), on(100, DeadNumber), on(103, NoAnswer), on(106, NoAnswer)];
    assert_eq!(planned(&folded(&events)).due_on, day(91));
}
