//! Posts, readers, passwords.

use crate::{
    domain::{AccountId, Actor, PostId, Problem, Role, Rules, Scope, TownshipCode, VillageCode},
    error::Error,
    i18n::Lang,
    web::Help,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A post: a role in a division or department, from a day and perhaps until one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = crate::db::schema::posts)]
pub struct Post {
    pub id: PostId,
    pub role: Role,
    pub township_code: Option<TownshipCode>,
    pub village_code: Option<VillageCode>,
    pub department_code: Option<String>,
    pub account_id: Option<AccountId>,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
}

impl Post {
    /// Whether somebody holds this post on a day.
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.account_id.is_some() && self.from_on <= day && self.until_on.is_none_or(|until| until >= day)
    }

    /// The division this post belongs to, if it is not the whole county's.
    pub fn division_code(&self) -> Option<&str> {
        self.village_code
            .as_ref()
            .map(VillageCode::as_str)
            .or(self.township_code.as_ref().map(TownshipCode::as_str))
    }
}

/// The county as every page names it.
#[derive(Debug, Clone)]
pub struct CountyName {
    pub name: String,
    pub is_sample: bool,
}

/// Who reads: the account behind a session and the post it acts in.
#[derive(Debug, Clone)]
pub struct Reader {
    pub account: AccountId,
    pub name: String,
    /// The session's number, to end it or switch its post.
    pub session: i64,
    pub lang: Lang,
    /// Whether a password has been chosen; before that only the start code opens the account.
    pub has_password: bool,
    /// The post this session acts in; none if the account holds none today.
    pub post: Option<Post>,
    /// Where the post is, in words; empty for the county.
    pub place: String,
    /// None until the county is set up.
    pub county: Option<CountyName>,
    pub help: Help,
    /// The county's numbers.
    pub rules: Rules,
}

impl Reader {
    /// The role this session acts in.
    pub fn role(&self) -> Option<Role> {
        self.post.as_ref().map(|post| post.role)
    }

    /// The post this session acts in, where the guard says there is one.
    pub fn post_id(&self) -> Result<PostId, Error> {
        self.post.as_ref().map(|post| post.id).ok_or(Error::Forbidden)
    }

    /// What this post may see of people.
    pub fn scope(&self) -> Result<Scope, Error> {
        let post = self.post.as_ref().ok_or(Error::Forbidden)?;
        match (post.role, post.village_code, post.township_code) {
            (Role::Cadre, Some(village), _) => Ok(Scope::Village(village)),
            (Role::Township, None, Some(township)) => Ok(Scope::Township(township)),
            (Role::County, ..) => Ok(Scope::County),
            _ => Err(Error::Forbidden),
        }
    }

    /// Who acts, for the trail.
    pub fn actor(&self) -> Actor {
        Actor::Staff { account: self.account, post: self.post.as_ref().map(|post| post.id) }
    }
}

/// A password somebody chose: 8 to 200 characters, not one of the first to be guessed.
pub struct NewPassword(String);

/// Fewest and most characters of a password.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=200;

impl NewPassword {
    /// Takes a password for an account of this user name.
    pub fn parse(text: &str, username: &str) -> Result<NewPassword, Problem> {
        let length = text.chars().count();
        if !PASSWORD_LENGTH.contains(&length) {
            return Err(Problem::PasswordLength);
        }
        let lower = text.to_lowercase();
        let distinct = lower.chars().collect::<std::collections::BTreeSet<_>>().len();
        let is_run = lower.as_bytes().windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1));
        let is_common = ["password", "12345678", "qwertyui", "88888888", "11111111", "woaini", "iloveyou"]
            .iter()
            .any(|guess| lower.starts_with(guess) && length < guess.len() + 4);
        if distinct < 4 || is_run || is_common || lower == username.to_lowercase() {
            return Err(Problem::PasswordCommon);
        }
        Ok(NewPassword(text.to_owned()))
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}
