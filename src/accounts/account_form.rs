//! What is typed to make accounts: one by a form, many by a list, the very first by a link.

use super::{
    model::{NewPassword, Post},
    seat::{Places, Seat},
    staffing::NewAccount,
};
use crate::{
    domain::{PersonName, PhoneNumber, PostId, Problem, Role, Scope, parse_day, pasted_rows, plain},
    web::Problems,
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The most accounts made by one list: one write stays short.
pub const MOST_ACCOUNTS: usize = 200;

const COLUMNS: &[&[&str]] = &[
    &["name", "姓名"],
    &["phone", "电话", "手机", "手机号", "手机号码", "联系电话"],
    &["post", "岗位", "村", "单位", "村（社区）", "place"],
];

/// Where a post is asked for: a role and a place, or one that stands vacant.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PostAsked {
    pub role: String,
    pub place: String,
    pub until: String,
    /// A vacant post to take over; with it role, place and end count for nothing.
    pub vacant: String,
}

/// A post to be given.
#[derive(Debug, Clone)]
pub struct Appointment {
    pub seat: Seat,
    /// The last day, of a stand-in.
    pub until: Option<NaiveDate>,
    pub vacant: Option<PostId>,
}

impl PostAsked {
    /// The post asked for, as far as `scope` reaches.
    pub fn parse(
        &self,
        places: &Places,
        vacancies: &[(Post, String)],
        scope: Scope,
        today: NaiveDate,
    ) -> Result<Appointment, Problems> {
        if !self.vacant.is_empty() {
            let known = vacancies.iter().find(|(post, _)| post.id.to_string() == self.vacant);
            let seat = known.and_then(|(post, _)| Some((post.id, Seat::of(post)?)));
            let (vacant, seat) = seat.ok_or_else(|| Problems::one("vacant", Problem::PostHeld))?;
            return Ok(Appointment { seat, until: None, vacant: Some(vacant) });
        }
        let mut problems = Problems::default();
        let role = match scope {
            Scope::Township(_) => Ok(Role::Cadre),
            _ => Role::parse(&self.role).ok_or(Problem::NotAChoice),
        };
        let role = problems.keep("role", role);
        let seat = role.and_then(|role| problems.keep("place", places.seat(role, &self.place, scope)));
        let until = problems.keep("until", self.until(today));
        let parsed = (|| Some(Appointment { seat: seat?, until: until?, vacant: None }))();
        problems.or(parsed)
    }

    fn until(&self, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
        if self.until.trim().is_empty() {
            return Ok(None);
        }
        let day = parse_day(&self.until)?;
        if day < today { Err(Problem::InPast) } else { Ok(Some(day)) }
    }
}

/// One account, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    pub idempotency_key: String,
    pub name: String,
    pub phone: String,
    #[serde(flatten)]
    pub post: PostAsked,
}

impl AccountForm {
    /// Reads the form; every problem is named, with its field.
    pub fn parse(
        &self,
        places: &Places,
        vacancies: &[(Post, String)],
        scope: Scope,
        today: NaiveDate,
    ) -> Result<NewAccount, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep("name", PersonName::parse(&self.name));
        let phone = problems.keep("phone", optional_phone(&self.phone));
        let post = match self.post.parse(places, vacancies, scope, today) {
            Ok(post) => Some(post),
            Err(more) => {
                problems.append(more);
                None
            }
        };
        let parsed = (|| Some(NewAccount { name: name?.as_str().to_owned(), phone: phone?, post: post? }))();
        problems.or(parsed)
    }
}

fn optional_phone(text: &str) -> Result<Option<PhoneNumber>, Problem> {
    if plain(text).is_empty() { Ok(None) } else { PhoneNumber::parse(text).map(Some) }
}

/// A row of a list of accounts, with what is wrong with it.
#[derive(Debug, Clone)]
pub struct ListedAccount {
    /// The line it stands on, from 1.
    pub line: usize,
    /// The row as it was typed, to be offered again.
    pub typed: [String; 3],
    pub read: Result<NewAccount, Problem>,
}

/// Reads a list: name, number, post. `there` holds who has which post already, by seat and name.
pub fn check_list(
    text: &str,
    places: &Places,
    there: &BTreeSet<(String, String)>,
    scope: Scope,
) -> Vec<ListedAccount> {
    let mut seen = BTreeSet::new();
    let rows = pasted_rows(text, COLUMNS).into_iter();
    rows.map(|row| {
        let typed = [0, 1, 2].map(|column| row.cell(column).to_owned());
        let read = listed(&typed, places, scope).and_then(|new| {
            let who = (new.post.seat.stem(), new.name.clone());
            let is_again = there.contains(&who) || !seen.insert(who);
            if is_again { Err(Problem::AlreadyStaff) } else { Ok(new) }
        });
        ListedAccount { line: row.line, typed, read }
    })
    .collect()
}

fn listed(typed: &[String; 3], places: &Places, scope: Scope) -> Result<NewAccount, Problem> {
    let name = PersonName::parse(&typed[0])?.as_str().to_owned();
    let phone = optional_phone(&typed[1])?;
    let seat = places.any_seat(&typed[2], scope)?;
    Ok(NewAccount { name, phone, post: Appointment { seat, until: None, vacant: None } })
}

/// The first administrator, as typed on the page of the one-time link.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FounderForm {
    pub name: String,
    pub username: String,
    pub password: String,
    pub again: String,
}

/// The first administrator.
pub struct Founder {
    pub name: String,
    pub username: String,
    pub password: NewPassword,
}

impl FounderForm {
    /// Reads the form; every problem is named, with its field.
    pub fn parse(&self) -> Result<Founder, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep("name", PersonName::parse(&self.name));
        let username = problems.keep("username", username(&self.username));
        let password = problems.keep("password", NewPassword::parse(&self.password, self.username.trim()));
        if self.password != self.again {
            problems.add("again", Problem::PasswordDiffers);
        }
        let parsed =
            (|| Some(Founder { name: name?.as_str().to_owned(), username: username?, password: password? }))(
            );
        problems.or(parsed)
    }
}

/// A user name: 2 to 32 small letters, digits and hyphens.
fn username(text: &str) -> Result<String, Problem> {
    let name = plain(text).to_lowercase();
    let is_right = (2..=32).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if is_right { Ok(name) } else { Err(Problem::UsernameShape) }
}
