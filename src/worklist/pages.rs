//! The worklist of a cadre and of a township.

use super::text::WorklistWords;
use crate::{
    accounts::Keeper,
    checkins::{self, Done},
    clock::{day_begins, days_after},
    db::Conn,
    domain::{Role, Rules},
    error::Error,
    i18n::Lang,
    registrations,
    residents::{self, Reading, Row, RowView, Standing, Waiting, worklist_key},
    web::{Frame, Route, State, Who, page},
};
use actix_web::{
    HttpResponse,
    web::{Data, Query, route},
};
use askama::Template;
use chrono::NaiveDate;

pub const ROUTES: &[Route] =
    &[Route::get("/worklist", Who::Roles(&[Role::Cadre, Role::Township]), || route().to(index))];

/// Rows shown at once: more than anybody calls in a day makes the page slow and the heart heavy.
const SHOWN: usize = 20;
/// Where counting stops.
const COUNTED: i64 = 100;
/// How many of each kind a township sees before the list behind it.
const OF_EACH: i64 = 10;

#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

async fn index(by: Keeper, state: Data<State>, asked: Query<Asked>) -> Result<HttpResponse, Error> {
    match by.role() {
        Some(Role::Township) => township(by, state, asked.into_inner().done).await,
        _ => cadre(by, state, asked.into_inner().done).await,
    }
}

#[derive(Template)]
#[template(path = "worklist/index.html")]
struct CadrePage {
    frame: Frame,
    t: WorklistWords,
    date: String,
    count: usize,
    urgent: Vec<RowView>,
    this_week: Vec<RowView>,
    urgent_all: usize,
    this_week_all: usize,
    hidden: usize,
    counts: String,
    pairs: Option<String>,
    mine: i64,
    /// The line for registrations that wait.
    registrations: Option<String>,
    done: Option<Done>,
}

