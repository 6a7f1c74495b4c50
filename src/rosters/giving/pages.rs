//! The page on which a list is taken out, and the layouts an office keeps.

use super::{
    actions::{self, Layout},
    columns::{OutColumn, layout},
    empty_form::header_of,
    listed::{self, Listed, Numbers},
    sheets::{self, HandOn, Kind},
    text::OutWords,
};
use crate::{
    accounts::Staff,
    db::Conn,
    domain::{LayoutId, Problem, ResidentId, Role, Scope, optional_line},
    error::Error,
    residents::Whose,
    rosters::Unreadable,
    web::{FileForm, Form, Frame, Problems, Route, Said, State, Who, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Bytes, Data, Path, Query, route},
};
use askama::Template;
use tokio::sync::mpsc;

/// Whoever has a list of people.
const TAKERS: Who = Who::Roles(&[Role::Cadre, Role::Township, Role::County]);

pub const ROUTES: &[Route] = &[
    Route::get("/rosters/out", TAKERS, || route().to(show)),
    Route::post("/rosters/out", TAKERS, || route().to(take)),
    Route::post("/rosters/out/layouts", TAKERS, || route().to(keep)),
    Route::post("/rosters/out/layouts/{layout}/drop", TAKERS, || route().to(drop_layout)),
];

/// Most bytes of an empty form.
const LARGEST_FORM: usize = 2 << 20;
/// People read at once.
const AT_ONCE: usize = 500;

/// What somebody asks for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    layout: String,
    format: String,
    full: String,
    reason: String,
    done: String,
}

#[derive(Template)]
#[template(path = "rosters/out.html")]
struct OutPage {
    frame: Frame,
    t: OutWords,
    lead: String,
    asked: Asked,
    said: Said,
    options: Vec<(String, String)>,
    formats: [(&'static str, &'static str); 2],
    may_see_full: bool,
    reason_hint: &'static str,
    reason_opt: &'static str,
    own: Vec<OwnLayout>,
    notice: Option<&'static str>,
    problem: Option<&'static str>,
    sends: bool,
}

/// A layout of the office's own.
struct OwnLayout {
    id: LayoutId,
    name: String,
    words: String,
}

/// Who takes a list, of whom, and what is theirs.
struct Taker {
    by: Staff,
    whose: Whose,
    scope: Scope,
    place: String,
}

fn taker(by: Staff) -> Result<Taker, Error> {
    let scope = by.scope()?;
    let (whose, place) = match scope {
        Scope::Village(code) => (Whose::Owner(by.post_id()?), code.to_string()),
        Scope::Township(code) => (Whose::Territory(scope), code.to_string()),
        Scope::County => (Whose::Territory(scope), String::new()),
    };
    Ok(Taker { by, whose, scope, place })
}

impl Taker {
    /// A cadre calls; whoever needs all numbers at once asks the township (PRODUCT §2).
    fn may_see_full(&self) -> bool {
        !matches!(self.scope, Scope::Village(_))
    }

    /// The county states its reason for every list (PRODUCT §2).
    fn must_reason(&self) -> bool {
        self.scope == Scope::County
    }
}

fn columns_of(layout: &Layout) -> Vec<OutColumn> {
    serde_json::from_str(&layout.columns).unwrap_or_default()
}

async fn show(by: Staff, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    out_page(taker(by)?, &state, asked.into_inner(), &Problems::default(), None).await
}

