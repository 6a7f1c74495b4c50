//! The commands: argv → one subcommand (PRODUCT §6).

mod backup;
mod check;
mod export;
mod import;
mod sample;
mod serve;

use crate::{config::Config, error::Error};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Keeps a rural county in touch with its own people who work away from home.
#[derive(Parser)]
#[command(name = "kith", version)]
struct Arguments {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the county (what `kith` does without a subcommand)
    Serve,
    /// Make the sample county if there is no database yet, and serve it on this machine alone
    Demo(sample::Options),
    /// Make the sample county in an empty database, without serving it
    Generate(sample::Options),
    /// Bring the tables of the database up to date
    Migrate,
    /// Prove the database: integrity, audit chain, sealed values, folds and plans
    Check,
    /// Copy the database to FILE while it is served (without the keys: keep those elsewhere)
    Backup { file: PathBuf },
    /// Check rosters and take them in, as one of the accounts.
    ///
    /// Ends with 0 if every row was accepted, 3 if some rows were refused, 4 if a file could not be read, 1 if it could
    /// not go on.
    Import(import::Options),
    /// Take out the list of an account's people: xlsx or csv, by the ending of FILE.
    ///
    /// The same rights and the same trail as on the page: numbers are masked, full ones need a reason and are a look at
    /// everybody in the list. FILE must not exist yet. Ends with 0 if the list is written whole, 1 if there is none.
    Export(export::Options),
}

/// Runs what the command line asks for.
pub fn run() -> Result<ExitCode, Error> {
    let arguments = Arguments::parse();
    let config = arguments.config;
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Import(options) => return import::import(config, &options),
        Command::Export(options) => export::export(config, options),
        Command::Serve => serve::serve(config),
        Command::Demo(options) => sample::demo(config, &options),
        Command::Generate(options) => sample::generate(&config, &options),
        Command::Migrate => serve::migrate(&config),
        Command::Check => check::check(&config),
        Command::Backup { file } => backup::backup(&config, &file),
    }?;
    Ok(ExitCode::SUCCESS)
}
