//! What the county's administrator types about one division.

use super::{
    list::{NewDivision, people},
    queries::Division,
};
use crate::{domain::required_line, settings::shown_phone, web::Problems};
use serde::Deserialize;

/// A division's form as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DivisionForm {
    pub name: String,
    pub population: String,
    pub office_phone: String,
    /// The stamp of the values the form was shown with.
    pub seen: String,
}

impl DivisionForm {
    /// The form filled with what stands.
    pub fn of(division: &Division) -> DivisionForm {
        DivisionForm {
            name: division.name.clone(),
            population: division.registered_population.to_string(),
            office_phone: division.office_phone.clone(),
            seen: division.stamp(),
        }
    }

    /// Reads the form; every problem is named, with its field.
    pub fn parse(&self, code: &str) -> Result<NewDivision, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep("name", required_line(&self.name, 40));
        let population = problems.keep("population", people(&self.population));
        let is_without = self.office_phone.trim().is_empty();
        let phone = if is_without { Ok(String::new()) } else { shown_phone(&self.office_phone) };
        let phone = problems.keep("office_phone", phone);
        let parsed = (|| {
            Some(NewDivision {
                code: code.to_owned(),
                name: name?,
                registered_population: population?,
                office_phone: Some(phone?),
            })
        })();
        problems.or(parsed)
    }
}
