//! The fields of a person and a household, and what is asked once more before they are kept.

use super::{
    choices::Choices,
    doubts::{Doubt, looked_at},
    edit::Home,
    keep_text::KeepWords,
    person_form::{HouseForm, PersonForm},
};
use crate::{
    db::Conn,
    domain::{HouseholdId, Scope},
    error::Error,
    i18n::Lang,
    residents::{
        self, Alike, AlikeView, AlikeWords, Features, Home as Kin, Household, NewHousehold, Person, Reading,
    },
    seal::Keys,
    web::Said,
};
use chrono::NaiveDate;

/// A household offered as the one that may be meant.
pub struct HouseFace {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub is_chosen: bool,
}

/// A household that may be meant, with the names of who lives in it.
pub type Offered = (Household, Vec<String>);

/// What is asked before a form is kept.
#[derive(Default)]
pub struct Asked {
    /// Each with the field it belongs to.
    pub doubts: Vec<(&'static str, String)>,
    pub houses: Vec<HouseFace>,
    pub alike: Vec<AlikeView>,
    /// What the form sends back when its doubts were looked at.
    pub stamp: String,
}

impl Asked {
    /// Whether there is anything to look at.
    pub fn is_empty(&self) -> bool {
        self.doubts.is_empty() && self.alike.is_empty()
    }

    /// What the button says that keeps the form as it is.
    pub fn save(&self, t: &KeepWords) -> String {
        match self.alike.as_slice() {
            [] => t.save_anyway().to_owned(),
            [one] => t.save_other(&one.name),
            _ => t.save_others().to_owned(),
        }
    }
}

/// What there is to ask about a form, before it is put into words.
#[derive(Default)]
pub struct Doubts {
    pub all: Vec<Doubt>,
    pub houses: Vec<Offered>,
    pub alike: Vec<Alike>,
}

impl Doubts {
    /// What the form sends back once all this was looked at; which household is meant is chosen, not looked at.
    pub fn stamp(&self) -> String {
        let others: Vec<Doubt> =
            self.all.iter().filter(|doubt| **doubt != Doubt::KnownHousehold).cloned().collect();
        let alike: Vec<String> = self.alike.iter().map(|alike| alike.row.0.id.to_string()).collect();
        looked_at(&others, &alike)
    }

    /// Whether the form may be kept: nothing to doubt, or all of it looked at.
    pub fn are_settled(&self, warned: &str) -> bool {
        let is_chosen = !self.all.contains(&Doubt::KnownHousehold);
        is_chosen && (self.all.is_empty() && self.alike.is_empty() || warned == self.stamp())
    }

