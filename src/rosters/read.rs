//! Reading a file: its sheets, their tables, and everybody in them, one after the other.

use super::{
    people::{Columns, Context, Divisions, IssueCode, Mention, Person, RowReader, days::Habit},
    reading::{Book, Format, Grid, Hidden, MOST_ROWS, Unreadable},
    tables::{Area, Field, FieldChoice, RowKind, Says, Table, areas, is_person, kind_above, kind_of},
};
use crate::domain::IdNumber;
use chrono::NaiveDate;
use std::ops::Range;

/// What somebody decided about a file, on top of what it says itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Hidden sheets that are taken in though they are hidden, by name.
    pub hidden_sheets: Vec<String>,
    /// Columns that hold something else than was recognised.
    pub fields: Vec<FieldChoice>,
    /// The village, by its code, of whoever has none by any other sign.
    pub village: Option<String>,
}

/// What is needed besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The name of the file: it may name the township or the village.
    pub file_name: &'a str,
    pub choices: &'a Choices,
    pub divisions: &'a Divisions,
    pub today: NaiveDate,
}

/// What was found in a file, but for the people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub format: Format,
    pub sheets: Vec<SheetRead>,
    /// How many people were found, those of hidden sheets included.
    pub people: usize,
}

/// What was found on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRead {
    pub name: String,
    pub hidden: Hidden,
    /// Whether its people are to be taken in: a hidden sheet only if that was asked for.
    pub is_taken: bool,
    pub tables: Vec<Table>,
    /// Rows that are no people.
    pub skipped: Vec<SkippedRow>,
}

/// A row that is nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRow {
    /// From 1.
    pub row: usize,
    pub kind: RowKind,
}

/// Reads a file; `each` gets everybody in it in order of sheets and rows. People of hidden sheets come too, to be
/// skipped. Of a large file no more than one sheet is held at a time.
pub fn read(bytes: &[u8], request: Request<'_>, each: &mut dyn FnMut(Person)) -> Result<Roster, Unreadable> {
    let mut book = Book::open(bytes)?;
    let mut reader = RowReader::new(request.divisions, request.today, false);
    let stem = request.file_name.rsplit(['/', '\\']).next().unwrap_or("");
    let file = request.divisions.mentioned(stem.rsplit_once('.').map_or(stem, |(stem, _)| stem));
    let mut roster = Roster { format: book.format(), sheets: Vec::new(), people: 0 };
    let mut rows = 0;
    for (at, sheet) in book.sheets().into_iter().enumerate() {
        let grid = book.read(at)?;
        rows += grid.filled_rows();
        if rows > MOST_ROWS {
            return Err(Unreadable::TooManyRows);
        }
        reader.from_1904 = book.counts_from_1904();
        let is_asked = request.choices.hidden_sheets.contains(&sheet.name);
        let is_taken = sheet.hidden == Hidden::Shown || is_asked;
        let around = vec![sheet_mention(&sheet.name, request.divisions, &file), file.clone()];
        let mut here = SheetRead {
            name: sheet.name,
            hidden: sheet.hidden,
            is_taken,
            tables: Vec::new(),
            skipped: Vec::new(),
        };
        let mut pages = Pages {
            grid: &grid,
            request,
            around,
            reader: &mut reader,
            is_text: roster.format == Format::Text,
        };
        pages.read(&mut here, &mut |mut person| {
            roster.people += 1;
            person.sheet = at;
            if !is_taken {
                person.note(IssueCode::HiddenSheet, "sheet", "");
            }
            each(person);
        });
        roster.sheets.push(here);
    }
    let has_tables = roster.sheets.iter().flat_map(|sheet| &sheet.tables).any(Table::has_names);
    if has_tables { Ok(roster) } else { Err(Unreadable::NobodyFound) }
}

/// What the name of a sheet says: a village by any of its names, or part of it by its full one.
fn sheet_mention(name: &str, divisions: &Divisions, file: &Mention) -> Mention {
    let bare =
        name.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ".、-_()（）".contains(c));
    match divisions.village(bare, file.township.as_deref()).0 {
        super::people::Found::One(village) => {
            Mention { township: village.get(..9).map(str::to_owned), village: Some(village) }
        }
        _ => match divisions.township(bare) {
            Some(township) => Mention { township: Some(township), village: None },
            None => divisions.mentioned(name),
        },
    }
}

/// The pages of one sheet.
struct Pages<'a, 'r> {
    grid: &'a Grid,
    request: Request<'a>,
    /// What the sheet and the file say of the village.
    around: Vec<Mention>,
    reader: &'a mut RowReader<'r>,
    is_text: bool,
}

impl Pages<'_, '_> {
    fn read(&mut self, sheet: &mut SheetRead, each: &mut dyn FnMut(Person)) {
        let (divisions, today) = (self.request.divisions, self.request.today);
        let all = areas(self.grid, divisions, today, &self.request.choices.fields);
        if !all.iter().flat_map(|area| &area.tables).any(Table::has_names) {
            let filled = (0..self.grid.height()).filter(|row| self.grid.row(*row).next().is_some());
            sheet.skipped.extend(filled.map(|row| SkippedRow { row: row + 1, kind: RowKind::Dictionary }));
            return;
        }
        let mut context = Context {
            band: Says::default(),
            around: Vec::new(),
            chosen: self.request.choices.village.clone(),
        };
        let mut title = Mention::default();
        for area in &all {
            let said = self.titles(area, sheet);
            if !area.goes_on {
                sheet.tables.extend(area.tables.iter().cloned());
                self.reader.above = super::people::Above::default();
            }
            if said != Mention::default() {
                title = said;
                context.band = Says::default();
            } else if !area.goes_on {
                context.band = Says::default();
            }
            context.around = std::iter::once(title.clone()).chain(self.around.iter().cloned()).collect();
            sheet
                .skipped
                .extend(area.header.clone().map(|row| SkippedRow { row: row + 1, kind: RowKind::Header }));
            self.people(area, &mut context, sheet, each);
        }
    }

