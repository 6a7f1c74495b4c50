//! What staff type about their own account.

use super::model::NewPassword;
use crate::{
    domain::{PostId, Problem},
    web::{Problems, is_own_path},
};
use serde::Deserialize;
use validator::Validate;

/// Signing in.
#[derive(Debug, Deserialize, Validate)]
pub struct SignInForm {
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    pub username: String,
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub password: String,
    #[serde(default)]
    pub remember: String,
    #[serde(default)]
    pub next: String,
    /// A form that waited for this sign-in: its path and its body.
    #[serde(default)]
    pub waiting_path: String,
    #[serde(default)]
    pub waiting_form: String,
}

impl SignInForm {
    /// The user name as accounts keep it: no spaces, lower case.
    pub fn username(&self) -> String {
        self.username.trim().to_lowercase()
    }

    /// Whether both fields could be right at all.
    pub fn has_shape(&self) -> bool {
        self.validate().is_ok() && !self.username.chars().any(char::is_control)
    }

    /// Where to go afterwards: a path of ours, never another site.
    pub fn next(&self) -> Option<&str> {
        is_own_path(&self.next).then_some(self.next.as_str())
    }
}

/// Choosing a password.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    pub present: String,
    #[serde(default)]
    pub password: String,
    #[serde(default)]
    pub again: String,
}

impl PasswordForm {
    pub fn parse(&self, username: &str) -> Result<NewPassword, Problems> {
        let mut problems = Problems::default();
        let password = problems.keep("password", NewPassword::parse(&self.password, username));
        if self.password != self.again {
            problems.add("again", Problem::PasswordDiffers);
        }
        problems.or(password)
    }
}

/// Switching to another post.
#[derive(Debug, Deserialize)]
pub struct PostForm {
    pub post: PostId,
}

/// Ending a session, or all others.
#[derive(Debug, Deserialize)]
pub struct SessionForm {
    #[serde(default)]
    pub session: String,
}

/// Choosing a language.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    pub lang: String,
    #[serde(default)]
    pub back: String,
}
