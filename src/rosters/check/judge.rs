//! The verdict of each row, some rows at a time, in their order.

use super::{
    changes::changes,
    matching::{Match, Wanted, decide, sought},
};
use crate::{
    db::Conn,
    domain::{ResidentId, Scope},
    error::Error,
    residents::{self, Sought},
    rosters::{
        Evidence, IssueCode, Known, Person, Verdict,
        batch::{RowCode, RowVerdict},
        duplicates::Earlier,
        facts::Facts,
    },
    seal::Keys,
};
use chrono::NaiveDate;
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A row with its verdict.
#[derive(Debug)]
pub struct Judged {
    pub person: Person,
    pub facts: Facts,
    pub verdict: RowVerdict,
    /// Whether it may well be somebody else's too: worth a question.
    pub is_likely: bool,
    /// What is said of it besides what is wrong with its cells.
    pub codes: Vec<(RowCode, i32)>,
    pub resident: Option<ResidentId>,
    pub other: Option<ResidentId>,
    /// The number of the row, from 1.
    pub number: i32,
}

impl Judged {
    /// All codes of the row in one line, each with its field or what it refers to.
    pub fn line(&self) -> String {
        let issues = self.person.issues.iter().map(|issue| format!("{}:{}", issue.code.code(), issue.field));
        let own = self.codes.iter().map(|(code, number)| format!("{}:{number}", code.as_str()));
        issues.chain(own).collect::<Vec<_>>().join(" ")
    }
}

/// A row that was accepted, for those after it that tell of the same person.
#[derive(Debug, Clone, Copy)]
struct Accepted {
    number: i32,
    resident: ResidentId,
    /// A hash of all it says.
    said: u64,
}

/// The dry run of a file, or of several one after the other.
#[derive(Debug)]
pub struct Checking {
    scope: Scope,
    today: NaiveDate,
    earlier: Earlier,
    accepted: Vec<Accepted>,
    /// Rows judged so far.
    pub rows: i32,
}

impl Checking {
    /// Begins a dry run for whoever may touch the people of a scope.
    pub fn new(scope: Scope, today: NaiveDate) -> Checking {
        Checking { scope, today, earlier: Earlier::default(), accepted: Vec::new(), rows: 0 }
    }

    /// Whose people may be touched.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The day of the dry run.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Judges the next rows; whoever is new gets an id.
    pub fn judge(
        &mut self,
        conn: &mut Conn,
        keys: &Keys,
        people: Vec<Person>,
        next_id: &dyn Fn() -> i64,
    ) -> Result<Vec<Judged>, Error> {
        let mut rows: Vec<Judged> = people.into_iter().map(|person| self.begin(person)).collect();
        let mut fresh: Vec<(usize, Wanted, Sought)> = Vec::new();
        // Rows that repeat one of these very rows are told apart once that one has its record.
        for (at, row) in rows.iter_mut().enumerate() {
            if row.verdict != RowVerdict::New {
                continue;
            }
            match Wanted::of(&row.facts).filter(|wanted| self.scope.covers(wanted.village)) {
                Some(wanted) => {
                    let sought = sought(keys, &row.facts, &wanted);
                    fresh.push((at, wanted, sought));
                }
                None => refuse(row, RowCode::OutsideTerritory),
            }
        }
        let all: Vec<Sought> = fresh.iter().map(|(.., sought)| sought.clone()).collect();
        let found = residents::on_file(conn, self.scope, &all)?;
        let mut matches: HashMap<usize, Match> = HashMap::new();
        for ((at, wanted, _), on_file) in fresh.iter().zip(&found) {
            matches.insert(*at, decide(wanted, on_file));
        }
        let known: Vec<ResidentId> = matches
            .values()
            .filter_map(|found| if let Match::One(id) = found { Some(*id) } else { None })
            .collect();
        let records = residents::snapshots(conn, keys, self.scope, &known)?;
        for (at, row) in rows.iter_mut().enumerate() {
            let Some(found) = matches.remove(&at) else { continue };
            let brought =
                |id: &ResidentId| records.get(id).map(|record| changes(&row.facts, record, self.today));
            match found {
                Match::One(id) => {
                    let brought = brought(&id);
                    row.resident = Some(id);
                    row.verdict = match &brought {
                        Some(changes) if changes.is_empty() => RowVerdict::Same,
                        _ => RowVerdict::Changed,
                    };
                    if brought.is_some_and(|changes| changes.keeps_destination) {
                        row.codes.push((RowCode::DestinationKept, 0));
                    }
                    self.repeated(row, false, next_id);
                }
                Match::Nobody(likely) => {
                    self.repeated(row, true, next_id);
                    if likely.is_some() && row.verdict == RowVerdict::New {
                        row.codes.push((RowCode::LikelyOnFile, 0));
                        (row.is_likely, row.other) = (true, likely);
                    }
                }
                Match::Several(one, other) => {
                    refuse(row, RowCode::MatchesSeveral);
                    (row.resident, row.other) = (Some(one), Some(other));
                }
                Match::Closed(id) => {
                    refuse(row, RowCode::RecordClosed);
                    row.resident = Some(id);
                }
                Match::Withheld => refuse(row, RowCode::Withheld),
            }
        }
        Ok(rows)
    }

