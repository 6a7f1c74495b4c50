//! The pages of residents: registering, opening one's own link, one's own record.

use super::{
    TestApp, cast,
    screens::{Screen, Sent},
};
use diesel::prelude::*;
use kith::db::schema::county;

/// Every page of theirs, and those a mistake leads to; `link` is the address of somebody's own link.
pub fn screens(app: &TestApp, link: &str) -> Vec<Screen> {
    let screen = |name: &str, who, path: &str, sent, status| Screen {
        name: name.to_owned(),
        who,
        path: path.to_owned(),
        sent,
        status,
    };
    let plain = |name: &str, who, path: &str| screen(name, who, path, None, 200);
    let form = format!("/register/{}", cast::VILLAGE);
    let send = |fields: Vec<(&'static str, &'static str)>, taps: Vec<&'static str>| {
        Some(Sent { to: "/register".to_owned(), fields, taps })
    };
    let last = "form.form[novalidate] .acts:last-child .btn";
    let asked =
        vec![("name", "张晓勇"), ("phone", "15400008812"), ("destination", "朝阳"), ("consent_contact", "1")];
    let wrong = Some(Sent { to: link.to_owned(), fields: vec![("opening", "1")], taps: vec![".form .btn"] });
    let numberless = cast::id(app, &cast::NUMBERLESS);
    vec![
        plain("the villages to choose from", None, "/register?township=500155001"),
        plain("a township's office", None, "/villages/500155001"),
        screen("the form with errors", None, &form, send(vec![("phone", "1540000881")], vec![last]), 422),
        screen(
            "the form asking which place",
            None,
            &form,
            send(asked, vec!["label[for=consent_contact]", last]),
            200,
        ),
        screen("a link opened wrongly", None, link, wrong, 422),
        screen("a link that is none", None, "/my/nothing", None, 404),
        plain("a resident's own page", Some("visitor"), "/my"),
        plain("a resident who asked for help", Some("visitor"), "/my?done=help"),
        plain("everybody who looked", Some("visitor"), "/my?all=1"),
        plain("a resident without a number", Some("visitor without a number"), "/my"),
        plain("a resident whose record is closed", Some("visitor whose record is closed"), "/my"),
        plain("a resident whose record is locked", Some("visitor whose record is locked"), "/my"),
        plain("a registration that waits", Some("registrant"), "/my"),
        plain("a registration just sent", Some("registrant"), "/my/registered"),
        plain("nobody's link yet", Some("owner"), &format!("/residents/{numberless}/link")),
    ]
}

/// What is shown while the county has not said who keeps the data; it says so no more from here on, so these come last.
pub fn unopened(app: &TestApp) -> Vec<Screen> {
    app.write(|tx| {
        diesel::update(county::table.find(1)).set(county::data_contact.eq("")).execute(tx.conn)?;
        Ok(())
    });
    let screen = |path: &str| Screen {
        name: format!("{path} before registration is open"),
        who: None,
        path: path.to_owned(),
        sent: None,
        status: 200,
    };
    vec![screen("/register"), screen(&format!("/villages/{}", cast::VILLAGE))]
}
