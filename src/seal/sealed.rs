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

impl Sealed<Vec<u8>> {
    /// Seals bytes that are no text for one place.
    pub fn seal_bytes(keys: &Keys, place: Place, value: &[u8]) -> Sealed<Vec<u8>> {
        Sealed { bytes: keys.seal(&place.text(), value), value: PhantomData }
    }

    /// The bytes; `None` if they were sealed for another place or by an unknown key.
    pub fn open_bytes(&self, keys: &Keys, place: Place, _: Permit) -> Option<Vec<u8>> {
        keys.open_bytes(&place.text(), &self.bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place = Place { column: "channels.value", row: 7 };

    fn keys(lines: &[&str]) -> Keys {
        Keys::parse(&lines.iter().map(|line| line.repeat(32)).collect::<Vec<_>>().join("\n")).unwrap()
    }

    fn sealed(keys: &Keys) -> Sealed<String> {
        Sealed::seal(keys, HERE, "15400004471")
    }

    #[test]
    fn a_value_opens_in_its_own_table_column_and_row_alone() {
        let keys = keys(&["07"]);
        let value = sealed(&keys);
        assert_eq!(value.open(&keys, HERE, Permit::checked()).as_deref(), Some("15400004471"));
        for elsewhere in [Place { row: 8, ..HERE }, Place { column: "accounts.phone", ..HERE }] {
            assert_eq!(value.open(&keys, elsewhere, Permit::checked()), None);
            assert!(!value.is_sound(&keys, elsewhere));
        }
    }

    #[test]
    fn a_value_that_was_touched_opens_nowhere() {
        let keys = keys(&["07"]);
        let bytes = sealed(&keys).into_bytes();
        for at in 0..bytes.len() {
            let mut touched = bytes.clone();
            touched[at] ^= 1;
            assert!(!Sealed::<String>::from_bytes(touched).is_sound(&keys, HERE), "byte {at}");
        }
        assert!(!Sealed::<String>::from_bytes(bytes[..bytes.len() - 1].to_vec()).is_sound(&keys, HERE));
        assert!(!Sealed::<String>::from_bytes(Vec::new()).is_sound(&keys, HERE));
    }

    #[test]
    fn the_same_value_is_never_sealed_alike_and_begins_with_the_byte_of_its_cipher() {
        let keys = keys(&["07"]);
        let (one, other) = (sealed(&keys).into_bytes(), sealed(&keys).into_bytes());
        assert!(one != other && one[0] == 1 && !one.windows(11).any(|some| some == b"15400004471"));
    }

    #[test]
    fn old_values_open_after_a_key_was_added_and_new_ones_take_the_new_key() {
        let (old, both, new) = (keys(&["07"]), keys(&["07", "08"]), keys(&["08"]));
        let before = sealed(&old);
        assert!(before.is_sound(&both, HERE) && !before.is_sound(&new, HERE));
        let after = sealed(&both);
        assert!(after.is_sound(&both, HERE) && !after.is_sound(&old, HERE));
        assert_eq!(old.blind("phone4", "4471"), both.blind("phone4", "4471"), "what search asks for stays");
    }

    #[test]
    fn blind_terms_of_another_kind_or_key_are_others() {
        let (one, other) = (keys(&["07"]), keys(&["08"]));
        assert_eq!(one.blind("phone4", "4471"), one.blind("phone4", "4471"));
        assert_ne!(one.blind("phone4", "4471"), one.blind("id4", "4471"));
        assert_ne!(one.blind("phone4", "4471"), other.blind("phone4", "4471"));
    }

    #[test]
    fn what_is_no_key_file_is_refused_with_its_line() {
        let bad = |text: &str| Keys::parse(text).err().map(|problem| problem.to_string()).unwrap_or_default();
        assert!(bad("").contains("no key") && bad("\n\n").contains("no key"));
        assert!(bad(&format!("{}\nzz", "07".repeat(32))).contains("line 2"));
    }
}
