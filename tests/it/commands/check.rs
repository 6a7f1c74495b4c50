//! `kith check`: what was changed past the program is found and named.

use crate::{
    on_both,
    support::{Kind, program::Site},
};
use kith::domain::ResidentId;
use std::time::Duration;

/// Ids of residents, by this.
fn ids(site: &Site, which: &str) -> Vec<i64> {
    let found =
        site.lines(&format!("SELECT CAST(id AS TEXT) AS line FROM residents WHERE {which} ORDER BY id"));
    found.iter().map(|id| id.parse().expect("an id")).collect()
}

/// A county in which somebody has worked, every row of its trail linked.
fn county(site: &Site) {
    site.generate("160");
    let served = site.serve();
    let cadre = served.sign_in("cadre");
    let own = "state = 'open' AND owner_id = (SELECT id FROM accounts WHERE username = 'cadre')";
    let [first, second] = ids(site, own)[..2] else { panic!("two residents") };
    let log = |id: i64, fields: &[(&str, &str)]| {
        let path = format!("/residents/{}/check-ins", ResidentId(id));
        assert_eq!(cadre.post(&path, fields).status, 303);
    };
    log(first, &[("outcome", "reached"), ("idempotency_key", "worked-key-1"), ("new_number", "15400007777")]);
    log(
        second,
        &[
            ("outcome", "deceased"),
            ("confirmed", "1"),
            ("note", "邻居说的"),
            ("idempotency_key", "worked-key-2"),
        ],
    );
    let account = [
        ("name", "谭永秀"),
        ("phone", "154 0000 0001"),
        ("role", "county"),
        ("idempotency_key", "worked-key-3"),
    ];
    assert_eq!(served.sign_in("county").post("/accounts", &account).status, 200);
    while site.count("audit WHERE position IS NULL") > 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let said = site.run(&["check"]).well();
    assert!(
        said.contains("160 folded, planned, opened and compared, 0 faults"),
        "clean, and beside a server too: {said}"
    );
}

