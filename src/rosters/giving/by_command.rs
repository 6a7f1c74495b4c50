//! Lists taken out by command: by the same rights as on the page, and as much on record.

use super::{
    actions::{self, Layout},
    columns::{OutColumn, layout},
    listed::Numbers,
    sheets::Kind,
    streaming,
    taker::Taker,
};
use crate::{
    domain::optional_line,
    error::{Error, Refusal},
    web::State,
};
use std::{io::Write, path::Path};

/// Longest reason, in characters; as on the page.
pub(super) const LONGEST_REASON: u16 = 200;

/// The layouts every office has.
pub(super) const BUILT_IN: [&str; 3] = ["plain", "labour_service", "poverty_relief"];

/// What is asked for by command.
#[derive(Debug, Clone)]
pub struct Asked {
    pub username: String,
    /// One that is built in, or the name of one the office keeps.
    pub layout: String,
    pub is_full: bool,
    pub reason: String,
    pub format: OutFormat,
}

/// The kind of file a list becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutFormat(Kind);

impl OutFormat {
    /// The kind a file's name ends with: `.xlsx` or `.csv`; none for others.
    pub fn of(path: &Path) -> Option<OutFormat> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "xlsx" => Some(OutFormat(Kind::Xlsx)),
            "csv" => Some(OutFormat(Kind::Csv)),
            _ => None,
        }
    }
}

/// Why no list is given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withheld {
    /// No such account, or it holds no post today that has a list of people.
    NobodysList,
    /// Nobody knows this layout; those there are.
    NoLayout(Vec<String>),
    /// Full values need the township's or the county's right.
    NotFull,
    /// Full values, and whatever the county takes out, need a reason.
    NoReason,
    /// The reason is longer than 200 characters, or not one line of text.
    BadReason,
}

/// A list that is on record and may be written.
pub struct OnRecord {
    list: streaming::Outgoing,
    taker: Taker,
}

impl OnRecord {
    /// How many people it holds.
    pub fn count(&self) -> usize {
        self.list.people.len()
    }

    /// Writes it to its end; an error if it ends too early.
    pub async fn write<W: Write + Send + 'static>(self, state: &State, to: W) -> Result<(), Error> {
        streaming::written(state, self.taker.scope, self.list, to).await
    }
}

/// Decides whether a list may leave, and puts it on record.
pub async fn asked_for(state: &State, asked: Asked) -> Result<OnRecord, Refusal<Withheld>> {
    let (username, today) = (asked.username.clone(), state.db.clock().today());
    let found = state.db.report(move |conn| Taker::named(conn, &username, today)).await?;
    let taker = found.ok_or(Refusal::Problems(Withheld::NobodysList))?;
    let place = taker.place.clone();
    let own = state.db.report(move |conn| actions::layouts(conn, &place)).await?;
    let columns = columns_named(&own, &asked.layout).map_err(Refusal::Problems)?;
    let reason = reason(&taker, &asked).map_err(Refusal::Problems)?;
    let numbers = if asked.is_full { Numbers::Full } else { Numbers::Masked };
    let list = streaming::on_record(state, &taker, reason, (asked.format.0, numbers), columns).await?;
    Ok(OnRecord { list, taker })
}

/// The columns of a layout by its name or id; of two with one name the later one counts.
fn columns_named(own: &[Layout], name: &str) -> Result<Vec<OutColumn>, Withheld> {
    let is_it = |one: &&Layout| one.name == name || one.id.to_string() == name;
    let found = layout(name).or_else(|| own.iter().rev().find(is_it).map(Layout::columns));
    found.ok_or_else(|| {
        let all = BUILT_IN.iter().map(|one| (*one).to_owned());
        Withheld::NoLayout(all.chain(own.iter().map(|one| one.name.clone())).collect())
    })
}

/// The reason, where one is needed or was given.
fn reason(taker: &Taker, asked: &Asked) -> Result<Option<String>, Withheld> {
    if asked.is_full && !taker.may_see_full() {
        return Err(Withheld::NotFull);
    }
    let reason = optional_line(&asked.reason, LONGEST_REASON).map_err(|_| Withheld::BadReason)?;
    if reason.is_empty() && (asked.is_full || taker.must_reason()) {
        return Err(Withheld::NoReason);
    }
    Ok(Some(reason).filter(|reason| !reason.is_empty()))
}
