//! Rows of a file: those refused or left out, with place and reason, and those that may be there already.

use super::show::found;
use crate::{
    accounts::Office,
    domain::{ResidentId, RosterId, Scope},
    error::Error,
    i18n::Lang,
    rosters::{
        Field,
        batch::{self, Findings, Listed, ListedRow, RowCode, RowVerdict},
        facts::Facts,
        report::{as_told, is_reason},
        text::RosterWords,
        words,
    },
    web::{Frame, PAGE_ROWS, Page, State, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use askama::Template;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    which: String,
    after: i32,
}

#[derive(Template)]
#[template(path = "rosters/rows.html")]
struct RowsPage {
    frame: Frame,
    t: RosterWords,
    id: String,
    which: String,
    back: String,
    title: &'static str,
    lead: Option<&'static str>,
    rows: Vec<RowLine>,
    next: Option<i32>,
    is_first: bool,
}

/// A row in words.
struct RowLine {
    place: String,
    name: String,
    reasons: Vec<String>,
    /// The earlier row it repeats.
    above: Option<String>,
    /// Records it may be of, for whoever may open them.
    records: Vec<ResidentId>,
}

/// The rows asked for, a page at a time.
pub async fn rows(
    by: Office,
    state: Data<State>,
    id: Path<RosterId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let (t, lang, after) = (RosterWords(by.lang), by.lang, asked.after);
    let (which, title, lead) = match asked.which.as_str() {
        "skipped" => (Listed::Of(RowVerdict::Skipped), t.skipped_title(), Some(t.skipped_lead())),
        "likely" => (Listed::Likely, t.likely_title(), Some(t.likely_lead())),
        _ => (Listed::Of(RowVerdict::Refused), t.refused_title(), Some(t.refused_lead())),
    };
    let (whole, keys, scope) = (found.clone(), state.keys.clone(), by.scope()?);
    let read = move |conn: &mut crate::db::Conn| {
        let rows = batch::rows_of(conn, &whole, which, after, PAGE_ROWS as i64 + 1)?;
        let findings = batch::findings_of(&keys, &whole)?;
        let page = Page::from_rows(rows);
        let next = page.rows.last().filter(|_| page.has_more).map(|row| row.number);
        let numbers: Vec<i32> = page.rows.iter().filter_map(earlier_row).collect();
        let earlier = batch::places_of(conn, &whole, &numbers)?;
        let line = |row: &ListedRow| {
            let facts = batch::open_facts(&keys, whole.id, row.number, &row.facts)?;
            let above = earlier_row(row).and_then(|number| earlier.get(&number));
            let above = above.map(|(sheet, at)| t.earlier(place(t, &findings, *sheet, *at, None)));
            Ok::<_, Error>(RowLine { above, ..line(row, &facts, &findings, (lang, scope)) })
        };
        let lines = page.rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Error>((lines, next))
    };
    let (rows, next) = state.db.report(read).await?;
    page(&RowsPage {
        frame: by.frame("/rosters"),
        t,
        id: found.id.to_string(),
        which: asked.which.clone(),
        back: found.file_name,
        title,
        lead,
        rows,
        next,
        is_first: after == 0,
    })
}

/// Where a row stands, in words.
pub fn place(t: RosterWords, findings: &Findings, sheet: i32, row: i32, cell: Option<&str>) -> String {
    let sheet = usize::try_from(sheet).ok().and_then(|at| findings.sheets.get(at));
    let name = sheet.filter(|_| !findings.is_text).map(|sheet| sheet.name.clone());
    [name, Some(t.row(row)), cell.map(|cell| t.cell(cell))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn line(row: &ListedRow, facts: &Facts, findings: &Findings, (lang, scope): (Lang, Scope)) -> RowLine {
    let is_township = matches!(scope, Scope::Township(_));
    RowLine {
        place: place(RosterWords(lang), findings, row.sheet, row.sheet_row, facts.cell.as_deref()),
        name: facts.name.clone().unwrap_or_default(),
        reasons: reasons(row, lang, is_township),
        above: None,
        // The county is told of nobody who is on file.
        records: if is_township { records(row) } else { Vec::new() },
    }
}

/// The number of the earlier row a row is about as well.
fn earlier_row(row: &ListedRow) -> Option<i32> {
    let is_of_one = |code: &str| RowCode::parse(code).is_some_and(RowCode::is_of_earlier_row);
    batch::codes_of(&row.codes).find(|(code, _)| is_of_one(code))?.1.parse().ok()
}

/// The records a row is told apart from.
fn records(row: &ListedRow) -> Vec<ResidentId> {
    let mut all = Vec::new();
    for (code, _) in batch::codes_of(&row.codes) {
        match RowCode::parse(code) {
            Some(RowCode::MatchesSeveral) => all.extend([row.resident_id, row.other_id]),
            Some(RowCode::RecordClosed) => all.push(row.resident_id),
            Some(RowCode::LikelyOnFile) => all.push(row.other_id),
            _ => {}
        }
    }
    all.into_iter().flatten().collect()
}

/// Why, in words, each with its field of the reports. Without the territory nobody is told what is on file.
pub fn reasons_of(row: &ListedRow, lang: Lang, is_township: bool) -> Vec<(&str, &'static str)> {
    let told = |(code, field)| {
        let why = words::said(as_told(code, is_township)?, lang)?;
        counts_here(code, row.verdict).then_some((field, why))
    };
    batch::codes_of(&row.codes).filter_map(told).collect()
}

/// The same as sentences.
fn reasons(row: &ListedRow, lang: Lang, is_township: bool) -> Vec<String> {
    let t = RosterWords(lang);
    let mut all: Vec<String> = Vec::new();
    for (field, why) in reasons_of(row, lang, is_township) {
        let words = match of_report(field).and_then(|field| words::field_word(field, lang)) {
            // Most sentences name it themselves.
            Some(field) if !names(why, field) => t.of_field(field, why),
            _ => why.to_owned(),
        };
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

/// Whether a sentence names a field.
fn names(why: &str, field: &str) -> bool {
    why.to_lowercase().contains(&field.to_lowercase())
}

/// Whether a code says why: of a refused row only what refuses it, not every remark; of others what is worth a question.
fn counts_here(code: &str, verdict: RowVerdict) -> bool {
    match verdict {
        RowVerdict::Refused | RowVerdict::Skipped => is_reason(code, verdict),
        _ => RowCode::parse(code).is_some(),
    }
}

/// The column behind a field of the reports.
pub fn of_report(field: &str) -> Option<Field> {
    Some(match field {
        "name" => Field::NAME,
        "id_number" => Field::ID,
        "village_code" | "village" => Field::VILLAGE,
        "phones" => Field::PHONE,
        "kin_phones" => Field::KIN_PHONE,
        "sex" => Field::SEX,
        "birth" => Field::BIRTH,
        "left_on" => Field::DEPARTURE,
        "dest_code" | "dest_text" => Field::WORK_PLACE,
        _ => return None,
    })
}
