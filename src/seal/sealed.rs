//! `Sealed<T>`: a value nobody can print. It shows its mask; it opens only with a `Permit`.

use super::Keys;
use std::{fmt, marker::PhantomData, str::FromStr};

/// Where a value lives: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// `table.column`
    pub column: &'static str,
    pub row: i64,
}

impl Place {
    fn text(self) -> String {
        format!("{}:{}", self.column, self.row)
    }
}

/// Leave to open a sealed value. Given out by `residents::dial` and `audit::reveal` alone (`tests/it/tidy.rs`).
#[derive(Debug, Clone, Copy)]
pub struct Permit(());

impl Permit {
    /// Taken by the doors that check a right or record a reason before they open.
    pub(crate) const fn checked() -> Permit {
        Permit(())
    }
}

/// A sealed value of type `T`: no `Display`, no `Serialize`, nothing to see in `Debug`.
#[derive(Clone, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Binary)]
pub struct Sealed<T> {
    bytes: Vec<u8>,
    value: PhantomData<T>,
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

impl<T> Sealed<T> {
    /// The sealed value of a row.
    pub fn from_bytes(bytes: Vec<u8>) -> Sealed<T> {
        Sealed { bytes, value: PhantomData }
    }

    /// The sealed bytes as a row keeps them.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The same sealed value, to be read as another type: what a channel holds depends on its kind.
    pub fn cast<U>(self) -> Sealed<U> {
        Sealed { bytes: self.bytes, value: PhantomData }
    }
}

impl<T: FromStr> Sealed<T> {
    /// Seals the text of `value` for one place.
    pub fn seal(keys: &Keys, place: Place, value: &str) -> Sealed<T> {
        Sealed { bytes: keys.seal(&place.text(), value.as_bytes()), value: PhantomData }
    }

    /// The value; `None` if it was sealed for another place or by an unknown key.
    pub fn open(&self, keys: &Keys, place: Place, _: Permit) -> Option<T> {
        self.read(keys, place)
    }

    /// What everybody may see of it, as `mask` says.
    pub fn masked(&self, keys: &Keys, place: Place, mask: impl FnOnce(&T) -> String) -> Option<String> {
        self.read(keys, place).as_ref().map(mask)
    }

    /// Whether it opens here at all: what `kith check` asks of every value.
    pub fn is_sound(&self, keys: &Keys, place: Place) -> bool {
        self.read(keys, place).is_some()
    }

    fn read(&self, keys: &Keys, place: Place) -> Option<T> {
        let bytes = keys.open_bytes(&place.text(), &self.bytes)?;
        std::str::from_utf8(&bytes).ok()?.parse().ok()
    }
}

impl<T: fmt::Debug, DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Binary, DB>
    for Sealed<T>
where
    Vec<u8>: diesel::serialize::ToSql<diesel::sql_types::Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.bytes.to_sql(out)
    }
}

impl<T, DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Binary, DB>
    for Sealed<T>
where
    Vec<u8>: diesel::deserialize::FromSql<diesel::sql_types::Binary, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        Vec::<u8>::from_sql(value).map(|bytes| Sealed { bytes, value: PhantomData })
    }
}
