//! Reading days and moments. SQLite keeps them as text; the general parser takes a twentieth of a worklist's time for
//! them.

use super::Conn;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::{
    Connection,
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow, Queryable},
    pg::{Pg, PgValue},
    sql_types::{Date, Nullable, Timestamp},
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

/// A moment as it is read, in UTC: `#[diesel(deserialize_as = Moment)]`.
#[derive(Debug, Clone, Copy, FromSqlRow)]
pub struct Moment(NaiveDateTime);

impl FromSql<Timestamp, Sqlite> for Moment {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        match plain_moment(value.read_text()) {
            Some(moment) => Ok(Moment(moment)),
            None => <NaiveDateTime as FromSql<Timestamp, Sqlite>>::from_sql(value).map(Moment),
        }
    }
}

impl FromSql<Timestamp, Pg> for Moment {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <NaiveDateTime as FromSql<Timestamp, Pg>>::from_sql(value).map(Moment)
    }
}

impl FromSql<Timestamp, Common> for Moment {
    fn from_sql(value: <Common as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <NaiveDateTime as FromSql<Timestamp, Common>>::from_sql(value).map(Moment)
    }
}

impl From<Moment> for NaiveDateTime {
    fn from(moment: Moment) -> NaiveDateTime {
        moment.0
    }
}

/// Figures and nothing else, as a number.
fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

/// A moment as Kith writes it: 2026-11-25 08:30:00.125, of a fraction at most six figures.
fn plain_moment(text: &str) -> Option<NaiveDateTime> {
    let day = plain(text.get(..10)?)?;
    let (time, fraction) = text.as_bytes().get(10..)?.split_at_checked(9)?;
    if time[0] != b' ' || time[3] != b':' || time[6] != b':' {
        return None;
    }
    let micros = match fraction {
        [] => 0,
        [b'.', figures @ ..] if (1..=6).contains(&figures.len()) => {
            number(figures)? * 10_u32.pow(6 - u32::try_from(figures.len()).ok()?)
        }
        _ => return None,
    };
    let (hour, minute, second) = (number(&time[1..3])?, number(&time[4..6])?, number(&time[7..9])?);
    Some(day.and_time(NaiveTime::from_hms_micro_opt(hour, minute, second, micros)?))
}

/// A day as Kith writes it: 2026-11-25.
fn plain(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
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
    use super::{plain, plain_moment};
    use chrono::{NaiveDate, NaiveDateTime};

    #[test]
    fn a_moment_is_read_as_the_general_parser_reads_it_or_left_to_it() {
        let texts = [
            "2026-11-25 08:30:00",
            "2026-11-25 08:30:59.125",
            "2026-11-25 23:59:59.999999",
            "2026-11-25 08:30:00.5",
            "2026-02-30 08:30:00",
            "2026-11-25 24:00:00",
            "2026-11-25 08:61:00",
        ];
        for text in texts {
            let general = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok();
            assert_eq!(plain_moment(text), general, "{text}");
        }
        let others = [
            "",
            "2026-11-25",
            "2026-11-25 08:30",
            "2026-11-25 08:30:00.",
            "2026-11-25 08:30:00.1234567",
            "2026-11-25T08:30:00",
            "2026-11-25 08:30:0é",
        ];
        for text in others {
            assert_eq!(plain_moment(text), None, "{text}");
        }
    }

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
