//! The record, kept (PRODUCT §2, §4.1, §4.3, §4.6).

mod add;
mod at_once;
mod channels;
mod closing;
mod edit;
mod erasing;
mod household;
mod locking;
mod owner;

pub use self::locking::locked as lock;
pub use crate::support::past::report;
use crate::support::{Client, Page, TestApp, cast};
use diesel::prelude::*;
use kith::{
    checkins::{compute, differs},
    db::schema::{audit, residents::dsl},
    domain::ResidentId,
    residents::NewHousehold,
    settings,
};

/// What a form held when the page was opened, with what is typed now.
pub fn filled<'a>(page: &'a Page, typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let mut fields: Vec<(&str, String)> = form_of(page);
    for (name, value) in typed {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = (*value).to_owned(),
            None => fields.push((name, (*value).to_owned())),
        }
    }
    fields
}

/// Sends the page's own form back with what is typed, as a browser would.
pub fn send(client: &Client, page: &Page, to: &str, typed: &[(&str, &str)]) -> Page {
    let fields = filled(page, typed);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(to, &fields)
}

/// The fields of a page's last form as a browser would send them.
fn form_of(page: &Page) -> Vec<(&str, String)> {
    let form = page.body.rsplit_once("<form class=\"form\" method=\"post\"");
    let (_, form) = form.or_else(|| page.body.rsplit_once("<form method=\"post\"")).expect("a form");
    let form = form.split("</form>").next().unwrap_or("");
    let mut fields = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').unwrap_or(rest.len());
        let (tag, after) = rest.split_at(end);
        rest = after;
        let get = |name: &str| attribute(tag, name);
        let Some(name) = get("name") else { continue };
        let is_ticked = tag.ends_with(" checked") || tag.contains(" checked ");
        if tag.starts_with("<input") {
            let is_choice = matches!(get("type"), Some("radio" | "checkbox"));
            if !is_choice || is_ticked {
                fields.push((name, plain(get("value").unwrap_or(""))));
            }
        } else if tag.starts_with("<textarea") {
            fields.push((name, plain(after[1..].split('<').next().unwrap_or(""))));
        } else if tag.starts_with("<select") {
            let options = after.split("</select>").next().unwrap_or("");
            let chosen = options.split("<option ").skip(1).find(|option| option.contains(" selected"));
            let chosen = chosen.or_else(|| options.split("<option ").nth(1)).unwrap_or("");
            fields.push((name, plain(attribute(chosen, "value").unwrap_or(""))));
        }
    }
    fields
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

fn plain(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// The value of a field as the page shows it.
pub fn shown(page: &Page, name: &str) -> String {
    form_of(page).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value).unwrap_or_default()
}

/// Logs what came of a contact.
pub fn log(client: &Client, id: ResidentId, key: &str, more: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
    client.post(&format!("/residents/{id}/check-ins"), &fields)
}

/// Closes a record as its owner does.
pub fn close(client: &Client, id: ResidentId, key: &str) {
    let fields = [("outcome", "deceased"), ("confirmed", "1"), ("note", "他哥打电话来说的")];
    assert_eq!(log(client, id, key, &fields).status, 303);
}

/// The version of a record, and of its household.
pub fn versions(app: &TestApp, id: ResidentId) -> (i32, i32) {
    use kith::db::schema::households;
    app.read(move |conn| {
        let row = dsl::residents.inner_join(households::table).filter(dsl::id.eq(id));
        Ok(row.select((dsl::version, households::version)).first(conn)?)
    })
}

/// The kinds and fields of what the trail tells of somebody or something, looks left out.
pub fn trail(app: &TestApp, subject: i64) -> Vec<(String, String)> {
    app.read(move |conn| {
        let rows = audit::table.filter(audit::subject_id.eq(subject)).filter(audit::look_hour.is_null());
        Ok(rows.order(audit::id).select((audit::kind, audit::fields)).load(conn)?)
    })
}

/// Everything stored is what comes of the check-ins and facts.
pub fn check(app: &TestApp, id: ResidentId) {
    let keys = app.state.keys.clone();
    let faults = app.read(move |conn| {
        let rules = settings::rules(conn)?;
        let computed = compute(conn, id, &rules)?;
        let stale_keys = kith::residents::match_keys_differ(conn, &keys, id)?;
        Ok((differs(conn, &computed)?, stale_keys, kith::residents::unsound(conn, &keys, id)?))
    });
    assert_eq!(faults, (None, false, Vec::new()));
}

/// Puts somebody of the cast into the household of another.
pub fn share_household(app: &TestApp, one: &cast::Cast, other: &cast::Cast) {
    let (one, other) = (cast::id(app, one), cast::id(app, other));
    app.write(move |tx| {
        let household: i64 = dsl::residents.find(other).select(dsl::household_id).first(tx.conn)?;
        diesel::update(dsl::residents.find(one)).set(dsl::household_id.eq(household)).execute(tx.conn)?;
        Ok(())
    });
}

/// A second household of the village whose head is 周德福, in group 5.
pub fn second_household(app: &TestApp) -> String {
    app.write(|tx| {
        let house = NewHousehold {
            village: kith::domain::VillageCode::parse(cast::VILLAGE).expect("a village"),
            group_no: Some(5),
            number: "40".into(),
            head_name: "周德福".into(),
            address: String::new(),
            children_left: 1,
            elderly_left: 0,
            adults_left: 0,
        };
        kith::residents::add_household(tx, &house)
    })
    .to_string()
}
