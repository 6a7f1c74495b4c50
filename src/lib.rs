//! Kith (乡联簿) keeps a county in touch with its own people who work away from home.
//!
//! The modules in reading order: **a module uses only those above it** (`tests/it/tidy.rs` holds it).

pub mod reference;
pub mod domain;
pub mod error;
pub mod i18n;
pub mod clock;
pub mod config;
pub mod seal;
pub mod db;
pub mod web;
pub mod audit;
pub mod settings;
pub mod territories;
pub mod accounts;
pub mod jobs;
pub mod links;
pub mod residents;
pub mod checkins;
pub mod registrations;
pub mod worklist;
pub mod record;
pub mod my;
pub mod rosters;
pub mod office;
pub mod home;
pub mod app;
pub mod demo;
pub mod cli;