async fn out_page(
    taker: Taker,
    state: &State,
    asked: Asked,
    problems: &Problems,
    problem: Option<&'static str>,
) -> Result<HttpResponse, Error> {
    let (lang, t) = (taker.by.lang, OutWords(taker.by.lang));
    let (whose, place) = (taker.whose, taker.place.clone());
    let read = move |conn: &mut Conn| {
        Ok::<_, Error>((listed::ids(conn, whose)?.len(), actions::layouts(conn, &place)?))
    };
    let (count, own) = state.db.report(read).await?;
    let mut options = vec![
        ("plain".to_owned(), t.plain().to_owned()),
        ("labour_service".to_owned(), t.labour_service().to_owned()),
        ("poverty_relief".to_owned(), t.poverty_relief().to_owned()),
    ];
    options.extend(own.iter().map(|one| (one.id.to_string(), one.name.clone())));
    let who = match taker.scope {
        Scope::Village(_) => t.own().to_owned(),
        Scope::Township(_) => taker.by.place.clone(),
        Scope::County => t.county().to_owned(),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { problems.status() };
    let shown = OutPage {
        frame: taker.by.frame("/rosters"),
        t,
        lead: t.lead(who, lang.number(i64::try_from(count).unwrap_or(i64::MAX))),
        said: problems.said(lang),
        options,
        formats: [("xlsx", "xlsx"), ("csv", "csv")],
        may_see_full: taker.may_see_full(),
        reason_hint: if taker.must_reason() { t.reason_county() } else { t.reason_hint() },
        reason_opt: if taker.must_reason() { "" } else { crate::web::optional(lang) },
        own: own.iter().map(|one| own_layout(one, t)).collect(),
        notice: match asked.done.as_str() {
            "kept" => Some(t.kept()),
            "dropped" => Some(t.dropped()),
            _ => None,
        },
        problem,
        sends: !matches!(taker.scope, Scope::Village(_)),
        asked,
    };
    page_with(if problems.is_empty() && problem.is_none() { StatusCode::OK } else { status }, &shown)
}

fn own_layout(layout: &Layout, t: OutWords) -> OwnLayout {
    let columns = columns_of(layout);
    let known = columns.iter().filter(|column| is_kept(column)).count();
    OwnLayout { id: layout.id, name: layout.name.clone(), words: t.columns(columns.len(), known) }
}

/// Whether something of the kind is on file.
fn is_kept(column: &OutColumn) -> bool {
    let known = [
        "name",
        "sex",
        "birth_date",
        "id_number",
        "phone",
        "phone_alt",
        "phone_landline",
        "contact_phone",
        "wechat",
        "county",
        "township",
        "village",
        "village_group",
        "household_no",
        "household_head",
        "relation_to_head",
        "education",
        "work_place",
        "work_scope",
        "current_address",
        "work_province",
        "work_city",
        "work_county",
        "employer",
        "occupation",
        "departure_date",
        "last_contact",
    ];
    known.contains(&column.field.as_str())
}

async fn take(by: Staff, state: Data<State>, form: Form<Asked>) -> Result<HttpResponse, Error> {
    let (taker, asked) = (taker(by)?, form.fields);
    let numbers = if asked.full.is_empty() { Numbers::Masked } else { Numbers::Full };
    if numbers == Numbers::Full && !taker.may_see_full() {
        return Err(Error::Forbidden);
    }
    let mut problems = Problems::default();
    let reason = problems.keep("reason", optional_line(&asked.reason, 200)).unwrap_or_default();
    if reason.is_empty() && problems.is_empty() && (numbers == Numbers::Full || taker.must_reason()) {
        problems.add("reason", Problem::Required);
    }
    let place = taker.place.clone();
    let own = state.db.report(move |conn| actions::layouts(conn, &place)).await?;
    let chosen = own.iter().find(|one| one.id.to_string() == asked.layout).map(columns_of);
    let Some(columns) = chosen.or_else(|| layout(&asked.layout)) else {
        problems.add("layout", Problem::NotAChoice);
        return out_page(taker, &state, asked, &problems, None).await;
    };
    if !problems.is_empty() {
        return out_page(taker, &state, asked, &problems, None).await;
    }
    let whose = taker.whose;
    let people = state.db.report(move |conn| listed::ids(conn, whose)).await?;
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let is_full = numbers == Numbers::Full;
    actions::on_record(&state, taker.by.actor(), reason, is_full, &people).await?;
    let kind = if asked.format == "csv" { Kind::Csv } else { Kind::Xlsx };
    Ok(streamed(&state, taker.scope, (kind, numbers), columns, people))
}

/// The file, written while it is read: nobody holds all of it.
fn streamed(
    state: &State,
    scope: Scope,
    (kind, numbers): (Kind, Numbers),
    columns: Vec<OutColumn>,
    people: Vec<ResidentId>,
) -> HttpResponse {
    let (give, given) = mpsc::channel::<Vec<Listed>>(2);
    let (hand_on, handed_on) = mpsc::channel::<Bytes>(4);
    let (tell, told) = mpsc::channel::<std::io::Error>(1);
    actix_web::rt::spawn(feed(state.clone(), scope, numbers, people, give, tell.clone()));
    tokio::task::spawn_blocking(move || {
        if let Err(error) = sheets::write(kind, &columns, given, HandOn::new(hand_on)) {
            // Who broke off hears nothing any more.
            let _ = tell.blocking_send(std::io::Error::other(error.to_string()));
        }
    });
    let stream = futures_util::stream::unfold((handed_on, told), |(mut pieces, mut told)| async move {
        match pieces.recv().await {
            Some(piece) => Some((Ok(piece), (pieces, told))),
            // A list that ends too early must not look whole.
            None => told.try_recv().ok().map(|error| (Err(error), (pieces, told))),
        }
    });
    let (ending, mime) = match kind {
        Kind::Csv => ("csv", "text/csv; charset=utf-8"),
        Kind::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = format!("attachment; filename=\"kith-list-{}.{ending}\"", state.db.clock().today());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, mime))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(stream)
}

