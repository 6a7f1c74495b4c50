//! The sample county is made in bulk, and is as if each of its records had been saved by itself.

use super::pairs_in;
use crate::support::{Kind, postgres};
use chrono::NaiveDate;
use diesel::prelude::*;
use kith::{
    clock::Clock,
    db::{Address, Db, schema::residents as people},
    demo::{self, Sample},
    domain::{Actor, ResidentId, Scope, VillageCode},
    error::Error,
    residents,
    seal::Keys,
};
use std::sync::Arc;

/// The first village of the sample county, whose cadre is `cadre`.
const FIRST: &str = "500155001001";

fn made(kind: Kind) {
    let folder = std::env::temp_dir().join(format!("kith-sample-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let address = match kind {
        Kind::Sqlite => format!("sqlite://{}", folder.join("kith.db").display()),
        Kind::Postgres => postgres::empty(),
    };
    let address = Address::parse(&address).expect("an address");
    address.migrate().expect("the tables");
    let keys = Arc::new(Keys::parse(&"42".repeat(32)).expect("a key"));
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let sample = Sample { residents: 2_000, seed: 7, as_of, password_hash: String::new() };
    demo::generate(&address, &keys, &sample, &mut |_, _| {}).expect("the county is made");
    let db = Db::open(&address, Clock::Real, 2).expect("the database opens");
    let story = async {
        let own = keys.clone();
        let ids = db
            .report(move |conn| {
                let ids = residents::ids_after(conn, ResidentId(i64::MIN), 3_000)?;
                for id in &ids {
                    assert!(!residents::match_keys_differ(conn, &own, *id)?, "{id}");
                }
                Ok::<_, Error>(ids)
            })
            .await?;
        assert_eq!(ids.len(), 2_000);
        let before = db.report(pairs_in).await?;
        let in_first = before.iter().filter(|pair| pair.3.as_deref() == Some(FIRST)).count();
        assert!((2..6).contains(&in_first), "the first cadre has pairs to look at: {in_first}");
        assert!(before.iter().any(|pair| pair.3.is_none()), "and the township one across villages");
        let own = keys.clone();
        // Whoever is in a pair, and some of the others.
        let is_in_a_pair = |id: &ResidentId| before.iter().any(|pair| pair.0 == id.0 || pair.1 == id.0);
        let again: Vec<ResidentId> = ids
            .into_iter()
            .enumerate()
            .filter(|(at, id)| at % 9 == 0 || is_in_a_pair(id))
            .map(|(_, id)| id)
            .collect();
        db.write(Actor::Command, move |tx| {
            for id in again {
                let village: VillageCode =
                    people::table.find(id).select(people::village_code).first(tx.conn)?;
                let (person, ..) = residents::find(tx.conn, Scope::Village(village), id)?;
                residents::write_match_keys(tx, &own, &person)?;
                residents::find_pairs(tx, &own, &person)?;
            }
            Ok::<_, Error>(())
        })
        .await?;
        assert_eq!(db.report(pairs_in).await?, before, "saving a record once more changes nothing");
        Ok::<_, Error>(())
    };
    actix_web::rt::System::new().block_on(story).expect("the story ends well");
    db.close();
    if kind == Kind::Sqlite {
        std::fs::remove_dir_all(&folder).expect("the folder goes");
    }
}

#[test]
fn the_sample_county_has_the_keys_and_pairs_its_records_would_make_on_sqlite() {
    made(Kind::Sqlite);
}

#[test]
fn the_sample_county_has_the_keys_and_pairs_its_records_would_make_on_postgres() {
    if postgres::is_there() {
        made(Kind::Postgres);
    }
}
