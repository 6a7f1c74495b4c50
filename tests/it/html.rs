//! Every page is sound HTML: nothing left open, no id twice, every label leads somewhere, every button says what it does.

use crate::support::{Client, Kind, TestApp, screens};
use std::collections::{HashMap, HashSet};

/// Elements that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "!doctype",
];

/// A tag as it stands on the page.
#[derive(Debug)]
struct Tag {
    name: String,
    is_end: bool,
    /// Written `<x/>`, as SVG does.
    is_closed: bool,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn is(&self, name: &str) -> bool {
        !self.is_end && self.name == name
    }
}

/// Reads the tags of a page; what cannot be read is a fault.
fn tags(html: &str, faults: &mut Vec<String>) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(end) = end_of_tag(rest) else {
            faults.push("a < that begins no tag".into());
            return tags;
        };
        tags.push(tag(&rest[1..end], faults));
        rest = &rest[end + 1..];
    }
    tags
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().skip(1).find_map(|(at, letter)| match letter {
        '"' => {
            is_quoted = !is_quoted;
            None
        }
        '>' if !is_quoted => Some(at),
        _ => None,
    })
}

fn tag(inside: &str, faults: &mut Vec<String>) -> Tag {
    let (inside, is_end) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let (inside, is_closed) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let mut value = "";
        rest = after;
        if let Some(after) = rest.strip_prefix("=\"") {
            (value, rest) = after.split_once('"').unwrap_or((after, ""));
            if rest.starts_with(|letter: char| !letter.is_whitespace()) {
                faults.push(format!("<{name}>: nothing between {key} and what follows"));
            }
        } else if rest.starts_with('=') {
            faults.push(format!("<{name}>: {key} without quotes"));
            break;
        }
        if key.contains(['"', '<', '\'']) {
            faults.push(format!("<{name}>: a stray sign among the attributes"));
        }
        if attributes.iter().any(|(known, _)| known == key) {
            faults.push(format!("<{name}>: {key} twice"));
        }
        attributes.push((key.to_ascii_lowercase(), value.to_owned()));
    }
    Tag { name: name.to_ascii_lowercase(), is_end, is_closed, attributes }
}

/// What is open when it should be shut, and the reverse.
fn nesting(tags: &[Tag], faults: &mut Vec<String>) {
    let mut open: Vec<&Tag> = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name.as_str()) && !tag.is_closed) {
        if !tag.is_end {
            inside(tag, &open, faults);
            open.push(tag);
        } else if open.last().is_some_and(|last| last.name == tag.name) {
            open.pop();
        } else {
            let within = open.last().map_or("nothing", |tag| &tag.name);
            faults.push(format!("</{}> while {within} is open", tag.name));
            return;
        }
    }
    faults.extend(open.iter().map(|tag| format!("<{}> is never shut", tag.name)));
}

/// What a browser would move out of the element it stands in.
fn inside(tag: &Tag, open: &[&Tag], faults: &mut Vec<String>) {
    let within = |name: &str| open.iter().any(|tag| tag.name == name);
    let parent = open.last().map_or("", |tag| &tag.name);
    let is_block = [
        "p", "div", "ul", "ol", "dl", "table", "form", "fieldset", "h1", "h2", "h3", "section", "details",
        "nav",
    ]
    .contains(&tag.name.as_str());
    let is_wrong = match tag.name.as_str() {
        "form" if within("form") => true,
        "a" | "button" if within("a") || within("button") => true,
        "li" => !["ul", "ol"].contains(&parent),
        "dt" | "dd" => parent != "dl",
        "option" => !matches!(parent, "select" | "datalist"),
        "legend" => parent != "fieldset",
        "summary" => parent != "details",
        _ => is_block && (within("p") || parent == "span" || parent == "b" || parent == "label"),
    };
    if is_wrong {
        faults.push(format!("<{}> inside <{parent}>", tag.name));
    }
    if ["ul", "ol"].contains(&parent) && tag.name != "li" {
        faults.push(format!("<{}> straight inside <{parent}>", tag.name));
    }
}

/// Ids once each, and everything that names one names one that is there.
fn references(tags: &[Tag], faults: &mut Vec<String>) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        *count.entry(id).or_default() += 1;
    }
    faults.extend(
        count.iter().filter(|(_, count)| **count > 1).map(|(id, _)| format!("the id {id} is there twice")),
    );
    let ids: HashSet<&str> = count.into_keys().collect();
    for tag in tags {
        let local = tag.get("href").and_then(|href| href.strip_prefix('#'));
        let named = [tag.get("for"), tag.get("aria-describedby"), tag.get("aria-labelledby"), local];
        for id in named.into_iter().flatten().flat_map(str::split_whitespace) {
            if !ids.contains(id) {
                faults.push(format!("<{}> names {id}, which is not there", tag.name));
            }
        }
    }
}

