//! Reading divisions and departments.

use crate::{
    db::{
        Conn, each_db,
        schema::{departments, divisions},
    },
    domain::{PostId, Scope},
    error::Error,
    web::stamp,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A county, township or village.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = divisions)]
pub struct Division {
    pub code: String,
    pub parent_code: Option<String>,
    pub name: String,
    /// People registered here.
    pub registered_population: i32,
    /// The number of its office; empty if none is known.
    pub office_phone: String,
    pub ended_on: Option<NaiveDate>,
    /// Of a township: the post that finds locked records (PRODUCT §4.3).
    pub data_contact_id: Option<PostId>,
    /// Where it was merged into, once it has ended.
    pub successor_code: Option<String>,
}

impl Division {
    /// The stamp of what its form shows.
    pub fn stamp(&self) -> String {
        let contact = self.data_contact_id.map(|post| post.to_string()).unwrap_or_default();
        stamp(&[&self.name, &self.registered_population.to_string(), &self.office_phone, &contact])
    }
}

/// An office of the county that answers requests.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = departments)]
pub struct Department {
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub ended_on: Option<NaiveDate>,
}

/// One division by its code.
pub fn division(conn: &mut Conn, code: &str) -> Result<Option<Division>, Error> {
    let found = divisions::table.find(code);
    Ok(each_db!(conn, |c| found.select(Division::as_select()).first(c)).optional()?)
}

/// Whether a post is the data contact of the township it acts in.
pub fn is_data_contact(conn: &mut Conn, scope: Scope, post: PostId) -> Result<bool, Error> {
    let Scope::Township(code) = scope else { return Ok(false) };
    let named: Option<Option<PostId>> =
        divisions::table.find(code).select(divisions::data_contact_id).first(conn).optional()?;
    Ok(named.flatten() == Some(post))
}

/// What lies directly inside a division, in code order.
pub fn divisions_of(conn: &mut Conn, parent: &str) -> Result<Vec<Division>, Error> {
    let rows = divisions::table.filter(divisions::parent_code.eq(parent)).order(divisions::code);
    Ok(rows.select(Division::as_select()).load(conn)?)
}

/// Every division, in code order: the county, its townships, their villages.
pub fn divisions(conn: &mut Conn) -> Result<Vec<Division>, Error> {
    Ok(divisions::table.order(divisions::code).select(Division::as_select()).load(conn)?)
}

/// Every department, in code order.
pub fn departments(conn: &mut Conn) -> Result<Vec<Department>, Error> {
    Ok(departments::table.order(departments::code).select(Department::as_select()).load(conn)?)
}
