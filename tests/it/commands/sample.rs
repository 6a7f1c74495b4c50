//! `kith generate` and `kith demo`: the sample county.

use crate::{
    on_both,
    support::{
        Kind,
        program::{SAMPLE_PASSWORD, Site},
    },
};
use diesel::prelude::*;
use kith::{
    clock::Clock,
    db::{
        Address, Db,
        schema::{channels, residents},
    },
    domain::{ChannelId, IdKind, IdNumber, Outcome, PhoneNumber, ResidentId},
    residents::{channel_place, id_number_place},
    seal::{Keys, Sealed},
};
use std::{
    collections::BTreeMap,
    process::Stdio,
    time::{Duration, Instant},
};

/// What no seed decides: random bytes, and what is made from them.
const SEALED: [&str; 7] = [
    "residents.id_number",
    "residents.listed_channel_value",
    "channels.value",
    "accounts.password_hash",
    "audit.id",
    "audit.hash",
    "__diesel_schema_migrations.run_on",
];

/// A county of 60 residents, made by a key file that is there.
fn county(seed: &str, day: &str) -> (Site, BTreeMap<String, Vec<String>>) {
    let site = Site::new(Kind::Sqlite);
    std::fs::write(&site.keys, "2a".repeat(32)).expect("a key file");
    let made = ["generate", "--residents", "60", "--seed", seed, "--as-of", day];
    site.run(&made).well();
    let contents = site.contents(&SEALED);
    (site, contents)
}

fn differing<'a>(
    one: &'a BTreeMap<String, Vec<String>>,
    other: &BTreeMap<String, Vec<String>>,
) -> Vec<&'a str> {
    assert!(one.keys().eq(other.keys()));
    one.iter().filter(|(table, rows)| other[*table] != **rows).map(|(table, _)| table.as_str()).collect()
}

#[test]
fn the_same_seed_and_day_give_the_same_people_dates_and_texts() {
    let (_one, first) = county("7", "2026-11-20");
    let (_two, second) = county("7", "2026-11-20");
    assert_eq!(differing(&first, &second), [""; 0]);
    for (table, least) in [
        ("residents", 60),
        ("checkins", 100),
        ("channels", 60),
        ("destinations", 60),
        ("search_terms", 300),
        ("posts", 1_400),
    ] {
        assert!(first[table].len() >= least, "{} {table}", first[table].len());
    }
}

#[test]
fn another_seed_gives_other_people_and_another_day_another_history() {
    let people = [
        "accounts",
        "audit",
        "channels",
        "checkins",
        "destinations",
        "households",
        "residents",
        "search_terms",
    ];
    let (_site, first) = county("7", "2026-11-20");
    let of_seed = county("8", "2026-11-20").1;
    let changed = differing(&first, &of_seed);
    assert!(
        people.iter().filter(|table| **table != "audit").all(|table| changed.contains(table)),
        "{changed:?}"
    );
    let of_day = county("7", "2026-11-19").1;
    assert!(people.iter().all(|table| *table == "accounts" || differing(&first, &of_day).contains(table)));
    for same in ["divisions", "departments"] {
        assert!(first[same] == of_seed[same] && first[same] == of_day[same], "{same} are the real ones");
    }
}

#[test]
fn history_ends_on_the_day_it_is_made_as_of() {
    let (site, _) = county("7", "2026-11-20");
    assert!(site.count("checkins WHERE held_on > '2026-10-20'") > 0);
    assert_eq!(site.count("checkins WHERE held_on > '2026-11-20'"), 0);
    assert_eq!(
        site.count("checkins WHERE written_at > '2026-11-20 16:00:00'"),
        0,
        "nor is any written later"
    );
    assert_eq!(site.count("audit"), 1, "one row says that it was generated, and stands for all of it");
}

