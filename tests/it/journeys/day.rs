//! The cadre's day on a phone: from the door to the next person, with scripts and without.

use super::{logged, outcomes};
use crate::support::{
    Kind, TestApp,
    browser::{Browser, Scripts, until},
    cast, postgres,
};
use std::cell::Cell;

/// The thumb of a cadre: counts what it does.
struct Thumb<'a> {
    browser: &'a Browser,
    taps: Cell<usize>,
}

impl<'a> Thumb<'a> {
    fn new(browser: &'a Browser) -> Thumb<'a> {
        Thumb { browser, taps: Cell::new(0) }
    }

    /// Taps what stays on the page.
    fn tap(&self, css: &str) {
        self.taps.set(self.taps.get() + 1);
        self.browser.tap(css);
    }

    /// Taps what leads on.
    fn go(&self, css: &str) {
        self.taps.set(self.taps.get() + 1);
        self.browser.go(css);
    }

    /// How often it tapped since the last time this was asked.
    fn taps(&self) -> usize {
        self.taps.replace(0)
    }
}

/// Tells a story on SQLite, in a browser with scripts and in one without.
fn both_ways(story: impl Fn(&TestApp, &Browser, Scripts)) {
    for scripts in [Scripts::On, Scripts::Off] {
        let app = TestApp::start(Kind::Sqlite);
        let Some(browser) = Browser::start(&app.origin, scripts) else { return };
        story(&app, &browser, scripts);
    }
}

fn face(outcome: &str) -> String {
    format!("label[for=o-{outcome}]")
}

const SAVE: &str = "form.form .acts button.btn";
const SAVE_AND_REST: &str = "button[name=then][value=rest]";

fn call_page(app: &TestApp, cast: &cast::Cast) -> String {
    format!("/residents/{}/call", cast::id(app, cast))
}

fn record_page(app: &TestApp, cast: &cast::Cast) -> String {
    format!("/residents/{}", cast::id(app, cast))
}

/// From the two doors to the next person, and back over a mistake.
fn whole_day(app: &TestApp, browser: &Browser, _: Scripts) {
    let thumb = Thumb::new(browser);
    browser.open("/");
    browser.go("a.door[href='/sign-in']");
    browser.write("#username", "owner");
    browser.write("#password", cast::PASSWORD);
    browser.go(SAVE);
    assert_eq!(browser.place(), "/worklist");
    assert!(browser.words().contains("周小燕"));

    browser.go(".start a");
    let first = browser.text("h1");
    assert!(browser.place().ends_with("/call"));
    thumb.tap(&face("no_answer"));
    thumb.go(SAVE);
    assert_eq!(thumb.taps(), 2, "a no answer is two taps");
    assert!(browser.text(".notice").contains(&format!("记下了：{first}，无人接听")));
    let second = browser.text("h1");
    assert!(browser.place().contains("/call?done=") && first != second, "the next person is there at once");
    thumb.tap(&face("no_answer"));
    thumb.go(SAVE);
    assert_eq!(thumb.taps(), 2, "and so is every next one");

    assert_eq!(outcomes(app, &cast::XIAOYAN), ["no_answer"]);
    browser.open(&record_page(app, &cast::XIAOYAN));
    browser.go(".trail a[href$='/withdraw']");
    assert!(browser.words().contains("还留在联系记录里"), "it is said beforehand what follows");
    browser.go(SAVE);
    assert_eq!(browser.text(".trail s"), "无人接听", "it stays, struck through");
    assert_eq!(logged(app, &cast::XIAOYAN), [("no_answer".to_owned(), true)]);
    browser.open("/worklist");
    assert!(browser.words().contains("周小燕"), "and the call is owed again");
}

#[test]
fn a_cadre_signs_in_and_logs_a_no_answer_in_two_taps_with_scripts_and_without() {
    both_ways(whole_day);
}

#[test]
fn the_same_day_on_postgresql() {
    if !postgres::is_there() {
        return;
    }
    let app = TestApp::start(Kind::Postgres);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    whole_day(&app, &browser, Scripts::On);
}

#[test]
fn back_from_the_telephone_the_outcomes_are_there_and_two_taps_remain() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    app.sign_in_browser(&browser, "owner");
    browser.open("/worklist");
    let thumb = Thumb::new(&browser);
    browser.without_telephone();
    browser.tap(".person .dial a[href^='tel:']");
    browser.look_away();
    until("the call screen is there", || browser.place().ends_with("/call#outcomes"));
    thumb.tap(&face("no_answer"));
    thumb.go(SAVE);
    assert_eq!(thumb.taps(), 2, "from the worklist: the call itself and two taps");
    assert_eq!(outcomes(&app, &cast::XIAOYAN), ["no_answer"]);

