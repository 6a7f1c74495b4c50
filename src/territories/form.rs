//! What the county's administrator types about one division.

use super::{
    list::{NewDivision, people},
    queries::Division,
};
use crate::{
    domain::{PostId, Problem, required_line},
    settings::shown_phone,
    web::Problems,
};
use serde::Deserialize;

/// A division's form as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DivisionForm {
    pub name: String,
    pub population: String,
    pub office_phone: String,
    /// The post of a township's data contact; empty: nobody yet.
    pub data_contact: String,
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
            data_contact: division.data_contact_id.map(|post| post.to_string()).unwrap_or_default(),
            seen: division.stamp(),
        }
    }

    /// The post of the data contact, one of the township's own.
    fn contact(&self, posts: &[PostId]) -> Result<Option<PostId>, Problem> {
        if self.data_contact.is_empty() {
            return Ok(None);
        }
        let post = self.data_contact.parse().ok().filter(|post| posts.contains(post));
        post.map(Some).ok_or(Problem::NotAChoice)
    }

    /// Reads the form; every problem is named, with its field. `posts` are those of the township's officers.
    pub fn parse(&self, code: &str, posts: &[PostId]) -> Result<(NewDivision, Option<PostId>), Problems> {
        let mut problems = Problems::default();
        let contact = problems.keep("data_contact", self.contact(posts));
        let name = problems.keep("name", required_line(&self.name, 40));
        let population = problems.keep("population", people(&self.population));
        let is_without = self.office_phone.trim().is_empty();
        let phone = if is_without { Ok(String::new()) } else { shown_phone(&self.office_phone) };
        let phone = problems.keep("office_phone", phone);
        let parsed = (|| {
            let (name, registered_population, office_phone) = (name?, population?, Some(phone?));
            Some((NewDivision { code: code.to_owned(), name, registered_population, office_phone }, contact?))
        })();
        problems.or(parsed)
    }
}
