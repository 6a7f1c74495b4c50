//! The fixed cast: owner, backup, colleague, a cadre elsewhere, the offices, and a few residents. All invented.

use super::TestApp;
use diesel::prelude::*;
use kith::{
    accounts::Passwords,
    checkins::refold,
    db::{
        Tx,
        schema::{accounts, county, departments, divisions, posts},
    },
    domain::{
        IdKind, IdNumber, LegalBasis, PersonName, PhoneNumber, PostId, ResidentId, Sex, TypedPlace,
        VillageCode,
    },
    error::Error,
    residents::{self, NewChannel, NewDestination, NewHousehold, NewResident, Source},
    seal::Keys,
};

pub const PASSWORD: &str = "test-pass-1";
pub const COUNTY: &str = "500155";
pub const TOWNSHIP: &str = "500155001";
pub const VILLAGE: &str = "500155001001";
pub const NEXT_VILLAGE: &str = "500155001002";
pub const FAR_VILLAGE: &str = "500155002001";

/// Posts and accounts bear the same number.
pub const OWNER: i64 = 1;
pub const BACKUP: i64 = 2;
pub const OTHER: i64 = 4;

/// User name, role, township, village, department.
type Member = (&'static str, &'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

/// Everybody who can sign in, with the role and the place of their post.
pub const STAFF: [Member; 9] = [
    ("owner", "cadre", Some("500155001"), Some(VILLAGE), None),
    ("backup", "cadre", Some("500155001"), Some(VILLAGE), None),
    ("colleague", "cadre", Some("500155001"), Some(VILLAGE), None),
    ("other", "cadre", Some("500155002"), Some(FAR_VILLAGE), None),
    ("township", "township", Some("500155001"), None, None),
    ("far-township", "township", Some("500155002"), None, None),
    ("department", "department", None, None, Some("D27")),
    ("county", "county", None, None, None),
    ("auditor", "auditor", None, None, None),
];

/// A resident of the cast.
pub struct Cast {
    pub name: &'static str,
    pub numbers: &'static [&'static str],
    pub village: &'static str,
}

/// Two numbers, an ID number, away; the one most tests are about.
pub const XIAOYAN: Cast =
    Cast { name: "周小燕", numbers: &["15400004471", "02355552218"], village: VILLAGE };
pub const DAJUN: Cast = Cast { name: "罗大军", numbers: &["15400000417"], village: VILLAGE };
pub const NUMBERLESS: Cast = Cast { name: "查小月", numbers: &[], village: VILLAGE };
pub const FAR: Cast = Cast { name: "郑学英", numbers: &["15400009999"], village: FAR_VILLAGE };
pub const ID_NUMBER: &str = "500228199203041221";

/// Puts county, staff and residents into the database of a test.
pub fn enter(app: &TestApp, passwords: &Passwords) {
    let hash = passwords.hash_now(PASSWORD).expect("a hash");
    let keys = app.state.keys.clone();
    app.write(move |tx| {
        house(tx)?;
        staff(tx, &hash)?;
        for (number, cast) in [XIAOYAN, DAJUN, NUMBERLESS, FAR].into_iter().enumerate() {
            person(tx, &keys, &cast, number)?;
        }
        Ok(())
    });
}

fn house(tx: &mut Tx<'_>) -> Result<(), Error> {
    let row = (
        (
            county::id.eq(1),
            county::code.eq(COUNTY),
            county::name.eq("重庆市梁平区"),
            county::is_sample.eq(false),
        ),
        (county::office.eq("乡联簿办公室"), county::office_phone.eq("023-5555 0100")),
        (county::data_contact.eq("陈敏"), county::data_contact_phone.eq("023-5555 0188")),
        (county::purpose.eq("保持联系"), county::filing.eq(""), county::police_filing.eq("")),
        (
            county::regular_days.eq(90),
            county::priority_days.eq(30),
            county::settled_days.eq(180),
            county::created_at.eq(tx.now),
        ),
    );
    diesel::insert_into(county::table).values(row).execute(tx.conn)?;
    let places = [
        (COUNTY, None, "梁平区"),
        ("500155001", Some(COUNTY), "聚奎镇"),
        ("500155002", Some(COUNTY), "屏锦镇"),
        (VILLAGE, Some("500155001"), "青龙村"),
        (NEXT_VILLAGE, Some("500155001"), "白云村"),
        (FAR_VILLAGE, Some("500155002"), "远山村"),
    ];
    for (code, parent, name) in places {
        let row = (
            divisions::code.eq(code),
            divisions::parent_code.eq(parent),
            divisions::name.eq(name),
            divisions::registered_population.eq(1000),
            divisions::office_phone.eq("023-5555 0123"),
        );
        diesel::insert_into(divisions::table).values(row).execute(tx.conn)?;
    }
    let row = (
        departments::code.eq("D27"),
        departments::name.eq("人力社保局"),
        departments::short_name.eq("人社局"),
    );
    diesel::insert_into(departments::table).values(row).execute(tx.conn)?;
    Ok(())
}

