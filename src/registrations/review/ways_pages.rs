//! Turning a registration down, passing it on, taking it back.

use super::{
    form::{PassOnForm, TurnDownForm},
    model::Decider,
    other_ways,
    pages::opened,
    text::ReviewWords,
};
use crate::{
    accounts::{Keeper, Places},
    domain::{RegistrationId, Role, Scope},
    error::{Error, Refusal},
    registrations::{Registration, RegistrationState},
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/registrations/{registration}/turn-down", KEEPERS, || route().to(ask_reason)),
    Route::post("/registrations/{registration}/turn-down", KEEPERS, || route().to(turn_down)),
    Route::get("/registrations/{registration}/pass-on", KEEPERS, || route().to(ask_village)),
    Route::post("/registrations/{registration}/pass-on", KEEPERS, || route().to(pass_on)),
    Route::post("/registrations/{registration}/take-back", KEEPERS, || route().to(take_back)),
];

#[derive(Template)]
#[template(path = "registrations/turn_down.html")]
struct TurnDownPage {
    frame: Frame,
    t: ReviewWords,
    id: String,
    name: String,
    form: TurnDownForm,
    said: Said,
}

fn turn_down_page(by: &Keeper, found: &Registration, form: TurnDownForm, said: Said) -> TurnDownPage {
    let (frame, t) = (by.frame("/registrations"), ReviewWords(by.lang));
    TurnDownPage { frame, t, id: found.id.to_string(), name: found.name.clone(), form, said }
}

/// A registration that waits; whatever was decided meanwhile shows on its own page.
async fn still_waiting(
    by: &Keeper,
    state: &State,
    id: RegistrationId,
) -> Result<Result<Registration, HttpResponse>, Error> {
    let found = opened(by, state, id).await?;
    Ok(match found.state {
        RegistrationState::Waiting => Ok(found),
        _ => Err(see_other(format!("/registrations/{id}"))),
    })
}

async fn ask_reason(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
) -> Result<HttpResponse, Error> {
    match still_waiting(&by, &state, *path).await? {
        Ok(found) => page(&turn_down_page(&by, &found, TurnDownForm::default(), Said::default())),
        Err(answer) => Ok(answer),
    }
}

async fn turn_down(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
    form: Form<TurnDownForm>,
) -> Result<HttpResponse, Error> {
    let (id, decider) = (*path, Decider::of(&by)?);
    let found = match still_waiting(&by, &state, id).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let done = match form.fields.parse() {
        Ok(reason) => {
            state.db.write(by.actor(), move |tx| other_ways::turn_down(tx, decider, id, &reason)).await
        }
        Err(problems) => Err(Refusal::Problems(problems)),
    };
    match done {
        Ok(()) => Ok(see_other(format!("/registrations?done={id}"))),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Problems(problems)) => {
            let shown = turn_down_page(&by, &found, form.fields, problems.said(by.lang));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

#[derive(Template)]
#[template(path = "registrations/pass_on.html")]
struct PassOnPage {
    frame: Frame,
    t: ReviewWords,
    id: String,
    name: String,
    /// The other villages of the township.
    near: Vec<String>,
    form: PassOnForm,
    said: Said,
}

fn pass_on_page(
    by: &Keeper,
    found: &Registration,
    places: &Places,
    form: PassOnForm,
    said: Said,
) -> PassOnPage {
    let own = found.village_code;
    let near = places.within(12, Scope::Township(own.township()));
    PassOnPage {
        frame: by.frame("/registrations"),
        t: ReviewWords(by.lang),
        id: found.id.to_string(),
        name: found.name.clone(),
        near: near
            .filter(|village| village.code != own.as_str())
            .map(|village| village.name.clone())
            .collect(),
        form,
        said,
    }
}

async fn ask_village(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
) -> Result<HttpResponse, Error> {
    match still_waiting(&by, &state, *path).await? {
        Ok(found) => {
            let places = state.db.report(Places::load).await?;
            page(&pass_on_page(&by, &found, &places, PassOnForm::default(), Said::default()))
        }
        Err(answer) => Ok(answer),
    }
}

async fn pass_on(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
    form: Form<PassOnForm>,
) -> Result<HttpResponse, Error> {
    let (id, decider, keys) = (*path, Decider::of(&by)?, state.keys.clone());
    let found = match still_waiting(&by, &state, id).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let places = state.db.report(Places::load).await?;
    let done: Result<(), Refusal<Problems>> = match form.fields.parse(&places, found.village_code) {
        Ok(to) => state.db.write(by.actor(), move |tx| other_ways::pass_on(tx, &keys, decider, id, to)).await,
        Err(problems) => Err(Refusal::Problems(problems)),
    };
    match done {
        Ok(()) => Ok(see_other(format!("/registrations?done={id}&act=passed"))),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Problems(problems)) => {
            let shown = pass_on_page(&by, &found, &places, form.fields, problems.said(by.lang));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

async fn take_back(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
) -> Result<HttpResponse, Error> {
    let (id, decider, keys) = (*path, Decider::of(&by)?, state.keys.clone());
    state.db.write(by.actor(), move |tx| other_ways::take_back(tx, &keys, decider, id)).await?;
    Ok(see_other(format!("/registrations?done={id}&act=back")))
}
