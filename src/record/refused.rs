//! Why a record is not the reader's to change now, with a way on.

use super::keep_text::KeepWords;
use crate::{
    accounts::{self, Keeper},
    error::Error,
    residents::{self, Person, State as RecordState},
    web::{Frame, State, page_with},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "record/refused.html")]
struct RefusedPage {
    frame: Frame,
    t: KeepWords,
    id: String,
    name: String,
    title: String,
    why: String,
    may_log: bool,
}

/// The page for whoever does not keep this record (403), or for one that is closed (409); `None` where it may be changed.
pub async fn refused(by: &Keeper, state: &State, person: &Person) -> Result<Option<HttpResponse>, Error> {
    let t = KeepWords(by.lang);
    let name = &person.name;
    let role = by.role().ok_or(Error::Forbidden)?;
    let (status, title, why) = if !residents::may_keep(role, by.post_id()?, person) {
        let (owner, today) = (person.owner_id, state.db.clock().today());
        let owner = state.db.read(move |conn| accounts::holder(conn, owner, today)).await?;
        let why = owner.map_or_else(|| t.not_yours_nobody(name), |owner| t.not_yours(name, owner));
        (StatusCode::FORBIDDEN, t.not_yours_title(name), why)
    } else if person.state != RecordState::Open {
        (StatusCode::CONFLICT, t.closed_title(name), t.closed_why().to_owned())
    } else {
        return Ok(None);
    };
    let page = RefusedPage {
        frame: by.frame("/residents"),
        t,
        id: person.id.to_string(),
        name: name.clone(),
        title,
        why,
        may_log: person.state == RecordState::Open,
    };
    page_with(status, &page).map(Some)
}
