//! The first page: two doors, or one's own first page.

use crate::{
    accounts::reader_of,
    error::Error,
    web::{Route, State, Who, see_other},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, route},
};

pub const ROUTES: &[Route] = &[Route::get("/", Who::Everybody, || route().to(show))];

async fn show(req: HttpRequest, _state: Data<State>) -> Result<HttpResponse, Error> {
    match reader_of(&req).await? {
        Some(reader) => Ok(see_other(reader.first_page())),
        None => Ok(see_other("/sign-in")),
    }
}