/// Every field has a label, every button in a form a type or a form it sends.
fn forms(tags: &[Tag], faults: &mut Vec<String>) {
    let labelled: HashSet<&str> =
        tags.iter().filter(|tag| tag.is("label")).filter_map(|tag| tag.get("for")).collect();
    for tag in tags.iter().filter(|tag| tag.is("input") || tag.is("select") || tag.is("textarea")) {
        let is_hidden = tag.get("type") == Some("hidden");
        let is_labelled =
            tag.get("aria-label").is_some() || tag.get("id").is_some_and(|id| labelled.contains(id));
        if !is_hidden && !is_labelled {
            faults.push(format!("the field {} has no label", tag.get("name").unwrap_or("?")));
        }
        if tag.get("name").is_none() {
            faults.push(format!("a <{}> without a name", tag.name));
        }
    }
    let mut is_form = false;
    for tag in tags {
        match tag.name.as_str() {
            "form" => is_form = !tag.is_end,
            "button" if !tag.is_end && !is_form && tag.get("type") != Some("button") => {
                faults.push("a button outside a form that is no type=button".into());
            }
            _ => {}
        }
        let kind = tag.get("type");
        if tag.is("button") && !matches!(kind, None | Some("submit" | "button" | "reset")) {
            faults.push("a button of an unknown type".into());
        }
    }
}

fn whole(tags: &[Tag], faults: &mut Vec<String>) {
    let count = |name: &str| tags.iter().filter(|tag| tag.is(name)).count();
    for name in ["!doctype", "html", "head", "title", "body", "main", "h1"] {
        if count(name) != 1 {
            faults.push(format!("{} times <{name}>", count(name)));
        }
    }
    let html = tags.iter().find(|tag| tag.is("html"));
    if !html
        .and_then(|tag| tag.get("lang"))
        .is_some_and(|lang| lang.starts_with("zh") || lang.starts_with("en"))
    {
        faults.push("the page does not say its language".into());
    }
    let is_foreign = |tag: &&Tag| {
        [tag.get("src"), tag.get("href"), tag.get("action")].into_iter().flatten().any(|to| to.contains("//"))
    };
    faults.extend(tags.iter().filter(is_foreign).map(|tag| format!("<{}> leads to another house", tag.name)));
    let is_inline =
        |tag: &&Tag| tag.attributes.iter().any(|(name, _)| name == "style" || name.starts_with("on"));
    faults
        .extend(tags.iter().filter(is_inline).map(|tag| format!("<{}> has style or script in it", tag.name)));
}

/// Everything wrong with a page.
fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let tags = tags(html, &mut faults);
    whole(&tags, &mut faults);
    nesting(&tags, &mut faults);
    references(&tags, &mut faults);
    forms(&tags, &mut faults);
    faults
}

#[test]
fn every_page_is_sound_html_in_both_languages() {
    let app = TestApp::start(Kind::Sqlite);
    screens::furnish(&app);
    let mut clients: HashMap<Option<&str>, Client> = HashMap::new();
    let mut wrong = Vec::new();
    for language in ["zh", "en"] {
        clients.clear();
        let all = screens::screens(&app).into_iter();
        // The last ones are gone to when all others were: the county has no notice any more then.
        let unopened = || if language == "en" { screens::unopened(&app) } else { Vec::new() };
        let last = std::iter::once_with(unopened).flatten();
        for screen in all.chain(last) {
            let client = clients.entry(screen.who).or_insert_with(|| {
                let client = screen.who.map_or_else(|| app.stranger(), |who| app.sign_in(who));
                client.post("/language", &[("lang", language), ("back", "/")]);
                client
            });
            let page = screen.fetch(client);
            assert_eq!(page.status, screen.status, "{}", screen.name);
            wrong.extend(
                faults(&page.body).into_iter().map(|fault| format!("{} ({language}): {fault}", screen.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_check_of_html_finds_what_it_looks_for() {
    let page = |body: &str| {
        faults(&format!(
            "<!DOCTYPE html><html lang=\"zh\"><head><title>x</title></head><body><main><h1>x</h1>{body}</main></body></html>"
        ))
    };
    assert_eq!(page("<p>a<br>b</p><svg><use href=\"#a\"/></svg><i id=\"a\"></i>"), Vec::<String>::new());
    for broken in [
        "<div>",
        "</p>",
        "<p><div></div></p>",
        "<b><i></b></i>",
        "<i id=\"a\"></i><i id=\"a\"></i>",
        "<label for=\"a\">x</label>",
        "<form><input name=\"a\"></form>",
        "<button>x</button>",
        "<h1>y</h1>",
        "<a href=\"https://elsewhere.example/\">x</a>",
        "<p style=\"color:red\">x</p>",
        "<p class=a>x</p>",
        "<ul><p>x</p></ul>",
        "<a href=\"/\"><button type=\"button\">x</button></a>",
    ] {
        assert!(!page(broken).is_empty(), "{broken}");
    }
}
