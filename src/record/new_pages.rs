//! Adding somebody to the register (PRODUCT §4.1): new people belong to the reader's village; a township picks one.

use super::{
    doubts::doubts,
    edit::{self, Home, Writer},
    fields::{self, Asked, Doubts, Fields},
    keep_text::KeepWords,
    new_form::{NewForm, NewPerson},
};
use crate::{
    accounts::{self, Keeper, Seat},
    db::{
        Conn,
        submissions::{Claim, Submission, claim, taken},
    },
    domain::{PostId, ResidentId, Role, Rules, Scope, VillageCode},
    error::{Error, Refusal},
    residents::{self, NewResident, Reading},
    settings,
    territories::{self, Division},
    web::{
        Form, Frame, PlaceField, Problems, Route, Said, State, Who, fresh_key, page, page_with, see_other,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Query, route},
};
use askama::Template;

const KEEPERS: Who = Who::Roles(&[Role::Cadre, Role::Township]);

pub const ROUTES: &[Route] = &[
    Route::get("/residents/new", KEEPERS, || route().to(show)),
    Route::post("/residents/new", KEEPERS, || route().to(create)),
];

/// Which village, where a township asks.
#[derive(serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    village: String,
}

/// Where somebody is added: the village, and for a township the posts that may answer for them.
#[derive(Clone)]
struct Place {
    village: VillageCode,
    name: String,
    owners: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "record/village.html")]
struct VillagePage {
    frame: Frame,
    t: KeepWords,
    villages: Vec<Division>,
}

#[derive(Template)]
#[template(path = "record/new.html")]
struct NewPage {
    frame: Frame,
    t: KeepWords,
    place: Place,
    is_township: bool,
    form: NewForm,
    destination: PlaceField,
    fields: Fields,
    key: String,
    said: Said,
}

async fn show(by: Keeper, state: Data<State>, wanted: Query<Wanted>) -> Result<HttpResponse, Error> {
    match (by.scope()?, wanted.village.as_str()) {
        (Scope::Township(code), "") => {
            let villages = state.db.read(move |conn| territories::divisions_of(conn, code.as_str())).await?;
            let villages = villages.into_iter().filter(|village| village.ended_on.is_none()).collect();
            page(&VillagePage { frame: by.frame("/residents"), t: KeepWords(by.lang), villages })
        }
        _ => {
            let place = place(&by, &state, &wanted.village).await?;
            page(&screen(&by, place, NewForm::default(), Asked::default(), Said::default()))
        }
    }
}

/// The reader's own village, or the one a township asks for; outside its territory there is none.
async fn place(by: &Keeper, state: &State, wanted: &str) -> Result<Place, Error> {
    let (scope, today, t) = (by.scope()?, state.db.clock().today(), KeepWords(by.lang));
    let village = match scope {
        Scope::Village(own) => own,
        _ => VillageCode::parse(wanted).map_err(|_| Error::NotFound)?,
    };
    if !scope.covers(village) {
        return Err(Error::NotFound);
    }
    let is_township = matches!(scope, Scope::Township(_));
    state
        .db
        .read(move |conn| {
            let division = territories::division(conn, village.as_str())?.ok_or(Error::NotFound)?;
            if division.ended_on.is_some() {
                return Err(Error::NotFound);
            }
            let mut owners = Vec::new();
            if is_township {
                owners.push((String::new(), t.owner_nobody().to_owned()));
                owners.extend(owners_of(conn, village, today, t)?);
            }
            Ok(Place { village, name: division.name, owners })
        })
        .await
}

/// The posts of a village's cadres, with who holds each and how many they answer for.
pub fn owners_of(
    conn: &mut Conn,
    village: VillageCode,
    today: chrono::NaiveDate,
    t: KeepWords,
) -> Result<Vec<(String, String)>, Error> {
    let posts = accounts::posts_at(conn, &Seat::Village(village), today)?;
    let told = |(post, holder): (PostId, Option<String>)| {
        let count = residents::count_of_owner(conn, post)?;
        let holder = holder.unwrap_or_else(|| t.vacant().to_owned());
        Ok((post.to_string(), t.owner_of(holder, count)))
    };
    posts.into_iter().map(told).collect()
}

