//! Forms that residents send, put into the county as the public page does.

use super::{TestApp, cast};
use chrono::NaiveDate;
use kith::{
    domain::{IdKind, IdNumber, PersonName, PhoneNumber, RegistrationId, Sex, VillageCode},
    i18n::Lang,
    registrations::{self, NewRegistration, Purpose},
};

/// Somebody's form, with what most stories need; the rest is left out.
pub struct Sender {
    pub name: &'static str,
    pub phone: &'static str,
    pub village: &'static str,
    pub place: &'static str,
    pub id_number: Option<&'static str>,
    pub birth_on: Option<NaiveDate>,
    pub head_name: &'static str,
}

/// Nobody on file is like him.
pub const STRANGER: Sender = Sender {
    name: "陶正明",
    phone: "15400008812",
    village: cast::VILLAGE,
    place: "广东省惠州市",
    id_number: None,
    birth_on: None,
    head_name: "",
};

/// The one most tests are about, with a new number from a new place.
pub const XIAOYAN: Sender = Sender {
    name: "周小燕",
    phone: "15400006304",
    village: cast::VILLAGE,
    place: "浙江省宁波市",
    id_number: Some(cast::ID_NUMBER),
    birth_on: None,
    head_name: "周德福",
};

/// Puts a form into the county as the public page does.
pub fn arrive(app: &TestApp, sender: &Sender) -> RegistrationId {
    let id = RegistrationId(app.state.db.next_id());
    let keys = app.state.keys.clone();
    let number = |text| IdNumber::parse(IdKind::ResidentId, text).expect("an ID number");
    let new = NewRegistration {
        village: VillageCode::parse(sender.village).expect("a village"),
        name: PersonName::parse(sender.name).expect("a name"),
        phone: PhoneNumber::parse(sender.phone).expect("a number"),
        place: sender.place.to_owned(),
        place_code: None,
        work: "分拣员".to_owned(),
        hours: "中午 12 点".to_owned(),
        group_no: None,
        head_name: sender.head_name.to_owned(),
        sex: Sex::Unknown,
        birth_on: sender.birth_on,
        document: sender.id_number.map(|text| (IdKind::ResidentId, number(text))),
        wechat: None,
        note: "换厂了".to_owned(),
        lang: Lang::Zh,
        consents: vec![(Purpose::Contact, "同意".to_owned())],
    };
    app.write(move |tx| registrations::send(tx, &keys, &new, id).map(drop));
    id
}
