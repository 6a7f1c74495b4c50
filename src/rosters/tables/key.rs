//! Headers in one spelling, and what a header means by itself.

use super::Field;
use crate::reference::{forbidden_columns, header_synonyms};
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;

/// A header in one spelling: no white space, width, brackets or case.
pub fn key(header: &str) -> String {
    let is_dropped = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '_' | '-'
                    | '/'
                    | '*'
                    | '('
                    | ')'
                    | ':'
                    | '★'
                    | '※'
                    | '△'
                    | '#'
                    | '"'
                    | '\''
                    | '、'
                    | '.'
                    | '\u{200b}'
                    | '\u{feff}'
            )
    };
    header.nfkc().filter(|c| !is_dropped(c)).flat_map(char::to_lowercase).collect()
}

static EXACT: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let known = header_synonyms().filter_map(|(field, header)| Some((key(header), Field::named(field)?)));
    let forbidden = forbidden_columns().flat_map(|column| {
        let field = Field::named(column.field);
        column
            .headers
            .split(' ')
            .filter(|header| !header.is_empty())
            .filter_map(move |header| Some((key(header), field?)))
    });
    let mut all: HashMap<String, Field> = HashMap::new();
    for (header, field) in known.chain(forbidden) {
        all.entry(header).or_insert(field);
    }
    all
});

/// The headers of fields that are never taken in; part of a header is enough.
static FORBIDDEN: LazyLock<Vec<(String, Field)>> = LazyLock::new(|| {
    let is_telling = |header: &str| header.chars().count() >= 2 && header != "账号";
    let mut all: Vec<(String, Field)> = EXACT
        .iter()
        .filter(|(header, field)| field.forbidden().is_some() && is_telling(header))
        .map(|(header, field)| (header.clone(), *field))
        .collect();
    all.sort_by_key(|(header, _)| std::cmp::Reverse(header.len()));
    all
});

/// The field of a header that is in the list as it stands.
pub fn exact(key: &str) -> Option<Field> {
    EXACT.get(key).copied()
}

/// The field of a header that is in the list but for a number before or behind it or a word like 必填.
pub fn nearly(key: &str) -> Option<Field> {
    const ADDED: [&str; 8] = ["必填", "选填", "必填项", "选填项", "下拉选择", "可多填", "可不填", "请填写"];
    let bare = ADDED.iter().fold(key.to_owned(), |key, added| key.replace(added, ""));
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤".contains(c);
    let bare = bare.trim_matches(is_number);
    if bare.is_empty() || bare == key { None } else { exact(bare) }
}

/// A forbidden field whose header is part of this one.
pub fn forbidden_part(key: &str) -> Option<Field> {
    FORBIDDEN.iter().find(|(header, _)| key.contains(header.as_str())).map(|(_, field)| *field)
}

/// The field of the longest header of the list that this one ends or else begins with; what a Chinese header is of
/// stands at its end.
pub fn part(key: &str) -> Option<Field> {
    let ends: Vec<usize> = key.char_indices().map(|(at, _)| at).skip(1).collect();
    let long = |part: &str| part.chars().count() >= 2;
    let suffix = ends.iter().filter_map(|at| key.get(*at..)).filter(|part| long(part)).find_map(exact);
    suffix.or_else(|| {
        ends.iter().rev().filter_map(|at| key.get(..*at)).filter(|part| long(part)).find_map(exact)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_one_spelling() {
        for header in
            ["务工收入(元)", "务工收入（元）", " 务工 收入\n（元） ", "务工收入_元:", "*务工收入/元"]
        {
            assert_eq!(key(header), "务工收入元", "{header}");
        }
    }

    #[test]
    fn headers_of_the_list_are_known_in_any_spelling_numbered_or_extended() {
        assert_eq!(exact(&key("身 份 证 号")), Some(Field::ID));
        assert_eq!(nearly(&key("3、联系电话（必填）")), Some(Field::PHONE));
        assert_eq!(part(&key("外出务工人员身份证号码")), Some(Field::ID));
        assert_eq!(part(&key("本年度外出务工地点")), Some(Field::WORK_PLACE));
        assert_eq!(part(&key("饮料")), None);
    }

    #[test]
    fn a_forbidden_column_is_known_by_part_of_its_header() {
        for header in ["残疾类别", "本人健康状况说明", "银行卡号码", "所在党支部名称", "身份证照片"]
        {
            assert!(forbidden_part(&key(header)).is_some(), "{header}");
        }
        assert_eq!(forbidden_part(&key("微信账号")), None);
    }
}