on_both! {
    fn whatever_was_patched_of_a_record_is_named(site) {
        county(site);
        let open = "state = 'open' AND last_contact_outcome = 'reached' AND offered_channel_id IS NOT NULL \
                    AND cadence <> 'declined' AND call_reason IS NULL AND lost_on IS NULL";
        let columns = [
            ("due_on", "'2031-01-01'"),
            ("try_on", "'2031-01-01'"),
            ("cadence", "'declined'"),
            ("lost_on", "'2031-01-01'"),
            ("last_contact_id", "7"),
            ("last_contact_on", "'2001-01-01'"),
            ("last_contact_outcome", "'via_relative'"),
            ("last_tried_on", "'2001-01-01'"),
            ("failed_attempts", "failed_attempts + 1"),
            ("has_channel", "NOT has_channel"),
            ("offered_channel_id", "NULL"),
            ("listed_head", "'某某'"),
            ("listed_channel_holder", "'某某'"),
        ];
        let channels = [
            ("state", "'wrong'"),
            ("verified_on", "'2001-01-01'"),
            ("last_success_on", "'2001-01-01'"),
            ("last_tried_on", "'2001-01-01'"),
            ("failed_days", "failed_days + 1"),
        ];
        let mut left = ids(site, open).into_iter();
        let mut expected = Vec::new();
        for (column, value) in columns {
            let id = left.next().expect("somebody is left");
            site.execute(&format!("UPDATE residents SET {column} = {value} WHERE id = {id}"));
            let what = if column.starts_with("listed_") { "what lists show" } else { column };
            expected.push(format!("record {}: {what} differs", ResidentId(id)));
        }
        for (column, value) in channels {
            let id = left.next().expect("somebody is left");
            let of = format!("(SELECT offered_channel_id FROM residents WHERE id = {id})");
            site.execute(&format!("UPDATE channels SET {column} = {value} WHERE id = {of}"));
            expected.push(format!("record {}: channels differs", ResidentId(id)));
        }
        let reopened = ids(site, "state = 'closed'").pop().expect("one is closed");
        site.execute(&format!("UPDATE residents SET closed_on = '2001-01-01' WHERE id = {reopened}"));
        expected.push(format!("record {}: closed_on differs", ResidentId(reopened)));
        let closed = left.next().expect("somebody is left");
        site.execute(&format!(
            "UPDATE residents SET state = 'closed', closed_by = 'deceased', closed_on = '2026-01-01', due_on = NULL, try_on = NULL WHERE id = {closed}"
        ));
        expected.push(format!("record {}: state differs", ResidentId(closed)));
        let said = site.run(&["check"]).refused();
        for words in &expected {
            assert!(said.contains(words.as_str()), "{words} is not in\n{said}");
        }
        assert!(said.contains(&format!("{} faults", expected.len())), "{said}");
    }

    fn a_sealed_value_in_another_row_is_named(site) {
        county(site);
        let of_channel = |n: usize| site.lines("SELECT CAST(id AS TEXT) AS line FROM channels ORDER BY id")[n].clone();
        let (from, to) = (of_channel(0), of_channel(1));
        site.execute(&format!("UPDATE channels SET value = (SELECT value FROM channels WHERE id = {from}) WHERE id = {to}"));
        let with = ids(site, "id_number IS NOT NULL");
        site.execute(&format!("UPDATE residents SET id_number = (SELECT id_number FROM residents WHERE id = {}) WHERE id = {}", with[0], with[1]));
        let phone = "(SELECT phone FROM accounts WHERE phone IS NOT NULL)";
        site.execute(&format!("UPDATE accounts SET phone = {phone} WHERE username = 'cadre2'"));
        let said = site.run(&["check"]).refused();
        let holder: i64 = site.lines(&format!("SELECT CAST(resident_id AS TEXT) AS line FROM channels WHERE id = {to}"))[0].parse().expect("an id");
        for words in [
            format!("record {}: channels.value does not open", ResidentId(holder)),
            format!("record {}: residents.id_number does not open", ResidentId(with[1])),
        ] {
            assert!(said.contains(&words), "{words} is not in\n{said}");
        }
        assert!(said.contains(": accounts.phone does not open") && said.contains("3 faults"), "{said}");
    }

    fn a_trail_that_was_tampered_with_is_named(site) {
        county(site);
        let faults = |change: &str, back: &str, words: &str| {
            site.execute(change);
            let said = site.run(&["check"]).refused();
            assert!(said.contains("audit chain:") && said.contains(words) && said.contains("1 faults"), "{change}\n{said}");
            site.execute(back);
        };
        faults("UPDATE audit SET amount = amount + 1 WHERE position = 1", "UPDATE audit SET amount = amount - 1 WHERE position = 1", "Broken(1)");
        faults("UPDATE audit SET kind = 'looked' WHERE position = 3", "UPDATE audit SET kind = 'checked_in' WHERE position = 3", "Broken(3)");
        let forged = |position: &str, hash: &str| format!(
            "INSERT INTO audit (id, at, kind, actor, fields, position, hash) VALUES (9, '2026-01-01 00:00:00', 'generated', 'command', '', {position}, {hash})"
        );
        let bytes = if site.kind == Kind::Sqlite { "x'01'" } else { "'\\x01'" };
        let away = "DELETE FROM audit WHERE id = 9";
        faults(&forged("-1", bytes), away, "Broken(1)");
        faults(&forged("NULL", "NULL"), away, "Unlinked(");
        faults("DELETE FROM audit WHERE position = 2", "SELECT 1", "Broken(2)");
    }

    fn a_database_that_is_not_there_is_not_made_by_checking_it(site) {
        let said = site.run(&["check"]).refused();
        assert!(said.contains("there is no county in this database"), "{said}");
        assert!(!site.file().exists() && !site.keys.exists());
    }
}
