//! A workbook in the browser: sent, its columns looked at, checked, taken in, undone; with scripts and without.

use crate::{
    intake,
    support::{
        Kind, TestApp,
        browser::{Browser, Scripts},
    },
};

/// The one filled button of the page.
const ON: &str = "main form .btn:not(.alt)";

fn story(app: &TestApp, browser: &Browser) {
    let before = intake::people(app);
    let file = std::env::temp_dir().join(format!("kith-journey-{}.csv", std::process::id()));
    let rows = ["陈大明,男,,15470000001,青龙村,3组,广东省深圳市,,", "石长青,男,,15470000002,不知村,,深圳,,"];
    std::fs::write(&file, intake::roster(&rows)).expect("a file");
    app.sign_in_browser(browser, "township");
    browser.open("/worklist");
    browser.go(".menu a[href='/rosters']");
    browser.write("#file", &file.display().to_string());
    browser.go(ON);
    assert!(browser.text("h1").contains("正在查"));
    intake::finish(app);
    browser.reload();
    assert!(browser.text("h1").contains("查过了，读到 2 行"), "{}", browser.words());
    let page = browser.place();
    browser.go("a[href$='/columns']");
    assert!(browser.words().contains("154****0001") && !browser.words().contains("15470000001"));
    browser.go(ON);
    intake::finish(app);
    browser.open(&page);
    browser.go("a[href*='which=refused']");
    assert!(browser.words().contains("石长青") && browser.words().contains("没有这个村"));
    browser.go(".back a");
    browser.go(ON);
    intake::finish(app);
    browser.open(&page);
    assert!(browser.text("h1").contains("收完了"), "{}", browser.words());
    assert_eq!(intake::people(app), before + 1);
    browser.go("a[href$='/undo']");
    browser.go(ON);
    intake::finish(app);
    browser.open(&page);
    assert!(browser.text("h1").contains("撤回了"), "{}", browser.words());
    assert_eq!(intake::people(app), before);
    std::fs::remove_file(file).expect("the file goes");
}

#[test]
fn a_workbook_from_its_sending_to_its_undoing() {
    for scripts in [Scripts::On, Scripts::Off] {
        let app = TestApp::start(Kind::Sqlite);
        let Some(browser) = Browser::start(&app.origin, scripts) else { return };
        story(&app, &browser);
    }
}
