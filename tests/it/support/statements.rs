//! The statements a server issues, as its connections are told to report them.

use super::{Kind, TestApp};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use kith::db::Address;
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

/// What was asked of each database that is listened to.
static HEARD: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// Reports the statements of one connection.
#[derive(Default)]
struct Ear {
    database: String,
}

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.database),
            InstrumentationEvent::StartQuery { query, .. } => {
                let mut heard = HEARD.lock().expect("the ear");
                let Some(statements) = heard.get_mut(&self.database) else { return };
                // What is bound differs with everybody; the statement must not.
                let statement = query.to_string();
                statements.push(statement.split("-- binds").next().unwrap_or("").trim().to_owned());
            }
            _ => {}
        }
    }
}

fn ear() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(Ear::default()))
}

fn database(app: &TestApp) -> String {
    match &app.address {
        Address::Sqlite(file) => file.clone(),
        Address::Pg(url) => url.clone(),
    }
}

/// A server with the cast, all of whose connections report.
pub fn listening(kind: Kind) -> TestApp {
    set_default_instrumentation(ear).expect("connections report from now on");
    let app = TestApp::start(kind);
    HEARD.lock().expect("the ear").insert(database(&app), Vec::new());
    app
}

/// What was asked since the last time.
pub fn heard(app: &TestApp) -> Vec<String> {
    let mut heard = HEARD.lock().expect("the ear");
    heard.get_mut(&database(app)).map(std::mem::take).unwrap_or_default()
}
