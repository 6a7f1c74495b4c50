//! The code list itself: every place, what it lies in, its full name.

use super::former;
use crate::reference::table::rows;
use std::{collections::HashMap, sync::LazyLock};

/// A place by its number in the list, which is sorted by code: places compare as their codes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(u16);

/// How large a place is: what is larger beats what is smaller of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A province or a country.
    Province,
    City,
    /// A county, a district, a city of a county's rank.
    County,
}

#[derive(Debug)]
struct Row {
    code: &'static str,
    name: &'static str,
    parent: Option<Spot>,
}

/// The list and its codes.
pub struct List {
    rows: Vec<Row>,
    by_code: HashMap<&'static str, Spot>,
}

pub static LIST: LazyLock<List> = LazyLock::new(|| {
    let tables = [
        include_str!("../data/provinces.csv"),
        include_str!("../data/cities.csv"),
        include_str!("../data/counties.csv"),
        include_str!("../data/hk_mo_tw_overseas.csv"),
    ];
    let mut found: Vec<(&str, &str, &str)> = tables.into_iter().flat_map(rows).filter_map(three).collect();
    found.sort_unstable();
    found.dedup_by_key(|(code, ..)| *code);
    let spots = (0u16..).map(Spot);
    let by_code: HashMap<_, _> = found.iter().map(|(code, ..)| *code).zip(spots).collect();
    let row = |(code, name, parent)| Row { code, name, parent: by_code.get(parent).copied() };
    List { rows: found.into_iter().map(row).collect(), by_code }
});

fn three(row: Vec<&'static str>) -> Option<(&'static str, &'static str, &'static str)> {
    match row.as_slice() {
        [code, name, parent] => Some((code, name, parent)),
        _ => None,
    }
}

impl List {
    /// Every place with a name of its own, in code order.
    pub fn spots(&self) -> impl Iterator<Item = Spot> {
        (0u16..).map(Spot).take(self.rows.len()).filter(|spot| !self.is_placeholder(*spot))
    }

    /// The place of a code; a code that only stands for “the districts of this city” is the city.
    pub fn spot(&self, code: &str) -> Option<Spot> {
        let spot = *self.by_code.get(code)?;
        if self.is_placeholder(spot) { self.parent(spot) } else { Some(spot) }
    }

    /// The code of a place.
    pub fn code(&self, spot: Spot) -> &'static str {
        self.rows[usize::from(spot.0)].code
    }

    /// The name of a place alone.
    pub fn name(&self, spot: Spot) -> &'static str {
        self.rows[usize::from(spot.0)].name
    }

    fn parent(&self, spot: Spot) -> Option<Spot> {
        self.rows[usize::from(spot.0)].parent
    }

    /// Whether a name only stands for “the districts of this city” in the code list.
    pub fn is_placeholder(&self, spot: Spot) -> bool {
        matches!(self.name(spot), "市辖区" | "县" | "省直辖县级行政区划" | "自治区直辖县级行政区划")
    }

    /// What a place lies in, the nearest first.
    pub fn around(&self, spot: Spot) -> impl Iterator<Item = Spot> {
        std::iter::successors(self.parent(spot), |spot| self.parent(*spot))
    }

    /// Whether a place is another one or lies in it.
    pub fn is_in(&self, spot: Spot, other: Spot) -> bool {
        spot == other || self.around(spot).any(|around| around == other)
    }

    /// How large a place is; the parts of Hong Kong and Macau count as counties.
    pub fn level(&self, spot: Spot) -> Level {
        match (self.parent(spot), self.code(spot).as_bytes()) {
            (None, _) => Level::Province,
            (_, [_, _, _, _, b'0', b'0']) => Level::City,
            _ => Level::County,
        }
    }

    /// The name of a place with all it lies in.
    pub fn full_name(&self, spot: Spot) -> String {
        let mut parts = vec![spot];
        parts.extend(self.around(spot).filter(|around| !self.is_placeholder(*around)));
        parts.iter().rev().map(|part| self.name(*part)).collect()
    }
}

/// A place's name with all it lies in: 广东省深圳市宝安区; empty for an unknown code.
pub fn full_name(code: &str) -> String {
    LIST.spot(code).map(|spot| LIST.full_name(spot)).unwrap_or_default()
}

/// The code a county has now, for its present code or one it had once; none for what is no county of the list.
pub fn in_use(code: &str) -> Option<&'static str> {
    LIST.spot(code).map(|spot| LIST.code(spot)).or_else(|| former::code_now(code))
}
