//! Who stands in the samples more than once.

use super::{
    divisions, people,
    truth::{rows, samples},
};
use kith::rosters::{Evidence, Known, duplicates};
use std::collections::{BTreeMap, HashMap};

#[test]
fn all_true_duplicates_of_the_samples_are_found_and_no_namesakes_joined() {
    let divisions = divisions();
    let mut known = Vec::new();
    let mut places = Vec::new();
    let mut truth: HashMap<(String, String, usize), (String, Option<String>)> = HashMap::new();
    for sample in samples() {
        let (roster, people) = people(&sample.bytes, &sample.file, &divisions).expect("a sample");
        for person in people.iter().filter(|person| roster.sheets[person.sheet].is_taken) {
            known.push(Known::from(person));
            places.push((sample.file.clone(), roster.sheets[person.sheet].name.clone(), person.row));
        }
        for sheet in sample.truth["sheets"].as_array().expect("sheets") {
            for row in rows(sheet) {
                let place = (
                    sample.file.clone(),
                    sheet["name"].as_str().expect("a name").to_owned(),
                    row["row"].as_u64().expect("a row") as usize,
                );
                let evidence = row["duplicate_of"]["evidence"].as_str().map(str::to_owned);
                truth.insert(place, (row["person"].as_str().unwrap_or("").to_owned(), evidence));
            }
        }
    }
    let found = duplicates(&known);
    let who = |at: usize| truth[&places[at]].0.as_str();
    let mut by_place: BTreeMap<usize, Evidence> = BTreeMap::new();
    for duplicate in &found {
        let is_right = who(duplicate.of) == who(duplicate.earlier);
        assert!(
            is_right || !duplicate.evidence.is_enough(),
            "{:?} and {:?} are two people",
            places[duplicate.of],
            places[duplicate.earlier]
        );
        if is_right {
            by_place.insert(duplicate.of, duplicate.evidence);
        }
    }
    let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let Some(evidence) = truth[place].1.clone() else { continue };
        let is_found = by_place.get(&at).is_some_and(|found| found.is_enough() || evidence == "name+village");
        *counts.entry((evidence.clone(), is_found)).or_default() += 1;
        if !is_found {
            missed.push(format!("{place:?} {evidence}"));
        }
    }
    println!("{counts:?}");
    let certain: Vec<&String> = missed.iter().filter(|missed| !missed.ends_with("name+village")).collect();
    assert!(certain.is_empty(), "{certain:#?}");
    assert!(missed.is_empty(), "{missed:#?}");
}
