//! Lists of divisions and departments: read, compared with what stands, and only then taken in.

use super::queries::{Department, Division};
use crate::domain::{
    CountyCode, PastedRow, Problem, TownshipCode, VillageCode, optional_line, pasted_rows, plain,
    required_line,
};
use crate::settings::shown_phone;
use std::collections::BTreeSet;

/// The most rows taken in at once: one write stays short.
pub const MOST_ROWS: usize = 1_000;
/// The most people registered in one division.
pub const MOST_PEOPLE: i32 = 20_000_000;

const DIVISION_COLUMNS: &[&[&str]] = &[
    &["code", "代码", "区划代码"],
    &["name", "名称", "区划名称", "name_zh"],
    &["population", "人口", "户籍人口", "registered_population"],
    &["phone", "电话", "办公电话", "office_phone"],
];

const DEPARTMENT_COLUMNS: &[&[&str]] = &[
    &["code", "代码", "部门代码"],
    &["name", "名称", "部门名称", "name_zh"],
    &["short_name", "简称", "short_zh", "short"],
];

/// A village as people call it: 青龙村村民委员会 is 青龙村, 南华社区居民委员会 is 南华社区.
pub fn everyday_name(name: &str) -> &str {
    name.trim_end_matches("村民委员会").trim_end_matches("居民委员会")
}

/// What a row of a list would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    New,
    Changed,
    Same,
    /// It has ended: a list does not open it again.
    Ended,
}

/// A row of a list, with what is wrong with it or what it would do.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The line it stands on, from 1.
    pub line: usize,
    pub code: String,
    pub name: String,
    pub read: Result<(T, Change), Problem>,
}

/// A division as a list gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDivision {
    pub code: String,
    pub name: String,
    pub registered_population: i32,
    /// None where the list has no number: the one that stands is kept.
    pub office_phone: Option<String>,
}

/// Reads a list of a county's townships and villages: code, name, registered population, and perhaps a number.
pub fn check_divisions(text: &str, county: &str, known: &[Division]) -> Vec<Checked<NewDivision>> {
    let mut codes: BTreeSet<String> = known.iter().map(|division| division.code.clone()).collect();
    let rows = pasted_rows(text, DIVISION_COLUMNS);
    codes.extend(rows.iter().map(|row| plain(row.cell(0))).filter(|code| TownshipCode::parse(code).is_ok()));
    let mut seen = BTreeSet::new();
    let check = |row: PastedRow| {
        let read = division(&row, county, &codes).and_then(|division| {
            let change = known.iter().find(|known| known.code == division.code);
            let change = change.map_or(Change::New, |known| compare(known, &division));
            if seen.insert(division.code.clone()) { Ok((division, change)) } else { Err(Problem::Repeated) }
        });
        Checked { line: row.line, code: plain(row.cell(0)), name: row.cell(1).to_owned(), read }
    };
    rows.into_iter().map(check).collect()
}

fn division(row: &PastedRow, county: &str, codes: &BTreeSet<String>) -> Result<NewDivision, Problem> {
    let code = plain(row.cell(0));
    let is_level = CountyCode::parse(&code).is_ok()
        || TownshipCode::parse(&code).is_ok()
        || VillageCode::parse(&code).is_ok();
    match code.len() {
        0 => return Err(Problem::Required),
        _ if !is_level => return Err(Problem::DivisionCodeShape),
        _ if !code.starts_with(county) => return Err(Problem::OtherCounty),
        12 if !codes.contains(&code[..9]) => return Err(Problem::TownshipMissing),
        _ => {}
    }
    let phone = row.cell(3);
    Ok(NewDivision {
        name: required_line(everyday_name(row.cell(1)), 40)?,
        registered_population: people(row.cell(2))?,
        office_phone: if phone.is_empty() { None } else { Some(shown_phone(phone)?) },
        code,
    })
}

/// A number of people: digits, perhaps with thousands marked; nothing is none known.
pub fn people(text: &str) -> Result<i32, Problem> {
    let digits = plain(text).replace([',', ' '], "");
    if digits.is_empty() {
        return Ok(0);
    }
    let number = digits.parse::<i32>().ok().filter(|number| (0..=MOST_PEOPLE).contains(number));
    number.ok_or(Problem::NotANumber(0, MOST_PEOPLE.unsigned_abs()))
}

fn compare(known: &Division, new: &NewDivision) -> Change {
    if known.ended_on.is_some() {
        return Change::Ended;
    }
    let is_same = known.name == new.name
        && known.registered_population == new.registered_population
        && new.office_phone.as_ref().is_none_or(|phone| *phone == known.office_phone);
    if is_same { Change::Same } else { Change::Changed }
}

