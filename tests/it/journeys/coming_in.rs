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
