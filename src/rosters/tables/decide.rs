//! Where a header alone does not tell what a column holds, its cells and its neighbours do.

use super::{Column, Field, FieldChoice, Sure, bands::Band, key::key, profile::Profile};
use crate::rosters::{
    people::{Divisions, Found},
    reading::Grid,
};
use chrono::NaiveDate;
use std::ops::Range;

/// What decides.
pub struct Evidence<'a> {
    pub grid: &'a Grid,
    pub rows: Range<usize>,
    pub divisions: &'a Divisions,
    pub today: NaiveDate,
    pub choices: &'a [FieldChoice],
}

/// Most sample values of a column.
const SAMPLES: usize = 5;
/// Rows in which samples and villages are looked for.
const LOOKED_AT: usize = 400;

impl Evidence<'_> {
    /// The columns under a header.
    pub fn columns(&self, band: Option<Band>) -> Vec<Column> {
        let last = self.looked_at().chain(band.into_iter().flat_map(|band| band.top..=band.bottom));
        let width = last
            .filter_map(|row| self.grid.row(row).next_back())
            .map(|(column, _)| column + 1)
            .max()
            .unwrap_or(0);
        let mut columns: Vec<Column> = (0..width).map(|column| self.column(band, column)).collect();
        columns.retain(|column| !column.header.is_empty() || !column.samples.is_empty());
        for at in 0..columns.len() {
            self.look_at_cells(&mut columns, at);
        }
        self.look_at_neighbours(&mut columns);
        self.choose(&mut columns);
        columns
    }

    fn looked_at(&self) -> Range<usize> {
        self.rows.start..self.rows.end.min(self.rows.start + LOOKED_AT)
    }

    fn column(&self, band: Option<Band>, column: usize) -> Column {
        let path = band.map_or(Vec::new(), |band| super::bands::path(self.grid, band, column));
        let (field, sure) = super::header::meaning(&path);
        let cells = self.looked_at().map(|row| self.grid.cell(row, column)).filter(|cell| !cell.is_empty());
        let samples = cells.map(|cell| cell.shown()).filter(|text| !text.is_empty()).take(SAMPLES).collect();
        Column { column, header: path.join(" / "), field, sure, samples }
    }

    fn profile(&self, column: &Column) -> Profile {
        Profile::of(self.grid, column.column, self.looked_at(), &self.divisions.county().code, self.today)
    }

    /// Decides by what the cells look like.
    fn look_at_cells(&self, columns: &mut [Column], at: usize) {
        let has = |field: Field| columns.iter().any(|column| column.field == Some(field));
        let Some(column) = columns.get(at) else { return };
        let key = key(column.header.rsplit(" / ").next().unwrap_or(""));
        let profile = || self.profile(column);
        let decided = match (column.field, key.as_str()) {
            (Some(Field::WORK_MONTHS | Field::DEPARTURE), _) => {
                let profile = profile();
                if profile.mostly(profile.months, 60) {
                    Some(Field::WORK_MONTHS)
                } else if profile.mostly(profile.days, 30) {
                    Some(Field::DEPARTURE)
                } else {
                    column.field
                }
            }
            (Some(Field::PHONE), "联系方式" | "联系" | "号码" | "联系号码") => {
                let profile = profile();
                if profile.mostly(profile.ids, 50) { Some(Field::ID) } else { column.field }
            }
            (Some(Field::CADRE_NAME), "联系人" | "责任人") => {
                let profile = profile();
                let is_name = profile.mostly(profile.names, 60) && !has(Field::NAME);
                if is_name { Some(Field::NAME) } else { column.field }
            }
            (Some(Field::ROW_NO), "编号") => {
                let profile = profile();
                if profile.mostly(profile.ids, 50) && !has(Field::ID) {
                    Some(Field::ID)
                } else {
                    column.field
                }
            }
            (Some(Field::GROUP | Field::HOME_ADDRESS), _)
                if !has(Field::VILLAGE) && self.names_villages(column.column) =>
            {
                Some(Field::VILLAGE)
            }
            (Some(Field::HOME_ADDRESS), "地址" | "详细地址" | "住址")
            | (Some(Field::WORK_SCOPE | Field::CURRENT_ADDRESS), _)
                if !has(Field::WORK_PLACE) && !has(Field::WORK_CITY) =>
            {
                let profile = profile();
                if profile.mostly(profile.places, 40) { Some(Field::WORK_PLACE) } else { column.field }
            }
            (None, key) if column.sure == Sure::Unknown && super::key::part(key).is_none() => {
                self.by_cells_alone(profile(), &has)
            }
            _ => column.field,
        };
        if let Some(column) = columns.get_mut(at).filter(|column| column.field != decided) {
            (column.field, column.sure) = (decided, Sure::Cells);
        }
    }

    /// What cells say under a header nobody knows: only what cannot be anything else.
    fn by_cells_alone(&self, profile: Profile, has: &dyn Fn(Field) -> bool) -> Option<Field> {
        if profile.filled < 3 {
            return None;
        }
        let sure = [
            (Field::ID, profile.ids, 70),
            (Field::PHONE, profile.phones, 70),
            (Field::SEX, profile.genders, 95),
        ];
        sure.into_iter()
            .find(|(field, count, percent)| !has(*field) && profile.mostly(*count, *percent))
            .map(|(field, ..)| field)
    }

    /// Whether most cells of a column are villages of the county.
    fn names_villages(&self, column: usize) -> bool {
        let cells = self.looked_at().map(|row| self.grid.cell(row, column)).filter_map(|cell| cell.text());
        let (mut all, mut villages) = (0, 0);
        for text in cells {
            all += 1;
            villages += usize::from(self.divisions.village(text, None).0 != Found::None);
        }
        all > 0 && villages * 2 >= all
    }

    /// Decides by what stands beside a column, and what the table has besides.
    fn look_at_neighbours(&self, columns: &mut [Column]) {
        self.places(columns);
        names(columns);
        if !columns.iter().any(|column| column.field == Some(Field::NAME)) {
            self.find_names(columns);
        }
        ids(columns);
    }

    /// 省, 市, 县 alone are of where somebody works, unless they are those of the own county.
    fn places(&self, columns: &mut [Column]) {
        for at in 0..columns.len() {
            let Some(column) = columns.get(at) else { continue };
            let is_short = !column.header.contains(" / ") && key(&column.header).chars().count() <= 4;
            let field = column.field.map(Field::name);
            if !is_short || !matches!(field, Some("city" | "county" | "work_province")) {
                continue;
            }
            let profile = self.profile(column);
            let is_home = profile.mostly(profile.home, 50);
            let next_is_home = || {
                columns.get(at + 1..(at + 3).min(columns.len())).into_iter().flatten().any(|next| {
                    let field = next.field.map(Field::name);
                    let profile = self.profile(next);
                    field == Some("county") && profile.mostly(profile.home, 50) || field == Some("township")
                })
            };
            let decided = match field {
                Some("county") if is_home => Some(Field::COUNTY),
                Some("county") => profile.mostly(profile.places, 30).then_some(Field::WORK_COUNTY),
                _ if next_is_home() => None,
                Some("city") => profile.mostly(profile.places, 30).then_some(Field::WORK_CITY),
                _ => column.field,
            };
            if let Some(column) = columns.get_mut(at).filter(|column| column.field != decided) {
                (column.field, column.sure) = (decided, Sure::Cells);
            }
        }
    }

    /// A table whose names stand under a header nobody knows, or under that of the head of a household.
    fn find_names(&self, columns: &mut [Column]) {
        let has_more = columns.iter().any(|column| {
            matches!(column.field, Some(Field::ID | Field::PHONE | Field::WORK_PLACE | Field::DEPARTURE))
        });
        if !has_more {
            return;
        }
        let wanted = [Some(Field::HOUSEHOLD_HEAD), None];
        let is_names = |column: &Column| {
            let profile = self.profile(column);
            profile.mostly(profile.names, 70) && !profile.mostly(profile.places, 20) && profile.filled >= 2
        };
        for field in wanted {
            let found = columns.iter().position(|column| column.field == field && is_names(column));
            if let Some(column) = found.and_then(|at| columns.get_mut(at)) {
                (column.field, column.sure) = (Some(Field::NAME), Sure::Cells);
                return;
            }
        }
    }

    /// What somebody said of a column counts before everything.
    fn choose(&self, columns: &mut [Column]) {
        for choice in self.choices {
            let mut fitting = columns.iter_mut().filter(|column| column.header == choice.header);
            if let Some(column) = fitting.nth(choice.nth) {
                (column.field, column.sure) = (choice.field, Sure::Chosen);
            }
        }
    }
}

