//! `kith backup`: an online copy, verified; never with the keys.

use super::serve;
use crate::{config::Config, db::Address, error::Error};
use std::path::Path;

/// Copies the database to a file that must not exist yet, and proves the copy.
pub fn backup(config: &Config, file: &Path) -> Result<(), Error> {
    let address = Address::parse(&config.database)?;
    if address.is_postgres() {
        return Err(Error::internal(
            "PostgreSQL is backed up by its own tools: pg_dump, or pg_basebackup with WAL archiving",
        ));
    }
    if file.exists() {
        return Err(Error::internal(format!("{} exists already", file.display())));
    }
    serve::require_tables(&address)?;
    let name = file.to_str().ok_or_else(|| Error::internal("the file's name is not UTF-8"))?;
    address.copy_to(name).map_err(|error| Error::internal(format!("{name} cannot be written: {error}")))?;
    let faults = Address::parse(name)?.integrity()?;
    if !faults.is_empty() {
        return Err(Error::internal(format!("the copy is not sound: {}", faults.join("; "))));
    }
    println!(
        "{} is a sound copy. The keys ({}) are not in it: keep them elsewhere.",
        file.display(),
        config.key_file.display()
    );
    Ok(())
}
