//! What a post is for: a role in its place.

use super::model::Post;
use crate::{
    db::Conn,
    domain::{Problem, Role, Scope, TownshipCode, VillageCode, plain},
    error::Error,
    territories::{self, Department, Division, everyday_name},
};

/// A role and where it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seat {
    Village(VillageCode),
    Township(TownshipCode),
    Department(String),
    County,
    Auditor,
}

impl Seat {
    pub const fn role(&self) -> Role {
        match self {
            Seat::Village(_) => Role::Cadre,
            Seat::Township(_) => Role::Township,
            Seat::Department(_) => Role::Department,
            Seat::County => Role::County,
            Seat::Auditor => Role::Auditor,
        }
    }

    /// The township, village and department a post of this seat names.
    pub fn codes(&self) -> (Option<TownshipCode>, Option<VillageCode>, Option<&str>) {
        match self {
            Seat::Village(code) => (Some(code.township()), Some(*code), None),
            Seat::Township(code) => (Some(*code), None, None),
            Seat::Department(code) => (None, None, Some(code)),
            Seat::County | Seat::Auditor => (None, None, None),
        }
    }

    /// What user names of this seat begin with.
    pub fn stem(&self) -> String {
        match self {
            Seat::Village(code) => code.to_string(),
            Seat::Township(code) => code.to_string(),
            Seat::Department(code) => code.to_lowercase(),
            Seat::County => "county".to_owned(),
            Seat::Auditor => "auditor".to_owned(),
        }
    }

    /// Whether whoever staffs this territory may staff the seat: the county every one, a township its villages.
    pub fn is_staffed_by(&self, scope: Scope) -> bool {
        match (scope, self) {
            (Scope::County, _) => true,
            (Scope::Township(own), Seat::Village(code)) => code.township() == own,
            _ => false,
        }
    }

    /// The seat of a post.
    pub fn of(post: &Post) -> Option<Seat> {
        match post.role {
            Role::Cadre => post.village_code.map(Seat::Village),
            Role::Township => post.township_code.map(Seat::Township),
            Role::Department => post.department_code.clone().map(Seat::Department),
            Role::County => Some(Seat::County),
            Role::Auditor => Some(Seat::Auditor),
        }
    }
}

/// Where there are posts to hold: what a code or a name somebody typed is looked up in.
pub struct Places {
    pub divisions: Vec<Division>,
    pub departments: Vec<Department>,
}

impl Places {
    /// All divisions and departments.
    pub fn load(conn: &mut Conn) -> Result<Places, Error> {
        Ok(Places { divisions: territories::divisions(conn)?, departments: territories::departments(conn)? })
    }

    /// The seat of this role at the place typed, as far as `scope` reaches: outside it nothing exists.
    pub fn seat(&self, role: Role, text: &str, scope: Scope) -> Result<Seat, Problem> {
        let text = plain(text);
        let seat = match role {
            Role::County => Seat::County,
            Role::Auditor => Seat::Auditor,
            _ if text.is_empty() => return Err(Problem::Required),
            Role::Department => Seat::Department(self.department(&text)?),
            Role::Cadre => {
                let code = self.division(&text, 12, scope)?;
                Seat::Village(VillageCode::parse(&code).map_err(|_| Problem::Unknown)?)
            }
            Role::Township => {
                let code = self.division(&text, 9, scope)?;
                Seat::Township(TownshipCode::parse(&code).map_err(|_| Problem::Unknown)?)
            }
        };
        if seat.is_staffed_by(scope) { Ok(seat) } else { Err(Problem::NotYours) }
    }

    /// The seat a place's name or code stands for by itself: a village's cadre, a township's or a department's officer.
    pub fn any_seat(&self, text: &str, scope: Scope) -> Result<Seat, Problem> {
        match plain(text).as_str() {
            "县" | "县级管理员" | "管理员" | "county" if scope == Scope::County => {
                return Ok(Seat::County);
            }
            "审计" | "审计员" | "auditor" if scope == Scope::County => return Ok(Seat::Auditor),
            _ => {}
        }
        let mut found = self.seat(Role::Cadre, text, scope);
        for role in [Role::Township, Role::Department] {
            if scope == Scope::County && found == Err(Problem::Unknown) {
                found = self.seat(role, text, scope);
            }
        }
        found
    }

    /// The villages or townships (by the length of their code) within a territory.
    pub fn within(&self, digits: usize, scope: Scope) -> impl Iterator<Item = &Division> {
        self.divisions.iter().filter(move |division| {
            division.code.len() == digits
                && division.ended_on.is_none()
                && match scope {
                    Scope::County => true,
                    Scope::Township(own) => division.code.starts_with(own.as_str()),
                    Scope::Village(own) => division.code == own.as_str(),
                }
        })
    }

    /// The name of a division.
    pub fn name(&self, code: &str) -> &str {
        self.divisions.iter().find(|division| division.code == code).map_or("", |division| &division.name)
    }

    fn division(&self, text: &str, digits: usize, scope: Scope) -> Result<String, Problem> {
        let text = everyday_name(text);
        let is_it = |division: &&Division| {
            division.code == text
                || everyday_name(&division.name) == text
                || division.parent_code.as_deref().is_some_and(|parent| {
                    text.strip_prefix(self.name(parent)) == Some(division.name.as_str())
                })
        };
        let found = only(self.within(digits, scope).filter(is_it));
        // As it is spoken, if the whole name is nobody's: 西池 for 西池村.
        let is_short = |division: &&Division| short_name(everyday_name(&division.name)) == text;
        let found = match found {
            Err(Problem::Unknown) => only(self.within(digits, scope).filter(is_short)),
            found => found,
        };
        found.map(|division| division.code.clone())
    }

    fn department(&self, text: &str) -> Result<String, Problem> {
        let is_it = |department: &&Department| {
            department.ended_on.is_none()
                && (department.code.eq_ignore_ascii_case(text)
                    || department.name == text
                    || department.short_name == text)
        };
        only(self.departments.iter().filter(is_it)).map(|department| department.code.clone())
    }
}

/// A village's or township's name without the word for what it is.
fn short_name(name: &str) -> &str {
    let kinds = ["社区", "街道", "村", "镇", "乡"];
    kinds.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name)
}

/// The one there is.
fn only<T>(mut found: impl Iterator<Item = T>) -> Result<T, Problem> {
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(Problem::Ambiguous),
        (None, _) => Err(Problem::Unknown),
    }
}
