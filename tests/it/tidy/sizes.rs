//! Rules 5, 11 and 12: short files, plain names, nothing unfinished, a sentence for whatever others may use.

use super::source::{Source, assert_none, fault, files, places, program, words};

/// Most lines of a file.
const LONGEST: usize = 400;

/// Folders of what people write and read, and the endings of what is generated data.
const WRITTEN: [&str; 5] = ["src", "tests", "benches", "templates", "migrations"];
const DATA: [&str; 2] = [".csv", ".json"];

/// Modules in which whatever others may use has a sentence of its own, and so the `mod.rs` of every slice.
const DOCUMENTED: [&str; 8] = ["reference", "domain", "error", "i18n", "clock", "config", "seal", "db"];

/// Files above 400 lines.
fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LONGEST).then(|| format!("{}:{LONGEST}: {lines} lines are more than {LONGEST}", source.path))
}

/// Names that say nothing of the trade, given to a type, a module or a file.
fn empty_names(source: &Source) -> Vec<String> {
    const EMPTY: [&str; 4] = ["Service", "Manager", "Helper", "Util"];
    const MAKE: [&str; 5] = ["struct", "enum", "trait", "type", "mod"];
    let says_nothing = |name: &str| {
        let name = name.trim_end_matches('s');
        EMPTY.iter().any(|empty| name.ends_with(empty) || name.to_lowercase() == empty.to_lowercase())
            || EMPTY.iter().any(|empty| name.ends_with(&format!("_{}", empty.to_lowercase())))
    };
    let code = super::source::blank(&source.text, true);
    let all: Vec<(usize, &str)> = words(&code).collect();
    let made = all.windows(2).filter(|pair| MAKE.contains(&pair[0].1)).map(|pair| pair[1]);
    let mut faults: Vec<String> = made
        .filter(|(_, name)| says_nothing(name))
        .map(|(at, name)| source.fault(at, &format!("`{name}` says nothing of the trade")))
        .collect();
    let parts = source.path.trim_end_matches(".rs").split('/');
    faults.extend(
        parts
            .filter(|part| says_nothing(part))
            .map(|part| fault(&source.path, "", 0, &format!("`{part}` says nothing of the trade"))),
    );
    faults
}

/// What is unfinished, left from debugging, or hidden from the compiler.
fn unfinished(source: &Source) -> Vec<String> {
    const LEFT: [&str; 7] =
        ["todo!", "unimplemented!", "dbg!", "#[ignore", "#[allow(dead_code", "#[allow(unused)", "#![allow"];
    let code = super::source::blank(&source.text, true);
    let found = LEFT.iter().flat_map(|left| places(&code, left).map(move |at| (at, left)));
    found.map(|(at, left)| source.fault(at, &format!("`{left}` is left"))).collect()
}

/// `unwrap()` where a reader is waiting for an answer.
fn unwraps(source: &Source) -> Vec<String> {
    let code = source.code();
    code.match_indices(".unwrap()").map(|(at, _)| source.fault(at, "`unwrap()` outside tests")).collect()
}

/// What others may use and no sentence says what it is. What a macro declares has its sentence where that is used.
fn without_a_sentence(source: &Source) -> Vec<String> {
    const MADE: [&str; 4] = ["fn", "struct", "enum", "trait"];
    let code = source.code();
    let lines: Vec<&str> = source.text.lines().collect();
    let mut faults = Vec::new();
    let mut at = 0;
    for (number, line) in code.lines().enumerate() {
        let here = at;
        at += line.len() + 1;
        let mut parts = line.split_whitespace();
        if parts.next() != Some("pub") {
            continue;
        }
        let mut parts = parts.skip_while(|part| matches!(*part, "const" | "async"));
        let is_made = parts.next().is_some_and(|kind| MADE.contains(&kind));
        let name = parts.next().and_then(|rest| words(rest).next().filter(|(at, _)| *at == 0));
        let Some((_, name)) = name.filter(|_| is_made) else { continue };
        let mut above = lines[..number].iter().rev().map(|line| line.trim());
        let said = above.find(|line| !line.starts_with("#[")).unwrap_or("");
        if !said.starts_with("///") {
            faults.push(source.fault(here, &format!("no sentence says what `{name}` is")));
        }
    }
    faults
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let all = WRITTEN.iter().flat_map(|folder| files(folder, &[""]));
    let all: Vec<Source> =
        all.filter(|source| !DATA.iter().any(|data| source.path.ends_with(data))).collect();
    assert!(all.len() > 100, "there are files");
    assert_none(&all.iter().filter_map(too_long).collect::<Vec<_>>());
}

#[test]
fn the_script_stays_under_5_kb() {
    let size = super::source::read("templates/assets/app.js").text.len();
    assert!(size < 5 * 1024, "{size} bytes");
}

#[test]
fn names_are_of_the_trade_and_nothing_is_unfinished() {
    let all = || program().into_iter().chain(files("tests", &[".rs"])).chain(files("benches", &[".rs"]));
    let mut faults: Vec<String> = all().flat_map(|source| empty_names(&source)).collect();
    faults.extend(all().flat_map(|source| unfinished(&source)));
    faults.extend(program().iter().flat_map(unwraps));
    assert_none(&faults);
}

#[test]
fn what_others_may_use_has_a_sentence() {
    let all = program();
    let told = all.iter().filter(|source| source.stem() == "mod" || DOCUMENTED.contains(&source.module()));
    assert_none(&told.flat_map(without_a_sentence).collect::<Vec<_>>());
}

#[test]
fn a_file_of_401_lines_is_named() {
    assert_eq!(too_long(&Source::new("src/a.rs", &"x\n".repeat(400))), None);
    let found = too_long(&Source::new("src/a.rs", &"x\n".repeat(401)));
    assert_eq!(found.as_deref(), Some("src/a.rs:400: 401 lines are more than 400"));
}

#[test]
fn a_name_that_says_nothing_is_named() {
    let found = empty_names(&Source::new(
        "src/home/utils.rs",
        "use x::ManageConnection;\nstruct PoolManager;\nmod helpers;",
    ));
    let wanted = [
        "src/home/utils.rs:2: `PoolManager`",
        "src/home/utils.rs:3: `helpers`",
        "src/home/utils.rs:1: `utils`",
    ];
    assert_eq!(found, wanted.map(|what| format!("{what} says nothing of the trade")));
    assert_none(&empty_names(&Source::new(
        "src/domain/actor.rs",
        "struct Utility; enum Managed {} fn f(a: ServiceRequest) {}",
    )));
}

#[test]
fn what_is_unfinished_or_unwrapped_is_named() {
    let text = "fn a() { todo!() }\n#[ignore]\nfn b() { \"todo!\"; x.unwrap_or(1); x.unwrap() } // dbg!";
    let source = Source::new("src/a.rs", text);
    assert_eq!(unfinished(&source), ["src/a.rs:1: `todo!` is left", "src/a.rs:2: `#[ignore` is left"]);
    assert_eq!(unwraps(&source), ["src/a.rs:3: `unwrap()` outside tests"]);
    assert_none(&unwraps(&Source::new("src/plan_tests.rs", text)));
}

#[test]
fn what_has_no_sentence_is_named() {
    let text = "/// Said.\n#[derive(Debug)]\npub struct A;\npub const fn b() {}\npub(super) fn c() {}\npub mod d;\n    pub async fn e() {}";
    let found = without_a_sentence(&Source::new("src/db/a.rs", text));
    let wanted =
        ["src/db/a.rs:4: no sentence says what `b` is", "src/db/a.rs:7: no sentence says what `e` is"];
    assert_eq!(found, wanted);
}
