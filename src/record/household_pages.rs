//! Moving somebody to another household of their village, or to a new one.

use super::{
    doubts::Doubt,
    edit::{self, Home, Seen, Writer},
    edit_pages::{Standing, standing},
    fields::{self, Asked, Doubts, Fields, household_words},
    keep_text::KeepWords,
    person_form::{HouseForm, PersonForm},
    refused::refused,
};
use crate::{
    accounts::Keeper,
    domain::{Problem, ResidentId, Role},
    error::{Error, Refusal},
    reference::relation,
    residents::{self, Features, NewHousehold, Reading},
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;
use serde::Deserialize;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/household", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/household", KEEPERS, || route().to(update)),
];

/// Another household as typed, and how the person is related to its head.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct MoveForm {
    #[serde(flatten)]
    house: HouseForm,
    relation: String,
    /// The household chosen where one like it is on file.
    household: String,
    seen: String,
    warned: String,
}

#[derive(Template)]
#[template(path = "record/household.html")]
struct HouseholdPage {
    frame: Frame,
    t: KeepWords,
    id: String,
    name: String,
    lead: String,
    form: MoveForm,
    fields: Fields,
    said: Said,
}

fn screen(by: &Keeper, now: &Standing, form: MoveForm, asked: Asked, said: Said) -> HouseholdPage {
    let t = KeepWords(by.lang);
    let person = PersonForm { relation: form.relation.clone(), ..PersonForm::default() };
    HouseholdPage {
        frame: by.frame("/residents"),
        t,
        id: now.row.0.id.to_string(),
        name: now.row.0.name.clone(),
        lead: t.move_lead(household_words(&now.house, by.lang)),
        fields: Fields::new(person, form.house.clone(), None, asked, by.lang),
        form,
        said,
    }
}

async fn show(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    let now = state.db.read(move |conn| Standing::read(conn, row)).await?;
    let form = MoveForm { seen: now.seen().to_string(), ..MoveForm::default() };
    page(&screen(&by, &now, form, Asked::default(), Said::default()))
}

async fn update(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<MoveForm>,
) -> Result<HttpResponse, Error> {
    let (now, form) = (standing(&by, &state, *path).await?, form.fields);
    if let Some(page) = refused(&by, &state, &now.row.0).await? {
        return Ok(page);
    }
    let house = match parse(&form, &now) {
        Ok(house) => house,
        Err(problems) => return again(&by, &now, form, &problems),
    };
    if form.seen != now.seen().to_string() {
        return stale(&by, &state, *path, form, &house).await;
    }
    let (home, doubts) = doubted(&by, &state, &now, &form, house.clone()).await?;
    if !doubts.are_settled(&form.warned) {
        let (lang, today) = (by.lang, state.db.clock().today());
        let reading = Reading { lang, today, rules: &now.rules, keys: &state.keys, post: by.post_id()? };
        let asked = doubts.told(&reading, &form.household);
        return page(&screen(&by, &now, form, asked, Said::default()));
    }
    match write(&by, &state, *path, &form, home).await {
        Ok(()) => Ok(see_other(format!("/residents/{}?done=moved", *path))),
        Err(Refusal::Problems(problems)) => again(&by, &now, form, &problems),
        Err(Refusal::Error(Error::Stale)) => stale(&by, &state, *path, form, &house).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

/// Somebody changed the record meanwhile: the page once more with what stands now and all that was typed. The same
/// form sent twice finds that it was done.
async fn stale(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: MoveForm,
    wanted: &NewHousehold,
) -> Result<HttpResponse, Error> {
    let now = standing(by, state, id).await?;
    let is_there = now.house.head_name == wanted.head_name && now.house.group_no == wanted.group_no;
    if is_there && now.row.0.relation == form.relation {
        return Ok(see_other(format!("/residents/{id}?done=moved")));
    }
    let form = MoveForm { seen: now.seen().to_string(), ..form };
    let changed = ("head_name", KeepWords(by.lang).changed_meanwhile().to_owned());
    let asked = Asked { doubts: vec![changed], stamp: form.warned.clone(), ..Asked::default() };
    page_with(StatusCode::CONFLICT, &screen(by, &now, form, asked, Said::default()))
}

fn parse(form: &MoveForm, now: &Standing) -> Result<NewHousehold, Problems> {
    let mut problems = Problems::default();
    let person = residents::Facts::of(&now.row.0, &now.details).ok();
    let person = person.map(|facts| residents::Facts { relation: form.relation.clone(), ..facts });
    let house = form.house.parse(now.row.0.village_code, (&form.relation, person.as_ref()), &mut problems);
    if !form.relation.is_empty() && relation(&form.relation).is_none() {
        problems.add("relation", Problem::NotAChoice);
    }
    problems.or(house)
}

fn again(by: &Keeper, now: &Standing, form: MoveForm, problems: &Problems) -> Result<HttpResponse, Error> {
    let said = problems.said(by.lang);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &screen(by, now, form, Asked::default(), said))
}

/// Which household is meant; one that is not on file is asked about, because a slip of the pen would make it, and so is
/// whoever is alike in it.
async fn doubted(
    by: &Keeper,
    state: &State,
    now: &Standing,
    form: &MoveForm,
    house: NewHousehold,
) -> Result<(Home, Doubts), Error> {
    let (scope, chosen) = (by.scope()?, form.household.clone());
    let (keys, person) = (state.keys.clone(), now.row.0.clone());
    state
        .db
        .read(move |conn| {
            let mut found = Doubts::default();
            let home = fields::home(conn, scope, &house, &chosen, &mut found)?;
            if found.houses.is_empty() {
                found.all.push(Doubt::NewHousehold);
            }
            let before = residents::features(conn, &keys, &person)?;
            let after = Features { head_name: Some(house.head_name.clone()), ..before.clone() };
            found.alike = fields::newly_alike(conn, &keys, scope, &person, (&before, &after))?;
            Ok::<_, Error>((home, found))
        })
        .await
}

async fn write(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: &MoveForm,
    home: Home,
) -> Result<(), Refusal<Problems>> {
    let seen: Seen = form.seen.parse()?;
    let (keys, writer, relation) = (state.keys.clone(), Writer::of(by)?, form.relation.clone());
    state
        .db
        .write(by.actor(), move |tx| edit::move_home(tx, &keys, writer, (id, seen), &home, &relation))
        .await
}
