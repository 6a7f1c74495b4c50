//! Reading the register. Every query takes the scope of whoever asks; what lies outside does not exist.

use super::{
    model::{Channel, Destination, Details, Home, Household, Person, Row, State},
    owed::{Owed, owed_in},
    standing::worklist_key,
};
use crate::{
    db::{
        Conn, dialect, each_db,
        schema::{channels, destinations, households, posts, residents},
    },
    domain::{PostId, ResidentId, Role, Rules, Scope, VillageCode},
    error::Error,
    links::Visitor,
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A resident with home, whereabouts and the number to dial: what all lists share.
macro_rules! rows {
    () => {
        residents::table.select((
            Person::as_select(),
            Home::as_select(),
            (
                residents::listed_place.assume_not_null(),
                residents::listed_employer.assume_not_null(),
                residents::listed_occupation.assume_not_null(),
            )
                .nullable(),
            (
                residents::offered_channel_id.assume_not_null(),
                residents::listed_channel_kind.assume_not_null(),
                residents::listed_channel_value.assume_not_null(),
                residents::listed_channel_holder.assume_not_null(),
                residents::listed_channel_relation.assume_not_null(),
            )
                .nullable(),
        ))
    };
}
pub(super) use rows;

/// Whose residents a list shows.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// Those one post answers for.
    Owner(PostId),
    /// All of a territory.
    Territory(Scope),
}

/// One resident, if in this scope and not locked.
pub fn find(conn: &mut Conn, scope: Scope, id: ResidentId) -> Result<Row, Error> {
    let row: Row = each_db!(conn, |c| rows!().filter(residents::id.eq(id)).first(c))?;
    if scope.covers(row.0.village_code) && row.0.state != State::Locked {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}

/// The resident whose own link was opened, whatever the state of the record; `NotFound` while the link leads to a
/// registration.
pub fn of_visitor(conn: &mut Conn, visitor: &Visitor) -> Result<Row, Error> {
    let id = visitor.resident().ok_or(Error::NotFound)?;
    Ok(rows!().filter(residents::id.eq(id)).first(conn)?)
}

/// One locked record of this scope, for the township's data contact alone (PRODUCT §4.3).
pub fn find_locked(conn: &mut Conn, scope: Scope, id: ResidentId) -> Result<Row, Error> {
    let row: Row = rows!().filter(residents::id.eq(id)).first(conn)?;
    let is_one = scope.covers(row.0.village_code) && row.0.state == State::Locked;
    if is_one { Ok(row) } else { Err(Error::NotFound) }
}

/// The locked records of a township with the day each was locked, the latest first; for its data contact alone.
pub fn locked_in(conn: &mut Conn, scope: Scope, limit: i64) -> Result<Vec<(Row, NaiveDate)>, Error> {
    let Scope::Township(code) = scope else { return Err(Error::Forbidden) };
    let locked = residents::table
        .filter(residents::township_code.eq(code))
        .filter(residents::locked_on.is_not_null())
        .order((residents::locked_on.desc(), residents::id))
        .limit(limit)
        .select((residents::id, residents::locked_on.assume_not_null()));
    let found: Vec<(ResidentId, NaiveDate)> = locked.load(conn)?;
    found.into_iter().map(|(id, day)| Ok((find_locked(conn, scope, id)?, day))).collect()
}

/// The rest of a record already found in the reader's scope.
pub fn details(conn: &mut Conn, found: &Person) -> Result<Details, Error> {
    Ok(each_db!(conn, |c| residents::table.find(found.id).select(Details::as_select()).first(c))?)
}

/// The rest of a record already found in the reader's scope, and its household.
pub fn details_at_home(conn: &mut Conn, found: &Person) -> Result<(Details, Household), Error> {
    let own = residents::table.find(found.id).inner_join(households::table);
    Ok(each_db!(conn, |c| own.select((Details::as_select(), Household::as_select())).first(c))?)
}

/// The household of a record already found in the reader's scope.
pub fn household(conn: &mut Conn, found: &Details) -> Result<Household, Error> {
    let own = households::table.find(found.household_id);
    Ok(each_db!(conn, |c| own.select(Household::as_select()).first(c))?)
}

/// All channels of a resident already found, oldest first.
pub fn channels_of(conn: &mut Conn, found: &Person) -> Result<Vec<Channel>, Error> {
    channels_by_id(conn, found.id)
}

fn channels_by_id(conn: &mut Conn, resident: ResidentId) -> Result<Vec<Channel>, Error> {
    let rows = channels::table.filter(channels::resident_id.eq(resident)).order(channels::id);
    Ok(each_db!(conn, |c| rows.select(Channel::as_select()).load(c))?)
}

/// All destinations of a resident already found, the latest first.
pub fn destinations_of(conn: &mut Conn, found: &Person) -> Result<Vec<Destination>, Error> {
    let rows =
        destinations::table.filter(destinations::resident_id.eq(found.id)).order(destinations::id.desc());
    Ok(each_db!(conn, |c| rows.select(Destination::as_select()).load(c))?)
}

/// Which residents a list shows, read from the stored dates and today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    #[default]
    All,
    Overdue,
    Due,
    Lost,
    InOrder,
    NumberMissing,
    Closed,
}

