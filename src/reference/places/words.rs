//! The words around places: before them, behind them, and instead of them (`data/place_words.csv`).

use crate::reference::table::rows;
use std::sync::LazyLock;

/// The lists of words, all as [`super::spelling`] writes them.
pub struct Words {
    /// Words that may stand before a place: 现在在深圳, 全家都在义乌, 去了新疆.
    pub before: Vec<&'static str>,
    /// Words that may stand before being at home: 已回家, 现在在家.
    pub before_home: Vec<&'static str>,
    /// Words that may stand behind a place and say nothing of where.
    pub behind: Vec<&'static str>,
    /// What makes a short name part of another name: 北京路, 青龙村, 中山公园, 兰州拉面, 重庆火锅.
    pub other_name: Vec<&'static str>,
    /// Words of English place names that say nothing by themselves.
    pub fillers: Vec<&'static str>,
    /// What makes two places a list: 深圳或者东莞.
    pub and: Vec<&'static str>,
    /// At home: in the village the person is registered in.
    pub home: Vec<&'static str>,
    /// What people at home do: 在家带孩子.
    pub at_home: Vec<&'static str>,
    /// In the own county, though not at home.
    pub own_county: Vec<&'static str>,
    /// In the own province.
    pub own_province: Vec<&'static str>,
    /// Not known, or too vague for a place.
    pub unknown: Vec<&'static str>,
    /// A text that begins so says that nothing is known, whatever follows.
    pub unknown_first: Vec<&'static str>,
    /// Short names that are words of the language, or names of villages and quarters all over the country: nobody means
    /// the county by them unless what it lies in stands before.
    pub common: Vec<&'static str>,
}

pub static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    before: list("before"),
    before_home: list("before_home"),
    behind: list("behind"),
    other_name: list("other_name"),
    fillers: list("fillers"),
    and: list("and"),
    home: list("home"),
    at_home: list("at_home"),
    own_county: list("own_county"),
    own_province: list("own_province"),
    unknown: list("unknown"),
    unknown_first: list("unknown_first"),
    common: list("common"),
});

fn list(name: &str) -> Vec<&'static str> {
    let rows = rows(include_str!("../data/place_words.csv")).filter(|row| row.first() == Some(&name));
    rows.filter_map(|row| row.get(1).copied()).flat_map(|words| words.split(' ')).collect()
}
