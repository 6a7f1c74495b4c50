//! What a row brings into a record: what is empty is filled, nothing is blanked, newer contact facts stand beside older
//! ones with their source (issue 4). Pure.

use super::matching::day;
use crate::{
    domain::{ChannelKind, IdKind, IdNumber, PersonName, PhoneNumber, Sex, TypedPlace},
    reference::relations,
    residents::{NewChannel, NewDestination, Snapshot, Source, Told},
    rosters::facts::{Facts, ToldPhone},
};
use chrono::{Datelike, NaiveDate};

/// Who answers a number of the family, where nobody says who.
const FAMILY: &str = "家属";

/// What a row brings.
#[derive(Debug, Clone)]
pub struct Changes {
    /// What is empty and told.
    pub told: Told,
    /// The names of those fields.
    pub fills: Vec<&'static str>,
    pub channels: Vec<NewChannel>,
    pub destination: Option<NewDestination>,
    /// Whether the record says another place, which stays.
    pub keeps_destination: bool,
}

impl Changes {
    /// Whether it brings nothing.
    pub fn is_empty(&self) -> bool {
        self.fills.is_empty() && self.channels.is_empty() && self.destination.is_none()
    }
}

/// The code of a relation as people write it.
pub fn relation_code(text: Option<&str>) -> &'static str {
    let text = text.unwrap_or("").trim();
    let same = |zh: &str| zh == text || zh.split(['、', '或', '/']).any(|one| one == text);
    match text {
        "" => "",
        "户主" | "本人" | "户主本人" => "02",
        "妻" | "配偶" | "老婆" | "媳妇" => "12",
        "夫" => "11",
        "子" | "长子" | "次子" | "三子" => "20",
        "女" | "长女" | "次女" | "三女" => "30",
        _ => relations().find(|(_, zh, _)| same(zh)).map_or("", |(code, ..)| code),
    }
}

/// The first day a rough one may be: nobody knows more of when somebody left.
fn first_day(text: Option<&str>) -> Option<NaiveDate> {
    let mut parts = text?.split('-').filter_map(|part| part.parse::<u32>().ok());
    let year = i32::try_from(parts.next()?).ok()?;
    NaiveDate::from_ymd_opt(year, parts.next().unwrap_or(1), parts.next().unwrap_or(1))
}

/// Whose number it is, by what stands beside it: empty for the person's own.
fn holder(phone: &ToldPhone, own_name: &str) -> String {
    let note = phone.1.trim();
    let is_relation =
        || !relation_code(Some(note)).is_empty() && !matches!(note, "本人" | "户主" | "户主本人");
    let is_somebody = || note != own_name && note.chars().count() <= 4 && PersonName::parse(note).is_ok();
    let says_who = [
        "父", "母", "兄", "弟", "姐", "妹", "妻", "夫", "儿", "女", "媳", "婿", "亲", "老", "侄", "孙", "嫂",
        "叔", "伯", "舅",
    ];
    let is_family = || is_somebody() && says_who.iter().any(|word| note.contains(word));
    if is_relation() || is_family() { note.to_owned() } else { String::new() }
}

fn channel(number: &PhoneNumber, holder: String, today: NaiveDate) -> NewChannel {
    NewChannel::phone(number, holder, Source::Roster, today, None)
}

