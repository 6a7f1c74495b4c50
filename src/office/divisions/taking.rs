//! Taking in a list: looked through first, then taken; wrong rows are named and stay in the box.

use super::text::DivisionWords;
use crate::{
    i18n::Lang,
    territories::{Change, Checked},
    web::Frame,
};
use askama::Template;

/// Rows shown of what a list would change.
const SHOWN: usize = 50;

/// A pasted list and what to do with it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ListForm {
    pub list: String,
    /// `take` takes in what can be taken; else it is only looked through.
    pub act: String,
}

/// One row of the preview.
pub struct PreviewRow {
    pub line: usize,
    pub code: String,
    pub name: String,
    pub is_wrong: bool,
    pub verdict: String,
}

/// What a list would do.
#[derive(Default)]
pub struct Preview {
    pub rows: Vec<PreviewRow>,
    pub wrong: Vec<(usize, String)>,
    /// Rows that would be entered or changed, that are wrong, that stand already, that have ended, that are not shown.
    pub good: usize,
    pub same: usize,
    pub ended: usize,
    pub more: usize,
}

impl Preview {
    /// The wrong rows first, then those that change something.
    pub fn new<T>(checked: &[Checked<T>], lang: Lang) -> Preview {
        let t = DivisionWords(lang);
        let mut preview = Preview::default();
        let (mut wrong, mut good) = (Vec::new(), Vec::new());
        for row in checked {
            let shown = |is_wrong, verdict| PreviewRow {
                line: row.line,
                code: row.code.clone(),
                name: row.name.clone(),
                is_wrong,
                verdict,
            };
            match &row.read {
                Err(problem) => wrong.push(shown(true, lang.problem(*problem))),
                Ok((_, Change::New)) => good.push(shown(false, t.new().to_owned())),
                Ok((_, Change::Changed)) => good.push(shown(false, t.changed().to_owned())),
                Ok((_, Change::Same)) => preview.same += 1,
                Ok((_, Change::Ended)) => preview.ended += 1,
            }
        }
        preview.good = good.len();
        preview.wrong = wrong.iter().map(|row| (row.line, t.problem(row.line, &row.verdict))).collect();
        preview.rows = wrong;
        preview.rows.append(&mut good);
        preview.more = preview.rows.len().saturating_sub(SHOWN.max(preview.wrong.len()));
        preview.rows.truncate(SHOWN.max(preview.wrong.len()));
        preview
    }
}

/// What a list would really change, ready to be taken in.
pub fn changes<T>(checked: Vec<Checked<T>>) -> Vec<T> {
    let real =
        |row: Checked<T>| row.read.ok().filter(|(_, change)| matches!(change, Change::New | Change::Changed));
    checked.into_iter().filter_map(real).map(|(new, _)| new).collect()
}

/// The page on which a list is pasted and looked through.
#[derive(Template)]
#[template(path = "office/taking.html")]
pub struct TakingPage {
    pub frame: Frame,
    pub t: DivisionWords,
    pub title: &'static str,
    /// Where the list belongs: its address and name.
    pub back: (&'static str, &'static str),
    pub hint: &'static str,
    pub form: ListForm,
    /// None before anything was pasted.
    pub preview: Option<Preview>,
    /// What is wrong with the list as a whole.
    pub problem: Option<String>,
}
