//! Reading the county's row.

use crate::{
    db::{Conn, each_db, schema::county},
    domain::Rules,
    error::Error,
    web::stamp,
};
use diesel::prelude::*;

/// The county: its name, whom to ask, and what residents are told (PRODUCT §4.5, §4.6).
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = county)]
pub struct County {
    pub code: String,
    pub name: String,
    pub is_sample: bool,
    pub office: String,
    pub office_phone: String,
    pub data_contact: String,
    pub data_contact_phone: String,
    pub purpose: String,
    pub filing: String,
    pub police_filing: String,
}

impl County {
    /// The stamp of what its form shows.
    pub fn stamp(&self) -> String {
        stamp(&[
            &self.code,
            &self.name,
            &self.office,
            &self.office_phone,
            &self.data_contact,
            &self.data_contact_phone,
            &self.purpose,
            &self.filing,
            &self.police_filing,
        ])
    }

    /// Whether residents can be told who keeps what about them, and whom to ring (PRODUCT §4.5).
    pub fn has_notice(&self) -> bool {
        [&self.office, &self.office_phone, &self.data_contact, &self.data_contact_phone]
            .iter()
            .all(|value| !value.is_empty())
    }
}

/// The county, once it is set up.
pub fn county(conn: &mut Conn) -> Result<Option<County>, Error> {
    Ok(each_db!(conn, |c| county::table.find(1).select(County::as_select()).first(c)).optional()?)
}

/// The county where there must be one.
pub fn require_county(conn: &mut Conn) -> Result<County, Error> {
    county(conn)?.ok_or(Error::NotFound)
}

/// The county's numbers; PRODUCT's where it set none.
pub fn rules(conn: &mut Conn) -> Result<Rules, Error> {
    let own =
        county::table.find(1).select((county::regular_days, county::priority_days, county::settled_days));
    Ok(rules_with(each_db!(conn, |c| own.first(c)).optional()?))
}

/// The county's own numbers (regular, priority and settled days), if it is set up, and PRODUCT's others.
pub fn rules_with(own: Option<(i32, i32, i32)>) -> Rules {
    let rules = Rules::default();
    match own {
        Some((regular_days, priority_days, settled_days)) => {
            Rules { regular_days, priority_days, settled_days, ..rules }
        }
        None => rules,
    }
}
