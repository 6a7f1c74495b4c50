//! Signing in and out, and one's own account.

use super::{
    Passwords, actions,
    form::{LanguageForm, PasswordForm, PostForm, SessionForm, SignInForm},
    guard::{Newcomer, Staff, cookie_name, reader_of},
    model::Reader,
    queries, sessions,
    sign_in::{Attempt, Try, attempt},
    text::AccountWords,
};
use crate::{
    clock::county_time,
    domain::{Problem, Role},
    error::Error,
    i18n::Lang,
    web::{
        self, Form, Frame, Problems, Route, Said, SignInPage, SignInWords, State, Who, page, page_with,
        see_other,
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::{StatusCode, header},
    web::{Data, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/sign-in", Who::Everybody, || route().to(sign_in_page)),
    Route::post("/sign-in", Who::Everybody, || route().to(sign_in)),
    Route::post("/sign-out", Who::Everybody, || route().to(sign_out)),
    Route::post("/language", Who::Everybody, || route().to(language)),
    Route::get("/account", Who::Staff, || route().to(show)),
    Route::get("/account/password", Who::Staff, || route().to(password_page)),
    Route::post("/account/password", Who::Staff, || route().to(change_password)),
    Route::post("/account/post", Who::Staff, || route().to(switch_post)),
    Route::post("/account/sessions", Who::Staff, || route().to(end_sessions)),
];

#[derive(serde::Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_page(
    req: HttpRequest,
    state: Data<State>,
    query: Query<Next>,
) -> Result<HttpResponse, Error> {
    if let Some(reader) = reader_of(&req).await? {
        return Ok(see_other(reader.first_page()));
    }
    let frame = public_frame(&req, &state).await?;
    page(&SignInPage::new(frame, query.into_inner().next))
}

/// The frame of a page for somebody not signed in, with the county's own help line.
pub async fn public_frame(req: &HttpRequest, state: &State) -> Result<Frame, Error> {
    let county = state.db.read(crate::settings::county).await?;
    let mut frame = Frame::public(web::language(req));
    frame.path = req.path().to_owned();
    if let Some(county) = county {
        frame.help = web::Help { office: county.office, phone: county.office_phone };
        (frame.county, frame.is_sample) = (county.name, county.is_sample);
    }
    Ok(frame)
}

async fn sign_in(
    req: HttpRequest,
    state: Data<State>,
    passwords: Data<Passwords>,
    form: Form<SignInForm>,
) -> Result<HttpResponse, Error> {
    let typed = form.fields;
    let frame = public_frame(&req, &state).await?;
    let words = SignInWords(frame.lang);
    if !typed.has_shape() {
        return again(frame, &typed, StatusCode::UNPROCESSABLE_ENTITY, words.wrong());
    }
    let with = Try {
        username: typed.username(),
        password: typed.password.clone(),
        address: web::client_address(&req, &state),
        device: device(&req),
        is_remembered: !typed.remember.is_empty(),
    };
    match attempt(&state.db, &state.keys, &passwords, with).await {
        Ok(Attempt::SignedIn(token)) => signed_in(&state, &typed, &token, frame),
        Ok(Attempt::Wrong) => again(frame, &typed, StatusCode::UNPROCESSABLE_ENTITY, words.wrong()),
        Ok(Attempt::Wait(seconds)) => {
            let mut page = again(frame, &typed, StatusCode::TOO_MANY_REQUESTS, words.wait())?;
            page.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
            Ok(page)
        }
        Err(Error::Busy(_)) => {
            let mut page = again(frame, &typed, StatusCode::SERVICE_UNAVAILABLE, words.busy())?;
            page.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(3));
            Ok(page)
        }
        Err(error) => Err(error),
    }
}

/// The page once more, with what was typed (but the password) and a sentence.
fn again(
    frame: Frame,
    typed: &SignInForm,
    status: StatusCode,
    notice: &'static str,
) -> Result<HttpResponse, Error> {
    let waiting =
        (!typed.waiting_path.is_empty()).then(|| (typed.waiting_path.clone(), typed.waiting_form.clone()));
    let page = SignInPage {
        username: typed.username.clone(),
        waiting,
        notice: Some(notice),
        ..SignInPage::new(frame, typed.next().unwrap_or_default().to_owned())
    };
    page_with(status, &page)
}

