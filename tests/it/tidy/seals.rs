//! Rule 10: sealed values open only where a right was checked or a reason is on record (DESIGN §3).

use super::source::{Source, assert_none, closing, program, words};

/// The files that open sealed values, and what entitles them.
const OPEN: &[(&str, &str)] = &[
    ("src/audit/reveal.rs", "enters the reason in the trail first"),
    (
        "src/registrations/brought.rs",
        "for the record it enters, for comparing, and for whoever may decide it; each has found it in their territory",
    ),
    (
        "src/residents/joining.rs",
        "compares an ID number with the one that was filled; what it reads goes nowhere",
    ),
    ("src/residents/edit.rs", "takes back search terms, and says of an ID what stands beside it anyway"),
    ("src/residents/dial.rs", "asks whether the post is the owner or the backup"),
    ("src/registrations/opening.rs", "makes the keyed term by which the sender's own link opens"),
    ("src/residents/opening.rs", "makes the keyed term by which a resident's own link opens"),
    ("src/residents/actions.rs", "compares numbers and takes back search terms; what it reads goes nowhere"),
    ("src/residents/relocate.rs", "makes search terms of what it reads; the values go nowhere"),
    (
        "src/residents/intake/snapshot.rs",
        "compares what a roster says with what is on file; the values go nowhere",
    ),
    (
        "src/rosters/batch/sealed.rs",
        "for the background work on a file, and for whoever has found the file as theirs",
    ),
    (
        "src/rosters/giving/listed.rs",
        "for a list with full values: the right was checked and everybody in it is on record first",
    ),
    ("src/residents/match_keys.rs", "makes keyed terms of what it reads; the values go nowhere"),
];

/// Functions that hide most of a value, and so may be shown it.
const MASKS: [&str; 2] = ["masked", "masked_handle"];

/// Whether a file takes leave to open values.
fn opens(source: &Source) -> bool {
    words(&source.code()).any(|(_, word)| word == "Permit")
}

/// Values opened without leave, shown unmasked, or made printable.
fn unsealed(source: &Source) -> Vec<String> {
    let code = source.code();
    let mut faults = Vec::new();
    if opens(source) && !OPEN.iter().any(|(path, _)| *path == source.path) {
        let at = words(&code).find(|(_, word)| *word == "Permit").map_or(0, |(at, _)| at);
        faults.push(source.fault(at, "takes leave to open sealed values"));
    }
    for (at, call) in code.match_indices(".masked(") {
        let open = at + call.len() - 1;
        let arguments = &code[open + 1..closing(&code, open)];
        // A plain value masks itself; a sealed one is told how.
        if !arguments.trim().is_empty() && !words(arguments).any(|(_, word)| MASKS.contains(&word)) {
            faults.push(source.fault(at, "shows a sealed value otherwise than masked"));
        }
    }
    for printed in ["Display for Sealed", "Serialize for Sealed", "LowerHex for Sealed", "Deref for Sealed"] {
        let squeezed: String = code.replace("<T>", "").replace("fmt::", "").replace("serde::", "");
        if squeezed.contains(printed) {
            faults.push(source.fault(0, &format!("`{printed}`")));
        }
    }
    faults
}

#[test]
fn sealed_values_open_only_behind_their_doors() {
    let all: Vec<Source> = program();
    let others = all.iter().filter(|source| source.module() != "seal");
    let mut faults: Vec<String> = others.flat_map(unsealed).collect();
    let seals = all.iter().filter(|source| source.module() == "seal");
    faults.extend(seals.flat_map(unsealed).filter(|fault| fault.contains("for Sealed")));
    let idle =
        OPEN.iter().filter(|(path, _)| !all.iter().any(|source| source.path == *path && opens(source)));
    faults.extend(idle.map(|(path, _)| format!("{path}: opens no sealed value any more")));
    assert_none(&faults);
}

#[test]
fn a_file_that_opens_or_shows_a_sealed_value_is_named() {
    let found = |text: &str| unsealed(&Source::new("src/home/pages.rs", text));
    assert_eq!(
        found("\nfn a() { value.open(keys, place, seal::Permit::checked()) }"),
        ["src/home/pages.rs:2: takes leave to open sealed values"]
    );
    assert_eq!(
        found("value.masked(keys, place, |value| value.to_string())"),
        ["src/home/pages.rs:1: shows a sealed value otherwise than masked"]
    );
    assert_eq!(found("impl<T> fmt::Display for Sealed<T> {}").len(), 1);
    assert_none(&found("value.masked(keys, place, PhoneNumber::masked); number.masked(); // Permit"));
}
