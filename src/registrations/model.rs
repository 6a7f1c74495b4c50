//! A registration as it is sent and kept.

use super::consents::Purpose;
use crate::{
    db::schema::registrations,
    domain::{
        AccountId, CheckInId, IdKind, IdNumber, PersonName, PhoneNumber, RegistrationId, ResidentId, Scope,
        Sex, TownshipCode, VillageCode, words,
    },
    i18n::Lang,
    links::Opening,
    seal::{Place, Sealed},
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

words! {
    /// What became of a registration (PRODUCT §4.5).
    RegistrationState {
        Waiting = "waiting",
        /// It became a new record.
        Accepted = "accepted",
        /// It was joined to a record that was there.
        Joined = "joined",
        TurnedDown = "turned_down",
    }
}

/// A registration to be sent: parsed, every part within its rules.
#[derive(Clone)]
pub struct NewRegistration {
    pub village: VillageCode,
    pub name: PersonName,
    pub phone: PhoneNumber,
    /// Where they are, as typed, and the code it was understood as; `home` where they are at home.
    pub place: String,
    pub place_code: Option<String>,
    pub work: String,
    pub hours: String,
    pub group_no: Option<i32>,
    /// The head of the household, by name; empty if not told.
    pub head_name: String,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub document: Option<(IdKind, IdNumber)>,
    pub wechat: Option<String>,
    /// A word to the village.
    pub note: String,
    pub lang: Lang,
    /// What they agreed to, each with the words they read.
    pub consents: Vec<(Purpose, String)>,
}

impl NewRegistration {
    /// What will open the personal link.
    pub fn opening(&self) -> Opening {
        Opening::of(self.document.as_ref().map(|(_, number)| number), self.birth_on)
    }
}

impl RegistrationState {
    /// Whether it went into a record.
    pub const fn is_taken_in(self) -> bool {
        matches!(self, RegistrationState::Accepted | RegistrationState::Joined)
    }
}

/// A registration as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = registrations)]
pub struct Registration {
    pub id: RegistrationId,
    /// The number to quote: year, month and eight digits, without spaces.
    pub reference: String,
    pub village_code: VillageCode,
    pub township_code: TownshipCode,
    pub name: String,
    pub name_key: String,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    pub id_kind: IdKind,
    pub id_number: Option<Sealed<IdNumber>>,
    pub phone: Sealed<PhoneNumber>,
    pub wechat: Option<Sealed<String>>,
    pub group_no: Option<i32>,
    pub head_name: String,
    pub place: String,
    pub place_code: Option<String>,
    pub work: String,
    pub hours: String,
    pub note: String,
    /// The language the form was read in: `zh` or `en`.
    pub language: String,
    pub sent_at: NaiveDateTime,
    /// The last day on which the village alone is asked; after it the township sees it too.
    pub decide_by: NaiveDate,
    pub passed_from: Option<VillageCode>,
    pub passed_at: Option<NaiveDateTime>,
    pub state: RegistrationState,
    pub resident_id: Option<ResidentId>,
    /// The check-in it became.
    pub checkin_id: Option<CheckInId>,
    /// Why it was turned down, as the sender reads it.
    pub reason: Option<String>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<AccountId>,
    pub before_image: Option<String>,
}

impl Registration {
    /// The territory of the village it was sent to or passed on to.
    pub fn scope(&self) -> Scope {
        Scope::Village(self.village_code)
    }

    /// The resident it was accepted as or joined to, while that stands.
    pub fn went_into(&self) -> Option<ResidentId> {
        self.resident_id.filter(|_| self.state.is_taken_in())
    }

    /// The number to quote, in groups of four: 2611 4821 0937.
    pub fn reference_in_groups(&self) -> String {
        let letters: Vec<char> = self.reference.chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join(" ")
    }
}

/// Where the telephone number of a registration is sealed.
pub fn registration_phone_place(id: RegistrationId) -> Place {
    Place { column: "registrations.phone", row: id.0 }
}

/// Where the ID number of a registration is sealed.
pub fn registration_id_number_place(id: RegistrationId) -> Place {
    Place { column: "registrations.id_number", row: id.0 }
}

/// Where the WeChat name of a registration is sealed.
pub fn registration_wechat_place(id: RegistrationId) -> Place {
    Place { column: "registrations.wechat", row: id.0 }
}
