//! The call screen: one resident at a time: who, why, the number, and what came of it.

use super::{
    actions::Logger,
    done::{Done, done},
    faces::{Choice, Face, kinds},
    form::CheckInForm,
    model::CheckIn,
    queries,
    text::CallWords,
};
use crate::{
    accounts::Keeper,
    clock::days_after,
    db::Conn,
    domain::{ChannelId, PhoneNumber, ResidentId, Rules, Sex},
    error::Error,
    i18n::Lang,
    residents::{
        self, Channel, Details, Household, Mark, PhoneView, Reading, Row, RowView, RowWords, Standing,
        State as RecordState, channel_place,
    },
    seal::Keys,
    web::{Frame, PlaceField, Said, State, kept_key},
};
use askama::Template;
use chrono::{Datelike, NaiveDate};

/// Another number on the call screen, or one in the list of which was used.
pub struct Number {
    pub id: String,
    pub phone: PhoneView,
    pub mark: Mark,
}

#[derive(Template)]
#[template(path = "checkins/call.html")]
pub struct CallPage {
    frame: Frame,
    t: CallWords,
    id: String,
    name: String,
    about: String,
    position: Option<String>,
    why: String,
    is_late: bool,
    sentence: Option<String>,
    phone: Option<PhoneView>,
    hours: String,
    /// Where the number can be seen with a reason, for whoever does not answer for this person.
    reveal: Option<String>,
    others: Vec<Number>,
    channels: Vec<(String, String)>,
    place: String,
    last_words: Option<String>,
    home: String,
    faces: Vec<Face>,
    rare: Vec<Face>,
    may_close: bool,
    kinds: Vec<Face>,
    earliest: NaiveDate,
    today: NaiveDate,
    held_on: String,
    place_field: PlaceField,
    form: CheckInForm,
    key: String,
    next: Option<(String, String)>,
    said: Said,
    done: Option<Done>,
    is_closed: bool,
}

/// Everything the call screen reads, besides the person.
pub struct Read {
    details: Details,
    household: Household,
    channels: Vec<Channel>,
    last_words: Option<CheckIn>,
    /// The reader's worklist in order: place of this person in it, how many there are, and who comes after.
    position: Option<(usize, usize)>,
    next: Option<(ResidentId, String)>,
    rules: Rules,
    done: Option<Done>,
}

/// Reads what the call screen shows.
pub fn read(
    conn: &mut Conn,
    by: &Keeper,
    row: &Row,
    today: NaiveDate,
    just_done: &str,
) -> Result<Read, Error> {
    let person = &row.0;
    let (details, household) = residents::details_at_home(conn, person)?;
    let rules = by.rules;
    let queue = residents::queue(conn, by.post_id()?, by.scope()?, today, &rules)?;
    let at = queue.iter().position(|(id, _)| *id == person.id);
    let next = queue.iter().find(|(id, _)| *id != person.id && at.is_none());
    let following = at.and_then(|at| queue.iter().cycle().skip(at + 1).take(queue.len() - 1).next());
    Ok(Read {
        household,
        details,
        channels: residents::channels_of(conn, person)?,
        last_words: queries::last_words(conn, person)?,
        position: at.map(|at| (at + 1, queue.len())),
        next: following.or(next).cloned(),
        done: done(conn, by, just_done, today)?,
        rules,
    })
}

impl CallPage {
    /// The screen, empty or with what was typed and what is wrong with it.
    pub fn new(
        by: &Keeper,
        state: &State,
        row: &Row,
        read: Read,
        form: CheckInForm,
        said: Said,
    ) -> Result<CallPage, Error> {
        let (lang, today, keys) = (by.lang, state.db.clock().today(), &state.keys);
        let (t, post, person) = (CallWords(lang), by.post_id()?, &row.0);
        let reading = Reading { lang, today, rules: &read.rules, keys, post };
        let view = RowView::new(row, &reading);
        let numbers = numbers(row, &read.channels, keys, post, lang);
        let offered = row.3.as_ref().map(|offered| offered.id);
        let others: Vec<Number> = numbers_but(&numbers, offered);
        let may_dial = residents::may_dial(post, person);
        let may_close = Logger::of(by)?.may_close(person);
        let choice = Choice {
            person,
            chosen: &form.outcome,
            has_other_number: !others.is_empty(),
            may_close,
            lang,
            today,
            rules: &read.rules,
        };
        let held_on = if form.held_on.is_empty() { today.to_string() } else { form.held_on.clone() };
        let key = kept_key(&form.idempotency_key);
        Ok(CallPage {
            frame: by.frame("/worklist"),
            t,
            id: view.id.clone(),
            name: view.name,
            about: about(&read.details, &view.kin, today, t),
            position: read.position.map(|(at, all)| t.position(at, all)),
            why: why(row, &reading, view.standing, t),
            is_late: matches!(view.standing, Standing::Overdue(_) | Standing::Lost(_) | Standing::Help),
            sentence: read.details.informed_on.is_none().then(|| t.sentence(&by.place, &by.name)),
            reveal: offered
                .filter(|_| !may_dial)
                .map(|channel| format!("/residents/{}/channels/{channel}/number", view.id)),
            phone: view.phone,
            hours: view.hours,
            channels: ways(&numbers, &read.channels, keys, lang),
            others,
            place: row
                .2
                .as_ref()
                .map_or_else(|| t.at_home().to_owned(), |away| residents::whereabouts(away, RowWords(lang))),
            last_words: read.last_words.map(|said| t.quote(said.note)),
            home: home(&read.household, t),
            faces: choice.in_view(),
            rare: choice.rare(),
            may_close,
            kinds: kinds(&form.kind, lang),
            earliest: days_after(today, -i64::from(read.rules.held_back_days)),
            today,
            held_on,
            place_field: PlaceField::new(&form.place, &form.place_code, person.village_code.county(), lang),
            form,
            key,
            next: read.next.map(|(id, name)| (id.to_string(), name)),
            said,
            done: read.done,
            is_closed: person.state != RecordState::Open,
        })
    }
}

