//! Which village a text means: never guessed, never a village of another township than the one said.

use super::group::{self, Group};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The county whose roster it is.
#[derive(Debug, Clone, Default)]
pub struct County {
    /// Six digits.
    pub code: String,
    /// Such as 重庆市梁平区, or 梁平区 alone.
    pub name: String,
    /// Of its landlines: 023.
    pub area_code: String,
}

/// The county's townships (codes of nine digits) and villages (of twelve).
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    county: County,
    townships: HashMap<String, Vec<String>>,
    villages: HashMap<String, Vec<String>>,
    /// Most letters of a name of a village.
    longest: usize,
}

/// What a text says of a village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(String),
    /// One name of several villages.
    Several,
    None,
}

/// What a title says: a township, perhaps a village.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mention {
    pub township: Option<String>,
    pub village: Option<String>,
}

/// What offices are called behind the name of their village.
const OFFICES: [&str; 8] =
    ["社区居民委员会", "村民委员会", "居民委员会", "村委会", "居委会", "村委", "居委", "委会"];

impl Divisions {
    /// Divisions by code and name: nine digits are a township, twelve a village; others are left out.
    pub fn new(county: County, divisions: impl IntoIterator<Item = (String, String)>) -> Divisions {
        let mut made = Divisions { county, ..Divisions::default() };
        for (code, name) in divisions {
            let name = plain(&name);
            let all = if code.len() == 9 { &mut made.townships } else { &mut made.villages };
            let names = match code.len() {
                9 => township_names(&name),
                12 => village_names(&name),
                _ => Vec::new(),
            };
            for name in names {
                let codes = all.entry(name).or_default();
                if !codes.contains(&code) {
                    codes.push(code.clone());
                }
            }
        }
        made.longest = made.villages.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        made
    }

    /// The county.
    pub fn county(&self) -> &County {
        &self.county
    }

    /// The township a cell names.
    pub fn township(&self, text: &str) -> Option<String> {
        let text = self.without_county(&plain(text)).to_owned();
        let codes = self.townships.get(&text)?;
        if codes.len() == 1 { codes.first().cloned() } else { None }
    }

    /// Whether a cell of a column of counties names this one, or none.
    pub fn is_own_county(&self, text: &str) -> bool {
        let text = plain(text);
        text.is_empty() || self.without_county(&text).is_empty() || self.county.code == text
    }

    /// The village a cell names, with the group that stands behind it; `within` is the township said elsewhere.
    pub fn village(&self, text: &str, within: Option<&str>) -> (Found, Group) {
        let text = plain(text);
        if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
            let is_one = self.villages.values().flatten().any(|code| *code == text);
            return (if is_one { Found::One(text) } else { Found::None }, Group::None);
        }
        let text = self.without_county(&text);
        // A village is often called as its township is: 新盛镇, 新盛村.
        let as_it_stands = self.begins(text, within);
        if as_it_stands.0 != Found::None {
            return as_it_stands;
        }
        for (at, _) in text.char_indices().skip(2).take(8) {
            let (name, rest) = text.split_at(at);
            let Some([township]) = self.townships.get(name).map(Vec::as_slice) else { continue };
            if within.is_some_and(|within| within != township) {
                continue;
            }
            let found = self.begins(rest, Some(township));
            if found.0 != Found::None {
                return found;
            }
        }
        (Found::None, Group::None)
    }

    /// The village whose name a text begins with; behind it stands nothing but its office and a group.
    fn begins(&self, text: &str, within: Option<&str>) -> (Found, Group) {
        let ends: Vec<usize> =
            text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]).take(self.longest).collect();
        for end in ends.into_iter().rev() {
            let (Some(name), Some(rest)) = (text.get(..end), text.get(end..)) else { continue };
            let Some(codes) = self.villages.get(name) else { continue };
            let rest = OFFICES.iter().find_map(|office| rest.strip_prefix(office)).unwrap_or(rest);
            let Some(group) = group::behind(rest) else { continue };
            let found = one(codes, within);
            if found != Found::None {
                return (found, group);
            }
        }
        (Found::None, Group::None)
    }

    /// The village whose full name stands somewhere in a text, and its township: of titles and names of files.
    pub fn mentioned(&self, text: &str) -> Mention {
        let text = plain(text);
        let mut townships: Vec<&String> = self
            .townships
            .iter()
            .filter(|(name, _)| name.ends_with(['镇', '乡', '道']) && text.contains(name.as_str()))
            .flat_map(|(_, codes)| codes)
            .collect();
        townships.sort_unstable();
        townships.dedup();
        let township = if let [one] = townships.as_slice() { Some((*one).clone()) } else { None };
        let village = self.named_in(&text, township.as_deref());
        let township =
            township.or_else(|| village.as_deref().and_then(|code| code.get(..9)).map(str::to_owned));
        Mention { township, village }
    }

    /// The one village named in a text, by the longest name that stands there.
    fn named_in(&self, text: &str, within: Option<&str>) -> Option<String> {
        let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut found: Vec<(usize, &str, &Vec<String>)> = Vec::new();
        for (at, from) in letters.iter().enumerate() {
            for to in letters.iter().skip(at + 3).take(self.longest) {
                let Some(name) = text.get(*from..*to).filter(|name| name.ends_with(['村', '区', '会', '居']))
                else {
                    continue;
                };
                if let Some(codes) = self.villages.get(name) {
                    found.push((name.len(), name, codes));
                }
            }
        }
        found.sort_by_key(|(length, ..)| std::cmp::Reverse(*length));
        let codes: Vec<Found> = found
            .iter()
            // 平社区 within 兴平社区 is no other village.
            .filter(|(length, name, _)| {
                !found.iter().any(|(longer, other, _)| longer > length && other.contains(name))
            })
            .map(|(_, _, codes)| one(codes, within))
            .filter(|found| *found != Found::None)
            .collect();
        match codes.as_slice() {
            [Found::One(first), rest @ ..]
                if rest.iter().all(|other| *other == Found::One(first.clone())) =>
            {
                Some(first.clone())
            }
            _ => None,
        }
    }

    /// A text without province and county before it.
    fn without_county<'a>(&self, text: &'a str) -> &'a str {
        let name = self.county.name.as_str();
        let (province, county) = match name.find(['省', '市', '区']) {
            Some(at) if at + 3 < name.len() => name.split_at(at + 3),
            _ => ("", name),
        };
        let mut text = text;
        for whole in [province, county] {
            let stem = whole.trim_end_matches(['省', '市', '区', '县']);
            let is_stem = |rest: &str| rest.is_empty() || rest.starts_with(['市', '区', '县', '省']);
            if let Some(rest) = text.strip_prefix(whole).filter(|_| !whole.is_empty()) {
                text = rest;
            } else if let Some(rest) = text.strip_prefix(stem).filter(|rest| stem.len() >= 6 && is_stem(rest))
            {
                text = rest.trim_start_matches(['市', '区', '县', '省']);
            }
        }
        text
    }
}

