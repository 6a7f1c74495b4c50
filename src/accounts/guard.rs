//! Guards: the handler's parameter is the permission (DESIGN §3).

use super::{model::Reader, sessions};
use crate::{
    domain::Role,
    error::Error,
    text,
    web::{Frame, MenuItem, State, language},
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use std::{future::Future, ops::Deref, pin::Pin};

/// The cookie of a session: bound to the host where the connection is encrypted.
pub const fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-kith" } else { "kith" }
}

/// Who is behind a request, if anybody.
pub async fn reader_of(req: &HttpRequest) -> Result<Option<Reader>, Error> {
    let state = req.app_data::<web::Data<State>>().ok_or_else(|| Error::internal("no state"))?.clone();
    let Some(cookie) = req.cookie(cookie_name(state.config.is_https())) else { return Ok(None) };
    let hash = sessions::token_hash(cookie.value());
    let now = state.db.clock().now();
    let found = state.db.read(move |conn| sessions::find(conn, &hash, now)).await?;
    let Some(found) = found else { return Ok(None) };
    let mut reader = found.reader;
    if found.is_stale {
        let session = reader.session;
        state.db.write(reader.actor(), move |tx| sessions::seen(tx, session)).await?;
    }
    reader.lang = language_of(req, &reader);
    Ok(Some(reader))
}

/// What was chosen on this device wins over what the account remembers.
fn language_of(req: &HttpRequest, reader: &Reader) -> crate::i18n::Lang {
    if req.cookie("lang").is_some() { language(req) } else { reader.lang }
}

/// Somebody signed in who has chosen a password, in whatever post.
#[derive(Debug, Clone)]
pub struct Staff(Reader);

impl Deref for Staff {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.0
    }
}

/// Somebody signed in, perhaps only by a start code: may choose a password and nothing else.
#[derive(Debug, Clone)]
pub struct Newcomer(pub Reader);

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl FromRequest for Newcomer {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { reader_of(&req).await?.map(Newcomer).ok_or(Error::SignInRequired) })
    }
}

impl FromRequest for Staff {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { staff(&req).await })
    }
}

async fn staff(req: &HttpRequest) -> Result<Staff, Error> {
    let reader = reader_of(req).await?.ok_or(Error::SignInRequired)?;
    if reader.has_password { Ok(Staff(reader)) } else { Err(Error::PasswordRequired) }
}

/// Declares a guard: staff whose post has one of these roles.
macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+;)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(Reader);

        impl Deref for $name {
            type Target = Reader;
            fn deref(&self) -> &Reader { &self.0 }
        }

        impl FromRequest for $name {
            type Error = Error;
            type Future = Extracted<Self>;

            fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
                let req = req.clone();
                Box::pin(async move {
                    let Staff(reader) = staff(&req).await?;
                    match reader.post.as_ref().map(|post| post.role) {
                        Some($(Role::$role)|+) => Ok($name(reader)),
                        _ => Err(Error::Forbidden),
                    }
                })
            }
        }
    )+ };
}

guards! {
    /// A cadre of a village.
    Cadre: Cadre;
    /// An officer of a township.
    TownshipOfficer: Township;
    /// Whoever keeps the register of a territory: a village's cadre or a township's officer.
    Keeper: Cadre | Township;
    /// An officer of a department.
    DepartmentOfficer: Department;
    /// The county's administrator.
    CountyAdministrator: County;
    /// Whoever makes accounts: the county, and each township for its own cadres.
    Office: County | Township;
    /// The auditor.
    Auditor: Auditor;
}

text! {
    struct MenuWords;
    today: "今日" / "Today";
    find: "找人" / "Find";
    registrations: "登记" / "Registrations";
    rosters: "花名册" / "Rosters";
    accounts: "账号" / "Accounts";
    divisions: "区划" / "Divisions";
    settings: "设置" / "Settings";
    trail: "留痕" / "Trail";
    mine: "我的" / "Mine";
}

impl Reader {
    /// The frame of a page for this reader; `current` is the address of the menu's word it belongs to.
    pub fn frame(&self, current: &str) -> Frame {
        let item = |(href, label): (&'static str, &'static str)| MenuItem {
            href,
            label,
            is_current: href == current,
        };
        Frame {
            lang: self.lang,
            county: self.county.as_ref().map(|county| county.name.clone()).unwrap_or_default(),
            is_sample: self.county.as_ref().is_some_and(|county| county.is_sample),
            is_signed_in: true,
            is_visit: false,
            menu: self.menu().into_iter().map(item).collect(),
            help: self.help.clone(),
            path: current.to_owned(),
        }
    }

    /// What exists and this post may open, at most six words (PRODUCT §6).
    fn menu(&self) -> Vec<(&'static str, &'static str)> {
        let t = MenuWords(self.lang);
        let mut menu = match self.post.as_ref().map(|post| post.role) {
            Some(Role::Cadre) => {
                vec![
                    ("/worklist", t.today()),
                    ("/residents", t.find()),
                    ("/registrations", t.registrations()),
                ]
            }
            Some(Role::Township) => {
                vec![
                    ("/worklist", t.today()),
                    ("/residents", t.find()),
                    ("/registrations", t.registrations()),
                    ("/rosters", t.rosters()),
                    ("/accounts", t.accounts()),
                ]
            }
            Some(Role::County) => {
                vec![
                    ("/accounts", t.accounts()),
                    ("/divisions", t.divisions()),
                    ("/rosters", t.rosters()),
                    ("/settings", t.settings()),
                ]
            }
            Some(Role::Auditor) => vec![("/audit", t.trail())],
            Some(Role::Department) | None => Vec::new(),
        };
        menu.push(("/account", t.mine()));
        menu
    }

    /// The first page of this reader's post (PRODUCT §6).
    pub fn first_page(&self) -> &'static str {
        match self.post.as_ref().map(|post| post.role) {
            Some(Role::Cadre | Role::Township) => "/worklist",
            Some(Role::County) if self.county.is_none() => "/settings",
            Some(Role::County) => "/accounts",
            Some(Role::Auditor) => "/audit",
            Some(Role::Department) | None => "/account",
        }
    }
}
