//! `words!`: a closed list of words that is stored as short text and written in forms as the same text.

/// Declares an enum whose values are stored and submitted as the given text; an unknown text in the
/// database is an error, in a form `None`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// Every value, in the order of PRODUCT.
            pub const ALL: &'static [$name] = &[$($name::$value),+];
            /// The text by which this word is stored and submitted.
            pub const fn as_str(self) -> &'static str { match self { $($name::$value => $text),+ } }
            /// The word behind a stored or submitted text.
            pub fn parse(text: &str) -> Option<$name> { match text { $($text => Some($name::$value),)+ _ => None } }
        }
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where str: diesel::serialize::ToSql<diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                $name::parse(&text).ok_or_else(|| concat!("unknown ", stringify!($name)).into())
            }
        }
    };
}
pub(crate) use words;
