//! How much of what was read is true, and how much of what is true was read.

use super::truth::{FIELDS, as_good, found, verdict, wanted};
use kith::rosters::{Person, Verdict};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Score {
    pub fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    pub fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    /// Whether anything was there to be judged.
    pub fn is_empty(self) -> bool {
        self.right + self.wrong + self.missed == 0
    }
}

/// What came out of comparing files with their truth.
#[derive(Default)]
pub struct Scores {
    pub fields: BTreeMap<String, Score>,
    pub issues: BTreeMap<String, Score>,
    /// Faults, some of each kind, with their places.
    pub faults: BTreeMap<String, Vec<String>>,
}

impl Scores {
    pub fn fault(&mut self, kind: &str, what: String) {
        self.faults.entry(kind.to_owned()).or_default().push(what);
    }

    /// Compares one person with the truth.
    pub fn row(&mut self, place: &str, row: &Value, person: &Person) {
        let fields = row["fields"].as_object().expect("fields");
        for field in FIELDS.into_iter().filter(|field| *field != "cell") {
            let Some(wanted) = wanted(fields, field) else { continue };
            let found = found(person, field);
            if field == "wechat" && is_out_of_reach(row, &wanted) {
                continue;
            }
            self.field(place, field, &wanted, &as_good(fields, field), &found);
        }
        // Of whoever is skipped it does not matter what else is wrong.
        if verdict(row) != Some(Verdict::Skip) {
            self.compare_issues(row, person);
        }
        let is = person.verdict();
        if let Some(should) = verdict(row).filter(|should| {
            *should != is && is != Verdict::Either || *should == Verdict::Skip && is != Verdict::Skip
        }) {
            self.fault("verdict", format!("{place}: should be {should:?}, is {is:?}: {:?}", person.issues));
        }
    }

    fn field(&mut self, place: &str, field: &str, wanted: &[String], as_good: &[String], found: &[String]) {
        let score = self.fields.entry(field.to_owned()).or_default();
        let mut right = 0;
        for value in found {
            if wanted.contains(value) || as_good.contains(value) && wanted.len() == 1 {
                right += 1;
            } else if !as_good.contains(value) {
                score.wrong += 1;
            }
        }
        score.right += right;
        score.missed += wanted.len().saturating_sub(right);
        if right != wanted.len()
            || found.len() > wanted.len()
                && !found.iter().all(|value| as_good.contains(value) || wanted.contains(value))
        {
            self.fault(field, format!("{place}: should be {wanted:?} {as_good:?}, is {found:?}"));
        }
    }

    fn compare_issues(&mut self, row: &Value, person: &Person) {
        let wanted: BTreeSet<String> = row["issues"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|issue| {
                format!("{}:{}", issue["field"].as_str().unwrap_or(""), issue["code"].as_str().unwrap_or(""))
            })
            .collect();
        let found: BTreeSet<String> =
            person.issues.iter().map(|issue| format!("{}:{}", issue.field, issue.code.code())).collect();
        for issue in wanted.union(&found) {
            let score = self.issues.entry(issue.clone()).or_default();
            match (wanted.contains(issue), found.contains(issue)) {
                (true, true) => score.right += 1,
                (true, false) => score.missed += 1,
                _ => score.wrong += 1,
            }
        }
    }
}

/// 同手机, where no mobile number can be read in the row: the truth knows it, the row does not.
fn is_out_of_reach(row: &Value, wanted: &[String]) -> bool {
    let is_mobile =
        |value: &Value| value.as_str().is_some_and(|number| number.len() == 11 && number.starts_with('1'));
    let has = |field: &str| row["fields"][field].as_array().is_some_and(|all| all.iter().any(is_mobile));
    let is_number = wanted.iter().any(|value| value.bytes().all(|b| b.is_ascii_digit()));
    is_number && !has("phones") && !has("phones_dead")
}