    /// In words. `chosen` is the household chosen so far.
    pub fn told(&self, reading: &Reading<'_>, chosen: &str) -> Asked {
        let (lang, today) = (reading.lang, reading.today);
        Asked {
            doubts: self.all.iter().map(|doubt| words(doubt, lang, today)).collect(),
            houses: faces(&self.houses, chosen, lang),
            alike: self.alike.iter().map(|alike| AlikeView::new(alike, reading)).collect(),
            stamp: self.stamp(),
        }
    }
}

fn words(doubt: &Doubt, lang: Lang, today: NaiveDate) -> (&'static str, String) {
    let t = KeepWords(lang);
    match doubt {
        Doubt::Area => ("id_number", t.doubt_area().to_owned()),
        Doubt::Birth(day) => ("birth_on", t.doubt_birth(lang.day(*day, today))),
        Doubt::Sex(sex) => ("sex", t.doubt_sex(lang.sex(*sex))),
        Doubt::Head(head) => ("head_name", t.doubt_head(head)),
        Doubt::KnownHousehold => ("household", t.doubt_known().to_owned()),
        Doubt::NewHousehold => ("head_name", t.doubt_new().to_owned()),
    }
}

/// The value by which a form says that none of the households offered is meant.
const NONE_OF_THEM: &str = "new";

fn faces(houses: &[Offered], chosen: &str, lang: Lang) -> Vec<HouseFace> {
    let t = KeepWords(lang);
    let face = |(house, names): &Offered| HouseFace {
        value: house.id.to_string(),
        label: household_words(house, lang),
        hint: if names.is_empty() {
            t.house_empty().to_owned()
        } else {
            t.house_in(names.join(t.house_join()))
        },
        is_chosen: chosen == house.id.to_string(),
    };
    let mut faces: Vec<HouseFace> = houses.iter().map(face).collect();
    if !faces.is_empty() {
        let (value, label) = (NONE_OF_THEM.to_owned(), t.house_new().to_owned());
        faces.push(HouseFace { value, label, hint: String::new(), is_chosen: chosen == NONE_OF_THEM });
    }
    faces
}

/// A household in a line: head, group, number.
pub fn household_words(house: &Household, lang: Lang) -> String {
    let (t, r) = (KeepWords(lang), super::text::RecordWords(lang));
    let kin = Kin { group_no: house.group_no, head_name: house.head_name.clone() };
    let named = residents::group(&kin, lang)
        .map_or_else(|| r.household_short(&house.head_name), |group| r.household_of(&house.head_name, group));
    if house.number.is_empty() { named } else { [named, t.house_no(&house.number)].join(r.join()) }
}

/// The household a form means: the one chosen, a new one, or none yet where one like it is on file.
pub fn home(
    conn: &mut Conn,
    scope: Scope,
    typed: &NewHousehold,
    chosen: &str,
    doubts: &mut Doubts,
) -> Result<Home, Error> {
    for house in residents::households_like(conn, scope, typed)? {
        let names = residents::names_in(conn, &house)?.into_iter().map(|(_, name)| name).collect();
        doubts.houses.push((house, names));
    }
    let known = chosen.parse::<HouseholdId>().ok();
    let known = known.filter(|id| doubts.houses.iter().any(|(house, _)| house.id == *id));
    if known.is_none() && chosen != NONE_OF_THEM && !doubts.houses.is_empty() {
        doubts.all.push(Doubt::KnownHousehold);
    }
    Ok(known.map_or_else(|| Home::New(typed.clone()), Home::Known))
}

/// Open records that look like somebody found once they are `after`, and did not while they were `before`: what stood
/// before is no news.
pub fn newly_alike(
    conn: &mut Conn,
    keys: &Keys,
    scope: Scope,
    person: &Person,
    (before, after): (&Features, &Features),
) -> Result<Vec<Alike>, Error> {
    let known = residents::alike(conn, keys, scope, before, Some(person.id))?;
    let mut alike = residents::alike(conn, keys, scope, after, Some(person.id))?;
    alike.retain(|one| known.iter().all(|known| known.row.0.id != one.row.0.id));
    Ok(alike)
}

/// Everything the fields need to be shown.
pub struct Fields {
    pub person: PersonForm,
    pub house: HouseForm,
    pub choices: Choices,
    /// The document on file, masked.
    pub id_on_file: Option<String>,
    pub asked: Asked,
    pub alike_words: AlikeWords,
}

impl Fields {
    pub fn new(
        person: PersonForm,
        house: HouseForm,
        id_on_file: Option<String>,
        asked: Asked,
        lang: Lang,
    ) -> Fields {
        Fields {
            person,
            house,
            choices: Choices::new(lang),
            id_on_file,
            asked,
            alike_words: AlikeWords(lang),
        }
    }

    /// Whether anything is wrong in the fold of the household.
    pub fn is_house_wrong(&self, said: &Said) -> bool {
        ["number", "address", "adults_left", "elderly_left", "children_left"]
            .iter()
            .any(|field| said.of(field).is_some())
    }

    /// Whether anything is wrong in the fold of what is seldom filled in.
    pub fn is_more_wrong(&self, said: &Said) -> bool {
        ["education", "priority", "legal_basis", "informed_on", "note"]
            .iter()
            .any(|field| said.of(field).is_some())
    }

    /// The hint of the number: what is on file, or what may be typed.
    pub fn id_hint(&self, t: &KeepWords) -> String {
        self.id_on_file.clone().unwrap_or_else(|| t.id_hint().to_owned())
    }
}
