//! One registration that waits: beside the record it may belong to, or by itself.

use super::{
    actions,
    compare::{Line, compare, second_identifier},
    done_pages::decided_page,
    form::JoinForm,
    model::Decider,
    reading::{facts, read},
    same_person::Likeness,
    text::{CompareWords, ReviewWords},
};
use crate::{
    accounts::Keeper,
    audit::{self, Subject},
    domain::{RegistrationId, ResidentId, Role},
    error::{Error, Refusal},
    i18n::Lang,
    registrations::{self, Registration, RegistrationState, registration_phone_place},
    residents::{self, Reading, Row},
    web::{Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/registrations/{registration}", KEEPERS, || route().to(show)),
    Route::post("/registrations/{registration}/accept", KEEPERS, || route().to(accept)),
    Route::post("/registrations/{registration}/join", KEEPERS, || route().to(join)),
];

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    /// The record to compare with, where the reviewer chose one.
    with: String,
    q: String,
}

/// A record one tap away.
struct Other {
    href: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "registrations/show.html")]
struct ReviewPage {
    frame: Frame,
    t: ReviewWords,
    words: CompareWords,
    id: String,
    title: &'static str,
    lead: String,
    facts: Vec<(&'static str, String)>,
    /// Label and number of the call.
    call: Option<(String, String)>,
    /// The record it is compared with, and its name.
    with: Option<(String, String)>,
    /// Whether joining is the decision proposed.
    is_likely: bool,
    differing: Vec<Line>,
    agreeing: Vec<Line>,
    house: String,
    others: Vec<Other>,
    /// Whom the reviewer looked up, and that there are more.
    found: Vec<Other>,
    found_more: Option<String>,
    q: String,
    nobody: Option<String>,
    said: Said,
}

async fn show(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    match opened(&by, &state, *path).await?.state {
        RegistrationState::Waiting => {
            page(&review_page(&by, &state, *path, asked.into_inner(), Said::default()).await?)
        }
        _ => decided_page(&by, &state, *path, Said::default(), StatusCode::OK).await,
    }
}

/// Opens a registration: the look at it is in the trail before anything is shown (PRODUCT §4.6).
pub(super) async fn opened(by: &Keeper, state: &State, id: RegistrationId) -> Result<Registration, Error> {
    let scope = by.scope()?;
    let found = state.db.read(move |conn| registrations::find(conn, scope, id)).await?;
    audit::open(&state.db, by.actor(), Subject::Registration, id.0).await?;
    Ok(found)
}

async fn review_page(
    by: &Keeper,
    state: &State,
    id: RegistrationId,
    asked: Asked,
    said: Said,
) -> Result<ReviewPage, Error> {
    let (decider, inside, wanted) = (Decider::of(by)?, state.clone(), asked.clone());
    let read = state
        .db
        .report(move |conn| read(conn, &inside.keys, &decider, id, (&wanted.with, &wanted.q)))
        .await?;
    if let Some((chosen, ..)) = &read.chosen {
        audit::open(&state.db, by.actor(), Subject::Resident, chosen.row.0.id.0).await?;
    }
    residents::searched(by, state, &read.found.rows).await?;
    let (lang, today) = (by.lang, state.db.clock().today());
    let (t, found) = (ReviewWords(lang), &read.registration);
    let reading = Reading { lang, today, rules: &read.rules, keys: &state.keys, post: by.post_id()? };
    let lines = read.chosen.as_ref().map_or_else(Vec::new, |(chosen, details, channels)| {
        compare(found, &chosen.row, (details, channels), &chosen.evidence, &reading)
    });
    // A name or a number alone decides nothing: joining is proposed first only where more is alike, or the reviewer has
    // picked them.
    let likeness = read.likeness();
    let is_likely = !asked.with.is_empty() || likeness == Some(Likeness::Close);
    let (differing, agreeing) = lines.into_iter().partition(Line::stands_out);
    let others = read
        .others
        .iter()
        .map(|other| other_of(id, &other.row, residents::evidence_words(&other.evidence, lang), lang));
    let found_here = read.found.rows.iter().map(|row| other_of(id, row, String::new(), lang));
    Ok(ReviewPage {
        frame: by.frame("/registrations"),
        t,
        words: CompareWords(lang),
        id: id.to_string(),
        title: if read.chosen.is_some() { t.same_person() } else { t.somebody_new() },
        lead: match &read.chosen {
            Some((chosen, ..)) if likeness.is_none() => t.picked_lead(&found.name, &chosen.row.0.name),
            Some((chosen, ..)) if likeness == Some(Likeness::SharedNumber) => {
                t.number_lead(&found.name, &chosen.row.0.name)
            }
            Some((chosen, ..)) if is_likely => t.same_lead(&found.name, &chosen.row.0.name),
            Some((chosen, ..)) => t.namesake_lead(&found.name, &chosen.row.0.name),
            None => t.new_lead(&found.name),
        },
        facts: facts(&read, state, lang),
        call: call(found, state, t),
        with: read
            .chosen
            .as_ref()
            .map(|(chosen, ..)| (chosen.row.0.id.to_string(), chosen.row.0.name.clone())),
        is_likely,
        differing,
        agreeing,
        house: read
            .household
            .as_ref()
            .map_or_else(|| t.new_household().to_owned(), |head| t.joins_household(head)),
        others: others.collect(),
        found: found_here.collect(),
        found_more: read.found.has_more.then(|| t.found_more(read.found.rows.len())),
        nobody: (!asked.q.is_empty() && read.found.rows.is_empty()).then(|| t.search_none(&asked.q)),
        q: asked.q,
        said,
    })
}

fn other_of(id: RegistrationId, row: &Row, why: String, lang: Lang) -> Other {
    let about = [second_identifier(row, lang), why].into_iter().filter(|part| !part.is_empty());
    Other {
        href: format!("/registrations/{id}?with={}", row.0.id),
        name: row.0.name.clone(),
        about: about.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " }),
    }
}

fn call(found: &Registration, state: &State, t: ReviewWords) -> Option<(String, String)> {
    let place = registration_phone_place(found.id);
    let shown = found.phone.masked(&state.keys, place, crate::domain::PhoneNumber::masked)?;
    let number = registrations::dial(&state.keys, found)?;
    Some((t.call(&found.name, shown), number.canonical().to_owned()))
}

async fn accept(by: Keeper, state: Data<State>, path: Path<RegistrationId>) -> Result<HttpResponse, Error> {
    let (id, decider, keys) = (*path, Decider::of(&by)?, state.keys.clone());
    let done = state.db.write(by.actor(), move |tx| actions::accept(tx, &keys, decider, id).map(drop)).await;
    decided(&by, &state, id, done, Asked::default()).await
}

async fn join(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
    form: Form<JoinForm>,
) -> Result<HttpResponse, Error> {
    let (id, decider, keys) = (*path, Decider::of(&by)?, state.keys.clone());
    let asked = Asked { with: form.fields.resident.clone(), ..Asked::default() };
    let done = match form.fields.parse() {
        Ok((resident, choices)) => {
            let join = move |tx: &mut crate::db::Tx<'_>| {
                actions::join(tx, &keys, decider, id, resident, choices).map(drop)
            };
            state.db.write(by.actor(), join).await
        }
        Err(problems) => Err(Refusal::Problems(problems)),
    };
    decided(&by, &state, id, done, asked).await
}

/// On to the list with its notice; what was refused comes back with the reason, and what somebody else has just decided
/// shows how.
async fn decided(
    by: &Keeper,
    state: &State,
    id: RegistrationId,
    done: Result<(), Refusal<Problems>>,
    asked: Asked,
) -> Result<HttpResponse, Error> {
    let problems = match done {
        Ok(()) => return Ok(see_other(format!("/registrations?done={id}"))),
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Problems(problems)) => problems.said(by.lang),
    };
    if opened(by, state, id).await?.state != RegistrationState::Waiting {
        return decided_page(by, state, id, problems, StatusCode::CONFLICT).await;
    }
    let asked = if asked.with.parse::<ResidentId>().is_ok() { asked } else { Asked::default() };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &review_page(by, state, id, asked, problems).await?)
}
