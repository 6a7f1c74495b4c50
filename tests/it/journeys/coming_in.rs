//! From the poster to help from home: a resident on a small phone and the cadre who answers, with scripts and without.

use crate::support::{
    Kind, TestApp,
    browser::{Browser, Scripts},
    cast,
};
use chrono::TimeDelta;

const SEND: &str = "form.form[novalidate] .acts:last-child .btn";
const OPEN: &str = "main form .btn";

/// Registers with two mistakes, mends them; the address of the link and the digits that open it.
fn register(browser: &Browser) -> (String, String) {
    browser.open(&format!("/villages/{}/poster", cast::VILLAGE));
    assert!(browser.text(".poster").contains("023-5555 0123") && browser.has(".poster svg"));
    browser.open(&format!("/register/{}", cast::VILLAGE));
    browser.write("#name", cast::XIAOYAN.name);
    browser.write("#phone", "1540000447");
    browser.write("#destination", "浙江宁波");
    browser.go(SEND);
    let summary = browser.text("#errors");
    assert!(
        summary.contains("还有 2 处要改")
            && summary.contains("应该是 11 位")
            && summary.contains("打了勾才能交"),
        "{summary}"
    );
    assert_eq!(browser.property("#destination", "value"), "浙江宁波", "nothing typed is lost");
    browser.write("#phone", "1");
    browser.tap("label[for=consent_contact]");
    browser.go(SEND);
    assert_eq!(browser.place(), "/my/registered");
    assert!(browser.text("h1").contains("已经交给青龙村了") && browser.has(".qr svg"));
    let link = browser.property(".url a", "href");
    let link =
        link.as_str().and_then(|href| href.split_once("/my/")).map(|(_, token)| format!("/my/{token}"));
    let digits = browser.text(".reference ~ .reference").replace(' ', "");
    (link.expect("a link"), digits)
}

/// Opens the link on a telephone that does not know it.
fn open(browser: &Browser, link: &str, key: &str) {
    browser.open(link);
    browser.write("#opening", key);
    browser.go(OPEN);
    assert_eq!(browser.place(), "/my", "the token has left the address bar");
}

fn story(app: &TestApp, browser: &Browser) {
    let (link, digits) = register(browser);
    browser.go("form[action='/my/leave'] .link");
    open(browser, &link, &digits);
    assert!(browser.words().contains("等青龙村核对"));

    app.sign_in_browser(browser, "owner");
    browser.open("/worklist");
    browser.go("a[href='/registrations']");
    browser.go(".person h3 a");
    assert!(browser.text("h1").contains("这是同一个人吗"));
    browser.go("#join .btn");
    app.pass(TimeDelta::minutes(5));
    browser.open("/worklist");
    assert!(browser.text(".person").contains("周小燕"), "somebody new stands above those who are due");
    browser.open(&format!("/residents/{}/call", cast::id(app, &cast::XIAOYAN)));
    browser.tap("label[for=o-reached]");
    browser.go("form.form .acts button.btn");
    browser.open("/worklist");
    assert!(!browser.words().contains("周小燕"));

    browser.open("/my");
    assert!(
        browser.words().contains("请打开您自己的链接"),
        "the link leads to the record now and is opened anew"
    );
    open(browser, &link, &cast::ID_NUMBER[14..]);
    assert!(browser.words().contains("周小燕，您好") && browser.words().contains("浙江宁波"));
    browser.go("button[name=tap][value=help]");
    assert!(browser.text(".notice").contains("会尽快打给您"));
    browser.open("/worklist");
    let first = browser.text(".person");
    assert!(first.contains("周小燕") && first.contains("要人帮忙"), "on top of the list: {first}");
}

#[test]
fn somebody_registers_is_joined_called_and_asks_for_help_with_scripts_and_without() {
    for scripts in [Scripts::Off, Scripts::On] {
        let app = TestApp::start(Kind::Sqlite);
        let Some(browser) = Browser::start(&app.origin, scripts) else { return };
        story(&app, &browser);
    }
}

#[test]
fn the_draft_of_a_form_goes_with_its_sending_and_never_ticks_a_consent() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    let form = format!("/register/{}", cast::VILLAGE);
    let is_ticked = || browser.property("#consent_contact", "checked") == true;
    let key = || browser.property("[name=idempotency_key]", "value");
    browser.open(&form);
    let first = key();
    browser.tap("label[for=consent_contact]");
    browser.write("#name", "陶正明");
    browser.reload();
    assert_eq!(browser.property("#name", "value"), "陶正明", "what was typed survives");
    assert!(!is_ticked(), "nobody finds a consent ticked");
    browser.write("#phone", "15400008812");
    browser.write("#destination", "广东惠州");
    browser.go(SEND);
    assert!(browser.has("#errors"), "the consent was not ticked");
    browser.write("#destination", "市");
    browser.tap("label[for=consent_contact]");
    browser.go(SEND);
    assert_eq!(browser.place(), "/my/registered");

    browser.open(&form);
    assert_eq!(browser.property("#name", "value"), "", "his wife finds nothing of his");
    assert!(!is_ticked() && key() != first);
    for (field, words) in [("#name", "石长青"), ("#phone", "15400007788"), ("#destination", "广东惠州")]
    {
        browser.write(field, words);
    }
    browser.tap("label[for=consent_contact]");
    browser.go(SEND);
    assert_eq!(browser.place(), "/my/registered", "hers is taken too");
}

#[test]
fn whoever_leaves_or_signs_out_leaves_no_draft_behind() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    let form = format!("/register/{}", cast::VILLAGE);
    let begin = || {
        browser.open(&form);
        browser.write("#name", "陶正明");
    };
    let is_forgotten = || {
        browser.open(&form);
        browser.property("#name", "value") == ""
    };
    register(&browser);
    begin();
    browser.open("/my");
    browser.go("form[action='/my/leave'] .btn");
    assert!(is_forgotten(), "leaving");
    app.sign_in_browser(&browser, "owner");
    begin();
    browser.open("/account");
    browser.go("form[action='/sign-out'] .btn");
    assert!(is_forgotten(), "signing out");
}