/// Offers the form that waited for this sign-in.
#[derive(Template)]
#[template(path = "accounts/go_on.html")]
struct GoOnPage {
    frame: Frame,
    t: SignInWords,
    path: String,
    fields: Vec<(String, String)>,
}

fn signed_in(
    state: &State,
    typed: &SignInForm,
    token: &sessions::Token,
    frame: Frame,
) -> Result<HttpResponse, Error> {
    let fields = serde_html_form::from_str::<Vec<(String, String)>>(&typed.waiting_form).unwrap_or_default();
    let mut answer = if web::is_own_path(&typed.waiting_path) && !fields.is_empty() {
        page(&GoOnPage { t: SignInWords(frame.lang), frame, path: typed.waiting_path.clone(), fields })?
    } else {
        see_other(typed.next().unwrap_or("/"))
    };
    let cookie = session_cookie(state, token, !typed.remember.is_empty());
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}

/// The cookie of a session; on somebody's own phone it outlives the browser.
pub fn session_cookie(state: &State, token: &sessions::Token, is_remembered: bool) -> Cookie<'static> {
    let is_https = state.config.is_https();
    let cookie = Cookie::build(cookie_name(is_https), token.as_str().to_owned())
        .path("/")
        .http_only(true)
        .secure(is_https)
        .same_site(SameSite::Lax);
    if is_remembered { cookie.max_age(Duration::days(30)).finish() } else { cookie.finish() }
}

