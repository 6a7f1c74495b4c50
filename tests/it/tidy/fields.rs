//! Every field the trail names has words in both languages, so that nobody reads a column's name.

use super::{
    functions::{Function, functions},
    source::{Source, assert_none, program},
};
use kith::{audit::field_words, i18n::Lang, residents::Evidence};

/// Functions that make the names of fields: every string in them is one, or several.
const MAKERS: [(&str, &str); 8] = [
    ("src/checkins/actions.rs", "keep_news"),
    ("src/my/actions.rs", "check_in"),
    ("src/registrations/review/entering.rs", "enter"),
    ("src/residents/edit.rs", "change_person"),
    ("src/residents/edit.rs", "differing"),
    ("src/residents/household.rs", "change_household"),
    ("src/residents/joining.rs", "fields"),
    ("src/rosters/taking/step.rs", "change_record"),
];
/// Files that pass on names made elsewhere: by [`MAKERS`], by evidence, by the place of a sealed value.
const PASSED_ON: [&str; 8] = [
    "src/audit/reveal.rs",
    "src/checkins/actions.rs",
    "src/my/actions.rs",
    "src/record/edit.rs",
    "src/registrations/review/actions.rs",
    "src/residents/pairs/actions.rs",
    "src/rosters/taking/step.rs",
    "src/rosters/taking/undo.rs",
];

/// The strings between two places, each with where it stands.
fn strings(source: &Source, from: usize, to: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(begins) = source.text[at..to].find('"').map(|skip| at + skip + 1) {
        let Some(ends) = source.text[begins..to].find('"').map(|skip| begins + skip) else { break };
        found.push((begins, &source.text[begins..ends]));
        at = ends + 1;
    }
    found
}

/// The strings that follow on a piece of code.
fn after<'a>(source: &'a Source, code: &str, piece: &str) -> Vec<(usize, &'a str)> {
    let ends = code.match_indices(piece).map(|(at, _)| at + piece.len());
    let first = |at: usize| {
        let until = at + source.text[at..].find(')')?;
        strings(source, at, until).into_iter().next()
    };
    ends.filter_map(first).collect()
}

/// Every name of a field that a file writes into the trail, with where it stands.
fn written(source: &Source) -> Vec<(usize, &str)> {
    let code = source.code();
    let mut found = after(source, &code, ".fields(");
    found.extend(after(source, &code, "Place { column: "));
    let is_maker = |one: &Function| MAKERS.contains(&(source.path.as_str(), one.name.as_str()));
    for maker in functions(source).iter().filter(|one| is_maker(one)) {
        let begins = maker.at + code[maker.at..].find(&maker.body).unwrap_or_default();
        found.extend(strings(source, begins, begins + maker.body.len()));
    }
    found.into_iter().flat_map(|(at, names)| names.split(' ').map(move |name| (at, name))).collect()
}

fn is_known(name: &str) -> bool {
    name.is_empty() || field_words(name, Lang::Zh) != [name]
}

fn unknown(source: &Source) -> Vec<String> {
    let names = written(source).into_iter().filter(|(_, name)| !is_known(name));
    names.map(|(at, name)| source.fault(at, &format!("the trail has no words for {name}"))).collect()
}

#[test]
fn every_field_the_trail_names_has_words() {
    let faults: Vec<String> = program().iter().flat_map(unknown).collect();
    assert_none(&faults);
    for evidence in Evidence::ALL {
        assert!(is_known(evidence.as_str()), "{}", evidence.as_str());
    }
}

#[test]
fn every_name_of_a_field_is_made_where_it_is_looked_at() {
    let mut faults = Vec::new();
    for source in program().iter().filter(|source| !PASSED_ON.contains(&source.path.as_str())) {
        let code = source.code();
        let calls = code.match_indices(".fields(").map(|(at, call)| (at, &code[at + call.len()..]));
        for (at, _) in calls.filter(|(_, rest)| !rest.starts_with(['"', ')'])) {
            faults.push(source.fault(at, "fields whose names are made elsewhere"));
        }
    }
    assert_none(&faults);
    for (path, name) in MAKERS {
        let found = program().into_iter().find(|source| source.path == path).expect(path);
        assert!(functions(&found).iter().any(|one| one.name == name), "{path} has no {name}");
    }
}

#[test]
fn a_field_without_words_is_named() {
    let text =
        "fn a() { record(tx, entry.fields(\"name shoe_size\")) }\nfn keep_news() { fields.push(\"hat\") }";
    let faults = unknown(&Source::new("src/checkins/actions.rs", text));
    let said = [
        "src/checkins/actions.rs:1: the trail has no words for shoe_size",
        "src/checkins/actions.rs:2: the trail has no words for hat",
    ];
    assert_eq!(faults, said);
    assert!(
        unknown(&Source::new("src/home/actions.rs", "fn keep_news() { fields.push(\"hat\") }")).is_empty()
    );
}
