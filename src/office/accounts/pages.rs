//! The list of accounts, one account, and what is done to it.

use super::{
    slips::slips_page,
    text::StaffWords,
    view::{AccountRow, post_words},
};
use crate::{
    accounts::{
        Office, Places, Post, PostAsked, Reader,
        roll::{self, Member, Which},
        staffing::{self, Slip},
    },
    db::submissions::{Claim, Submission, claim},
    domain::{AccountId, PostId, Role, Scope},
    error::{Error, Refusal},
    residents,
    territories::Division,
    web::{Form, Frame, PAGE_ROWS, Problems, Route, Said, State, Who, fresh_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, route},
};
use askama::Template;

const OFFICE: Who = Who::Roles(&[Role::County, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/accounts", OFFICE, || route().to(index)),
    Route::get("/accounts/{id}", OFFICE, || route().to(show)),
    Route::post("/accounts/{id}/reset", OFFICE, || route().to(reset)),
    Route::get("/accounts/{id}/close", OFFICE, || route().to(confirm)),
    Route::post("/accounts/{id}/close", OFFICE, || route().to(close)),
    Route::post("/accounts/{id}/reopen", OFFICE, || route().to(reopen)),
    Route::post("/accounts/{id}/posts", OFFICE, || route().to(give)),
    Route::post("/accounts/{id}/posts/{post}/end", OFFICE, || route().to(end)),
];

/// What the address of the list says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    which: String,
    q: String,
    after: String,
    done: String,
}

