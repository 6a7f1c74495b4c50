//! Routes as data: what is not in the table does not exist (PRODUCT §2).

use crate::domain::Role;

/// What a request does to a path. `Get` answers HEAD too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// Who has a key to a room; everybody else signed in gets 403, strangers are asked to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Everybody,
    /// Anybody signed in, in whatever post.
    Staff,
    Roles(&'static [Role]),
}

/// One row of the table of routes.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub who: Who,
    pub to: fn() -> actix_web::Route,
}

impl Route {
    pub const fn get(path: &'static str, who: Who, to: fn() -> actix_web::Route) -> Route {
        Route { method: Method::Get, path, who, to }
    }

    pub const fn post(path: &'static str, who: Who, to: fn() -> actix_web::Route) -> Route {
        Route { method: Method::Post, path, who, to }
    }

    /// The route with its method guard.
    pub fn guarded(&self) -> actix_web::Route {
        use actix_web::guard;
        match self.method {
            Method::Get => (self.to)().guard(guard::Any(guard::Get()).or(guard::Head())),
            Method::Post => (self.to)().guard(guard::Post()),
        }
    }
}
