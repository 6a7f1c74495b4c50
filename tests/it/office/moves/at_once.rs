//! People whose records are kept while their village is merged into another one.

use super::{
    NAMES, crowd, end,
    everything::{Everything, assert_match_keys},
    finish,
};
use crate::{
    both,
    support::{
        arrivals::{STRANGER, Sender, arrive},
        cast,
    },
};

both! {
    fn a_record_kept_while_its_village_moves_waits_in_no_circle(app) {
        let mut people = crowd(app, cast::VILLAGE);
        people.reverse();
        let officers = [(); 3].map(|()| app.sign_in("township"));
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        let add = |at: usize| {
            let id = people[at];
            let (value, key) = (format!("154000031{at:02}"), format!("moving-{at:04}"));
            let form = [("kind", "mobile"), ("value", &*value), ("idempotency_key", &*key)];
            officers[at % 3].post(&format!("/residents/{id}/channels"), &form).status
        };
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let moving = scope.spawn(|| finish(app));
            let add = &add;
            let adding = [0, 1, 2].map(|first| scope.spawn(move || (first..16).step_by(3).map(add).collect::<Vec<u16>>()));
            let answers = adding.into_iter().flat_map(|thread| thread.join().expect("the answers")).collect();
            moving.join().expect("everybody moves");
            answers
        });
        assert_eq!(answers, [303; 16]);
        Everything::of(app).assert_at_rest();
        assert_match_keys(app);
    }

    fn a_registration_decided_while_its_village_moves_waits_in_no_circle(app) {
        crowd(app, cast::VILLAGE);
        // Each goes into a household that is on the way.
        let forms: Vec<_> = NAMES.iter().enumerate().map(|(n, head_name)| {
            let phone: &'static str = format!("154000061{n:02}").leak();
            arrive(app, &Sender { phone, head_name, ..STRANGER })
        }).collect();
        let officers = [(); 3].map(|()| app.sign_in("township"));
        end(app, cast::VILLAGE, cast::NEXT_VILLAGE);
        let decide = |at: usize| {
            let path = format!("/registrations/{}", forms[at]);
            match at % 4 {
                3 => officers[at % 3].post(&format!("{path}/pass-on"), &[("village", "屏锦镇远山村")]).status,
                _ => officers[at % 3].post(&format!("{path}/accept"), &[]).status,
            }
        };
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let moving = scope.spawn(|| finish(app));
            let decide = &decide;
            let deciding = [0, 1, 2].map(|first| scope.spawn(move || (first..16).step_by(3).map(decide).collect::<Vec<u16>>()));
            let answers = deciding.into_iter().flat_map(|thread| thread.join().expect("the answers")).collect();
            moving.join().expect("everybody moves");
            answers
        });
        assert_eq!(answers, [303; 16]);
        finish(app);
        let all = Everything::of(app);
        all.assert_at_rest();
        assert_eq!(all.in_village(cast::VILLAGE), 0);
        assert_match_keys(app);
    }
}