    /// A row as its cells alone judge it.
    fn begin(&mut self, person: Person) -> Judged {
        self.rows += 1;
        let verdict = match person.verdict() {
            Verdict::Skip => RowVerdict::Skipped,
            Verdict::Error => RowVerdict::Refused,
            // The number copied down is right in the row it was copied from; nobody can say more of the others.
            Verdict::Either if person.has(IssueCode::IdCharset) || person.has(IssueCode::NameLossy) => {
                RowVerdict::Refused
            }
            Verdict::Either | Verdict::Accept => RowVerdict::New,
        };
        Judged {
            facts: Facts::from(&person),
            person,
            verdict,
            is_likely: false,
            codes: Vec::new(),
            resident: None,
            other: None,
            number: self.rows,
        }
    }

    /// Compares an accepted row with those before it; `is_new` says that nobody on file is the person.
    fn repeated(&mut self, row: &mut Judged, is_new: bool, next_id: &dyn Fn() -> i64) {
        let known = Known::from(&row.person);
        let earlier = self
            .earlier
            .find(&known)
            .and_then(|(at, evidence)| self.accepted.get(at).map(|accepted| (*accepted, evidence)));
        match earlier {
            Some((accepted, Evidence::NameAndVillage)) if is_new => {
                row.codes.push((RowCode::LikelyRepeat, accepted.number));
                row.is_likely = true;
            }
            Some((accepted, evidence)) if evidence.is_enough() => {
                let by_phone = evidence == Evidence::NameAndPhone;
                let code = if by_phone { RowCode::RepeatsByPhone } else { RowCode::RepeatsRow };
                row.codes.push((code, accepted.number));
                row.is_likely = true;
                if is_new {
                    let is_copy = accepted.said == said(&row.facts);
                    row.verdict = if is_copy { RowVerdict::Same } else { RowVerdict::Changed };
                    row.resident = Some(accepted.resident);
                }
            }
            _ => {}
        }
        let resident = *row.resident.get_or_insert_with(|| ResidentId(next_id()));
        self.earlier.add(&known);
        self.accepted.push(Accepted { number: row.number, resident, said: said(&row.facts) });
    }
}

/// A hash of what a row says, wherever it stands.
fn said(facts: &Facts) -> u64 {
    let mut hasher = DefaultHasher::new();
    facts.hash(&mut hasher);
    hasher.finish()
}

fn refuse(row: &mut Judged, code: RowCode) {
    row.verdict = RowVerdict::Refused;
    row.codes.push((code, 0));
}