/// Reads a list of departments: code, name, and perhaps a short name.
pub fn check_departments(text: &str, known: &[Department]) -> Vec<Checked<Department>> {
    let mut seen = BTreeSet::new();
    let check = |row: PastedRow| {
        let read = department(&row).and_then(|department| {
            let change = known.iter().find(|known| known.code == department.code);
            let change = change.map_or(Change::New, |known| {
                let is_same = known.name == department.name && known.short_name == department.short_name;
                if is_same { Change::Same } else { Change::Changed }
            });
            if seen.insert(department.code.clone()) {
                Ok((department, change))
            } else {
                Err(Problem::Repeated)
            }
        });
        Checked { line: row.line, code: plain(row.cell(0)), name: row.cell(1).to_owned(), read }
    };
    pasted_rows(text, DEPARTMENT_COLUMNS).into_iter().map(check).collect()
}

fn department(row: &PastedRow) -> Result<Department, Problem> {
    let code = plain(row.cell(0)).to_uppercase();
    let is_code = (1..=12).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_code {
        return Err(if code.is_empty() { Problem::Required } else { Problem::DepartmentCodeShape });
    }
    let name = required_line(row.cell(1), 60)?;
    let short_name = optional_line(row.cell(2), 20)?;
    let short_name = if short_name.is_empty() { name.chars().take(20).collect() } else { short_name };
    Ok(Department { code, name, short_name, ended_on: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Division> {
        let division = |code: &str, parent: Option<&str>, name: &str| Division {
            code: code.into(),
            parent_code: parent.map(str::to_owned),
            name: name.into(),
            registered_population: 100,
            office_phone: "023-5555 0100".into(),
            ended_on: None,
            data_contact_id: None,
            successor_code: None,
        };
        vec![division("500155", None, "梁平区"), division("500155001", Some("500155"), "聚奎镇")]
    }

    fn verdicts(text: &str) -> Vec<Result<Change, Problem>> {
        let rows = check_divisions(text, "500155", &known());
        rows.into_iter().map(|row| row.read.map(|(_, change)| change)).collect()
    }

    #[test]
    fn a_list_of_divisions_says_what_each_row_would_do() {
        let list = "代码,名称,户籍人口\n500155001,聚奎镇,100\n500155001001,青龙村,1200\n500155002,屏锦镇,\"4,500\"\n500155002001,远山村,";
        assert_eq!(verdicts(list), [Ok(Change::Same), Ok(Change::New), Ok(Change::New), Ok(Change::New)]);
        assert_eq!(verdicts("500155001,聚奎街道,100"), [Ok(Change::Changed)]);
        assert_eq!(verdicts("500155001,聚奎镇,100,023-5555 0199"), [Ok(Change::Changed)]);
    }

    #[test]
    fn a_list_does_not_open_a_division_again_that_has_ended() {
        let mut known = known();
        known[1].ended_on = chrono::NaiveDate::from_ymd_opt(2026, 11, 1);
        let rows = check_divisions("500155001,聚奎镇,27418", "500155", &known);
        assert!(matches!(rows[0].read, Ok((_, Change::Ended))));
    }

    #[test]
    fn each_wrong_row_of_a_list_says_why() {
        let list = "500156001,别县,1\n50015500,缺一位,1\n500155009001,没有镇,1\n500155001001,,1\n500155001002,甲村,很多\n500155001,聚奎镇,100\n500155001,聚奎镇,100";
        assert_eq!(
            verdicts(list),
            [
                Err(Problem::OtherCounty),
                Err(Problem::DivisionCodeShape),
                Err(Problem::TownshipMissing),
                Err(Problem::Required),
                Err(Problem::NotANumber(0, 20_000_000)),
                Ok(Change::Same),
                Err(Problem::Repeated),
            ]
        );
    }

    #[test]
    fn departments_are_read_with_or_without_a_short_name() {
        let rows =
            check_departments("code,name_zh,name_en,short_zh\nd27,人力社保局,HR,人社局\nD28,民政局,,", &[]);
        let names: Vec<String> = rows
            .into_iter()
            .filter_map(|row| row.read.ok())
            .map(|(department, _)| format!("{} {}", department.code, department.short_name))
            .collect();
        assert_eq!(names, ["D27 人社局", "D28 民政局"]);
        assert_eq!(
            check_departments("人社,人力社保局", &[])[0].read.as_ref().err(),
            Some(&Problem::DepartmentCodeShape)
        );
    }
}
