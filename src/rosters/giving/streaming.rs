//! A list on its way: read some people at a time, written while it is read, so that nobody holds all of it.

use super::{
    actions,
    columns::OutColumn,
    listed::{self, Listed, Numbers},
    sheets::{self, HandOn, Kind},
    taker::Taker,
};
use crate::{
    db::Conn,
    domain::{ResidentId, Scope},
    error::Error,
    web::State,
};
use actix_web::{HttpResponse, http::header, web::Bytes};
use std::{io, io::Write};
use tokio::sync::mpsc;

/// People read at once.
const AT_ONCE: usize = 500;

/// A list that is on record: it may leave.
pub struct Outgoing {
    pub kind: Kind,
    pub numbers: Numbers,
    pub columns: Vec<OutColumn>,
    pub people: Vec<ResidentId>,
}

/// Puts a list on record (who asks, why, of how many); what may leave then. If it cannot be written nothing may.
pub async fn on_record(
    state: &State,
    taker: &Taker,
    reason: Option<String>,
    (kind, numbers): (Kind, Numbers),
    columns: Vec<OutColumn>,
) -> Result<Outgoing, Error> {
    let whose = taker.whose;
    let people = state.db.report(move |conn| listed::ids(conn, whose)).await?;
    actions::on_record(state, taker.actor, reason, numbers == Numbers::Full, &people).await?;
    Ok(Outgoing { kind, numbers, columns, people })
}

/// Sends a list as the answer to a request.
pub fn streamed(state: &State, scope: Scope, list: Outgoing) -> HttpResponse {
    let Outgoing { kind, numbers, columns, people } = list;
    let (give, given) = mpsc::channel::<Vec<Listed>>(2);
    let (hand_on, handed_on) = mpsc::channel::<Bytes>(4);
    let (tell, told) = mpsc::channel::<io::Error>(1);
    let (feeding, telling) = (state.clone(), tell.clone());
    actix_web::rt::spawn(async move {
        if let Err(error) = feed(feeding, scope, numbers, people, give).await {
            tracing::error!(%error, "a list was broken off");
            // Who broke off hears nothing any more.
            let _ = telling.send(io::Error::other("broken off")).await;
        }
    });
    tokio::task::spawn_blocking(move || {
        if let Err(error) = sheets::write(kind, &columns, given, HandOn::new(hand_on)) {
            // Who broke off hears nothing any more.
            let _ = tell.blocking_send(io::Error::other(error.to_string()));
        }
    });
    let stream = futures_util::stream::unfold((handed_on, told), |(mut pieces, mut told)| async move {
        match pieces.recv().await {
            Some(piece) => Some((Ok(piece), (pieces, told))),
            // A list that ends too early must not look whole: both who read and who wrote have their say before it ends.
            None => told.recv().await.map(|error| (Err(error), (pieces, told))),
        }
    });
    let (ending, mime) = match kind {
        Kind::Csv => ("csv", "text/csv; charset=utf-8"),
        Kind::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = format!("attachment; filename=\"kith-list-{}.{ending}\"", state.db.clock().today());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, mime))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(stream)
}

/// Writes a list to its end; an error if it ends too early.
pub async fn written<W: Write + Send + 'static>(
    state: &State,
    scope: Scope,
    list: Outgoing,
    to: W,
) -> Result<(), Error> {
    let Outgoing { kind, numbers, columns, people } = list;
    let (give, given) = mpsc::channel::<Vec<Listed>>(2);
    let writing = tokio::task::spawn_blocking(move || sheets::write(kind, &columns, given, to));
    let fed = feed(state.clone(), scope, numbers, people, give).await;
    writing.await.map_err(Error::internal)??;
    fed
}

/// Reads the people of a list, some at a time, until nobody wants more of them.
async fn feed(
    state: State,
    scope: Scope,
    numbers: Numbers,
    people: Vec<ResidentId>,
    give: mpsc::Sender<Vec<Listed>>,
) -> Result<(), Error> {
    let names = std::sync::Arc::new(state.db.report(actions::names).await?);
    for some in people.chunks(AT_ONCE) {
        let (some, keys, names) = (some.to_vec(), state.keys.clone(), names.clone());
        let read = move |conn: &mut Conn| listed::listed(conn, &keys, scope, numbers, &names, &some);
        if give.send(state.db.report(read).await?).await.is_err() {
            break;
        }
    }
    Ok(())
}
