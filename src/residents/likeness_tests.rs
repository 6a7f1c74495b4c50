//! What counts as the same, and what does not (PRODUCT §4.1, §4.5).

use super::*;
use crate::domain::IdKind;
use proptest::prelude::*;

const VILLAGES: [&str; 2] = ["500155001001", "500155001002"];
/// Names by their sound; those on one line sound alike.
const NAMES: [&[&str]; 5] = [
    &["周小燕", "周晓艳", "周筱雁", "周 小燕"],
    &["罗大军", "罗大均", "罗大君"],
    &["买买提·艾力江", "买买提•艾力江", "买买提.艾力江"],
    &["查小月", "查晓悦"],
    &["吕芳", "吕方"],
];
/// Numbers as they are given; those on one line are one number.
const PHONES: [&[&str]; 4] = [
    &["15400004471", "154 0000 4471", "+86 154-0000-4471", "0086 15400004471"],
    &["15400000417", "１５４００００ 0417"],
    &["023-55552218", "023 5555 2218"],
    &["+852 5123 4567", "00852 51234567"],
];
/// Documents as they are given; those on one line are one document.
const DOCUMENTS: [&[&str]; 3] = [
    &["11010519491231002X", "11010519491231002x", "110105491231002"],
    &["500228199203041221", "500228 19920304 1221"],
    &["110101199001011237"],
];
const HEADS: [&[&str]; 3] = [&["周德福", "周得福"], &["罗正国", " 罗正国"], &["Old Zhou"]];

/// What a record says, as places in the lists above; the second of each pair is the spelling.
type Said = (usize, (usize, usize), i64, (usize, usize), Vec<(usize, usize)>, (usize, usize));

fn of<'a>(all: &[&'a [&'a str]], (what, spelling): (usize, usize)) -> Option<&'a str> {
    all.get(what).map(|spellings| spellings[spelling % spellings.len()])
}

fn features((village, name, born, document, phones, head): &Said) -> Features {
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day");
    let phone = |what: &(usize, usize)| PhoneNumber::parse(of(&PHONES, *what)?).ok();
    Features {
        village: VillageCode::parse(VILLAGES[*village]).expect("a village"),
        name: PersonName::parse(of(&NAMES, *name).expect("a name")).expect("a name"),
        birth_on: (*born > 0).then(|| crate::clock::days_after(first, *born)),
        id_number: of(&DOCUMENTS, *document)
            .map(|text| IdNumber::parse(IdKind::ResidentId, text).expect("a document")),
        phones: phones.iter().filter_map(phone).collect(),
        head_name: of(&HEADS, *head).map(str::to_owned),
    }
}

fn said() -> impl Strategy<Value = Said> {
    let spelt = |count: usize| (0..count, 0..4usize);
    (0..2usize, spelt(5), 0..3i64, spelt(4), prop::collection::vec(spelt(4), 0..3), spelt(4))
}

fn keys() -> Keys {
    Keys::parse(&"42".repeat(32)).expect("a key")
}

/// What two records have in common, said in places of the lists, spellings left out.
fn agree(a: &Said, b: &Said) -> Vec<Evidence> {
    let name = a.1.0 == b.1.0;
    let is_landline = |what: usize| what == 2;
    let phone = a.4.iter().any(|one| b.4.iter().any(|two| one.0 == two.0 && (name || !is_landline(one.0))));
    let parts = [
        (Evidence::IdNumber, a.3.0 == b.3.0 && a.3.0 < DOCUMENTS.len()),
        (Evidence::Phone, phone),
        (Evidence::NameAndBirth, name && a.2 == b.2 && a.2 > 0),
        (Evidence::NameAndHousehold, name && a.0 == b.0 && a.5.0 == b.5.0 && a.5.0 < HEADS.len()),
    ];
    parts.into_iter().filter(|(_, agrees)| *agrees).map(|(evidence, _)| evidence).collect()
}

fn shared(a: &Features, b: &Features) -> Vec<Evidence> {
    let (keys, mut found) = (keys(), Vec::new());
    let others = b.terms(&keys);
    found.extend(a.terms(&keys).into_iter().filter(|term| others.contains(term)).map(|(what, _)| what));
    found.dedup();
    found
}

proptest! {
    #[test]
    fn records_share_a_term_exactly_where_they_agree_however_it_is_spelt(a in said(), b in said()) {
        prop_assert_eq!(shared(&features(&a), &features(&b)), agree(&a, &b));
        prop_assert_eq!(shared(&features(&b), &features(&a)), agree(&a, &b), "either way round");
    }

    #[test]
    fn another_spelling_of_everything_gives_the_same_terms(a in said(), spellings in prop::array::uniform4(0..4usize)) {
        let mut b = a.clone();
        (b.1.1, b.3.1, b.5.1) = (spellings[0], spellings[1], spellings[2]);
        b.4.iter_mut().for_each(|phone| phone.1 = spellings[3]);
        b.4.reverse();
        prop_assert_eq!(features(&a).terms(&keys()), features(&b).terms(&keys()));
    }
}

#[test]
fn terms_of_another_county_are_others() {
    let one = features(&(0, (0, 0), 1, (0, 0), vec![(0, 0)], (0, 0)));
    let other = Keys::parse(&"24".repeat(32)).expect("a key");
    let others = one.terms(&other);
    assert!(one.terms(&keys()).iter().all(|term| !others.contains(term)));
}

#[test]
fn a_landline_counts_with_the_name_alone_because_a_household_shares_it() {
    let with = |name, phone| features(&(0, (name, 0), 0, (9, 0), vec![(phone, 0)], (9, 0)));
    assert_eq!(shared(&with(0, 2), &with(1, 2)), []);
    assert_eq!(shared(&with(0, 2), &with(0, 2)), [Evidence::Phone]);
    assert_eq!(shared(&with(0, 0), &with(1, 0)), [Evidence::Phone], "a mobile is carried by one person");
}

#[test]
fn two_heads_of_one_name_born_on_different_days_are_namesakes() {
    let head = Features {
        head_name: Some("周晓燕".to_owned()),
        ..features(&(0, (0, 0), 1, (9, 0), vec![], (9, 0)))
    };
    let (own, other) = (head.birth_on, head.birth_on.and_then(|day| day.succ_opt()));
    assert!(!head.allows(Evidence::NameAndHousehold, other));
    assert!(head.allows(Evidence::NameAndHousehold, own) && head.allows(Evidence::NameAndHousehold, None));
    assert!(head.allows(Evidence::Phone, other), "what else agrees still counts");
    let child = Features { head_name: Some("周德福".to_owned()), ..head };
    assert!(child.allows(Evidence::NameAndHousehold, other), "in one household a birth date may be mistyped");
}

#[test]
fn evidence_is_stored_as_a_line_and_the_document_says_most() {
    use Evidence::*;
    for all in [vec![], vec![IdNumber], vec![Phone, NameAndBirth, NameAndHousehold]] {
        assert_eq!(Evidence::of_line(&Evidence::line(&all)), all);
    }
    let ordered: [&[Evidence]; 5] =
        [&[IdNumber], &[Phone, NameAndHousehold], &[NameAndBirth], &[Phone], &[NameAndHousehold]];
    assert!(ordered.is_sorted_by_key(|all| std::cmp::Reverse(Evidence::strength(all))));
}
