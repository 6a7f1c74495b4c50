//! Seeing a number with a reason, for whoever does not answer for the person (PRODUCT §2, §4.6).

use super::{actions, form::ReasonForm, text::RecordWords};
use crate::{
    accounts::{self, Keeper},
    domain::{ChannelId, ResidentId, Role},
    error::Error,
    residents,
    web::{Form, Frame, Route, Said, State, Who, page, page_with},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/channels/{channel}/number", KEEPERS, || route().to(ask)),
    Route::post("/residents/{id}/channels/{channel}/number", KEEPERS, || route().to(show)),
];

#[derive(Template)]
#[template(path = "record/number.html")]
struct NumberPage {
    frame: Frame,
    t: RecordWords,
    id: String,
    name: String,
    lead: String,
    form: ReasonForm,
    /// The number, readable and to dial, once the reason is recorded.
    number: Option<(String, String)>,
    said: Said,
}

async fn ask(
    by: Keeper,
    state: Data<State>,
    path: Path<(ResidentId, ChannelId)>,
) -> Result<HttpResponse, Error> {
    let (id, _) = *path;
    page(&screen(&by, &state, id, ReasonForm::default()).await?)
}

async fn screen(by: &Keeper, state: &State, id: ResidentId, form: ReasonForm) -> Result<NumberPage, Error> {
    let row = residents::open(by, state, id).await?;
    let (owner, today, t) = (row.0.owner_id, state.db.clock().today(), RecordWords(by.lang));
    let owner = state.db.read(move |conn| accounts::holder(conn, owner, today)).await?;
    Ok(NumberPage {
        frame: by.frame("/residents"),
        t,
        id: id.to_string(),
        name: row.0.name,
        lead: owner.map_or_else(|| t.why_nobody().to_owned(), |owner| t.why_lead(owner)),
        form,
        number: None,
        said: Said::default(),
    })
}

async fn show(
    by: Keeper,
    state: Data<State>,
    path: Path<(ResidentId, ChannelId)>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, Error> {
    let ((id, channel), scope, keys) = (*path, by.scope()?, state.keys.clone());
    let mut screen = screen(&by, &state, id, form.fields).await?;
    match screen.form.parse() {
        Ok(reason) => {
            let seen =
                move |tx: &mut crate::db::Tx<'_>| actions::see_number(tx, &keys, scope, id, channel, &reason);
            let number = state.db.write(by.actor(), seen).await?;
            screen.number = Some((number.grouped(), number.canonical().to_owned()));
            page(&screen)
        }
        Err(problems) => {
            screen.said = problems.said(by.lang);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &screen)
        }
    }
}
