//! Reading divisions and departments.

use crate::{
    db::{
        Conn,
        schema::{departments, divisions},
    },
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
    /// Where it was merged into, once it has ended.
    pub successor_code: Option<String>,
}

impl Division {
    /// The stamp of what its form shows.
    pub fn stamp(&self) -> String {
        stamp(&[&self.name, &self.registered_population.to_string(), &self.office_phone])
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
    Ok(divisions::table.find(code).select(Division::as_select()).first(conn).optional()?)
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
