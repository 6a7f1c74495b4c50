//! Accounts as pages show them.

use super::text::StaffWords;
use crate::{
    accounts::{Post, roll::Member},
    i18n::Lang,
};
use chrono::NaiveDate;

/// A post in words, and the day it ends or begins where that is not simply now.
pub fn post_words(post: &Post, place: &str, lang: Lang, today: NaiveDate) -> String {
    let t = StaffWords(lang);
    let place = if place.is_empty() { t.county() } else { place };
    let words = t.post(place, lang.role(post.role));
    match post.until_on {
        Some(until) => t.post_until(&words, lang.day(until, today)),
        None if post.from_on > today => t.post_from(&words, lang.day(post.from_on, today)),
        None => words,
    }
}

/// An account as a row of the list.
pub struct AccountRow {
    pub id: String,
    pub name: String,
    pub username: String,
    pub posts: Vec<String>,
    pub mark: &'static str,
    pub state: String,
}

impl AccountRow {
    pub fn new(member: &Member, lang: Lang, today: NaiveDate) -> AccountRow {
        let t = StaffWords(lang);
        let (mark, state) = match member.closed_on {
            Some(day) => ("dead", t.is_closed(lang.day(day, today))),
            None if member.has_password => ("ok", t.in_use().to_owned()),
            None => ("due", t.is_waiting().to_owned()),
        };
        AccountRow {
            id: member.id.to_string(),
            name: member.name.clone(),
            username: member.username.clone(),
            posts: member.posts.iter().map(|(post, place)| post_words(post, place, lang, today)).collect(),
            mark,
            state,
        }
    }
}
