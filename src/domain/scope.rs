//! Territory: the codes of divisions, and what a post may see.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql},
    serialize::{self, Output, ToSql},
    sql_types::Text,
};
use std::fmt;

/// The text is no code of this level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a division code")]
pub struct NotACode;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident: $digits:literal)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = Text)]
        pub struct $name([u8; $digits]);

        impl $name {
            /// Reads a code of this level: digits, nothing else.
            pub fn parse(text: &str) -> Result<$name, NotACode> {
                let digits: [u8; $digits] = text.as_bytes().try_into().map_err(|_| NotACode)?;
                if digits.iter().all(u8::is_ascii_digit) { Ok($name(digits)) } else { Err(NotACode) }
            }
            /// The digits of the code.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default() // only ASCII digits are ever inside
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
        impl<DB: Backend> ToSql<Text, DB> for $name where str: ToSql<Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result { self.as_str().to_sql(out) }
        }
        impl<DB: Backend> FromSql<Text, DB> for $name where String: FromSql<Text, DB> {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok($name::parse(&<String as FromSql<Text, DB>>::from_sql(value)?)?)
            }
        }
    )* };
}

codes! {
    /// A county's six digits.
    CountyCode: 6
    /// A township's nine digits.
    TownshipCode: 9
    /// A village's twelve digits.
    VillageCode: 12
}

impl VillageCode {
    /// The county a village lies in.
    pub fn county(&self) -> CountyCode {
        let mut digits = [b'0'; 6];
        digits.copy_from_slice(&self.0[..6]);
        CountyCode(digits)
    }

    /// The township a village lies in.
    pub fn township(&self) -> TownshipCode {
        let mut digits = [b'0'; 9];
        digits.copy_from_slice(&self.0[..9]);
        TownshipCode(digits)
    }
}

/// What a post may see of people: an equality, so that an index serves it (DESIGN §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Village(VillageCode),
    Township(TownshipCode),
    /// The whole county: figures and the recorded step, no lists (PRODUCT §2).
    County,
}

impl Scope {
    /// Whether a village lies in this territory.
    pub fn covers(&self, village: VillageCode) -> bool {
        match self {
            Scope::Village(own) => *own == village,
            Scope::Township(own) => *own == village.township(),
            Scope::County => true,
        }
    }

    /// The county a village or township lies in.
    pub fn county(&self) -> Option<CountyCode> {
        let township = match self {
            Scope::Village(own) => own.township(),
            Scope::Township(own) => *own,
            Scope::County => return None,
        };
        let mut digits = [b'0'; 6];
        digits.copy_from_slice(&township.0[..6]);
        Some(CountyCode(digits))
    }
}
