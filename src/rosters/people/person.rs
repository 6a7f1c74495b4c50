//! One person as a roster tells of them.

use super::{Issue, IssueCode, ReadPhone, RoughDay, Verdict};
use crate::domain::{IdNumber, PersonName, Sex};

/// What one row, or one part of it, says about one person. Everything in it is personal data.
#[derive(Clone, PartialEq, Default)]
pub struct Person {
    /// The place of the sheet among those of the file, from 0.
    pub sheet: usize,
    /// The row, from 1, as Excel counts; of a text the record.
    pub row: usize,
    /// The first cell of this person where one row holds several: H12.
    pub cell: Option<String>,
    pub name: Option<PersonName>,
    pub id_number: Option<IdNumber>,
    /// From the ID number if there is one, else from its column.
    pub sex: Option<Sex>,
    /// The same.
    pub birth: Option<RoughDay>,
    /// Twelve digits.
    pub village: Option<String>,
    pub group: Option<u16>,
    pub phones: Vec<ReadPhone>,
    pub kin_phones: Vec<ReadPhone>,
    /// Numbers said to be out of service.
    pub phones_dead: Vec<ReadPhone>,
    pub kin_phones_dead: Vec<ReadPhone>,
    pub left_on: Option<RoughDay>,
    /// Where they have gone, as typed.
    pub dest_text: Option<String>,
    /// The one place that means.
    pub dest_code: Option<&'static str>,
    pub employer: Option<String>,
    pub occupation: Option<String>,
    /// To the head of the household, as typed.
    pub relation: Option<String>,
    pub household_head: Option<String>,
    pub wechat: Option<String>,
    pub issues: Vec<Issue>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({}:{} {:?})", self.sheet, self.row, self.issues)
    }
}

impl Person {
    /// What becomes of the row: the gravest of what is wrong with it.
    pub fn verdict(&self) -> Verdict {
        self.issues.iter().map(|issue| issue.code.verdict()).max().unwrap_or_default()
    }

    /// Whether this is wrong with it.
    pub fn has(&self, code: IssueCode) -> bool {
        self.issues.iter().any(|issue| issue.code == code)
    }

    /// Notes that something is wrong.
    pub fn note(&mut self, code: IssueCode, field: &'static str, raw: impl Into<String>) {
        self.issues.push(Issue::new(code, field, raw));
    }
}