#[derive(Template)]
#[template(path = "worklist/done.html")]
struct DonePage {
    frame: Frame,
    t: WorklistWords,
    date: String,
    title: &'static str,
    words: String,
    coming: Vec<(String, String, &'static str)>,
    pairs: Option<String>,
    mine: i64,
    /// The poster of the village one acts for.
    poster: Option<String>,
    registrations: Option<String>,
    done: Option<Done>,
}

/// What the worklist of a cadre reads.
struct Read {
    rows: Vec<Row>,
    rules: Rules,
    mine: i64,
    /// Registrations that wait in the village, counted up to a hundred and one.
    registrations: i64,
    pairs: i64,
    done: Option<Done>,
    /// Only when nobody waits: what was done today, and what comes next.
    tally: (usize, usize),
    coming: Vec<Row>,
}

fn read(conn: &mut Conn, by: &Keeper, today: NaiveDate, just_done: &str) -> Result<Read, Error> {
    let (post, rules) = (by.post_id()?, by.rules);
    let mut rows = residents::to_try(conn, post, by.scope()?, today)?;
    rows.sort_by_cached_key(|row| worklist_key(&row.0, today, &rules));
    let is_done = rows.is_empty();
    Ok(Read {
        mine: residents::count_of_owner(conn, post)?,
        registrations: registrations::count_waiting(conn, by.scope()?, registrations::COUNTED + 1)?,
        pairs: residents::count_pairs(conn, by.scope()?, COUNTED)?,
        done: checkins::done(conn, by, just_done, today)?,
        tally: if is_done { checkins::tally(conn, by.account, day_begins(today))? } else { (0, 0) },
        coming: if is_done { residents::coming(conn, post, today, 5)? } else { Vec::new() },
        rows,
        rules,
    })
}

async fn cadre(by: Keeper, state: Data<State>, just_done: String) -> Result<HttpResponse, Error> {
    let (today, reader) = (state.db.clock().today(), by.clone());
    let read = state.db.read(move |conn| read(conn, &reader, today, &just_done)).await?;
    let t = WorklistWords(by.lang);
    let date = t.day(by.lang.day(today, today), by.lang.weekday(today));
    if read.rows.is_empty() {
        return done_page(&by, today, date, read);
    }
    let count = read.rows.len();
    let standings: Vec<Standing> =
        read.rows.iter().map(|row| residents::standing(&row.0, today, &read.rules)).collect();
    let urgent_all = standings.iter().filter(|standing| standing.group() <= 1).count();
    let reading =
        Reading { lang: by.lang, today, rules: &read.rules, keys: &state.keys, post: by.post_id()? };
    let shown = read.rows.iter().take(SHOWN).map(|row| RowView::new(row, &reading));
    let (urgent, this_week): (Vec<_>, Vec<_>) = shown.partition(|row| row.standing.group() <= 1);
    page(&CadrePage {
        frame: by.frame("/worklist"),
        t,
        date,
        count,
        urgent,
        this_week,
        urgent_all,
        this_week_all: count - urgent_all,
        hidden: count.saturating_sub(SHOWN),
        counts: counts(&standings, t),
        pairs: pairs(read.pairs, t),
        mine: read.mine,
        registrations: waiting_line(read.registrations, by.lang),
        done: read.done,
    })
}

/// The line above a worklist that says how many registrations wait; none where none do.
fn waiting_line(count: i64, lang: Lang) -> Option<String> {
    let t = WorklistWords(lang);
    match count {
        0 => None,
        1 => Some(t.registration().to_owned()),
        n if n > registrations::COUNTED => Some(t.registrations_more(registrations::COUNTED)),
        n => Some(t.registrations(n)),
    }
}

fn counts(standings: &[Standing], t: WorklistWords) -> String {
    let of = |is: fn(&Standing) -> bool| standings.iter().filter(|standing| is(standing)).count();
    let help = match of(|standing| *standing == Standing::Help) {
        0 => String::new(),
        count => t.help(count),
    };
    let rest = t.counts(
        of(|standing| matches!(standing, Standing::Overdue(_))),
        of(|standing| matches!(standing, Standing::Lost(_))),
        of(|standing| *standing == Standing::New),
        of(|standing| matches!(standing, Standing::Due(_) | Standing::InOrder)),
    );
    help + &rest
}

/// The line that tells of pairs which wait for this reader.
fn pairs(count: i64, t: WorklistWords) -> Option<String> {
    match count {
        0 => None,
        1 => Some(t.pair().to_owned()),
        COUNTED => Some(t.pairs(format!("{COUNTED}+"))),
        n => Some(t.pairs(n)),
    }
}

fn done_page(by: &Keeper, today: NaiveDate, date: String, read: Read) -> Result<HttpResponse, Error> {
    let t = WorklistWords(by.lang);
    let (attempts, contacts) = read.tally;
    let coming = read.coming.iter().filter_map(|(person, ..)| {
        let why = if person.failed_attempts > 0 { t.retry() } else { t.due() };
        Some((by.lang.day(person.try_on?, today), person.name.clone(), why))
    });
    page(&DonePage {
        frame: by.frame("/worklist"),
        t,
        date,
        title: if attempts > 0 { t.done_title() } else { t.nobody_title() },
        words: if attempts > 0 { t.done(attempts, contacts) } else { t.nothing_done().to_owned() },
        coming: coming.collect(),
        pairs: pairs(read.pairs, t),
        mine: read.mine,
        poster: by
            .post
            .as_ref()
            .and_then(|post| post.village_code)
            .map(|code| format!("/villages/{code}/poster")),
        registrations: waiting_line(read.registrations, by.lang),
        done: read.done,
    })
}

/// One kind of what waits for a township.
struct Group {
    title: &'static str,
    rows: Vec<RowView>,
    href: Option<&'static str>,
    /// What follows the id in the address a name leads to.
    to: &'static str,
}

#[derive(Template)]
#[template(path = "worklist/township.html")]
struct TownshipPage {
    frame: Frame,
    t: WorklistWords,
    date: String,
    groups: Vec<Group>,
    is_clear: bool,
    registrations: Option<String>,
    pairs: Option<String>,
    done: Option<Done>,
}

async fn township(by: Keeper, state: Data<State>, just_done: String) -> Result<HttpResponse, Error> {
    let (today, scope, reader) = (state.db.clock().today(), by.scope()?, by.clone());
    let (rules, lists, (waiting, alike), done) = state
        .db
        .read(move |conn| {
            let rules = reader.rules;
            let lost_by = days_after(today, -i64::from(rules.lost_cadre_days));
            let overdue = days_after(today, 1 - i64::from(rules.due_for_days));
            let mut list = |what| residents::waiting_in(conn, scope, what, OF_EACH);
            let lists = [
                list(Waiting::Contested)?,
                list(Waiting::Unowned(today, rules))?,
                list(Waiting::LostBy(lost_by))?,
                list(Waiting::DueBefore(overdue))?,
            ];
            let limit = registrations::COUNTED + 1;
            let waiting = registrations::waiting_for_township(conn, scope, today, limit)?.len() as i64;
            let pairs = residents::count_pairs(conn, scope, COUNTED)?;
            Ok::<_, Error>((
                rules,
                lists,
                (waiting, pairs),
                checkins::done(conn, &reader, &just_done, today)?,
            ))
        })
        .await?;
    let t = WorklistWords(by.lang);
    let reading = Reading { lang: by.lang, today, rules: &rules, keys: &state.keys, post: by.post_id()? };
    let titles = [
        (t.contested(), None, "/reopen"),
        (t.unowned(), None, ""),
        (t.lost(), Some("/residents?filter=lost"), ""),
        (t.overdue(), Some("/residents?filter=overdue"), ""),
    ];
    let groups: Vec<Group> = titles
        .into_iter()
        .zip(&lists)
        // Seldom there is anything to decide: then the group is not there at all.
        .filter(|((.., to), rows)| to.is_empty() || !rows.is_empty())
        .map(|((title, href, to), rows)| Group {
            title,
            to,
            href: href.filter(|_| rows.len() as i64 == OF_EACH),
            rows: rows.iter().map(|row| RowView::new(row, &reading)).collect(),
        })
        .collect();
    page(&TownshipPage {
        frame: by.frame("/worklist"),
        t,
        date: t.day(by.lang.day(today, today), by.lang.weekday(today)),
        is_clear: waiting + alike == 0 && groups.iter().all(|group| group.rows.is_empty()),
        registrations: waiting_line(waiting, by.lang),
        groups,
        pairs: pairs(alike, t),
        done,
    })
}
