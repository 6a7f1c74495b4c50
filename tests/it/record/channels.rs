//! Ways to reach somebody: which are one, and which stand beside each other.

use super::check;
use crate::{
    both,
    support::{Client, TestApp, cast, people, visitors},
};
use diesel::prelude::*;
use kith::{
    db::schema::{channels, registrations},
    domain::ResidentId,
};

/// The number that stands for something else already.
const NUMBER: &str = "15400008812";

fn add(client: &Client, id: ResidentId, key: &str, (kind, value, holder): (&str, &str, &str)) {
    let form = [("idempotency_key", key), ("kind", kind), ("value", value), ("holder", holder)];
    assert_eq!(client.post(&format!("/residents/{id}/channels"), &form).status, 303, "{kind}");
}

/// Kind, holder and the day it was last confirmed of each channel, oldest first.
fn kept(app: &TestApp, id: ResidentId) -> Vec<(String, String, bool)> {
    app.read(move |conn| {
        let rows = channels::table.filter(channels::resident_id.eq(id)).order(channels::id);
        let rows = rows.select((channels::kind, channels::holder, channels::verified_on.is_not_null()));
        Ok(rows.load(conn)?)
    })
}

fn row(kind: &str, holder: &str, is_confirmed: bool) -> (String, String, bool) {
    (kind.to_owned(), holder.to_owned(), is_confirmed)
}

both! {
    fn a_wechat_name_that_is_a_number_does_not_stand_in_for_the_number(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::NUMBERLESS));
        add(&owner, id, "channels-wechat-1", ("wechat", NUMBER, ""));
        add(&owner, id, "channels-mobile-1", ("mobile", NUMBER, ""));
        assert_eq!(kept(app, id), [row("wechat", "", false), row("mobile", "", false)]);
        add(&owner, id, "channels-mobile-2", ("mobile", "154 0000 8812", ""));
        assert_eq!(people::channel_ids(app, id).len(), 2, "the same again is one");
        assert!(owner.get(&format!("/residents/{id}/call")).has(&format!("tel:{NUMBER}")));
    }

    fn a_number_on_file_as_the_fathers_can_become_ones_own(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::NUMBERLESS));
        add(&owner, id, "channels-father-1", ("relative", NUMBER, "父亲 查德明"));
        add(&owner, id, "channels-father-2", ("relative", NUMBER, "父亲 查德明"));
        add(&owner, id, "channels-own-1", ("mobile", NUMBER, ""));
        assert_eq!(kept(app, id), [row("relative", "父亲 查德明", false), row("mobile", "", false)]);
        check(app, id);
    }

    fn whoever_registers_with_their_number_as_wechat_name_can_be_called(app) {
        visitors::register(app, &[("phone", NUMBER), ("wechat", NUMBER)]);
        let owner = app.sign_in("owner");
        owner.post(&format!("/registrations/{}/accept", visitors::latest(app).id), &[]);
        let id: Option<ResidentId> = app.read(|conn| Ok(registrations::table.select(registrations::resident_id).first(conn)?));
        let id = id.expect("the record");
        assert_eq!(kept(app, id), [row("wechat", "", false), row("mobile", "", true)], "the number is what they confirmed");
        assert!(owner.get(&format!("/residents/{id}/call")).has(&format!("tel:{NUMBER}")));
    }
}
