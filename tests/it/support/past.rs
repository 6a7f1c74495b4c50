//! What the cast's county has behind it besides calls: somebody closed and heard of since, somebody locked.

use super::{
    TestApp,
    cast::{self, Cast},
    visitors,
};
use diesel::prelude::*;
use kith::{
    checkins::refold,
    db::schema::{checkins, residents::dsl},
    domain::{CheckInId, PostId, ResidentId},
};

/// The post of the officer `township`, who is made the data contact.
pub const OFFICER: i64 = 5;
/// Closed, kept closed once, and heard of again since.
pub const CONTESTED: &str = "谢永富";
pub const LOCKED: &str = "谢永秀";
/// The same as a visitor.
pub const LOCKED_VISITOR: Cast = Cast { name: LOCKED, numbers: &[], village: cast::VILLAGE };

/// Adds both by the pages that keep the record, and names the post that finds the locked one.
pub fn close_and_lock(app: &TestApp) {
    let (owner, county, township) = (app.sign_in("owner"), app.sign_in("county"), app.sign_in("township"));
    let add = |name: &str, key: &str| -> ResidentId {
        let fields = [("idempotency_key", key), ("name", name), ("head_name", name), ("relation", "02")];
        let to = owner.post("/residents/new", &fields).location().expect("somebody is added");
        to["/residents/".len()..][..13].parse().expect("an id")
    };
    let division = format!("/divisions/{}", cast::TOWNSHIP);
    let seen = county.get(&division).value("seen").expect("a stamp");
    let contact = PostId(OFFICER).to_string();
    let named = [("seen", &*seen), ("name", "聚奎镇"), ("population", "1000"), ("data_contact", &contact)];
    assert_eq!(county.post(&division, &named).status, 303);
    let lock = [("act", "lock"), ("reason", "本人电话里说不要了")];
    let locked = add(LOCKED, "past-lock");
    visitors::link(app, &LOCKED_VISITOR);
    assert_eq!(township.post(&format!("/residents/{locked}/lock"), &lock).status, 303);
    let id = add(CONTESTED, "past-close");
    let closing = [("outcome", "deceased"), ("confirmed", "1"), ("note", "听邻居说的")];
    let closing = [&closing[..], &[("idempotency_key", "past-closing")]].concat();
    assert_eq!(owner.post(&format!("/residents/{id}/check-ins"), &closing).status, 303);
    minute(app);
    report(app, id);
    minute(app);
    let kept = [("verdict", "kept_closed"), ("reason", "是他弟弟点错了")];
    assert_eq!(township.post(&format!("/residents/{id}/reopen"), &kept).status, 303);
    minute(app);
    report(app, id);
}

fn minute(app: &TestApp) {
    app.pass(chrono::TimeDelta::minutes(1));
}

/// Somebody's own report, as their own pages make it.
pub fn report(app: &TestApp, id: ResidentId) {
    app.write(move |tx| {
        let row = (
            checkins::id.eq(CheckInId(tx.next_id())),
            checkins::resident_id.eq(id),
            checkins::kind.eq("resident"),
            checkins::outcome.eq("self"),
            checkins::held_on.eq(tx.today),
            checkins::written_at.eq(tx.now),
            checkins::is_confirmed.eq(false),
            checkins::answered_by.eq(""),
            checkins::note.eq(""),
        );
        diesel::insert_into(checkins::table).values(row).execute(tx.conn)?;
        refold(tx, id)
    });
}

/// Somebody by name.
pub fn id(app: &TestApp, name: &'static str) -> ResidentId {
    app.read(move |conn| Ok(dsl::residents.filter(dsl::name.eq(name)).select(dsl::id).first(conn)?))
}
