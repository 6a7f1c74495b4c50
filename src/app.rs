//! The web server: every route from one table, in one shell.

use crate::{
    accounts::{self, Passwords},
    checkins,
    error::Error,
    home, jobs, links, my, office, record, registrations, residents, rosters,
    web::{self, Route, State, Who},
    worklist,
};
use actix_web::{App, HttpResponse, HttpServer, dev::Server, middleware, web as actix};
use std::{collections::BTreeMap, net::TcpListener, time::Duration};

/// Every route there is: what is not here does not exist (PRODUCT §2).
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [OWN, accounts::ROUTES, home::ROUTES, residents::ROUTES, worklist::ROUTES]
        .into_iter()
        .flatten()
        .chain(web::routes())
        .chain(checkins::routes())
        .chain(registrations::routes())
        .chain(record::routes())
        .chain(my::routes())
        .chain(rosters::routes())
        .chain(office::routes())
}

const OWN: &[Route] = &[
    Route::get("/healthz", Who::Everybody, || actix::route().to(healthz)),
    Route::get("/readyz", Who::Everybody, || actix::route().to(readyz)),
];

/// The process is alive.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers, for reading and for writing.
async fn readyz(state: actix::Data<State>) -> Result<&'static str, Error> {
    state.db.read(|conn| crate::settings::county(conn).map(drop)).await?;
    state.db.write(crate::domain::Actor::System, |_| Ok::<_, Error>(())).await?;
    Ok("ready\n")
}

/// Mounts the table: one resource a path, so that another method on it answers 405.
pub fn mount(config: &mut actix::ServiceConfig) {
    let mut by_path: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
    let mut order = Vec::new();
    for route in routes() {
        let known = by_path.entry(route.path).or_insert_with(|| {
            order.push(route.path);
            Vec::new()
        });
        known.push(route);
    }
    for path in order {
        let resource = by_path[path]
            .iter()
            .fold(actix::resource(path), |resource, route| resource.route(route.guarded()));
        config.service(resource.default_service(actix::to(HttpResponse::MethodNotAllowed)));
    }
}

/// A server on a bound listener; it stops on SIGTERM after finishing what was begun.
pub fn server(listener: TcpListener, state: State, passwords: Passwords) -> std::io::Result<Server> {
    let workers = state.config.workers;
    let seconds = state.config.body_seconds;
    let data = (actix::Data::new(state.clone()), actix::Data::new(passwords));
    let limit = actix::Data::new(registrations::AddressLimit::default());
    let server = HttpServer::new(move || {
        if let Err(error) = data.0.db.warm() {
            tracing::error!(%error, "a worker could not open the database yet");
        }
        App::new()
            .app_data(data.0.clone())
            .app_data(data.1.clone())
            .app_data(limit.clone())
            .app_data(actix::PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
            .app_data(actix::QueryConfig::default().error_handler(|_, _| Error::BadRequest.into()))
            .wrap(middleware::from_fn(web::shell))
            .wrap(middleware::Compress::default())
            .configure(mount)
            .default_service(actix::to(HttpResponse::NotFound))
    })
    .workers(workers)
    .worker_max_blocking_threads(8)
    .client_request_timeout(Duration::from_secs(seconds))
    .shutdown_timeout(5)
    .listen(listener)?
    .run();
    Ok(server)
}

/// What the slices forget each hour.
const FORGET: &[jobs::Forget] = &[links::forget_ended, rosters::forget_old];

/// The long work that goes on in the background.
pub const JOBS: &[jobs::Job] = &[office::MOVES, record::ERASING];

/// The work that computes for long, beside all else.
pub const LONG: &[jobs::Long] = &[rosters::WORK];

/// Serves until told to stop, with the background jobs beside; then closes the database in order.
pub async fn run(listener: TcpListener, state: State, passwords: Passwords) -> std::io::Result<()> {
    let jobs = actix_web::rt::spawn(jobs::run(state.clone(), JOBS, FORGET));
    let long = actix_web::rt::spawn(jobs::run_long(state.clone(), LONG));
    let served = server(listener, state.clone(), passwords)?.await;
    jobs.abort();
    long.abort();
    state.db.close();
    served
}
