//! The index of names: what each may mean alone, and what behind a place it lies in.

use super::{
    former,
    latin::pinyin,
    list::{LIST, Spot},
    names::{self, Kind},
    spelling::spelled,
    words::WORDS,
};
use crate::reference::table::rows;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// Whether a name counts with nothing before it that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Always,
    /// Only if nothing follows but words that say no place.
    Alone,
    Never,
}

/// A name, spelled as [`spelled`] spells.
#[derive(Debug)]
pub struct Name {
    pub text: Box<str>,
    pub stands: Stands,
    /// With its suffix, so that it is no part of another word.
    pub is_official: bool,
    /// What it means with nothing before it, in code order.
    pub alone: Vec<Spot>,
    /// What it may mean behind a place it lies in, in code order.
    pub inside: Vec<Spot>,
    /// What has a town or a quarter of this name: that counts only right behind it.
    pub quarters: Vec<Spot>,
    /// What once had this name.
    pub formerly: Vec<Spot>,
}

/// All names, by their first two characters, the longest first.
pub struct Index(HashMap<(char, char), Vec<Name>>);

pub static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(gathered()));

/// What the tables say of one name.
#[derive(Debug, Default)]
struct Gathered {
    official: Vec<Spot>,
    spoken: Vec<Spot>,
    short: Vec<Spot>,
    quarters: Vec<Spot>,
    /// The same, of those people know by themselves.
    towns: Vec<Spot>,
    former: Vec<Spot>,
    former_short: Vec<Spot>,
    /// The list of spoken names, which is above all but official names.
    listed: Vec<Spot>,
}

impl Index {
    fn new(gathered: BTreeMap<String, Gathered>) -> Index {
        let mut index: HashMap<(char, char), Vec<Name>> = HashMap::new();
        for (text, found) in gathered {
            let mut letters = text.chars();
            if let (Some(first), Some(second)) = (letters.next(), letters.next()) {
                index.entry((first, second)).or_default().push(found.into_name(text));
            }
        }
        for names in index.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.text.len()));
        }
        Index(index)
    }

    /// The names with which a text begins, the longest first.
    pub fn begins<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Name> {
        let mut letters = text.chars();
        let key = letters.next().zip(letters.next());
        let names = key.and_then(|key| self.0.get(&key)).map(Vec::as_slice).unwrap_or_default();
        names.iter().filter(move |name| text.starts_with(&*name.text))
    }

    /// All names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.0.values().flatten()
    }
}

impl Gathered {
    /// What once had an official name, unless a neighbour has it now.
    fn former_elsewhere(&self) -> Vec<Spot> {
        let city = |spot: &Spot| LIST.around(*spot).next();
        let has_it = |spot: &Spot| self.official.iter().any(|now| city(now) == city(spot));
        self.former.iter().copied().filter(|spot| !has_it(spot)).collect()
    }

    fn into_name(self, text: String) -> Name {
        let is_official = !self.official.is_empty() || !self.former.is_empty();
        let is_common = WORDS.common.contains(&text.as_str());
        let is_generic = is_common || is_generic(&text);
        let (alone, stands) = if !self.listed.is_empty() {
            (self.listed.clone(), Stands::Always)
        } else if !self.official.is_empty() && !is_common {
            // 江北区: Ningbo's, or that of Chongqing, whose name is no longer in use but in everybody's mouth.
            ([self.official.as_slice(), &self.former_elsewhere()].concat(), Stands::Always)
        } else if !self.spoken.is_empty() {
            (largest(&self.spoken), Stands::Always)
        } else if !self.former.is_empty() && !is_generic {
            (self.former.clone(), Stands::Always)
        } else if !self.short.is_empty() && !self.towns.is_empty() {
            // 西乡: the county, or the well-known quarter of Shenzhen.
            ([self.short.as_slice(), &self.towns].concat(), Stands::Alone)
        } else if !self.short.is_empty() && !is_common {
            (self.short.clone(), Stands::Alone)
        } else if !self.former_short.is_empty() && self.short.is_empty() && !is_generic {
            (self.former_short.clone(), Stands::Alone)
        } else {
            (Vec::new(), Stands::Never)
        };
        let inside = sorted([self.official, self.spoken, self.short, self.listed].concat());
        let formerly = sorted([self.former, self.former_short].concat());
        let text = text.into_boxed_str();
        let quarters = sorted([self.quarters, self.towns].concat());
        Name { text, stands, is_official, alone: sorted(alone), inside, quarters, formerly }
    }
}

