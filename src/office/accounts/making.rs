//! Making accounts: one by a form, many by a list, and new slips for those who have not signed in yet.

use super::{
    pages::Offers,
    slips::slips_page,
    text::{SlipWords, StaffWords},
};
use crate::{
    accounts::{
        AccountForm, ListedAccount, MOST_ACCOUNTS, Office, Places, Reader, check_list, roll,
        staffing::{self, NewAccount, Slip},
    },
    db::submissions::{Claim, Submission, claim},
    domain::{Problem, Role, Scope, TownshipCode},
    error::{Error, Refusal},
    web::{Form, Frame, Problems, Route, Said, State, Who, fresh_key, kept_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, route},
};
use askama::Template;

const OFFICE: Who = Who::Roles(&[Role::County, Role::Township]);

/// Before `/accounts/{id}`, whose pattern would take these addresses too.
pub const ROUTES: &[Route] = &[
    Route::get("/accounts/new", OFFICE, || route().to(new)),
    Route::post("/accounts", OFFICE, || route().to(create)),
    Route::get("/accounts/list", OFFICE, || route().to(list)),
    Route::post("/accounts/list", OFFICE, || route().to(take)),
    Route::get("/accounts/slips", OFFICE, || route().to(ask_slips)),
    Route::post("/accounts/slips", OFFICE, || route().to(renew)),
];