/// The channels a row tells of: those in use, and those said to be dead.
pub fn newcomer_channels(facts: &Facts, today: NaiveDate) -> (Vec<NewChannel>, Vec<NewChannel>) {
    let own_name = facts.name.as_deref().unwrap_or("");
    let own = |phones: &[ToldPhone]| -> Vec<NewChannel> {
        let one = |phone: &ToldPhone| Some(channel(&phone.number()?, holder(phone, own_name), today));
        phones.iter().filter_map(one).collect()
    };
    let kin = |phones: &[ToldPhone]| -> Vec<NewChannel> {
        let named =
            |phone: &ToldPhone| if phone.1.trim().is_empty() { FAMILY.to_owned() } else { phone.1.clone() };
        let one = |phone: &ToldPhone| Some(channel(&phone.number()?, named(phone), today));
        phones.iter().filter_map(one).collect()
    };
    let mut live = own(&facts.phones);
    live.extend(facts.wechat.as_deref().filter(|name| !name.is_empty()).map(|name| NewChannel {
        kind: ChannelKind::Wechat,
        value: name.to_owned(),
        holder: String::new(),
        relation: String::new(),
        is_preferred: false,
        source: Source::Roster,
        source_on: today,
        checkin: None,
    }));
    live.extend(kin(&facts.kin_phones));
    let mut dead = own(&facts.phones_dead);
    dead.extend(kin(&facts.kin_phones_dead));
    (without_repeats(live), without_repeats(dead))
}

fn without_repeats(all: Vec<NewChannel>) -> Vec<NewChannel> {
    let mut kept: Vec<NewChannel> = Vec::new();
    for channel in all {
        if !kept.iter().any(|known| known.value == channel.value && is_phone(known) == is_phone(&channel)) {
            kept.push(channel);
        }
    }
    kept
}

fn is_phone(channel: &NewChannel) -> bool {
    channel.kind.is_phone()
}

/// Where a row says somebody is; `told` makes a place of its words.
pub fn destination(
    facts: &Facts,
    today: NaiveDate,
    told: impl FnOnce(&str) -> TypedPlace,
) -> Option<NewDestination> {
    let words: String = facts.dest_text.as_deref()?.chars().take(60).collect();
    let short = |text: Option<&String>| text.map(|text| text.chars().take(60).collect()).unwrap_or_default();
    let from_on = first_day(facts.left_on.as_deref()).filter(|day| *day <= today && day.year() > 1950);
    Some(NewDestination {
        place: told(&words),
        employer: short(facts.employer.as_ref()),
        industry: None,
        occupation: short(facts.occupation.as_ref()),
        from_on,
        source: Source::Roster,
        source_on: today,
        checkin: None,
    })
}

/// What the facts of a row tell of what may be empty.
pub fn told(facts: &Facts) -> Told {
    let number = facts.id_number.as_deref().and_then(|id| IdNumber::parse(IdKind::ResidentId, id).ok());
    Told {
        sex: facts.sex(),
        birth_on: day(facts.birth.as_deref()),
        document: number.map(|number| (IdKind::ResidentId, number)),
        hours: String::new(),
        prefers_hours: false,
        informed_on: None,
        relation: relation_code(facts.relation.as_deref()).to_owned(),
    }
}

/// What a row brings into a record.
pub fn changes(facts: &Facts, on_file: &Snapshot, today: NaiveDate) -> Changes {
    let told = told(facts);
    let fills = [
        (on_file.sex == Sex::Unknown && told.sex != Sex::Unknown, "sex"),
        (on_file.birth_on.is_none() && told.birth_on.is_some(), "birth_on"),
        (!on_file.has_document && told.document.is_some(), "id_number"),
        (on_file.relation.is_empty() && !told.relation.is_empty(), "relation"),
    ];
    let is_known = |new: &NewChannel| {
        let of_one_kind = |kind: ChannelKind| kind == new.kind || kind.is_phone() && new.kind.is_phone();
        on_file.channels.iter().any(|known| of_one_kind(known.kind) && known.value == new.value)
    };
    let (live, _) = newcomer_channels(facts, today);
    let county = on_file.village.county();
    let there = destination(facts, today, |words| TypedPlace::told(words, county));
    let (destination, keeps_destination) = moved(there, on_file);
    Changes {
        fills: fills.into_iter().filter(|(is_filled, _)| *is_filled).map(|(_, field)| field).collect(),
        told,
        channels: live.into_iter().filter(|new| !is_known(new)).collect(),
        destination,
        keeps_destination,
    }
}