/// Reads the people of a list, some at a time.
async fn feed(
    state: State,
    scope: Scope,
    numbers: Numbers,
    people: Vec<ResidentId>,
    give: mpsc::Sender<Vec<Listed>>,
    tell: mpsc::Sender<std::io::Error>,
) {
    let read = async {
        let names = std::sync::Arc::new(state.db.report(actions::names).await?);
        for some in people.chunks(AT_ONCE) {
            let (some, keys, names) = (some.to_vec(), state.keys.clone(), names.clone());
            let read = move |conn: &mut Conn| listed::listed(conn, &keys, scope, numbers, &names, &some);
            if give.send(state.db.report(read).await?).await.is_err() {
                break;
            }
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = read.await {
        tracing::error!(%error, "a list was broken off");
        // Who broke off hears nothing any more.
        let _ = tell.send(std::io::Error::other("broken off")).await;
    }
}

async fn keep(by: Staff, state: Data<State>, form: FileForm) -> Result<HttpResponse, Error> {
    let taker = taker(by)?;
    let upload = form.read(LARGEST_FORM).await?;
    let (t, lang) = (OutWords(taker.by.lang), taker.by.lang);
    let problem = if upload.is_too_large {
        Some(Unreadable::TooLarge.sentence(lang))
    } else if upload.bytes.is_empty() {
        Some(t.choose_file())
    } else {
        None
    };
    if problem.is_some() {
        return out_page(taker, &state, Asked::default(), &Problems::default(), problem).await;
    }
    let name =
        upload.file_name.rsplit_once('.').map_or(upload.file_name.clone(), |(stem, _)| stem.to_owned());
    let columns = match tokio::task::spawn_blocking(move || header_of(&upload.bytes)).await {
        Ok(Ok(columns)) => columns,
        Ok(Err(why)) => {
            let why = if why == Unreadable::NobodyFound { t.no_header() } else { why.sentence(lang) };
            return out_page(taker, &state, Asked::default(), &Problems::default(), Some(why)).await;
        }
        Err(_) => return Err(Error::internal("an empty form could not be read")),
    };
    let (place, name) = (taker.place.clone(), if name.is_empty() { t.layout().to_owned() } else { name });
    state.db.write(taker.by.actor(), move |tx| actions::keep(tx, &place, &name, &columns)).await?;
    Ok(see_other("/rosters/out?done=kept"))
}

async fn drop_layout(by: Staff, state: Data<State>, id: Path<LayoutId>) -> Result<HttpResponse, Error> {
    let (taker, id) = (taker(by)?, id.into_inner());
    let place = taker.place.clone();
    state.db.write(taker.by.actor(), move |tx| actions::drop_layout(tx, &place, id)).await?;
    Ok(see_other("/rosters/out?done=dropped"))
}

#[cfg(test)]
mod tests {
    use super::{super::columns::value, *};

    #[test]
    fn every_column_said_to_be_kept_has_a_value() {
        let one = Listed { name: "周小燕".into(), employer: "鞋厂".into(), ..Listed::default() };
        for (field, shown) in [("name", "周小燕"), ("employer", "鞋厂"), ("ethnicity", ""), ("", "")] {
            assert_eq!(value(field, &one), shown);
        }
        let plain = layout("plain").unwrap();
        assert!(plain.iter().all(is_kept));
    }
}
