//! A link as it is kept, and what opens it.

use crate::{
    audit::Subject,
    db::schema::personal_links,
    domain::{Actor, IdNumber, LinkId, RegistrationId, ResidentId, words},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// Wrong tries in all before a link is dead until it is replaced (PRODUCT §4.5).
pub const MOST_TRIES: i32 = 20;

words! {
    /// What a link asks for before it opens (PRODUCT §4.5).
    OpensBy {
        /// The last four characters of the ID number.
        IdNumber = "id_number",
        BirthDate = "birth_date",
        /// Six digits printed beside the link.
        Code = "code",
    }
}

/// A personal link.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = personal_links)]
pub struct Link {
    pub id: LinkId,
    pub serial: i32,
    /// The registration it was made for, if it was; it opens that one until it is moved to a resident.
    pub registration_id: Option<RegistrationId>,
    pub resident_id: Option<ResidentId>,
    pub opens_by: OpensBy,
    /// Keyed hash of what opens it, bound to this link.
    pub opening_term: Vec<u8>,
    pub wrong_tries: i32,
    pub created_at: NaiveDateTime,
}

/// What is known of a person that can open their link, the strongest there is.
#[derive(Clone, PartialEq, Eq)]
pub enum Opening {
    IdNumber(IdNumber),
    BirthDate(NaiveDate),
    Code,
}

impl Opening {
    /// The ID number if there is one, else the birth date, else a printed code (PRODUCT §4.5).
    pub fn of(id_number: Option<&IdNumber>, birth_on: Option<NaiveDate>) -> Opening {
        match (id_number, birth_on) {
            (Some(number), _) => Opening::IdNumber(number.clone()),
            (None, Some(day)) => Opening::BirthDate(day),
            (None, None) => Opening::Code,
        }
    }

    /// What will be asked for.
    pub const fn opens_by(&self) -> OpensBy {
        match self {
            Opening::IdNumber(_) => OpensBy::IdNumber,
            Opening::BirthDate(_) => OpensBy::BirthDate,
            Opening::Code => OpensBy::Code,
        }
    }
}

/// Whom a link opens: the resident once it was moved to one, until then the registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Registration(RegistrationId),
    Resident(ResidentId),
}

impl Whom {
    /// Whom a link with these two columns opens.
    pub fn of(registration: Option<RegistrationId>, resident: Option<ResidentId>) -> Option<Whom> {
        resident.map(Whom::Resident).or(registration.map(Whom::Registration))
    }

    /// What the trail says of an action by this link.
    pub const fn subject(self) -> (Subject, i64) {
        match self {
            Whom::Registration(id) => (Subject::Registration, id.0),
            Whom::Resident(id) => (Subject::Resident, id.0),
        }
    }

    /// Who acts with this link.
    pub const fn actor(self) -> Actor {
        match self {
            Whom::Registration(id) => Actor::Registrant(id),
            Whom::Resident(id) => Actor::Resident(id),
        }
    }
}

impl Link {
    /// Whom it opens; the database holds that there is somebody.
    pub fn whom(&self) -> Option<Whom> {
        Whom::of(self.registration_id, self.resident_id)
    }

    /// Whether it was tried wrongly so often that only a new one helps.
    pub const fn is_dead(&self) -> bool {
        self.wrong_tries >= MOST_TRIES
    }
}
