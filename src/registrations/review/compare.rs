//! A registration beside a record, in words: what differs stands out, what agrees recedes (LOOK §3, Comparison).

use super::{
    super::{
        brought::{Brought, brought, opened},
        model::{Registration, registration_wechat_place},
    },
    text::CompareWords,
};
use crate::{
    domain::{ChannelKind, IdNumber, PhoneNumber, Sex},
    i18n::Lang,
    residents::{
        self, Channel, Details, Evidence, Reading, Row, RowWords, channel_place, id_number_place,
        masked_handle,
    },
    seal::Keys,
};
use chrono::NaiveDate;

/// How two values of one thing stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Differs,
    /// The record has none: it is filled.
    OnlySent,
    /// It was not sent: the record's stays.
    OnlyKept,
    /// It goes with the choice of the place.
    WithPlace,
}

/// One line of the comparison.
pub struct Line {
    /// The name of the choice, where there is one.
    pub choice: Option<&'static str>,
    pub label: &'static str,
    pub sent: String,
    pub kept: String,
    pub verdict: Verdict,
}

impl Line {
    fn new(label: &'static str, sent: String, kept: String) -> Line {
        let verdict = match (sent.is_empty(), kept.is_empty()) {
            (false, false) if sent == kept => Verdict::Same,
            (false, false) => Verdict::Differs,
            (false, true) => Verdict::OnlySent,
            (true, _) => Verdict::OnlyKept,
        };
        Line { choice: None, label, sent, kept, verdict }
    }

    /// A line on which the reviewer may choose, where the values differ.
    fn chosen(self, name: &'static str) -> Line {
        Line { choice: (self.verdict == Verdict::Differs).then_some(name), ..self }
    }

    /// Where both sides show a mask: the same only if the open values are, whatever the masks look like.
    fn opened<T: PartialEq>(self, sent: Option<&T>, kept: Option<&T>) -> Line {
        let verdict = match self.verdict {
            Verdict::Same | Verdict::Differs if sent.is_some() && sent == kept => Verdict::Same,
            Verdict::Same | Verdict::Differs => Verdict::Differs,
            other => other,
        };
        Line { verdict, ..self }
    }

    fn same_if(self, is_same: bool) -> Line {
        if is_same { Line { verdict: Verdict::Same, choice: None, ..self } } else { self }
    }

    /// Work comes with its place: where that is chosen, the work is.
    fn with(self, place: &Line) -> Line {
        let goes_along =
            place.choice.is_some() && matches!(self.verdict, Verdict::Differs | Verdict::OnlySent);
        if goes_along { Line { verdict: Verdict::WithPlace, ..self } } else { self }
    }

    /// Whether there is something to see: what agrees, and what was not sent, recedes.
    pub fn stands_out(&self) -> bool {
        !matches!(self.verdict, Verdict::Same | Verdict::OnlyKept)
    }

    /// What stands in the column of the verdict.
    pub fn said(&self, t: CompareWords) -> &'static str {
        match self.verdict {
            Verdict::Same => t.same(),
            Verdict::Differs => t.differs(),
            Verdict::OnlySent => t.only_sent(),
            Verdict::OnlyKept => t.only_kept(),
            Verdict::WithPlace => t.with_place(),
        }
    }
}

