//! Registrations as the common connection cannot write them.

use crate::{
    db::{Conn, conn::each_db, schema},
    domain::{LinkId, RegistrationId, VillageCode},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A registration as it enters the database.
#[derive(Insertable)]
#[diesel(table_name = schema::registrations, treat_none_as_default_value = false)]
pub struct RegistrationRow<'a> {
    pub id: i64,
    pub reference: String,
    pub village_code: &'a str,
    pub township_code: &'a str,
    pub name: &'a str,
    pub name_key: &'a str,
    pub sex: &'static str,
    pub birth_on: Option<NaiveDate>,
    pub id_kind: &'static str,
    pub id_number: Option<Vec<u8>>,
    pub phone: Vec<u8>,
    pub wechat: Option<Vec<u8>>,
    pub group_no: Option<i32>,
    pub head_name: &'a str,
    pub place: &'a str,
    pub place_code: Option<&'a str>,
    pub work: &'a str,
    pub hours: &'a str,
    pub note: &'a str,
    pub language: &'static str,
    pub sent_at: NaiveDateTime,
    pub decide_by: NaiveDate,
    pub state: &'static str,
}

/// Writes a registration unless its reference is taken; true if it was written.
pub fn insert_registration(conn: &mut Conn, row: &RegistrationRow<'_>) -> QueryResult<bool> {
    let written = each_db!(conn, |c| diesel::insert_into(schema::registrations::table)
        .values(row)
        .on_conflict(schema::registrations::reference)
        .do_nothing()
        .execute(c));
    written.map(|rows| rows == 1)
}

/// A consent given with a registration.
#[derive(Insertable)]
#[diesel(table_name = schema::consents)]
pub struct ConsentRow {
    pub id: i64,
    pub registration_id: i64,
    pub wording_id: i64,
    pub given_on: NaiveDate,
}

/// Writes the consents of one registration.
pub fn insert_consents(conn: &mut Conn, rows: &[ConsentRow]) -> QueryResult<()> {
    rows.iter().try_for_each(|row| {
        each_db!(conn, |c| diesel::insert_into(schema::consents::table).values(row).execute(c)).map(drop)
    })
}

/// Locks a registration's row until the transaction ends; on SQLite the writer is alone anyway.
pub fn lock_registration(conn: &mut Conn, id: RegistrationId) -> QueryResult<()> {
    use schema::registrations::dsl;
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => dsl::registrations.find(id).select(dsl::id).for_update().first::<i64>(c).map(drop),
    }
}

/// A term of a registration, shared by other forms of the same person.
#[derive(Insertable)]
#[diesel(table_name = schema::registration_keys, treat_none_as_default_value = false)]
struct RegistrationKeyRow {
    village_code: VillageCode,
    term: i64,
    registration_id: i64,
}

/// Adds the terms of a registration that waits in a village.
pub fn add_registration_keys(
    conn: &mut Conn,
    village: VillageCode,
    id: RegistrationId,
    terms: &[i64],
) -> QueryResult<()> {
    // One by one: a statement for one row stays prepared, one for several is prepared afresh each time.
    terms.iter().try_for_each(|term| {
        let row = RegistrationKeyRow { village_code: village, term: *term, registration_id: id.0 };
        each_db!(conn, |c| diesel::insert_into(schema::registration_keys::table)
            .values(&row)
            .on_conflict_do_nothing()
            .execute(c))
        .map(drop)
    })
}

/// Locks a personal link until the transaction ends, so that tries are counted one after the other.
pub fn lock_link(conn: &mut Conn, id: LinkId) -> QueryResult<()> {
    use schema::personal_links::dsl;
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(c) => dsl::personal_links.find(id).select(dsl::id).for_update().first::<i64>(c).map(drop),
    }
}

/// A visit as it is kept.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = schema::visits, primary_key(token_hash))]
pub struct VisitRow {
    pub token_hash: Vec<u8>,
    pub link_id: i64,
    pub serial: i32,
    pub began_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
}

/// Writes a visit; one under the same token begins anew.
pub fn put_visit(conn: &mut Conn, visit: &VisitRow) -> QueryResult<()> {
    let written = each_db!(conn, |c| diesel::insert_into(schema::visits::table)
        .values(visit)
        .on_conflict(schema::visits::token_hash)
        .do_nothing()
        .execute(c))?;
    if written == 0 {
        let same = schema::visits::table.find(&visit.token_hash);
        each_db!(conn, |c| diesel::update(same).set(visit).execute(c))?;
    }
    Ok(())
}

/// Remembers what was decided for rosters of a shape; the last word counts.
pub fn remember_shape(
    conn: &mut Conn,
    place: &str,
    shape: &str,
    choices: &str,
    at: NaiveDateTime,
) -> QueryResult<()> {
    use schema::roster_shapes::dsl;
    let row = (dsl::place.eq(place), dsl::shape.eq(shape), dsl::choices.eq(choices), dsl::used_at.eq(at));
    each_db!(conn, |c| diesel::insert_into(dsl::roster_shapes)
        .values(row)
        .on_conflict((dsl::place, dsl::shape))
        .do_update()
        .set((dsl::choices.eq(choices), dsl::used_at.eq(at)))
        .execute(c))
    .map(drop)
}