/// A place that is newer than the one on file, and whether one that differs is left out because nobody knows.
fn moved(there: Option<NewDestination>, on_file: &Snapshot) -> (Option<NewDestination>, bool) {
    let Some(new) = there else { return (None, false) };
    let Some(known) = &on_file.destination else { return (Some(new), false) };
    let same_code = new.place.code().is_some() && new.place.code() == known.code.as_deref();
    if same_code || new.place.words() == known.place {
        return (None, false);
    }
    let is_later = new.from_on.is_some_and(|from| known.from_on.is_none_or(|since| from > since));
    if is_later { (Some(new), false) } else { (None, true) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{ResidentId, VillageCode},
        residents::{KnownChannel, State, Stay},
    };

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn on_file() -> Snapshot {
        Snapshot {
            id: ResidentId(1),
            village: VillageCode::parse("500155001001").unwrap(),
            state: State::Open,
            sex: Sex::Female,
            birth_on: None,
            has_document: false,
            relation: "30".into(),
            channels: vec![KnownChannel {
                kind: ChannelKind::Mobile,
                value: "15400004471".into(),
                is_ended: true,
            }],
            destination: Some(Stay {
                place: "广东省东莞市".into(),
                code: Some("441900".into()),
                from_on: NaiveDate::from_ymd_opt(2024, 1, 1),
                source: Source::Staff,
            }),
        }
    }

    fn row() -> Facts {
        Facts {
            name: Some("周小燕".into()),
            sex: Some("M".into()),
            birth: Some("1992-03-04".into()),
            relation: Some("妻子".into()),
            phones: vec![
                ToldPhone("15400004471".into(), String::new()),
                ToldPhone("15400005555".into(), "本人".into()),
            ],
            kin_phones: vec![ToldPhone("15400006666".into(), "妈妈".into())],
            dest_text: Some("福建省厦门市".into()),
            ..Facts::default()
        }
    }

    #[test]
    fn what_is_empty_is_filled_and_nothing_else() {
        let brought = changes(&row(), &on_file(), today());
        assert_eq!(brought.fills, ["birth_on"]);
        let numbers: Vec<(&str, &str)> =
            brought.channels.iter().map(|new| (new.value.as_str(), new.holder.as_str())).collect();
        assert_eq!(numbers, [("15400005555", ""), ("15400006666", "妈妈")], "an ended number stays ended");
    }

    #[test]
    fn a_place_is_taken_over_where_it_is_known_to_be_newer() {
        let at = |left_on: Option<&str>| Facts { left_on: left_on.map(str::to_owned), ..row() };
        let brought = |left_on| changes(&at(left_on), &on_file(), today());
        assert!(brought(None).destination.is_none() && brought(None).keeps_destination);
        assert!(brought(Some("2023-05")).destination.is_none());
        assert!(brought(Some("2025-05")).destination.is_some());
        let same = Facts { dest_text: Some("东莞".into()), ..at(Some("2025-05")) };
        assert!(changes(&same, &on_file(), today()).destination.is_none());
        assert!(!changes(&same, &on_file(), today()).keeps_destination);
        let home = Snapshot { destination: None, ..on_file() };
        assert!(changes(&at(None), &home, today()).destination.is_some());
    }

    #[test]
    fn a_number_is_its_holders() {
        let holder = |note: &str| holder(&ToldPhone("15400000001".into(), note.into()), "周小燕");
        for own in ["", "本人", "微信同号", "周小燕", "备用"] {
            assert_eq!(holder(own), "", "{own}");
        }
        for other in ["妻", "儿子", "父亲"] {
            assert_eq!(holder(other), other);
        }
    }

    #[test]
    fn relations_are_read_as_people_write_them() {
        for (text, code) in [("户主", "02"), ("妻子", "12"), ("长子", "20"), ("女儿", "30"), ("朋友的狗", "")]
        {
            assert_eq!(relation_code(Some(text)), code, "{text}");
        }
    }
}
