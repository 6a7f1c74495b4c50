//! The staff of the sample county: four cadres a village, an officer a township, and the others (PRODUCT §6).

use super::{dice::Dice, people::person_name};
use crate::{
    db::bulk::{AccountRow, DepartmentRow, DivisionRow, PostRow},
    domain::Sex,
    reference::county,
    territories::everyday_name,
};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashMap;

/// Cadres of a village.
pub const CADRES: usize = 4;
/// The department of the account `department`: human resources and social security.
const DEPARTMENT: &str = "D27";
/// The user names everybody tries first, and what each is.
pub const SIGN_INS: [&str; 6] = ["cadre", "cadre2", "township", "department", "county", "auditor"];

/// Everybody who works in the sample county, and where.
#[derive(Default)]
pub struct Staff {
    pub divisions: Vec<DivisionRow>,
    pub departments: Vec<DepartmentRow>,
    pub accounts: Vec<AccountRow>,
    pub posts: Vec<PostRow>,
    /// The posts and accounts of each village's cadres, in order.
    pub cadres: HashMap<&'static str, Vec<(i64, i64)>>,
}

/// The first village of the county, and the first one of another township.
pub fn first_villages() -> (&'static str, &'static str) {
    let first = county::villages().next().map_or("", |village| village.code);
    let other =
        county::villages().find(|village| village.code[..9] != first[..9]).map_or("", |village| village.code);
    (first, other)
}

/// The telephone number of an office: the fictitious ones of the pictures.
fn office_phone(number: usize) -> String {
    format!("023-5555 {number:04}")
}

pub fn staff(dice: &mut Dice, password_hash: &str, since: NaiveDate, made_at: NaiveDateTime) -> Staff {
    let mut staff = Staff { divisions: divisions(), departments: departments(), ..Staff::default() };
    let (first, other) = first_villages();
    for village in county::villages() {
        let known = if village.code == first {
            Some("cadre")
        } else if village.code == other {
            Some("cadre2")
        } else {
            None
        };
        for number in 1..=CADRES {
            let username = known
                .filter(|_| number == 1)
                .map_or_else(|| format!("{}-{number}", village.code), str::to_owned);
            let (account, post) = staff.hire(dice, username, password_hash, made_at);
            let (township, code) = (village.code[..9].to_owned(), village.code.to_owned());
            staff.posts.push(PostRow {
                id: post,
                role: "cadre",
                township_code: Some(township),
                village_code: Some(code),
                department_code: None,
                account_id: Some(account),
                from_on: since,
            });
            staff.cadres.entry(village.code).or_default().push((post, account));
        }
    }
    for township in county::townships() {
        let is_first = township.code == &first[..9];
        let username = if is_first { "township".to_owned() } else { format!("{}-1", township.code) };
        staff.post(dice, username, password_hash, ("township", Some(township.code), None), (since, made_at));
    }
    staff.post(
        dice,
        "department".into(),
        password_hash,
        ("department", None, Some(DEPARTMENT)),
        (since, made_at),
    );
    staff.post(dice, "county".into(), password_hash, ("county", None, None), (since, made_at));
    staff.post(dice, "auditor".into(), password_hash, ("auditor", None, None), (since, made_at));
    staff
}

type Place<'a> = (&'static str, Option<&'a str>, Option<&'a str>);

impl Staff {
    fn hire(
        &mut self,
        dice: &mut Dice,
        username: String,
        password_hash: &str,
        created_at: NaiveDateTime,
    ) -> (i64, i64) {
        let sex = if dice.percent(70.0) { Sex::Male } else { Sex::Female };
        let number = self.accounts.len() as i64 + 1;
        let name = person_name(dice, sex, 45).to_string();
        let password_hash = Some(password_hash.to_owned());
        self.accounts.push(AccountRow {
            id: number,
            username,
            name,
            password_hash,
            language: "zh",
            created_at,
        });
        (number, number)
    }

    fn post(
        &mut self,
        dice: &mut Dice,
        username: String,
        hash: &str,
        place: Place<'_>,
        times: (NaiveDate, NaiveDateTime),
    ) {
        let ((role, township, department), (from_on, made_at)) = (place, times);
        let (account, id) = self.hire(dice, username, hash, made_at);
        let (township_code, department_code) = (township.map(str::to_owned), department.map(str::to_owned));
        let account_id = Some(account);
        self.posts.push(PostRow {
            id,
            role,
            township_code,
            village_code: None,
            department_code,
            account_id,
            from_on,
        });
    }
}

fn divisions() -> Vec<DivisionRow> {
    let whole: i32 = county::townships().map(|township| township.population).sum();
    let row = |code: &str, name: &str, population, phone: String| DivisionRow {
        code: code.to_owned(),
        parent_code: (code.len() > 6).then(|| code[..code.len() - 3].to_owned()),
        name: name.to_owned(),
        registered_population: population,
        office_phone: phone,
    };
    let mut rows = vec![row(county::CODE, county::NAME, whole, office_phone(100))];
    rows.extend(
        county::townships()
            .zip(101..)
            .map(|(area, n)| row(area.code, area.name, area.population, office_phone(n))),
    );
    rows.extend(
        county::villages()
            .zip(201..)
            .map(|(area, n)| row(area.code, everyday_name(area.name), area.population, office_phone(n))),
    );
    rows
}

fn departments() -> Vec<DepartmentRow> {
    let row = |(code, name, short): (&str, &str, &str)| DepartmentRow {
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: short.to_owned(),
    };
    county::departments().map(row).collect()
}
