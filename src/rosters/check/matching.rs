//! Who on file is the person of a row: by ID, else by name with telephone or birth date in the village (issue 4). A pure
//! rule; namesakes are never joined.

use crate::{
    domain::{IdKind, IdNumber, PersonName, ResidentId, Sex, VillageCode},
    residents::{Evidence, Features, OnFile, Sought, State},
    rosters::facts::Facts,
    seal::Keys,
};
use chrono::NaiveDate;

/// Who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Nobody on file; perhaps a namesake in the village is the same person.
    Nobody(Option<ResidentId>),
    One(ResidentId),
    Several(ResidentId, ResidentId),
    Closed(ResidentId),
    /// A record nobody may find.
    Withheld,
}

/// What a row says of who somebody is.
#[derive(Debug)]
pub struct Wanted {
    pub village: VillageCode,
    pub name: PersonName,
    pub has_id: bool,
    pub sex: Sex,
    pub birth_on: Option<NaiveDate>,
}

impl Wanted {
    /// What of a row tells who it is; none without a name or a village.
    pub fn of(facts: &Facts) -> Option<Wanted> {
        Some(Wanted {
            village: VillageCode::parse(facts.village.as_deref()?).ok()?,
            name: PersonName::parse(facts.name.as_deref()?).ok()?,
            has_id: facts.id_number.is_some(),
            sex: facts.sex(),
            birth_on: day(facts.birth.as_deref()),
        })
    }
}

/// A day that is known to the day.
pub fn day(text: Option<&str>) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text?, "%Y-%m-%d").ok()
}

/// What is asked for to find the person of a row.
pub fn sought(keys: &Keys, facts: &Facts, wanted: &Wanted) -> Sought {
    let id_number = facts.id_number.as_deref().and_then(|id| IdNumber::parse(IdKind::ResidentId, id).ok());
    let features = Features {
        village: wanted.village,
        name: wanted.name.clone(),
        birth_on: wanted.birth_on,
        id_number,
        phones: facts.phones.iter().filter_map(|phone| phone.number()).collect(),
        head_name: None,
    };
    Sought {
        village: wanted.village,
        name: wanted.name.as_str().to_owned(),
        name_key: wanted.name.sort_key(),
        terms: features.terms(keys),
    }
}

/// Decides who of those on file somebody is.
pub fn decide(wanted: &Wanted, on_file: &[OnFile]) -> Match {
    let by_id: Vec<&OnFile> =
        on_file.iter().filter(|one| one.evidence.contains(&Evidence::IdNumber)).collect();
    if !by_id.is_empty() {
        return of_several(&by_id);
    }
    let are_alike = |one: &&OnFile| {
        one.village == wanted.village && one.name == wanted.name.as_str() && !contradicts(wanted, one)
    };
    let namesakes: Vec<&OnFile> = on_file.iter().filter(are_alike).collect();
    let is_told = |one: &&OnFile| {
        one.evidence.contains(&Evidence::Phone) || one.evidence.contains(&Evidence::NameAndBirth)
    };
    let known: Vec<&OnFile> = namesakes.iter().copied().filter(is_told).collect();
    if !known.is_empty() {
        return of_several(&known);
    }
    Match::Nobody(namesakes.iter().find(|one| one.state == State::Open).map(|one| one.id))
}

/// Whether something says that they are two people: another document, birth date or sex.
fn contradicts(wanted: &Wanted, one: &OnFile) -> bool {
    let other_birth = wanted.birth_on.zip(one.birth_on).is_some_and(|(own, theirs)| own != theirs);
    let is_known = wanted.sex != Sex::Unknown && one.sex != Sex::Unknown;
    wanted.has_id && one.has_document || other_birth || is_known && wanted.sex != one.sex
}