    /// What the rows above a header say.
    fn titles(&self, area: &Area, sheet: &mut SheetRead) -> Mention {
        let mut said = Mention::default();
        for row in area.titles.clone() {
            let kind = kind_above(self.grid, row);
            for (_, cell) in self.grid.row(row) {
                let found = self.request.divisions.mentioned(&cell.shown());
                let bare = || self.request.divisions.village(&cell.shown(), None).0;
                said.village = said.village.or(found.village).or_else(|| match bare() {
                    super::people::Found::One(village) => Some(village),
                    _ => None,
                });
                said.township = said.township.or(found.township);
            }
            if kind != RowKind::Blank || row > 0 {
                sheet.skipped.push(SkippedRow { row: row + 1, kind });
            }
        }
        said
    }

    fn people(
        &mut self,
        area: &Area,
        context: &mut Context,
        sheet: &mut SheetRead,
        each: &mut dyn FnMut(Person),
    ) {
        let tables: Vec<&Table> = area.tables.iter().filter(|table| table.has_names()).collect();
        let columns: Vec<Columns> =
            tables.iter().map(|table| Columns::of(self.grid, table, area.rows.clone())).collect();
        self.reader.habits = area
            .tables
            .iter()
            .flat_map(|table| table.holding(Field::DEPARTURE))
            .map(|column| (column, self.habit(column, area.rows.clone())))
            .collect();
        let end = self.end(&area.rows);
        // One person of each table is held back: the row below may have copied their number.
        let mut held: Vec<Option<Held>> = std::iter::repeat_with(|| None).take(tables.len()).collect();
        for row in area.rows.start..end {
            let kind = kind_of(self.grid, row, &area.tables, self.request.divisions);
            match kind {
                RowKind::Person => {}
                RowKind::Band(says) => {
                    heard(&mut context.band, &says);
                    sheet.skipped.push(SkippedRow { row: row + 1, kind: RowKind::Band(says) });
                    continue;
                }
                kind => {
                    sheet.skipped.push(SkippedRow { row: row + 1, kind });
                    continue;
                }
            }
            let mut ready = Vec::new();
            for ((table, columns), held) in tables.iter().zip(&columns).zip(&mut held) {
                if !is_person(self.grid, row, table) {
                    continue;
                }
                let mut person = self.reader.person(self.grid, row, columns, context);
                let number = person.id_number.clone();
                if held.as_mut().is_some_and(|above| copied_down(above, &mut person)) {
                    self.reader.sex_and_birth(self.grid, row, columns, &mut person);
                }
                ready.extend(held.replace(Held { person, number }).map(|held| held.person));
            }
            ready.into_iter().for_each(&mut *each);
        }
        held.into_iter().flatten().map(|held| held.person).for_each(&mut *each);
    }

    /// The rows up to the last with something in it.
    fn end(&self, rows: &Range<usize>) -> usize {
        let last = rows.clone().rev().find(|row| self.grid.row(*row).next().is_some());
        last.map_or(rows.start, |last| last + 1)
    }

    /// Whether the days of a column have lost a 0: in a text in which none ends with .10.
    fn habit(&self, column: usize, rows: Range<usize>) -> Habit {
        let is_october = |text: &str| text.trim().len() == 7 && text.trim().ends_with(".10");
        let has_october = || {
            let mut texts = rows.clone().filter_map(|row| self.grid.cell(row, column).text());
            texts.any(is_october)
        };
        Habit { lost_zeros: self.is_text && !has_october(), ..Habit::default() }
    }
}

/// A band says something of the rows below it; what it does not name stays as the one before said.
fn heard(band: &mut Says, says: &Says) {
    if says.township.is_some() {
        *band = says.clone();
    } else if says.village.is_some() {
        *band = Says { township: band.township.take(), ..says.clone() };
    } else if says.group.is_some() {
        band.group = says.group;
    }
}

/// The last person of a table, and the number in their row, their own or not.
struct Held {
    person: Person,
    number: Option<IdNumber>,
}

/// The same number in two rows under two names was copied down: the lower one is wrong, the upper one perhaps. Whether
/// the lower person loses it.
fn copied_down(above: &mut Held, person: &mut Person) -> bool {
    let (Some(number), Some(name), Some(other)) = (&person.id_number, &person.name, &above.person.name)
    else {
        return false;
    };
    if name == other || name.reading() == other.reading() || above.number.as_ref() != Some(number) {
        return false;
    }
    let raw = number.as_str().to_owned();
    if !above.person.has(IssueCode::IdConflict) && !above.person.has(IssueCode::IdShared) {
        above.person.note(IssueCode::IdShared, "id_number", raw.clone());
    }
    person.id_number = None;
    person.issues.retain(|issue| !matches!(issue.code, IssueCode::SexIdMismatch | IssueCode::Id15Upgraded));
    person.note(IssueCode::IdConflict, "id_number", raw);
    true
}

/// Reads whatever is sent, without knowing any county: how many people were found. For fuzzers; it never panics.
pub fn read_any(bytes: &[u8]) -> Result<usize, Unreadable> {
    let (choices, divisions) = (Choices::default(), Divisions::default());
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let request = Request { file_name: "花名册", choices: &choices, divisions: &divisions, today };
    read(bytes, request, &mut |_| {}).map(|roster| roster.people)
}
