//! The form as it is shown: what is asked, and what is said before it is sent.

use super::{
    form::RegisterForm,
    text::{ConsentWords, RegisterWords},
};
use crate::{
    domain::{CountyCode, IdKind, Sex},
    error::Error,
    i18n::Lang,
    settings::County,
    territories::Offices,
    web::{Frame, Help, PlaceField, Said, stamp},
};
use askama::Template;

/// The page of the form.
#[derive(Template)]
#[template(path = "registrations/register.html")]
pub struct RegisterPage {
    pub frame: Frame,
    pub t: RegisterWords,
    pub consent: ConsentWords,
    pub form: RegisterForm,
    /// Names of township and village, where the village is known.
    pub home: Option<String>,
    /// All villages to choose from, where it is not.
    pub villages: Vec<(String, String)>,
    pub destination: PlaceField,
    pub sexes: [(&'static str, &'static str); 3],
    pub kinds: Vec<(&'static str, &'static str)>,
    pub send: String,
    pub who: String,
    pub purpose: String,
    /// The nearest office, and whom to ask about one's data.
    pub ring: [Help; 2],
    /// Seconds to wait, where too many are registering.
    pub wait: Option<u32>,
    pub said: Said,
}

/// What identifies the words somebody agrees to with this form: the wordings themselves, and what they refer to as said
/// above: who keeps it, what for, how long, whom to ask.
pub fn wording(lang: Lang, county: &County) -> String {
    let (t, consent) = (RegisterWords(lang), ConsentWords(lang));
    stamp(&[
        consent.contact(),
        consent.id_number(),
        consent.requests(),
        t.how_long_words(),
        purpose(lang, county),
        &county.office,
        &county.data_contact,
        &county.data_contact_phone,
    ])
}

/// What the county keeps it for, in its own words where it gave some.
fn purpose(lang: Lang, county: &County) -> &str {
    if county.purpose.is_empty() { RegisterWords(lang).purpose() } else { &county.purpose }
}

impl RegisterPage {
    /// The form of a village.
    pub fn at(lang: Lang, offices: &Offices, mut form: RegisterForm) -> Result<RegisterPage, Error> {
        let (t, village, township) = (RegisterWords(lang), &offices.village, &offices.township);
        form.village.clone_from(&village.code);
        let page = RegisterPage::of(lang, &offices.county, form)?;
        let [_, data_contact] = page.ring;
        Ok(RegisterPage {
            frame: offices.frame(lang, &format!("/register/{}", village.code)),
            home: Some(format!("{} {}", township.name, village.name)),
            send: t.send(&village.name),
            who: t.who_keeps(&offices.county.office, &township.name, &village.name),
            ring: [offices.nearest(), data_contact],
            ..page
        })
    }

    /// The form while the village is not known.
    pub fn of(lang: Lang, county: &County, mut form: RegisterForm) -> Result<RegisterPage, Error> {
        let t = RegisterWords(lang);
        form.wording = wording(lang, county);
        let sex = |sex: Sex| (sex.as_str(), lang.sex(sex));
        let kinds = IdKind::ALL.iter().filter(|kind| **kind != IdKind::None);
        let home = CountyCode::parse(&county.code).map_err(Error::internal)?;
        let destination = PlaceField::new(&form.destination, &form.destination_code, home, lang);
        let office = Help { office: county.office.clone(), phone: county.office_phone.clone() };
        let data_contact =
            Help { office: t.data_contact(&county.data_contact), phone: county.data_contact_phone.clone() };
        let frame = Frame::of_county(lang, county.name.clone(), county.is_sample, office.clone());
        Ok(RegisterPage {
            frame: Frame { path: "/register".to_owned(), ..frame },
            t,
            consent: ConsentWords(lang),
            form,
            home: None,
            villages: Vec::new(),
            destination,
            sexes: [("", t.unsaid()), sex(Sex::Male), sex(Sex::Female)],
            kinds: kinds.map(|kind| (kind.as_str(), lang.id_kind(*kind))).collect(),
            send: t.send_any().to_owned(),
            who: t.who_keeps(&county.office, t.your_township(), t.your_village()),
            purpose: purpose(lang, county).to_owned(),
            ring: [office, data_contact],
            wait: None,
            said: Said::default(),
        })
    }
}
