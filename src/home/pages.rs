//! The pages for everybody: two doors, help, and what is kept of whom.

use super::text::HomeWords;
use crate::{
    accounts::{public_frame, reader_of},
    domain::Outcome,
    error::Error,
    links::visitor_of,
    settings,
    web::{Frame, Help, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/", Who::Everybody, || route().to(landing)),
    Route::get("/help", Who::Everybody, || route().to(help)),
    Route::get("/privacy", Who::Everybody, || route().to(privacy)),
];

/// The frame of a page that anybody may read, signed in or not.
async fn frame(req: &HttpRequest, state: &State) -> Result<Frame, Error> {
    match reader_of(req).await? {
        Some(reader) => Ok(reader.frame(req.path())),
        None => public_frame(req, state).await,
    }
}

#[derive(Template)]
#[template(path = "home/landing.html")]
struct LandingPage {
    frame: Frame,
    t: HomeWords,
    lead: String,
    /// Whether somebody opened their own link here before.
    is_visiting: bool,
}

async fn landing(req: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    if let Some(reader) = reader_of(&req).await? {
        return Ok(see_other(reader.first_page()));
    }
    let frame = public_frame(&req, &state).await?;
    let t = HomeWords(frame.lang);
    let county = if frame.county.is_empty() { t.no_county() } else { frame.county.as_str() };
    let lead = t.lead(county);
    let is_visiting = visitor_of(&req).await?.is_some();
    page(&LandingPage { frame, t, lead, is_visiting })
}

#[derive(Template)]
#[template(path = "home/help.html")]
struct HelpPage {
    frame: Frame,
    t: HomeWords,
    /// Outcomes and what each means.
    outcomes: [(&'static str, &'static str); 6],
}

async fn help(req: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    let frame = frame(&req, &state).await?;
    let t = HomeWords(frame.lang);
    let outcomes = [
        (Outcome::Reached, t.help_reached()),
        (Outcome::ViaRelative, t.help_relative()),
        (Outcome::NoAnswer, t.help_no_answer()),
        (Outcome::DeadNumber, t.help_dead()),
        (Outcome::WrongPerson, t.help_wrong()),
        (Outcome::Declined, t.help_declined()),
    ];
    let outcomes = outcomes.map(|(outcome, meaning)| (frame.lang.outcome(outcome), meaning));
    page(&HelpPage { frame, t, outcomes })
}

#[derive(Template)]
#[template(path = "home/privacy.html")]
struct PrivacyPage {
    frame: Frame,
    t: HomeWords,
    keeper: String,
    purpose: String,
    /// Whom to ring about one's data.
    contact: Help,
    filings: Vec<String>,
}

async fn privacy(req: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    let frame = frame(&req, &state).await?;
    let county = state.db.read(settings::county).await?;
    let t = HomeWords(frame.lang);
    let mut shown = PrivacyPage {
        frame,
        t,
        keeper: t.privacy_unset().to_owned(),
        purpose: t.privacy_purpose_plain().to_owned(),
        contact: Help::default(),
        filings: Vec::new(),
    };
    if let Some(county) = county {
        shown.keeper = county.office;
        if !county.purpose.is_empty() {
            shown.purpose = county.purpose;
        }
        shown.contact = Help { office: county.data_contact, phone: county.data_contact_phone };
        shown.filings =
            [county.filing, county.police_filing].into_iter().filter(|line| !line.is_empty()).collect();
    }
    page(&shown)
}
