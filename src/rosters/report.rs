//! The two reports of a command (issue 4): every accepted row with its fields, and every refused or left-out row with the
//! reason. UTF-8 with the columns of the truth files; several numbers in one cell stand behind each other with `;`.

use super::{
    IssueCode, Unreadable, Verdict,
    batch::{RowCode, RowVerdict, codes_of},
    facts::{Facts, ToldPhone},
    words,
};
use crate::{error::Error, i18n::Lang};
use std::io::Write;

const ACCEPTED: [&str; 21] = [
    "file",
    "sheet",
    "row",
    "cell",
    "name",
    "id_number",
    "sex",
    "birth",
    "village_code",
    "group",
    "phones",
    "kin_phones",
    "phones_dead",
    "kin_phones_dead",
    "left_on",
    "dest_text",
    "dest_code",
    "employer",
    "occupation",
    "relation",
    "wechat",
];
const REPORT: [&str; 7] = ["file", "sheet", "row", "cell", "code", "field", "reason"];

/// Where the reports are written to, each if it is asked for.
pub struct Reports {
    accepted: Option<csv::Writer<Box<dyn Write + Send>>>,
    report: Option<csv::Writer<Box<dyn Write + Send>>>,
    lang: Lang,
}

/// A row as it is reported.
pub struct Reported<'a> {
    pub file: &'a str,
    pub sheet: &'a str,
    pub row: i64,
    pub verdict: RowVerdict,
    /// The codes of the row in one line.
    pub codes: &'a str,
    pub facts: &'a Facts,
    /// Whether whoever reads it may be told who is on file.
    pub is_township: bool,
}

fn begin(
    to: Option<Box<dyn Write + Send>>,
    columns: &[&str],
) -> Result<Option<csv::Writer<Box<dyn Write + Send>>>, Error> {
    let Some(to) = to else { return Ok(None) };
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(columns).map_err(Error::internal)?;
    Ok(Some(writer))
}

fn numbers(phones: &[ToldPhone]) -> String {
    phones.iter().map(|phone| phone.0.as_str()).collect::<Vec<_>>().join(";")
}

impl Reports {
    /// Begins both reports with their headers.
    pub fn new(
        accepted: Option<Box<dyn Write + Send>>,
        report: Option<Box<dyn Write + Send>>,
        lang: Lang,
    ) -> Result<Reports, Error> {
        Ok(Reports { accepted: begin(accepted, &ACCEPTED)?, report: begin(report, &REPORT)?, lang })
    }

    /// Whether anything is to be written.
    pub fn are_wanted(&self) -> bool {
        self.accepted.is_some() || self.report.is_some()
    }

    /// Writes a row into the report it belongs to.
    pub(super) fn row(&mut self, row: &Reported<'_>) -> Result<(), Error> {
        match row.verdict {
            RowVerdict::New | RowVerdict::Changed | RowVerdict::Same => self.accept(row),
            RowVerdict::Refused | RowVerdict::Skipped => self.refuse(row),
        }
    }

    fn accept(&mut self, row: &Reported<'_>) -> Result<(), Error> {
        let Some(writer) = &mut self.accepted else { return Ok(()) };
        let facts = row.facts;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let line = [
            row.file.to_owned(),
            row.sheet.to_owned(),
            row.row.to_string(),
            text(&facts.cell),
            text(&facts.name),
            text(&facts.id_number),
            text(&facts.sex),
            text(&facts.birth),
            text(&facts.village),
            facts.group.map(|group| group.to_string()).unwrap_or_default(),
            numbers(&facts.phones),
            numbers(&facts.kin_phones),
            numbers(&facts.phones_dead),
            numbers(&facts.kin_phones_dead),
            text(&facts.left_on),
            text(&facts.dest_text),
            text(&facts.dest_code),
            text(&facts.employer),
            text(&facts.occupation),
            text(&facts.relation),
            text(&facts.wechat),
        ];
        writer.write_record(line).map_err(Error::internal)
    }

    fn refuse(&mut self, row: &Reported<'_>) -> Result<(), Error> {
        let Some(writer) = &mut self.report else { return Ok(()) };
        let cell = row.facts.cell.clone().unwrap_or_default();
        let place = [row.file.to_owned(), row.sheet.to_owned(), row.row.to_string(), cell];
        let said = codes_of(row.codes).filter(|(code, _)| is_reason(code, row.verdict));
        for (code, field) in said.filter_map(|(code, field)| Some((as_told(code, row.is_township)?, field))) {
            let field = if RowCode::parse(code).is_some() { "" } else { field };
            let reason = words::said(code, self.lang).unwrap_or("");
            let told = [code.to_owned(), field.to_owned(), reason.to_owned()];
            writer.write_record(place.iter().chain(&told)).map_err(Error::internal)?;
        }
        Ok(())
    }

    /// Reports a file that could not be read at all.
    pub(super) fn unreadable(&mut self, file: &str, why: Unreadable) -> Result<(), Error> {
        let Some(writer) = &mut self.report else { return Ok(()) };
        let line = [file, "", "", "", why.code(), "", why.sentence(self.lang)];
        writer.write_record(line).map_err(Error::internal)
    }

    /// Writes out what is left.
    pub fn finish(self) -> Result<(), Error> {
        for mut writer in self.accepted.into_iter().chain(self.report) {
            writer.flush().map_err(Error::internal)?;
        }
        Ok(())
    }
}

/// A code as it is told: whoever sends for the county is told of nobody who is on file (PRODUCT §2).
pub fn as_told(code: &str, is_township: bool) -> Option<&str> {
    match RowCode::parse(code) {
        Some(RowCode::MatchesSeveral | RowCode::RecordClosed) if !is_township => {
            Some(RowCode::Withheld.as_str())
        }
        Some(RowCode::LikelyOnFile | RowCode::DestinationKept) if !is_township => None,
        _ => Some(code),
    }
}

/// Whether a code is why a row was refused or left out; others are remarks.
pub fn is_reason(code: &str, verdict: RowVerdict) -> bool {
    match (IssueCode::parse(code), verdict) {
        (Some(issue), RowVerdict::Refused) => issue.verdict() >= Verdict::Either,
        (Some(issue), _) => issue == IssueCode::HiddenSheet,
        (None, _) => RowCode::parse(code).is_some(),
    }
}
