//! Invented people: names, birth dates, ID numbers, telephone numbers, jobs, places.

use super::dice::Dice;
use crate::{
    domain::{PersonName, Sex, check_digit},
    reference::{
        county,
        places::{self, Resolved},
        samples,
    },
};
use chrono::{Datelike, NaiveDate};

/// Parts of minority names, as some people of every county have them.
const MINORITY: [(&str, &str); 4] =
    [("买买提", "艾力江"), ("阿依古丽", "吐尔逊"), ("扎西", "次仁"), ("古丽娜", "买合木提")];

/// A name as people of that age bear it: two or three characters, rarely more.
pub fn person_name(dice: &mut Dice, sex: Sex, age: i64) -> PersonName {
    if dice.percent(0.2) {
        let (given, father) = dice.one_of(&MINORITY);
        if let Ok(name) = PersonName::parse(&format!("{given}·{father}")) {
            return name;
        }
    }
    let surname = dice.weighted(&samples::SURNAMES);
    let letters = if sex == Sex::Female { &samples::GIVEN.1 } else { &samples::GIVEN.0 };
    let is_single = dice.percent(if age > 45 { 12.0 } else { 22.0 });
    let given: String = (0..if is_single { 1 } else { 2 }).map(|_| dice.one_of(letters)).collect();
    // Surnames and given names are Han characters, two to four in all: always a name.
    PersonName::parse(&format!("{surname}{given}")).unwrap_or_else(|_| fallback())
}

#[allow(clippy::expect_used)]
fn fallback() -> PersonName {
    PersonName::parse("王建国").expect("a plain name")
}

/// An age drawn from the shares of people who work away.
pub fn age(dice: &mut Dice, shares: &[(&'static str, f64)]) -> i64 {
    let range = dice.weighted(shares);
    let (from, to) = range.split_once('-').unwrap_or(("31", "40"));
    dice.number(from.parse().unwrap_or(31)..to.parse::<i64>().unwrap_or(40) + 1)
}

/// A birth date that makes somebody so old on a day.
pub fn born(dice: &mut Dice, age: i64, today: NaiveDate) -> NaiveDate {
    let year = today.year() - i32::try_from(age).unwrap_or(30) - 1;
    let start = NaiveDate::from_ymd_opt(year, today.month(), 1).unwrap_or(today);
    crate::clock::days_after(start, dice.number(31..390))
}

/// A resident ID number that adds up: the area code in force at birth, an invented serial.
pub fn id_number(dice: &mut Dice, born: NaiveDate, sex: Sex) -> String {
    let serial = dice.number(0..500) * 2 + i64::from(sex == Sex::Male);
    let digits = format!("{}{}{serial:03}", county::id_prefix(born.year()), born.format("%Y%m%d"));
    let check = char::from(check_digit(digits.as_bytes()));
    format!("{digits}{check}")
}

/// A mobile number of a range nobody has been given.
pub fn mobile(dice: &mut Dice) -> String {
    format!("154{:08}", dice.number(0..100_000_000))
}

/// A landline of the county, of a range nobody has been given.
pub fn landline(dice: &mut Dice) -> String {
    format!("0235555{:04}", dice.number(0..10_000))
}

/// A WeChat name.
pub fn wechat(dice: &mut Dice) -> String {
    format!("wx_{:07}", dice.number(0..10_000_000))
}

/// Where people go, as they say it, by region.
const PLACES: [(&str, &[&str]); 10] = [
    (
        "广东",
        &["广东省深圳市", "广东省东莞市", "广东省惠州市", "广东省广州市", "广东省佛山市", "广东省中山市"],
    ),
    ("浙江", &["浙江省温州市", "浙江省宁波市", "浙江省杭州市", "浙江省金华市"]),
    ("福建", &["福建省泉州市", "福建省厦门市", "福建省福州市"]),
    ("江苏", &["江苏省苏州市", "江苏省无锡市", "江苏省南京市"]),
    ("四川", &["四川省成都市", "四川省达州市"]),
    ("新疆", &["新疆 库尔勒", "新疆 阿克苏"]),
    ("重庆其他区县", &["重庆 渝北", "重庆 沙坪坝", "重庆 万州", "重庆 九龙坡", "重庆 南岸"]),
    ("境外", &["新加坡", "阿联酋迪拜"]),
    ("其他省", &["湖南长沙"]),
    ("港澳台", &["香港"]),
];

/// A place to work, by the shares of where people go, with its code.
pub fn place(dice: &mut Dice, shares: &[(&'static str, f64)]) -> (String, Option<&'static str>) {
    let region = dice.weighted(shares);
    let place = match PLACES.iter().find(|(name, _)| *name == region) {
        Some((_, [only])) => *only,
        Some((_, places)) => dice.one_of(places),
        None => region,
    };
    match places::resolve(place, county::CODE) {
        Resolved::Place(code) => (place.to_owned(), Some(code)),
        _ => (place.to_owned(), None),
    }
}

const EMPLOYERS: [&str; 14] = [
    "",
    "",
    "",
    "恒兴盛五金塑胶电子制品有限公司",
    "宏顺达精密电子厂",
    "建工三公司项目部",
    "金鹿鞋厂",
    "锦绣制衣厂",
    "老乡饭馆",
    "顺通物流",
    "家和物业",
    "天山绿洲建筑劳务有限责任公司第二项目部",
    "美佳超市",
    "自己干",
];

/// Where somebody works.
pub fn employer(dice: &mut Dice) -> &'static str {
    dice.one_of(&EMPLOYERS)
}

/// What somebody does, with the code of the industry.
pub fn job(dice: &mut Dice) -> (&'static str, &'static str) {
    dice.one_of(&samples::JOBS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_sample_county_is_one_place() {
        let regions = samples::shares("demo_destination");
        let listed = PLACES.iter().flat_map(|(_, places)| places.iter().copied());
        let own = regions.iter().map(|(region, _)| *region);
        for place in own.filter(|region| PLACES.iter().all(|(name, _)| name != region)).chain(listed) {
            assert!(matches!(places::resolve(place, county::CODE), Resolved::Place(_)), "{place}");
        }
    }
}