impl Filter {
    pub const ALL: [Filter; 7] = [
        Filter::All,
        Filter::Overdue,
        Filter::Due,
        Filter::Lost,
        Filter::InOrder,
        Filter::NumberMissing,
        Filter::Closed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Overdue => "overdue",
            Filter::Due => "due",
            Filter::Lost => "lost",
            Filter::InOrder => "in_order",
            Filter::NumberMissing => "number_missing",
            Filter::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Filter> {
        Filter::ALL.into_iter().find(|filter| filter.as_str() == text)
    }
}

/// The days between which a filter draws its lines.
#[derive(Debug, Clone, Copy)]
pub struct Lines {
    pub today: NaiveDate,
    /// Contact owed before this day is overdue.
    pub overdue_before: NaiveDate,
}

/// Where a page of a list begins: after this row.
#[derive(Debug, Clone)]
pub enum After {
    /// In a list by name: the person who ended the page before.
    Person(ResidentId),
    Day(NaiveDate, ResidentId),
}

impl After {
    /// The place of a row in the order of a filter.
    pub fn of(filter: Filter, row: &Person) -> Option<After> {
        match filter {
            Filter::All | Filter::NumberMissing | Filter::Closed => Some(After::Person(row.id)),
            Filter::Lost => row.lost_on.map(|day| After::Day(day, row.id)),
            Filter::Overdue | Filter::Due | Filter::InOrder => row.due_on.map(|day| After::Day(day, row.id)),
        }
    }
}

/// One page of residents: by name, or those owed contact by the day, the longest waiting first.
pub fn list(
    conn: &mut Conn,
    whose: Whose,
    filter: Filter,
    lines: Lines,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    if let (Whose::Territory(scope @ Scope::Township(_)), Some(owed)) =
        (whose, Owed::of(filter, lines, after.as_ref()))
    {
        return owed_in(conn, scope, owed, limit);
    }
    let mut query = rows!().limit(limit).into_boxed();
    query = match whose {
        Whose::Owner(post) => query.filter(residents::owner_id.eq(post)),
        Whose::Territory(Scope::Village(code)) => query.filter(residents::village_code.eq(code)),
        Whose::Territory(Scope::Township(code)) => query.filter(residents::township_code.eq(code)),
        Whose::Territory(Scope::County) => return Err(Error::Forbidden),
    };
    query = match filter {
        Filter::All => query.filter(residents::state.eq(State::Open)),
        Filter::Overdue => query.filter(residents::due_on.lt(lines.overdue_before)),
        Filter::Due => query.filter(residents::due_on.between(lines.overdue_before, lines.today)),
        Filter::Lost => query.filter(residents::lost_on.le(lines.today)),
        Filter::InOrder => query.filter(residents::due_on.gt(lines.today)),
        Filter::NumberMissing => {
            query.filter(residents::has_channel.eq(false)).filter(residents::state.eq(State::Open))
        }
        Filter::Closed => query.filter(residents::state.eq(State::Closed)),
    };
    query = match filter {
        Filter::All | Filter::NumberMissing | Filter::Closed => {
            query.order((residents::name_key, residents::id))
        }
        Filter::Overdue | Filter::Due | Filter::InOrder => query.order((residents::due_on, residents::id)),
        Filter::Lost => query.order((residents::lost_on, residents::id)),
    };
    query = match (after, filter) {
        (None, _) => query,
        (Some(After::Person(id)), _) => match name_key_of(conn, whose, filter, id)? {
            Some(key) => {
                let same = residents::name_key.eq(key.clone()).and(residents::id.gt(id));
                query.filter(residents::name_key.gt(key).or(same))
            }
            None => query,
        },
        (Some(After::Day(day, id)), Filter::Lost) => {
            let same = residents::lost_on.eq(day).and(residents::id.gt(id));
            query.filter(residents::lost_on.gt(day).or(same))
        }
        (Some(After::Day(day, id)), _) => {
            let same = residents::due_on.eq(day).and(residents::id.gt(id));
            query.filter(residents::due_on.gt(day).or(same))
        }
    };
    Ok(query.load(conn)?)
}

/// Where somebody stands in a list by name; of whoever is not on it nothing is told, and the list begins at the
/// beginning.
fn name_key_of(
    conn: &mut Conn,
    whose: Whose,
    filter: Filter,
    id: ResidentId,
) -> Result<Option<String>, Error> {
    let state = if filter == Filter::Closed { State::Closed } else { State::Open };
    let row = residents::table.find(id).filter(residents::state.eq(state));
    let row = row.select((residents::name_key, residents::owner_id, residents::village_code));
    let found: Option<(String, Option<PostId>, VillageCode)> = row.first(conn).optional()?;
    let is_listed = |owner: Option<PostId>, village| match whose {
        Whose::Owner(post) => owner == Some(post),
        Whose::Territory(scope) => scope.covers(village),
    };
    Ok(found.filter(|(_, owner, village)| is_listed(*owner, *village)).map(|(key, ..)| key))
}

/// How many residents a post answers for, closed ones not counted.
pub fn count_of_owner(conn: &mut Conn, post: PostId) -> Result<i64, Error> {
    let own = residents::table.filter(residents::owner_id.eq(post)).filter(residents::try_on.is_not_null());
    Ok(each_db!(conn, |c| own.count().get_result(c))?)
}

/// How many residents belong to any of these posts, closed ones not counted.
pub fn owned_by(conn: &mut Conn, posts: &[PostId]) -> Result<i64, Error> {
    posts.iter().map(|post| count_of_owner(conn, *post)).sum()
}

/// Those a cadre's post should try by a day, and those it backs up for whom nobody answers: they
/// have no owner, or one whose post nobody holds then.
pub fn to_try(conn: &mut Conn, post: PostId, scope: Scope, today: NaiveDate) -> Result<Vec<Row>, Error> {
    let mut rows: Vec<Row> = each_db!(conn, |c| rows!()
        .filter(residents::owner_id.eq(post))
        .filter(residents::try_on.le(today))
        .load(c))?;
    rows.extend(each_db!(conn, |c| rows!()
        .filter(residents::backup_id.eq(post))
        .filter(residents::owner_id.is_null())
        .filter(residents::try_on.le(today))
        .load::<Row>(c))?);
    for owner in vacant_in(conn, scope, today)? {
        rows.extend(each_db!(conn, |c| rows!()
            .filter(residents::owner_id.eq(owner))
            .filter(residents::try_on.le(today))
            .filter(residents::backup_id.eq(post))
            .load::<Row>(c))?);
    }
    Ok(rows)
}

/// Posts that may answer for people of a scope and that nobody holds on a day: of a village nearly always none.
fn vacant_in(conn: &mut Conn, scope: Scope, today: NaiveDate) -> Result<Vec<PostId>, Error> {
    let is_vacant = posts::account_id.is_null().or(posts::from_on.gt(today)).or(posts::until_on.lt(today));
    let vacant = posts::table.filter(is_vacant).select(posts::id);
    match scope {
        Scope::Village(village) => {
            let township = posts::township_code.eq(village.township()).and(posts::role.eq(Role::Township));
            let serving = vacant.filter(posts::village_code.eq(village).or(township));
            Ok(each_db!(conn, |c| serving.load(c))?)
        }
        Scope::Township(code) => {
            Ok(each_db!(conn, |c| vacant.filter(posts::township_code.eq(code)).load(c))?)
        }
        Scope::County => Err(Error::Forbidden),
    }
}

/// Residents by their ids, in this order; who is not in this scope or locked is left out.
pub(super) fn rows_of(conn: &mut Conn, scope: Scope, ids: &[ResidentId]) -> Result<Vec<Row>, Error> {
    let mut rows: Vec<Row> = each_db!(conn, |c| rows!().filter(dialect::is_among(ids)).load(c))?;
    rows.retain(|row| scope.covers(row.0.village_code) && row.0.state != State::Locked);
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.0.id));
    Ok(rows)
}

/// A post's worklist as ids and names alone, in order (PRODUCT §4.2).
pub fn queue(
    conn: &mut Conn,
    post: PostId,
    scope: Scope,
    today: NaiveDate,
    rules: &Rules,
) -> Result<Vec<(ResidentId, String)>, Error> {
    let mut rows = to_try(conn, post, scope, today)?;
    rows.sort_by_cached_key(|row| worklist_key(&row.0, today, rules));
    Ok(rows.into_iter().map(|row| (row.0.id, row.0.name)).collect())
}

/// The next ones to try after today, for the page of a finished day.
pub fn coming(conn: &mut Conn, post: PostId, today: NaiveDate, limit: i64) -> Result<Vec<Row>, Error> {
    let later = rows!().filter(residents::owner_id.eq(post)).filter(residents::try_on.gt(today));
    Ok(later.order((residents::try_on, residents::id)).limit(limit).load(conn)?)
}
