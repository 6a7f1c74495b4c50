//! Registering: choosing the village, the form, and taking it in. Whoever sends it gets the same answer.

use super::{
    actions::{self, take},
    form::RegisterForm,
    gate::{self, Gate},
    limit::AddressLimit,
    text::RegisterWords,
    view::{RegisterPage, wording},
};
use crate::{
    accounts::public_frame,
    db::submissions::{self, Submission},
    domain::{Problem, VillageCode, is_form_key},
    error::{Error, Refusal},
    i18n::Lang,
    links::{VisitToken, visit_cookie},
    settings::County,
    web::{
        Form, Frame, Help, Problems, Route, State, Who, client_address, fresh_key, language, page, page_with,
        see_other,
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/register", Who::Everybody, || route().to(choose)),
    Route::post("/register", Who::Everybody, || route().to(send)),
    Route::get("/register/{village_code}", Who::Everybody, || route().to(form)),
];

#[derive(Template)]
#[template(path = "registrations/choose.html")]
struct ChoosePage {
    frame: Frame,
    t: RegisterWords,
    /// The township whose villages are listed; else townships are.
    township: Option<String>,
    choices: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    township: String,
}

async fn choose(req: HttpRequest, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    let asked = asked.into_inner().township;
    let Some(county) = state.db.read(gate::open_county).await? else { return closed(&req, &state).await };
    let (township, inside) = state.db.read(move |conn| gate::choices(conn, &county, &asked)).await?;
    let address = |code: &str| match code.len() {
        12 => format!("/register/{code}"),
        _ => format!("/register?township={code}"),
    };
    let frame = public_frame(&req, &state).await?;
    page(&ChoosePage {
        t: RegisterWords(frame.lang),
        frame,
        township: township.map(|township| township.name),
        choices: inside.into_iter().map(|place| (address(&place.code), place.name)).collect(),
    })
}

#[derive(Template)]
#[template(path = "registrations/closed.html")]
struct ClosedPage {
    frame: Frame,
    t: RegisterWords,
    ring: Option<Help>,
}

/// Nobody is asked for anything before the county has said who keeps it.
async fn closed(req: &HttpRequest, state: &State) -> Result<HttpResponse, Error> {
    let frame = public_frame(req, state).await?;
    let ring = Some(frame.help.clone()).filter(|help| !help.phone.is_empty());
    let status = if req.method().is_safe() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    page_with(status, &ClosedPage { t: RegisterWords(frame.lang), frame, ring })
}

async fn form(req: HttpRequest, state: Data<State>, path: Path<String>) -> Result<HttpResponse, Error> {
    let code = path.into_inner();
    let wanted = code.clone();
    match state.db.read(move |conn| gate::gate(conn, &wanted)).await? {
        Gate::Shut => closed(&req, &state).await,
        Gate::Unknown => Err(Error::NotFound),
        Gate::Open(offices) if offices.village.code != code => {
            Ok(see_other(format!("/register/{}", offices.village.code)))
        }
        Gate::Open(offices) => {
            let fresh = RegisterForm { idempotency_key: fresh_key(), ..RegisterForm::default() };
            page(&RegisterPage::at(language(&req), &offices, fresh)?)
        }
    }
}

async fn send(
    req: HttpRequest,
    state: Data<State>,
    limit: Data<AddressLimit>,
    form: Form<RegisterForm>,
) -> Result<HttpResponse, Error> {
    let (mut typed, lang, today) = (form.fields, language(&req), state.db.clock().today());
    let code = typed.village.trim().to_owned();
    let (county, village) = match state.db.read(move |conn| gate::village(conn, &code)).await? {
        None => return closed(&req, &state).await,
        Some((county, None)) => return ask_for_village(lang, &state, &county, typed).await,
        Some((county, Some(village))) => (county, village),
    };
    // The village of the form may have been merged into another one since: then another office keeps what is sent.
    let is_other_keeper = typed.village.trim() != village.code;
    let village = VillageCode::parse(&village.code).map_err(Error::internal)?;
    let sent = Submission::new(&typed.idempotency_key, &typed.idempotency_key, &form.raw);
    let is_unread = is_other_keeper || typed.showed_other_than(&wording(lang, &county));
    if is_unread && !is_known(&state, &sent).await? {
        typed.untick();
    }
    let new = match typed.parse(village, today, lang) {
        Ok(new) => new,
        Err(problems) => return again(form_at(&state, lang, village, typed).await?, &problems),
    };
    let token = VisitToken::of_form(&state.keys, &sent);
    match take(&state, &limit, &client_address(&req, &state), new, sent).await {
        Ok(()) => {
            let mut answer = see_other(actions::REGISTERED);
            answer.add_cookie(&visit_cookie(&state, Some(&token))).map_err(Error::internal)?;
            Ok(answer)
        }
        Err(Refusal::Problems(seconds)) => wait(form_at(&state, lang, village, typed).await?, seconds),
        Err(Refusal::Error(error)) => Err(error),
    }
}

/// The form of a village with what was typed.
async fn form_at(
    state: &State,
    lang: Lang,
    village: VillageCode,
    typed: RegisterForm,
) -> Result<RegisterPage, Error> {
    match state.db.read(move |conn| gate::gate(conn, village.as_str())).await? {
        Gate::Open(offices) => RegisterPage::at(lang, &offices, typed),
        Gate::Shut | Gate::Unknown => Err(Error::NotFound),
    }
}

/// Whether this very form was taken before: then whatever reads otherwise since changes nothing.
async fn is_known(state: &State, sent: &Submission) -> Result<bool, Error> {
    let sent = sent.clone();
    state.db.read(move |conn| submissions::is_known(conn, &sent)).await
}

/// The form once more with its problems; nothing typed is lost.
fn again(mut shown: RegisterPage, problems: &Problems) -> Result<HttpResponse, Error> {
    if !is_form_key(&shown.form.idempotency_key) {
        shown.form.idempotency_key = fresh_key();
    }
    shown.said = problems.said(shown.frame.lang);
    page_with(problems.status(), &shown)
}

/// The form once more, to be sent again after a while, with the number to ring meanwhile.
fn wait(mut shown: RegisterPage, seconds: u32) -> Result<HttpResponse, Error> {
    shown.wait = Some(seconds);
    let mut answer = page_with(StatusCode::TOO_MANY_REQUESTS, &shown)?;
    answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    Ok(answer)
}

/// The form once more with all villages to choose from: it came without one, or with one that is not there.
async fn ask_for_village(
    lang: Lang,
    state: &State,
    county: &County,
    mut typed: RegisterForm,
) -> Result<HttpResponse, Error> {
    if typed.showed_other_than(&wording(lang, county)) {
        typed.untick();
    }
    let villages = state.db.read(gate::villages).await?;
    let problem = if typed.village.trim().is_empty() { Problem::Required } else { Problem::Unknown };
    let mut shown = RegisterPage::of(lang, county, typed)?;
    // Nobody's village is chosen for them: whoever overlooks the question would be sent to the first of the list.
    let none = (String::new(), shown.t.choose_village().to_owned());
    shown.villages = std::iter::once(none).chain(villages).collect();
    again(shown, &Problems::one("village", problem))
}
