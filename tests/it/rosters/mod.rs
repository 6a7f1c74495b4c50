//! Rosters are read as their truth files say: eight workbooks as village cadres send them, and many made up here.

mod duplicates;
mod fuzzing;
mod kinds;
mod made;
mod refusals;
mod samples;
mod score;
pub mod truth;
mod variants;
mod written;

use chrono::NaiveDate;
use kith::{
    reference::county,
    rosters::{Choices, County, Divisions, Person, Request, Roster, Unreadable, read},
};

/// The day on which the samples were made.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

/// The sample county.
pub fn divisions() -> Divisions {
    let areas = county::townships().chain(county::villages());
    let county = County { code: county::CODE.into(), name: county::NAME.into(), area_code: "023".into() };
    Divisions::new(county, areas.map(|area| (area.code.to_owned(), area.name.to_owned())))
}

/// Everybody in a file.
pub fn people(
    bytes: &[u8],
    file_name: &str,
    divisions: &Divisions,
) -> Result<(Roster, Vec<Person>), Unreadable> {
    let choices = Choices::default();
    let request = Request { file_name, choices: &choices, divisions, today: today() };
    let mut people = Vec::new();
    let roster = read(bytes, request, &mut |person| people.push(person))?;
    Ok((roster, people))
}
