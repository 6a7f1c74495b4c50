//! On what several forms of one person have become.

use super::{ROUNDS, both_at_once, sorted};
use crate::{
    both,
    support::{
        TestApp,
        arrivals::{STRANGER, Sender, arrive},
    },
};
use diesel::prelude::*;
use kith::{db::schema::registrations as sent, domain::RegistrationId};

/// Two forms of somebody whom nobody sent before.
fn two_forms(app: &TestApp, round: usize) -> [RegistrationId; 2] {
    let phone: &'static str = format!("1540000700{round}").leak();
    [STRANGER.place, "福建省厦门市"].map(|place| arrive(app, &Sender { phone, place, ..STRANGER }))
}

/// State and resident of each.
fn states(app: &TestApp, ids: [RegistrationId; 2]) -> [(String, Option<i64>); 2] {
    ids.map(|id| {
        app.read(move |conn| Ok(sent::table.find(id).select((sent::state, sent::resident_id)).first(conn)?))
    })
}

both! {
    fn forms_of_one_person_that_two_decide_go_one_way(app) {
        let (owner, colleague) = (app.sign_in("owner"), app.sign_in("colleague"));
        for round in 0..ROUNDS {
            let ids = two_forms(app, round);
            let answers = both_at_once(
                || owner.post(&format!("/registrations/{}/accept", ids[0]), &[]).status,
                || colleague.post(&format!("/registrations/{}/turn-down", ids[1]), &[("reason", "交了两份")]).status,
            );
            assert!(answers.contains(&303) && answers.iter().all(|status| matches!(status, 303 | 409 | 422)), "round {round}: {answers:?}");
            let [(one, made), (other, along)] = states(app, ids);
            let is_one_way = match one.as_str() {
                "accepted" => other == "joined" && made.is_some() && made == along,
                _ => one == "turned_down" && other == "turned_down" && made.is_none() && along.is_none(),
            };
            assert!(is_one_way, "round {round}: {one} {made:?} {other} {along:?} {answers:?}");
        }
    }

    fn forms_of_one_person_that_two_accept_are_one_record(app) {
        let (owner, colleague) = (app.sign_in("owner"), app.sign_in("colleague"));
        for round in 0..ROUNDS {
            let ids = two_forms(app, round);
            let answers = both_at_once(
                || owner.post(&format!("/registrations/{}/accept", ids[0]), &[]).status,
                || colleague.post(&format!("/registrations/{}/accept", ids[1]), &[]).status,
            );
            assert_eq!(sorted(answers), [303, 409], "round {round}");
            let [(_, one), (_, other)] = states(app, ids);
            assert!(one.is_some() && one == other, "round {round}: {one:?} {other:?}");
            app.pass(chrono::TimeDelta::minutes(1));
            let undone = both_at_once(
                || owner.post(&format!("/registrations/{}/undo", ids[0]), &[]).status,
                || colleague.post(&format!("/registrations/{}/undo", ids[1]), &[]).status,
            );
            assert_eq!(undone, [303, 303]);
            assert!(states(app, ids).iter().all(|(state, _)| state == "waiting"), "round {round}");
        }
    }
}
