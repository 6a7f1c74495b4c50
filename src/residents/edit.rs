//! Changing what the register says of a person. Callers fold the record afresh and record themselves in the trail.

use super::{
    likeness::Features,
    match_keys,
    model::{Details, Person, id_number_place},
    terms::{id_terms, name_terms},
};
use crate::{
    db::{
        Conn, Tx, dialect,
        schema::{residents, search_terms},
    },
    domain::{IdKind, IdNumber, LegalBasis, PersonName, ResidentId, Sex},
    error::Error,
    seal::{Keys, Permit, Sealed},
};
use chrono::NaiveDate;
use diesel::prelude::*;

/// What the edit form says of a person, beside document and household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub name: PersonName,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
    /// By code (GB/T 4658).
    pub education: Option<String>,
    /// To the head of the household, by code (GB/T 4761); empty: not known.
    pub relation: String,
    pub hours: String,
    pub note: String,
    /// The cadre's mark with its reason.
    pub priority: Option<String>,
    pub is_settled: bool,
    pub legal_basis: LegalBasis,
    pub informed_on: Option<NaiveDate>,
}

/// What becomes of the ID document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// The one on file stays.
    Kept,
    /// There is none.
    None,
    New(IdKind, IdNumber),
}

impl Facts {
    /// What stands in the register.
    pub fn of(person: &Person, details: &Details) -> Result<Facts, Error> {
        let name = PersonName::parse(&person.name).map_err(|_| Error::internal("a name that is none"))?;
        Ok(Facts {
            name,
            sex: details.sex,
            birth_on: details.birth_on,
            education: details.education.clone(),
            relation: person.relation.clone(),
            hours: person.hours.clone(),
            note: details.note.clone(),
            priority: details.priority_reason.clone(),
            is_settled: details.is_settled,
            legal_basis: details.legal_basis,
            informed_on: details.informed_on,
        })
    }

    /// The names of what differs.
    fn differing(&self, other: &Facts) -> Vec<&'static str> {
        let parts = [
            ("name", self.name == other.name),
            ("sex", self.sex == other.sex),
            ("birth_on", self.birth_on == other.birth_on),
            ("education", self.education == other.education),
            ("relation", self.relation == other.relation),
            ("hours", self.hours == other.hours),
            ("note", self.note == other.note),
            ("priority", self.priority == other.priority),
            ("settled", self.is_settled == other.is_settled),
            ("legal_basis", self.legal_basis == other.legal_basis),
            ("informed_on", self.informed_on == other.informed_on),
        ];
        parts.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
    }
}

/// Changes a person found and locked; the names of what changed, which raises the version.
pub fn change_person(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (person, details): (&Person, &Details),
    new: &Facts,
    document: &Document,
) -> Result<Vec<&'static str>, Error> {
    let old = Facts::of(person, details)?;
    let mut changed = new.differing(&old);
    if change_document(tx, keys, (person, details), document)? {
        changed.push("id_number");
    }
    if changed.is_empty() {
        return Ok(changed);
    }
    if new.name != old.name {
        replace_terms(tx, person, &name_terms(&old.name), &name_terms(&new.name))?;
    }
    let priority_on = new.priority.as_ref().map(|_| details.priority_on.unwrap_or(tx.today));
    diesel::update(residents::table.find(person.id))
        .set((
            residents::name.eq(new.name.as_str()),
            residents::name_key.eq(new.name.sort_key()),
            residents::sex.eq(new.sex),
            residents::birth_on.eq(new.birth_on),
            residents::education.eq(&new.education),
            residents::relation.eq(&new.relation),
            residents::hours.eq(&new.hours),
            residents::note.eq(&new.note),
            residents::priority_reason.eq(&new.priority),
            residents::priority_on.eq(priority_on),
            residents::is_settled.eq(new.is_settled),
            residents::legal_basis.eq(new.legal_basis),
            residents::informed_on.eq(new.informed_on),
            residents::version.eq(residents::version + 1),
        ))
        .execute(tx.conn)?;
    Ok(changed)
}

/// Replaces or takes away the document; whether anything changed.
fn change_document(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (person, details): (&Person, &Details),
    document: &Document,
) -> Result<bool, Error> {
    let (kind, number) = match document {
        Document::Kept => return Ok(false),
        Document::None => (IdKind::None, None),
        Document::New(kind, number) => (*kind, Some(number)),
    };
    let old = number_of(keys, person.id, details.id_number.as_ref());
    if kind == details.id_kind && number == old.as_ref() {
        return Ok(false);
    }
    let terms = |number: Option<&IdNumber>| number.map(|number| id_terms(keys, number)).unwrap_or_default();
    replace_terms(tx, person, &terms(old.as_ref()), &terms(number))?;
    let sealed =
        number.map(|number| Sealed::<IdNumber>::seal(keys, id_number_place(person.id), number.as_str()));
    diesel::update(residents::table.find(person.id))
        .set((residents::id_kind.eq(kind), residents::id_number.eq(sealed)))
        .execute(tx.conn)?;
    Ok(true)
}

fn number_of(keys: &Keys, id: ResidentId, sealed: Option<&Sealed<IdNumber>>) -> Option<IdNumber> {
    sealed?.open(keys, id_number_place(id), Permit::checked())
}

/// The birth date and the sex an ID on file carries: both stand beside it in the record, so they tell nothing new.
pub fn said_by_id(keys: &Keys, id: ResidentId, details: &Details) -> (Option<NaiveDate>, Sex) {
    number_of(keys, id, details.id_number.as_ref())
        .map_or((None, Sex::Unknown), |number| (number.birth_on(), number.sex()))
}

/// What of a person found would agree with others, were they changed like this.
pub fn features_with(
    conn: &mut Conn,
    keys: &Keys,
    person: &Person,
    (facts, document): (&Facts, &Document),
    head_name: &str,
) -> Result<Features, Error> {
    let now = match_keys::features(conn, keys, person)?;
    Ok(Features {
        name: facts.name.clone(),
        birth_on: facts.birth_on,
        id_number: match document {
            Document::Kept => now.id_number,
            Document::None => None,
            Document::New(_, number) => Some(number.clone()),
        },
        head_name: Some(head_name.to_owned()),
        ..now
    })
}

/// Takes back search terms that no longer hold and adds those that hold now.
fn replace_terms(tx: &mut Tx<'_>, person: &Person, old: &[String], new: &[String]) -> Result<(), Error> {
    let (village, township) = (person.village_code, person.village_code.township());
    for term in old.iter().filter(|term| !new.contains(term)) {
        let row = search_terms::table.find((township, term, village, person.id.0));
        diesel::delete(row).execute(tx.conn)?;
    }
    if new.is_empty() {
        return Ok(());
    }
    Ok(dialect::add_terms(tx.conn, village, person.id, new)?)
}
