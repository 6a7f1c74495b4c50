//! Sending a file, and the files sent before.

use crate::{
    accounts::Office,
    clock::county_day,
    db::submissions::{self, Claim, Submission},
    domain::{RosterId, Scope},
    error::Error,
    i18n::Lang,
    rosters::{
        MOST_BYTES, Unreadable,
        batch::{self, Batch, NewBatch},
        text::RosterWords,
    },
    web::{FileForm, Frame, PAGE_ROWS, Page, State, Upload, fresh_key, kept_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use chrono::NaiveDate;

/// Bytes of one sealed piece of a file.
const PIECE: usize = 256 * 1024;

#[derive(Template)]
#[template(path = "rosters/index.html")]
struct IndexPage {
    frame: Frame,
    t: RosterWords,
    key: String,
    problem: Option<&'static str>,
    rows: Vec<BatchRow>,
    next: Option<RosterId>,
    is_first: bool,
}

/// A file as a row of the list.
struct BatchRow {
    id: String,
    name: String,
    when: String,
    state: &'static str,
    rows: String,
}

impl BatchRow {
    fn new(batch: &Batch, lang: Lang, today: NaiveDate) -> BatchRow {
        BatchRow {
            id: batch.id.to_string(),
            name: batch.file_name.clone(),
            when: lang.day(county_day(batch.made_at), today),
            state: match batch.has_failed() {
                true => RosterWords(lang).failed(),
                false => lang.roster_state(batch.state),
            },
            rows: if batch.total == 0 { String::new() } else { lang.number(i64::from(batch.total)) },
        }
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    before: Option<RosterId>,
}

/// The files sent before, and the form.
pub async fn index(by: Office, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    page(&index_page(&by, &state, asked.before, None, fresh_key()).await?)
}

async fn index_page(
    by: &Office,
    state: &State,
    before: Option<RosterId>,
    problem: Option<&'static str>,
    key: String,
) -> Result<IndexPage, Error> {
    let (account, scope) = (by.account, by.scope()?);
    let limit = PAGE_ROWS as i64 + 1;
    let read = state.db.report(move |conn| batch::list(conn, account, scope, before, limit)).await?;
    let (found, today) = (Page::from_rows(read), state.db.clock().today());
    Ok(IndexPage {
        frame: by.frame("/rosters"),
        t: RosterWords(by.lang),
        key,
        problem,
        next: found.rows.last().filter(|_| found.has_more).map(|batch| batch.id),
        rows: found.rows.iter().map(|batch| BatchRow::new(batch, by.lang, today)).collect(),
        is_first: before.is_none(),
    })
}

/// Takes a file; the background reads it.
pub async fn send(by: Office, state: Data<State>, form: FileForm) -> Result<HttpResponse, Error> {
    let upload = form.read(MOST_BYTES).await?;
    let key = upload.fields.get("idempotency_key").cloned().unwrap_or_default();
    let t = RosterWords(by.lang);
    let problem = match &upload {
        Upload { is_too_large: true, .. } => Some(Unreadable::TooLarge.sentence(by.lang)),
        Upload { bytes, .. } if bytes.is_empty() => Some(t.choose_file()),
        _ => None,
    };
    if problem.is_some() {
        let shown = index_page(&by, &state, None, problem, kept_key(&key)).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let township = match by.scope()? {
        Scope::Township(code) => Some(code),
        _ => None,
    };
    let keys = state.keys.clone();
    let digested = tokio::task::spawn_blocking(move || {
        let digest = keys.mac(&[b"roster:", &upload.bytes]).to_vec();
        (upload, digest)
    });
    let (upload, digest) = digested.await.map_err(|_| Error::internal("a file could not be digested"))?;
    let new = NewBatch {
        file_name: if upload.file_name.is_empty() { t.title().to_owned() } else { upload.file_name },
        size: upload.bytes.len(),
        digest,
        township,
        by_command: false,
    };
    keep(&by, &state, new, upload.bytes, key).await.map(see_other)
}

/// Keeps a file piece by piece; the address of its page. The same form once more leads to the same file.
async fn keep(
    by: &Office,
    state: &State,
    new: NewBatch,
    bytes: Vec<u8>,
    key: String,
) -> Result<String, Error> {
    let id = RosterId(state.db.next_id());
    let address = format!("/rosters/{id}");
    let form = Submission { actor: by.account.to_string(), key, digest: new.digest.clone() };
    let leads_to = address.clone();
    let claimed = state.db.write(by.actor(), move |tx| {
        let claim = submissions::claim(tx, &form, &leads_to)?;
        if claim == Claim::New {
            batch::made(tx, id, &new)?;
        }
        Ok::<_, Error>(claim)
    });
    if let Claim::Again(before) = claimed.await? {
        return Ok(before);
    }
    keep_pieces(state, id, &bytes).await?;
    state.db.write(by.actor(), move |tx| batch::end_pieces(tx, id)).await?;
    Ok(address)
}

/// Keeps the bytes of a file.
pub async fn keep_pieces(state: &State, id: RosterId, bytes: &[u8]) -> Result<(), Error> {
    for (number, piece) in (0..).zip(bytes.chunks(PIECE)) {
        let (keys, piece) = (state.keys.clone(), piece.to_vec());
        let write = move |tx: &mut crate::db::Tx<'_>| batch::keep_piece(tx, &keys, id, number, &piece);
        state.db.write(crate::domain::Actor::System, write).await?;
    }
    Ok(())
}
