//! Townships and villages: the list, one division's form, and taking in the county's list.

use super::{
    ended::ended_page,
    taking::{ListForm, Preview, TakingPage, changes},
    text::DivisionWords,
};
use crate::{
    accounts::{self, CountyAdministrator, Seat},
    db::{Conn, Tx},
    domain::{PostId, Problem, Role, TownshipCode, VillageCode},
    error::{Error, Refusal},
    i18n::Lang,
    office::moves::{self, Came, MoveWords, Story},
    settings,
    territories::{self, Division, DivisionForm, MOST_ROWS},
    web::{ConflictPage, Form, Frame, Route, Said, State, Versions, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, route},
};
use askama::Template;
use chrono::NaiveDate;

pub const ROUTES: &[Route] = &[
    Route::get("/divisions", Who::Roles(&[Role::County]), || route().to(index)),
    Route::get("/divisions/list", Who::Roles(&[Role::County]), || route().to(list)),
    Route::post("/divisions/list", Who::Roles(&[Role::County]), || route().to(take)),
    Route::get("/divisions/{code}", Who::Roles(&[Role::County]), || route().to(show)),
    Route::post("/divisions/{code}", Who::Roles(&[Role::County]), || route().to(update)),
];

/// A division as a row of a table.
struct DivisionRow {
    code: String,
    name: String,
    villages: usize,
    population: String,
    phone: String,
    /// Where it was merged into, if it has ended.
    ended: Option<String>,
}

impl DivisionRow {
    fn new(division: &Division, all: &[Division], lang: Lang) -> DivisionRow {
        let is_within = |other: &&Division| {
            other.parent_code.as_deref() == Some(&division.code) && other.ended_on.is_none()
        };
        let successor = division.successor_code.as_deref().filter(|_| division.ended_on.is_some());
        let name = |code: &str| {
            let found = all.iter().find(|other| other.code == code);
            found.map_or_else(|| code.to_owned(), |other| other.name.clone())
        };
        DivisionRow {
            code: division.code.clone(),
            name: division.name.clone(),
            villages: all.iter().filter(is_within).count(),
            population: lang.number(i64::from(division.registered_population)),
            phone: division.office_phone.clone(),
            ended: successor.map(|code| DivisionWords(lang).merged_into(name(code))),
        }
    }
}

#[derive(Template)]
#[template(path = "office/divisions.html")]
struct DivisionsPage {
    frame: Frame,
    t: DivisionWords,
    title: String,
    has_county: bool,
    rows: Vec<DivisionRow>,
    notice: Option<String>,
}

#[derive(serde::Deserialize)]
struct Done {
    taken: Option<usize>,
    #[serde(default)]
    done: String,
}

async fn index(
    by: CountyAdministrator,
    state: Data<State>,
    done: Query<Done>,
) -> Result<HttpResponse, Error> {
    let all = state.db.report(territories::divisions).await?;
    let t = DivisionWords(by.lang);
    let of =
        |digits| all.iter().filter(move |one: &&Division| one.code.len() == digits && one.ended_on.is_none());
    let rows: Vec<DivisionRow> = of(9).map(|division| DivisionRow::new(division, &all, by.lang)).collect();
    let title = if rows.is_empty() { t.none().to_owned() } else { t.counted(rows.len(), of(12).count()) };
    page(&DivisionsPage {
        frame: by.frame("/divisions"),
        t,
        title,
        has_county: by.county.is_some(),
        rows,
        notice: done.taken.map(|rows| t.taken(rows)),
    })
}

fn taking(by: &CountyAdministrator, form: ListForm) -> TakingPage {
    let t = DivisionWords(by.lang);
    TakingPage {
        frame: by.frame("/divisions"),
        t,
        title: t.list_title(),
        back: ("/divisions", t.title()),
        hint: t.list_hint(),
        form,
        preview: None,
        problem: None,
    }
}

async fn list(by: CountyAdministrator) -> Result<HttpResponse, Error> {
    if by.county.is_none() {
        return Ok(see_other("/divisions"));
    }
    page(&taking(&by, ListForm::default()))
}

