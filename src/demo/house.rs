//! A household of the sample county with its residents and their year.

use super::{
    channels::{SPARE_TERMS, keep_states, settle_spare},
    dice::Dice,
    doubles::{self, Made},
    history::{self, Start, Told, Year, outcome_shares},
    people,
};
use crate::{
    checkins::Call,
    clock::{day_begins, days_after},
    db::bulk::{ChannelRow, CheckInRow, DestinationRow, HouseholdRow, ResidentRow, TermRow},
    domain::{CallReason, IdKind, IdNumber, Outcome, PersonName, PhoneNumber, ResidentId, Rules, Sex},
    reference::samples,
    residents::{
        Cadence, Features, PlanInput, Priority, Source, first_due_on, id_number_place, id_terms, name_terms,
    },
    seal::Keys,
};
use chrono::NaiveDate;

/// The rows of many households, to be written in bulk.
#[derive(Default)]
pub struct Rows {
    pub households: Vec<HouseholdRow>,
    pub residents: Vec<ResidentRow>,
    pub channels: Vec<ChannelRow>,
    pub destinations: Vec<DestinationRow>,
    pub checkins: Vec<CheckInRow>,
    pub terms: Vec<TermRow>,
    /// What of each resident may agree with others.
    pub people: Vec<(ResidentId, Features)>,
    /// The own numbers, by channel, of the resident who is being made.
    pub numbers: Vec<(i64, PhoneNumber)>,
}

/// What all households are drawn from.
pub struct Mould<'a> {
    pub keys: &'a Keys,
    pub as_of: NaiveDate,
    pub rules: Rules,
    ages: Vec<(&'static str, f64)>,
    places: Vec<(&'static str, f64)>,
    outcomes: Vec<(Outcome, f64)>,
}

/// The village a household is in, and its cadres (post, account).
pub struct Village<'a> {
    pub code: &'static str,
    pub cadres: &'a [(i64, i64)],
}

const HOURS: [&str; 8] = ["", "", "", "晚上 7 点后", "晚上 8 点后", "午休 12 点", "周末", "早上 8 点前"];
const REASONS: [&str; 4] = ["大病初愈", "刑满回归社会", "工伤后复工", "家庭有矛盾"];
/// Relations of those who go away to the head of the household, by age and sex.
const OF_MEN: [&str; 5] = ["22", "23", "20", "28", "93"];
const OF_WOMEN: [&str; 5] = ["32", "38", "38", "30", "33"];

