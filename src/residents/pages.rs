//! Finding people: search, and lists by standing.

use super::{
    model::Row,
    open::searched,
    pairs,
    queries::{self, After, Filter, Lines, Whose},
    row::{Reading, RowView},
    search::{self, Found},
    text::FindWords,
};
use crate::{
    accounts::Keeper,
    clock::days_after,
    domain::{PostId, ResidentId, Role, Rules, Search},
    error::Error,
    settings, territories,
    web::{Form, Frame, PAGE_ROWS, Page, Route, State, Who, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query, route},
};
use askama::Template;
use chrono::NaiveDate;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents", KEEPERS, || route().to(index)),
    Route::post("/residents/search", KEEPERS, || route().to(search_posted)),
    Route::get("/residents/pairs", KEEPERS, || route().to(pairs::index)),
    Route::get("/residents/pairs/{pair}", KEEPERS, || route().to(pairs::show)),
    Route::post("/residents/pairs/{pair}", KEEPERS, || route().to(pairs::decide)),
    Route::post("/residents/pairs/{pair}/reopen", KEEPERS, || route().to(pairs::reopen)),
];

/// What the address of a list says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    pub q: Option<String>,
    pub whose: String,
    pub filter: String,
    pub after: String,
    pub id: String,
}

/// One choice among several lists.
struct Tab {
    href: String,
    label: &'static str,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "residents/index.html")]
struct IndexPage {
    frame: Frame,
    t: FindWords,
    place: String,
    /// What was searched for, as typed; kept out of the page if it was a number.
    wanted: Option<String>,
    title: String,
    rows: Vec<RowView>,
    whose: Vec<Tab>,
    tabs: Vec<Tab>,
    next: Option<String>,
    is_first: bool,
    /// Whether the reader finds locked records.
    is_contact: bool,
}

async fn index(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    match asked.q.as_deref().map(|q| (q, Search::parse(q))) {
        Some((_, Search::Number(_))) => Ok(see_other("/residents")),
        Some((typed, wanted)) if wanted != Search::Nothing => found_page(&by, &state, typed, wanted).await,
        _ => list_page(&by, &state, &asked).await,
    }
}

#[derive(serde::Deserialize)]
struct SearchForm {
    #[serde(default)]
    q: String,
}

/// Longer numbers come by a form, so that they stand in no address; the rest is sent on to one that can be kept.
async fn search_posted(
    by: Keeper,
    state: Data<State>,
    form: Form<SearchForm>,
) -> Result<HttpResponse, Error> {
    match Search::parse(&form.fields.q) {
        wanted @ Search::Number(_) => found_page(&by, &state, "", wanted).await,
        Search::Nothing => Ok(see_other("/residents")),
        _ => {
            let query = serde_html_form::to_string([("q", &form.fields.q)]).map_err(Error::internal)?;
            Ok(see_other(format!("/residents?{query}")))
        }
    }
}

async fn found_page(by: &Keeper, state: &State, typed: &str, wanted: Search) -> Result<HttpResponse, Error> {
    let (scope, keys) = (by.scope()?, state.keys.clone());
    let found = state.db.read(move |conn| search::search(conn, &keys, scope, &wanted)).await?;
    let Found { rows, has_more } = found;
    let post = by.post_id()?;
    searched(by, state, &rows).await?;
    let t = FindWords(by.lang);
    let title = match rows.len() {
        0 if typed.is_empty() => t.none_hidden().to_owned(),
        0 => t.none(typed),
        n if has_more => t.found_more(n),
        n => t.found(n),
    };
    let rows = views(by, state, &by.rules, post, &rows);
    let wanted = Some(typed.to_owned());
    let frame = by.frame("/residents");
    let (whose, tabs) = (Vec::new(), Vec::new());
    page(&IndexPage {
        frame,
        t,
        place: by.place.clone(),
        wanted,
        title,
        rows,
        whose,
        tabs,
        next: None,
        is_first: true,
        is_contact: false,
    })
}

fn views(by: &Keeper, state: &State, rules: &Rules, post: PostId, rows: &[Row]) -> Vec<RowView> {
    let (lang, today) = (by.lang, state.db.clock().today());
    let reading = Reading { lang, today, rules, keys: &state.keys, post };
    rows.iter().map(|row| RowView::new(row, &reading)).collect()
}

async fn list_page(by: &Keeper, state: &State, asked: &Asked) -> Result<HttpResponse, Error> {
    let (scope, post, today) = (by.scope()?, by.post_id()?, state.db.clock().today());
    let is_cadre = by.role() == Some(Role::Cadre);
    let is_mine = is_cadre && asked.whose != "all";
    let whose = if is_mine { Whose::Owner(post) } else { Whose::Territory(scope) };
    let filter = Filter::parse(&asked.filter).unwrap_or_default();
    let after = after(filter, asked);
    let is_first = after.is_none();
    let (rules, page_rows, is_contact) = state
        .db
        .report(move |conn| {
            let rules = settings::rules(conn)?;
            let lines = Lines { today, overdue_before: days_after(today, 1 - i64::from(rules.due_for_days)) };
            let rows = queries::list(conn, whose, filter, lines, after, PAGE_ROWS as i64 + 1)?;
            Ok::<_, Error>((rules, rows, territories::is_data_contact(conn, scope, post)?))
        })
        .await?;
    let listed = Page::from_rows(page_rows);
    let base = format!("/residents?whose={}", if is_mine { "mine" } else { "all" });
    let last = listed.rows.last().filter(|_| listed.has_more);
    let next = last.and_then(|row| next_address(&base, filter, row));
    let t = FindWords(by.lang);
    page(&IndexPage {
        frame: by.frame("/residents"),
        t,
        place: by.place.clone(),
        wanted: None,
        title: label(filter, t).to_owned(),
        rows: views(by, state, &rules, post, &listed.rows),
        whose: if is_cadre { whose_tabs(t, is_mine) } else { Vec::new() },
        tabs: tabs(&base, filter, t),
        next,
        is_first,
        is_contact,
    })
}

fn whose_tabs(t: FindWords, is_mine: bool) -> Vec<Tab> {
    vec![
        Tab { href: "/residents?whose=mine".into(), label: t.mine(), is_current: is_mine },
        Tab { href: "/residents?whose=all".into(), label: t.village(), is_current: !is_mine },
    ]
}

fn tabs(base: &str, current: Filter, t: FindWords) -> Vec<Tab> {
    let tab = |filter: Filter| Tab {
        href: format!("{base}&filter={}", filter.as_str()),
        label: label(filter, t),
        is_current: filter == current,
    };
    Filter::ALL.into_iter().map(tab).collect()
}

fn label(filter: Filter, t: FindWords) -> &'static str {
    match filter {
        Filter::All => t.all(),
        Filter::Overdue => t.overdue(),
        Filter::Due => t.due(),
        Filter::Lost => t.lost(),
        Filter::InOrder => t.in_order(),
        Filter::NumberMissing => t.number_missing(),
        Filter::Closed => t.closed(),
    }
}

/// Where the next page begins: a day, or for lists by name the id alone (a name stands in no address).
fn next_address(base: &str, filter: Filter, row: &Row) -> Option<String> {
    let day = match After::of(filter, &row.0)? {
        After::Day(day, _) => format!("&after={day}"),
        After::Person(_) => String::new(),
    };
    Some(format!("{base}&filter={}{day}&id={}", filter.as_str(), row.0.id))
}

fn after(filter: Filter, asked: &Asked) -> Option<After> {
    let id = asked.id.parse::<ResidentId>().ok()?;
    match filter {
        Filter::All | Filter::NumberMissing | Filter::Closed => Some(After::Person(id)),
        _ => Some(After::Day(asked.after.parse::<NaiveDate>().ok()?, id)),
    }
}
