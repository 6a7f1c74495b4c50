//! The divisions of the county, by all names people write.

use crate::{
    db::Conn,
    error::Error,
    rosters::{County, Divisions},
    settings,
    territories::{self, Division},
};
use std::collections::HashMap;

/// The county's divisions. The names of villages that have ended lead to their successors.
pub fn divisions(conn: &mut Conn) -> Result<Divisions, Error> {
    let county = settings::require_county(conn)?;
    let area_code: String = county.office_phone.chars().take_while(char::is_ascii_digit).collect();
    let area_code =
        if area_code.starts_with('0') && area_code.len() <= 4 { area_code } else { String::new() };
    let all = territories::divisions(conn)?;
    let by_code: HashMap<&str, &Division> = all.iter().map(|one| (one.code.as_str(), one)).collect();
    let named = all.iter().filter_map(|one| Some((standing(&by_code, one)?, one.name.clone())));
    let county = County { code: county.code, name: county.name, area_code };
    Ok(Divisions::new(county, named))
}

/// The code of a division, or of the one it went into.
fn standing(all: &HashMap<&str, &Division>, one: &Division) -> Option<String> {
    let mut here = one;
    // Nothing merges in a ring: as many steps as there are divisions lead out of any chain.
    for _ in 0..=all.len() {
        match (here.ended_on, here.successor_code.as_deref()) {
            (None, _) => return Some(here.code.clone()),
            (Some(_), Some(next)) => here = all.get(next)?,
            (Some(_), None) => return None,
        }
    }
    None
}
