//! The departments of the county and taking in their list.

use super::{
    taking::{ListForm, Preview, TakingPage, changes},
    text::DivisionWords,
};
use crate::{
    accounts::CountyAdministrator,
    domain::{Problem, Role},
    error::Error,
    territories::{self, Department, MOST_ROWS},
    web::{Form, Frame, Route, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/departments", Who::Roles(&[Role::County]), || route().to(index)),
    Route::get("/departments/list", Who::Roles(&[Role::County]), || route().to(list)),
    Route::post("/departments/list", Who::Roles(&[Role::County]), || route().to(take)),
];

#[derive(Template)]
#[template(path = "office/departments.html")]
struct DepartmentsPage {
    frame: Frame,
    t: DivisionWords,
    rows: Vec<Department>,
    notice: Option<String>,
}

#[derive(serde::Deserialize)]
struct Done {
    taken: Option<usize>,
}

async fn index(
    by: CountyAdministrator,
    state: Data<State>,
    done: Query<Done>,
) -> Result<HttpResponse, Error> {
    let rows = state.db.read(territories::departments).await?;
    let t = DivisionWords(by.lang);
    let notice = done.taken.map(|rows| t.taken(rows));
    page(&DepartmentsPage { frame: by.frame("/divisions"), t, rows, notice })
}

fn taking(by: &CountyAdministrator, form: ListForm) -> TakingPage {
    let t = DivisionWords(by.lang);
    TakingPage {
        frame: by.frame("/divisions"),
        t,
        title: t.list_title(),
        back: ("/departments", t.departments_title()),
        hint: t.departments_hint(),
        form,
        preview: None,
        problem: None,
    }
}

async fn list(by: CountyAdministrator) -> Result<HttpResponse, Error> {
    page(&taking(&by, ListForm::default()))
}

async fn take(
    by: CountyAdministrator,
    state: Data<State>,
    form: Form<ListForm>,
) -> Result<HttpResponse, Error> {
    let known = state.db.read(territories::departments).await?;
    let checked = territories::check_departments(&form.fields.list, &known);
    let problem = match checked.len() {
        0 => Some(DivisionWords(by.lang).nothing().to_owned()),
        rows if rows > MOST_ROWS => Some(by.lang.problem(Problem::TooManyRows(MOST_ROWS as u16))),
        _ => None,
    };
    if problem.is_some() {
        let shown = TakingPage { problem, ..taking(&by, form.fields) };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let preview = Preview::new(&checked, by.lang);
    if form.fields.act != "take" || preview.good == 0 {
        return page(&TakingPage { preview: Some(preview), ..taking(&by, form.fields) });
    }
    let new = changes(checked);
    let rows = new.len();
    state.db.write(by.actor(), move |tx| territories::take_departments(tx, &new)).await?;
    Ok(see_other(format!("/departments?taken={rows}")))
}
