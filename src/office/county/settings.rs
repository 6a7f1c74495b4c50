//! What is still to do before a county can start, and the county's own form.

use super::text::{FieldWords, SettingsWords};
use crate::{
    accounts::{self, CountyAdministrator},
    domain::{Problem, Role},
    error::{Error, Refusal},
    settings::{self, County, CountyForm, NotSet},
    territories,
    web::{
        ConflictPage, Form, Frame, Problems, Route, Said, State, Versions, Who, page, page_with, see_other,
    },
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/settings", Who::Roles(&[Role::County]), || route().to(index)),
    Route::get("/settings/county", Who::Roles(&[Role::County]), || route().to(edit)),
    Route::post("/settings/county", Who::Roles(&[Role::County]), || route().to(update)),
];

/// One step of setting up.
struct Step {
    title: &'static str,
    /// What is there, or what is missing.
    state: String,
    href: &'static str,
    action: &'static str,
    is_done: bool,
    /// The first one that is not done.
    is_now: bool,
}

#[derive(Template)]
#[template(path = "office/settings.html")]
struct SettingsPage {
    frame: Frame,
    t: SettingsWords,
    title: String,
    is_ready: bool,
    steps: Vec<Step>,
    is_saved: bool,
}

#[derive(serde::Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

/// What there is of a county.
struct Present {
    county: Option<County>,
    townships: usize,
    villages: usize,
    departments: usize,
    staffed: usize,
}

async fn index(
    by: CountyAdministrator,
    state: Data<State>,
    done: Query<Done>,
) -> Result<HttpResponse, Error> {
    let present = state
        .db
        .report(|conn| {
            let divisions = territories::divisions(conn)?;
            let stands =
                |one: &&territories::Division, digits| one.code.len() == digits && one.ended_on.is_none();
            let count = |digits| divisions.iter().filter(|one| stands(one, digits)).count();
            Ok::<_, Error>(Present {
                county: settings::county(conn)?,
                townships: count(9),
                villages: count(12),
                departments: territories::departments(conn)?.len(),
                staffed: accounts::roll::townships_staffed(conn)?,
            })
        })
        .await?;
    let t = SettingsWords(by.lang);
    let steps = steps(&present, t);
    let missing = steps.iter().filter(|step| !step.is_done).count();
    let title = if missing == 0 { t.title().to_owned() } else { t.to_do(missing) };
    page(&SettingsPage {
        frame: by.frame("/settings"),
        t,
        title,
        is_ready: missing == 0,
        steps,
        is_saved: done.done == "county",
    })
}

fn steps(present: &Present, t: SettingsWords) -> Vec<Step> {
    let county = present.county.as_ref();
    let or_none = |is_there: bool, words: String| if is_there { words } else { t.none().to_owned() };
    let all = [
        (
            t.step_county(),
            county.map_or_else(|| t.none().to_owned(), |county| t.named(&county.name, &county.code)),
            "/settings/county",
            county.is_some_and(County::has_notice),
        ),
        (
            t.step_divisions(),
            or_none(present.villages > 0, t.divisions(present.townships, present.villages)),
            "/divisions",
            present.villages > 0,
        ),
        (
            t.step_departments(),
            or_none(present.departments > 0, t.departments(present.departments)),
            "/departments",
            present.departments > 0,
        ),
        (
            t.step_officers(),
            or_none(present.townships > 0, t.staffed(present.staffed, present.townships)),
            "/accounts",
            present.townships > 0 && present.staffed >= present.townships,
        ),
    ];
    let first = all.iter().position(|step| !step.3);
    let step = |(at, (title, state, href, is_done)): (usize, (&'static str, String, &'static str, bool))| {
        let action = if is_done { t.change() } else { t.fill_in() };
        Step { title, state, href, action, is_done, is_now: first == Some(at) }
    };
    all.into_iter().enumerate().map(step).collect()
}

#[derive(Template)]
#[template(path = "office/county.html")]
struct CountyPage {
    frame: Frame,
    t: SettingsWords,
    f: FieldWords,
    form: CountyForm,
    said: Said,
    is_first: bool,
}

async fn edit(by: CountyAdministrator, state: Data<State>) -> Result<HttpResponse, Error> {
    let county = state.db.read(settings::county).await?;
    let form = county.as_ref().map(CountyForm::of).unwrap_or_default();
    page(&county_page(&by, form, Said::default(), county.is_none()))
}

fn county_page(by: &CountyAdministrator, form: CountyForm, said: Said, is_first: bool) -> CountyPage {
    let frame = by.frame("/settings");
    CountyPage { frame, t: SettingsWords(by.lang), f: FieldWords(by.lang), form, said, is_first }
}

async fn update(
    by: CountyAdministrator,
    state: Data<State>,
    form: Form<CountyForm>,
) -> Result<HttpResponse, Error> {
    let form = form.fields;
    let is_sample = by.county.as_ref().is_some_and(|county| county.is_sample);
    let new = match form.parse(is_sample) {
        Ok(new) => new,
        Err(problems) => return again(&by, form, &problems),
    };
    let seen = form.seen.clone();
    match state.db.write(by.actor(), move |tx| settings::set_county(tx, &new, &seen)).await {
        Ok(()) => Ok(see_other("/settings?done=county")),
        Err(Refusal::Problems(NotSet::CodeFixed)) => {
            again(&by, form, &Problems::one("code", Problem::CodeFixed))
        }
        Err(Refusal::Problems(NotSet::Stale(now))) => stale(&by, form, &now),
        Err(Refusal::Error(error)) => Err(error),
    }
}

fn again(by: &CountyAdministrator, form: CountyForm, problems: &Problems) -> Result<HttpResponse, Error> {
    let said = problems.said(by.lang);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &county_page(by, form, said, by.county.is_none()))
}

fn stale(by: &CountyAdministrator, mine: CountyForm, now: &County) -> Result<HttpResponse, Error> {
    let f = FieldWords(by.lang);
    let theirs = CountyForm::of(now);
    let versions = Versions::new;
    let fields = vec![
        versions("code", f.code(), mine.code, theirs.code),
        versions("name", f.name(), mine.name, theirs.name),
        versions("office", f.office(), mine.office, theirs.office),
        versions("office_phone", f.office_phone(), mine.office_phone, theirs.office_phone),
        versions("data_contact", f.data_contact(), mine.data_contact, theirs.data_contact),
        versions(
            "data_contact_phone",
            f.data_contact_phone(),
            mine.data_contact_phone,
            theirs.data_contact_phone,
        ),
        versions("purpose", f.purpose(), mine.purpose, theirs.purpose),
        versions("filing", f.filing(), mine.filing, theirs.filing),
        versions("police_filing", f.police_filing(), mine.police_filing, theirs.police_filing),
    ];
    let frame = by.frame("/settings");
    let (action, leave) = ("/settings/county".to_owned(), "/settings/county".to_owned());
    let page = ConflictPage { frame, action, leave, seen: now.stamp(), along: Vec::new(), fields };
    page_with(StatusCode::CONFLICT, &page)
}
