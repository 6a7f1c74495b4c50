//! People whose records are kept while their village is merged into another one.

use super::{
    crowd, end,
    everything::{Everything, assert_match_keys},
    finish,
};
use crate::{both, support::cast};

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
}
