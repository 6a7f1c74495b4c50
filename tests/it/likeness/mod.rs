//! Likely the same person (PRODUCT §2, §4.1): match keys, pairs, and who learns of them.

mod keys;

use crate::support::{TestApp, cast};
use chrono::NaiveDate;
use diesel::prelude::*;
use kith::{
    checkins::refold,
    db::{Tx, schema::likely_pairs},
    domain::{IdKind, IdNumber, PersonName, PhoneNumber, PostId, ResidentId, Sex, VillageCode},
    error::Error,
    residents::{self, NewChannel, NewHousehold, NewResident, Source},
    seal::Keys,
};

/// Somebody to be added: what may agree with others, the rest as it comes.
#[derive(Clone, Copy)]
pub struct Somebody {
    pub village: &'static str,
    pub name: &'static str,
    pub born: Option<(i32, u32, u32)>,
    pub id_number: Option<&'static str>,
    pub phone: Option<&'static str>,
    pub head: &'static str,
}

/// Somebody of whom nothing agrees with the cast.
pub const STRANGER: Somebody = Somebody {
    village: cast::VILLAGE,
    name: "谭永秀",
    born: None,
    id_number: None,
    phone: None,
    head: "谭世荣",
};

/// Adds somebody, as the record, rosters and registrations will.
pub fn add(tx: &mut Tx<'_>, keys: &Keys, somebody: &Somebody) -> Result<ResidentId, Error> {
    let village = VillageCode::parse(somebody.village).expect("a village");
    let household = residents::add_household(
        tx,
        &NewHousehold {
            village,
            group_no: Some(3),
            number: "21".into(),
            head_name: somebody.head.into(),
            address: String::new(),
            children_left: 0,
            elderly_left: 1,
            adults_left: 1,
        },
    )?;
    let phone = |number: &str| {
        let number = PhoneNumber::parse(number).expect("a number");
        NewChannel::phone(&number, String::new(), Source::Staff, tx.today, None)
    };
    let document = |number: &str| IdNumber::parse(IdKind::ResidentId, number).expect("a document");
    let new = NewResident {
        village,
        household,
        relation: "30".into(),
        name: PersonName::parse(somebody.name).expect("a name"),
        sex: Sex::Female,
        birth_on: somebody.born.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day)),
        document: somebody.id_number.map(|number| (IdKind::ResidentId, document(number))),
        hours: String::new(),
        note: String::new(),
        priority: None,
        is_settled: false,
        owner: Some(PostId(cast::OWNER)),
        backup: None,
        informed_on: None,
        channels: somebody.phone.map(phone).into_iter().collect(),
        destination: None,
    };
    let person = residents::add(tx, keys, &new)?;
    refold(tx, person.id)?;
    Ok(person.id)
}

/// Adds somebody to the county of a test.
pub fn enter(app: &TestApp, somebody: Somebody) -> ResidentId {
    let keys = app.state.keys.clone();
    app.write(move |tx| add(tx, &keys, &somebody))
}

/// All pairs: the two records, the evidence, the village if both are in one, and the verdict.
pub type Pair = (i64, i64, String, Option<String>, Option<String>);

pub fn pairs(app: &TestApp) -> Vec<Pair> {
    app.read(|conn| {
        let columns = (
            likely_pairs::first_id,
            likely_pairs::second_id,
            likely_pairs::evidence,
            likely_pairs::village_code,
            likely_pairs::verdict,
        );
        Ok(likely_pairs::table.order(likely_pairs::id).select(columns).load(conn)?)
    })
}
