//! Rosters by command: the same way as by the pages, in a process of its own, and a dry run that writes nothing.

use super::{
    Choices, Unreadable,
    batch::{self, Batch, Counts, NewBatch, RosterState, RowCode, RowVerdict},
    check::{Checking, Judged},
    facts::Facts,
    likely::{Asked, Likely},
    pages::keep_pieces,
    report::{Reported, Reports},
    work::{self, Ended, Sent},
};
use crate::{
    accounts::{self, Seat},
    db::Conn,
    domain::{AccountId, Actor, PostId, Role, RosterId, Scope},
    error::{Error, Refusal},
    web::State,
};
use chrono::NaiveDate;
use std::{
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};

/// Rows read at once for the reports.
const AT_ONCE: i64 = 1000;

/// Who sends files by command.
#[derive(Debug, Clone, Copy)]
pub struct Sender {
    account: AccountId,
    post: PostId,
    scope: Scope,
}

/// The sender behind a user name, in their first post of a township or the county; none if they hold neither.
pub fn sender(conn: &mut Conn, username: &str, today: NaiveDate) -> Result<Option<Sender>, Error> {
    let Some(account) = accounts::account_of(conn, username)? else { return Ok(None) };
    let posts = accounts::posts_of(conn, account, today)?;
    let found = posts.iter().find_map(|post| {
        let scope = match (post.role, post.township_code) {
            (Role::Township, Some(code)) => Scope::Township(code),
            (Role::County, _) => Scope::County,
            _ => return None,
        };
        Some(Sender { account, post: post.id, scope })
    });
    Ok(found.filter(|_| posts.iter().all(|post| Seat::of(post).is_some())))
}

impl Sender {
    const fn is_township(&self) -> bool {
        matches!(self.scope, Scope::Township(_))
    }

    const fn actor(&self) -> Actor {
        Actor::Staff { account: self.account, post: Some(self.post) }
    }
}

/// How a file came out.
#[derive(Debug, Clone)]
pub enum Came {
    /// How many rows of each kind; of a dry run also who may be there already, a line for each row that asks it.
    Read(Counts, Vec<String>),
    Unreadable(Unreadable),
    /// Dropped by somebody while it was taken in.
    Dropped,
}

/// What a report tells of a row, held until the names of the sheets are known: in little room, there may be 200,000.
struct Kept {
    sheet: usize,
    row: usize,
    verdict: RowVerdict,
    line: Box<str>,
    /// What is said of a row in question.
    codes: Box<[(RowCode, i32)]>,
    /// The facts as they are sealed elsewhere.
    facts: Box<[u8]>,
}

impl From<Judged> for Kept {
    fn from(row: Judged) -> Kept {
        Kept {
            sheet: row.person.sheet,
            row: row.person.row,
            verdict: row.verdict,
            line: row.line().into(),
            // Plain texts and numbers can always be written.
            facts: serde_json::to_vec(&row.facts).unwrap_or_default().into(),
            codes: if row.is_likely { row.codes.into() } else { Box::default() },
        }
    }
}

/// Several files of one sender, one after the other.
pub struct Importing {
    state: State,
    sender: Sender,
    is_dry_run: bool,
    /// What the files so far told, for a dry run: who stands in two of them is told apart.
    checking: Checking,
    likely: Likely,
    reports: Arc<Mutex<Reports>>,
}

impl Importing {
    /// Begins with no file.
    pub fn new(state: State, sender: Sender, is_dry_run: bool, reports: Reports) -> Importing {
        let checking = Checking::new(sender.scope, state.db.clock().today());
        let likely = Likely::new(sender.is_township());
        Importing { state, sender, is_dry_run, checking, likely, reports: Arc::new(Mutex::new(reports)) }
    }

    /// Writes whoever may be there already as CSV too, each with the row before it and by what it is.
    pub fn naming_likely(mut self, to: Option<Box<dyn Write + Send>>) -> Result<Importing, Error> {
        if let Some(to) = to {
            self.likely.write_to(to)?;
        }
        Ok(self)
    }

    /// Checks a file and, unless it is a dry run, takes it in.
    pub async fn import(&mut self, file: &str, bytes: Vec<u8>) -> Result<Came, Error> {
        if self.is_dry_run { self.try_out(file, bytes).await } else { self.take_in(file, bytes).await }
    }

    /// Writes out what is left of the reports.
    pub fn finish(self) -> Result<(), Error> {
        self.likely.finish()?;
        match Arc::into_inner(self.reports) {
            Some(reports) => reports.into_inner().unwrap_or_else(PoisonError::into_inner).finish(),
            None => Err(Error::internal("the reports are still being written")),
        }
    }

