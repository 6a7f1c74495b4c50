//! The personal link of a registration, for whoever may decide it: to print once more, and to replace.

use super::{actions::replace_link, queries};
use crate::{
    accounts::Keeper,
    audit::{self, Subject},
    domain::{RegistrationId, Role},
    error::Error,
    links::{self, Card, CardPage, LinkForm, LinkWords},
    territories,
    web::{Form, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, route},
};

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/registrations/{registration}/link", KEEPERS, || route().to(show)),
    Route::post("/registrations/{registration}/link", KEEPERS, || route().to(replace)),
];

async fn show(by: Keeper, state: Data<State>, path: Path<RegistrationId>) -> Result<HttpResponse, Error> {
    let (id, scope) = (*path, by.scope()?);
    let found = state.db.read(move |conn| queries::find(conn, scope, id)).await?;
    audit::open(&state.db, by.actor(), Subject::Registration, id.0).await?;
    let (village, went_into) = (found.village_code, found.went_into());
    let (link, offices) = state
        .db
        .read(move |conn| {
            let link = links::of_registration(conn, id)?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((link, territories::offices(conn, village)?))
        })
        .await?;
    if let Some(resident) = link.resident_id.or(went_into) {
        return Ok(see_other(format!("/residents/{resident}/link")));
    }
    page(&CardPage {
        frame: by.frame("/registrations"),
        t: LinkWords(by.lang),
        name: found.name,
        back: format!("/registrations/{id}"),
        office: offices.nearest(),
        is_dead: link.is_dead(),
        card: Some(Card::new(&state, &link, by.lang)?),
    })
}

async fn replace(
    by: Keeper,
    state: Data<State>,
    path: Path<RegistrationId>,
    form: Form<LinkForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope, keys) = (*path, by.scope()?, state.keys.clone());
    let asked = form.fields.act == "replace";
    let resident = state.db.write(by.actor(), move |tx| replace_link(tx, &keys, scope, id, asked)).await?;
    Ok(see_other(match resident {
        Some(resident) => format!("/residents/{resident}/link"),
        None => format!("/registrations/{id}/link"),
    }))
}
