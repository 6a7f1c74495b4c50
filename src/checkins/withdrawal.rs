//! Withdrawing a check-in: said beforehand what goes with it, then done.

use super::{
    actions::{self, Logger, may_withdraw},
    model::CheckIn,
    queries::{self, Along},
    text::CallWords,
};
use crate::{
    accounts::Keeper,
    domain::{CheckInId, ResidentId, Role, Rules},
    error::Error,
    residents::{self, Row},
    settings,
    web::{Frame, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/check-ins/{checkin}/withdraw", KEEPERS, || route().to(ask)),
    Route::post("/residents/{id}/check-ins/{checkin}/withdraw", KEEPERS, || route().to(withdraw)),
];

#[derive(Template)]
#[template(path = "checkins/withdraw.html")]
struct WithdrawPage {
    frame: Frame,
    t: CallWords,
    id: String,
    name: String,
    kin: String,
    entry: String,
    along: Along,
    is_withdrawn: bool,
    may_withdraw: bool,
}

async fn ask(
    by: Keeper,
    state: Data<State>,
    path: Path<(ResidentId, CheckInId)>,
) -> Result<HttpResponse, Error> {
    let ((resident, id), now, today) = (*path, state.db.clock().now(), state.db.clock().today());
    let row = residents::open(&by, &state, resident).await?;
    let person = row.0.clone();
    let (entry, along, rules): (CheckIn, Along, Rules) = state
        .db
        .read(move |conn| {
            let entry = queries::find(conn, &person, id)?;
            Ok::<_, Error>((entry, queries::along(conn, &person, id)?, settings::rules(conn)?))
        })
        .await?;
    let t = CallWords(by.lang);
    page(&WithdrawPage {
        frame: by.frame("/worklist"),
        t,
        id: resident.to_string(),
        kin: residents::kin(&row.0, &row.1, by.lang),
        name: row.0.name,
        entry: t.written(by.lang.outcome(entry.outcome), by.lang.day(entry.held_on, today)),
        along,
        is_withdrawn: entry.withdrawn_at.is_some(),
        may_withdraw: may_withdraw(Logger::of(&by)?, &entry, now, &rules),
    })
}

async fn withdraw(
    by: Keeper,
    state: Data<State>,
    path: Path<(ResidentId, CheckInId)>,
) -> Result<HttpResponse, Error> {
    let ((resident, id), scope, logger) = (*path, by.scope()?, Logger::of(&by)?);
    let keys = state.keys.clone();
    state
        .db
        .write(by.actor(), move |tx| {
            let (person, ..): Row = residents::find(tx.conn, scope, resident)?;
            actions::withdraw(tx, &keys, logger, &person, id)
        })
        .await?;
    Ok(see_other(format!("/residents/{resident}")))
}
