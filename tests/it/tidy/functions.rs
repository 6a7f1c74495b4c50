//! The functions of the program, what each takes and which others it calls.

use super::{
    imports::crate_paths,
    source::{Source, closing, is_word, words},
};

/// A function as it stands in the code.
#[derive(Debug)]
pub struct Function {
    pub path: String,
    /// The module and the file in it.
    pub module: String,
    pub stem: String,
    pub name: String,
    /// Where its name stands.
    pub at: usize,
    pub is_pub: bool,
    pub parameters: String,
    pub body: String,
    mentions: Vec<(Option<String>, String)>,
    /// What the file has imported from other modules.
    imports: Vec<Vec<String>>,
}

/// All functions with a body in a file, tests left out.
pub fn functions(source: &Source) -> Vec<Function> {
    let code = source.code();
    let imports: Vec<Vec<String>> = crate_paths(&code).into_iter().map(|(_, path)| path).collect();
    let found = words(&code).filter(|(_, word)| *word == "fn").filter_map(|(at, _)| {
        let (name_at, name) = words(&code[at + 2..]).next().map(|(skip, name)| (at + 2 + skip, name))?;
        if !code[at + 2..name_at].trim().is_empty() {
            return None; // the type of a function, not one
        }
        let open = parameters_open(&code, name_at + name.len())?;
        let close = closing(&code, open);
        let begins = close + code[close..].find(['{', ';'])?;
        if code[begins..].starts_with(';') {
            return None;
        }
        let before = code[..at].rsplit(['\n', ';', '}', '{']).next().unwrap_or("");
        let body = &code[begins..=closing(&code, begins)];
        Some(Function {
            path: source.path.clone(),
            module: source.module().to_owned(),
            stem: source.stem().to_owned(),
            name: name.to_owned(),
            at: name_at,
            is_pub: words(before).any(|(_, word)| word == "pub"),
            parameters: code[open..=close].to_owned(),
            body: body.to_owned(),
            mentions: mentions(body),
            imports: imports.clone(),
        })
    });
    found.collect()
}

/// Where the parameters begin, after generics if there are any.
fn parameters_open(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'<' => depth += 1,
            b'>' if code.as_bytes()[at - 1] != b'-' => depth -= 1,
            b'(' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Names in a body that may be functions: what stands before the `::`, and the name.
fn mentions(body: &str) -> Vec<(Option<String>, String)> {
    let named = words(body).filter_map(|(at, word)| {
        let (before, after) = (&body[..at], &body[at + word.len()..]);
        if let Some(path) = before.strip_suffix("::") {
            let from = path.bytes().rposition(|byte| !is_word(byte)).map_or(0, |at| at + 1);
            return Some((Some(path[from..].to_owned()), word.to_owned()));
        }
        let is_call = after.starts_with('(') || after.starts_with("::<");
        (is_call && !before.ends_with('.')).then(|| (None, word.to_owned()))
    });
    named.collect()
}

impl Function {
    /// Whether one of these types is among what it takes.
    pub fn takes(&self, types: &[&str]) -> bool {
        words(&self.parameters).any(|(_, word)| types.contains(&word))
    }

    /// Whether somewhere in its body it may call `other`.
    pub fn calls(&self, other: &Function) -> bool {
        self.mentions.iter().any(|(before, name)| *name == other.name && self.means(before.as_deref(), other))
    }

    fn means(&self, before: Option<&str>, other: &Function) -> bool {
        let is_here = self.module == other.module;
        let imported =
            |name: &str| self.imports.iter().find(|path| path.last().is_some_and(|last| last == name));
        match before {
            None => match imported(&other.name) {
                Some(path) => path[0] == other.module,
                None => is_here,
            },
            Some("super" | "self") => is_here,
            Some(before) if before == other.module => !is_here,
            // A file beside, or one that another module shows.
            Some(before) => {
                before == other.stem
                    && (is_here
                        || imported(before).is_some_and(|path| path[0] == other.module && path.len() > 1))
            }
        }
    }
}

#[test]
fn functions_are_found_with_what_they_take_and_call() {
    let text = "use crate::{db::{Tx, dialect}, audit::record};\n\
                pub(super) async fn a<F: Fn(u8) -> u8>(tx: &mut Tx<'_>, f: F) -> X where F: Send { b(1); dialect::c(tx) }\n\
                fn b(n: u8) { record(n); x.d(); let f: fn(u8) = y; }\n#[cfg(test)]\nmod tests { fn e() {} }";
    let found = functions(&Source::new("src/home/actions.rs", text));
    let names: Vec<(&str, bool)> =
        found.iter().map(|function| (function.name.as_str(), function.is_pub)).collect();
    assert_eq!(names, [("a", true), ("b", false)]);
    assert!(found[0].takes(&["Tx"]) && !found[0].takes(&["Conn"]));
    assert!(found[0].calls(&found[1]) && !found[1].calls(&found[0]));
    let elsewhere = |path: &str, name: &str| {
        functions(&Source::new(path, &format!("pub fn {name}() {{}}"))).pop().expect("one function")
    };
    assert!(found[0].calls(&elsewhere("src/db/dialect.rs", "c")));
    assert!(found[1].calls(&elsewhere("src/audit/record.rs", "record")));
    assert!(!found[1].calls(&elsewhere("src/home/pages.rs", "d")), "a method is no function of ours");
    assert!(!found[1].calls(&elsewhere("src/jobs/mod.rs", "record")), "not the one imported");
}
