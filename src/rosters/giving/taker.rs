//! Who takes a list out, of whom, and by which right.

use crate::{
    accounts::{self, Post, Staff},
    db::Conn,
    domain::{Actor, Role, Scope},
    error::Error,
    residents::Whose,
};
use chrono::NaiveDate;

/// Who takes a list, of whom, and where the layouts of their office are kept.
#[derive(Debug, Clone)]
pub struct Taker {
    pub actor: Actor,
    pub whose: Whose,
    pub scope: Scope,
    pub place: String,
}

impl Taker {
    /// Whoever is signed in; `Forbidden` in a post that has no list of people.
    pub fn of(by: &Staff) -> Result<Taker, Error> {
        by.post.as_ref().and_then(|post| Taker::in_post(by.actor(), post)).ok_or(Error::Forbidden)
    }

    fn in_post(actor: Actor, post: &Post) -> Option<Taker> {
        let (scope, whose, place) = match (post.role, post.village_code, post.township_code) {
            (Role::Cadre, Some(code), _) => (Scope::Village(code), Whose::Owner(post.id), code.to_string()),
            (Role::Township, _, Some(code)) => {
                let scope = Scope::Township(code);
                (scope, Whose::Territory(scope), code.to_string())
            }
            (Role::County, ..) => (Scope::County, Whose::Territory(Scope::County), String::new()),
            _ => return None,
        };
        Some(Taker { actor, whose, scope, place })
    }

    /// The taker behind a user name, in the first post of theirs that has a list of people; none if they hold none
    /// on this day, or their account is closed.
    pub fn named(conn: &mut Conn, username: &str, today: NaiveDate) -> Result<Option<Taker>, Error> {
        let Some(account) = accounts::account_of(conn, username)? else { return Ok(None) };
        let posts = accounts::posts_of(conn, account, today)?;
        let actor = |post: &Post| Actor::Staff { account, post: Some(post.id) };
        Ok(posts.iter().find_map(|post| Taker::in_post(actor(post), post)))
    }

    /// A cadre calls; whoever needs all numbers at once asks the township (PRODUCT §2).
    pub fn may_see_full(&self) -> bool {
        !matches!(self.scope, Scope::Village(_))
    }

    /// The county states its reason for every list (PRODUCT §2).
    pub fn must_reason(&self) -> bool {
        self.scope == Scope::County
    }
}