/// The one among those that fit. Open records count before closed ones: somebody may have come back.
fn of_several(fitting: &[&OnFile]) -> Match {
    if fitting.iter().any(|one| one.state == State::Locked) {
        return Match::Withheld;
    }
    let open: Vec<ResidentId> =
        fitting.iter().filter(|one| one.state == State::Open).map(|one| one.id).collect();
    match (open.as_slice(), fitting) {
        ([one], _) => Match::One(*one),
        ([one, other, ..], _) => Match::Several(*one, *other),
        ([], [one, ..]) => Match::Closed(one.id),
        ([], []) => Match::Nobody(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "500155001001";

    fn wanted(has_id: bool) -> Wanted {
        Wanted {
            village: VillageCode::parse(HERE).unwrap(),
            name: PersonName::parse("周小燕").unwrap(),
            has_id,
            sex: Sex::Female,
            birth_on: NaiveDate::from_ymd_opt(1992, 3, 4),
        }
    }

    fn file(id: i64, evidence: &[Evidence]) -> OnFile {
        OnFile {
            id: ResidentId(id),
            village: VillageCode::parse(HERE).unwrap(),
            state: State::Open,
            name: "周小燕".into(),
            sex: Sex::Female,
            birth_on: NaiveDate::from_ymd_opt(1992, 3, 4),
            has_document: false,
            evidence: evidence.to_vec(),
        }
    }

    #[test]
    fn an_id_decides_whatever_else_is_written() {
        let other = OnFile { name: "周燕".into(), birth_on: None, ..file(1, &[Evidence::IdNumber]) };
        let namesake = file(2, &[Evidence::Phone, Evidence::NameAndBirth]);
        assert_eq!(decide(&wanted(true), &[other, namesake]), Match::One(ResidentId(1)));
    }

    #[test]
    fn without_one_the_name_decides_with_a_telephone_or_a_birth_date_in_the_village() {
        for evidence in [Evidence::Phone, Evidence::NameAndBirth] {
            assert_eq!(decide(&wanted(false), &[file(1, &[evidence])]), Match::One(ResidentId(1)));
        }
        assert_eq!(decide(&wanted(false), &[file(1, &[])]), Match::Nobody(Some(ResidentId(1))));
        let elsewhere =
            OnFile { village: VillageCode::parse("500155001002").unwrap(), ..file(1, &[Evidence::Phone]) };
        let by_ear = OnFile { name: "周晓燕".into(), ..file(2, &[Evidence::NameAndBirth]) };
        assert_eq!(decide(&wanted(false), &[elsewhere, by_ear]), Match::Nobody(None));
    }

    #[test]
    fn namesakes_are_told_apart_by_document_birth_date_and_sex() {
        let phone = || file(1, &[Evidence::Phone]);
        let born = OnFile { birth_on: NaiveDate::from_ymd_opt(1993, 3, 4), ..phone() };
        let man = OnFile { sex: Sex::Male, ..phone() };
        assert_eq!(decide(&wanted(false), &[born]), Match::Nobody(None));
        assert_eq!(decide(&wanted(false), &[man]), Match::Nobody(None));
        let documented = OnFile { has_document: true, ..phone() };
        assert_eq!(decide(&wanted(true), std::slice::from_ref(&documented)), Match::Nobody(None));
        assert_eq!(decide(&wanted(false), &[documented]), Match::One(ResidentId(1)));
    }

    #[test]
    fn two_who_fit_closed_and_locked_records_are_told_apart() {
        let (one, other) = (file(1, &[Evidence::IdNumber]), file(2, &[Evidence::IdNumber]));
        let several = Match::Several(ResidentId(1), ResidentId(2));
        assert_eq!(decide(&wanted(true), &[one.clone(), other.clone()]), several);
        let closed = OnFile { state: State::Closed, ..other.clone() };
        assert_eq!(decide(&wanted(true), &[one.clone(), closed.clone()]), Match::One(ResidentId(1)));
        assert_eq!(decide(&wanted(true), &[closed]), Match::Closed(ResidentId(2)));
        assert_eq!(decide(&wanted(true), &[one, OnFile { state: State::Locked, ..other }]), Match::Withheld);
    }
}
