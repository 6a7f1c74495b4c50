//! Whether one can register, and where: the county must have its notice, the village must be one.

use crate::{
    db::Conn,
    error::Error,
    settings::{self, County},
    territories::{self, Division, Offices},
};

/// What stands behind the address of a village's form.
pub enum Gate {
    /// The county has not yet said who keeps the data and whom to ring (PRODUCT §4.5).
    Shut,
    /// There is no such village.
    Unknown,
    /// The village itself, or the one its people went to when it ended.
    Open(Box<Offices>),
}

/// The county, if it has its notice, and the village that takes in what is sent to a code: all that sending needs.
pub fn village(conn: &mut Conn, code: &str) -> Result<Option<(County, Option<Division>)>, Error> {
    let Some(county) = open_county(conn)? else { return Ok(None) };
    let village = match code.len() {
        12 => territories::successor_of(conn, code)?,
        _ => None,
    };
    Ok(Some((county, village)))
}

/// The gate to a village, by the code that was asked for.
pub fn gate(conn: &mut Conn, code: &str) -> Result<Gate, Error> {
    let Some((county, village)) = village(conn, code)? else { return Ok(Gate::Shut) };
    let township = match village.as_ref().and_then(|village| village.parent_code.as_deref()) {
        Some(code) => territories::division(conn, code)?,
        None => None,
    };
    Ok(match village.zip(township) {
        Some((village, township)) => Gate::Open(Box::new(Offices { village, township, county })),
        None => Gate::Unknown,
    })
}

/// The county, if it has its notice.
pub fn open_county(conn: &mut Conn) -> Result<Option<County>, Error> {
    Ok(settings::county(conn)?.filter(County::has_notice))
}

/// The townships of the county; or, of one that was asked for, itself and its villages. What ended is left out.
pub fn choices(
    conn: &mut Conn,
    county: &County,
    township: &str,
) -> Result<(Option<Division>, Vec<Division>), Error> {
    let township = match township.len() {
        9 => territories::division(conn, township)?,
        _ => None,
    };
    let around = township.as_ref().map_or(county.code.as_str(), |township| &township.code);
    let mut inside = territories::divisions_of(conn, around)?;
    inside.retain(|division| division.ended_on.is_none());
    Ok((township, inside))
}

/// Every village with its township's name, in code order.
pub fn villages(conn: &mut Conn) -> Result<Vec<(String, String)>, Error> {
    let all = territories::divisions(conn)?;
    let name = |code: &Option<String>| {
        all.iter().find(|division| Some(&division.code) == code.as_ref()).map_or("", |found| &found.name)
    };
    let standing = all.iter().filter(|division| division.code.len() == 12 && division.ended_on.is_none());
    Ok(standing
        .map(|village| (village.code.clone(), format!("{} {}", name(&village.parent_code), village.name)))
        .collect())
}