impl<'a> Mould<'a> {
    pub fn new(keys: &'a Keys, as_of: NaiveDate) -> Mould<'a> {
        Mould {
            keys,
            as_of,
            rules: Rules::default(),
            ages: samples::shares("age_outbound_demo"),
            places: samples::shares("demo_destination"),
            outcomes: outcome_shares(&samples::shares("contact_result_demo")),
        }
    }

    /// Makes a household with so many residents.
    pub fn household(
        &self,
        dice: &mut Dice,
        rows: &mut Rows,
        village: &Village<'_>,
        away: usize,
    ) -> Vec<Made> {
        let head = people::person_name(dice, Sex::Male, 60);
        let (id, group, unaccompanied_since) = self.house(dice, rows, village, &head);
        let home = |is_head| Home { id, head: &head, is_head, group, unaccompanied_since };
        let mut made = Vec::new();
        for number in 0..away {
            let is_head = number == 0 && dice.percent(25.0);
            made.push(self.resident(dice, rows, village, home(is_head), None));
        }
        made
    }

    /// Makes somebody who is in the register already once more, in a household of its own.
    pub fn again(&self, dice: &mut Dice, rows: &mut Rows, village: &Village<'_>, like: &Made) {
        let (id, group, unaccompanied_since) = self.house(dice, rows, village, &like.head);
        let home = Home { id, head: &like.head, is_head: false, group, unaccompanied_since };
        self.resident(dice, rows, village, home, Some(like));
    }

    fn house(
        &self,
        dice: &mut Dice,
        rows: &mut Rows,
        village: &Village<'_>,
        head: &PersonName,
    ) -> (i64, i32, Option<NaiveDate>) {
        let made_at = dice.moment_before(self.as_of, 370, 600);
        let id = dice.id(made_at);
        let (children, elderly) = (
            dice.weighted(&[(0, 0.55), (1, 0.3), (2, 0.15)]),
            dice.weighted(&[(0, 0.35), (1, 0.4), (2, 0.25)]),
        );
        let adults = if dice.percent(10.0) { 0 } else { dice.weighted(&[(1, 0.6), (2, 0.4)]) };
        let group = i32::try_from(dice.number(1..9)).unwrap_or(1);
        let is_unaccompanied = adults == 0 && children + elderly > 0;
        let unaccompanied_since = is_unaccompanied.then(|| dice.before(self.as_of, 0, 700));
        rows.households.push(HouseholdRow {
            id,
            village_code: village.code.to_owned(),
            township_code: village.code[..9].to_owned(),
            group_no: Some(group),
            number: dice.number(1..400).to_string(),
            head_name: head.to_string(),
            address: String::new(),
            children_left: children,
            elderly_left: elderly,
            adults_left: adults,
            unaccompanied_since,
            version: 1,
            created_at: made_at,
        });
        (id, group, unaccompanied_since)
    }

    /// Who somebody is: drawn, or like somebody made before.
    fn person(&self, dice: &mut Dice, home: &Home<'_>) -> (Made, i64) {
        let sex = if home.is_head || dice.percent(68.0) { Sex::Male } else { Sex::Female };
        let age = if home.is_head { dice.number(45..61) } else { people::age(dice, &self.ages) };
        let name = if home.is_head { home.head.clone() } else { self.child_of(dice, home.head, sex, age) };
        let born = people::born(dice, age, self.as_of);
        let number = dice.percent(98.0).then(|| people::id_number(dice, born, sex));
        (Made { head: home.head.clone(), name, sex, born, number, phone: None, is_open: true }, age)
    }

    fn resident(
        &self,
        dice: &mut Dice,
        rows: &mut Rows,
        village: &Village<'_>,
        home: Home<'_>,
        like: Option<&Made>,
    ) -> Made {
        let (drawn, age) = self.person(dice, &home);
        let mut made = like.cloned().unwrap_or(drawn);
        let made_at = dice.moment_before(self.as_of, 366, 380);
        let id = ResidentId(dice.id(made_at));
        let first = rows.channels.len();
        rows.numbers.clear();
        let whose = (id, village.code, home.head);
        let (channels, spare) = self.channels(dice, rows, whose, made.phone.as_ref());
        let terms = rows.terms.len() - spare.map_or(0, |_| SPARE_TERMS);
        let is_away = dice.percent(95.0);
        let input = self.input(dice, id, &home, is_away);
        let call = self.call(dice);
        let start = Start { channels, spare, input, call, outcomes: &self.outcomes, as_of: self.as_of };
        let year = history::year(dice, start, &self.rules);
        if spare.is_some() {
            settle_spare(rows, terms, &year);
        }
        self.spells(dice, rows, id, age, is_away, &year);
        let owner = usize::try_from(home.group - 1).unwrap_or(0) * village.cadres.len() / 8;
        let (owner, backup) = (village.cadres[owner], village.cadres[(owner + 1) % village.cadres.len()]);
        for told in &year.told {
            rows.checkins.push(entry(id, told, if told.by_backup { backup } else { owner }));
        }
        keep_states(rows, first, &year);
        rows.people
            .extend(doubles::features(rows, first, village.code, &made).map(|features| (id, features)));
        made.phone = rows.numbers.first().map(|(_, number)| number.clone());
        made.is_open = year.summary.closed.is_none();
        let mut terms = name_terms(&made.name);
        terms.extend(
            made.number.iter().filter_map(|n| n.parse().ok()).flat_map(|n: IdNumber| id_terms(self.keys, &n)),
        );
        rows.terms.extend(terms.into_iter().map(|term| term_row(village.code, term, id)));
        let row = self.row(dice, id, village.code, &made, (input, call), &year);
        let relation = if home.is_head {
            "02"
        } else {
            dice.one_of(if made.sex == Sex::Male { &OF_MEN } else { &OF_WOMEN })
        };
        let (owner_id, backup_id) = (Some(owner.0), Some(backup.0));
        let now =
            rows.destinations.last().filter(|spell| spell.resident_id == id.0 && spell.until_on.is_none());
        let number = rows.channels[first..].iter().find(|number| Some(number.id) == row.offered_channel_id);
        rows.residents.push(ResidentRow {
            household_id: home.id,
            listed_group_no: Some(home.group),
            listed_head: home.head.to_string(),
            listed_place: now.map(|spell| spell.place.clone()),
            listed_employer: now.map(|spell| spell.employer.clone()),
            listed_occupation: now.map(|spell| spell.occupation.clone()),
            listed_channel_kind: number.map(|number| number.kind),
            listed_channel_value: number.map(|number| number.value.clone()),
            listed_channel_holder: number.map(|number| number.holder.clone()),
            listed_channel_relation: number.map(|number| number.relation),
            listed_unaccompanied_since: home.unaccompanied_since,
            relation,
            owner_id,
            backup_id,
            created_at: made_at,
            ..row
        });
        made
    }

    /// Sons and daughters bear the head's surname.
    fn child_of(&self, dice: &mut Dice, head: &PersonName, sex: Sex, age: i64) -> PersonName {
        let name = people::person_name(dice, sex, age);
        let (surname, given) =
            (head.as_str().chars().next(), name.as_str().chars().skip(1).collect::<String>());
        let is_own = sex == Sex::Male && !name.as_str().contains('·') && !head.as_str().contains('·');
        let joined = surname.filter(|_| is_own).map(|surname| format!("{surname}{given}"));
        joined.and_then(|joined| PersonName::parse(&joined).ok()).unwrap_or(name)
    }

    fn input(&self, dice: &mut Dice, id: ResidentId, home: &Home<'_>, is_away: bool) -> PlanInput {
        let start = days_after(self.as_of, -365);
        let marked = dice
            .percent(2.5)
            .then(|| Priority { why: Cadence::PriorityMark, since: dice.before(self.as_of, 0, 500) });
        let family = home.unaccompanied_since.map(|since| Priority { why: Cadence::FamilyAtHome, since });
        PlanInput {
            first_due_on: first_due_on(id, start, &self.rules),
            priority: [marked, family].into_iter().flatten().min_by_key(|priority| priority.since),
            is_settled: dice.percent(12.0),
            is_at_home: !is_away,
            requests_since: None,
        }
    }

    /// Now and then somebody registered, or asked for help, in the last days.
    fn call(&self, dice: &mut Dice) -> Option<Call> {
        let reason =
            dice.weighted(&[(None, 0.994), (Some(CallReason::New), 0.005), (Some(CallReason::Help), 0.001)])?;
        Some(Call { reason, since: dice.moment_before(self.as_of, 1, 4) })
    }

    /// Where somebody has been: up to three spells, the last one open unless they are at home.
    fn spells(&self, dice: &mut Dice, rows: &mut Rows, id: ResidentId, age: i64, is_away: bool, year: &Year) {
        let count = dice.weighted(&[(1, 0.45), (2, 0.35), (3, 0.20)]).min(1 + age / 22);
        let (occupation, industry) = people::job(dice);
        let mut from = dice.before(self.as_of, 900 + 700 * (count - 1), 1100 + 900 * (count - 1));
        for number in 1..=count {
            let lasted = dice.number(300..800);
            let is_last = number == count;
            let ended = if !is_last {
                Some(days_after(from, lasted))
            } else {
                year.home_on.or((!is_away).then(|| dice.before(self.as_of, 366, 800)))
            };
            let (place, place_code) = people::place(dice, &self.places);
            let source_on =
                if is_last { year.summary.last_contact.map_or(from, |last| last.held_on) } else { from };
            let created_at = dice.moment(from);
            rows.destinations.push(DestinationRow {
                id: dice.id(created_at),
                resident_id: id.0,
                place,
                place_code: place_code.map(Into::into),
                employer: people::employer(dice).to_owned(),
                industry: Some(industry),
                occupation: occupation.into(),
                from_on: Some(from),
                until_on: ended.map(|day| day.max(from)),
                source: Source::Staff.as_str(),
                source_on,
                created_at,
            });
            from = days_after(from, lasted + dice.number(5..60));
        }
    }

    fn row(
        &self,
        dice: &mut Dice,
        id: ResidentId,
        village: &str,
        made: &Made,
        (input, call): (PlanInput, Option<Call>),
        year: &Year,
    ) -> ResidentRow {
        let (summary, plan) = (&year.summary, &year.plan);
        let when_open = |day: NaiveDate| summary.closed.is_none().then_some(day);
        let marked = input.priority.filter(|priority| priority.why == Cadence::PriorityMark);
        let last = summary.last_contact;
        ResidentRow {
            id: id.0,
            village_code: village.to_owned(),
            township_code: village[..9].to_owned(),
            household_id: 0,
            listed_group_no: None,
            listed_head: String::new(),
            listed_place: None,
            listed_employer: None,
            listed_occupation: None,
            listed_channel_kind: None,
            listed_channel_value: None,
            listed_channel_holder: None,
            listed_channel_relation: None,
            listed_unaccompanied_since: None,
            relation: "",
            name: made.name.to_string(),
            name_key: made.name.sort_key(),
            sex: made.sex.as_str(),
            birth_on: Some(made.born),
            id_kind: if made.number.is_some() { IdKind::ResidentId } else { IdKind::None }.as_str(),
            id_number: made.number.as_ref().map(|number| self.seal(id_number_place(id), number)),
            hours: dice.one_of(&HOURS),
            note: "",
            priority_reason: marked.map(|_| dice.one_of(&REASONS)),
            priority_on: marked.map(|priority| priority.since),
            is_settled: input.is_settled,
            owner_id: None,
            backup_id: None,
            legal_basis: "duty",
            informed_on: last.filter(|_| dice.percent(85.0)).map(|last| last.held_on),
            state: if summary.closed.is_some() { "closed" } else { "open" },
            closed_by: summary.closed.map(|(by, _)| by.as_str()),
            closed_on: summary.closed.map(|(_, day)| day),
            first_due_on: input.first_due_on,
            open_requests: 0,
            call_reason: call.map(|call| call.reason.as_str()),
            call_since: call.map(|call| call.since),
            call_stands: summary.call.is_some(),
            due_on: when_open(plan.due_on),
            try_on: when_open(plan.try_on),
            cadence: plan.cadence.as_str(),
            lost_on: plan.lost_on.and_then(when_open),
            last_contact_id: last.map(|last| last.id.0),
            last_contact_on: last.map(|last| last.held_on),
            last_contact_outcome: last.map(|last| last.outcome.as_str()),
            last_tried_on: summary.last_tried_on,
            failed_attempts: summary.failed_attempts,
            has_channel: summary.has_channel,
            offered_channel_id: summary.offered.map(|channel| channel.0),
            version: 1,
            created_at: day_begins(self.as_of),
        }
    }
}

struct Home<'a> {
    id: i64,
    head: &'a PersonName,
    is_head: bool,
    group: i32,
    unaccompanied_since: Option<NaiveDate>,
}

pub fn term_row(village: &str, term: String, id: ResidentId) -> TermRow {
    TermRow {
        township_code: village[..9].to_owned(),
        term,
        village_code: village.to_owned(),
        resident_id: id.0,
    }
}

fn entry(id: ResidentId, told: &Told, (post, account): (i64, i64)) -> CheckInRow {
    let event = told.event;
    let is_own = event.outcome == Outcome::SelfReport;
    CheckInRow {
        id: event.id.0,
        resident_id: id.0,
        kind: event.kind.as_str(),
        outcome: event.outcome.as_str(),
        held_on: event.held_on,
        written_at: event.written_at,
        account_id: (!is_own).then_some(account),
        post_id: (!is_own).then_some(post),
        channel_id: event.channel.map(|channel| channel.0),
        is_confirmed: false,
        answered_by: String::new(),
        note: told.note,
    }
}
