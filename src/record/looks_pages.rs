//! Who looked at a record, all of it: for those who answer for it, and the township (PRODUCT §4.6).

use super::{about::look_words, keep_text::LooksWords};
use crate::{
    accounts::Keeper,
    audit,
    domain::{AuditId, ResidentId, Role},
    error::Error,
    residents::{self, Person},
    web::{Frame, PAGE_ROWS, Page, Route, State, Who, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] =
    &[Route::get("/residents/{id}/looks", Who::Roles(&[Role::Cadre, Role::Township]), || route().to(looks))];

#[derive(Template)]
#[template(path = "record/looks.html")]
struct LooksPage {
    frame: Frame,
    t: LooksWords,
    id: String,
    name: String,
    looks: Vec<String>,
    next: Option<AuditId>,
    is_first: bool,
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    after: String,
}

/// Whether somebody may read all looks at a record: owner, backup and township.
pub fn may_see_looks(by: &Keeper, person: &Person) -> Result<bool, Error> {
    Ok(by.role() == Some(Role::Township) || residents::may_dial(by.post_id()?, person))
}

async fn looks(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (person, ..) = residents::open(&by, &state, *path).await?;
    if !may_see_looks(&by, &person)? {
        return Err(Error::Forbidden);
    }
    let (id, after) = (person.id, asked.after.parse().ok());
    let rows = state.db.read(move |conn| audit::all_looks_at(conn, id, after, PAGE_ROWS as i64 + 1));
    let rows = Page::from_rows(rows.await?);
    let today = state.db.clock().today();
    page(&LooksPage {
        frame: by.frame("/residents"),
        t: LooksWords(by.lang),
        id: id.to_string(),
        name: person.name,
        next: rows.rows.last().filter(|_| rows.has_more).map(|look| look.id),
        looks: rows.rows.iter().map(|look| look_words(look, by.lang, today)).collect(),
        is_first: after.is_none(),
    })
}
