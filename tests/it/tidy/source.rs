//! The source as the rules read it: files, their code without comments, the identifiers in it.

use std::path::Path;

/// A file of the project.
pub struct Source {
    /// From the root of the project, such as `src/db/mod.rs`.
    pub path: String,
    pub text: String,
}

/// A breach of a rule: where, and what.
pub fn fault(path: &str, text: &str, at: usize, what: &str) -> String {
    format!("{path}:{}: {what}", line(text, at))
}

/// The line on which a byte stands, counted from one.
pub fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Fails with every fault on a line of its own.
#[track_caller]
pub fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// One file.
pub fn read(path: &str) -> Source {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{path}: {error}"));
    Source { path: path.to_owned(), text }
}

/// All files under a folder with one of these endings, in order; none if there is no such folder.
pub fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(folder, &mut paths);
    paths.retain(|path| endings.iter().any(|ending| path.ends_with(ending)));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn walk(folder: &str, paths: &mut Vec<String>) {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in std::fs::read_dir(whole).into_iter().flatten().flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            // Samples are files as others write them: no source.
            Ok(kind) if kind.is_dir() && !path.ends_with("/samples") => walk(&path, paths),
            Ok(kind) if kind.is_dir() => {}
            _ => paths.push(path),
        }
    }
}

/// All Rust files of the program.
pub fn program() -> Vec<Source> {
    files("src", &[".rs"])
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The module this file belongs to: `src/db/mod.rs` and `src/db.rs` are both of `db`.
    pub fn module(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    /// The name of the file without folder and ending.
    pub fn stem(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or("").trim_end_matches(".rs")
    }

    /// Whether the whole file is tests.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.stem() == "tests" || self.stem().ends_with("_tests")
    }

    /// The code without comments; strings stay.
    pub fn without_comments(&self) -> String {
        blank(&self.text, false)
    }

    /// The code without comments, strings and tests. Everything keeps its place.
    pub fn code(&self) -> String {
        if self.is_test() { String::new() } else { without_tests(&blank(&self.text, true)) }
    }

    pub fn fault(&self, at: usize, what: &str) -> String {
        fault(&self.path, &self.text, at, what)
    }
}

/// Spaces in place of comments and, if asked, of what strings hold; every other byte and every line keeps its place.
pub fn blank(text: &str, strings: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut wipe = |from: usize, to: usize| {
        for byte in &mut out[from..to] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = string(rest, at > 0 && is_word(bytes[at - 1])) {
            if strings {
                wipe(at + 1, at + length - 1);
            }
            at += length;
            continue;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        wipe(at, end);
        at = end;
    }
    String::from_utf8(out).expect("only whole characters are wiped")
}

/// How long the string or character is with which `rest` begins, if it begins with one.
fn string(rest: &str, in_word: bool) -> Option<usize> {
    if !in_word && rest.starts_with('r') {
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        if rest[1 + hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let inside = 2 + hashes;
            return Some(rest[inside..].find(&close).map_or(rest.len(), |end| inside + end + close.len()));
        }
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, b'"'));
    }
    let mut chars = rest.strip_prefix('\'')?.chars();
    match chars.next()? {
        '\\' => Some(quoted(rest, b'\'')),
        one if chars.next() == Some('\'') => Some(2 + one.len_utf8()),
        _ => None,
    }
}

fn quoted(rest: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn without_tests(code: &str) -> String {
    let mut code = code.to_owned();
    while let Some(at) = code.find("#[cfg(test)]") {
        let item = at + "#[cfg(test)]".len();
        let end = match code[item..].find(['{', ';']) {
            Some(open) if code[item + open..].starts_with('{') => closing(&code, item + open) + 1,
            Some(semicolon) => item + semicolon + 1,
            None => code.len(),
        };
        let gone: String = code[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        code.replace_range(at..end, &gone);
    }
    code
}

/// Where the bracket that opens at `open` is closed again; the end if it never is.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    code.len().saturating_sub(1)
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Every word of the code, with its place.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = code.as_bytes();
    let begins = move |at: &usize| is_word(bytes[*at]) && (*at == 0 || !is_word(bytes[*at - 1]));
    (0..bytes.len()).filter(begins).map(move |at| {
        let length = bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
        (at, &code[at..at + length])
    })
}

/// Every place where `wanted` stands, not as the end of a longer word.
pub fn places<'a>(code: &'a str, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = code.as_bytes();
    code.match_indices(wanted)
        .map(|(at, _)| at)
        .filter(move |at| *at == 0 || !is_word(wanted.as_bytes()[0]) || !is_word(bytes[at - 1]))
}

#[test]
fn comments_strings_and_tests_are_not_code_and_lines_keep_their_numbers() {
    let text = "let a = \"// no\"; // 注 word\nlet b: &'a str = r#\"say \"x\"\"#;\n/* gone\n*/ let c = ['\"', 'é', '\\'']; d\n#[cfg(test)]\nmod tests { fn e() {} }\nf";
    let source = Source::new("src/made_up.rs", text);
    let code = source.code();
    assert_eq!(code.lines().count(), text.lines().count());
    let words: Vec<&str> = words(&code).map(|(_, word)| word).collect();
    assert_eq!(words, ["let", "a", "let", "b", "a", "str", "r", "let", "c", "d", "f"]);
    assert!(source.without_comments().contains("// no"));
    assert_eq!(line(&code, code.rfind('f').unwrap()), 7);
}

#[test]
fn a_file_knows_its_module_and_whether_it_is_tests() {
    let of = |path: &str| (Source::new(path, "").module().to_owned(), Source::new(path, "").is_test());
    assert_eq!(of("src/db/mod.rs"), ("db".into(), false));
    assert_eq!(of("src/clock.rs"), ("clock".into(), false));
    assert_eq!(of("src/residents/plan_tests.rs"), ("residents".into(), true));
    assert_eq!(of("src/checkins/tests/contact.rs"), ("checkins".into(), true));
}