/// What a registration and a record each say; lines on which neither says anything are left out.
pub fn compare(
    sent: &Registration,
    row: &Row,
    (details, channels): (&Details, &[Channel]),
    evidence: &[Evidence],
    reading: &Reading<'_>,
) -> Vec<Line> {
    let (person, home, away, offered) = row;
    let (t, lang, keys) = (CompareWords(reading.lang), reading.lang, reading.keys);
    let Brought { phone, document, wechat: handle } = brought(keys, sent);
    let is_known = handle.is_some_and(|handle| has_wechat(channels, &handle, keys));
    let handle = wechat_sent(sent, keys);
    let known = if is_known { handle.clone() } else { String::new() };
    let wechat = Line::new(t.wechat(), handle, known);
    let called = offered.as_ref().and_then(|offered| opened(&offered.value, keys, channel_place(offered.id)));
    let number = document.map(|(_, number)| number);
    let kept_number = details.id_number.as_ref();
    let kept_number = kept_number.and_then(|sealed| opened(sealed, keys, id_number_place(person.id)));
    let place = away.as_ref().map(|away| away.place.clone()).unwrap_or_default();
    let work = away.as_ref().map(|away| away.occupation.clone()).unwrap_or_default();
    let own = t.household(&sent.head_name, group(sent.group_no, lang));
    let theirs = t.household(&home.head_name, group(home.group_no, lang));
    let house = if sent.head_name.is_empty() && sent.group_no.is_none() { String::new() } else { own };
    let born = |day: Option<NaiveDate>| day.map(|day| lang.long_day(day)).unwrap_or_default();
    let where_now = Line::new(t.place(), sent.place.clone(), place).chosen("place");
    let work = Line::new(t.work(), sent.work.clone(), work).with(&where_now);
    let lines = [
        Line::new(t.name(), sent.name.clone(), person.name.clone()),
        Line::new(t.house(), house, theirs).same_if(evidence.contains(&Evidence::NameAndHousehold)),
        Line::new(t.sex(), sex(sent.sex, t), sex(details.sex, t)),
        Line::new(t.born(), born(sent.birth_on), born(details.birth_on)),
        Line::new(t.phone(), mask(phone.as_ref()), mask(called.as_ref()))
            .opened(phone.as_ref(), called.as_ref())
            .chosen("phone"),
        wechat,
        where_now,
        work,
        Line::new(t.id_number(), id_sent(sent, keys), id_kept(details, person.id, keys))
            .opened(number.as_ref(), kept_number.as_ref()),
        Line::new(t.hours(), sent.hours.clone(), person.hours.clone()).chosen("hours"),
    ];
    lines.into_iter().filter(|line| !line.sent.is_empty() || !line.kept.is_empty()).collect()
}

fn mask(number: Option<&PhoneNumber>) -> String {
    number.map(PhoneNumber::masked).unwrap_or_default()
}

fn group(number: Option<i32>, lang: Lang) -> String {
    number.map(|number| RowWords(lang).group(number)).unwrap_or_default()
}

/// A person's sex in words; empty where nobody said.
pub fn sex(sex: Sex, t: CompareWords) -> String {
    match sex {
        Sex::Male => t.male().to_owned(),
        Sex::Female => t.female().to_owned(),
        Sex::Unknown => String::new(),
    }
}

/// The ID number somebody sent, masked; empty where they sent none.
pub fn id_sent(sent: &Registration, keys: &Keys) -> String {
    let place = super::super::model::registration_id_number_place(sent.id);
    let sealed = sent.id_number.as_ref();
    sealed.and_then(|sealed| sealed.masked(keys, place, IdNumber::masked)).unwrap_or_default()
}

/// The WeChat name somebody sent, masked; empty where they sent none. It is added to those on file.
pub fn wechat_sent(sent: &Registration, keys: &Keys) -> String {
    let sealed = sent.wechat.as_ref();
    let masked = |name: &String| masked_handle(name);
    sealed
        .and_then(|sealed| sealed.masked(keys, registration_wechat_place(sent.id), masked))
        .unwrap_or_default()
}

fn has_wechat(channels: &[Channel], handle: &str, keys: &Keys) -> bool {
    let names =
        channels.iter().filter(|channel| channel.kind == ChannelKind::Wechat && channel.ended_on.is_none());
    names
        .filter_map(|channel| opened(&channel.value, keys, channel_place(channel.id)))
        .any(|known| known == handle)
}

fn id_kept(details: &Details, id: crate::domain::ResidentId, keys: &Keys) -> String {
    let sealed = details.id_number.as_ref();
    sealed.and_then(|sealed| sealed.masked(keys, id_number_place(id), IdNumber::masked)).unwrap_or_default()
}

/// A record named as likely: enough to tell namesakes apart.
pub fn second_identifier(row: &Row, lang: Lang) -> String {
    residents::kin(&row.0, &row.1, lang)
}
