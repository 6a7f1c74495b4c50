//! What is wrong with a form: by field, and put into words for the page.

use crate::{
    domain::{Problem, is_form_key},
    i18n::Lang,
    seal::random,
};
use actix_web::http::StatusCode;

/// The problems of a form, each with the field it belongs to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Problems(Vec<(&'static str, Problem)>);

impl Problems {
    pub fn one(field: &'static str, problem: impl Into<Problem>) -> Problems {
        Problems(vec![(field, problem.into())])
    }

    pub fn add(&mut self, field: &'static str, problem: impl Into<Problem>) {
        self.0.push((field, problem.into()));
    }

    /// Keeps the value, or notes what is wrong with it.
    pub fn keep<T>(&mut self, field: &'static str, parsed: Result<T, impl Into<Problem>>) -> Option<T> {
        parsed.map_err(|problem| self.add(field, problem)).ok()
    }

    /// The problems if there are any, else what was parsed.
    pub fn or<T>(self, parsed: Option<T>) -> Result<T, Problems> {
        match parsed {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the problems of another part of the form.
    pub fn append(&mut self, more: Problems) {
        self.0.extend(more.0);
    }

    /// The status of the form shown again: 422, or 200 where only a question is asked back.
    pub fn status(&self) -> StatusCode {
        let asks_only = self.0.iter().all(|(_, problem)| problem.is_question());
        if asks_only { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// The problems in words.
    pub fn said(&self, lang: Lang) -> Said {
        let mut said = Said::default();
        for (field, problem) in &self.0 {
            if said.of(field).is_none() {
                let (words, is_question) = (lang.problem(*problem), problem.is_question());
                let in_summary = lang.of_field(field, &words);
                said.0.push(SaidOf { field, words, in_summary, is_question });
            }
        }
        said
    }
}

/// Problems in the reader's language: the first of each field.
#[derive(Debug, Default, Clone)]
pub struct Said(Vec<SaidOf>);

#[derive(Debug, Clone)]
struct SaidOf {
    field: &'static str,
    words: String,
    /// The same with the field's name, for the summary on top of the page.
    in_summary: String,
    is_question: bool,
}

impl Said {
    /// What is wrong with a field, if anything.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.on(field).map(|said| said.words.as_str())
    }

    fn on(&self, field: &str) -> Option<&SaidOf> {
        self.0.iter().find(|said| said.field == field)
    }

    /// Whether nothing is wrong with a field and a question is asked back.
    pub fn asks(&self, field: &str) -> bool {
        self.on(field).is_some_and(|said| said.is_question)
    }

    /// Whether nothing is wrong at all and only questions are asked back.
    pub fn is_question(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|said| said.is_question)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|said| (said.field, said.in_summary.as_str()))
    }
}

/// The key a form came with, so that it is taken once though it was shown again; a fresh one where that is none.
pub fn kept_key(typed: &str) -> String {
    if is_form_key(typed) { typed.to_owned() } else { fresh_key() }
}

/// A key under which a form is taken once: 16 random characters.
pub fn fresh_key() -> String {
    random::<8>().iter().map(|byte| format!("{byte:02x}")).collect()
}
