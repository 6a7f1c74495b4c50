//! The trail as a table to take away: UTF-8 with a mark that Excel needs, nothing that a sheet would run.

use super::{
    text::TrailWords,
    view::{office, role, who, whom},
};
use crate::{
    accounts::Places,
    audit::{Told, field_words},
    clock::county_time,
    error::Error,
    i18n::Lang,
    web::harmless,
};

/// Most rows taken away at once.
pub const MOST: i64 = 20_000;

/// The table of these rows.
pub fn sheet(rows: &[Told], places: &Places, lang: Lang) -> Result<Vec<u8>, Error> {
    let t = TrailWords(lang);
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let head = [
        t.place(),
        t.when(),
        t.name(),
        t.username(),
        t.office(),
        t.role(),
        t.what(),
        t.code(),
        t.whom(),
        t.id(),
        t.fields_column(),
        t.reason_column(),
        t.amount_column(),
    ];
    table.write_record(head).map_err(Error::internal)?;
    for row in rows {
        table.write_record(line(row, places, t, lang)).map_err(Error::internal)?;
    }
    table.into_inner().map_err(Error::internal)
}

fn line(row: &Told, places: &Places, t: TrailWords, lang: Lang) -> [String; 13] {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let whom = whom(row, lang);
    let (kind, id) = whom.map_or_else(|| ("", String::new()), |whom| (whom.kind, whom.id));
    [
        number(row.position),
        county_time(row.at).format("%Y-%m-%d %H:%M:%S").to_string(),
        harmless(who(row, t)),
        row.account.as_ref().map_or_else(String::new, |(_, username)| harmless(username)),
        harmless(&office(row, places)),
        role(row, lang).to_owned(),
        lang.audit_kind(row.kind).to_owned(),
        row.kind.as_str().to_owned(),
        kind.to_owned(),
        id,
        field_words(&row.fields, lang).join(t.comma()),
        harmless(row.reason.as_deref().unwrap_or_default()),
        number(row.amount),
    ]
}
