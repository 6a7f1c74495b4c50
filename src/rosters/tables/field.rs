//! What a column may hold: the fields of the list of headers, of which a few are read.

use crate::reference::{forbidden_columns, header_synonyms};
use std::sync::LazyLock;

/// A field of the list of headers (`reference/data/header_synonyms.csv`), by its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field(&'static str);

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names: Vec<&str> = header_synonyms().map(|(field, _)| field).collect();
    names.extend(forbidden_columns().map(|column| column.field));
    names.sort_unstable();
    names.dedup();
    names
});

/// Names the fields that are read.
macro_rules! fields {
    ($($constant:ident = $name:literal),+ $(,)?) => {
        impl Field {
            $(pub const $constant: Field = Field($name);)+
            /// The fields from which something is taken in.
            pub const READ: &'static [Field] = &[$(Field::$constant),+];
        }
    };
}

fields! {
    ROW_NO = "row_no",
    NAME = "name",
    SEX = "sex",
    BIRTH = "birth_date",
    ID = "id_number",
    PHONE = "phone",
    PHONE_ALT = "phone_alt",
    LANDLINE = "phone_landline",
    WECHAT = "wechat",
    KIN_PHONE = "contact_phone",
    HOUSEHOLD_HEAD = "household_head",
    RELATION = "relation_to_head",
    COUNTY = "county",
    TOWNSHIP = "township",
    VILLAGE = "village",
    GROUP = "village_group",
    HUKOU_ADDRESS = "hukou_address",
    HOME_ADDRESS = "home_address",
    CURRENT_ADDRESS = "current_address",
    WORK_COUNTRY = "work_country",
    WORK_PROVINCE = "work_province",
    WORK_CITY = "work_city",
    WORK_COUNTY = "work_county",
    WORK_PLACE = "work_place",
    WORK_SCOPE = "work_scope",
    EMPLOYER = "employer",
    INDUSTRY = "industry",
    OCCUPATION = "occupation",
    DEPARTURE = "departure_date",
}

impl Field {
    /// The column that holds how long somebody worked, by name next to that since when.
    pub const WORK_MONTHS: Field = Field("work_months");
    pub const CADRE_NAME: Field = Field("cadre_name");
    pub const CADRE_PHONE: Field = Field("cadre_phone");
    pub const CONTACT_NAME: Field = Field("contact_name");
    pub const CONTACT_RELATION: Field = Field("contact_relation");
    pub const HEAD_ID: Field = Field("household_head_id");
    pub const HOUSEHOLD_NO: Field = Field("household_no");
    pub const GUARDIAN_NAME: Field = Field("guardian_name");
    pub const GUARDIAN_PHONE: Field = Field("guardian_phone");
    pub const EMPLOYER_PHONE: Field = Field("employer_phone");
    pub const RETURN: Field = Field("actual_return_date");
    pub const REMARK: Field = Field("remark");

    /// The field of this name, if the list of headers has it.
    pub fn named(name: &str) -> Option<Field> {
        NAMES.binary_search(&name).ok().and_then(|at| NAMES.get(at)).map(|name| Field(name))
    }

    /// Its name in the list of headers.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Whether something is taken in from it.
    pub fn is_read(self) -> bool {
        Field::READ.contains(&self)
    }

    /// Why it is never taken in, if so: in English, as the list of forbidden columns has it.
    pub fn forbidden(self) -> Option<&'static str> {
        forbidden_columns().find(|column| column.field == self.0).map(|column| column.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_named_here_is_in_the_list_of_headers() {
        let others = [
            Field::WORK_MONTHS,
            Field::CADRE_NAME,
            Field::CADRE_PHONE,
            Field::CONTACT_NAME,
            Field::CONTACT_RELATION,
            Field::HEAD_ID,
            Field::HOUSEHOLD_NO,
            Field::GUARDIAN_NAME,
            Field::GUARDIAN_PHONE,
            Field::EMPLOYER_PHONE,
            Field::RETURN,
            Field::REMARK,
        ];
        for field in Field::READ.iter().chain(&others) {
            assert_eq!(Field::named(field.name()), Some(*field));
        }
    }

    #[test]
    fn nothing_forbidden_is_read() {
        for column in forbidden_columns() {
            let field = Field::named(column.field).unwrap();
            assert!(!field.is_read() && field.forbidden().is_some(), "{}", column.field);
        }
        assert_eq!(Field::NAME.forbidden(), None);
    }
}
