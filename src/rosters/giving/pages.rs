//! The page on which a list is taken out, and the layouts an office keeps.

use super::{
    actions::{self, Layout},
    by_command::{BUILT_IN, LONGEST_REASON},
    columns::{OutColumn, layout},
    empty_form::header_of,
    listed::{self, Numbers},
    sheets::Kind,
    streaming,
    taker::Taker,
    text::OutWords,
};
use crate::{
    accounts::Staff,
    db::Conn,
    domain::{LayoutId, Problem, Role, Scope, optional_line},
    error::Error,
    rosters::Unreadable,
    web::{FileForm, Form, Frame, Problems, Route, Said, State, Who, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, route},
};
use askama::Template;

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
    take: String,
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

async fn show(by: Staff, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    out_page(&by, &state, asked.into_inner(), &Problems::default(), None).await
}

async fn out_page(
    by: &Staff,
    state: &State,
    asked: Asked,
    problems: &Problems,
    problem: Option<&'static str>,
) -> Result<HttpResponse, Error> {
    let (taker, lang, t) = (Taker::of(by)?, by.lang, OutWords(by.lang));
    let (whose, place) = (taker.whose, taker.place.clone());
    let read = move |conn: &mut Conn| {
        Ok::<_, Error>((listed::ids(conn, whose)?.len(), actions::layouts(conn, &place)?))
    };
    let (count, own) = state.db.report(read).await?;
    let built_in = BUILT_IN.into_iter().zip([t.plain(), t.labour_service(), t.poverty_relief()]);
    let mut options: Vec<_> = built_in.map(|(name, words)| (name.to_owned(), words.to_owned())).collect();
    options.extend(own.iter().map(|one| (one.id.to_string(), one.name.clone())));
    let who = match taker.scope {
        Scope::Village(_) => t.own().to_owned(),
        Scope::Township(_) => by.place.clone(),
        Scope::County => t.county().to_owned(),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { problems.status() };
    let shown = OutPage {
        frame: by.frame("/rosters"),
        t,
        lead: t.lead(who, lang.number(i64::try_from(count).unwrap_or(i64::MAX))),
        said: problems.said(lang),
        options,
        take: t.take(lang.number(i64::try_from(count).unwrap_or(i64::MAX))),
        formats: [("xlsx", t.xlsx()), ("csv", t.csv())],
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
    let columns = layout.columns();
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
    let (taker, asked) = (Taker::of(&by)?, form.fields);
    let numbers = if asked.full.is_empty() { Numbers::Masked } else { Numbers::Full };
    if numbers == Numbers::Full && !taker.may_see_full() {
        return Err(Error::Forbidden);
    }
    let mut problems = Problems::default();
    let reason = problems.keep("reason", optional_line(&asked.reason, LONGEST_REASON)).unwrap_or_default();
    if reason.is_empty() && problems.is_empty() && (numbers == Numbers::Full || taker.must_reason()) {
        problems.add("reason", Problem::Required);
    }
    let place = taker.place.clone();
    let own = state.db.report(move |conn| actions::layouts(conn, &place)).await?;
    let chosen = own.iter().find(|one| one.id.to_string() == asked.layout).map(Layout::columns);
    let Some(columns) = chosen.or_else(|| layout(&asked.layout)) else {
        problems.add("layout", Problem::NotAChoice);
        return out_page(&by, &state, asked, &problems, None).await;
    };
    if !problems.is_empty() {
        return out_page(&by, &state, asked, &problems, None).await;
    }
    let kind = if asked.format == "csv" { Kind::Csv } else { Kind::Xlsx };
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let list = streaming::on_record(&state, &taker, reason, (kind, numbers), columns).await?;
    Ok(streaming::streamed(&state, taker.scope, list))
}

async fn keep(by: Staff, state: Data<State>, form: FileForm) -> Result<HttpResponse, Error> {
    let taker = Taker::of(&by)?;
    let upload = form.read(LARGEST_FORM).await?;
    let (t, lang) = (OutWords(by.lang), by.lang);
    let problem = if upload.is_too_large {
        Some(Unreadable::TooLarge.sentence(lang))
    } else if upload.bytes.is_empty() {
        Some(t.choose_file())
    } else {
        None
    };
    if problem.is_some() {
        return out_page(&by, &state, Asked::default(), &Problems::default(), problem).await;
    }
    let name =
        upload.file_name.rsplit_once('.').map_or(upload.file_name.clone(), |(stem, _)| stem.to_owned());
    let columns = match tokio::task::spawn_blocking(move || header_of(&upload.bytes)).await {
        Ok(Ok(columns)) => columns,
        Ok(Err(why)) => {
            let why = if why == Unreadable::NobodyFound { t.no_header() } else { why.sentence(lang) };
            return out_page(&by, &state, Asked::default(), &Problems::default(), Some(why)).await;
        }
        Err(_) => return Err(Error::internal("an empty form could not be read")),
    };
    let (place, name) = (taker.place.clone(), if name.is_empty() { t.layout().to_owned() } else { name });
    state.db.write(taker.actor, move |tx| actions::keep(tx, &place, &name, &columns)).await?;
    Ok(see_other("/rosters/out?done=kept"))
}

async fn drop_layout(by: Staff, state: Data<State>, id: Path<LayoutId>) -> Result<HttpResponse, Error> {
    let (taker, id) = (Taker::of(&by)?, id.into_inner());
    let place = taker.place.clone();
    state.db.write(taker.actor, move |tx| actions::drop_layout(tx, &place, id)).await?;
    Ok(see_other("/rosters/out?done=dropped"))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{columns::value, listed::Listed},
        *,
    };

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