#[test]
fn the_county_is_the_real_one_and_its_people_are_whole() {
    let site = Site::new(Kind::Sqlite);
    site.run(&["generate", "--residents", "2000", "--as-of", "2026-11-20"]).well();
    let number = |sql: &str| {
        site.lines(&format!("SELECT CAST(({sql}) AS TEXT) AS line"))[0].parse::<i64>().expect("a number")
    };
    for (sql, expected) in [
        ("SELECT count(*) FROM divisions WHERE length(code) = 9", 33),
        ("SELECT count(*) FROM divisions WHERE length(code) = 12", 343),
        ("SELECT count(*) FROM departments", 64),
        (
            "SELECT count(*) FROM (SELECT 1 FROM posts WHERE role = 'cadre' GROUP BY village_code HAVING count(*) <> 4)",
            0,
        ),
        ("SELECT count(*) FROM residents", 2_000),
        ("SELECT count(*) FROM residents WHERE owner_id IS NULL OR backup_id IS NULL", 0),
        ("SELECT count(*) FROM (SELECT 1 FROM residents GROUP BY village_code HAVING count(*) = 800)", 2),
        ("SELECT max(n) FROM (SELECT count(*) AS n FROM channels GROUP BY resident_id)", 5),
    ] {
        assert_eq!(number(sql), expected, "{sql}");
    }
    assert!(
        number("SELECT max(n) FROM (SELECT count(*) AS n FROM destinations GROUP BY resident_id)") >= 2,
        "they have been in several places"
    );
    let mut outcomes = site.lines("SELECT DISTINCT outcome AS line FROM checkins");
    outcomes.sort();
    let mut all: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    all.sort_unstable();
    assert_eq!(outcomes, all);
    let full = site.lines("SELECT DISTINCT village_code AS line FROM residents GROUP BY village_code HAVING count(*) = 800 ORDER BY 1");
    let of = |username: &str| {
        site.lines(&format!("SELECT village_code AS line FROM posts JOIN accounts ON account_id = accounts.id WHERE username = '{username}'"))[0].clone()
    };
    assert_eq!(full, [of("cadre"), of("cadre2")]);
    assert_ne!(of("cadre")[..9], of("cadre2")[..9], "of another township");
    numbers_are_whole(&site);
}

/// ID numbers add up, and mobile numbers are of ranges nobody was given.
fn numbers_are_whole(site: &Site) {
    let address = Address::parse(&site.database).expect("an address");
    let (db, keys) =
        (Db::open(&address, Clock::Real, 1).expect("it opens"), Keys::open(&site.keys).expect("its keys"));
    type Ids = Vec<(ResidentId, Sealed<IdNumber>)>;
    type Numbers = Vec<(ChannelId, Sealed<PhoneNumber>)>;
    let (ids, numbers): (Ids, Numbers) = actix_web::rt::System::new()
        .block_on(db.report(|conn| {
            let ids = residents::table
                .filter(residents::id_number.is_not_null())
                .select((residents::id, residents::id_number.assume_not_null()));
            let mobiles =
                channels::table.filter(channels::kind.eq("mobile")).select((channels::id, channels::value));
            Ok::<_, kith::error::Error>((ids.load(conn)?, mobiles.load(conn)?))
        }))
        .expect("they are read");
    db.close();
    assert!(ids.len() > 1_900 && numbers.len() > 1_900);
    let is_valid = |id: &IdNumber| IdNumber::parse(IdKind::ResidentId, id.as_str()).is_ok().to_string();
    assert!(
        ids.iter()
            .all(|(id, sealed)| sealed.masked(&keys, id_number_place(*id), is_valid).as_deref()
                == Some("true"))
    );
    let is_invented = |number: &PhoneNumber| number.canonical().starts_with("154").to_string();
    assert!(
        numbers
            .iter()
            .all(|(id, sealed)| sealed.masked(&keys, channel_place(*id), is_invented).as_deref()
                == Some("true"))
    );
}

