//! Places: provinces, cities, counties (GB/T 2260) and where people go beyond them.

use super::table::rows;
use std::{collections::HashMap, sync::LazyLock};

/// A place: its name and the code of what it lies in, if that is told.
#[derive(Debug, Clone, Copy)]
struct Place {
    name: &'static str,
    parent: &'static str,
}

static PLACES: LazyLock<HashMap<&'static str, Place>> = LazyLock::new(|| {
    let tables = [
        include_str!("data/provinces.csv"),
        include_str!("data/cities.csv"),
        include_str!("data/counties.csv"),
        include_str!("data/hk_mo_tw_overseas.csv"),
    ];
    let place = |row: Vec<&'static str>| match row.as_slice() {
        [code, name, parent] => Some((*code, Place { name, parent })),
        _ => None,
    };
    tables.into_iter().flat_map(rows).filter_map(place).collect()
});

/// Codes by exact name: the full name with what it lies in, and short ones that only one place bears.
static BY_NAME: LazyLock<HashMap<String, Option<&'static str>>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (code, place) in PLACES.iter().filter(|(_, place)| !is_placeholder(place.name)) {
        names.insert(full_name(code), Some(*code));
        names.entry(place.name.to_owned()).and_modify(|kept| *kept = None).or_insert(Some(*code));
    }
    for code in PLACES.keys().filter(|code| full_name(code) == PLACES[*code].name) {
        names.insert(full_name(code), Some(*code));
    }
    names
});

/// Whether a name only stands for "the districts of this city" in the code list.
fn is_placeholder(name: &str) -> bool {
    matches!(name, "市辖区" | "县" | "省直辖县级行政区划" | "自治区直辖县级行政区划")
}

/// A place's name with all it lies in: 广东省深圳市宝安区; empty for an unknown code.
pub fn full_name(code: &str) -> String {
    let Some(place) = PLACES.get(code) else { return String::new() };
    let own = if is_placeholder(place.name) { "" } else { place.name };
    if place.parent.is_empty() { own.to_owned() } else { full_name(place.parent) + own }
}

/// The code of a place written by its exact full name; the resolver of what people say comes later.
pub fn resolve_exact(text: &str) -> Option<&'static str> {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    BY_NAME.get(&name).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_finds_its_code() {
        for (name, code) in [
            ("广东省深圳市", Some("440300")),
            ("广东省 深圳市 宝安区", Some("440306")),
            ("深圳市", Some("440300")),
            ("重庆市", Some("500000")),
            ("北京市朝阳区", Some("110105")),
            ("朝阳区", None),
            ("城里", None),
        ] {
            assert_eq!(resolve_exact(name), code, "{name}");
        }
    }
}
