//! The cast with a past: contacts, pairs, registrations, so that pages have something to show.

use super::{
    TestApp,
    arrivals::{self, Sender, arrive},
    cast,
    doubles::{STRANGER, Somebody, enter},
    past,
    screens::{ENDED, LEAVING},
    visitors,
};
use diesel::prelude::*;
use kith::domain::{PairId, ResidentId};

/// Gives the cast a past, so that pages have something to show.
pub fn furnish(app: &TestApp) {
    let owner = app.sign_in("owner");
    let log = |id: ResidentId, key: &str, more: &[(&str, &str)]| {
        let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
        assert_eq!(owner.post(&format!("/residents/{id}/check-ins"), &fields).status, 303, "{key}");
    };
    let (xiaoyan, dajun) = (cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
    let moved =
        [("outcome", "reached"), ("new_number", "15400007777"), ("place", "福建省厦门市"), ("work", "鞋厂")];
    log(xiaoyan, "past-key-1", &[("held_on", "2026-10-10"), ("outcome", "dead_number")]);
    log(
        xiaoyan,
        "past-key-2",
        &[&moved[..], &[("held_on", "2026-10-12"), ("note", "孩子上小学，想把户口迁过去")]].concat(),
    );
    log(
        xiaoyan,
        "past-key-3",
        &[("held_on", "2026-11-20"), ("outcome", "via_relative"), ("answered_by", "岳母 谭永秀")],
    );
    log(xiaoyan, "past-key-4", &[("outcome", "no_answer")]);
    log(dajun, "past-key-5", &[("outcome", "dead_number")]);
    let gone = format!("/residents/{dajun}/check-ins");
    let form = [("idempotency_key", "past-key-6"), ("outcome", "came_home"), ("held_on", "2026-10-01")];
    let answer = owner.post(&gone, &form);
    let done = answer.location().unwrap_or_default();
    let (_, id) = done.split_once("done=").expect("the check-in is named");
    assert_eq!(owner.post(&format!("{gone}/{}/withdraw", &id[..13]), &[]).status, 303);
    registrations(app);
    merge_villages(app);
    let elsewhere = cast::id(app, &cast::FAR);
    let closing = [
        ("outcome", "household_moved"),
        ("confirmed", "1"),
        ("note", "户口迁到县城了"),
        ("idempotency_key", "past-key-7"),
    ];
    let other = app.sign_in("other");
    assert_eq!(other.post(&format!("/residents/{elsewhere}/check-ins"), &closing).status, 303);
    pairs(app);
    visitors::register(app, &[]);
    past::close_and_lock(app);
    rosters(app);
}

/// Files of the township and of the county: checked, with every kind of row, and one that was taken in.
fn rosters(app: &TestApp) {
    let work = || {
        let step = || actix_web::rt::System::new().block_on(kith::rosters::work(&app.state, usize::MAX));
        while step().expect("the file is read") {}
    };
    let send = |who: &str, rows: &str| {
        let client = app.sign_in(who);
        let key = client.get("/rosters").value("idempotency_key").expect("a key");
        let text = format!("姓名,联系电话,村,去向,血型,甲\n{rows}");
        let sent =
            client.post_file("/rosters", ("花名册.csv", text.as_bytes()), &[("idempotency_key", &key)]);
        sent.location().expect("its page")
    };
    let rows = "查小月,15470000001,青龙村,深圳,A,一\n石开山,15470000002,远山村,深圳,A,二\n石开山,1547,不知村,深圳,A,三\n";
    send("township", rows);
    send("county", rows);
    let taken = send("township", "石开花,15470000003,白云村,深圳,A,一\n");
    work();
    assert_eq!(app.sign_in("township").post(&format!("{taken}/take"), &[]).status, 303);
    work();
}

/// Two more villages: one was merged into another, of the other the people are on the way.
fn merge_villages(app: &TestApp) {
    let county = app.sign_in("county");
    let list = format!("{ENDED},小沟村,300\n{LEAVING},石坝村,500\n");
    assert_eq!(county.post("/divisions/list", &[("list", &list), ("act", "take")]).status, 303);
    let end = |village: &str| {
        let form = [("into", cast::NEXT_VILLAGE)];
        assert_eq!(county.post(&format!("/divisions/{village}/end"), &form).status, 303);
    };
    end(ENDED);
    for job in kith::app::JOBS {
        let work = kith::jobs::work(&app.state, job, 10);
        actix_web::rt::System::new().block_on(work).expect("the people arrive");
    }
    end(LEAVING);
}

/// People who look like the cast: one pair to decide in the village, one decided, one across villages.
fn pairs(app: &TestApp) {
    let number = cast::XIAOYAN.numbers[1];
    enter(app, Somebody { name: "周晓艳", head: "周得福", phone: Some(number), ..STRANGER });
    enter(app, Somebody { phone: Some(cast::DAJUN.numbers[0]), ..STRANGER });
    let across = Somebody { village: cast::NEXT_VILLAGE, id_number: Some(cast::ID_NUMBER), ..STRANGER };
    enter(app, Somebody { name: "周小雁", ..across });
    let decided = pair(app, 1);
    let answer = app.sign_in("owner").post(&format!("/residents/pairs/{decided}"), &[("verdict", "same")]);
    assert_eq!(answer.status, 303);
}

/// A pair, by when it was found.
pub fn pair(app: &TestApp, number: i64) -> PairId {
    use kith::db::schema::likely_pairs::dsl;
    let found = dsl::likely_pairs.order(dsl::id).offset(number).limit(1).select(dsl::id);
    app.read(move |conn| Ok(found.first(conn)?))
}

/// Forms that wait, one of them like somebody on file, and one of each decision.
fn registrations(app: &TestApp) {
    let owner = app.sign_in("owner");
    arrive(app, &arrivals::XIAOYAN);
    for name in ["陶正明", "石长青", "买买提·艾力江"] {
        arrive(app, &Sender { name, ..arrivals::STRANGER });
    }
    let decide = |name: &'static str, way: &str, form: &[(&str, &str)]| {
        let id = arrive(app, &Sender { name, phone: "15400003690", ..arrivals::STRANGER });
        assert_eq!(owner.post(&format!("/registrations/{id}/{way}"), form).status, 303, "{way}");
    };
    decide("龙在天", "accept", &[]);
    decide("钟秀", "turn-down", &[("reason", "打过电话，是填错了村")]);
    decide("白露", "pass-on", &[("village", "白云村")]);
}
