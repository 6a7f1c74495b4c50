//! Changing what the register says of somebody (PRODUCT §4.1); a stale form is shown beside what stands (409).

use super::{
    doubts::doubts,
    edit::{self, Seen, Writer, head_after},
    edit_form::{Edit, EditForm},
    fields::{self, Asked, Doubts, Fields, household_words},
    keep_text::KeepWords,
    person_form::{HouseForm, PersonForm},
    refused::refused,
};
use crate::{
    accounts::Keeper,
    db::Conn,
    domain::{IdKind, IdNumber, ResidentId, Role, Rules},
    error::{Error, Refusal},
    residents::{self, Details, Document, Facts, Household, Reading, Row, id_number_place},
    seal::Keys,
    settings,
    web::{ConflictPage, Form, Frame, Problems, Route, Said, State, Who, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/edit", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/edit", KEEPERS, || route().to(update)),
];

/// A record as it stands.
pub struct Standing {
    pub row: Row,
    pub details: Details,
    pub house: Household,
    /// Who else lives in the household, of those in the register.
    pub others: Vec<String>,
    pub rules: Rules,
}

impl Standing {
    /// Reads what the pages show on which somebody found is changed.
    pub fn read(conn: &mut Conn, row: Row) -> Result<Standing, Error> {
        let details = residents::details(conn, &row.0)?;
        let house = residents::household(conn, &details)?;
        let names = residents::names_in(conn, &house)?.into_iter();
        let others = names.filter(|(id, _)| *id != row.0.id).map(|(_, name)| name).collect();
        Ok(Standing { row, details, house, others, rules: settings::rules(conn)? })
    }

    pub fn seen(&self) -> Seen {
        Seen { person: self.details.version, household: self.house.id, house: self.house.version }
    }

    fn form(&self) -> Result<EditForm, Error> {
        let facts = Facts::of(&self.row.0, &self.details)?;
        let house = HouseForm::of(&self.house, self.row.0.village_code);
        Ok(EditForm::of(&facts, self.details.id_kind, house, self.seen()))
    }

    /// The number on file, masked.
    fn number_shown(&self, keys: &Keys) -> Option<String> {
        let sealed = self.details.id_number.as_ref()?;
        sealed.masked(keys, id_number_place(self.row.0.id), IdNumber::masked)
    }
}

#[derive(Template)]
#[template(path = "record/edit.html")]
struct EditPage {
    frame: Frame,
    t: KeepWords,
    id: String,
    name: String,
    /// Which household, and who else a change of it concerns.
    house: String,
    shared: String,
    form: EditForm,
    fields: Fields,
    said: Said,
}

fn screen(by: &Keeper, state: &State, now: &Standing, form: EditForm, asked: Asked, said: Said) -> EditPage {
    let t = KeepWords(by.lang);
    let on_file = now.number_shown(&state.keys).map(|masked| t.id_on_file(masked));
    EditPage {
        frame: by.frame("/residents"),
        t,
        id: now.row.0.id.to_string(),
        name: now.row.0.name.clone(),
        house: household_words(&now.house, by.lang),
        shared: shared(&now.others, t),
        fields: Fields::new(form.person.clone(), form.house.clone(), on_file, asked, by.lang),
        form,
        said,
    }
}

/// Who else lives in the household, in words.
pub fn shared(others: &[String], t: KeepWords) -> String {
    match others {
        [] => t.house_alone().to_owned(),
        _ => t.house_shared(others.join(t.house_join())),
    }
}

async fn show(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    let now = state.db.read(move |conn| Standing::read(conn, row)).await?;
    let form = now.form()?;
    page(&screen(&by, &state, &now, form, Asked::default(), Said::default()))
}

/// Somebody of the reader's territory as they stand: opened, because the form that comes back shows them.
pub async fn standing(by: &Keeper, state: &State, id: ResidentId) -> Result<Standing, Error> {
    let row = residents::open(by, state, id).await?;
    state.db.read(move |conn| Standing::read(conn, row)).await
}