fn staff(tx: &mut Tx<'_>, hash: &str) -> Result<(), Error> {
    for (number, (username, role, township, village, department)) in (1i64..).zip(STAFF) {
        let account = (
            accounts::id.eq(number),
            accounts::username.eq(username),
            accounts::name.eq(format!("{username}同志")),
            accounts::password_hash.eq(hash),
            accounts::language.eq("zh"),
            accounts::created_at.eq(tx.now),
        );
        diesel::insert_into(accounts::table).values(account).execute(tx.conn)?;
        let post = (
            posts::id.eq(number),
            posts::role.eq(role),
            posts::township_code.eq(township),
            posts::village_code.eq(village),
            posts::department_code.eq(department),
            posts::account_id.eq(number),
            posts::from_on.eq(tx.today),
        );
        diesel::insert_into(posts::table).values(post).execute(tx.conn)?;
    }
    Ok(())
}

fn person(tx: &mut Tx<'_>, keys: &Keys, cast: &Cast, number: usize) -> Result<ResidentId, Error> {
    let village = VillageCode::parse(cast.village).expect("a village");
    let household = residents::add_household(
        tx,
        &NewHousehold {
            village,
            group_no: Some(2),
            number: "17".into(),
            head_name: "周德福".into(),
            address: String::new(),
            children_left: 0,
            elderly_left: 1,
            adults_left: 1,
        },
    )?;
    let is_far = cast.village != VILLAGE;
    let owner = PostId(if is_far { OTHER } else { OWNER });
    let channel = |number: &&str| {
        let phone = PhoneNumber::parse(number).expect("a number");
        NewChannel::phone(&phone, String::new(), Source::Staff, tx.today, None)
    };
    let channels = cast.numbers.iter().map(channel).collect();
    let document = (number == 0)
        .then(|| (IdKind::ResidentId, IdNumber::parse(IdKind::ResidentId, ID_NUMBER).expect("an ID number")));
    let new = NewResident {
        village,
        household,
        relation: "30".into(),
        name: PersonName::parse(cast.name).expect("a name"),
        sex: Sex::Female,
        birth_on: None,
        document,
        education: None,
        hours: "晚上 7 点后".into(),
        note: String::new(),
        priority: None,
        is_settled: false,
        owner: Some(owner),
        backup: (!is_far).then_some(PostId(BACKUP)),
        legal_basis: LegalBasis::Duty,
        informed_on: None,
        channels,
        destination: Some(NewDestination::told(
            TypedPlace::told("广东省东莞市", village.county()),
            "流水线组长",
            Source::Staff,
            tx.today,
        )),
    };
    let person = residents::add(tx, keys, &new)?;
    // Everybody of the cast is due today, so that stories begin where they are told.
    diesel::update(kith::db::schema::residents::table.find(person.id))
        .set(kith::db::schema::residents::first_due_on.eq(tx.today))
        .execute(tx.conn)?;
    refold(tx, person.id)?;
    Ok(person.id)
}

/// The id of a resident of the cast.
pub fn id(app: &TestApp, cast: &Cast) -> ResidentId {
    use kith::db::schema::residents::dsl;
    let name = cast.name;
    app.read(move |conn| Ok(dsl::residents.filter(dsl::name.eq(name)).select(dsl::id).first(conn)?))
}
