//! A new destination, or home again.

use super::{
    actions,
    form::{DestinationForm, Move, SOURCES},
    pages::source,
    refused::refused,
    text::RecordWords,
};
use crate::{
    accounts::Keeper,
    db::submissions::{Claim, Submission, claim},
    domain::{ResidentId, Role, VillageCode},
    error::{Error, Refusal},
    residents::{self, Row, RowWords},
    web::{Form, Frame, PlaceField, Problems, Route, Said, State, Who, kept_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Bytes, Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/destinations", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/destinations", KEEPERS, || route().to(change)),
];

#[derive(Template)]
#[template(path = "record/destinations.html")]
struct DestinationsPage {
    frame: Frame,
    t: RecordWords,
    id: String,
    name: String,
    present: String,
    is_away: bool,
    sources: Vec<(&'static str, &'static str)>,
    place: PlaceField,
    form: DestinationForm,
    key: String,
    said: Said,
}

async fn show(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    page(&screen(&by, row, DestinationForm::default(), Said::default()))
}

fn screen(by: &Keeper, row: Row, form: DestinationForm, said: Said) -> DestinationsPage {
    let t = RecordWords(by.lang);
    let present = row.2.as_ref().map(|away| t.present(residents::whereabouts(away, RowWords(by.lang))));
    let key = kept_key(&form.idempotency_key);
    DestinationsPage {
        frame: by.frame("/residents"),
        t,
        id: row.0.id.to_string(),
        name: row.0.name,
        is_away: present.is_some(),
        present: present.unwrap_or_else(|| t.present_none().to_owned()),
        place: PlaceField::new(&form.place, &form.place_code, row.0.village_code.county(), by.lang),
        sources: SOURCES.iter().map(|told| (told.as_str(), source(*told, t))).collect(),
        form,
        key,
        said,
    }
}

async fn change(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<DestinationForm>,
) -> Result<HttpResponse, Error> {
    let id = *path;
    let row = residents::open(&by, &state, id).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    match write(&by, &state, (id, row.0.village_code), &form.fields, &form.raw).await {
        Ok(address) => Ok(see_other(address)),
        Err(Refusal::Problems(problems)) => {
            let page = screen(&by, row, form.fields, problems.said(by.lang));
            page_with(problems.status(), &page)
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}

async fn write(
    by: &Keeper,
    state: &State,
    (id, village): (ResidentId, VillageCode),
    form: &DestinationForm,
    raw: &Bytes,
) -> Result<String, Refusal<Problems>> {
    let (scope, today, address) = (by.scope()?, state.db.clock().today(), format!("/residents/{id}"));
    let new = match form.parse(today, village.county()).map_err(Refusal::Problems)? {
        Move::To(new) => new,
        // Coming home twice is coming home.
        Move::Home(day) => {
            state.db.write(by.actor(), move |tx| actions::come_home(tx, scope, id, day)).await?;
            return Ok(address);
        }
    };
    let submission = Submission::new(by.account, &form.idempotency_key, raw);
    state
        .db
        .write(by.actor(), move |tx| {
            if let Claim::Again(before) = claim(tx, &submission, &address)? {
                return Ok(before);
            }
            actions::add_destination(tx, scope, id, &new)?;
            Ok::<_, Refusal<Problems>>(address)
        })
        .await
}
