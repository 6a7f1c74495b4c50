//! What every test stands on: a server of its own, a fixed cast, a client that behaves like a browser.

mod app;
pub mod arrivals;
pub mod browser;
pub mod cast;
mod client;
mod cluster;
pub mod doubles;
mod form_screens;
mod furnished;
pub mod past;
pub mod people;
pub mod postgres;
pub mod program;
pub mod screens;
pub mod statements;
mod tables;
mod visitor_screens;
pub mod visitors;

pub use app::{Kind, TestApp};
pub use client::{Client, Page};

/// Makes each test twice: on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* fn $name:ident($app:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            fn story($app: &$crate::support::TestApp) $body

            #[test]
            fn sqlite() { story(&$crate::support::TestApp::start($crate::support::Kind::Sqlite)); }

            #[test]
            fn postgres() {
                if $crate::support::postgres::is_there() {
                    story(&$crate::support::TestApp::start($crate::support::Kind::Postgres));
                }
            }
        }
    )+ };
}
