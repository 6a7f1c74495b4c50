//! Ending a village and taking it back: what would move, then the word.

use super::{
    actions::{self, Hindrance},
    changes,
    model::{Counts, Move, MoveState, UNDO_DAYS},
    queries,
    text::MoveWords,
    view::{few, shown},
};
use crate::{
    accounts::CountyAdministrator,
    db::Conn,
    domain::{Role, Scope, VillageCode},
    error::{Error, Refusal},
    territories::{self, Division},
    web::{Form, Frame, Route, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, route},
};
use askama::Template;

pub const ROUTES: &[Route] = &[
    Route::get("/divisions/{code}/end", Who::Roles(&[Role::County]), || route().to(ask)),
    Route::post("/divisions/{code}/end", Who::Roles(&[Role::County]), || route().to(end)),
    Route::get("/divisions/{code}/restore", Who::Roles(&[Role::County]), || route().to(ask_back)),
    Route::post("/divisions/{code}/restore", Who::Roles(&[Role::County]), || route().to(take_back)),
];

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    township: String,
    into: String,
}

/// The villages one could be merged into, of one township.
#[derive(Template)]
#[template(path = "office/end_choose.html")]
struct ChoosePage {
    frame: Frame,
    t: MoveWords,
    village: Division,
    township: String,
    township_name: String,
    villages: Vec<Division>,
    townships: Vec<(String, String)>,
    problem: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "office/end_confirm.html")]
