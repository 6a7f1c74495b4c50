//! `kith serve` and `kith migrate`.

use crate::{
    accounts::Passwords,
    app,
    clock::Clock,
    config::Config,
    db::{Address, Db, Tables},
    error::Error,
    office,
    seal::Keys,
    web::State,
};
use std::{net::TcpListener, sync::Arc};

/// Serves a county. An empty database gets its tables; one that is behind is refused.
pub fn serve(config: Config) -> Result<(), Error> {
    start_log();
    let address = Address::parse(&config.database)?;
    match address.tables()? {
        Tables::Current => {}
        Tables::Empty => drop(address.migrate()?),
        Tables::Behind(missing) => return Err(behind(missing)),
    }
    let listener = TcpListener::bind(config.bind)
        .map_err(|error| Error::internal(format!("{}: {error}", config.bind)))?;
    let state = open(config, &address)?;
    let passwords = Passwords::new(state.config.password_memory)?;
    tracing::info!(address = state.config.origin(), "serving");
    actix_web::rt::System::new().block_on(async {
        if let Some(link) = office::set_up_address(&state).await? {
            println!(
                "There is no account yet. Make the first county administrator on this page, once:\n{link}"
            );
        }
        app::run(listener, state, passwords).await.map_err(Error::internal)
    })
}

/// What is said of a database whose tables lack so many migrations.
pub fn behind(missing: usize) -> Error {
    Error::internal(format!("the database is {missing} migrations behind: run `kith migrate`"))
}

/// Refuses a database that is not there, without tables or behind: for commands that make nothing.
pub fn require_tables(address: &Address) -> Result<(), Error> {
    let nothing = || Error::internal("there is no county in this database: `kith serve` makes one");
    if !address.is_there() {
        return Err(nothing());
    }
    match address.tables()? {
        Tables::Current => Ok(()),
        Tables::Empty => Err(nothing()),
        Tables::Behind(missing) => Err(behind(missing)),
    }
}

/// The keys of a database that has its tables. They are made for one that was never sealed, and for no other.
pub fn open_keys(config: &Config, address: &Address) -> Result<Keys, Error> {
    if !config.key_file.exists() && address.has_keys()? {
        let file = config.key_file.display();
        return Err(Error::internal(format!(
            "the key file is not there, and no other opens this database: {file}"
        )));
    }
    let keys = Keys::open(&config.key_file).map_err(Error::internal)?;
    address.accept_keys(&keys)?;
    Ok(keys)
}

/// The state of a county whose tables are current.
pub fn open(config: Config, address: &Address) -> Result<State, Error> {
    let keys = open_keys(&config, address)?;
    let db = Db::open(address, Clock::Real, config.connections)?;
    Ok(State { db, keys: Arc::new(keys), config: Arc::new(config) })
}

/// Brings the tables up to date.
pub fn migrate(config: &Config) -> Result<(), Error> {
    let done = Address::parse(&config.database)?.migrate()?;
    println!("{done} migrations run");
    Ok(())
}

/// One JSON line an event, to standard error; `KITH_LOG` chooses what (default: info).
pub fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KITH_LOG").unwrap_or_else(|_| "info".into());
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if let Err(error) = log.try_init() {
        eprintln!("the log was started already: {error}");
    }
}
