//! Rule 1: modules use only what stands above them, and of another slice only what it shows.

use super::source::{Source, assert_none, closing, fault, is_word, places, program, read, words};
use std::collections::BTreeMap;

/// The modules of `lib.rs`, in reading order.
pub fn modules(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// Every path from the crate's root in some code, with its place: `use crate::{a, b::c}` gives `a` and `b::c`.
pub fn crate_paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut paths = Vec::new();
    for at in places(code, "crate::") {
        tree(code, at + "crate::".len(), &[], &mut paths);
    }
    paths
}

/// Reads a path or a `{…}` of them from `at`; the place kept is that of the last name.
fn tree(code: &str, at: usize, before: &[String], paths: &mut Vec<(usize, Vec<String>)>) {
    let at = at + code[at..].len() - code[at..].trim_start().len();
    if code[at..].starts_with('{') {
        let end = closing(code, at);
        let mut from = at + 1;
        let mut depth = 0;
        for (offset, byte) in code[at + 1..=end].bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b',' if depth == 0 => {
                    tree(code, from, before, paths);
                    from = at + 2 + offset;
                }
                b'}' if depth == 0 => tree(code, from, before, paths),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let length = code[at..].bytes().take_while(|byte| is_word(*byte)).count();
    if length == 0 {
        return;
    }
    let mut path = before.to_vec();
    path.push(code[at..at + length].to_owned());
    match code[at + length..].strip_prefix("::") {
        Some(rest) if rest.starts_with('{') || rest.bytes().next().is_some_and(is_word) => {
            tree(code, at + length + 2, &path, paths);
        }
        _ => paths.push((at, path)),
    }
}

/// The files a module keeps to itself: declared in its `mod.rs`, but not for everybody.
fn own_files(module: &str) -> Vec<String> {
    let mut before = ["", ""];
    let mut own = Vec::new();
    for (at, word) in words(module) {
        if before[1] == "mod" && before[0] != "pub" && module[at + word.len()..].starts_with(';') {
            own.push(word.to_owned());
        }
        before = [before[1], word];
    }
    own
}

/// The macros some code makes for everybody.
fn exported_macros(code: &str) -> Vec<String> {
    let made = places(code, "#[macro_export]").filter_map(|at| {
        let name = code[at..].split_once("macro_rules!")?.1.trim_start();
        Some(name[..name.bytes().take_while(|byte| is_word(*byte)).count()].to_owned())
    });
    made.collect()
}

/// Imports of what stands below, or of files another module keeps to itself.
fn faults(modules: &[String], sources: &[Source]) -> Vec<String> {
    let place = |name: &str| modules.iter().position(|module| module == name);
    let own: BTreeMap<&str, Vec<String>> = sources
        .iter()
        .filter(|source| source.stem() == "mod")
        .map(|source| (source.module(), own_files(&source.code())))
        .collect();
    // A macro for everybody stands at the root, but belongs to the module that makes it.
    let macros: BTreeMap<String, &str> = sources
        .iter()
        .flat_map(|source| exported_macros(&source.code()).into_iter().map(|name| (name, source.module())))
        .collect();
    let mut faults = Vec::new();
    for source in sources {
        let (path, module) = (&source.path, source.module());
        let Some(here) = place(module) else {
            if !matches!(module, "lib" | "main") {
                faults.push(format!("{path}:1: `{module}` is not in src/lib.rs"));
            }
            continue;
        };
        let code = super::source::blank(&source.text, true);
        for (at, used) in crate_paths(&code) {
            let first = macros.get(&used[0]).copied().unwrap_or(&used[0]);
            let what = match place(first) {
                None => format!("`crate::{}` is no module of src/lib.rs", used[0]),
                Some(there) if there > here => {
                    format!("`{module}` uses `{first}`, which stands below it")
                }
                Some(there) if there < here && used.len() > 2 => {
                    let hidden = own.get(used[0].as_str()).is_some_and(|own| own.contains(&used[1]));
                    if !hidden {
                        continue;
                    }
                    format!("`{}` is a file which `{}` keeps to itself", used.join("::"), used[0])
                }
                Some(_) => continue,
            };
            faults.push(fault(path, &code, at, &what));
        }
        // `super` must not leave the module on the way up.
        let depth = source.path.matches('/').count() - usize::from(source.stem() == "mod");
        let code = source.code();
        for at in places(&code, "super::").filter(|at| !code[..*at].ends_with("::")) {
            let ups = code[at..].split("::").take_while(|part| *part == "super").count();
            if ups >= depth {
                faults.push(source.fault(at, "`super` leaves the module: say `crate`"));
            }
        }
    }
    faults
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let modules = modules(&read("src/lib.rs").text);
    assert!(modules.len() > 20, "src/lib.rs lists the modules");
    assert_none(&faults(&modules, &program()));
}

#[test]
fn the_readme_tells_the_modules_in_their_order() {
    let readme = read("README.md").text;
    let told = readme.split("**a module uses only those above it**:").nth(1).expect("the order of modules");
    let told = told.split('.').next().unwrap_or("");
    let told: Vec<&str> = told.split('→').map(str::trim).collect();
    assert_eq!(told, modules(&read("src/lib.rs").text));
}

fn made_up(path: &str, text: &str) -> Vec<String> {
    let modules = ["domain", "db", "audit", "home"].map(str::to_owned);
    let audit =
        "mod look;\npub mod open;\npub use look::{Look, look};\n#[macro_export]\nmacro_rules! trail { }";
    faults(&modules, &[Source::new("src/audit/mod.rs", audit), Source::new(path, text)])
}

#[test]
fn a_module_that_imports_a_later_one_is_named() {
    let found = made_up(
        "src/db/tx.rs",
        "// crate::home\nuse crate::{\n    domain::{A, b::C},\n    audit::{self, Look},\n};\n",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], "src/db/tx.rs:4: `db` uses `audit`, which stands below it");
    let found = made_up("src/db/tx.rs", "fn f() { crate::home::g() }");
    assert_eq!(found, ["src/db/tx.rs:1: `db` uses `home`, which stands below it"]);
    let found = made_up("src/db/tx.rs", "\nfn f() { crate::trail!() }");
    assert_eq!(found, ["src/db/tx.rs:2: `db` uses `audit`, which stands below it"]);
}

#[test]
fn a_module_that_reaches_into_anothers_own_files_is_named() {
    let found = made_up("src/home/pages.rs", "use crate::{domain::A, audit::look::Look};");
    assert_eq!(found, ["src/home/pages.rs:1: `audit::look::Look` is a file which `audit` keeps to itself"]);
}

#[test]
fn what_stands_above_is_shown_or_is_a_macro_may_be_used() {
    let text = "use crate::{audit::{Look, look, open::x}, domain};\ncrate::trail! { }\nuse super::mine;\nfn f(a: crate::db::Conn) {}";
    assert_none(&made_up("src/home/pages.rs", text));
}

#[test]
fn a_module_without_its_line_or_left_by_super_is_named() {
    assert_eq!(made_up("src/extra.rs", ""), ["src/extra.rs:1: `extra` is not in src/lib.rs"]);
    let found = made_up("src/db/tx.rs", "\nuse super::super::home::x;");
    assert_eq!(found, ["src/db/tx.rs:2: `super` leaves the module: say `crate`"]);
    assert_none(&made_up("src/db/deep/tx.rs", "use super::super::x;"));
}
