//! Consent: for each purpose, to the words that were read, on a day (PRODUCT §4.6).

use super::{
    model::{NewRegistration, Registration},
    queries,
};
use crate::{
    db::{
        Conn, Tx, dialect, each_db,
        schema::{consent_wordings, consents},
    },
    domain::{RegistrationId, words},
    error::Error,
    i18n::Lang,
    residents::Person,
};
use chrono::NaiveDate;
use diesel::prelude::*;

words! {
    /// What consent is asked for, each by itself (PRODUCT §4.5).
    Purpose {
        /// Keeping in touch; it says "I am 14 or older".
        Contact = "contact",
        IdNumber = "id_number",
        /// Passing a request on to the office that can answer it.
        Requests = "requests",
    }
}

/// Keeps what somebody agreed to with their registration.
pub(super) fn keep(tx: &mut Tx<'_>, id: RegistrationId, new: &NewRegistration) -> Result<(), Error> {
    let lang = new.lang;
    let known = consent_wordings::table.filter(consent_wordings::language.eq(lang.code())).select((
        consent_wordings::id,
        consent_wordings::purpose,
        consent_wordings::wording,
    ));
    let known: Vec<(i64, Purpose, String)> = each_db!(tx.conn, |c| known.load(c))?;
    let mut rows = Vec::new();
    for (purpose, wording) in &new.consents {
        let found = known.iter().find(|(_, of, words)| of == purpose && words == wording);
        let wording_id = match found {
            Some((id, ..)) => *id,
            None => new_wording(tx, lang, *purpose, wording)?,
        };
        rows.push(dialect::ConsentRow {
            id: tx.next_id(),
            registration_id: id.0,
            wording_id,
            given_on: tx.today,
        });
    }
    Ok(dialect::insert_consents(tx.conn, &rows)?)
}

fn new_wording(tx: &mut Tx<'_>, lang: Lang, purpose: Purpose, wording: &str) -> Result<i64, Error> {
    let id = tx.next_id();
    let row = (
        consent_wordings::id.eq(id),
        consent_wordings::purpose.eq(purpose),
        consent_wordings::language.eq(lang.code()),
        consent_wordings::wording.eq(wording),
        consent_wordings::first_shown_on.eq(tx.today),
    );
    diesel::insert_into(consent_wordings::table).values(row).execute(tx.conn)?;
    Ok(id)
}

/// Withdraws today whatever somebody found agreed to with the registrations they came by: their record is being locked
/// at their word.
pub fn withdraw_consents(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    let given = given_by(tx.conn, person)?;
    let standing =
        consents::table.filter(consents::id.eq_any(given)).filter(consents::withdrawn_on.is_null());
    diesel::update(standing).set(consents::withdrawn_on.eq(tx.today)).execute(tx.conn)?;
    Ok(())
}

/// Consent stands again where locking a record on this day withdrew it; what was withdrawn on another day stays so.
pub fn renew_consents(tx: &mut Tx<'_>, person: &Person, locked_on: NaiveDate) -> Result<(), Error> {
    let given = given_by(tx.conn, person)?;
    let withdrawn =
        consents::table.filter(consents::id.eq_any(given)).filter(consents::withdrawn_on.eq(locked_on));
    diesel::update(withdrawn).set(consents::withdrawn_on.eq(None::<NaiveDate>)).execute(tx.conn)?;
    Ok(())
}

fn given_by(conn: &mut Conn, person: &Person) -> Result<Vec<i64>, Error> {
    let came_by = queries::ids_of(conn, person)?;
    let own = consents::resident_id.eq(person.id).or(consents::registration_id.eq_any(came_by));
    Ok(consents::table.filter(own).select(consents::id).load(conn)?)
}

/// What the sender of a registration agreed to, each with its words and the day; withdrawn ones left out.
pub fn consents_of(
    conn: &mut Conn,
    found: &Registration,
) -> Result<Vec<(Purpose, String, NaiveDate)>, Error> {
    let rows = consents::table
        .inner_join(consent_wordings::table)
        .filter(consents::registration_id.eq(found.id))
        .filter(consents::withdrawn_on.is_null())
        .order(consents::id);
    Ok(rows.select((consent_wordings::purpose, consent_wordings::wording, consents::given_on)).load(conn)?)
}
