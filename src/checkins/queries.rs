//! Reading check-ins.

use super::{
    event::Event,
    model::{Author, CheckIn},
};
use crate::{
    audit::AuditKind,
    db::{
        Conn, Day, Moment, each_db, id_at,
        schema::{accounts, audit, channels, checkins, destinations, residents},
    },
    domain::{AccountId, ChannelId, CheckInId, CheckInKind, Outcome, ResidentId},
    error::Error,
    residents::{Details, Person},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// The latest check-ins of a resident the reader has found, newest first.
pub fn timeline(
    conn: &mut Conn,
    person: &Person,
    limit: i64,
) -> Result<Vec<(CheckIn, Option<Author>)>, Error> {
    let rows = checkins::table.left_join(accounts::table).filter(checkins::resident_id.eq(person.id));
    let latest = rows.order((checkins::held_on.desc(), checkins::id.desc())).limit(limit);
    Ok(each_db!(conn, |c| latest.select((CheckIn::as_select(), Option::<Author>::as_select())).load(c))?)
}

/// How many check-ins a resident has.
pub fn count(conn: &mut Conn, person: &Person) -> Result<i64, Error> {
    let own = checkins::table.filter(checkins::resident_id.eq(person.id)).count();
    Ok(each_db!(conn, |c| own.get_result(c))?)
}

/// One check-in of a resident the reader has found.
pub fn find(conn: &mut Conn, person: &Person, id: CheckInId) -> Result<CheckIn, Error> {
    let row = checkins::table.find(id).filter(checkins::resident_id.eq(person.id));
    Ok(row.select(CheckIn::as_select()).first(conn)?)
}

/// The check-in which the record counts as last contact, with who noted it.
pub fn last_contact(
    conn: &mut Conn,
    person: &Person,
    details: &Details,
) -> Result<Option<(CheckIn, Option<Author>)>, Error> {
    let Some(id) = details.last_contact_id else { return Ok(None) };
    let row = checkins::table.left_join(accounts::table).filter(checkins::id.eq(id));
    let own = row.filter(checkins::resident_id.eq(person.id));
    Ok(own.select((CheckIn::as_select(), Option::<Author>::as_select())).first(conn).optional()?)
}

/// What was said at the last contact with words, if any.
pub fn last_words(conn: &mut Conn, person: &Person) -> Result<Option<CheckIn>, Error> {
    let said = checkins::table
        .filter(checkins::resident_id.eq(person.id))
        .filter(checkins::withdrawn_at.is_null())
        .filter(checkins::note.ne(""));
    Ok(said
        .order((checkins::held_on.desc(), checkins::id.desc()))
        .select(CheckIn::as_select())
        .first(conn)
        .optional()?)
}

/// Everything the fold reads of a resident: all check-ins that were not withdrawn.
pub fn events(conn: &mut Conn, resident: ResidentId) -> Result<Vec<Event>, Error> {
    type Read = (CheckInId, Day, Moment, CheckInKind, Outcome, Option<ChannelId>, bool);
    let all = checkins::table
        .filter(checkins::resident_id.eq(resident))
        .filter(checkins::withdrawn_at.is_null())
        .order((checkins::held_on, checkins::id))
        .select((
            checkins::id,
            checkins::held_on,
            checkins::written_at,
            checkins::kind,
            checkins::outcome,
            checkins::channel_id,
            checkins::is_confirmed,
        ));
    let rows: Vec<Read> = each_db!(conn, |c| all.load(c))?;
    let event = |(id, held_on, written_at, kind, outcome, channel, is_confirmed): Read| Event {
        id,
        held_on: held_on.into(),
        written_at: written_at.into(),
        kind,
        outcome,
        channel,
        confirmed: channel.filter(|_| is_confirmed),
    };
    Ok(rows.into_iter().map(event).collect())
}

/// What goes when a check-in is withdrawn: the numbers, the destination and that the person was informed, if entered
/// with it, unless touched since.
#[derive(Debug, Clone, Default)]
pub struct Along {
    pub channels: Vec<ChannelId>,
    pub destination: Option<crate::domain::DestinationId>,
    /// The destination this check-in ended and that would be open again.
    pub reopened: Option<crate::domain::DestinationId>,
    /// Whether the person was told of the register then and at no other time.
    pub informed: bool,
}

/// What would go along with a check-in.
pub fn along(conn: &mut Conn, person: &Person, id: CheckInId) -> Result<Along, Error> {
    let entered: Vec<ChannelId> = channels::table
        .filter(channels::resident_id.eq(person.id))
        .filter(channels::checkin_id.eq(id))
        .filter(channels::ended_on.is_null())
        .order(channels::id)
        .select(channels::id)
        .load(conn)?;
    let others = checkins::table.filter(checkins::channel_id.eq_any(&entered)).filter(checkins::id.ne(id));
    let used: Vec<Option<ChannelId>> = others.select(checkins::channel_id).distinct().load(conn)?;
    let channels = entered.into_iter().filter(|channel| !used.contains(&Some(*channel))).collect();
    let added = destinations::table
        .filter(destinations::resident_id.eq(person.id))
        .filter(destinations::checkin_id.eq(id))
        .filter(destinations::until_on.is_null())
        .select(destinations::id)
        .first(conn)
        .optional()?;
    let ended = destinations::table
        .filter(destinations::resident_id.eq(person.id))
        .filter(destinations::ended_by.eq(id))
        .select(destinations::id)
        .first(conn)
        .optional()?;
    let open = destinations::table
        .filter(destinations::resident_id.eq(person.id))
        .filter(destinations::until_on.is_null())
        .select(destinations::id)
        .first(conn)
        .optional()?;
    // The one it ended opens again only where nothing else has opened since.
    let reopened = ended.filter(|_| open.is_none() || open == added);
    Ok(Along { channels, destination: added, reopened, informed: did_inform(conn, person, id)? })
}

/// Whether the day a person was informed came with this check-in, as the trail tells, and still stands.
fn did_inform(conn: &mut Conn, person: &Person, id: CheckInId) -> Result<bool, Error> {
    let entry = find(conn, person, id)?;
    let told: Option<NaiveDate> =
        residents::table.find(person.id).select(residents::informed_on).first(conn)?;
    if told != Some(entry.held_on) {
        return Ok(false);
    }
    let noted = audit::table
        .filter(audit::subject_id.eq(person.id.0))
        .filter(audit::kind.eq(AuditKind::CheckedIn))
        .filter(audit::at.eq(entry.written_at))
        .filter(audit::account_id.eq(entry.account_id.map(|account| account.0)));
    let fields: Vec<String> = noted.select(audit::fields).load(conn)?;
    Ok(fields.iter().flat_map(|names| names.split(' ')).any(|name| name == "informed_on"))
}

/// What an account logged since a moment: how many attempts, and with how many it was contact.
pub fn tally(conn: &mut Conn, account: AccountId, since: NaiveDateTime) -> Result<(usize, usize), Error> {
    let outcomes: Vec<Outcome> = checkins::table
        .filter(checkins::account_id.eq(account))
        .filter(checkins::id.ge(CheckInId(id_at(since))))
        .filter(checkins::withdrawn_at.is_null())
        .select(checkins::outcome)
        .load(conn)?;
    Ok((outcomes.len(), outcomes.iter().filter(|outcome| outcome.is_contact()).count()))
}
