//! Residents at the door: whoever registers, and whoever opens their own link. All invented.

use super::{Client, Page, TestApp, cast, cast::Cast, past};
use kith::{
    domain::{RegistrationId, Scope, VillageCode},
    links::{self, Link},
    registrations, residents,
};

/// The form of somebody nobody knows yet.
pub const FORM: [(&str, &str); 6] = [
    ("idempotency_key", "registrant-key-1"),
    ("village", cast::VILLAGE),
    ("name", "张晓勇"),
    ("phone", "154 0000 8812"),
    ("destination", "广东惠州"),
    ("consent_contact", "1"),
];

/// The form with some fields typed otherwise, or added.
pub fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let typed = |name: &str| more.iter().any(|(known, _)| *known == name);
    FORM.into_iter().filter(|(name, _)| !typed(name)).chain(more.iter().copied()).collect()
}

/// Somebody registers; the browser they did it in.
pub fn register(app: &TestApp, more: &[(&str, &str)]) -> Client {
    let client = app.stranger();
    let answer = client.post("/register", &form(more));
    assert_eq!(
        (answer.status, answer.location().as_deref()),
        (303, Some("/my/registered")),
        "{}",
        answer.words()
    );
    client
}

/// The latest registration there is.
pub fn latest(app: &TestApp) -> registrations::Registration {
    use diesel::prelude::*;
    use kith::db::schema::registrations::dsl;
    app.read(|conn| {
        let id: RegistrationId = dsl::registrations.order(dsl::id.desc()).select(dsl::id).first(conn)?;
        registrations::find(conn, Scope::County, id)
    })
}

/// The link of a resident of the cast, made if there is none.
pub fn link(app: &TestApp, cast: &Cast) -> Link {
    let (id, keys, village) = (cast::id(app, cast), app.state.keys.clone(), cast.village);
    app.write(move |tx| {
        if let Some(link) = links::of_resident(tx.conn, id)? {
            return Ok(link);
        }
        let scope = Scope::Village(VillageCode::parse(village).expect("a village"));
        let (person, ..) = residents::find(tx.conn, scope, id)?;
        let details = residents::details(tx.conn, &person)?;
        links::make_for(tx, &keys, id, &residents::opening(&keys, &person, &details))
    })
}

/// The link of a registration, or of whatever it became.
pub fn link_of_registration(app: &TestApp, id: RegistrationId) -> Link {
    app.read(move |conn| Ok(links::of_registration(conn, id)?.expect("a registration has a link")))
}

/// The address of a link.
pub fn address(app: &TestApp, link: &Link) -> String {
    format!("/my/{}", links::token(&app.state.keys, link))
}

/// What opens the link of a resident of the cast: the last four of the one ID number, or the six digits.
pub fn key(app: &TestApp, link: &Link) -> String {
    links::code(&app.state.keys, link)
        .unwrap_or_else(|| cast::ID_NUMBER[cast::ID_NUMBER.len() - 4..].to_owned())
}

/// Opens the link of a resident of the cast; the answer to the form.
pub fn open(app: &TestApp, client: &Client, cast: &Cast) -> Page {
    let link = link(app, cast);
    client.post(&address(app, &link), &[("opening", &key(app, &link))])
}

/// A browser in which a resident of the cast has opened their link.
pub fn visit(app: &TestApp, cast: &Cast) -> Client {
    let client = app.stranger();
    assert_eq!(open(app, &client, cast).status, 303, "{} opens the link", cast.name);
    client
}

/// Names under which residents come in where staff sign in: their own pages are walked through like all others.
pub const VISITORS: [(&str, Option<&Cast>); 5] = [
    ("visitor", Some(&cast::XIAOYAN)),
    ("visitor without a number", Some(&cast::NUMBERLESS)),
    ("visitor whose record is closed", Some(&cast::FAR)),
    ("visitor whose record is locked", Some(&past::LOCKED_VISITOR)),
    ("registrant", None),
];

/// The answer that lets a visitor in, if the name is one.
pub fn come_in(app: &TestApp, client: &Client, name: &str) -> Option<Page> {
    let (_, cast) = VISITORS.iter().find(|(known, _)| *known == name)?;
    Some(match cast {
        Some(cast) => open(app, client, cast),
        // The same form once more: the same answer, the same visit.
        None => client.post("/register", &FORM),
    })
}
