//! Ids: 64-bit numbers, one type per table, written in addresses as 13 characters of base 32.

use std::{fmt, str::FromStr};

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that an id can be read out.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// The text is not an id as addresses carry them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn write(id: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [b'0'; LENGTH];
    let mut rest = id.unsigned_abs();
    for place in text.iter_mut().rev() {
        *place = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    text.iter().try_for_each(|byte| fmt::Write::write_char(f, *byte as char))
}

fn read(text: &str) -> Result<i64, NotAnId> {
    if text.len() != LENGTH {
        return Err(NotAnId);
    }
    let value = text.bytes().try_fold(0u128, |value, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or(NotAnId)?;
        Ok((value << 5) | digit as u128)
    })?;
    i64::try_from(value).map_err(|_| NotAnId)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write(self.0, f) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { read(text).map($name) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                read(&text).map($name).map_err(serde::de::Error::custom)
            }
        }
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where DB: diesel::backend::Backend, i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.0.to_sql(out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where DB: diesel::backend::Backend, i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                i64::from_sql(value).map($name)
            }
        }
    )* };
}

ids! {
    /// A resident (居民).
    ResidentId
    /// A household (户).
    HouseholdId
    /// A channel (联系渠道).
    ChannelId
    /// A destination (去向).
    DestinationId
    /// A check-in (联系记录).
    CheckInId
    /// An account of a member of staff.
    AccountId
    /// A post: role and division, held by an account or vacant.
    PostId
    /// A row of the audit trail.
    AuditId
    /// A registration (自主登记).
    RegistrationId
    /// A personal link.
    LinkId
    /// A pair of records that may be of one person.
    PairId
    /// The move of an ended division's people to its successor.
    MoveId
    /// What the township decided of a closed record.
    RulingId
    /// A workbook on its way into the register.
    RosterId
    /// The columns an office gives out.
    LayoutId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_written_in_an_address_reads_back() {
        for id in [0, 1, 31, 32, i64::MAX] {
            assert_eq!(ResidentId(id).to_string().parse(), Ok(ResidentId(id)));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "1", "zzzzzzzzzzzzz", "000000000000i", "0000000000000000", "00000000000é"] {
            assert_eq!(text.parse::<ResidentId>(), Err(NotAnId), "{text}");
        }
    }
}
