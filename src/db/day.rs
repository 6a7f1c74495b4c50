//! Reading days. SQLite keeps them as text; the general parser takes a twentieth of a worklist's time for them.

use super::Conn;
use chrono::NaiveDate;
use diesel::{
    Connection,
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow, Queryable},
    pg::{Pg, PgValue},
    sql_types::{Date, Nullable},
    sqlite::{Sqlite, SqliteValue},
};

/// A day as it is read: `#[diesel(deserialize_as = Day)]`.
#[derive(Debug, Clone, Copy, FromSqlRow)]
pub struct Day(NaiveDate);

/// A day that may be missing: `#[diesel(deserialize_as = MaybeDay)]`.
#[derive(Debug, Clone, Copy)]
pub struct MaybeDay(Option<NaiveDate>);

impl FromSql<Date, Sqlite> for Day {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        match plain(value.read_text()) {
            Some(day) => Ok(Day(day)),
            None => <NaiveDate as FromSql<Date, Sqlite>>::from_sql(value).map(Day),
        }
    }
}

impl FromSql<Date, Pg> for Day {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <NaiveDate as FromSql<Date, Pg>>::from_sql(value).map(Day)
    }
}

/// What either database answers through the common connection.
type Common = <Conn as Connection>::Backend;

impl FromSql<Date, Common> for Day {
    fn from_sql(value: <Common as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <NaiveDate as FromSql<Date, Common>>::from_sql(value).map(Day)
    }
}

/// A day as Kith writes it: 2026-11-25.
fn plain(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&bytes[5..7])?, number(&bytes[8..])?)
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> NaiveDate {
        day.0
    }
}

impl From<MaybeDay> for Option<NaiveDate> {
    fn from(day: MaybeDay) -> Option<NaiveDate> {
        day.0
    }
}

impl<DB: Backend> Queryable<Nullable<Date>, DB> for MaybeDay
where
    Option<Day>: deserialize::FromStaticSqlRow<Nullable<Date>, DB>,
{
    type Row = Option<Day>;

    fn build(row: Option<Day>) -> deserialize::Result<Self> {
        Ok(MaybeDay(row.map(|day| day.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use chrono::NaiveDate;

    #[test]
    fn a_day_is_read_as_the_general_parser_reads_it() {
        let texts =
            ["2026-11-25", "2024-02-29", "2025-02-29", "2026-1-5", "2026/11/25", "20261125", "２０２６"];
        for text in texts {
            let general = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            assert_eq!(plain(text), general.filter(|_| text.len() == 10), "{text}");
        }
    }
}