struct ConfirmPage {
    frame: Frame,
    t: MoveWords,
    village: Division,
    into: Division,
    counts: [(&'static str, String); 4],
    days: i64,
}

/// A village that stands; another code is not found, one that has ended leads to its own page.
fn standing(conn: &mut Conn, code: &str) -> Result<Option<Division>, Error> {
    let village = territories::division(conn, code)?.ok_or(Error::NotFound)?;
    village_code(&village.code)?;
    Ok(Some(village).filter(|village| village.ended_on.is_none()))
}

fn village_code(code: &str) -> Result<VillageCode, Error> {
    VillageCode::parse(code).map_err(|_| Error::NotFound)
}

async fn ask(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (code, asked) = (code.into_inner(), asked.into_inner());
    if asked.into.is_empty() {
        return choose(&by, &state, code, asked.township, None).await;
    }
    let back = format!("/divisions/{code}");
    let read = state.db.report(move |conn| {
        let Some(village) = standing(conn, &code)? else { return Ok(None) };
        let into = standing(conn, &asked.into)?.filter(|into| into.code != village.code);
        let counts = queries::to_move(conn, village_code(&code)?)?;
        Ok::<_, Error>(into.map(|into| (village, into, counts)))
    });
    match read.await? {
        Some((village, into, counts)) => page(&confirm(&by, village, into, &counts)),
        None => Ok(see_other(back)),
    }
}

fn confirm(by: &CountyAdministrator, village: Division, into: Division, counts: &Counts) -> ConfirmPage {
    let (frame, t) = (by.frame("/divisions"), MoveWords(by.lang));
    ConfirmPage { frame, t, village, into, counts: shown(counts, by.lang), days: UNDO_DAYS }
}

/// The page on which the successor is chosen, with what stood in the way of the last choice.
async fn choose(
    by: &CountyAdministrator,
    state: &State,
    code: String,
    township: String,
    problem: Option<&'static str>,
) -> Result<HttpResponse, Error> {
    let back = format!("/divisions/{code}");
    let read = state.db.report(move |conn| {
        let Some(village) = standing(conn, &code)? else { return Ok(None) };
        Ok::<_, Error>(Some((village, territories::divisions(conn)?)))
    });
    let Some((village, all)) = read.await? else { return Ok(see_other(back)) };
    let own = village.parent_code.clone().unwrap_or_default();
    let of =
        |digits| all.iter().filter(move |one: &&Division| one.code.len() == digits && one.ended_on.is_none());
    let township = of(9).map(|one| &one.code).find(|code| **code == township).cloned().unwrap_or(own);
    let is_choice =
        |one: &&Division| one.parent_code.as_deref() == Some(&*township) && one.code != village.code;
    let shown = ChoosePage {
        frame: by.frame("/divisions"),
        t: MoveWords(by.lang),
        township_name: of(9).find(|one| one.code == township).map(|one| one.name.clone()).unwrap_or_default(),
        villages: of(12).filter(is_choice).cloned().collect(),
        townships: of(9).map(|one| (one.code.clone(), one.name.clone())).collect(),
        village,
        township,
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &shown)
}

#[derive(serde::Deserialize)]
struct EndForm {
    #[serde(default)]
    into: String,
}

async fn end(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
    form: Form<EndForm>,
) -> Result<HttpResponse, Error> {
    let (code, t) = (code.into_inner(), MoveWords(by.lang));
    let village = village_code(&code)?;
    let Ok(into) = VillageCode::parse(&form.fields.into) else {
        return choose(&by, &state, code, String::new(), Some(t.choose())).await;
    };
    match state.db.write(by.actor(), move |tx| actions::begin(tx, village, into)).await {
        Ok(()) => Ok(see_other(format!("/divisions/{code}?done=ended"))),
        // The same word twice, or somebody else's a moment before: its page tells where it went.
        Err(Refusal::Problems(Hindrance::Ended)) => Ok(see_other(format!("/divisions/{code}"))),
        Err(Refusal::Problems(Hindrance::Busy)) => {
            choose(&by, &state, code, String::new(), Some(t.busy())).await
        }
        Err(Refusal::Problems(_)) => choose(&by, &state, code, String::new(), Some(t.no_successor())).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "office/end_restore.html")]
struct RestorePage {
    frame: Frame,
    t: MoveWords,
    village: Division,
    into: Division,
    counts: [(&'static str, String); 4],
    /// Warnings, each a sentence.
    warnings: Vec<String>,
    /// Why it cannot be taken back.
    hindrance: Option<String>,
}

struct Back {
    moved: Move,
    village: Division,
    into: Division,
    kept: Counts,
    gone: i64,
    changed: i64,
}

fn back(conn: &mut Conn, code: VillageCode) -> Result<Back, Error> {
    let moved = queries::of_village(conn, code)?.ok_or(Error::NotFound)?;
    let village = territories::division(conn, code.as_str())?.ok_or(Error::NotFound)?;
    let into = territories::division(conn, moved.to_code.as_str())?.ok_or(Error::NotFound)?;
    let kept = queries::kept(conn, moved.id)?;
    let (gone, changed) = changes::since(conn, &moved, Scope::Village(moved.to_code))?;
    Ok(Back { moved, village, into, kept, gone, changed })
}

async fn ask_back(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
) -> Result<HttpResponse, Error> {
    restore_page(&by, &state, village_code(&code)?, StatusCode::OK).await
}

async fn restore_page(
    by: &CountyAdministrator,
    state: &State,
    village: VillageCode,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let read = state.db.report(move |conn| back(conn, village)).await?;
    let (t, now) = (MoveWords(by.lang), state.db.clock().now());
    let hindrance = if read.moved.state != MoveState::Moved {
        Some(t.busy().to_owned())
    } else if now > read.moved.undo_until() {
        Some(t.too_late().to_owned())
    } else {
        read.into.ended_on.map(|_| t.successor_ended(&read.into.name))
    };
    let mut warnings = vec![t.back_new(&read.into.name)];
    if read.changed > 0 {
        warnings.push(t.back_changed(few(read.changed, by.lang)));
    }
    if read.gone > 0 {
        warnings.push(t.back_gone(few(read.gone, by.lang)));
    }
    let (frame, counts) = (by.frame("/divisions"), shown(&read.kept, by.lang));
    let (village, into) = (read.village, read.into);
    page_with(status, &RestorePage { frame, t, village, into, counts, warnings, hindrance })
}

async fn take_back(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
) -> Result<HttpResponse, Error> {
    let village = village_code(&code)?;
    match state.db.write(by.actor(), move |tx| actions::take_back(tx, village)).await {
        Ok(()) => Ok(see_other(format!("/divisions/{code}?done=restored"))),
        Err(Refusal::Problems(_)) => {
            restore_page(&by, &state, village, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}
