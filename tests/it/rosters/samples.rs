//! The eight samples, field by field.

use super::{
    divisions, people,
    score::Scores,
    truth::{Sample, rows, samples},
};
use kith::rosters::{Divisions, Person, Roster};
use std::collections::BTreeMap;

/// At least so much of every field is right.
const ENOUGH: f64 = 0.999;

fn compare(sample: &Sample, divisions: &Divisions, scores: &mut Scores) {
    let file = &sample.file;
    let (roster, people) =
        people(&sample.bytes, file, divisions).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    let mut by_place: BTreeMap<(usize, usize, Option<String>), Person> =
        people.into_iter().map(|person| ((person.sheet, person.row, person.cell.clone()), person)).collect();
    for (at, sheet) in sample.truth["sheets"].as_array().expect("sheets").iter().enumerate() {
        for row in rows(sheet) {
            let number = row["row"].as_u64().expect("a number") as usize;
            let place = format!("{file}/{}/{number}", sheet["name"].as_str().expect("a name"));
            match by_place.remove(&(at, number, row["cell"].as_str().map(str::to_owned))) {
                Some(person) => scores.row(&place, row, &person),
                None => scores.fault("not found", place),
            }
        }
        compare_skipped(&roster, at, sheet, scores, file);
    }
    for ((sheet, row, _), person) in by_place {
        scores.fault("nobody", format!("{file}/{sheet}/{row}: {:?}", person.issues));
    }
}

fn compare_skipped(roster: &Roster, at: usize, sheet: &serde_json::Value, scores: &mut Scores, file: &str) {
    let skipped: BTreeMap<usize, &str> =
        roster.sheets[at].skipped.iter().map(|skipped| (skipped.row, skipped.kind.name())).collect();
    for row in sheet["skip_rows"].as_array().expect("skipped rows") {
        let (number, kind) =
            (row["row"].as_u64().expect("a number") as usize, row["kind"].as_str().expect("a kind"));
        if skipped.get(&number) != Some(&kind) {
            scores.fault(
                "skipped",
                format!("{file}/{at}/{number}: should be {kind}, is {:?}", skipped.get(&number)),
            );
        }
    }
    assert_eq!(roster.sheets[at].name, sheet["name"].as_str().expect("a name"));
}

#[test]
fn every_field_of_the_eight_samples_is_read_as_it_is_true() {
    let (divisions, mut scores) = (divisions(), Scores::default());
    for sample in samples() {
        compare(&sample, &divisions, &mut scores);
    }
    println!("{:<18}{:>10}{:>10}{:>9}", "field", "precision", "recall", "values");
    for (field, score) in scores.fields.iter().filter(|(_, score)| !score.is_empty()) {
        println!(
            "{field:<18}{:>10.5}{:>10.5}{:>9}",
            score.precision(),
            score.recall(),
            score.right + score.missed
        );
    }
    for (issue, score) in &scores.issues {
        println!(
            "{issue:<34}{:>10.5}{:>10.5}{:>9}",
            score.precision(),
            score.recall(),
            score.right + score.missed
        );
    }
    for (kind, faults) in &scores.faults {
        println!("{kind}: {}", faults.len());
        for fault in faults.iter().take(12) {
            println!("    {fault}");
        }
    }
    for kind in ["verdict", "not found", "nobody", "skipped"] {
        assert!(!scores.faults.contains_key(kind), "{kind}: {:?}", scores.faults[kind].first());
    }
    for (field, score) in scores.fields.iter().filter(|(_, score)| !score.is_empty()) {
        assert!(score.precision() >= ENOUGH && score.recall() >= ENOUGH, "{field}: {score:?}");
    }
    for (issue, score) in &scores.issues {
        assert!(score.precision() >= 0.99 && score.recall() >= 0.99, "{issue}: {score:?}");
    }
}
