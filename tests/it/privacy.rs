//! What is kept of people is shown to nobody without a right, and no look goes without its trace (PRODUCT §4.6).

use crate::{
    both,
    support::{Kind, TestApp, cast, visitors},
};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use kith::{
    audit::{self, ChainFault},
    db::{
        Address,
        schema::{audit as trail, channels},
    },
    domain::{ChannelId, PhoneNumber},
    error::Error,
    jobs,
    residents::channel_place,
    seal::{Keys, Sealed},
};

/// The address at which a number of somebody can be seen with a reason.
fn number_page(app: &TestApp, id: kith::domain::ResidentId) -> String {
    let own = channels::table.filter(channels::resident_id.eq(id)).order(channels::id).select(channels::id);
    let channel: ChannelId = app.read(move |conn| Ok(own.first(conn)?));
    format!("/residents/{id}/channels/{channel}/number")
}

/// The kinds of the trail's rows, in order.
fn kinds(app: &TestApp) -> Vec<String> {
    app.read(|conn| Ok(trail::table.order(trail::id).select(trail::kind).load(conn)?))
}

fn link_all(app: &TestApp) {
    actix_web::rt::System::new().block_on(jobs::link_all(&app.state.db)).expect("the chain is linked");
}

both! {
    fn owner_and_backup_tap_to_call_colleague_and_township_see_a_mask(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        for (username, may_dial) in [("owner", true), ("backup", true), ("colleague", false), ("township", false)] {
            let client = app.sign_in(username);
            for path in [format!("/residents/{id}/call"), "/residents?whose=all".to_owned()] {
                let page = client.get(&path);
                assert!(page.has("154****4471"), "{username} {path}");
                assert_eq!(page.has("15400004471"), may_dial, "{username} {path}");
            }
            let record = client.get(&format!("/residents/{id}"));
            assert!(record.has("5***************21") && !record.has(cast::ID_NUMBER) && !record.has("15400004471"), "{username}");
        }
    }

    fn a_number_is_seen_only_for_a_reason_and_the_reason_is_on_record(app) {
        let path = number_page(app, cast::id(app, &cast::XIAOYAN));
        let colleague = app.sign_in("colleague");
        let refused = colleague.post(&path, &[("reason", " ")]);
        assert!(refused.status == 422 && refused.has("这一项要填") && !refused.has("154 0000 4471"));
        let seen = colleague.post(&path, &[("reason", "家里老人住院，要找她")]);
        assert!(seen.status == 200 && seen.has("154 0000 4471"));
        let rows: Vec<(Option<String>, String)> = app.read(|conn| {
            Ok(trail::table.filter(trail::kind.eq("revealed")).select((trail::reason, trail::fields)).load(conn)?)
        });
        assert_eq!(rows, [(Some("家里老人住院，要找她".to_owned()), "channels.value".to_owned())]);
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let words = "colleague同志，村干部，看了号码，原因：“家里老人住院，要找她”";
        for path in [format!("/residents/{id}"), format!("/residents/{id}/looks")] {
            assert!(owner.get(&path).has(words), "{path}");
        }
        let own = visitors::visit(app, &cast::XIAOYAN).get("/my");
        assert!(own.has("colleague同志，青龙村，村干部，看了号码，原因：“家里老人住院，要找她”"), "{}", own.words());
    }

    fn opening_a_record_is_one_look_an_hour_and_the_record_shows_it(app) {
        let (colleague, id) = (app.sign_in("colleague"), cast::id(app, &cast::XIAOYAN));
        let looks = || kinds(app).iter().filter(|kind| *kind == "looked").count();
        colleague.get(&format!("/residents/{id}"));
        colleague.get(&format!("/residents/{id}/call"));
        assert_eq!(looks(), 1);
        app.pass(TimeDelta::hours(1));
        assert!(colleague.get(&format!("/residents/{id}")).has("colleague同志，村干部"));
        assert_eq!(looks(), 2);
        colleague.get("/worklist");
        colleague.get("/residents?whose=all");
        assert_eq!(looks(), 2, "lists are no looks");
    }

    fn a_form_that_comes_back_shows_the_person_and_is_a_look_too(app) {
        let id = cast::id(app, &cast::XIAOYAN);
        let looks = || kinds(app).iter().filter(|kind| *kind == "looked").count();
        let closing = [("outcome", "deceased"), ("idempotency_key", "closing-1")];
        let stale = [("name", "周小燕"), ("head_name", "周德福"), ("id_kind", "resident_id"), ("seen", "0.0.0")];
        let unseen = [("owner", ""), ("backup", "")];
        type Sent<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], u16);
        let forms: [Sent<'_>; 15] = [
            ("backup", "check-ins", &[], 422),
            ("backup", "channels", &[], 422),
            ("backup", "destinations", &[], 422),
            ("backup", "destinations", &[("home", "1"), ("home_on", "2027-01-01")], 422),
            ("township", "check-ins", &closing, 200),
            ("backup", "edit", &[], 422),
            ("backup", "edit", &stale, 409),
            ("backup", "household", &[], 422),
            ("backup", "household", &stale, 409),
            ("township", "reopen", &[], 422),
            ("township", "owner", &[("owner", "x")], 422),
            ("township", "owner", &unseen, 409),
            ("colleague", "edit", &[], 403),
            ("colleague", "channels", &[], 403),
            ("colleague", "destinations", &[], 403),
        ];
        for (username, path, form, status) in forms {
            app.pass(TimeDelta::hours(1));
            let (before, client) = (looks(), app.sign_in(username));
            let answer = client.post(&format!("/residents/{id}/{path}"), form);
            assert!(answer.status == status && answer.has("周小燕"), "{path}: {}", answer.status);
            assert_eq!(looks(), before + 1, "{path}");
        }
        app.pass(TimeDelta::hours(1));
        let clients = ["backup", "township", "colleague"].map(|username| (username, app.sign_in(username)));
        app.write(|tx| Ok(tx.conn.batch_execute("ALTER TABLE audit RENAME TO hidden")?));
        for (username, path, form, _) in forms {
            let (_, client) = clients.iter().find(|(known, _)| *known == username).expect("somebody signed in");
            let answer = client.post(&format!("/residents/{id}/{path}"), form);
            assert!(answer.status == 503 && !answer.has("周小燕"), "{path}: {}", answer.status);
        }
        app.write(|tx| Ok(tx.conn.batch_execute("ALTER TABLE hidden RENAME TO audit")?));
    }

    fn without_its_trace_a_record_is_not_shown_but_lists_go_on(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        app.write(|tx| Ok(tx.conn.batch_execute("ALTER TABLE audit RENAME TO hidden")?));
        assert_eq!(owner.get(&format!("/residents/{id}")).status, 503);
        assert_eq!(owner.get(&format!("/residents/{id}/call")).status, 503);
        assert_eq!((owner.get("/worklist").status, owner.get("/residents").status), (200, 200));
        app.write(|tx| Ok(tx.conn.batch_execute("ALTER TABLE hidden RENAME TO audit")?));
        assert_eq!(owner.get(&format!("/residents/{id}")).status, 200, "it recovers by itself");
    }

    fn people_are_found_by_name_pinyin_and_last_four_within_the_territory(app) {
        let (owner, other) = (app.sign_in("owner"), app.sign_in("other"));
        for typed in ["周小燕", "小燕", "zhouxiaoyan", "ZXY", "xiaoy", "4471", "1221", "15400004471", cast::ID_NUMBER] {
            let found = owner.submit("/residents/search", &[("q", typed)]);
            assert!(found.status == 200 && found.has(">周小燕</a>"), "{} letters", typed.len());
            assert!(!other.submit("/residents/search", &[("q", typed)]).has(">周小燕</a>"), "{} letters", typed.len());
        }
        assert!(owner.get("/residents?q=zhaxiaoyue").has(">查小月</a>"), "a surname is read as a surname");
        assert!(owner.get("/residents?q=nobody").has("簿上没找到"));
    }

    fn a_whole_number_is_found_however_it_is_written(app) {
        let owner = app.sign_in("owner");
        for typed in ["154 0000 4471", "154-0000-4471", "+86 15400004471", "86 154 0000 4471", "008615400004471", "１５４００００４４７１", "023-5555 2218", "(023)55552218", "+86 23 5555 2218"] {
            assert!(owner.submit("/residents/search", &[("q", typed)]).has(">周小燕</a>"), "{typed}");
        }
        for typed in ["500228199203041221", "500228 19920304 1221", "５００２２８１９９２０３０４１２２１", "500228920304122"] {
            assert!(owner.submit("/residents/search", &[("q", typed)]).has(">周小燕</a>"), "{} digits", typed.len());
        }
        for typed in ["15400004472", "1540000447", "500228199203041222", "447", "04471"] {
            assert!(!owner.submit("/residents/search", &[("q", typed)]).has(">周小燕</a>"), "{typed}");
        }
    }

    fn longer_numbers_are_never_searched_from_an_address(app) {
        let owner = app.sign_in("owner");
        let answer = owner.get("/residents?q=15400004471");
        assert_eq!((answer.status, answer.location().as_deref()), (303, Some("/residents")));
        assert_eq!(owner.post("/residents/search", &[("q", "15400004471")]).status, 200, "no redirect carries the number");
    }

    fn a_search_beyond_ones_own_is_recorded_without_what_was_typed(app) {
        app.sign_in("owner").get("/residents?q=zxy");
        assert!(!kinds(app).contains(&"searched".to_owned()), "one's own residents are one's own");
        app.sign_in("colleague").get("/residents?q=zxy");
        let rows: Vec<(Option<i64>, String, Option<String>)> = app.read(|conn| {
            let searched = trail::table.filter(trail::kind.eq("searched"));
            Ok(searched.select((trail::amount, trail::fields, trail::reason)).load(conn)?)
        });
        assert_eq!(rows, [(Some(2), String::new(), None)], "two of the village answer to these letters");
    }

    fn a_locked_record_exists_for_nobody(app) {
        let id = cast::id(app, &cast::DAJUN);
        app.write(move |tx| {
            use kith::db::schema::residents::dsl;
            let locked = (dsl::state.eq("locked"), dsl::locked_on.eq(tx.today), dsl::due_on.eq(None::<chrono::NaiveDate>), dsl::try_on.eq(None::<chrono::NaiveDate>));
            diesel::update(dsl::residents.find(id)).set(locked).execute(tx.conn)?;
            Ok(())
        });
        for username in ["owner", "township"] {
            let client = app.sign_in(username);
            assert_eq!(client.get(&format!("/residents/{id}")).status, 404);
            assert!(!client.get("/residents?whose=all").has("罗大军") && !client.get("/residents?q=ldj").has(">罗大军</a>"));
        }
    }

    fn the_chain_is_linked_and_names_the_row_that_was_tampered_with(app) {
        let owner = app.sign_in("owner");
        owner.get(&format!("/residents/{}", cast::id(app, &cast::XIAOYAN)));
        link_all(app);
        let now = app.state.db.clock().now();
        let (linked, faults) = app.read(move |conn| audit::check_chain(conn, now));
        assert!(linked >= 2 && faults.is_empty());
        let hashes: Vec<Option<Vec<u8>>> = app.read(|conn| Ok(trail::table.select(trail::hash).load(conn)?));
        assert!(hashes.iter().flatten().all(|hash| hash.len() == 33 && hash[0] == 1), "each hash says by what it was made");
        app.write(|tx| {
            diesel::update(trail::table.filter(trail::position.eq(2))).set(trail::fields.eq("forged")).execute(tx.conn)?;
            Ok(())
        });
        let (_, faults) = app.read(move |conn| audit::check_chain(conn, now));
        assert_eq!(faults, [ChainFault::Broken(2)]);
    }

    fn a_row_that_waits_for_the_linker_too_long_is_named(app) {
        app.sign_in("owner");
        let later = app.state.db.clock().now() + TimeDelta::minutes(2);
        let (_, faults) = app.read(move |conn| audit::check_chain(conn, later));
        assert!(matches!(faults.as_slice(), [ChainFault::Unlinked(_)]));
    }

    fn a_value_sealed_for_one_row_opens_in_no_other(app) {
        let keys = &app.state.keys;
        let sealed = Sealed::<PhoneNumber>::seal(keys, channel_place(ChannelId(1)), "15400000001");
        let masked = |row: i64| sealed.masked(keys, channel_place(ChannelId(row)), PhoneNumber::masked);
        assert_eq!((masked(1).as_deref(), masked(2)), (Some("154****0001"), None));
    }

    fn a_foreign_key_file_is_refused(app) {
        let foreign = Keys::parse(&"17".repeat(32)).expect("a key");
        assert!(app.address.accept_keys(&app.state.keys).is_ok());
        assert!(matches!(app.address.accept_keys(&foreign), Err(Error::Internal(_))));
    }

    fn the_trail_holds_ids_and_field_names_and_no_values(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        owner.get(&format!("/residents/{id}"));
        owner.post(&format!("/residents/{id}/check-ins"), &[
            ("outcome", "reached"), ("idempotency_key", "trail-key-1"), ("note", "厂里放假"), ("new_number", "15400006666"),
        ]);
        let rows: Vec<(String, String)> = app.read(|conn| Ok(trail::table.select((trail::kind, trail::fields)).load(conn)?));
        let all = format!("{rows:?}");
        assert!(all.contains("checked_in") && all.contains("outcome held_on channel"));
        assert!(!["周小燕", "4471", "6666", "厂里"].iter().any(|value| all.contains(value)));
    }
}

