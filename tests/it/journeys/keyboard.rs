//! Without a thumb: everything by Tab, arrows, Space and Enter, and one always sees where one is.

use super::outcomes;
use crate::support::{
    Kind, TestApp,
    browser::{Browser, DOWN, ENTER, SPACE, Scripts, TAB},
    cast,
};

/// Whether the focus is seen: an outline round the element, or round the face that stands for it.
const SEEN: &str = r"
const e = document.activeElement;
const shown = e.matches('.faces > input') ? e.nextElementSibling : e;
const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 1 && box.height > 1
  && box.bottom > 0 && box.top < innerHeight;
";

/// Presses Tab until the focus is on what fits; at every stop it is seen.
fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..80 {
        browser.press(TAB);
        let name = browser
            .script("const e = document.activeElement; return e.id || e.name || e.className || e.tagName");
        if name == "BODY" {
            continue;
        }
        assert_eq!(browser.script(SEEN), true, "the focus is not seen on {name} of {}", browser.place());
        if browser.script(&format!("return document.activeElement.matches(\"{css}\")")) == true {
            return;
        }
    }
    panic!("Tab does not come to {css} on {}", browser.place());
}

#[test]
fn a_cadre_signs_in_and_logs_a_check_in_by_keyboard_alone() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    browser.open("/sign-in");
    browser.press(TAB);
    assert_eq!(
        browser.script("return document.activeElement.className"),
        "skip",
        "the first stop leads past the head"
    );
    assert_eq!(browser.script(SEEN), true);
    tab_to(&browser, "#username");
    browser.press("owner");
    tab_to(&browser, "#password");
    browser.press(cast::PASSWORD);
    browser.leave(|| browser.press(ENTER));
    assert_eq!(browser.place(), "/worklist");

    tab_to(&browser, ".start a");
    browser.leave(|| browser.press(ENTER));
    tab_to(&browser, "[name=outcome]");
    browser.press(&DOWN.repeat(2));
    assert_eq!(browser.script(SEEN), true, "the arrows move the focus too");
    assert_eq!(browser.property("#o-no_answer", "checked"), true);
    tab_to(&browser, "#c-note");
    browser.press(SPACE);
    tab_to(&browser, "#note");
    browser.press("weekend");
    tab_to(&browser, "button[name=then]");
    browser.leave(|| browser.press(ENTER));
    assert_eq!(outcomes(&app, &cast::XIAOYAN), ["no_answer"]);
    assert!(browser.has(".notice[role=status]"));
}

#[test]
fn the_skip_link_leads_to_the_page_itself() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::Off) else { return };
    app.sign_in_browser(&browser, "owner");
    browser.open("/worklist");
    browser.press(TAB);
    browser.press(ENTER);
    browser.press(TAB);
    assert_eq!(browser.script("return document.activeElement.closest('main') !== null"), true);
}

#[test]
fn what_is_wrong_takes_the_focus_and_leads_to_its_field() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    app.sign_in_browser(&browser, "owner");
    browser.open(&format!("/residents/{}/destinations", cast::id(&app, &cast::XIAOYAN)));
    tab_to(&browser, "form .btn");
    browser.leave(|| browser.press(ENTER));
    assert_eq!(browser.script("return document.activeElement.id"), "errors");
    assert!(browser.text("#errors").contains('项'), "{}", browser.text("#errors"));
    tab_to(&browser, "#errors a");
    browser.press(ENTER);
    assert_eq!(browser.script("return document.activeElement.id"), "place");
}
