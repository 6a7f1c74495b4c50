//! Each action by two at once (DESIGN §4): nothing is lost, nothing is done twice, nobody gets an error for it.

mod county;
mod likeness;
mod registrations;
mod residents;
mod rosters;
mod staff;

use std::sync::Barrier;

/// Rounds of each story: what two do at once falls out otherwise each time.
const ROUNDS: usize = 6;

/// Does both at the same moment; what came of each.
fn both_at_once<T: Send>(one: impl FnOnce() -> T + Send, other: impl FnOnce() -> T + Send) -> [T; 2] {
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            barrier.wait();
            one()
        });
        barrier.wait();
        let second = other();
        [first.join().expect("the other one ends"), second]
    })
}

/// In order, so that it does not matter who was first.
fn sorted<T: Ord>(mut both: [T; 2]) -> [T; 2] {
    both.sort();
    both
}