#[test]
fn nobody_reads_a_number_from_the_database_file() {
    let app = TestApp::start(Kind::Sqlite);
    app.state.db.close();
    let file = app.file().expect("a file");
    let log = file.with_extension("db-wal");
    let bytes =
        [std::fs::read(&file).expect("the database"), std::fs::read(log).unwrap_or_default()].concat();
    assert!(
        bytes.windows(9).any(|some| some == "周小燕".as_bytes()),
        "names are in clear, so the right file is read"
    );
    for number in ["15400004471", "02355552218", cast::ID_NUMBER] {
        assert!(!bytes.windows(number.len()).any(|some| some == number.as_bytes()));
    }
}

#[test]
fn the_key_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let file = std::env::temp_dir().join(format!("kith-keys-{}", std::process::id()));
    Keys::open(&file).expect("a fresh key");
    let mode = std::fs::metadata(&file).expect("the key file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::remove_file(&file).expect("the key file goes");
}

#[test]
fn a_database_across_a_network_is_refused_without_tls() {
    for address in [
        "postgres://kith@db.example/kith",
        "postgres://kith@10.0.0.7:5432/kith",
        "postgres:///kith?host=db.example",
    ] {
        assert!(Address::parse(address).is_err(), "{address}");
    }
    for address in [
        "postgres://kith@localhost/kith",
        "postgres://kith@127.0.0.1:5432/kith",
        "postgres:///kith?host=/run/postgresql",
    ] {
        assert!(Address::parse(address).is_ok(), "{address}");
    }
}
