//! Every page as it is seen: axe-core, no sideways scrolling, room for a thumb, nothing from elsewhere, a quiet console.

use crate::support::{
    Kind, TestApp,
    browser::{Browser, DESK, PHONE, Scripts, is_required},
    screens::{self, Screen},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The text of axe-core; none where `KITH_AXE` does not lead to it.
fn axe() -> Option<String> {
    let found = std::env::var("KITH_AXE").ok().and_then(|file| std::fs::read_to_string(file).ok());
    if found.is_none() {
        assert!(!is_required("axe"), "axe-core is required, and KITH_AXE does not lead to it");
        eprintln!("KITH_AXE does not lead to axe-core: the pages are not checked with it");
    }
    found
}

/// Goes to every page, each post in its own browser, and gathers what is wrong.
fn walk(english: bool, look: impl Fn(&Browser, &Screen) -> Vec<String>) {
    let app = TestApp::start(Kind::Sqlite);
    screens::furnish(&app);
    let mut by_post: BTreeMap<Option<&str>, Vec<Screen>> = BTreeMap::new();
    for screen in screens::screens(&app) {
        by_post.entry(screen.who).or_default().push(screen);
    }
    let mut wrong = Vec::new();
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    for (who, screens) in by_post {
        browser.chromium("Network.clearBrowserCookies", serde_json::json!({}));
        if let Some(who) = who {
            app.sign_in_browser(&browser, who);
        }
        if english {
            browser.cookie("lang", "en");
        }
        for screen in screens {
            browser.size(PHONE);
            screen.visit(&browser);
            let name = &screen.name;
            wrong.extend(look(&browser, &screen).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    // Strangers go there last: the county has no notice any more then.
    browser.chromium("Network.clearBrowserCookies", serde_json::json!({}));
    if english {
        browser.cookie("lang", "en");
    }
    for screen in screens::unopened(&app) {
        browser.size(PHONE);
        screen.visit(&browser);
        wrong.extend(look(&browser, &screen).into_iter().map(|fault| format!("{}: {fault}", screen.name)));
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn lines(found: &Value) -> Vec<String> {
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

const RUN: &str = r"
const done = arguments[arguments.length - 1];
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// In the dark only colours differ.
const only = dark ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } : { type: 'tag', values: tags };
axe.run(document, { runOnly: only, resultTypes: ['violations'] }).then(
  (found) => done(found.violations.flatMap((v) => v.nodes.map((n) => v.id + ' at ' + n.target.join(' ')))),
  (error) => done(['axe failed: ' + error.message]));
";

#[test]
fn axe_finds_nothing_on_any_page_in_light_and_dark_on_phone_and_desk() {
    let Some(axe) = axe() else { return };
    walk(false, |browser, _| {
        browser.script(&axe);
        let mut wrong = Vec::new();
        for (width, size) in [("phone", PHONE), ("desk", DESK)] {
            browser.size(size);
            for scheme in ["light", "dark"] {
                browser.prefer(scheme);
                let found = lines(&browser.script_later(RUN));
                wrong.extend(found.into_iter().map(|fault| format!("{fault} ({width}, {scheme})")));
            }
        }
        wrong
    });
}

/// What is wider than the window, by selector.
const SIDEWAYS: &str = r"
const root = document.documentElement, wide = root.clientWidth;
if (root.scrollWidth <= wide) return [];
const name = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className.baseVal === undefined && e.className ? '.' + e.className.trim().split(/\s+/).join('.') : '');
const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > wide + 0.5);
return ['scrolls to ' + root.scrollWidth + ' of ' + wide].concat(out.slice(-3).map((e) => 'beyond the edge: ' + name(e)));
";

/// What is too low for a thumb: links and buttons and the labels of ticks in the page's own part; links inside a sentence aside.
const LOW: &str = r"
const name = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className ? '.' + e.className.trim().split(/\s+/).join('.') : '');
const all = document.querySelectorAll('main a, main button, main summary, main select, main textarea, main input, main label.face');
return [...all].filter((e) => {
  if (e.type === 'hidden' || !e.getClientRects().length || e.closest('.sr')) return false;
  if (e.tagName === 'INPUT' && (e.type === 'radio' || e.type === 'checkbox')) e = document.querySelector('label[for=' + CSS.escape(e.id) + ']') || e;
  const around = e.parentElement.textContent.trim() !== e.textContent.trim();
  if (e.tagName === 'A' && getComputedStyle(e).display === 'inline' && around) return false;
  return e.getBoundingClientRect().height < 43.9;
}).map((e) => 'only ' + Math.round(e.getBoundingClientRect().height) + ' px high: ' + name(e));
";

const WHOLE: &str = r"
const wrong = [];
if (document.querySelectorAll('h1').length !== 1) wrong.push('not exactly one h1');
if (!document.documentElement.lang) wrong.push('no language');
return wrong;
";

fn fit(browser: &Browser) -> Vec<String> {
    let mut wrong = lines(&browser.script(WHOLE));
    wrong.extend(lines(&browser.script(LOW)));
    wrong.extend(lines(&browser.script(SIDEWAYS)));
    browser.script("for (const fold of document.querySelectorAll('details')) fold.open = true;");
    wrong.extend(lines(&browser.script(LOW)).into_iter().map(|fault| format!("{fault} (unfolded)")));
    wrong.extend(lines(&browser.script(SIDEWAYS)).into_iter().map(|fault| format!("{fault} (unfolded)")));
    // Twice the size of our own text, which is 112.5 % of the browser's.
    browser.script("document.documentElement.style.fontSize = '225%';");
    wrong.extend(
        lines(&browser.script(SIDEWAYS)).into_iter().map(|fault| format!("{fault} (text twice as large)")),
    );
    wrong
}

#[test]
fn what_is_looked_for_is_found_where_it_is() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    browser.open("/help");
    assert!(fit(&browser).is_empty());
    // Through the object model: the page's policy allows no style in its markup.
    browser.script(
        r"
        const main = document.querySelector('main');
        main.innerHTML += '<h1>x</h1><p><a href=/ id=low>x</a></p><p id=wide>x</p><input><p id=pale>many words</p>';
        main.querySelector('#low').style.cssText = 'display: block; height: 40px';
        main.querySelector('#wide').style.width = '361px';
        main.querySelector('#pale').style.color = '#999';",
    );
    let found = fit(&browser).join("\n");
    for words in ["not exactly one h1", "only 40 px high: a#low", "beyond the edge: p#wide"] {
        assert!(found.contains(words), "{words} is not among:\n{found}");
    }
    if let Some(axe) = axe() {
        browser.script(&axe);
        let found = lines(&browser.script_later(RUN)).join("\n");
        assert!(
            found.contains("label at #main > input") && found.contains("color-contrast at #pale"),
            "{found}"
        );
        browser.prefer("dark");
        browser.script("document.querySelector('#pale').style.color = '#444';");
        let found = lines(&browser.script_later(RUN)).join("\n");
        assert_eq!(found, "color-contrast at #pale", "in the dark");
    }
}

#[test]
fn no_page_scrolls_sideways_on_a_phone_even_with_text_twice_as_large_and_all_has_room_for_a_thumb() {
    walk(false, |browser, _| fit(browser));
}

#[test]
fn the_same_holds_in_english_whose_words_are_longer() {
    walk(true, |browser, _| fit(browser));
}

/// What the page asked for elsewhere.
fn elsewhere(browser: &Browser, origin: &str) -> Vec<String> {
    let asked = |line: &String| {
        let line: Value = serde_json::from_str(line).ok()?;
        let event = &line["message"];
        let is_request = event["method"] == "Network.requestWillBeSent";
        is_request.then(|| event["params"]["request"]["url"].as_str().unwrap_or_default().to_owned())
    };
    let is_own = |url: &String| url.starts_with(origin) || url.starts_with("data:");
    let all: Vec<String> = browser.log("performance").iter().filter_map(asked).collect();
    assert!(!all.is_empty(), "the network's log tells nothing");
    all.into_iter().filter(|url| !is_own(url)).map(|url| format!("asked for {url}")).collect()
}

#[test]
fn no_page_asks_for_anything_elsewhere_and_the_console_stays_quiet() {
    walk(false, |browser, screen| {
        let place = browser.script("return location.origin");
        let mut wrong = elsewhere(browser, place.as_str().unwrap_or_default());
        // That the page itself is an error is what some screens are about.
        let is_own =
            |line: &String| screen.status >= 400 && line.contains("the server responded with a status of 4");
        let console = browser.log("browser").into_iter().filter(|line| !is_own(line));
        wrong.extend(
            console.map(|line| format!("the console says {}", line.chars().take(160).collect::<String>())),
        );
        wrong
    });
}
