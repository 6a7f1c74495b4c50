//! Reading the people of a row, field by field.

use super::{
    Context, Divisions, IssueCode, Person, RoughDay,
    days::{self, DayFault, Habit, is_nothing},
    destination::Destinations,
    ids, names, phones,
    place::{self, line},
};
use crate::{
    domain::{IdNumber, Sex},
    rosters::{
        reading::{Cell, Grid, column_letters},
        tables::{Field, Table},
    },
};
use chrono::NaiveDate;
use std::{collections::HashMap, ops::Range};

/// Where each field of a table stands.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<(Field, usize)>,
    rows: Range<usize>,
    /// Columns in which a value is written once for many rows, though their cells are not joined.
    sparse: Vec<usize>,
    first: Option<usize>,
}

/// A column with fewer filled cells than this share of a hundred is written once for many rows.
const SPARSE: usize = 50;

impl Columns {
    /// The columns of a table over its rows.
    pub fn of(grid: &Grid, table: &Table, rows: Range<usize>) -> Columns {
        let columns: Vec<(Field, usize)> =
            table.columns.iter().filter_map(|column| Some((column.field?, column.column))).collect();
        let people = rows.clone().filter(|row| super::super::tables::is_person(grid, *row, table)).count();
        let is_sparse = |column: usize| {
            let filled = rows.clone().filter(|row| !grid.cell(*row, column).is_empty()).count();
            filled * 100 < people * SPARSE
        };
        let shared = [Field::COUNTY, Field::TOWNSHIP, Field::VILLAGE, Field::HOUSEHOLD_HEAD];
        let of_shared = columns.iter().filter(|(field, _)| shared.contains(field));
        let sparse = of_shared.map(|(_, column)| *column).filter(|column| is_sparse(*column)).collect();
        let first = table.has_neighbours.then_some(table.first_column);
        Columns { columns, rows, sparse, first }
    }

    fn holding(&self, field: Field) -> impl Iterator<Item = usize> {
        self.columns.iter().filter(move |(own, _)| *own == field).map(|(_, column)| *column)
    }

    /// Whether the table has a column for a field.
    pub fn has(&self, field: Field) -> bool {
        self.holding(field).next().is_some()
    }

    /// The first cell of a field with something in it; of joined cells what the reader sees.
    pub fn cell<'a>(&self, grid: &'a Grid, row: usize, field: Field) -> Cell<'a> {
        self.holding(field)
            .map(|column| grid.seen(row, column))
            .find(|cell| !cell.is_empty())
            .unwrap_or(Cell::Empty)
    }

    /// The text of a field, as one line.
    pub fn text(&self, grid: &Grid, row: usize, field: Field) -> Option<String> {
        line(self.cell(grid, row, field))
    }

    /// The text of a field that may be written once for many rows: joined cells, or left empty below the first. In a
    /// column that is mostly filled an empty cell only says what its neighbours agree on.
    pub fn filled_down(&self, grid: &Grid, row: usize, field: Field, above: &mut Above) -> Option<String> {
        if let Some(text) = self.text(grid, row, field) {
            if above.0.get(&field) != Some(&text) {
                above.0.insert(field, text.clone());
            }
            return Some(text);
        }
        let column = self.holding(field).next()?;
        let above = above.0.get(&field)?;
        if self.sparse.contains(&column) {
            return Some(above.clone());
        }
        let near = row + 1..self.rows.end.min(row + 1 + NEAR);
        let below = near.into_iter().find_map(|row| line(grid.seen(row, column)))?;
        (*above == below).then_some(below)
    }
}

/// What the rows above said in columns that are written once for many rows.
#[derive(Debug, Default)]
pub struct Above(HashMap<Field, String>);

/// How far down a neighbour is looked for.
const NEAR: usize = 50;

