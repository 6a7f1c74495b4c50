//! Rule 6, and that every template is used: words of people stand in `text.rs`, in both languages, and nowhere else.

use super::source::{Source, assert_none, files, line};

/// Attributes whose values people read or hear.
const READ: [&str; 11] = [
    "title",
    "alt",
    "placeholder",
    "label",
    "summary",
    "abbr",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "aria-placeholder",
];

/// The template with spaces for what lies between `open` and `close`, and what lay there.
fn take(text: &mut String, open: &str, close: &str) -> Vec<(usize, String)> {
    let mut taken = Vec::new();
    while let Some(at) = text.find(open) {
        let end = text[at..].find(close).map_or(text.len(), |end| at + end + close.len());
        let gone = text[at..end].to_owned();
        let blank: String = gone.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        text.replace_range(at..end, &blank);
        taken.push((at, gone));
    }
    taken
}

/// The words of a language that stand in a template itself.
fn own_words(source: &Source) -> Vec<String> {
    let mut text = source.text.clone();
    take(&mut text, "{#", "#}");
    take(&mut text, "<!--", "-->");
    let mut faults = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for (at, code) in take(&mut text, open, close) {
            let said = literals(&code).into_iter().filter(|literal| speaks(literal));
            faults.extend(
                said.map(|literal| source.fault(at, &format!("`{literal}` is said by the template"))),
            );
        }
    }
    let mut told = |words: &str, at: usize| {
        if without_entities(words).chars().any(char::is_alphabetic) {
            faults.push(source.fault(at, &format!("`{}` is said by the template", words.trim())));
        }
    };
    let mut at = 0;
    while at < text.len() {
        let is_tag = text[at..].starts_with('<');
        let length =
            if is_tag { tag_length(&text[at..]) } else { text[at..].find('<').unwrap_or(text.len() - at) };
        let part = &text[at..at + length];
        // A macro may give a piece of a tag, which then stands by itself.
        let (attributes, rest) = attributes(part);
        for (_, value) in attributes.iter().filter(|(name, _)| READ.contains(&name.as_str())) {
            told(value, at);
        }
        if !is_tag {
            told(&rest, at + part.len() - part.trim_start().len());
        }
        at += length;
    }
    faults
}

/// The strings in what the template computes.
fn literals(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some((_, after)) = rest.split_once('"') {
        let mut is_escaped = false;
        let end = after.find(|c| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        let Some(end) = end else { break };
        found.push(&after[..end]);
        rest = &after[end + 1..];
    }
    found
}

/// Whether a string is words of people: names of fields, classes, addresses and attributes are not.
fn speaks(literal: &str) -> bool {
    let has_other_letters = literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let is_sentence = literal.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() > 1;
    has_other_letters
        || literal.starts_with(|c: char| c.is_ascii_uppercase())
        || (is_sentence && !literal.contains('='))
}

fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |so_far, part| so_far + part.split_once(';').map_or(part, |(_, after)| after))
}

/// How long the tag is with which `rest` begins; a `>` in quotes does not end it.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The attributes in a piece of HTML with their values, and the piece without them.
fn attributes(html: &str) -> (Vec<(String, String)>, String) {
    let (mut found, mut without) = (Vec::new(), String::new());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or("");
        let Some((value, next)) = after.split_once('"') else { break };
        found.push((name.to_lowercase(), value.to_owned()));
        without.push_str(before.strip_suffix(name).unwrap_or(before));
        rest = next;
    }
    (found, without + rest)
}

/// Templates that no page and no other template names.
fn unused(templates: &[Source], others: &[Source]) -> Vec<String> {
    let is_named = |template: &&Source| {
        let name = template.path.trim_start_matches("templates/");
        let ways = [format!("\"{name}\""), format!("templates/{name}\"")];
        let names =
            |other: &&Source| other.path != template.path && ways.iter().any(|way| other.text.contains(way));
        templates.iter().chain(others).any(|other| names(&other))
    };
    let unused = templates.iter().filter(|template| !is_named(template));
    unused.map(|template| format!("{}:1: nothing uses this template", template.path)).collect()
}

#[test]
fn templates_contain_no_words_of_any_language() {
    let all = files("templates", &[".html", ".svg"]);
    assert!(all.len() > 20, "there are templates");
    assert_none(&all.iter().flat_map(own_words).collect::<Vec<_>>());
}

#[test]
fn every_template_is_used() {
    assert_none(&unused(&files("templates", &[""]), &super::source::program()));
}

#[test]
fn a_template_that_says_something_itself_is_named() {
    let said = |text: &str| own_words(&Source::new("templates/made_up.html", text));
    assert_eq!(
        said("<p>{{ t.a() }}</p>\n<b>Save</b>"),
        ["templates/made_up.html:2: `Save` is said by the template"]
    );
    for text in [
        "<p>保存</p>",
        "tail",
        "<a title=\"Home\">1</a>",
        "<i data-x=\"a>b\" aria-label=\"联系{{ n }}\"></i>",
        "<input placeholder=\"name\">",
        "{% call f::line(\"a\", \"Your name\") %}",
        "{{ \"保存\" }}",
        "{{ \"Save\" }}",
    ] {
        assert_eq!(said(text).len(), 1, "{text}");
    }
}

#[test]
fn a_template_may_hold_names_numbers_signs_and_what_is_computed() {
    let text = "<!DOCTYPE html>\n{# A word. #}<!-- another -->\n<p class=\"a b\" title=\"{{ t.b(\"x\") }}\">{% if a > 1 %}&nbsp;– 12 ·{% endif %}</p>\
                {% call f::line(\"a\", \"\", \"type=\\\"date\\\" class=\\\"short\\\"\") %}";
    assert_none(&own_words(&Source::new("templates/made_up.html", text)));
    assert_eq!(line(text, text.len()), 3);
}

#[test]
fn a_template_nobody_uses_is_named() {
    let page = |path: &str, text: &str| Source::new(path, text);
    let templates = [
        page("templates/a.html", "{% include \"b.html\" %}"),
        page("templates/b.html", "{% include \"b.html\" %}"),
        page("templates/x/b.html", "\"c/x/b.html\""),
        page("templates/assets/a.css", ""),
    ];
    let code =
        page("src/home/pages.rs", "path = \"a.html\" include_bytes!(\"../../templates/assets/a.css\")");
    assert_eq!(unused(&templates, &[code]), ["templates/x/b.html:1: nothing uses this template"]);
}