async fn update(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<EditForm>,
) -> Result<HttpResponse, Error> {
    let (now, form) = (standing(&by, &state, *path).await?, form.fields);
    if let Some(page) = refused(&by, &state, &now.row.0).await? {
        return Ok(page);
    }
    let today = state.db.clock().today();
    let edit = match form.parse(now.row.0.village_code, now.details.id_kind, today) {
        Ok(edit) => edit,
        Err(problems) => return again(&by, &state, &now, form, &problems),
    };
    if form.seen != now.seen().to_string() {
        return stale(&by, &state, *path, &form, &edit).await;
    }
    let doubts = doubted(&by, &state, &now, &edit).await?;
    if !doubts.are_settled(&form.warned) {
        let (lang, post) = (by.lang, by.post_id()?);
        let reading = Reading { lang, today, rules: &now.rules, keys: &state.keys, post };
        let asked = doubts.told(&reading, "");
        return page(&screen(&by, &state, &now, form, asked, Said::default()));
    }
    match write(&by, &state, *path, &form, edit.clone()).await {
        Ok(()) => Ok(see_other(format!("/residents/{}?done=saved", *path))),
        Err(Refusal::Problems(problems)) => again(&by, &state, &now, form, &problems),
        Err(Refusal::Error(Error::Stale)) => stale(&by, &state, *path, &form, &edit).await,
        Err(Refusal::Error(error)) => Err(error),
    }
}

fn again(
    by: &Keeper,
    state: &State,
    now: &Standing,
    form: EditForm,
    problems: &Problems,
) -> Result<HttpResponse, Error> {
    let page = screen(by, state, now, form, Asked::default(), problems.said(by.lang));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn write(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: &EditForm,
    edit: Edit,
) -> Result<(), Refusal<Problems>> {
    let seen: Seen = form.seen.parse()?;
    let (keys, writer) = (state.keys.clone(), Writer::of(by)?);
    state
        .db
        .write(by.actor(), move |tx| {
            let Edit { facts, document, house } = &edit;
            edit::edit(tx, &keys, writer, (id, seen), (facts, document), house)
        })
        .await
}

/// What there is to doubt about a change: only what it brings, not what stood before.
async fn doubted(by: &Keeper, state: &State, now: &Standing, edit: &Edit) -> Result<Doubts, Error> {
    let person = now.row.0.clone();
    let before = Facts::of(&person, &now.details)?;
    let is_about_birth = (before.birth_on, before.sex) != (edit.facts.birth_on, edit.facts.sex);
    let on_file = is_about_birth.then(|| residents::said_by_id(&state.keys, person.id, &now.details));
    let head = head_after(&person, &now.house, &edit.facts, &edit.house);
    let all = doubts(&edit.facts, &edit.document, on_file, &head);
    let (scope, keys, edit) = (by.scope()?, state.keys.clone(), edit.clone());
    let alike = state
        .db
        .read(move |conn| {
            let before = residents::features(conn, &keys, &person)?;
            let after = residents::features_with(conn, &keys, &person, (&edit.facts, &edit.document), &head)?;
            fields::newly_alike(conn, &keys, scope, &person, (&before, &after))
        })
        .await?;
    Ok(Doubts { all, alike, ..Doubts::default() })
}

/// Both versions with a choice for each field; where nothing differs, what was typed stands already.
async fn stale(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: &EditForm,
    edit: &Edit,
) -> Result<HttpResponse, Error> {
    let now = standing(by, state, id).await?;
    let theirs = now.form()?;
    let typed = match &edit.document {
        Document::New(_, number) => number.masked(),
        Document::Kept | Document::None => String::new(),
    };
    let numbers = (typed, now.number_shown(&state.keys).unwrap_or_default());
    let fields = tidied(form, edit, &now).versions(&theirs, numbers, by.lang);
    let record = format!("/residents/{id}");
    if fields.iter().all(|field| !field.differ()) {
        return Ok(see_other(record));
    }
    let (frame, action) = (by.frame("/residents"), format!("/residents/{id}/edit"));
    let along = vec![("base", theirs.base), ("warned", form.warned.clone())];
    let page = ConflictPage { frame, action, leave: record, seen: theirs.seen, along, fields };
    page_with(StatusCode::CONFLICT, &page)
}

/// What was typed, written as the form writes it.
fn tidied(form: &EditForm, edit: &Edit, now: &Standing) -> EditForm {
    let kind = match edit.document {
        Document::New(kind, _) => kind,
        Document::Kept => now.details.id_kind,
        Document::None => IdKind::None,
    };
    let house = HouseForm::of_new(&edit.house);
    let mine = EditForm::of(&edit.facts, kind, house, now.seen());
    let id_number = form.person.id_number.clone();
    EditForm { person: PersonForm { id_number, ..mine.person }, base: form.base.clone(), ..mine }
}
