//! `kith check`: proves what must hold: integrity, chain, sealed values, folds and plans.

use super::serve;
use crate::{
    accounts, audit, checkins,
    config::Config,
    db::{Address, Conn},
    domain::{RegistrationId, ResidentId},
    error::Error,
    registrations, residents,
    seal::Keys,
    settings,
};

/// Faults named one by one before the rest is only counted.
const NAMED: usize = 20;
/// Residents checked between two words of progress.
const STEP: i64 = 2_000;

/// Checks everything; an error if anything is wrong.
pub fn check(config: &Config) -> Result<(), Error> {
    let address = Address::parse(&config.database)?;
    serve::require_tables(&address)?;
    let state = serve::open(config.clone(), &address)?;
    let mut faults = address.integrity()?;
    println!(
        "integrity: {}",
        if faults.is_empty() { "sound".to_owned() } else { format!("{} faults", faults.len()) }
    );
    let (now, keys) = (state.db.clock().now(), state.keys.clone());
    let work = state.db.report(move |conn| {
        let (linked, broken) = audit::check_chain(conn, now)?;
        let (people, sent) = (check_people(conn, &keys)?, check_registrations(conn, &keys)?);
        Ok::<_, Error>((linked, broken, people, sent, accounts::unsound(conn, &keys)?))
    });
    let (linked, broken, people, sent, staff) = actix_web::rt::System::new().block_on(work)?;
    state.db.close();
    println!("audit chain: {linked} rows linked, {} faults", broken.len());
    println!(
        "records: {} folded, planned, opened and compared, {} faults",
        people.checked,
        people.faults.len()
    );
    println!("registrations: {} opened, {} faults", sent.checked, sent.faults.len());
    faults.extend(broken.iter().map(|fault| format!("audit chain: {fault:?}")));
    faults.extend(people.faults);
    faults.extend(sent.faults);
    faults.extend(staff.iter().map(|id| format!("account {id}: accounts.phone does not open")));
    faults.iter().take(NAMED).for_each(|fault| println!("  {fault}"));
    match faults.len() {
        0 => Ok(()),
        n => Err(Error::internal(format!("{n} faults"))),
    }
}

/// What was looked through, and what is wrong with it.
#[derive(Default)]
struct Checked {
    checked: usize,
    faults: Vec<String>,
}

/// Folds and plans every record afresh, makes its match keys anew and compares; opens every sealed value.
fn check_people(conn: &mut Conn, keys: &Keys) -> Result<Checked, Error> {
    let rules = settings::rules(conn)?;
    let mut people = Checked::default();
    let mut after = ResidentId(i64::MIN);
    loop {
        let ids = residents::ids_after(conn, after, STEP)?;
        let Some(last) = ids.last() else { return Ok(people) };
        after = *last;
        for id in ids {
            people.checked += 1;
            let computed = checkins::compute(conn, id, &rules)?;
            people.faults.extend(
                checkins::differs(conn, &computed)?.map(|what| format!("record {id}: {what} differs")),
            );
            let shut = residents::unsound(conn, keys, id)?;
            people.faults.extend(shut.iter().map(|what| format!("record {id}: {what} does not open")));
            if residents::links_differ(conn, keys, id)? {
                people.faults.push(format!("record {id}: a personal link opens by something else"));
            }
            if residents::listed_differs(conn, id)? {
                people.faults.push(format!("record {id}: what lists show differs"));
            }
            if residents::match_keys_differ(conn, keys, id)? {
                people.faults.push(format!("record {id}: match keys differ"));
            }
        }
    }
}

/// Opens every sealed value of every registration.
fn check_registrations(conn: &mut Conn, keys: &Keys) -> Result<Checked, Error> {
    let mut sent = Checked::default();
    let mut after = RegistrationId(i64::MIN);
    loop {
        let some = registrations::unsound(conn, keys, after, STEP)?;
        let Some((last, _)) = some.last() else { return Ok(sent) };
        after = *last;
        sent.checked += some.len();
        for (id, faults) in some {
            sent.faults.extend(faults.iter().map(|fault| format!("registration {id}: {fault}")));
        }
    }
}
