//! How a request can end other than well: a few cases, each with its page.

/// Why a request could not be answered as asked. `web::errors` makes the page; the inside is logged, never shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or not in this reader's territory.
    #[error("not found")]
    NotFound,
    /// This role has no key to this room.
    #[error("forbidden")]
    Forbidden,
    /// The form was sent by a page that is none of ours, or it does not say by which.
    #[error("another site's form")]
    OtherSite,
    /// Nobody is signed in, or the session has ended.
    #[error("sign-in required")]
    SignInRequired,
    /// A resident's own page, and nobody has opened a personal link here, or the visit is over.
    #[error("personal link required")]
    LinkRequired,
    /// Signed in by a start code: a password must be chosen first.
    #[error("password required")]
    PasswordRequired,
    /// The request cannot be read as what it should be (encoding, broken form).
    #[error("bad request")]
    BadRequest,
    /// The body is larger than any form of Kith.
    #[error("too large")]
    TooLarge,
    /// The body did not arrive in time.
    #[error("too slow")]
    TooSlow,
    /// Too many tries; the seconds to wait.
    #[error("too many tries")]
    TooMany(u32),
    /// Another form was sent under the same key.
    #[error("another form under this key")]
    OtherForm,
    /// Somebody changed the same thing meanwhile.
    #[error("stale")]
    Stale,
    /// Nothing is wrong with the request, but it cannot be served now: try again.
    #[error("busy: {0}")]
    Busy(&'static str),
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// A fault of ours, described for the log. The description must carry no personal data.
    pub fn internal(what: impl std::fmt::Display) -> Error {
        Error::Internal(what.to_string())
    }
}

/// What an action that may be refused answers: the problems a person can mend, or an error.
#[derive(Debug)]
pub enum Refusal<P> {
    Problems(P),
    Error(Error),
}

impl<P, E: Into<Error>> From<E> for Refusal<P> {
    fn from(error: E) -> Self {
        Refusal::Error(error.into())
    }
}
