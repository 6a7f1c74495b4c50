//! Handing somebody over: the township chooses owner and backup among the posts of the village's cadres (PRODUCT §2).

use super::{
    edit,
    keep_text::{KeepWords, RulingWords},
    new_pages::owners_of,
};
use crate::{
    accounts::TownshipOfficer,
    domain::{PostId, Problem, ResidentId, Role},
    error::{Error, Refusal},
    residents::{self, Row, State as RecordState},
    territories,
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;
use serde::Deserialize;

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/owner", Who::Roles(&[Role::Township]), || route().to(show)),
    Route::post("/residents/{id}/owner", Who::Roles(&[Role::Township]), || route().to(update)),
];

/// Owner and backup.
type Pair = [Option<PostId>; 2];

/// Owner and backup as chosen: the ids of posts, or nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct OwnerForm {
    owner: String,
    backup: String,
    /// Who answered when the form was shown.
    seen_owner: String,
    seen_backup: String,
}

fn written(post: Option<PostId>) -> String {
    post.map(|post| post.to_string()).unwrap_or_default()
}

impl OwnerForm {
    fn of(row: &Row) -> OwnerForm {
        let (owner, backup) = (written(row.0.owner_id), written(row.0.backup_id));
        OwnerForm { seen_owner: owner.clone(), seen_backup: backup.clone(), owner, backup }
    }

    /// What was chosen, and what stood when the form was shown.
    fn parse(&self) -> Result<(Pair, Pair), Problems> {
        let mut problems = Problems::default();
        let post = |text: &str| match text {
            "" => Ok(None),
            post => post.parse().map(Some).map_err(|_| Problem::NotAChoice),
        };
        let owner = problems.keep("owner", post(&self.owner));
        let backup = problems.keep("backup", post(&self.backup));
        let seen = [post(&self.seen_owner).unwrap_or(None), post(&self.seen_backup).unwrap_or(None)];
        problems.or(owner.zip(backup).map(|(owner, backup)| ([owner, backup], seen)))
    }
}

#[derive(Template)]
#[template(path = "record/owner.html")]
struct OwnerPage {
    frame: Frame,
    t: RulingWords,
    id: String,
    name: String,
    lead: String,
    is_closed: bool,
    posts: Vec<(String, String)>,
    form: OwnerForm,
    changed: Option<&'static str>,
    said: Said,
}

async fn screen(
    by: &TownshipOfficer,
    state: &State,
    row: Row,
    form: OwnerForm,
    said: Said,
) -> Result<OwnerPage, Error> {
    let (village, today, k) = (row.0.village_code, state.db.clock().today(), KeepWords(by.lang));
    let (division, mut posts) = state
        .db
        .read(move |conn| {
            let division = territories::division(conn, village.as_str())?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((division, owners_of(conn, village, today, k)?))
        })
        .await?;
    let t = RulingWords(by.lang);
    posts.insert(0, (String::new(), t.nobody().to_owned()));
    for standing in [row.0.owner_id, row.0.backup_id].into_iter().flatten().map(|post| post.to_string()) {
        if posts.iter().all(|(post, _)| *post != standing) {
            posts.push((standing, t.gone_post().to_owned()));
        }
    }
    Ok(OwnerPage {
        frame: by.frame("/residents"),
        t,
        id: row.0.id.to_string(),
        lead: t.owner_lead(&division.name),
        is_closed: row.0.state != RecordState::Open,
        name: row.0.name,
        posts,
        form,
        changed: None,
        said,
    })
}

async fn show(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    let form = OwnerForm::of(&row);
    page(&screen(&by, &state, row, form, Said::default()).await?)
}

async fn update(
    by: TownshipOfficer,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<OwnerForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope, form) = (*path, by.scope()?, form.fields);
    let row = residents::open(&by, &state, id).await?;
    let (posts, seen) = match form.parse() {
        Ok(chosen) => chosen,
        Err(problems) => return again(&by, &state, row, form, &problems).await,
    };
    let written = state.db.write(by.actor(), move |tx| edit::hand_over(tx, scope, (id, seen), posts)).await;
    match written {
        Ok(()) => Ok(see_other(format!("/residents/{id}?done=handed"))),
        Err(Refusal::Problems(problems)) => again(&by, &state, row, form, &problems).await,
        Err(Refusal::Error(Error::Stale)) => {
            // What was chosen stays chosen; what stands now is what the next press replaces.
            let row = residents::open(&by, &state, id).await?;
            let now = OwnerForm::of(&row);
            let form = OwnerForm { owner: form.owner, backup: form.backup, ..now };
            let mut shown = screen(&by, &state, row, form, Said::default()).await?;
            shown.changed = Some(KeepWords(by.lang).changed_meanwhile());
            page_with(StatusCode::CONFLICT, &shown)
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}

async fn again(
    by: &TownshipOfficer,
    state: &State,
    row: Row,
    form: OwnerForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let page = screen(by, state, row, form, problems.said(by.lang)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