    browser.open(&call_page(&app, &cast::XIAOYAN));
    browser.without_telephone();
    browser.tap("a.btn.call");
    browser.look_away();
    let is_at_outcomes = || browser.script("return document.activeElement.id") == "outcomes";
    until("the outcomes have the focus", is_at_outcomes);
}

#[test]
fn what_has_changed_is_noted_with_the_call_with_scripts_and_without() {
    both_ways(|app, browser, _| {
        app.sign_in_browser(browser, "owner");
        browser.open(&call_page(app, &cast::XIAOYAN));
        assert!(!browser.is_seen("#new_number") && !browser.is_seen("#place"), "nobody is asked before");
        browser.tap(&face("reached"));
        for (change, field, words) in [
            ("number", "#new_number", "154 0000 7777"),
            ("place", "#place", "福建省厦门市"),
            ("note", "#note", "孩子上小学，想把户口迁过去"),
        ] {
            browser.tap(&format!("label[for=c-{change}]"));
            assert!(browser.is_seen(field), "{change} opens its field");
            browser.write(field, words);
        }
        browser.write("#work", "鞋厂");
        browser.go(SAVE_AND_REST);
        assert!(browser.text(".notice").contains("本人接通"));
        browser.open(&record_page(app, &cast::XIAOYAN));
        let record = browser.words();
        for words in ["154****7777", "福建省厦门市", "鞋厂", "想把户口迁过去", "本人接通"]
        {
            assert!(record.contains(words), "{words}");
        }
    });
}

#[test]
fn a_form_sent_again_after_going_back_is_logged_once_with_scripts_and_without() {
    both_ways(|app, browser, scripts| {
        app.sign_in_browser(browser, "owner");
        browser.open(&call_page(app, &cast::XIAOYAN));
        browser.tap(&face("no_answer"));
        browser.go(SAVE_AND_REST);
        assert!(browser.has(".notice[data-saved]"));
        browser.back();
        browser.tap(&face("no_answer"));
        browser.go(SAVE_AND_REST);
        assert_eq!(outcomes(app, &cast::XIAOYAN), ["no_answer"], "scripts {scripts:?}");
    });
}

#[test]
fn a_form_with_a_mistake_keeps_what_was_typed_and_is_saved_once_mended_with_scripts_and_without() {
    both_ways(|app, browser, _| {
        app.sign_in_browser(browser, "owner");
        browser.open(&call_page(app, &cast::XIAOYAN));
        browser.tap("label[for=c-number]");
        browser.write("#new_number", "138 1234");
        browser.tap("label[for=c-note]");
        browser.write("#note", "厂里放假");
        browser.go(SAVE_AND_REST);
        assert!(browser.text("#errors").contains("请点一个结果"));
        assert!(browser.text("#new_number-err").contains("应该是 11 位"));
        assert_eq!(browser.property("#new_number", "value"), "138 1234");
        assert_eq!(browser.property("#note", "value"), "厂里放假");
        browser.tap("#errors a[href='#new_number']");
        browser.clear("#new_number");
        browser.write("#new_number", "15400006666");
        browser.tap(&face("reached"));
        browser.go(SAVE_AND_REST);
        assert_eq!(outcomes(app, &cast::XIAOYAN), ["reached"]);
    });
}

#[test]
fn a_half_written_form_survives_a_reload_but_not_its_saving() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    app.sign_in_browser(&browser, "owner");
    let page = call_page(&app, &cast::XIAOYAN);
    browser.open(&page);
    browser.tap(&face("reached"));
    browser.tap("label[for=c-note]");
    browser.write("#note", "厂里放假");
    browser.reload();
    assert_eq!(browser.property("#o-reached", "checked"), true);
    assert!(browser.is_seen("#note"));
    assert_eq!(browser.property("#note", "value"), "厂里放假");
    browser.go(SAVE_AND_REST);
    browser.open(&page);
    assert_eq!(browser.property("#note", "value"), "");
    assert_eq!(browser.property("#o-reached", "checked"), false);
}
