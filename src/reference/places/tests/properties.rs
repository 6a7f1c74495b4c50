//! What holds for every place and every text.

use super::{HOME, Resolved, full_name, resolve, suggest};
use crate::reference::{
    places::{list::LIST, spelling::spelled},
    table::rows,
};
use proptest::prelude::*;

/// Letters no place is written with.
const GARBAGE: &str = "[嘿哎呀哦嗯喂咯嘛哟唉qxzv0-9 ，。（）]{0,6}";
/// What places, the words around them, and accidents are made of.
const PIECES: &[&str] = &[
    "广东",
    "省",
    "深圳",
    "市",
    "宝安",
    "区",
    "东莞",
    "朝阳",
    "北京",
    "吉林",
    "重庆",
    "江北",
    "县",
    "在",
    "去",
    "打工",
    "现在",
    "老家",
    "家",
    "外省",
    "不清楚",
    "、",
    "或者",
    "和",
    "，",
    "(",
    ")",
    "·",
    "-",
    "路",
    "镇",
    "厂",
    "昆山",
    "迪拜",
    "日本",
    "shenzhen",
    "china",
    " ",
    "\u{3000}",
    "\u{200b}",
    "é",
    "市中",
    "海南",
    "南京",
    "新",
    "城",
    "里",
    "了",
    "，在",
    "香港",
    "长安",
    "住",
    "440300",
    "😀",
    "廣東",
];

fn every_code() -> impl Iterator<Item = (&'static str, String)> {
    LIST.spots().map(|spot| (LIST.code(spot), LIST.full_name(spot)))
}

fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..10).prop_map(|pieces| pieces.concat())
}

fn full_names() -> impl Strategy<Value = (&'static str, String)> {
    proptest::sample::select(every_code().collect::<Vec<_>>())
}

/// The codes of a result, if it has any.
fn codes(resolved: &Resolved) -> Vec<&'static str> {
    match resolved {
        Resolved::Place(code) => vec![code],
        Resolved::Ambiguous(codes) => codes.clone(),
        Resolved::Home | Resolved::Unknown | Resolved::Nothing => Vec::new(),
    }
}

#[test]
fn every_full_name_is_its_own_place() {
    let wrong: Vec<_> = every_code()
        .map(|(code, name)| (code, resolve(&name, HOME), name))
        .filter(|(code, found, _)| *found != Resolved::Place(code))
        .collect();
    assert!(
        every_code().count() > 3000 && wrong.is_empty(),
        "{}: {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
}

#[test]
fn a_county_behind_its_province_is_itself_or_asked_back() {
    let counties = LIST.spots().filter(|spot| LIST.around(*spot).count() == 2);
    let wrong: Vec<String> = counties
        .filter_map(|spot| {
            let province = LIST.around(spot).last()?;
            let text = format!("{}{}", LIST.name(province), LIST.name(spot));
            (!codes(&resolve(&text, HOME)).contains(&LIST.code(spot))).then_some(text)
        })
        .collect();
    assert!(wrong.is_empty(), "{}: {:?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

#[test]
fn every_spoken_name_of_the_lists_means_what_they_say() {
    let tables = [
        include_str!("../../data/cities_aliases.csv"),
        include_str!("../../data/ambiguous_places.csv"),
        include_str!("../../data/spoken_places.csv"),
    ];
    let wrong: Vec<_> = tables
        .into_iter()
        .flat_map(rows)
        .filter(|row| codes(&resolve(row[0], HOME)) != row[1].split(' ').collect::<Vec<_>>())
        .map(|row| (row[0], row[1], resolve(row[0], HOME)))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", wrong.len());
}

#[test]
fn the_lists_are_spelled_as_they_are_looked_for_and_say_each_thing_once() {
    for row in rows(include_str!("../../data/place_words.csv")) {
        assert_eq!(row.len(), 2, "{row:?}");
        row[1].split(' ').for_each(|word| assert_eq!(spelled(word), word, "{}", row[0]));
    }
    for table in
        [include_str!("../../data/spoken_places.csv"), include_str!("../../data/spoken_quarters.csv")]
    {
        let mut names: Vec<&str> = rows(table).map(|row| row[0]).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let codes = rows(table).flat_map(|row| row[1].split(' '));
        codes.for_each(|code| assert!(LIST.spot(code).is_some(), "{code}"));
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), home in "[0-9]{0,7}") {
        resolve(&text, &home);
        suggest(&text);
    }

    #[test]
    fn what_is_found_is_on_the_list_in_code_order_and_several_are_several(text in texts()) {
        let found = resolve(&text, HOME);
        let codes = codes(&found);
        prop_assert!(codes.iter().all(|code| !full_name(code).is_empty()));
        prop_assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]));
        prop_assert!(!matches!(&found, Resolved::Ambiguous(codes) if codes.len() < 2));
        prop_assert!(suggest(&text).len() <= 8);
    }

    #[test]
    fn white_space_makes_no_difference(text in texts(), space in "[ \t\u{3000}\u{a0}\n]{1,2}", at in 0usize..20) {
        let spaced: String = text.chars().enumerate().flat_map(|(n, c)| {
            let space = if n % 3 == at % 3 { space.as_str() } else { "" };
            space.chars().chain([c])
        }).collect();
        prop_assert_eq!(resolve(&spaced, HOME), resolve(&text, HOME), "{:?}", spaced);
    }

    #[test]
    fn what_stands_before_a_place_never_moves_it(garbage in GARBAGE, (code, name) in full_names()) {
        let found = resolve(&format!("{garbage}{name}"), HOME);
        prop_assert!(found == Resolved::Nothing || found == Resolved::Place(code), "{garbage}{name}: {found:?}");
    }

    #[test]
    fn what_stands_behind_a_place_never_moves_it(garbage in GARBAGE, (code, name) in full_names()) {
        prop_assert_eq!(resolve(&format!("{name}{garbage}"), HOME), Resolved::Place(code));
    }

    #[test]
    fn words_before_and_behind_a_place_make_no_difference(
        before in proptest::sample::select(&["在", "去", "到", "现在在", "全家在", "人在", "外出务工："][..]),
        behind in proptest::sample::select(&["", "打工", "上班", "那边务工", "做生意"][..]),
        (code, name) in full_names(),
    ) {
        prop_assert_eq!(resolve(&format!("{before}{name}{behind}"), HOME), Resolved::Place(code));
    }
}
