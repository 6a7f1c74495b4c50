//! A village's office and its numbers, and the poster that leads to its form (PRODUCT §4.5).

use super::text::VillageWords;
use crate::{
    accounts::public_frame,
    domain::VillageCode,
    error::Error,
    territories::{self, Division, Offices},
    web::{Frame, Help, Route, State, Who, language, page, qr, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/villages/{code}", Who::Everybody, || route().to(show)),
    Route::get("/villages/{code}/poster", Who::Everybody, || route().to(poster)),
];

#[derive(Template)]
#[template(path = "registrations/village.html")]
struct VillagePage {
    frame: Frame,
    t: VillageWords,
    code: String,
    name: String,
    township: (String, String),
    offices: Vec<Help>,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "registrations/township.html")]
struct TownshipPage {
    frame: Frame,
    t: VillageWords,
    office: Help,
    villages: Vec<Division>,
}

/// The village a code stands for today; what ended leads to its successor.
async fn standing(state: &State, code: String) -> Result<Division, Error> {
    let found = state.db.read(move |conn| territories::successor_of(conn, &code)).await?;
    found.filter(|division| division.code.len() > 6).ok_or(Error::NotFound)
}

async fn offices(state: &State, division: &Division) -> Result<Offices, Error> {
    let code = VillageCode::parse(&division.code).map_err(|_| Error::NotFound)?;
    state.db.read(move |conn| territories::offices(conn, code)).await
}

async fn show(req: HttpRequest, state: Data<State>, path: Path<String>) -> Result<HttpResponse, Error> {
    let division = standing(&state, path.clone()).await?;
    if division.code != *path {
        return Ok(see_other(format!("/villages/{}", division.code)));
    }
    if division.code.len() == 9 {
        return township(&req, &state, division).await;
    }
    let (offices, lang) = (offices(&state, &division).await?, language(&req));
    page(&VillagePage {
        frame: offices.frame(lang, &format!("/villages/{}", division.code)),
        t: VillageWords(lang),
        township: (offices.township.code.clone(), offices.township.name.clone()),
        offices: offices.all().into(),
        is_open: offices.county.has_notice(),
        code: division.code,
        name: division.name,
    })
}

async fn township(req: &HttpRequest, state: &State, division: Division) -> Result<HttpResponse, Error> {
    let (frame, code) = (public_frame(req, state).await?, division.code.clone());
    let mut villages = state.db.read(move |conn| territories::divisions_of(conn, &code)).await?;
    villages.retain(|village| village.ended_on.is_none());
    let office = Help { office: division.name, phone: division.office_phone };
    page(&TownshipPage { t: VillageWords(frame.lang), frame, office, villages })
}

#[derive(Template)]
#[template(path = "registrations/poster.html")]
struct PosterPage {
    frame: Frame,
    t: VillageWords,
    code: String,
    village: String,
    qr: String,
    /// The address under the code, for whoever types it.
    address: String,
    ring: Help,
}

async fn poster(req: HttpRequest, state: Data<State>, path: Path<String>) -> Result<HttpResponse, Error> {
    let division = standing(&state, path.clone()).await?;
    if division.code != *path {
        return Ok(see_other(format!("/villages/{}/poster", division.code)));
    }
    let (offices, lang) = (offices(&state, &division).await?, language(&req));
    let url = format!("{}/register/{}", state.config.origin(), division.code);
    page(&PosterPage {
        frame: offices.frame(lang, &format!("/villages/{}/poster", division.code)),
        t: VillageWords(lang),
        qr: qr(&url)?,
        address: url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned(),
        ring: offices.nearest(),
        code: division.code,
        village: division.name,
    })
}