struct Tab {
    href: &'static str,
    label: &'static str,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "office/accounts.html")]
struct AccountsPage {
    frame: Frame,
    t: StaffWords,
    title: String,
    wanted: String,
    tabs: Vec<Tab>,
    rows: Vec<AccountRow>,
    next: Option<String>,
    is_first: bool,
    notice: Option<&'static str>,
    page_rows: usize,
}

async fn index(by: Office, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let (scope, today) = (by.scope()?, state.db.clock().today());
    let which = match asked.which.as_str() {
        "waiting" => Which::Waiting,
        "closed" => Which::Closed,
        _ => Which::All,
    };
    let (wanted, after) = (asked.q.trim().to_owned(), asked.after.clone());
    let listed = {
        let wanted = wanted.clone();
        state.db.report(move |conn| roll::list(conn, scope, which, &wanted, &after, today)).await?
    };
    let t = StaffWords(by.lang);
    let last = listed.rows.last().filter(|_| listed.has_more);
    let next = last
        .map(|last| {
            let fields = [("which", asked.which.as_str()), ("q", &wanted), ("after", &last.username)];
            serde_html_form::to_string(fields).map(|query| format!("/accounts?{query}"))
        })
        .transpose()
        .map_err(Error::internal)?;
    let tab = |href, label, of| Tab { href, label, is_current: of == which };
    let place = if by.place.is_empty() { t.county() } else { by.place.as_str() };
    page(&AccountsPage {
        frame: by.frame("/accounts"),
        t,
        title: t.title_of(place),
        is_first: asked.after.is_empty(),
        wanted,
        tabs: vec![
            tab("/accounts", t.all(), Which::All),
            tab("/accounts?which=waiting", t.waiting(), Which::Waiting),
            tab("/accounts?which=closed", t.closed(), Which::Closed),
        ],
        rows: listed.rows.iter().map(|member| AccountRow::new(member, by.lang, today)).collect(),
        next,
        notice: (asked.done == "already").then(|| t.already()),
        page_rows: PAGE_ROWS,
    })
}

/// A post of an account, to be ended.
struct HeldPost {
    id: String,
    words: String,
}

/// Choices for giving a post: the villages of a township, and what stands vacant.
pub struct Offers {
    pub is_county: bool,
    pub villages: Vec<(String, String)>,
    pub vacancies: Vec<(String, String)>,
}

impl Offers {
    pub fn new(by: &Reader, places: &Places, vacancies: &[(Post, String)], scope: Scope) -> Offers {
        let t = StaffWords(by.lang);
        let village = |division: &Division| (division.code.clone(), division.name.clone());
        let mut villages: Vec<_> = match scope {
            Scope::Township(_) => places.within(12, scope).map(village).collect(),
            _ => Vec::new(),
        };
        if !villages.is_empty() {
            villages.insert(0, (String::new(), t.choose().to_owned()));
        }
        let vacancy = |(post, place): &(Post, String)| {
            (post.id.to_string(), t.post(place.as_str(), by.lang.role(post.role)))
        };
        let mut open: Vec<_> = vacancies.iter().map(vacancy).collect();
        if !open.is_empty() {
            open.insert(0, (String::new(), t.not_vacant().to_owned()));
        }
        Offers { is_county: scope == Scope::County, villages, vacancies: open }
    }
}

#[derive(Template)]
#[template(path = "office/account.html")]
struct AccountPage {
    frame: Frame,
    t: StaffWords,
    row: AccountRow,
    phone: Option<String>,
    posts: Vec<HeldPost>,
    is_closed: bool,
    is_own: bool,
    offers: Offers,
    form: PostAsked,
    key: String,
    said: Said,
    notice: Option<&'static str>,
}

async fn show(
    by: Office,
    state: Data<State>,
    id: Path<AccountId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let mut shown = account_page(&by, &state, *id, PostAsked::default(), Said::default()).await?;
    let t = StaffWords(by.lang);
    shown.notice = match asked.done.as_str() {
        "closed" => Some(t.closed_done()),
        "reopened" => Some(t.reopened()),
        "given" => Some(t.given()),
        "ended" => Some(t.ended()),
        "already" => Some(t.already()),
        _ => None,
    };
    page(&shown)
}

async fn account_page(
    by: &Reader,
    state: &State,
    id: AccountId,
    form: PostAsked,
    said: Said,
) -> Result<AccountPage, Error> {
    let (scope, today) = (by.scope()?, state.db.clock().today());
    let (member, places, vacancies) = state
        .db
        .report(move |conn| {
            Ok::<_, Error>((
                roll::find(conn, scope, id, today)?,
                Places::load(conn)?,
                roll::vacant(conn, scope)?,
            ))
        })
        .await?;
    let place = staffing::phone_place(id);
    let masked = |phone: &crate::domain::PhoneNumber| phone.masked();
    let phone = member.phone.as_ref().and_then(|phone| phone.masked(&state.keys, place, masked));
    let held = |(post, place): &(Post, String)| HeldPost {
        id: post.id.to_string(),
        words: post_words(post, place, by.lang, today),
    };
    Ok(AccountPage {
        frame: by.frame("/accounts"),
        t: StaffWords(by.lang),
        row: AccountRow::new(&member, by.lang, today),
        phone,
        posts: member.posts.iter().map(held).collect(),
        is_closed: member.closed_on.is_some(),
        is_own: member.id == by.account,
        offers: Offers::new(by, &places, &vacancies, scope),
        form,
        key: fresh_key(),
        said,
        notice: None,
    })
}

/// The account's page again, with what was wrong.
async fn again(
    by: &Reader,
    state: &State,
    id: AccountId,
    form: PostAsked,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let shown = account_page(by, state, id, form, problems.said(by.lang)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

#[derive(serde::Deserialize)]
struct KeyForm {
    #[serde(default)]
    idempotency_key: String,
}

async fn reset(
    by: Office,
    state: Data<State>,
    id: Path<AccountId>,
    form: Form<KeyForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope, me) = (*id, by.scope()?, by.account);
    let submission = Submission::new(by.account, &form.fields.idempotency_key, &form.raw);
    let keys = state.keys.clone();
    let done: Result<Option<Slip>, _> = state
        .db
        .write(by.actor(), move |tx| {
            if let Claim::Again(_) = claim(tx, &submission, "/accounts")? {
                return Ok(None);
            }
            staffing::reset(tx, &keys, scope, me, id).map(Some)
        })
        .await;
    match done {
        Ok(Some(slip)) => slips_page(&by, &state, vec![slip], 0, String::new()),
        Ok(None) => Ok(see_other(format!("/accounts/{id}?done=already"))),
        Err(Refusal::Problems(problems)) => again(&by, &state, id, PostAsked::default(), &problems).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "office/close.html")]
struct ClosePage {
    frame: Frame,
    t: StaffWords,
    id: String,
    name: String,
    posts: Vec<String>,
    owned: i64,
}

async fn confirm(by: Office, state: Data<State>, id: Path<AccountId>) -> Result<HttpResponse, Error> {
    let (id, scope, today) = (*id, by.scope()?, state.db.clock().today());
    let (member, owned) = state
        .db
        .read(move |conn| {
            let member: Member = roll::find(conn, scope, id, today)?;
            let posts: Vec<PostId> = member.posts.iter().map(|(post, _)| post.id).collect();
            let owned = residents::owned_by(conn, &posts)?;
            Ok::<_, Error>((member, owned))
        })
        .await?;
    let row = AccountRow::new(&member, by.lang, today);
    let frame = by.frame("/accounts");
    page(&ClosePage { frame, t: StaffWords(by.lang), id: row.id, name: row.name, posts: row.posts, owned })
}

/// Goes back to the account after something was done, or shows what was wrong.
async fn after(
    by: &Reader,
    state: &State,
    id: AccountId,
    form: PostAsked,
    done: Result<(), Refusal<Problems>>,
    word: &str,
) -> Result<HttpResponse, Error> {
    match done {
        Ok(()) => Ok(see_other(format!("/accounts/{id}?done={word}"))),
        Err(Refusal::Problems(problems)) => again(by, state, id, form, &problems).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

async fn close(by: Office, state: Data<State>, id: Path<AccountId>) -> Result<HttpResponse, Error> {
    let (id, scope) = (*id, by.scope()?);
    let done = state.db.write(by.actor(), move |tx| staffing::close(tx, scope, id)).await;
    after(&by, &state, id, PostAsked::default(), done, "closed").await
}

async fn reopen(by: Office, state: Data<State>, id: Path<AccountId>) -> Result<HttpResponse, Error> {
    let (id, scope) = (*id, by.scope()?);
    state.db.write(by.actor(), move |tx| staffing::reopen(tx, scope, id)).await?;
    Ok(see_other(format!("/accounts/{id}?done=reopened")))
}

async fn give(
    by: Office,
    state: Data<State>,
    id: Path<AccountId>,
    form: Form<PostAsked>,
) -> Result<HttpResponse, Error> {
    let (id, scope, today) = (*id, by.scope()?, state.db.clock().today());
    let (places, vacancies) = state
        .db
        .report(move |conn| {
            roll::find(conn, scope, id, today)?;
            Ok::<_, Error>((Places::load(conn)?, roll::vacant(conn, scope)?))
        })
        .await?;
    let form = form.fields;
    let post = match form.parse(&places, &vacancies, scope, today) {
        Ok(post) => post,
        Err(problems) => return again(&by, &state, id, form, &problems).await,
    };
    let done = state.db.write(by.actor(), move |tx| staffing::give_post(tx, scope, id, &post)).await;
    after(&by, &state, id, form, done, "given").await
}

async fn end(by: Office, state: Data<State>, at: Path<(AccountId, PostId)>) -> Result<HttpResponse, Error> {
    let ((id, post), scope) = (*at, by.scope()?);
    let done = state.db.write(by.actor(), move |tx| staffing::end_post(tx, scope, id, post)).await;
    after(&by, &state, id, PostAsked::default(), done, "ended").await
}