/// What a person recognises a device by; the browser's own words, cut short.
pub fn device(req: &HttpRequest) -> String {
    let said = req.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let known = [
        ("MicroMessenger", "微信"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let names: Vec<&str> =
        known.iter().filter(|(mark, _)| said.contains(mark)).map(|(_, name)| *name).take(2).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(" ") }
}

async fn sign_out(req: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    if let Some(reader) = reader_of(&req).await? {
        state.db.write(reader.actor(), move |tx| actions::sign_out(tx, &reader)).await?;
    }
    let mut answer = see_other("/");
    let mut cookie = Cookie::build(cookie_name(state.config.is_https()), "")
        .path("/")
        .secure(state.config.is_https())
        .finish();
    cookie.make_removal();
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}

async fn language(
    req: HttpRequest,
    state: Data<State>,
    form: Form<LanguageForm>,
) -> Result<HttpResponse, Error> {
    let lang = Lang::parse(&form.fields.lang).ok_or(Error::BadRequest)?;
    if let Some(reader) = reader_of(&req).await? {
        state.db.write(reader.actor(), move |tx| actions::choose_language(tx, &reader, lang)).await?;
    }
    let back = form.fields.back.as_str();
    let mut answer = see_other(if web::is_own_path(back) { back } else { "/" });
    let cookie = Cookie::build("lang", lang.code())
        .path("/")
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish();
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}

/// One post among those one may act in.
struct PostChoice {
    id: String,
    label: String,
    until: Option<String>,
}

/// One device one is signed in on.
struct DeviceRow {
    id: i64,
    name: String,
    used: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct AccountPage {
    frame: Frame,
    t: AccountWords,
    name: String,
    acting: String,
    has_nothing: bool,
    choices: Vec<PostChoice>,
    /// The page of the village or township one acts for.
    office: Option<String>,
    /// Where lists come in and go out, for whoever has one.
    /// Where a cadre takes their list out; others have it under a word of the menu.
    list: Option<&'static str>,
    devices: Vec<DeviceRow>,
    notice: Option<&'static str>,
}

#[derive(serde::Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn show(by: Staff, state: Data<State>, query: Query<Done>) -> Result<HttpResponse, Error> {
    let t = AccountWords(by.lang);
    let notice = match query.done.as_str() {
        "password" => Some(t.password_changed()),
        "devices" => Some(t.devices_ended()),
        "post" => Some(t.post_switched()),
        _ => None,
    };
    page(&account_page(&by, &state, notice).await?)
}

async fn account_page(
    by: &Reader,
    state: &State,
    notice: Option<&'static str>,
) -> Result<AccountPage, Error> {
    let t = AccountWords(by.lang);
    let (account, now, today) = (by.account, state.db.clock().now(), state.db.clock().today());
    let (posts, devices) = state
        .db
        .read(move |conn| {
            let mut posts = Vec::new();
            for post in sessions::posts_of(conn, account, today)? {
                let place = queries::place_of(conn, &post)?;
                posts.push((post, place));
            }
            Ok::<_, Error>((posts, queries::devices(conn, account, now)?))
        })
        .await?;
    let in_words = |place: &str| if place.is_empty() { t.county().to_owned() } else { place.to_owned() };
    let acting = match &by.post {
        Some(post) => t.acting_as(in_words(&by.place), by.lang.role(post.role)),
        None => t.no_post().to_owned(),
    };
    let others = posts.iter().filter(|(post, _)| Some(post.id) != by.post.as_ref().map(|own| own.id));
    let choices = others.map(|(post, place)| PostChoice {
        id: post.id.to_string(),
        label: t.act_as(in_words(place), by.lang.role(post.role)),
        until: post.until_on.map(|day| t.until(by.lang.day(day, today))),
    });
    let devices = devices.into_iter().map(|device| DeviceRow {
        id: device.id,
        name: device.device,
        used: t.last_used(by.lang.moment(county_time(device.seen_at), today)),
        is_this: device.id == by.session,
    });
    let has_nothing = by.role() == Some(Role::Department);
    Ok(AccountPage {
        frame: by.frame("/account"),
        t,
        name: t.you_are(&by.name),
        acting,
        has_nothing,
        choices: choices.collect(),
        office: by
            .post
            .as_ref()
            .and_then(|post| post.division_code())
            .map(|code| format!("/villages/{code}")),
        list: (by.role() == Some(Role::Cadre)).then_some("/rosters/out"),
        devices: devices.collect(),
        notice,
    })
}

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordPage {
    frame: Frame,
    t: AccountWords,
    is_first: bool,
    said: Said,
}

async fn password_page(by: Newcomer) -> Result<HttpResponse, Error> {
    let by = by.0;
    page(&PasswordPage {
        frame: by.frame("/account"),
        t: AccountWords(by.lang),
        is_first: !by.has_password,
        said: Said::default(),
    })
}

async fn change_password(
    by: Newcomer,
    state: Data<State>,
    passwords: Data<Passwords>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, Error> {
    let by = by.0;
    match new_hash(&by, &state, &passwords, &form.fields).await? {
        Ok(hash) => {
            let to = if by.has_password { "/account?done=password" } else { by.first_page() };
            state.db.write(by.actor(), move |tx| actions::change_password(tx, &by, &hash)).await?;
            Ok(see_other(to))
        }
        Err(problems) => {
            let said = problems.said(by.lang);
            let page = PasswordPage {
                frame: by.frame("/account"),
                t: AccountWords(by.lang),
                is_first: !by.has_password,
                said,
            };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn new_hash(
    by: &Reader,
    state: &State,
    passwords: &Passwords,
    form: &PasswordForm,
) -> Result<Result<String, Problems>, Error> {
    let account = by.account;
    let own = state.db.read(move |conn| queries::own_credentials(conn, account)).await?;
    if by.has_password && !passwords.fits(own.password_hash, form.present.clone()).await? {
        return Ok(Err(Problems::one("present", Problem::PasswordWrong)));
    }
    match form.parse(&own.username) {
        Ok(password) => Ok(Ok(passwords.hash(password).await?)),
        Err(problems) => Ok(Err(problems)),
    }
}

async fn switch_post(by: Staff, state: Data<State>, form: Form<PostForm>) -> Result<HttpResponse, Error> {
    let post = form.fields.post;
    state.db.write(by.actor(), move |tx| actions::switch_post(tx, &by, post)).await?;
    Ok(see_other("/account?done=post"))
}

async fn end_sessions(by: Staff, state: Data<State>, form: Form<SessionForm>) -> Result<HttpResponse, Error> {
    let session = form.fields.session.parse::<i64>().ok();
    state.db.write(by.actor(), move |tx| actions::end_sessions(tx, &by, session)).await?;
    Ok(see_other("/account?done=devices"))
}
