//! What the resolver must understand, and what it must leave alone.

mod properties;

use super::{Resolved, full_name, resolve, suggest};

/// The county of the people in these tests.
const HOME: &str = "500155";

/// A result as the table writes it: the code, codes in order, or a word.
fn written(resolved: &Resolved) -> String {
    match resolved {
        Resolved::Place(code) => (*code).to_owned(),
        Resolved::Ambiguous(codes) => codes.join(" "),
        Resolved::Home => "home".to_owned(),
        Resolved::Unknown => "unknown".to_owned(),
        Resolved::Nothing => "nothing".to_owned(),
    }
}

#[test]
fn what_people_say_is_understood() {
    let mut table = csv::Reader::from_reader(include_str!("cases.csv").as_bytes());
    let cases: Vec<(String, String)> = table.deserialize().map(|case| case.expect("a case")).collect();
    assert!(cases.len() >= 400, "{} cases", cases.len());
    let differs = |(text, wanted): &&(String, String)| written(&resolve(text, HOME)) != *wanted;
    let wrong = cases.iter().filter(differs);
    let wrong: Vec<String> = wrong
        .map(|(text, wanted)| format!("{text}: {} instead of {wanted}", written(&resolve(text, HOME))))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn own_county_words_follow_whose_county_it_is() {
    for (home, county, province) in [
        ("500155", Resolved::Place("500155"), Resolved::Place("500000")),
        ("500228", Resolved::Place("500155"), Resolved::Place("500000")),
        ("511722", Resolved::Place("511722"), Resolved::Place("510000")),
        ("", Resolved::Unknown, Resolved::Unknown),
        ("999999", Resolved::Unknown, Resolved::Unknown),
    ] {
        assert_eq!(resolve("县城", home), county, "{home}");
        assert_eq!(resolve("省内", home), province, "{home}");
        assert_eq!(resolve("老家", home), Resolved::Home, "{home}");
    }
}

#[test]
fn a_full_name_says_all_a_place_lies_in() {
    for (code, name) in [
        ("440306", "广东省深圳市宝安区"),
        ("110105", "北京市朝阳区"),
        ("110100", "北京市"),
        ("429004", "湖北省仙桃市"),
        ("AE", "阿联酋"),
        ("810016", "香港特别行政区沙田区"),
        ("1", ""),
    ] {
        assert_eq!(full_name(code), name, "{code}");
    }
}

#[test]
fn suggestions_begin_with_the_likeliest_and_are_few() {
    for (text, first) in [
        ("深", "广东省深圳市"),
        ("广东深", "广东省深圳市"),
        ("深圳宝", "广东省深圳市宝安区"),
        ("广东省", "广东省"),
        ("昆", "云南省昆明市"),
        ("昆山", "江苏省苏州市昆山市"),
        ("朝阳", "北京市朝阳区"),
        ("shenz", "广东省深圳市"),
        ("迪拜", "阿联酋"),
        ("沭", "江苏省宿迁市沭阳县"),
    ] {
        let found = suggest(text);
        assert_eq!(found.first().map(|(_, name)| name.as_str()), Some(first), "{text}");
        assert!(found.len() <= 8, "{text}");
    }
    for nothing in ["", " ", "。", "嘿嘿", "不清楚"] {
        assert!(suggest(nothing).is_empty(), "{nothing}");
    }
}
