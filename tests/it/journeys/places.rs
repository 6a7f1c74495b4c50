//! Saying where somebody is, in a browser with scripts and in one without.

use crate::support::{
    Kind, TestApp,
    browser::{Browser, Scripts, until},
    cast,
};

const SAVE: &str = "form.form .acts button.btn";

#[test]
fn a_place_with_several_meanings_is_decided_by_one_tap_with_scripts_and_without() {
    for scripts in [Scripts::On, Scripts::Off] {
        let app = TestApp::start(Kind::Sqlite);
        let Some(browser) = Browser::start(&app.origin, scripts) else { return };
        app.sign_in_browser(&browser, "owner");
        let record = format!("/residents/{}", cast::id(&app, &cast::XIAOYAN));
        browser.open(&format!("{record}/destinations"));
        browser.write("#place", "朝阳");
        browser.write("#employer", "金鹿鞋厂");
        browser.go(SAVE);
        assert!(browser.words().contains("还要问您一句"));
        browser.tap("label[for=place-211300]");
        browser.go(SAVE);
        assert_eq!(browser.place(), record);
        let words = browser.words();
        assert!(words.contains("朝阳") && words.contains("辽宁省朝阳市") && words.contains("金鹿鞋厂"));
    }
}

#[test]
fn places_are_suggested_while_one_types() {
    let app = TestApp::start(Kind::Sqlite);
    let Some(browser) = Browser::start(&app.origin, Scripts::On) else { return };
    app.sign_in_browser(&browser, "owner");
    browser.open(&format!("/residents/{}/destinations", cast::id(&app, &cast::XIAOYAN)));
    browser.write("#place", "广东深");
    let first = "const first = document.querySelector('#place-list option'); return first ? first.value : ''";
    until("the city is suggested", || browser.script(first) == "广东省深圳市");
    let list = browser.script("return document.querySelector('#place').getAttribute('list')");
    assert_eq!(list, "place-list");
}
