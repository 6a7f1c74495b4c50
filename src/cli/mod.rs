//! The commands: argv → one subcommand (PRODUCT §6).

mod serve;

use crate::{config::Config, error::Error};
use clap::{Parser, Subcommand};

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
    /// Bring the tables of the database up to date
    Migrate,
}

/// Runs what the command line asks for.
pub fn run() -> Result<(), Error> {
    let arguments = Arguments::parse();
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(arguments.config),
        Command::Migrate => serve::migrate(&arguments.config),
    }
}
