//! The personal link of a resident, for whoever answers for them and the township: to make, print and replace.

use crate::{
    accounts::Keeper,
    db::Tx,
    domain::{ResidentId, Role, Scope},
    error::Error,
    links::{self, Card, CardPage, LinkForm, LinkWords},
    residents::{self, Person, Row},
    seal::Keys,
    territories,
    web::{Form, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path, route},
};

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/link", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/link", KEEPERS, || route().to(change)),
];

/// Owner, backup and township hand out a link; a colleague does not.
pub fn may_link(by: &Keeper, person: &Person) -> bool {
    let is_theirs = by.post_id().is_ok_and(|post| residents::may_dial(post, person));
    is_theirs || by.role() == Some(Role::Township)
}

/// The person opened, for whoever may hand out a link.
async fn open(by: &Keeper, state: &State, id: ResidentId) -> Result<Row, Error> {
    let row = residents::open(by, state, id).await?;
    if may_link(by, &row.0) { Ok(row) } else { Err(Error::Forbidden) }
}

async fn show(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let (person, ..) = open(&by, &state, *path).await?;
    let (id, village) = (person.id, person.village_code);
    let (link, offices) = state
        .db
        .read(move |conn| {
            Ok::<_, Error>((links::of_resident(conn, id)?, territories::offices(conn, village)?))
        })
        .await?;
    page(&CardPage {
        frame: by.frame("/residents"),
        t: LinkWords(by.lang),
        back: format!("/residents/{id}"),
        name: person.name,
        office: offices.nearest(),
        is_dead: link.as_ref().is_some_and(links::Link::is_dead),
        card: link.map(|link| Card::new(&state, &link, by.lang)).transpose()?,
    })
}

async fn change(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<LinkForm>,
) -> Result<HttpResponse, Error> {
    let id = *path;
    open(&by, &state, id).await?;
    let (scope, keys, replaces) = (by.scope()?, state.keys.clone(), form.fields.act == "replace");
    state.db.write(by.actor(), move |tx| make_or_replace(tx, &keys, scope, id, replaces)).await?;
    Ok(see_other(format!("/residents/{id}/link")))
}

/// Makes a link where there is none, or replaces all there are; made once however often it is asked for.
fn make_or_replace(
    tx: &mut Tx<'_>,
    keys: &Keys,
    scope: Scope,
    id: ResidentId,
    replaces: bool,
) -> Result<(), Error> {
    residents::lock(tx.conn, id)?;
    let (person, ..) = residents::find(tx.conn, scope, id)?;
    let details = residents::details(tx.conn, &person)?;
    let opening = residents::opening(keys, &person, &details);
    match links::of_resident(tx.conn, id)? {
        None => links::make_for(tx, keys, id, &opening).map(drop),
        Some(_) if replaces => links::replace_all(tx, keys, id, &opening),
        Some(_) => Ok(()),
    }
}
