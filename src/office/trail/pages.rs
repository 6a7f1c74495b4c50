//! The pages of the trail, for the auditor alone.

use super::{
    form::{Asked, Question},
    sheet::{MOST, sheet},
    text::TrailWords,
    view::RowView,
};
use crate::{
    accounts::{self, Auditor, Places},
    audit::{self, AuditKind, Entry, Told, Which},
    db::Conn,
    domain::{AuditId, Problem, Role},
    error::{Error, Refusal},
    i18n::Lang,
    web::{Frame, PAGE_ROWS, Page, Problems, Route, Said, State, Who, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/audit", Who::Roles(&[Role::Auditor]), || route().to(index)),
    Route::get("/audit/rows.csv", Who::Roles(&[Role::Auditor]), || route().to(download)),
];

#[derive(Template)]
#[template(path = "office/trail.html")]
struct TrailPage {
    frame: Frame,
    t: TrailWords,
    asked: Asked,
    said: Said,
    kinds: Vec<(&'static str, &'static str)>,
    /// What is left of the trail, in words; none if all of it is seen.
    only: Option<String>,
    rows: Vec<RowView>,
    /// The question as a part of an address.
    query: String,
    next: Option<AuditId>,
    is_first: bool,
    most: String,
}

/// The rows asked for; an actor nobody knows is a problem.
fn which(conn: &mut Conn, question: &Question) -> Result<Which, Refusal<Problems>> {
    let Some(actor) = &question.actor else { return Ok(question.which(None)) };
    match accounts::account_of(conn, actor)? {
        Some(account) => Ok(question.which(Some(account))),
        None => Err(Refusal::Problems(Problems::one("actor", Problem::Unknown))),
    }
}

async fn index(by: Auditor, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let asked = asked.into_inner();
    let question = match asked.parse() {
        Ok(question) => question,
        Err(problems) => return answer(&by, &state, asked, Err(problems)),
    };
    let after = asked.after();
    let read = state.db.report(move |conn| {
        let which = which(conn, &question)?;
        let rows = audit::trail(conn, &which, after, PAGE_ROWS as i64 + 1)?;
        Ok::<_, Refusal<Problems>>((question, Page::from_rows(rows), Places::load(conn)?))
    });
    match read.await {
        Ok(read) => answer(&by, &state, asked, Ok(read)),
        Err(Refusal::Problems(problems)) => answer(&by, &state, asked, Err(problems)),
        Err(Refusal::Error(error)) => Err(error),
    }
}

type Read = (Question, Page<Told>, Places);

fn answer(
    by: &Auditor,
    state: &State,
    asked: Asked,
    read: Result<Read, Problems>,
) -> Result<HttpResponse, Error> {
    let (lang, today) = (by.lang, state.db.clock().today());
    let t = TrailWords(lang);
    let mut shown = TrailPage {
        frame: by.frame("/audit"),
        t,
        said: Said::default(),
        kinds: kinds(lang),
        only: None,
        rows: Vec::new(),
        query: asked.query(),
        next: None,
        is_first: asked.after().is_none(),
        most: lang.number(MOST),
        asked,
    };
    let (question, rows, places) = match read {
        Ok(read) => read,
        Err(problems) => {
            shown.said = problems.said(lang);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    shown.only = question.is_narrow().then(|| only(&shown.asked, &question, lang, today));
    shown.next = rows.rows.last().filter(|_| rows.has_more).map(|row| row.id);
    shown.rows = rows.rows.iter().map(|row| RowView::new(row, &places, lang, today)).collect();
    page_with(StatusCode::OK, &shown)
}

/// Every kind with its words, and the choice of none.
fn kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let all = AuditKind::ALL.iter().map(|kind| (kind.as_str(), lang.audit_kind(*kind)));
    std::iter::once(("", TrailWords(lang).any_kind())).chain(all).collect()
}

/// What the question leaves, in words.
fn only(asked: &Asked, question: &Question, lang: Lang, today: chrono::NaiveDate) -> String {
    let t = TrailWords(lang);
    let parts = [
        question.subject.map(|_| t.to(asked.person.trim())),
        question.actor.as_ref().map(|name| t.by(name)),
        question.kind.map(|kind| lang.audit_kind(kind).to_owned()),
        question.from.map(|day| t.since(lang.day(day, today))),
        question.until.map(|day| t.up_to(lang.day(day, today))),
    ];
    t.only(parts.into_iter().flatten().collect::<Vec<_>>().join(t.join()))
}

async fn download(by: Auditor, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let (asked, lang) = (asked.into_inner(), by.lang);
    let Ok(question) = asked.parse() else { return Ok(see_other(format!("/audit?{}", asked.query()))) };
    let read = state.db.report(move |conn| {
        let which = which(conn, &question)?;
        let rows = audit::trail(conn, &which, None, MOST)?;
        let table = sheet(&rows, &Places::load(conn)?, lang)?;
        Ok::<_, Refusal<Problems>>((rows.len(), table))
    });
    let (rows, table) = match read.await {
        Ok(read) => read,
        Err(Refusal::Problems(_)) => return Ok(see_other(format!("/audit?{}", asked.query()))),
        Err(Refusal::Error(error)) => return Err(error),
    };
    let entry = Entry::new(AuditKind::TrailTaken).amount(rows as i64);
    state.db.write(by.actor(), move |tx| audit::record(tx, entry)).await?;
    let name = format!("attachment; filename=\"kith-audit-{}.csv\"", state.db.clock().today());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(table))
}
