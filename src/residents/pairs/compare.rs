//! Two records side by side, in words: what differs and what agrees (LOOK §3, Comparison).

use super::{
    super::{
        likeness::Features,
        model::{Channel, Details, Household, Row, id_number_place},
        row::{channel_value, whereabouts},
        text::RowWords,
    },
    row::village_and_group,
    text::PairWords,
};
use crate::{
    clock::county_time,
    domain::{ChannelId, IdNumber, PersonName, Sex},
    i18n::Lang,
    reference::relation,
    seal::Keys,
};
use chrono::NaiveDate;

/// One record of a pair, with all that is compared.
pub struct Side {
    pub row: Row,
    pub details: Details,
    pub household: Household,
    pub channels: Vec<Channel>,
    pub features: Features,
    /// The name of the village.
    pub village: String,
    /// Who answers for this resident now.
    pub owner: Option<String>,
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agree {
    Same,
    SoundsAlike,
    Partly,
    Different,
    OneSided,
}

impl Agree {
    /// The word for it.
    pub fn words(self, t: &PairWords) -> &'static str {
        match self {
            Agree::Same => t.agrees(),
            Agree::SoundsAlike => t.sounds_alike(),
            Agree::Partly => t.partly(),
            Agree::Different => t.differs(),
            Agree::OneSided => t.one_sided(),
        }
    }
}

/// One point of the comparison: its lines on either side, each with whether it is in both.
#[derive(Debug, Clone)]
pub struct Point {
    pub label: &'static str,
    pub first: Vec<(String, bool)>,
    pub second: Vec<(String, bool)>,
    pub agree: Agree,
}

/// What all points are told in.
pub struct Comparing<'a> {
    pub first: &'a Side,
    pub second: &'a Side,
    /// Channels whose value stands in both records.
    pub shared: &'a [ChannelId],
    pub keys: &'a Keys,
    pub lang: Lang,
    pub today: NaiveDate,
}

impl Comparing<'_> {
    /// Every point on which at least one record says something.
    pub fn points(&self) -> Vec<Point> {
        let t = PairWords(self.lang);
        let points = [
            self.sounding(t.name(), |side| &side.row.0.name),
            self.document(t.document()),
            self.plain(t.born(), |side| side.details.birth_on.map(|day| self.lang.long_day(day))),
            self.phones(t.phones()),
            self.plain(t.sex(), |side| self.sex(side).map(str::to_owned)),
            self.plain(t.village(), |side| Some(village_and_group(&side.village, &side.row.1, self.lang))),
            self.sounding(t.head(), |side| &side.household.head_name),
            self.plain(t.relation(), |side| self.relation(side)),
            self.plain(t.place(), |side| Some(side.row.2.as_ref()?.place.clone())),
            self.plain(t.work(), |side| self.work(side)),
        ];
        points.into_iter().flatten().collect()
    }

    /// A point of one line on either side.
    fn plain(&self, label: &'static str, value: impl Fn(&Side) -> Option<String>) -> Option<Point> {
        let lines = |side| value(side).filter(|line| !line.is_empty()).map(|line| (line, false));
        point(label, lines(self.first).into_iter().collect(), lines(self.second).into_iter().collect())
    }

    /// A name: other characters may sound alike.
    fn sounding(&self, label: &'static str, value: impl Fn(&Side) -> &str) -> Option<Point> {
        let sound = |side| PersonName::parse(value(side)).ok().map(|name| name.reading());
        let (first, second) = (sound(self.first), sound(self.second));
        let mut found = self.plain(label, |side| Some(value(side).to_owned()))?;
        if found.agree == Agree::Different && first.is_some() && first == second {
            found.agree = Agree::SoundsAlike;
        }
        Some(found)
    }

    /// The document shows its mask, but the whole number is compared.
    fn document(&self, label: &'static str) -> Option<Point> {
        let shown = |side: &Side| {
            let place = id_number_place(side.row.0.id);
            side.details.id_number.as_ref()?.masked(self.keys, place, IdNumber::masked)
        };
        let mut found = self.plain(label, shown)?;
        if found.agree == Agree::Same && self.first.features.id_number != self.second.features.id_number {
            found.agree = Agree::Different;
        }
        Some(found)
    }

    /// The numbers in use, those that stand in both records marked.
    fn phones(&self, label: &'static str) -> Option<Point> {
        let (t, row) = (PairWords(self.lang), RowWords(self.lang));
        let line = |channel: &Channel| {
            let is_shared = self.shared.contains(&channel.id);
            let whose =
                [&channel.relation, &channel.holder].into_iter().map(String::as_str).collect::<String>();
            let state = self.lang.channel_state(channel.state);
            let parts = [whose.as_str(), state, if is_shared { t.in_both() } else { "" }];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let value = channel_value(channel, self.keys, self.lang).unwrap_or_default();
            (format!("{value} {}", parts.join(row.join())), is_shared)
        };
        let lines = |side: &Side| -> Vec<(String, bool)> {
            side.channels.iter().filter(|channel| channel.ended_on.is_none()).map(line).collect()
        };
        let mut found = point(label, lines(self.first), lines(self.second))?;
        let in_both = found.first.iter().chain(&found.second).filter(|(_, is_shared)| *is_shared).count();
        found.agree = match (found.agree, in_both) {
            (Agree::OneSided, _) => Agree::OneSided,
            (_, 0) => Agree::Different,
            (_, n) if n == found.first.len() + found.second.len() => Agree::Same,
            _ => Agree::Partly,
        };
        Some(found)
    }

    fn sex(&self, side: &Side) -> Option<&'static str> {
        let t = PairWords(self.lang);
        match side.details.sex {
            Sex::Male => Some(t.male()),
            Sex::Female => Some(t.female()),
            Sex::Unknown => None,
        }
    }

    fn relation(&self, side: &Side) -> Option<String> {
        let (zh, en) = relation(&side.row.0.relation)?;
        Some(if self.lang == Lang::Zh { zh.to_owned() } else { en.to_lowercase() })
    }

    fn work(&self, side: &Side) -> Option<String> {
        let away = side.row.2.clone()?;
        Some(whereabouts(
            &super::super::model::Whereabouts { place: String::new(), ..away },
            RowWords(self.lang),
        ))
    }

    /// Since when a record is kept, and by whom.
    pub fn noted(&self, side: &Side) -> String {
        let (t, at) = (PairWords(self.lang), county_time(side.details.created_at).date());
        let owner = side.owner.as_deref().map_or_else(|| t.unowned().to_owned(), |owner| t.owned_by(owner));
        t.noted_on(self.lang.day(at, self.today), owner)
    }

    /// When there was contact last, and what came of it.
    pub fn last(&self, side: &Side) -> String {
        let (t, person) = (PairWords(self.lang), &side.row.0);
        match person.last_contact_on.zip(person.last_contact_outcome) {
            Some((day, outcome)) => t.last_on(self.lang.day(day, self.today), self.lang.outcome(outcome)),
            None => t.never().to_owned(),
        }
    }
}

/// A point, unless neither record says anything.
fn point(label: &'static str, first: Vec<(String, bool)>, second: Vec<(String, bool)>) -> Option<Point> {
    let agree = match (first.is_empty(), second.is_empty()) {
        (true, true) => return None,
        (true, false) | (false, true) => Agree::OneSided,
        (false, false) if first == second => Agree::Same,
        (false, false) => Agree::Different,
    };
    Some(Point { label, first, second, agree })
}
