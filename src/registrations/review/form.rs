//! The forms of a decision.

use super::model::Choices;
use crate::{
    accounts::{Places, Seat},
    domain::{Problem, RegistrationId, ResidentId, Role, Scope, VillageCode, required_line},
    web::Problems,
};
use serde::Deserialize;

/// Which record a registration is joined to, and what is taken of it; what was not asked is taken as the newest.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    pub resident: String,
    pub phone: String,
    pub place: String,
    pub hours: String,
}

/// The value of a choice that keeps what the record has.
pub const KEPT: &str = "kept";

impl JoinForm {
    /// The record and the choices.
    pub fn parse(&self) -> Result<(ResidentId, Choices), Problems> {
        let resident = self.resident.parse().map_err(|_| Problems::one("decision", Problem::NotAChoice))?;
        let is_news = |choice: &str| choice != KEPT;
        let choices = Choices {
            calls_new_number_first: is_news(&self.phone),
            takes_place: is_news(&self.place),
            takes_hours: is_news(&self.hours),
        };
        Ok((resident, choices))
    }
}

/// Several registrations accepted in one step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ManyForm {
    pub registration: Vec<String>,
}

impl ManyForm {
    /// The registrations ticked.
    pub fn parse(&self) -> Result<Vec<RegistrationId>, Problems> {
        let ids: Vec<RegistrationId> = self.registration.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.is_empty() { Err(Problems::one("registration", Problem::NobodyTicked)) } else { Ok(ids) }
    }
}

/// Why a registration is turned down, in words its sender reads.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TurnDownForm {
    pub reason: String,
}

impl TurnDownForm {
    /// The reason: two characters at least.
    pub fn parse(&self) -> Result<String, Problems> {
        let reason = required_line(&self.reason, 200).map_err(|problem| Problems::one("reason", problem))?;
        if reason.chars().count() < 2 { Err(Problems::one("reason", Problem::Required)) } else { Ok(reason) }
    }
}

/// The village a registration is passed on to, by name or code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PassOnForm {
    pub village: String,
}

impl PassOnForm {
    /// The village: one of the reader's township by its name alone, one elsewhere by township and name, or by code.
    pub fn parse(&self, places: &Places, from: VillageCode) -> Result<VillageCode, Problems> {
        let near = Scope::Township(from.township());
        let seat = match places.seat(Role::Cadre, &self.village, near) {
            Err(Problem::Unknown) => places.seat(Role::Cadre, &self.village, Scope::County),
            found => found,
        };
        match seat {
            Ok(Seat::Village(code)) => Ok(code),
            Ok(_) => Err(Problems::one("village", Problem::Unknown)),
            Err(problem) => Err(Problems::one("village", problem)),
        }
    }
}
