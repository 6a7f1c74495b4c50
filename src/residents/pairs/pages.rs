//! The list of pairs, and the page on which one is looked at and decided.

use super::{
    actions::{self, Decided},
    compare::{Agree, Comparing, Point, Side},
    model::{Pair, Verdict},
    queries,
    row::{PairRow, address, verdict_words},
    text::PairWords,
};
use crate::{
    accounts::{self, Keeper},
    clock::county_time,
    db::Conn,
    domain::{PairId, Role},
    error::Error,
    residents::{
        Row, State as Kept, alike::evidence_words, likeness::Evidence, match_keys::shared_channels,
        open::open_all,
    },
    web::{Form, Frame, PAGE_ROWS, Page, State, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use askama::Template;
use chrono::NaiveDate;

/// What the address of the list says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    pub decided: String,
    pub after: String,
    pub done: String,
}

/// What was just decided, and where it is undone.
struct Done {
    words: String,
    undo: Option<String>,
}

#[derive(Template)]
#[template(path = "residents/pairs.html")]
struct PairsPage {
    frame: Frame,
    t: PairWords,
    rows: Vec<PairRow>,
    is_decided: bool,
    has_covered: bool,
    next: Option<String>,
    is_first: bool,
    done: Option<Done>,
}

/// A page of the list as it is read.
struct Listed {
    found: Page<Pair>,
    rows: Vec<PairRow>,
    done: Option<Done>,
}

/// The pairs that wait for this reader, or those that were decided.
pub async fn index(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let (asked, reader, today) = (asked.into_inner(), by.clone(), state.db.clock().today());
    let (is_decided, is_first) = (!asked.decided.is_empty(), asked.after.parse::<PairId>().is_err());
    let Listed { found, rows, done } =
        state.db.report(move |conn| listed(conn, &reader, &asked, today)).await?;
    let base = if is_decided { "/residents/pairs?decided=1&after=" } else { "/residents/pairs?after=" };
    let last = found.rows.last().filter(|_| found.has_more);
    page(&PairsPage {
        frame: by.frame("/residents"),
        t: PairWords(by.lang),
        rows,
        is_decided,
        has_covered: found.rows.iter().any(Pair::is_covered),
        next: last.map(|pair| format!("{base}{}", pair.id)),
        is_first,
        done,
    })
}

fn listed(conn: &mut Conn, by: &Keeper, asked: &Asked, today: NaiveDate) -> Result<Listed, Error> {
    let (scope, limit, after) = (by.scope()?, PAGE_ROWS as i64 + 1, asked.after.parse::<PairId>().ok());
    let found = if asked.decided.is_empty() {
        queries::waiting(conn, scope, after, limit)?
    } else {
        queries::decided(conn, scope, after, limit)?
    };
    let found = Page::from_rows(found);
    let mut rows = Vec::new();
    for pair in &found.rows {
        let Some((first, second)) = seen(queries::both(conn, scope, pair))? else { continue };
        let villages = villages(conn, by, &first, &second)?;
        rows.push(PairRow::new(pair, (&first, &second), villages, (by.lang, today)));
    }
    Ok(Listed { found, rows, done: done(conn, by, &asked.done)? })
}

/// What this reader sees of a pair; none where one of its records is out of their sight by now.
fn seen<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// The names of the villages of both records, for a township, which has several.
fn villages(
    conn: &mut Conn,
    by: &Keeper,
    first: &Row,
    second: &Row,
) -> Result<Option<(String, String)>, Error> {
    if by.role() != Some(Role::Township) {
        return Ok(None);
    }
    let first = queries::village_name(conn, &first.0)?;
    Ok(Some((first, queries::village_name(conn, &second.0)?)))
}

/// What was just decided, told from the address alone; none for what this reader may not see.
fn done(conn: &mut Conn, by: &Keeper, id: &str) -> Result<Option<Done>, Error> {
    let Ok(id) = id.parse::<PairId>() else { return Ok(None) };
    let found = seen(queries::find(conn, by.scope()?, id))?;
    Ok(found.map(|(pair, first, second)| Done {
        words: PairRow::done(&pair, &first, &second, by.lang),
        undo: pair.verdict.map(|_| format!("{}/reopen", address(&pair))),
    }))
}

/// One record of the pair at the head of the page.
struct Head {
    when: &'static str,
    href: String,
    name: String,
    noted: String,
    last: String,
}

#[derive(Template)]
#[template(path = "residents/pair.html")]
struct PairPage {
    frame: Frame,
    t: PairWords,
    id: String,
    evidence: String,
    heads: [Head; 2],
    differences: Vec<Point>,
    same: Vec<Point>,
    decided: Option<String>,
    waits_to_merge: bool,
    is_closed: bool,
    /// What stands in the way of the decision that was sent.
    said: Option<&'static str>,
}

/// Everything the page of a pair reads after both looks are on record.
struct Read {
    pair: Pair,
    sides: (Side, Side),
    shared: Vec<crate::domain::ChannelId>,
    decided_by: Option<String>,
}

/// Both records side by side; opening them is a look at each.
pub async fn show(by: Keeper, state: Data<State>, path: Path<PairId>) -> Result<HttpResponse, Error> {
    page(&screen(&by, &state, *path, None).await?)
}

async fn screen(
    by: &Keeper,
    state: &State,
    id: PairId,
    said: Option<&'static str>,
) -> Result<PairPage, Error> {
    let (scope, today, keys) = (by.scope()?, state.db.clock().today(), state.keys.clone());
    let (pair, ..) = state.db.read(move |conn| queries::find(conn, scope, id)).await?;
    let mut rows = open_all(by, state, vec![pair.first_id, pair.second_id]).await?.into_iter();
    let (Some(first), Some(second)) = (rows.next(), rows.next()) else { return Err(Error::NotFound) };
    let read = state
        .db
        .read(move |conn| {
            let mut sides =
                (queries::side(conn, &keys, first, today)?, queries::side(conn, &keys, second, today)?);
            if sides.1.details.created_at < sides.0.details.created_at {
                sides = (sides.1, sides.0);
            }
            let shared = shared_channels(&keys, &sides.0.channels, &sides.1.channels);
            let decided_by = match pair.decided_by {
                Some(account) => accounts::name_of(conn, account)?,
                None => None,
            };
            Ok::<_, Error>(Read { pair, sides, shared, decided_by })
        })
        .await?;
    Ok(pair_page(by, state, read, said))
}

fn pair_page(by: &Keeper, state: &State, read: Read, said: Option<&'static str>) -> PairPage {
    let (lang, today, t) = (by.lang, state.db.clock().today(), PairWords(by.lang));
    let (pair, (first, second)) = (&read.pair, &read.sides);
    let comparing = Comparing { first, second, shared: &read.shared, keys: &state.keys, lang, today };
    let (same, differences) = comparing.points().into_iter().partition(|point| point.agree == Agree::Same);
    let head = |when, side: &Side| Head {
        when,
        href: format!("/residents/{}", side.row.0.id),
        name: side.row.0.name.clone(),
        noted: comparing.noted(side),
        last: comparing.last(side),
    };
    let decided = pair.verdict.zip(pair.decided_at).map(|(verdict, at)| {
        let who = read.decided_by.as_deref().unwrap_or_default();
        t.was_decided(lang.day(county_time(at).date(), today), who, verdict_words(verdict, t))
    });
    PairPage {
        frame: by.frame("/residents"),
        t,
        id: pair.id.to_string(),
        evidence: evidence_words(&Evidence::of_line(&pair.evidence), lang),
        heads: [head(t.first(), first), head(t.second(), second)],
        differences,
        same,
        decided,
        waits_to_merge: pair.verdict == Some(Verdict::Same),
        is_closed: [first, second].iter().any(|side| side.row.0.state != Kept::Open),
        said,
    }
}

/// The form of a decision.
#[derive(serde::Deserialize)]
pub struct VerdictForm {
    #[serde(default)]
    verdict: String,
}

/// Decides a pair; if somebody decided otherwise meanwhile, the page once more with what stands now.
pub async fn decide(
    by: Keeper,
    state: Data<State>,
    path: Path<PairId>,
    form: Form<VerdictForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (*path, by.scope()?);
    let t = PairWords(by.lang);
    let Some(verdict) = Verdict::parse(&form.fields.verdict) else {
        let again = screen(&by, &state, id, Some(t.choose())).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &again);
    };
    match state.db.write(by.actor(), move |tx| actions::decide(tx, scope, id, verdict)).await? {
        Decided::Kept => Ok(see_other(format!("/residents/pairs?done={id}"))),
        Decided::Meanwhile => {
            page_with(StatusCode::CONFLICT, &screen(&by, &state, id, Some(t.meanwhile())).await?)
        }
    }
}

/// Takes a decision back: the pair waits again.
pub async fn reopen(by: Keeper, state: Data<State>, path: Path<PairId>) -> Result<HttpResponse, Error> {
    let (id, scope) = (*path, by.scope()?);
    state.db.write(by.actor(), move |tx| actions::reopen(tx, scope, id)).await?;
    Ok(see_other(format!("/residents/pairs?done={id}")))
}
