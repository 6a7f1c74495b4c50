//! What each column holds: recognised, shown with some of its cells, changeable.

use super::show::found;
use crate::{
    accounts::{Office, Places},
    domain::RosterId,
    error::{Error, Refusal},
    i18n::Lang,
    rosters::{
        Choices, Field, FieldChoice,
        batch::{self, Findings, FoundColumn},
        reading::column_letters,
        text::RosterWords,
        words,
    },
    web::{Form, Frame, State, page, see_other},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

#[derive(Template)]
#[template(path = "rosters/columns.html")]
struct ColumnsPage {
    frame: Frame,
    t: RosterWords,
    id: String,
    back: String,
    columns: Vec<ColumnRow>,
    options: Vec<(&'static str, &'static str)>,
    hidden: Vec<(usize, String, bool)>,
    villages: Vec<(String, String)>,
    village: String,
}

/// A column as the page shows it.
struct ColumnRow {
    /// The name of its field in the form.
    key: String,
    header: String,
    samples: Vec<String>,
    field: String,
    remark: Option<&'static str>,
    is_doubtful: bool,
    is_forbidden: bool,
}

/// The columns of all tables, each header once.
fn distinct(findings: &Findings) -> Vec<&FoundColumn> {
    let mut all: Vec<&FoundColumn> = Vec::new();
    for column in findings.sheets.iter().flat_map(|sheet| &sheet.tables).flat_map(|table| &table.columns) {
        if !all.iter().any(|known| known.header == column.header && known.nth == column.nth) {
            all.push(column);
        }
    }
    all
}

fn row(at: usize, column: &FoundColumn, lang: Lang) -> ColumnRow {
    let t = RosterWords(lang);
    let is_forbidden = column.field().and_then(Field::forbidden).is_some();
    let read = column.field().filter(|field| field.is_read());
    ColumnRow {
        key: format!("c{at}"),
        header: match column.header.as_str() {
            "" => t.unnamed(column_letters(column.column)),
            header => header.to_owned(),
        },
        samples: column.samples.clone(),
        field: read.map(|field| field.name().to_owned()).unwrap_or_default(),
        remark: match column.sure.as_str() {
            _ if is_forbidden => Some(t.never_read()),
            "cells" if read.is_some() => Some(t.by_cells()),
            "part" if read.is_some() => Some(t.by_part()),
            "chosen" => Some(t.chosen()),
            _ => None,
        },
        is_doubtful: column.is_doubtful(),
        is_forbidden,
    }
}

/// The page of the columns.
pub async fn show(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let (lang, t, scope) = (by.lang, RosterWords(by.lang), by.scope()?);
    let findings = batch::findings_of(&state.keys, &found)?;
    let choices = batch::choices_from(&found.choices);
    let places = state.db.report(Places::load).await?;
    let mut villages = vec![(String::new(), t.village_none().to_owned())];
    villages.extend(places.within(12, scope).map(|village| (village.code.clone(), village.name.clone())));
    let mut options = vec![("", t.not_read())];
    options.extend(words::fields(lang).map(|(field, words)| (field.name(), words)));
    let hidden = findings.sheets.iter().enumerate().filter(|(_, sheet)| sheet.is_hidden);
    page(&ColumnsPage {
        frame: by.frame("/rosters"),
        t,
        id: found.id.to_string(),
        back: found.file_name.clone(),
        columns: distinct(&findings)
            .into_iter()
            .enumerate()
            .map(|(at, column)| row(at, column, lang))
            .collect(),
        options,
        hidden: hidden.map(|(at, sheet)| (at, t.hidden_sheet(&sheet.name), sheet.is_taken)).collect(),
        villages,
        village: choices.village.unwrap_or_default(),
    })
}

/// What was decided, from the fields of the form: only columns that hold something else than was recognised count.
fn decided(fields: &[(String, String)], findings: &Findings, before: &Choices) -> Choices {
    let value = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let mut choices = Choices::default();
    for (at, column) in distinct(findings).into_iter().enumerate() {
        let Some(chosen) = value(&format!("c{at}")) else { continue };
        let (chosen, shown) = (Field::named(chosen), column.field().filter(|field| field.is_read()));
        let was_chosen =
            before.fields.iter().any(|known| known.header == column.header && known.nth == column.nth);
        if chosen != shown || was_chosen {
            let field = chosen.filter(|field| field.is_read());
            choices.fields.push(FieldChoice { header: column.header.clone(), nth: column.nth, field });
        }
    }
    let is_asked = |at: &usize| value(&format!("s{at}")).is_some();
    let hidden = findings.sheets.iter().enumerate().filter(|(at, sheet)| sheet.is_hidden && is_asked(at));
    choices.hidden_sheets = hidden.map(|(_, sheet)| sheet.name.clone()).collect();
    choices.village = value("village").filter(|code| code.len() == 12).map(str::to_owned);
    choices
}

/// Has the file read again as decided.
pub async fn choose(
    by: Office,
    state: Data<State>,
    id: Path<RosterId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    let address = format!("/rosters/{}", found.id);
    let findings = batch::findings_of(&state.keys, &found)?;
    let before = batch::choices_from(&found.choices);
    let choices = decided(&form.fields, &findings, &before);
    let is_remembered = form.fields.iter().any(|(name, _)| name == "remember");
    match state.db.write(by.actor(), move |tx| batch::choose(tx, &found, &choices, is_remembered)).await {
        Ok(()) | Err(Refusal::Problems(_)) => Ok(see_other(address)),
        Err(Refusal::Error(error)) => Err(error),
    }
}
