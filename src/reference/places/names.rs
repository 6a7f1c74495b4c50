//! What a place is called: its official name and the shorter ones made from it.

use super::list::{LIST, Level, Spot};

/// What a name may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As authorities write it, or nearly: 宝安区, 恩施州.
    Official,
    /// The spoken name of a province, a country, a city, or of the lists of spoken names: 深圳, 昆山.
    Spoken,
    /// Any other name without its suffix: 沭阳. It counts alone, or behind what it lies in.
    Short,
}

const SUFFIXES: [&str; 12] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "新区",
    "矿区",
    "盟",
    "省",
];
const SHORT_SUFFIXES: [char; 4] = ['市', '区', '县', '旗'];

/// Peoples by whom autonomous places are called, as they stand in their names.
const PEOPLES: [&str; 54] = [
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "锡伯",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "独龙族",
    "鄂伦春族",
    "各族",
    "蒙古",
];

/// A name without its last part, if two characters stay.
fn without(name: &str, last: &str) -> Option<usize> {
    let rest = name.strip_suffix(last)?;
    (rest.chars().nth(1).is_some()).then_some(rest.len())
}

/// What people say for an official name: 深圳, 恩施, 石柱; none where nothing can be left out.
pub fn stem(name: &str) -> Option<&str> {
    // 井陉矿区 is not what people call 井陉.
    let suffix = SUFFIXES.iter().filter(|suffix| **suffix != "矿区").find_map(|suffix| without(name, suffix));
    let letter = name.char_indices().next_back().filter(|(_, last)| SHORT_SUFFIXES.contains(last));
    let short = letter.and_then(|(at, _)| without(name, &name[at..]));
    let mut stem = &name[..suffix.or(short)?];
    while let Some(end) = PEOPLES.iter().find_map(|people| without(stem, people)) {
        stem = &stem[..end];
    }
    Some(stem)
}

/// Every name of a place made from its official one.
pub fn of(spot: Spot) -> Vec<(String, Kind)> {
    let name = LIST.name(spot);
    let mut names = vec![(name.to_owned(), Kind::Official)];
    let Some(stem) = stem(name) else { return names };
    let is_known = LIST.level(spot) < Level::County;
    names.push((stem.to_owned(), if is_known { Kind::Spoken } else { Kind::Short }));
    let shorter: &[&str] = match name {
        _ if name.ends_with("自治州") => &["州", "自治州"],
        _ if name.ends_with("自治县") => &["县", "自治县"],
        _ if name.ends_with("自治区") => &["省", "自治区"],
        _ if name.ends_with("特别行政区") => &["特区"],
        _ => &[],
    };
    names.extend(shorter.iter().map(|suffix| (format!("{stem}{suffix}"), Kind::Official)));
    names
}