fn screen(by: &Keeper, place: Place, form: NewForm, asked: Asked, said: Said) -> NewPage {
    let key = if form.idempotency_key.is_empty() { fresh_key() } else { form.idempotency_key.clone() };
    let fields = Fields::new(form.person.clone(), form.house.clone(), None, asked, by.lang);
    let is_township = by.role() == Some(Role::Township);
    let destination = PlaceField::new(&form.place, &form.place_code, place.village.county(), by.lang);
    NewPage {
        frame: by.frame("/residents"),
        t: KeepWords(by.lang),
        place,
        is_township,
        form,
        destination,
        fields,
        key,
        said,
    }
}

async fn create(by: Keeper, state: Data<State>, form: Form<NewForm>) -> Result<HttpResponse, Error> {
    let place = place(&by, &state, &form.fields.village).await?;
    let new = match form.fields.parse(place.village, state.db.clock().today()) {
        Ok(new) => new,
        Err(problems) => return again(&by, place, form.fields, &problems),
    };
    // The same form again leads where it led, before its own record is found alike.
    let submission = Submission::new(by.account, &form.fields.idempotency_key, &form.raw);
    let known = submission.clone();
    if let Some(before) = state.db.read(move |conn| taken(conn, &known)).await? {
        return Ok(see_other(before));
    }
    let (home, doubts, rules) = doubted(&by, &state, &form.fields, &new).await?;
    if !doubts.are_settled(&form.fields.warned) {
        let (lang, today) = (by.lang, state.db.clock().today());
        let reading = Reading { lang, today, rules: &rules, keys: &state.keys, post: by.post_id()? };
        let asked = doubts.told(&reading, &form.fields.household);
        return page(&screen(&by, place, form.fields, asked, Said::default()));
    }
    let own = matches!(by.scope()?, Scope::Village(_)).then(|| by.post_id()).transpose()?;
    let record = NewResident { owner: own.or(new.owner), ..new.record() };
    match write(&by, &state, submission, record, home).await {
        Ok(address) => Ok(see_other(address)),
        Err(Refusal::Problems(problems)) => again(&by, place, form.fields, &problems),
        Err(Refusal::Error(error)) => Err(error),
    }
}

fn again(by: &Keeper, place: Place, form: NewForm, problems: &Problems) -> Result<HttpResponse, Error> {
    let said = problems.said(by.lang);
    page_with(problems.status(), &screen(by, place, form, Asked::default(), said))
}

/// What there is to doubt about somebody new, and which household they belong to.
async fn doubted(
    by: &Keeper,
    state: &State,
    form: &NewForm,
    new: &NewPerson,
) -> Result<(Home, Doubts, Rules), Error> {
    let (scope, keys) = (by.scope()?, state.keys.clone());
    let (new, chosen) = (new.clone(), form.household.clone());
    state
        .db
        .read(move |conn| {
            let mut found = Doubts {
                all: doubts(&new.facts, &new.document, None, &new.house.head_name),
                alike: residents::alike(conn, &keys, scope, &new.features(), None)?,
                ..Doubts::default()
            };
            let home = fields::home(conn, scope, &new.house, &chosen, &mut found)?;
            Ok::<_, Error>((home, found, settings::rules(conn)?))
        })
        .await
}

async fn write(
    by: &Keeper,
    state: &State,
    submission: Submission,
    record: NewResident,
    home: Home,
) -> Result<String, Refusal<Problems>> {
    let writer = Writer::of(by)?;
    let id = ResidentId(state.db.next_id());
    let (keys, address) = (state.keys.clone(), format!("/residents/{id}?done=added"));
    state
        .db
        .write(by.actor(), move |tx| {
            if let Claim::Again(before) = claim(tx, &submission, &address)? {
                return Ok(before);
            }
            edit::add(tx, &keys, writer, id, record, &home)?;
            Ok(address)
        })
        .await
}