async fn take(
    by: CountyAdministrator,
    state: Data<State>,
    form: Form<ListForm>,
) -> Result<HttpResponse, Error> {
    let read = |conn: &mut Conn| Ok::<_, Error>((settings::county(conn)?, territories::divisions(conn)?));
    let (county, known) = state.db.report(read).await?;
    let Some(county) = county else { return Ok(see_other("/divisions")) };
    let checked = territories::check_divisions(&form.fields.list, &county.code, &known);
    let problem = match checked.len() {
        0 => Some(DivisionWords(by.lang).nothing().to_owned()),
        rows if rows > MOST_ROWS => Some(by.lang.problem(Problem::TooManyRows(MOST_ROWS as u16))),
        _ => None,
    };
    if problem.is_some() {
        let shown = TakingPage { problem, ..taking(&by, form.fields) };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let preview = Preview::new(&checked, by.lang);
    if form.fields.act != "take" || preview.good == 0 {
        return page(&TakingPage { preview: Some(preview), ..taking(&by, form.fields) });
    }
    let new = changes(checked);
    let rows = new.len();
    state.db.write(by.actor(), move |tx| territories::take_divisions(tx, &new)).await?;
    Ok(see_other(format!("/divisions?taken={rows}")))
}

#[derive(Template)]
#[template(path = "office/division.html")]
struct DivisionPage {
    frame: Frame,
    t: DivisionWords,
    m: MoveWords,
    division: Division,
    /// Where it lies: address and name.
    back: (String, String),
    /// Of a township: its officers' posts, of which one finds locked records.
    contacts: Vec<(String, String)>,
    form: DivisionForm,
    said: Said,
    rows: Vec<DivisionRow>,
    notice: Option<&'static str>,
    /// How far those are who are on the way to or from here.
    under_way: Vec<String>,
    came: Vec<Came>,
    may_end: bool,
}

/// What is read of a division.
struct Read {
    division: Division,
    parent: Option<Division>,
    rows: Vec<DivisionRow>,
    officers: Officers,
    story: Option<Story>,
}

impl Read {
    /// Where it lies: address and name.
    fn back(&self, t: DivisionWords) -> (String, String) {
        match &self.parent {
            Some(parent) if parent.code.len() == 9 => {
                (format!("/divisions/{}", parent.code), parent.name.clone())
            }
            _ => ("/divisions".to_owned(), t.title().to_owned()),
        }
    }
}

async fn read(by: &CountyAdministrator, state: &State, code: String) -> Result<Read, Error> {
    let (lang, today) = (by.lang, state.db.clock().today());
    let read = state.db.report(move |conn| {
        let division = territories::division(conn, &code)?.ok_or(Error::NotFound)?;
        let parent = match division.parent_code.as_deref() {
            Some(parent) => territories::division(conn, parent)?,
            None => None,
        };
        let mut rows = Vec::new();
        if division.code.len() == 9 {
            let all = territories::divisions(conn)?;
            let within = all.iter().filter(|one| one.parent_code.as_deref() == Some(&division.code));
            rows = within.map(|one| DivisionRow::new(one, &all, lang)).collect();
        }
        let officers = officers(conn, &division.code, today)?;
        let story = match VillageCode::parse(&division.code) {
            Ok(village) => Some(moves::story(conn, village)?),
            Err(_) => None,
        };
        Ok::<_, Error>(Read { division, parent, rows, officers, story })
    });
    read.await
}

async fn show(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
    done: Query<Done>,
) -> Result<HttpResponse, Error> {
    let read = read(&by, &state, code.into_inner()).await?;
    if read.division.ended_on.is_some() {
        let back = read.back(DivisionWords(by.lang));
        let Read { division, story, .. } = read;
        return ended_page(&by, &state, division, back, story.ok_or(Error::NotFound)?, &done.done);
    }
    let mut shown = division_page(&by, &state, read, None, Said::default());
    shown.notice = match done.done.as_str() {
        "saved" => Some(shown.t.saved()),
        "restored" => Some(shown.m.back_begun()),
        _ => None,
    };
    page(&shown)
}

/// The posts of a township's officers, each with who holds it.
fn officers(conn: &mut Conn, code: &str, today: NaiveDate) -> Result<Officers, Error> {
    match TownshipCode::parse(code) {
        Ok(township) => accounts::posts_at(conn, &Seat::Township(township), today),
        Err(_) => Ok(Vec::new()),
    }
}

type Officers = Vec<(PostId, Option<String>)>;

fn contacts(officers: Officers, t: DivisionWords) -> Vec<(String, String)> {
    let told = |(post, holder): (PostId, Option<String>)| {
        (post.to_string(), holder.unwrap_or_else(|| t.vacant().to_owned()))
    };
    let nobody = (String::new(), t.contact_nobody().to_owned());
    std::iter::once(nobody).chain(officers.into_iter().map(told)).collect()
}

fn division_page(
    by: &CountyAdministrator,
    state: &State,
    read: Read,
    typed: Option<DivisionForm>,
    said: Said,
) -> DivisionPage {
    let (t, m, today) = (DivisionWords(by.lang), MoveWords(by.lang), state.db.clock().today());
    let back = read.back(t);
    let Read { division, rows, officers, story, .. } = read;
    let mut under_way: Vec<String> = story.iter().flat_map(|story| story.arriving(by.lang)).collect();
    under_way.extend(story.iter().filter_map(|story| story.progress(by.lang)));
    DivisionPage {
        frame: by.frame("/divisions"),
        t,
        m,
        form: typed.unwrap_or_else(|| DivisionForm::of(&division)),
        back,
        contacts: contacts(officers, t),
        said,
        rows,
        notice: None,
        may_end: story.is_some() && under_way.is_empty(),
        under_way,
        came: story.iter().flat_map(|story| story.came(by.lang, today)).collect(),
        division,
    }
}

async fn update(
    by: CountyAdministrator,
    state: Data<State>,
    code: Path<String>,
    form: Form<DivisionForm>,
) -> Result<HttpResponse, Error> {
    let (code, form, today) = (code.into_inner(), form.fields, state.db.clock().today());
    let asked = code.clone();
    let officers = state.db.read(move |conn| officers(conn, &asked, today)).await?;
    let posts: Vec<PostId> = officers.iter().map(|(post, _)| *post).collect();
    let (new, contact) = match form.parse(&code, &posts) {
        Ok(read) => read,
        Err(problems) => {
            let said = problems.said(by.lang);
            let read = read(&by, &state, code).await?;
            if read.division.ended_on.is_some() {
                return Ok(see_other(format!("/divisions/{}", read.division.code)));
            }
            let shown = division_page(&by, &state, read, Some(form), said);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let seen = form.seen.clone();
    let set = move |tx: &mut Tx<'_>| territories::set_division(tx, &new, contact, &seen);
    match state.db.write(by.actor(), set).await {
        Ok(()) => Ok(see_other(format!("/divisions/{code}?done=saved"))),
        Err(Refusal::Problems(now)) if now.ended_on.is_some() => {
            Ok(see_other(format!("/divisions/{}", now.code)))
        }
        Err(Refusal::Problems(now)) => stale(&by, form, &now, officers),
        Err(Refusal::Error(error)) => Err(error),
    }
}

fn stale(
    by: &CountyAdministrator,
    mine: DivisionForm,
    now: &Division,
    officers: Officers,
) -> Result<HttpResponse, Error> {
    let (t, theirs) = (DivisionWords(by.lang), DivisionForm::of(now));
    let contacts = contacts(officers, t);
    let told = |post: &str| contacts.iter().find(|(id, _)| id == post).map(|(_, name)| name.clone());
    let told = |post: &str| told(post).unwrap_or_else(|| t.contact_nobody().to_owned());
    let contact = (told(&mine.data_contact), told(&theirs.data_contact));
    let fields = vec![
        Versions::new("name", t.name(), mine.name, theirs.name),
        Versions::new("population", t.population(), mine.population, theirs.population),
        Versions::new("office_phone", t.phone(), mine.office_phone, theirs.office_phone),
        Versions::new("data_contact", t.contact(), mine.data_contact, theirs.data_contact)
            .told(contact.0, contact.1),
    ];
    let (action, leave) = (format!("/divisions/{}", now.code), format!("/divisions/{}", now.code));
    let frame = by.frame("/divisions");
    let page = ConflictPage { frame, action, leave, seen: theirs.seen, along: Vec::new(), fields };
    page_with(StatusCode::CONFLICT, &page)
}
