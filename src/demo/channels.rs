//! The channels of invented people, and what a year left of them.

use super::{
    dice::Dice,
    history::Year,
    house::{Mould, Rows, term_row},
    people,
};
use crate::{
    checkins::ChannelFact,
    db::bulk::ChannelRow,
    domain::{ChannelId, ChannelKind, PersonName, PhoneNumber, ResidentId},
    residents::{Source, channel_place, channel_terms},
    seal::{Place, Sealed},
};

impl Mould<'_> {
    /// One to four channels, now and then none; and one more that is known to somebody, should all others fail.
    pub(super) fn channels(
        &self,
        dice: &mut Dice,
        rows: &mut Rows,
        whose: (ResidentId, &'static str, &PersonName),
        number: Option<&PhoneNumber>,
    ) -> (Vec<ChannelFact>, Option<ChannelFact>) {
        let count = dice.weighted(&[(0, 0.02), (1, 0.28), (2, 0.38), (3, 0.22), (4, 0.10)]);
        let kinds = [ChannelKind::Mobile, ChannelKind::Relative, ChannelKind::Wechat, ChannelKind::Landline];
        let first_preferred = count > 1 && dice.percent(30.0);
        let mut known = Vec::new();
        for kind in kinds.into_iter().take(count) {
            let number = number.filter(|_| known.is_empty());
            known.push(self.channel(dice, rows, whose, kind, known.is_empty() && first_preferred, number));
        }
        let spare =
            dice.percent(80.0).then(|| self.channel(dice, rows, whose, ChannelKind::Mobile, false, None));
        (known, spare)
    }

    fn channel(
        &self,
        dice: &mut Dice,
        rows: &mut Rows,
        (id, village, head): (ResidentId, &'static str, &PersonName),
        kind: ChannelKind,
        is_preferred: bool,
        number: Option<&PhoneNumber>,
    ) -> ChannelFact {
        let added_on = dice.before(self.as_of, 366, 2200);
        let created_at = dice.moment(added_on);
        let channel = ChannelId(dice.id(created_at));
        let value = match kind {
            ChannelKind::Wechat => people::wechat(dice),
            ChannelKind::Landline => people::landline(dice),
            _ => number.map_or_else(|| people::mobile(dice), |number| number.canonical().to_owned()),
        };
        let is_relative = kind == ChannelKind::Relative;
        let own = matches!(kind, ChannelKind::Mobile | ChannelKind::Landline);
        rows.numbers
            .extend(own.then(|| PhoneNumber::parse(&value).ok()).flatten().map(|own| (channel.0, own)));
        let terms = channel_terms(self.keys, kind, &value);
        rows.terms.extend(terms.into_iter().map(|term| term_row(village, term, id)));
        rows.channels.push(ChannelRow {
            id: channel.0,
            resident_id: id.0,
            kind: kind.as_str(),
            value: self.seal(channel_place(channel), &value),
            holder: if is_relative { head.to_string() } else { String::new() },
            relation: if is_relative { dice.one_of(&["父亲", "大伯", "堂兄"]) } else { "" },
            is_preferred,
            source: Source::Staff.as_str(),
            source_on: added_on,
            ended_on: None,
            state: "untried",
            verified_on: None,
            last_success_on: None,
            last_tried_on: None,
            failed_days: 0,
            created_at,
        });
        ChannelFact { id: channel, kind, is_preferred, is_own: !is_relative, ended_on: None }
    }

    pub(super) fn seal(&self, place: Place, value: &str) -> Vec<u8> {
        Sealed::<String>::seal(self.keys, place, value).into_bytes()
    }
}

/// The states of the channels, as the year left them.
pub fn keep_states(rows: &mut Rows, first: usize, year: &Year) {
    for row in &mut rows.channels[first..] {
        let Some(state) = year.summary.channels.iter().find(|channel| channel.id.0 == row.id) else {
            continue;
        };
        row.state = state.state.as_str();
        row.verified_on = state.verified_on;
        row.last_success_on = state.last_success_on;
        row.last_tried_on = state.last_tried_on;
        row.failed_days = state.failed_days;
    }
}

/// Search terms of a telephone number: the whole, and its last four.
pub const SPARE_TERMS: usize = 2;

/// The spare number, added last, stays only if it was found; then it is known since that day.
pub fn settle_spare(rows: &mut Rows, terms: usize, year: &Year) {
    match (year.found_on, rows.channels.last_mut()) {
        (Some(day), Some(spare)) => spare.source_on = day,
        _ => {
            rows.channels.pop();
            rows.terms.truncate(terms);
        }
    }
}