    async fn try_out(&mut self, file: &str, bytes: Vec<u8>) -> Result<Came, Error> {
        let sent = Sent { file_name: file.to_owned(), bytes, choices: Choices::default() };
        let kept: Arc<Mutex<Vec<Kept>>> = Arc::default();
        let keep = |rows: Vec<Judged>| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).extend(rows.into_iter().map(Kept::from));
            std::future::ready(Ok(true))
        };
        let ended = work::check(&self.state, sent, &mut self.checking, keep).await?;
        let is_township = self.sender.is_township();
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        match ended {
            Ended::Read(counts, roster) => {
                // The names of the sheets are known once all are read.
                let mut likely = Vec::new();
                for row in kept.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                    let sheet = roster.sheets.get(row.sheet).map_or("", |sheet| sheet.name.as_str());
                    let facts: Facts = serde_json::from_slice(&row.facts).map_err(Error::internal)?;
                    reports.row(&Reported {
                        file,
                        sheet,
                        row: i64::try_from(row.row).unwrap_or(i64::MAX),
                        verdict: row.verdict,
                        codes: &row.line,
                        facts: &facts,
                        is_township,
                    })?;
                    let asked = Asked { row: row.row, cell: facts.cell.as_deref(), codes: &row.codes };
                    likely.extend(self.likely.of(file, sheet, &asked)?);
                }
                Ok(Came::Read(counts, likely))
            }
            Ended::Unreadable(why) => {
                reports.unreadable(file, why)?;
                Ok(Came::Unreadable(why))
            }
            Ended::Stopped => Ok(Came::Dropped),
        }
    }

    /// The way of a file by the pages, without waiting for anybody's word. A command that was stopped goes on with the
    /// same file where it was.
    async fn take_in(&mut self, file: &str, bytes: Vec<u8>) -> Result<Came, Error> {
        let id = self.sent(file, bytes).await?;
        let (mut is_reported, actor) = (false, self.sender.actor());
        loop {
            let found = self.state.db.report(move |conn| batch::reload(conn, id)).await?;
            match found.state {
                RosterState::Reading | RosterState::Taking => {
                    work::go_on(&self.state, found, usize::MAX).await?
                }
                RosterState::Checked => {
                    if !is_reported {
                        self.report(file, &found).await?;
                        is_reported = true;
                    }
                    let begun = self.state.db.write(actor, move |tx| batch::begin_taking(tx, &found)).await;
                    if let Err(Refusal::Error(error)) = begun {
                        return Err(error);
                    }
                }
                RosterState::Taken => return Ok(Came::Read(found.counts(), Vec::new())),
                RosterState::Unreadable => {
                    let why = found.problem.as_deref().and_then(Unreadable::parse);
                    let why = why.unwrap_or(Unreadable::Broken);
                    self.reports.lock().unwrap_or_else(PoisonError::into_inner).unreadable(file, why)?;
                    return Ok(Came::Unreadable(why));
                }
                _ => return Ok(Came::Dropped),
            }
        }
    }

    /// The file on its way: the one a command was stopped at, or a new one.
    async fn sent(&self, file: &str, bytes: Vec<u8>) -> Result<RosterId, Error> {
        let (digest, account) = (self.state.keys.mac(&[b"roster:", &bytes]).to_vec(), self.sender.account);
        let known = digest.clone();
        let before = self.state.db.report(move |conn| batch::same_file(conn, account, &known)).await?;
        if let Some(before) = before {
            return Ok(before.id);
        }
        let id = RosterId(self.state.db.next_id());
        let township = if let Scope::Township(code) = self.sender.scope { Some(code) } else { None };
        let (file_name, size) = (file.to_owned(), bytes.len());
        let new = NewBatch { file_name, size, digest, township, by_command: true };
        self.state.db.write(self.sender.actor(), move |tx| batch::made(tx, id, &new)).await?;
        keep_pieces(&self.state, id, &bytes).await?;
        Ok(id)
    }

    async fn report(&self, file: &str, found: &Batch) -> Result<(), Error> {
        if !self.reports.lock().unwrap_or_else(PoisonError::into_inner).are_wanted() {
            return Ok(());
        }
        let (is_township, mut after) = (self.sender.is_township(), 0);
        loop {
            let (whole, keys, reports) = (found.clone(), self.state.keys.clone(), self.reports.clone());
            let file = file.to_owned();
            let write = move |conn: &mut Conn| {
                let findings = batch::findings_of(&keys, &whole)?;
                let rows = batch::rows_of(conn, &whole, batch::Listed::All, after, AT_ONCE)?;
                let mut reports = reports.lock().unwrap_or_else(PoisonError::into_inner);
                for row in &rows {
                    let facts = batch::open_facts(&keys, whole.id, row.number, &row.facts)?;
                    let sheet = usize::try_from(row.sheet).ok().and_then(|at| findings.sheets.get(at));
                    reports.row(&Reported {
                        file: &file,
                        sheet: sheet.map_or("", |sheet| sheet.name.as_str()),
                        row: i64::from(row.sheet_row),
                        verdict: row.verdict,
                        codes: &row.codes,
                        facts: &facts,
                        is_township,
                    })?;
                }
                Ok::<_, Error>(rows.last().map(|row| row.number))
            };
            match self.state.db.report(write).await? {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }
}
