//! A year of check-ins, made by the rules: the plan says when, chance says what came of it.

use super::dice::Dice;
use crate::{
    checkins::{Call, ChannelFact, Closure, Event, fold},
    clock::days_after,
    domain::{CheckInId, CheckInKind, Outcome, Rules},
    residents::{Plan, PlanInput, Summary, plan},
};
use chrono::NaiveDate;

/// An event with what was said.
pub struct Told {
    pub event: Event,
    pub note: &'static str,
    /// Written by the backup instead of the owner.
    pub by_backup: bool,
}

/// What a year left behind.
pub struct Year {
    pub told: Vec<Told>,
    pub summary: Summary,
    pub plan: Plan,
    /// The day the person came home, if they did.
    pub home_on: Option<NaiveDate>,
    /// The day the spare number was found, if it was.
    pub found_on: Option<NaiveDate>,
}

const SAID: [&str; 16] = [
    "工地干到腊月二十，想坐火车回来过年。",
    "厂里效益不好，九月的工资还没发。",
    "都好，让家里放心。",
    "换了宿舍，离厂近些。",
    "孩子明年上小学，想问问转学的事。",
    "身体好，就是加班多。",
    "准备国庆回来一趟。",
    "社保在那边交起了。",
    "想明年回来开个小店，问有没有贷款。",
    "老板说年底结清工钱。",
    "老家房子漏雨，请村里帮忙看一眼。",
    "新办了电话卡，旧的还用着。",
    "跟老乡一起租房，住得还行。",
    "问医保怎么报销。",
    "忙，说两句就挂了。",
    "夫妻两个都在那边，过得安稳。",
];

const RESULTS: [(&str, Outcome); 7] = [
    ("reached", Outcome::Reached),
    ("no_answer", Outcome::NoAnswer),
    ("number_dead_or_suspended", Outcome::DeadNumber),
    ("wrong_person", Outcome::WrongPerson),
    ("refused", Outcome::RejectedCall),
    ("reached_via_relative", Outcome::ViaRelative),
    ("returned_home", Outcome::CameHome),
];

/// The shares of outcomes, with the rare ones that no survey counts.
pub fn outcome_shares(shares: &[(&'static str, f64)]) -> Vec<(Outcome, f64)> {
    let share = |name: &str| shares.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, share)| *share);
    let mut all: Vec<(Outcome, f64)> =
        RESULTS.iter().map(|(name, outcome)| (*outcome, share(name))).collect();
    all.extend([
        (Outcome::SelfReport, 0.04),
        (Outcome::Declined, 0.006),
        (Outcome::Deceased, 0.0006),
        (Outcome::HouseholdMoved, 0.0004),
    ]);
    all
}

/// What a year is lived with.
pub struct Start<'a> {
    pub channels: Vec<ChannelFact>,
    /// A number that is found when no other is left; most families know one.
    pub spare: Option<ChannelFact>,
    pub input: PlanInput,
    /// A call that came in the last days.
    pub call: Option<Call>,
    pub outcomes: &'a [(Outcome, f64)],
    pub as_of: NaiveDate,
}

/// Lives through a year.
pub fn year(dice: &mut Dice, mut start: Start<'_>, rules: &Rules) -> Year {
    let (mut events, mut told, mut home_on, mut found_on) = (Vec::new(), Vec::<Told>::new(), None, None);
    // A few are not called any more at some point: that is how people get late.
    let neglected_from = dice.percent(4.0).then(|| dice.before(start.as_of, 10, 90));
    loop {
        let summary = fold(&events, &start.channels, None, &Closure::default(), rules);
        let planned = plan(&summary, &start.input, rules);
        let day = days_after(planned.try_on, lateness(dice));
        let is_over =
            day > start.as_of || neglected_from.is_some_and(|from| day > from) || summary.closed.is_some();
        if is_over || told.len() >= 40 {
            let summary = fold(&events, &start.channels, start.call, &Closure::default(), rules);
            let plan = plan(&summary, &start.input, rules);
            return Year { told, summary, plan, home_on, found_on };
        }
        let entry = attempt(dice, &summary, &start, day);
        if entry.event.outcome == Outcome::CameHome {
            (start.input.is_at_home, home_on) = (true, Some(day));
        }
        if summary.offered.is_none()
            && entry.event.outcome.is_contact()
            && let Some(spare) = start.spare.take()
        {
            start.channels.push(spare);
            found_on = Some(day);
        }
        events.push(entry.event);
        told.push(entry);
    }
}

/// How many days after it was due somebody gets round to it.
fn lateness(dice: &mut Dice) -> i64 {
    let most = dice.weighted(&[(2, 0.55), (9, 0.35), (30, 0.10)]);
    dice.number(0..most + 1)
}

/// One attempt: a call where there is a number, else somebody goes to ask the family.
fn attempt(dice: &mut Dice, summary: &Summary, start: &Start<'_>, day: NaiveDate) -> Told {
    let by_backup = dice.percent(8.0);
    let (kind, outcome) = match summary.offered {
        None => {
            (CheckInKind::Visit, if dice.percent(55.0) { Outcome::ViaRelative } else { Outcome::NoAnswer })
        }
        Some(_) => (call_or_message(dice), dice.weighted(start.outcomes)),
    };
    let outcome =
        if outcome == Outcome::CameHome && start.input.is_at_home { Outcome::Reached } else { outcome };
    let kind = match outcome {
        Outcome::SelfReport => CheckInKind::Resident,
        _ if kind.outcomes().contains(&outcome) => kind,
        _ => CheckInKind::Call,
    };
    let channel = summary.offered.filter(|_| kind != CheckInKind::Visit && kind != CheckInKind::Resident);
    let written_at = dice.moment(day);
    let id = CheckInId(dice.id(written_at));
    let note = if outcome.is_contact() && dice.percent(45.0) { dice.one_of(&SAID) } else { "" };
    let event = Event { id, held_on: day, written_at, kind, outcome, channel, confirmed: None };
    Told { event, note, by_backup }
}

fn call_or_message(dice: &mut Dice) -> CheckInKind {
    dice.weighted(&[(CheckInKind::Call, 0.86), (CheckInKind::Message, 0.10), (CheckInKind::Visit, 0.04)])
}
