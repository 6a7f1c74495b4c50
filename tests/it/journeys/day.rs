use crate::support::{
    Kind, TestApp,
    browser::{Browser, Scripts},
};
#[test]
fn try_it() {
    for scripts in [Scripts::On, Scripts::Off] {
        let app = TestApp::start(Kind::Sqlite);
        let Some(b) = Browser::start(&app.origin, scripts) else { return };
        let t = std::time::Instant::now();
        b.open("/");
        b.go("a.door.alt");
        println!("{} {:?}", b.place(), t.elapsed());
        b.write("#username", "owner");
        b.write("#password", crate::support::cast::PASSWORD);
        b.go("form.form .btn");
        println!("{} {:?}", b.place(), t.elapsed());
        println!("{}", b.text("h1"));
        b.go(".start .btn");
        b.tap("label[for=o-no_answer]");
        println!("{}", b.property("#o-no_answer", "checked"));
        println!("{:?}", b.property("#next", "hidden"));
        println!(
            "{:?}",
            b.script("return [document.documentElement.clientWidth, innerWidth, document.hidden]")
        );
        b.look_away();
        println!("{:?}", b.text(".notice, h1"));
        println!("{:?} {}", b.log("browser"), b.log("performance").len());
    }
}
