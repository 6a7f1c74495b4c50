//! The guard of the resident's own pages: the handler's parameter is the permission (DESIGN §3).

use super::{
    model::Whom,
    visits::{self, VisitToken},
};
use crate::{
    domain::{Actor, LinkId, RegistrationId, ResidentId},
    error::Error,
    i18n::Lang,
    web::{State, language},
};
use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    web,
};
use std::{future::Future, pin::Pin};

/// Somebody who opened a personal link, or has just sent a registration.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub link: LinkId,
    pub whom: Whom,
    pub lang: Lang,
    token_hash: Vec<u8>,
}

impl Visitor {
    pub(super) fn new(link: LinkId, whom: Whom, token_hash: Vec<u8>, lang: Lang) -> Visitor {
        Visitor { link, whom, lang, token_hash }
    }

    pub(super) fn token_hash(&self) -> &[u8] {
        &self.token_hash
    }

    /// The resident this link opens, once there is a record.
    pub fn resident(&self) -> Option<ResidentId> {
        match self.whom {
            Whom::Resident(id) => Some(id),
            Whom::Registration(_) => None,
        }
    }

    /// The registration this link opens, while it leads to no record.
    pub fn registration(&self) -> Option<RegistrationId> {
        match self.whom {
            Whom::Registration(id) => Some(id),
            Whom::Resident(_) => None,
        }
    }

    /// Who acts, for the trail.
    pub fn actor(&self) -> Actor {
        self.whom.actor()
    }
}

/// Who visits with this request, if anybody.
pub async fn visitor_of(req: &HttpRequest) -> Result<Option<Visitor>, Error> {
    let state = req.app_data::<web::Data<State>>().ok_or_else(|| Error::internal("no state"))?.clone();
    let Some(cookie) = req.cookie(cookie_name(state.config.is_https())) else { return Ok(None) };
    let (hash, now, lang) = (visits::hash(cookie.value()), state.db.clock().now(), language(req));
    state.db.read(move |conn| visits::find(conn, &hash, now, lang)).await
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { visitor_of(&req).await?.ok_or(Error::LinkRequired) })
    }
}

/// The cookie of a visit: bound to the host where the connection is encrypted.
const fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-kith-my" } else { "kith-my" }
}

/// The cookie that keeps a visit as long as it lasts; without a token the one that takes it away.
pub fn visit_cookie(state: &State, token: Option<&VisitToken>) -> Cookie<'static> {
    let is_https = state.config.is_https();
    let value = token.map(|token| token.as_str().to_owned()).unwrap_or_default();
    let mut cookie = Cookie::build(cookie_name(is_https), value)
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(visits::lasts().num_days()))
        .finish();
    if token.is_none() {
        cookie.make_removal();
    }
    cookie
}