fn one(codes: &[String], within: Option<&str>) -> Found {
    let mut fitting = codes.iter().filter(|code| within.is_none_or(|within| code.starts_with(within)));
    match (fitting.next(), fitting.next()) {
        (Some(code), None) => Found::One(code.clone()),
        (Some(_), Some(_)) => Found::Several,
        (None, _) => Found::None,
    }
}

/// Names in one writing.
pub fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|c| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\'' | '\u{200b}' | '\u{feff}')
        })
        .collect()
}

fn township_names(name: &str) -> Vec<String> {
    let stem = ["街道办事处", "街道", "镇", "乡"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or("");
    let mut names = vec![name.to_owned()];
    if stem.chars().count() >= 2 {
        names.push(stem.to_owned());
    }
    if name.ends_with("街道") {
        names.push(format!("{name}办事处"));
    }
    names
}

/// 南华社区居民委员会, 南华社区, 南华.
fn village_names(name: &str) -> Vec<String> {
    let short = ["村民委员会", "居民委员会", "村委会", "居委会", "委员会"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    // 新龙村民委员会 is the office of 新龙村.
    let short = if short.ends_with(['村', '区', '居']) || short == name {
        short.to_owned()
    } else {
        format!("{short}村")
    };
    let bare = ["社区", "村", "居"].iter().find_map(|end| short.strip_suffix(end)).unwrap_or("").to_owned();
    let mut names = vec![name.to_owned(), short];
    if bare.chars().count() >= 2 {
        names.push(bare);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::county;

    fn divisions() -> Divisions {
        let areas = county::townships().chain(county::villages());
        let county = County { code: county::CODE.into(), name: county::NAME.into(), area_code: "023".into() };
        Divisions::new(county, areas.map(|area| (area.code.to_owned(), area.name.to_owned())))
    }

    #[test]
    fn a_village_is_known_by_any_of_its_names_with_its_group() {
        let divisions = divisions();
        let one = |code: &str| Found::One(code.to_owned());
        let cases = [
            ("南华社区", None, one("500155001001"), Group::None),
            ("南华", None, one("500155001001"), Group::None),
            ("南华社区居民委员会", None, one("500155001001"), Group::None),
            ("南华社区居委会", None, one("500155001001"), Group::None),
            (" 南华 社区\u{3000}", None, one("500155001001"), Group::None),
            ("梁平区梁山街道南华社区5组", None, one("500155001001"), Group::Number(5)),
            ("重庆市梁平区梁山街道南华社区五社", None, one("500155001001"), Group::Number(5)),
            ("新盛村", Some("500155107"), one("500155107200"), Group::None),
            ("新盛", Some("500155107"), one("500155107200"), Group::None),
            ("新盛镇新盛村三组", None, one("500155107200"), Group::Number(3)),
            ("500155001001", None, one("500155001001"), Group::None),
            ("大兴村", None, Found::Several, Group::None),
            ("大兴村", Some("500155116"), one("500155116202"), Group::None),
            ("西池", Some("500155001"), Found::Several, Group::None),
            ("南华社区", Some("500155116"), Found::None, Group::None),
            ("向阳大队", None, Found::None, Group::None),
            ("新桥湾村", None, Found::None, Group::None),
            ("", None, Found::None, Group::None),
        ];
        for (text, within, found, group) in cases {
            assert_eq!(divisions.village(text, within), (found, group), "{text} {within:?}");
        }
    }

    #[test]
    fn a_title_names_a_township_and_perhaps_a_village() {
        let divisions = divisions();
        let cases = [
            ("梁山街道南华社区外出务工人员台账", Some("500155001"), Some("500155001001")),
            ("屏锦镇兴平社区2026年外出务工人员花名册", Some("500155104"), Some("500155104006")),
            ("屏锦镇各村外出务工人员花名册", Some("500155104"), None),
            ("填报单位：南华社区居民委员会", Some("500155001"), Some("500155001001")),
            ("梁平区2026年外出务工人员信息汇总表", None, None),
            ("屏锦镇兴平社区、新桥社区名册", Some("500155104"), None),
        ];
        for (title, township, village) in cases {
            let found = divisions.mentioned(title);
            assert_eq!((found.township.as_deref(), found.village.as_deref()), (township, village), "{title}");
        }
    }
}
