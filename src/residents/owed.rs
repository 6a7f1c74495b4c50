//! A township's residents by the day contact is owed: put together from the lists of its villages, which an index keeps
//! in order. An index for townships too would have to be rewritten at every check-in.

use super::{
    model::Row,
    queries::{After, Filter, Lines, rows_of},
};
use crate::{
    db::{
        Conn, Day, each_db,
        schema::{divisions, residents},
    },
    domain::{ResidentId, Scope, VillageCode},
    error::Error,
};
use chrono::{Days, NaiveDate};
use diesel::prelude::*;

/// Which days of owed contact a list shows, and after whom it begins.
#[derive(Debug, Clone, Copy)]
pub struct Owed {
    /// The first day, and of this day the first person is the one after this id.
    pub from: (NaiveDate, ResidentId),
    /// The day with which the list ends, not shown any more.
    pub before: NaiveDate,
}

/// Later than any day contact can be owed.
const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

impl Owed {
    /// Those a filter by the day shows, after the end of the page before; of other filters nothing.
    pub fn of(filter: Filter, lines: Lines, after: Option<&After>) -> Option<Owed> {
        let tomorrow = lines.today + Days::new(1);
        let (first, before) = match filter {
            Filter::Overdue => (NaiveDate::default(), lines.overdue_before),
            Filter::Due => (lines.overdue_before, tomorrow),
            Filter::InOrder => (tomorrow, NEVER),
            Filter::All | Filter::Lost | Filter::NumberMissing | Filter::Closed => return None,
        };
        let from = match after {
            Some(After::Day(day, id)) if *day >= first => (*day, *id),
            _ => (first, ResidentId(0)),
        };
        Some(Owed { from, before })
    }

    /// Everybody to whom contact was owed before a day.
    pub fn before(day: NaiveDate) -> Owed {
        Owed { from: (NaiveDate::default(), ResidentId(0)), before: day }
    }
}

/// The first of a township, the longest owed first; of these at most `limit`.
pub fn owed_in(conn: &mut Conn, scope: Scope, owed: Owed, limit: i64) -> Result<Vec<Row>, Error> {
    let Scope::Township(township) = scope else { return Err(Error::Forbidden) };
    let villages = divisions::table.filter(divisions::parent_code.eq(township)).select(divisions::code);
    let villages: Vec<VillageCode> = each_db!(conn, |c| villages.load(c))?;
    let mut found = Vec::new();
    for village in villages {
        found.extend(owed_in_village(conn, village, owed, limit)?);
    }
    found.sort_unstable();
    let ids: Vec<ResidentId> =
        found.into_iter().take(usize::try_from(limit).unwrap_or(0)).map(|(_, id)| id).collect();
    rows_of(conn, scope, &ids)
}

fn owed_in_village(
    conn: &mut Conn,
    village: VillageCode,
    Owed { from: (day, id), before }: Owed,
    limit: i64,
) -> Result<Vec<(NaiveDate, ResidentId)>, Error> {
    let here = residents::table
        .filter(residents::village_code.eq(village))
        .filter(residents::due_on.ge(day))
        .filter(residents::due_on.lt(before))
        .filter(residents::due_on.gt(day).or(residents::id.gt(id)))
        .order((residents::due_on, residents::id))
        .limit(limit)
        .select((residents::due_on.assume_not_null(), residents::id));
    let found: Vec<(Day, ResidentId)> = each_db!(conn, |c| here.load(c))?;
    Ok(found.into_iter().map(|(day, id)| (day.into(), id)).collect())
}
