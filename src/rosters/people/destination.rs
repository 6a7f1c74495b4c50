//! Where people have gone: kept as typed, with the code of the one place that means.

use super::{days::is_nothing, row::Columns};
use crate::{
    reference::places::{Resolved, resolve},
    rosters::{reading::Grid, tables::Field},
};
use std::collections::HashMap;

/// A place as typed, and its code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Destination {
    pub text: Option<String>,
    pub code: Option<&'static str>,
}

/// Reads places; the same words mean the same the second time.
#[derive(Debug)]
pub struct Destinations {
    home: String,
    known: HashMap<String, Option<&'static str>>,
}

/// Most places remembered.
const MOST: usize = 20_000;

impl Destinations {
    pub fn new(county: &str) -> Destinations {
        Destinations { home: county.to_owned(), known: HashMap::new() }
    }

    /// The place of a row: one cell, or province, city and county in cells of their own, one behind the other.
    pub fn read(&mut self, grid: &Grid, row: usize, columns: &Columns) -> Destination {
        let parts = [
            Field::WORK_COUNTRY,
            Field::WORK_PROVINCE,
            Field::WORK_CITY,
            Field::WORK_COUNTY,
            Field::WORK_PLACE,
        ];
        let mut text = String::new();
        for field in parts {
            let Some(part) = columns.text(grid, row, field).filter(|part| is_said(part)) else { continue };
            let repeats = text.ends_with(&part) || matches!(part.as_str(), "市辖区" | "中国" | "县");
            if part.starts_with(&text) && !text.is_empty() {
                text = part;
            } else if !repeats {
                text.push_str(&part);
            }
        }
        if text.is_empty() {
            return Destination::default();
        }
        let code = self.code(&text);
        Destination { text: Some(text), code }
    }

    fn code(&mut self, text: &str) -> Option<&'static str> {
        if let Some(code) = self.known.get(text) {
            return *code;
        }
        let code = match resolve(text, &self.home) {
            Resolved::Place(code) => Some(code),
            _ => None,
        };
        if self.known.len() < MOST {
            self.known.insert(text.to_owned(), code);
        }
        code
    }
}

fn is_said(text: &str) -> bool {
    !is_nothing(text)
}