#[test]
fn a_demo_is_served_on_this_machine_alone() {
    let site = Site::new(Kind::Sqlite);
    for bind in ["0.0.0.0:8101", "[::]:8101", "192.0.2.7:80"] {
        assert!(site.run(&["demo", "--bind", bind]).refused().contains("loopback"), "{bind}");
    }
    assert!(!site.file().exists() && !site.keys.exists(), "nothing was made before it was refused");
}

#[test]
fn more_residents_than_the_real_county_are_refused() {
    let site = Site::new(Kind::Sqlite);
    for command in ["generate", "demo"] {
        assert!(site.run(&[command, "--residents", "280001"]).refused().contains("280000"), "{command}");
    }
    assert!(!site.file().exists() && !site.keys.exists());
}

on_both! {
    fn a_demo_makes_its_county_once_and_says_where_it_is_and_who_may_sign_in(site) {
        let demo = ["demo", "--residents", "40"];
        let served = site.start(&demo);
        let printed = site.printed();
        assert!(printed.contains(&served.origin), "{printed}");
        for username in ["cadre", "cadre2", "township", "department", "county", "auditor"] {
            assert!(printed.contains(username), "{printed}");
        }
        let password = printed.split_whitespace().last().expect("the last word is not the address");
        let password = printed.lines().find_map(|line| line.split_once("password ")).map_or(password, |(_, word)| word.trim());
        let form = [("username", "cadre"), ("password", password)];
        let client = served.stranger();
        assert_eq!(client.post("/sign-in", &form).status, 303, "{password}");
        assert!(client.get("/worklist").has("示例数据"));
        drop(served);
        let again = site.start(&demo);
        assert!(site.printed().contains(&again.origin));
        assert_eq!(again.stranger().post("/sign-in", &form).status, 303, "it is the same county");
        assert_eq!(site.count("residents"), 40);
    }

    fn every_account_of_the_sample_has_the_password_that_was_given(site) {
        site.generate("20");
        let served = site.serve();
        let village = &site.lines("SELECT min(village_code) AS line FROM posts")[0];
        for username in ["cadre", "cadre2", "township", "department", "county", "auditor", &format!("{village}-2"), &format!("{village}-4")] {
            let form = [("username", username), ("password", SAMPLE_PASSWORD)];
            assert_eq!(served.stranger().post("/sign-in", &form).status, 303, "{username}");
        }
    }

    fn a_county_of_its_own_is_not_taken_for_the_sample(site) {
        site.generate("20");
        site.execute("UPDATE county SET is_sample = NOT is_sample");
        assert!(site.run(&["demo"]).refused().contains("kith serve"));
        site.execute("DELETE FROM county");
        assert!(site.run(&["demo"]).refused().contains("kith serve"), "nor one whose first account alone is made");
    }

    fn a_county_that_is_there_is_not_written_over(site) {
        site.generate("20");
        let before = site.contents(&[]);
        let said = site.run(&["generate", "--residents", "30"]).refused();
        assert!(said.contains("already holds a county"), "{said}");
        assert!(site.contents(&[]) == before);
    }

    fn a_county_whose_making_was_killed_is_made_anew(site) {
        site.run(&["migrate"]).well();
        let (indexes, began) = (site.indexes(), Instant::now());
        let mut making = site.kith().args(["generate", "--residents", "20000"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("kith starts");
        // Long enough to have begun, not long enough to have ended.
        std::thread::sleep(Duration::from_millis(900));
        assert!(making.try_wait().expect("a process").is_none(), "it takes longer than {:?}", began.elapsed());
        making.kill().expect("it is killed");
        making.wait().expect("it has ended");
        let served = site.start(&["demo", "--residents", "40", "--demo-password", SAMPLE_PASSWORD]);
        assert!(served.sign_in("cadre").get("/worklist").has("示例数据"));
        drop(served);
        assert_eq!((site.count("residents"), site.indexes()), (40, indexes));
        assert!(site.run(&["check"]).well().contains("40 folded"));
    }
}