/// Of two different columns of names the one of who works away counts; the other is the head of the household.
fn names(columns: &mut [Column]) {
    let is_name = |column: &Column| column.field == Some(Field::NAME);
    let mut keys: Vec<String> = columns.iter().filter(|column| is_name(column)).map(leaf).collect();
    keys.sort_unstable();
    keys.dedup();
    let tells = |key: &str| {
        ["外出", "务工", "成员", "劳动力", "农民工", "本人"].iter().any(|word| key.contains(word))
    };
    if keys.len() < 2 || !keys.iter().any(|key| tells(key)) {
        return;
    }
    let has_head = columns.iter().any(|column| column.field == Some(Field::HOUSEHOLD_HEAD));
    for column in columns.iter_mut().filter(|column| is_name(column) && !tells(&leaf(column))) {
        let head = if has_head { None } else { Some(Field::HOUSEHOLD_HEAD) };
        (column.field, column.sure) = (head, Sure::Part);
    }
}

/// The key of a column without the numbers that tell it from its like.
pub fn leaf(column: &Column) -> String {
    let key = key(column.header.rsplit(" / ").next().unwrap_or(""));
    key.trim_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c)).to_owned()
}

/// The number before the first name, behind the head of the household, is the head's.
fn ids(columns: &mut [Column]) {
    let place = |field: Field| columns.iter().position(|column| column.field == Some(field));
    let (Some(head), Some(name)) = (place(Field::HOUSEHOLD_HEAD), place(Field::NAME)) else { return };
    let count = columns.iter().filter(|column| column.field == Some(Field::ID)).count();
    let found = place(Field::ID).filter(|id| head < *id && *id < name && count > 1);
    if let Some(column) = found.and_then(|id| columns.get_mut(id)) {
        (column.field, column.sure) = (Some(Field::HEAD_ID), Sure::Part);
    }
}