/// The roles a county gives posts of, each with what it does.
fn roles(t: StaffWords, by: &Reader) -> [(&'static str, &'static str, &'static str); 5] {
    [
        (Role::Cadre, t.role_cadre()),
        (Role::Township, t.role_township()),
        (Role::Department, t.role_department()),
        (Role::County, t.role_county()),
        (Role::Auditor, t.role_auditor()),
    ]
    .map(|(role, what)| (role.as_str(), by.lang.role(role), what))
}

#[derive(Template)]
#[template(path = "office/account_new.html")]
struct NewPage {
    frame: Frame,
    t: StaffWords,
    roles: [(&'static str, &'static str, &'static str); 5],
    offers: Offers,
    form: AccountForm,
    said: Said,
}

async fn new(by: Office, state: Data<State>) -> Result<HttpResponse, Error> {
    page(&new_page(&by, &state, AccountForm::default(), Said::default()).await?)
}

async fn new_page(by: &Reader, state: &State, mut form: AccountForm, said: Said) -> Result<NewPage, Error> {
    let scope = by.scope()?;
    let (places, vacancies) = state
        .db
        .report(move |conn| Ok::<_, Error>((Places::load(conn)?, roll::vacant(conn, scope)?)))
        .await?;
    form.idempotency_key = kept_key(&form.idempotency_key);
    if form.post.role.is_empty() {
        form.post.role = Role::Cadre.as_str().to_owned();
    }
    let t = StaffWords(by.lang);
    let offers = Offers::new(by, &places, &vacancies, scope);
    Ok(NewPage { frame: by.frame("/accounts"), t, roles: roles(t, by), offers, form, said })
}

async fn create(by: Office, state: Data<State>, form: Form<AccountForm>) -> Result<HttpResponse, Error> {
    let (scope, today) = (by.scope()?, state.db.clock().today());
    let (places, vacancies) = state
        .db
        .report(move |conn| Ok::<_, Error>((Places::load(conn)?, roll::vacant(conn, scope)?)))
        .await?;
    let account = match form.fields.parse(&places, &vacancies, scope, today) {
        Ok(account) => account,
        Err(problems) => return again(&by, &state, form.fields, &problems).await,
    };
    let submission = Submission::new(by.account, &form.fields.idempotency_key, &form.raw);
    match make(&by, &state, scope, submission, vec![account]).await {
        Ok(Some(slips)) => slips_page(&by, &state, slips, 0, String::new()),
        Ok(None) => Ok(see_other("/accounts?done=already")),
        Err(Refusal::Problems(problems)) => again(&by, &state, form.fields, &problems).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

async fn again(
    by: &Reader,
    state: &State,
    form: AccountForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let said = problems.said(by.lang);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &new_page(by, state, form, said).await?)
}

/// Makes accounts once; none if this form was taken before.
async fn make(
    by: &Reader,
    state: &State,
    scope: Scope,
    submission: Submission,
    accounts: Vec<NewAccount>,
) -> Result<Option<Vec<Slip>>, Refusal<Problems>> {
    let keys = state.keys.clone();
    let write = state.db.write(by.actor(), move |tx| {
        if let Claim::Again(_) = claim(tx, &submission, "/accounts")? {
            return Ok(None);
        }
        let made: Result<Vec<Slip>, Refusal<Problems>> =
            accounts.iter().map(|account| staffing::make(tx, &keys, scope, account)).collect();
        made.map(Some)
    });
    write.await
}

/// A pasted list of people and what to do with it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct ListForm {
    idempotency_key: String,
    list: String,
    /// `make` makes what can be made; else the list is only looked through.
    act: String,
}

/// One row of the preview.
struct PreviewRow {
    line: usize,
    name: String,
    place: String,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "office/account_list.html")]
struct ListPage {
    frame: Frame,
    t: StaffWords,
    hint: &'static str,
    form: ListForm,
    rows: Vec<PreviewRow>,
    good: usize,
    wrong: Vec<(usize, String)>,
    /// What is wrong with the list as a whole.
    problem: Option<String>,
}

fn list_page(by: &Reader, scope: Scope, mut form: ListForm, checked: &[ListedAccount]) -> ListPage {
    let t = StaffWords(by.lang);
    let row = |listed: &ListedAccount| PreviewRow {
        line: listed.line,
        name: listed.typed[0].clone(),
        place: listed.typed[2].clone(),
        problem: listed.read.as_ref().err().map(|problem| by.lang.problem(*problem)),
    };
    let mut rows: Vec<PreviewRow> = checked.iter().map(row).collect();
    rows.sort_by_key(|row| row.problem.is_none());
    let wrong = rows.iter().filter_map(|row| Some((row.line, t.problem(row.line, row.problem.as_deref()?))));
    let wrong: Vec<(usize, String)> = wrong.collect();
    form.idempotency_key = kept_key(&form.idempotency_key);
    ListPage {
        frame: by.frame("/accounts"),
        t,
        hint: if scope == Scope::County { t.list_hint_county() } else { t.list_hint() },
        form,
        good: rows.len() - wrong.len(),
        rows,
        wrong,
        problem: None,
    }
}

async fn list(by: Office) -> Result<HttpResponse, Error> {
    page(&list_page(&by, by.scope()?, ListForm::default(), &[]))
}

async fn take(by: Office, state: Data<State>, form: Form<ListForm>) -> Result<HttpResponse, Error> {
    let scope = by.scope()?;
    let (places, there) = state
        .db
        .report(move |conn| Ok::<_, Error>((Places::load(conn)?, roll::holders(conn, scope)?)))
        .await?;
    let checked = check_list(&form.fields.list, &places, &there, scope);
    let problem = match checked.len() {
        0 => Some(StaffWords(by.lang).nothing().to_owned()),
        rows if rows > MOST_ACCOUNTS => Some(by.lang.problem(Problem::TooManyRows(MOST_ACCOUNTS as u16))),
        _ => None,
    };
    if problem.is_some() {
        let shown = ListPage { problem, ..list_page(&by, scope, form.fields, &[]) };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let Form { fields, raw } = form;
    if fields.act == "make" && checked.iter().any(|listed| listed.read.is_ok()) {
        return make_listed(&by, &state, scope, &fields, &raw, checked).await;
    }
    page(&list_page(&by, scope, fields, &checked))
}

/// Makes what can be made; the rest goes back into the box.
async fn make_listed(
    by: &Reader,
    state: &State,
    scope: Scope,
    form: &ListForm,
    raw: &Bytes,
    checked: Vec<ListedAccount>,
) -> Result<HttpResponse, Error> {
    let submission = Submission::new(by.account, &form.idempotency_key, raw);
    let (mut accounts, mut left) = (Vec::new(), Vec::new());
    for listed in checked {
        match listed.read {
            Ok(account) => accounts.push(account),
            Err(_) => left.push(listed.typed.join("\t")),
        }
    }
    match make(by, state, scope, submission, accounts).await {
        Ok(Some(slips)) => slips_page(by, state, slips, left.len(), left.join("\n")),
        Ok(None) => Ok(see_other("/accounts?done=already")),
        Err(Refusal::Problems(_)) => Err(Error::internal("a listed account takes over no post")),
        Err(Refusal::Error(error)) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "office/slips_ask.html")]
struct AskPage {
    frame: Frame,
    t: SlipWords,
    /// Codes and names of townships; empty for a township, which prints its own.
    places: Vec<(String, String)>,
    key: String,
    is_none: bool,
    chosen: String,
}

async fn ask_slips(by: Office, state: Data<State>) -> Result<HttpResponse, Error> {
    page(&ask_page(&by, &state, String::new(), false).await?)
}

async fn ask_page(by: &Reader, state: &State, chosen: String, is_none: bool) -> Result<AskPage, Error> {
    let (scope, t) = (by.scope()?, SlipWords(by.lang));
    let mut places = Vec::new();
    if scope == Scope::County {
        let all = state.db.report(Places::load).await?;
        places.push((String::new(), t.offices().to_owned()));
        places.extend(all.within(9, scope).map(|one| (one.code.clone(), one.name.clone())));
    }
    Ok(AskPage { frame: by.frame("/accounts"), t, places, key: fresh_key(), is_none, chosen })
}

#[derive(serde::Deserialize)]
struct AskForm {
    #[serde(default)]
    idempotency_key: String,
    #[serde(default)]
    place: String,
}

async fn renew(by: Office, state: Data<State>, form: Form<AskForm>) -> Result<HttpResponse, Error> {
    let scope = by.scope()?;
    let township = match scope {
        Scope::Township(own) => Some(own),
        _ if form.fields.place.is_empty() => None,
        _ => Some(TownshipCode::parse(&form.fields.place).map_err(|_| Error::BadRequest)?),
    };
    let submission = Submission::new(by.account, &form.fields.idempotency_key, &form.raw);
    let keys = state.keys.clone();
    let slips: Option<Vec<Slip>> = state
        .db
        .write(by.actor(), move |tx| match claim(tx, &submission, "/accounts")? {
            Claim::Again(_) => Ok::<_, Error>(None),
            Claim::New => staffing::renew(tx, &keys, scope, township).map(Some),
        })
        .await?;
    match slips {
        None => Ok(see_other("/accounts?done=already")),
        Some(slips) if slips.is_empty() => page(&ask_page(&by, &state, form.fields.place, true).await?),
        Some(slips) => slips_page(&by, &state, slips, 0, String::new()),
    }
}