/// Reads rows; remembers what the same words meant before.
pub struct RowReader<'a> {
    divisions: &'a Divisions,
    today: NaiveDate,
    destinations: Destinations,
    /// What the file and its columns say of days.
    pub habits: HashMap<usize, Habit>,
    /// What the rows above said; to be emptied where another table begins.
    pub above: Above,
    pub from_1904: bool,
}

impl<'a> RowReader<'a> {
    pub fn new(divisions: &'a Divisions, today: NaiveDate, from_1904: bool) -> RowReader<'a> {
        let destinations = Destinations::new(&divisions.county().code);
        RowReader {
            divisions,
            today,
            destinations,
            habits: HashMap::new(),
            above: Above::default(),
            from_1904,
        }
    }

    /// The person in a row.
    pub fn person(&mut self, grid: &Grid, row: usize, columns: &Columns, context: &Context) -> Person {
        let mut person = Person { row: row + 1, ..Person::default() };
        person.cell = columns.first.map(|column| format!("{}{}", column_letters(column), row + 1));
        self.identity(grid, row, columns, &mut person);
        self.home(grid, row, columns, context, &mut person);
        self.telephones(grid, row, columns, &mut person);
        self.departure(grid, row, columns, &mut person);
        let destination = self.destinations.read(grid, row, columns);
        (person.dest_text, person.dest_code) = (destination.text, destination.code);
        if let Some(text) = person.dest_text.clone().filter(|_| person.dest_code.is_none()) {
            person.note(IssueCode::DestUnresolved, "dest_code", text);
        }
        let words = |field: Field| columns.text(grid, row, field).filter(|text| !is_nothing(text));
        person.employer = words(Field::EMPLOYER);
        person.occupation = words(Field::OCCUPATION).or_else(|| words(Field::INDUSTRY));
        person.relation = words(Field::RELATION);
        person.household_head = columns
            .filled_down(grid, row, Field::HOUSEHOLD_HEAD, &mut self.above)
            .filter(|text| !is_nothing(text));
        person.wechat = wechat(words(Field::WECHAT), &person);
        person
    }

    fn identity(&self, grid: &Grid, row: usize, columns: &Columns, person: &mut Person) {
        let shown = columns.holding(Field::NAME).map(|column| grid.cell(row, column).shown());
        let name = shown.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        match names::read(&name) {
            Ok(name) => person.name = Some(name),
            Err(code) => person.note(code, "name", name),
        }
        if columns.has(Field::ID) {
            let all: Vec<usize> = columns.holding(Field::ID).collect();
            let first = all
                .iter()
                .find(|column| !grid.cell(row, **column).is_empty())
                .or(all.first())
                .copied()
                .unwrap_or(0);
            let cell = grid.cell(row, first);
            let found = ids::read(cell, self.today);
            if let Some(code) = found.issue {
                person.note(code, "id_number", cell.shown());
            }
            person.id_number = found.id;
        }
        self.sex_and_birth(grid, row, columns, person);
    }

    /// Sex and birth date: from the ID number, else from their columns.
    pub fn sex_and_birth(&self, grid: &Grid, row: usize, columns: &Columns, person: &mut Person) {
        let said = columns.text(grid, row, Field::SEX);
        let sex = said.as_deref().and_then(sex);
        let of_id = person.id_number.as_ref().map(IdNumber::sex).filter(|sex| *sex != Sex::Unknown);
        if let (Some(said_sex), Some(of_id), Some(said)) = (sex, of_id, said)
            && said_sex != of_id
        {
            person.note(IssueCode::SexIdMismatch, "sex", said);
        }
        person.sex = of_id.or(sex);
        let of_id = person.id_number.as_ref().and_then(IdNumber::birth_on).map(RoughDay::from);
        person.birth = of_id.or_else(|| self.birth(columns.cell(grid, row, Field::BIRTH)));
    }

    fn birth(&self, cell: Cell<'_>) -> Option<RoughDay> {
        let habit = Habit { from_1904: self.from_1904, ..Habit::default() };
        days::read(cell, self.today, habit).day
    }

    fn home(&mut self, grid: &Grid, row: usize, columns: &Columns, context: &Context, person: &mut Person) {
        let registered = place::registered(grid, row, columns, self.divisions, context, &mut self.above);
        (person.village, person.group) = (registered.village, registered.group);
        if let Some((code, raw)) = registered.issue {
            person.note(code, "village", raw);
        }
    }

    fn telephones(&self, grid: &Grid, row: usize, columns: &Columns, person: &mut Person) {
        let area_code = &self.divisions.county().area_code;
        let fields = [Field::PHONE, Field::PHONE_ALT, Field::LANDLINE];
        let all: Vec<usize> =
            fields.into_iter().flat_map(|field| columns.holding(field).collect::<Vec<_>>()).collect();
        let mut shown = Vec::new();
        let before = person.issues.len();
        for column in &all {
            let cell = grid.seen(row, *column);
            let found = phones::read(cell, area_code);
            for phone in found.numbers {
                if person.phones.iter().all(|other| other.number != phone.number) {
                    person.phones.push(phone);
                }
            }
            person.phones_dead.extend(found.dead);
            for code in found.issues {
                person.note(code, "phones", cell.shown());
            }
            shown.push(cell.shown());
        }
        let is_missing = person.phones.is_empty() && person.issues.len() == before;
        if !all.is_empty() && is_missing {
            person.note(
                IssueCode::PhoneMissing,
                "phones",
                shown.into_iter().find(|text| !text.is_empty()).unwrap_or_default(),
            );
        }
        for column in columns.holding(Field::KIN_PHONE).collect::<Vec<_>>() {
            let cell = grid.seen(row, column);
            let found = phones::read(cell, area_code);
            person.kin_phones.extend(found.numbers);
            person.kin_phones_dead.extend(found.dead);
            for code in found.issues {
                person.note(code, "kin_phones", cell.shown());
            }
        }
    }

    fn departure(&self, grid: &Grid, row: usize, columns: &Columns, person: &mut Person) {
        for column in columns.holding(Field::DEPARTURE).collect::<Vec<_>>() {
            let cell = grid.seen(row, column);
            let habit = self.habits.get(&column).copied().unwrap_or_default();
            let found = days::read(cell, self.today, Habit { from_1904: self.from_1904, ..habit });
            if found.day.is_none() && found.fault.is_none() {
                continue;
            }
            person.left_on = found.day;
            let code = found.fault.map(|fault| match fault {
                DayFault::Ambiguous => IssueCode::DateAmbiguous,
                DayFault::Unparsed => IssueCode::DateUnparsed,
                DayFault::Future => IssueCode::DateFuture,
            });
            if let Some(code) = code {
                person.note(code, "left_on", cell.shown());
            }
            return;
        }
    }
}

/// 男, 女, and what forms have for them.
fn sex(text: &str) -> Option<Sex> {
    let text = super::villages::plain(text);
    match text.as_str() {
        "男" | "男性" | "M" | "m" | "1" | "男1" => Some(Sex::Male),
        "女" | "女性" | "F" | "f" | "2" | "女2" => Some(Sex::Female),
        _ => None,
    }
}

/// The name in WeChat; 同手机 is the telephone number.
fn wechat(said: Option<String>, person: &Person) -> Option<String> {
    let said = said?;
    let is_phone = said.starts_with('同')
        || matches!(said.as_str(), "手机号" | "手机号码" | "电话号码" | "本机" | "即手机号");
    if !is_phone {
        return Some(said.strip_suffix(".0").map_or(said.clone(), str::to_owned));
    }
    // Nobody has an account of a landline.
    let mut numbers =
        person.phones.iter().chain(&person.phones_dead).filter(|phone| phone.number.is_mobile());
    numbers.next().map(|phone| phone.number.canonical().to_owned())
}
