//! The sample county: a real one, with invented people and populations.

use super::table::rows;
use std::sync::LazyLock;

/// The code and the name of the sample county.
pub const CODE: &str = "500155";
pub const NAME: &str = "重庆市梁平区";

/// A division of the sample county.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub code: &'static str,
    pub name: &'static str,
    pub population: i32,
    pub households: i32,
}

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let area = |row: Vec<&'static str>| match row.as_slice() {
        [code, name, population, households] => Some(Area {
            code,
            name,
            population: population.parse().ok()?,
            households: households.parse().ok()?,
        }),
        _ => None,
    };
    rows(include_str!("data/population.csv")).filter_map(area).collect()
});

/// The townships, in code order.
pub fn townships() -> impl Iterator<Item = &'static Area> {
    AREAS.iter().filter(|area| area.code.len() == 9)
}

/// The villages, in code order.
pub fn villages() -> impl Iterator<Item = &'static Area> {
    AREAS.iter().filter(|area| area.code.len() == 12)
}

/// A department: code, name, short name.
pub fn departments() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    rows(include_str!("data/departments.csv")).filter_map(|row| match row.as_slice() {
        [code, name, .., short] => Some((*code, *name, *short)),
        _ => None,
    })
}

/// The area code an ID number of somebody born here in a year begins with.
pub fn id_prefix(year: i32) -> &'static str {
    let covers = |row: &Vec<&'static str>| {
        let from = row.get(3).and_then(|year| year.parse().ok()).unwrap_or(i32::MIN);
        let to = row.get(4).and_then(|year| year.parse().ok()).unwrap_or(i32::MAX);
        (from..to).contains(&year)
    };
    rows(include_str!("data/liangping_id_prefixes.csv"))
        .find(covers)
        .and_then(|row| row.first().copied())
        .unwrap_or(CODE)
}
