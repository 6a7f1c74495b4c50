//! Adding and ending channels.

use super::{
    actions,
    fields::{self, Asked, Doubts},
    form::{ChannelForm, SOURCES},
    keep_text::KeepWords,
    pages::{ChannelView, channel_view, source},
    refused::refused,
    text::RecordWords,
};
use crate::{
    accounts::Keeper,
    db::submissions::{Claim, Submission, claim},
    domain::{ChannelId, ChannelKind, PhoneNumber, ResidentId, Role},
    error::{Error, Refusal},
    residents::{self, AlikeWords, Features, NewChannel, Reading, Row},
    settings,
    web::{Form, Frame, Problems, Route, Said, State, Who, kept_key, page, page_with, see_other},
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, Path, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/{id}/channels", KEEPERS, || route().to(show)),
    Route::post("/residents/{id}/channels", KEEPERS, || route().to(change)),
];

#[derive(Template)]
#[template(path = "record/channels.html")]
struct ChannelsPage {
    frame: Frame,
    t: RecordWords,
    id: String,
    name: String,
    open: Vec<(String, ChannelView)>,
    kinds: Vec<(&'static str, &'static str)>,
    sources: Vec<(&'static str, &'static str)>,
    form: ChannelForm,
    asked: Asked,
    keep: KeepWords,
    alike_words: AlikeWords,
    key: String,
    said: Said,
}

async fn show(by: Keeper, state: Data<State>, path: Path<ResidentId>) -> Result<HttpResponse, Error> {
    let row = residents::open(&by, &state, *path).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    page(&screen(&by, &state, row, ChannelForm::default(), Asked::default(), Said::default()).await?)
}

async fn screen(
    by: &Keeper,
    state: &State,
    row: Row,
    form: ChannelForm,
    asked: Asked,
    said: Said,
) -> Result<ChannelsPage, Error> {
    let (id, person, lang, today) = (row.0.id, row.0.clone(), by.lang, state.db.clock().today());
    let channels = state.db.read(move |conn| residents::channels_of(conn, &person)).await?;
    let open = channels.iter().filter(|channel| channel.ended_on.is_none());
    let t = RecordWords(lang);
    let key = kept_key(&form.idempotency_key);
    Ok(ChannelsPage {
        frame: by.frame("/residents"),
        t,
        id: id.to_string(),
        name: row.0.name,
        open: open
            .map(|channel| (channel.id.to_string(), channel_view(channel, &state.keys, lang, today)))
            .collect(),
        kinds: ChannelKind::ALL.iter().map(|kind| (kind.as_str(), lang.channel_kind(*kind))).collect(),
        sources: SOURCES.iter().map(|told| (told.as_str(), source(*told, t))).collect(),
        form,
        asked,
        keep: KeepWords(lang),
        alike_words: AlikeWords(lang),
        key,
        said,
    })
}

async fn change(
    by: Keeper,
    state: Data<State>,
    path: Path<ResidentId>,
    form: Form<ChannelForm>,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (*path, by.scope()?);
    let row = residents::open(&by, &state, id).await?;
    if let Some(page) = refused(&by, &state, &row.0).await? {
        return Ok(page);
    }
    if let Ok(channel) = form.fields.end.parse::<ChannelId>() {
        let keys = state.keys.clone();
        let ended =
            state.db.write(by.actor(), move |tx| actions::end_channel(tx, &keys, scope, id, channel)).await;
        return answer(&by, &state, row, form.fields, ended.map(|()| format!("/residents/{id}"))).await;
    }
    match form.fields.parse(state.db.clock().today()) {
        Ok(new) => {
            let asked = asked(&by, &state, &row, &form.fields, &new).await?;
            if !asked.is_empty() {
                return page(&screen(&by, &state, row, form.fields, asked, Said::default()).await?);
            }
            let added = add(&by, &state, id, &form.fields, &form.raw, new).await;
            answer(&by, &state, row, form.fields, added).await
        }
        Err(problems) => answer(&by, &state, row, form.fields, Err(Refusal::Problems(problems))).await,
    }
}

/// Whoever looks like the person once the number is theirs and did not before; nobody once they were looked at.
async fn asked(
    by: &Keeper,
    state: &State,
    row: &Row,
    form: &ChannelForm,
    new: &NewChannel,
) -> Result<Asked, Error> {
    let is_own = residents::is_own_number(new.kind, &new.holder);
    let Some(number) = PhoneNumber::parse(&new.value).ok().filter(|_| is_own) else {
        return Ok(Asked::default());
    };
    let (scope, keys, person) = (by.scope()?, state.keys.clone(), row.0.clone());
    let (alike, rules) = state
        .db
        .read(move |conn| {
            let before = residents::features(conn, &keys, &person)?;
            let mut after: Features = before.clone();
            after.phones.push(number);
            let alike = fields::newly_alike(conn, &keys, scope, &person, (&before, &after))?;
            Ok::<_, Error>((alike, settings::rules(conn)?))
        })
        .await?;
    let doubts = Doubts { alike, ..Doubts::default() };
    if doubts.are_settled(&form.warned) {
        return Ok(Asked::default());
    }
    let (lang, today, post) = (by.lang, state.db.clock().today(), by.post_id()?);
    Ok(doubts.told(&Reading { lang, today, rules: &rules, keys: &state.keys, post }, ""))
}

async fn add(
    by: &Keeper,
    state: &State,
    id: ResidentId,
    form: &ChannelForm,
    raw: &Bytes,
    new: NewChannel,
) -> Result<String, Refusal<Problems>> {
    let submission = Submission::new(by.account, &form.idempotency_key, raw);
    let (keys, scope, address) = (state.keys.clone(), by.scope()?, format!("/residents/{id}"));
    state
        .db
        .write(by.actor(), move |tx| {
            if let Claim::Again(before) = claim(tx, &submission, &address)? {
                return Ok(before);
            }
            actions::add_channel(tx, &keys, scope, id, &new)?;
            Ok(address)
        })
        .await
}

/// On to the record, or the page once more with what to mend.
async fn answer(
    by: &Keeper,
    state: &State,
    row: Row,
    form: ChannelForm,
    written: Result<String, Refusal<Problems>>,
) -> Result<HttpResponse, Error> {
    match written {
        Ok(address) => Ok(see_other(address)),
        Err(Refusal::Problems(problems)) => {
            let page = screen(by, state, row, form, Asked::default(), problems.said(by.lang)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Refusal::Error(error)) => Err(error),
    }
}
