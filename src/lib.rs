//! Kith (乡联簿) keeps a county in touch with its own people who work away from home.
//!
//! The modules in reading order: **a module uses only those above it** (`tests/it/tidy.rs` holds it).

pub mod accounts;
pub mod app;
pub mod audit;
pub mod checkins;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod domain;
pub mod error;
pub mod home;
pub mod i18n;
pub mod jobs;
pub mod record;
pub mod reference;
pub mod residents;
pub mod seal;
pub mod settings;
pub mod territories;
pub mod web;
pub mod worklist;