/// Sex, age, and the second identifier.
pub fn about(details: &Details, kin: &str, today: NaiveDate, t: CallWords) -> String {
    let sex = match details.sex {
        Sex::Male => Some(t.male().to_owned()),
        Sex::Female => Some(t.female().to_owned()),
        Sex::Unknown => None,
    };
    let age = details.birth_on.map(|birth_on| t.years(age(birth_on, today)));
    [sex, age, Some(kin.to_owned())]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(t.join())
}

fn age(birth_on: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (birth_on.month(), birth_on.day());
    today.year() - birth_on.year() - i32::from(!had_birthday)
}

/// Why this person is on the screen: last contact, how often it is owed, how it stands.
fn why(row: &Row, reading: &Reading<'_>, standing: Standing, t: CallWords) -> String {
    let person = &row.0;
    let last = match person.last_contact_on {
        Some(on) => t.last_on(reading.lang.day(on, reading.today)),
        None => t.never().to_owned(),
    };
    let every = t.every(person.cadence.days(reading.rules));
    let stands = match standing {
        Standing::Help => t.help().to_owned(),
        Standing::New => t.new().to_owned(),
        Standing::Lost(days) => t.lost(days),
        Standing::Overdue(days) => t.late(days),
        Standing::Due(0) => t.due_today().to_owned(),
        Standing::Due(days) => t.due_for(days),
        Standing::InOrder => {
            person.due_on.map(|day| t.next_on(reading.lang.day(day, reading.today))).unwrap_or_default()
        }
        Standing::Closed => String::new(),
    };
    let space = if reading.lang == Lang::En { " " } else { "" };
    format!("{last}{every}{space}{stands}")
}

/// The telephone numbers still in use, with what is known of each.
fn numbers(
    row: &Row,
    channels: &[Channel],
    keys: &Keys,
    post: crate::domain::PostId,
    lang: Lang,
) -> Vec<Number> {
    let t = RowWords(lang);
    let open = channels
        .iter()
        .filter(|channel| channel.ended_on.is_none() && channel.kind.is_phone() && channel.state.is_open());
    open.filter_map(|channel| {
        let value = channel.value.clone().cast::<PhoneNumber>();
        let shown = value.masked(keys, channel_place(channel.id), PhoneNumber::masked)?;
        let dial = residents::dial(post, &row.0, keys, (channel.id, &value))
            .map(|number| number.canonical().to_owned());
        let whose = if channel.holder.is_empty() {
            t.own().to_owned()
        } else {
            format!("{}{}", channel.relation, channel.holder)
        };
        let mark = Mark {
            shape: residents::channel_shape(channel.state),
            words: lang.channel_state(channel.state).to_owned(),
        };
        Some(Number { id: channel.id.to_string(), phone: PhoneView { shown, dial, whose }, mark })
    })
    .collect()
}

fn numbers_but(numbers: &[Number], offered: Option<ChannelId>) -> Vec<Number> {
    let offered = offered.map(|id| id.to_string());
    let others = numbers.iter().filter(|number| Some(&number.id) != offered.as_ref());
    others
        .map(|number| Number {
            id: number.id.clone(),
            phone: number.phone.clone(),
            mark: number.mark.clone(),
        })
        .collect()
}

/// By which channel it may have gone: the numbers, and for messages whatever else is still in use.
fn ways(numbers: &[Number], channels: &[Channel], keys: &Keys, lang: Lang) -> Vec<(String, String)> {
    let phones = numbers
        .iter()
        .map(|number| (number.id.clone(), format!("{} {}", number.phone.shown, number.phone.whose)));
    let others = channels
        .iter()
        .filter(|channel| channel.ended_on.is_none() && !channel.kind.is_phone() && channel.state.is_open());
    let others = others
        .filter_map(|channel| Some((channel.id.to_string(), residents::channel_value(channel, keys, lang)?)));
    phones.chain(others).collect()
}

/// Who stayed behind, as counts.
pub fn home(household: &Household, t: CallWords) -> String {
    let counts = [
        (household.adults_left, t.adults(household.adults_left)),
        (household.elderly_left, t.elderly(household.elderly_left)),
        (household.children_left, t.children(household.children_left)),
    ];
    let words: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if words.is_empty() { t.nobody_home().to_owned() } else { words.join(t.join()) }
}
