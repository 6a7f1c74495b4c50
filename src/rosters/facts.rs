//! What a row says of somebody, as it is kept sealed while its file is on the way: the fields and writings of the reports.

use super::people::{Person, ReadPhone};
use crate::domain::{PhoneNumber, Sex};
use serde::{Deserialize, Serialize};

/// A telephone number and what stands beside it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ToldPhone(pub String, pub String);

/// The facts of one row. Everything in it is personal data.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// M or F.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// A year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<ToldPhone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kin_phones: Vec<ToldPhone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones_dead: Vec<ToldPhone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kin_phones_dead: Vec<ToldPhone>,
    /// A year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dest_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dest_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat: Option<String>,
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts")
    }
}

impl std::fmt::Debug for ToldPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ToldPhone")
    }
}

fn phones(all: &[ReadPhone]) -> Vec<ToldPhone> {
    all.iter().map(|phone| ToldPhone(phone.number.canonical().to_owned(), phone.note.clone())).collect()
}

impl From<&Person> for Facts {
    fn from(person: &Person) -> Facts {
        let sex = |sex: Sex| match sex {
            Sex::Male => Some("M".to_owned()),
            Sex::Female => Some("F".to_owned()),
            Sex::Unknown => None,
        };
        Facts {
            cell: person.cell.clone(),
            name: person.name.as_ref().map(|name| name.as_str().to_owned()),
            id_number: person.id_number.as_ref().map(|id| id.as_str().to_owned()),
            sex: person.sex.and_then(sex),
            birth: person.birth.map(|day| day.to_string()),
            village: person.village.clone(),
            group: person.group,
            phones: phones(&person.phones),
            kin_phones: phones(&person.kin_phones),
            phones_dead: phones(&person.phones_dead),
            kin_phones_dead: phones(&person.kin_phones_dead),
            left_on: person.left_on.map(|day| day.to_string()),
            dest_text: person.dest_text.clone(),
            dest_code: person.dest_code.map(str::to_owned),
            employer: person.employer.clone(),
            occupation: person.occupation.clone(),
            relation: person.relation.clone(),
            head: person.household_head.clone(),
            wechat: person.wechat.clone(),
        }
    }
}

impl Facts {
    /// The sex, if it is told.
    pub fn sex(&self) -> Sex {
        match self.sex.as_deref() {
            Some("M") => Sex::Male,
            Some("F") => Sex::Female,
            _ => Sex::Unknown,
        }
    }
}

impl ToldPhone {
    /// The number.
    pub fn number(&self) -> Option<PhoneNumber> {
        PhoneNumber::parse(&self.0).ok()
    }
}