/// Former names that any town has: 郊区, 市区, 新区, 南市区.
fn is_generic(name: &str) -> bool {
    let head = name.strip_suffix('区').unwrap_or(name);
    head.chars().nth(1).is_none()
        || ["郊", "市", "城", "矿", "新", "镇"].iter().any(|last| head.ends_with(last))
}

/// The largest places of several: a province beats what lies inside it, a city beats counties (reference README).
pub fn largest(spots: &[Spot]) -> Vec<Spot> {
    let largest = spots.iter().map(|spot| LIST.level(*spot)).min();
    spots.iter().copied().filter(|spot| Some(LIST.level(*spot)) == largest).collect()
}

fn sorted(mut spots: Vec<Spot>) -> Vec<Spot> {
    spots.sort_unstable();
    spots.dedup();
    spots
}

/// A list of spoken names: a name and its codes, separated by spaces.
fn listed(table: &'static str) -> impl Iterator<Item = (&'static str, Vec<Spot>)> {
    rows(table).filter_map(|row| {
        let spots = row.get(1)?.split(' ').filter_map(|code| LIST.spot(code)).collect();
        Some((*row.first()?, spots))
    })
}

fn gathered() -> BTreeMap<String, Gathered> {
    let mut all: BTreeMap<String, Gathered> = BTreeMap::new();
    for spot in LIST.spots() {
        // The quarters of Hong Kong and Macau bear names that are common on the mainland: 东区, 大埔.
        let is_quarter =
            matches!(LIST.code(spot).get(..2), Some("81" | "82")) && LIST.around(spot).next().is_some();
        for (name, kind) in names::of(spot) {
            let found = all.entry(spelled(&name)).or_default();
            match kind {
                _ if is_quarter => found.quarters.push(spot),
                Kind::Official => found.official.push(spot),
                Kind::Spoken => found.spoken.push(spot),
                Kind::Short => found.short.push(spot),
            }
        }
    }
    for (name, spot) in former::names() {
        all.entry(spelled(name)).or_default().former.push(spot);
        if let Some(stem) = names::stem(name) {
            all.entry(spelled(stem)).or_default().former_short.push(spot);
        }
    }
    for row in rows(include_str!("../data/no_county_city_towns.csv")) {
        if let [_, name, city] = row.as_slice()
            && let Some(spot) = LIST.spot(city)
        {
            let short = name.trim_end_matches("街道").trim_end_matches('镇');
            for name in [name, short].into_iter().filter(|name| name.chars().nth(1).is_some()) {
                all.entry(spelled(name)).or_default().quarters.push(spot);
            }
        }
    }
    for (name, spots) in listed(include_str!("../data/spoken_quarters.csv")) {
        for town in ["街道", "镇"] {
            all.entry(spelled(&format!("{name}{town}"))).or_default().quarters.extend(&spots);
        }
        all.entry(spelled(name)).or_default().towns.extend(spots);
    }
    let tables = [
        include_str!("../data/cities_aliases.csv"),
        include_str!("../data/ambiguous_places.csv"),
        include_str!("../data/spoken_places.csv"),
    ];
    for (name, spots) in tables.into_iter().flat_map(listed) {
        all.entry(spelled(name)).or_default().listed.extend(spots);
    }
    let latin: Vec<_> = all.iter().filter_map(in_latin).collect();
    for (name, spots) in latin {
        all.entry(name).or_default().listed.extend(spots);
    }
    all
}

/// The spoken name of a place of this country in Latin letters, with what it means alone; several that sound alike are
/// all meant.
fn in_latin((name, found): (&String, &Gathered)) -> Option<(String, Vec<Spot>)> {
    let spots = if found.listed.is_empty() { largest(&found.spoken) } else { found.listed.clone() };
    let is_plain = spots.iter().any(|spot| names::stem(LIST.name(*spot)) == Some(name));
    is_plain.then(|| pinyin(name)).flatten().map(|pinyin| (pinyin, spots))
}
